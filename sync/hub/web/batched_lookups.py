"""Batches look-ups of one moment into one database query: of those not authenticated into a few a second."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

STRANGERS_EVERY = 0.1
"""Seconds at least from one question about strangers to the next. The first after a rest is asked at once."""


class TooManyWait(Exception):  # noqa: N818 - a fact about this moment
    """Too many look-ups are waiting; retry later."""


class _Batch(Generic[K, V]):
    def __init__(self) -> None:
        self.keys: dict[K, None] = {}
        self.answer: asyncio.Task[Mapping[K, V]]


class BatchedLookup(Generic[K, V]):
    """Batches look-ups of one kind. Runs in the worker's event loop.

    Args:
        find: what there is of these keys; what is missing is not there.
        aside: has that done in a thread.
        most: look-ups that wait for the next question.
        every: seconds at least from one question to the next; 0 = the next begins when the one before is answered.
    """

    def __init__(
        self,
        find: Callable[[Sequence[K]], Mapping[K, V]],
        aside: Callable[[Callable[[], Mapping[K, V]]], Awaitable[Mapping[K, V]]],
        *,
        most: int,
        every: float = STRANGERS_EVERY,
    ) -> None:
        self._find = find
        self._aside = aside
        self._most = most
        self._every = every
        self._next: _Batch[K, V] | None = None
        self._asking = asyncio.Lock()
        self._asked = float("-inf")

    async def find(self, key: K) -> V | None:
        """The value of a key, as the database has it after this call began.

        Raises:
            TooManyWait: not now.
        """
        batch = self._next
        if batch is None:
            self._next = batch = _Batch()
            batch.answer = asyncio.create_task(self._answer(batch))
        if key not in batch.keys and len(batch.keys) >= self._most:
            raise TooManyWait
        batch.keys[key] = None
        return (await asyncio.shield(batch.answer)).get(key)

    async def _answer(self, batch: _Batch[K, V]) -> Mapping[K, V]:
        clock = asyncio.get_running_loop().time
        async with self._asking:
            await asyncio.sleep(self._asked + self._every - clock())
            self._next, self._asked = None, clock()
            return await self._aside(lambda: self._find(tuple(batch.keys)))
