"""Desks that wait for news of their office: no thread, no database connection, a few hundred bytes each.

The store tells which office has news, from any worker. Several commits within a moment wake the office once.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress

BREATH = 0.005
"""Seconds that a wake waits for further commits of the same moment."""


class Waiting:
    """Those who wait at one worker. Everything but ``told`` and ``end`` runs in its loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asleep: defaultdict[str, set[asyncio.Future[None]]] = defaultdict(set)
        self._rung: dict[str, int] = {}
        self._turn = 0
        self._due: set[str] = set()
        self._ended = False

    @property
    def turn(self) -> int:
        """Counts the wakes: what was told after this number was read is not missed."""
        return self._turn

    def rung(self, office: str) -> int:
        """The turn in which an office last had news."""
        return max(self._rung.get(office, 0), self._rung.get("", 0))

    def begin(self) -> None:
        """This worker's loop runs."""
        self._loop = asyncio.get_running_loop()

    def told(self, office: str) -> None:
        """An office has news; with an empty id any may have. From any thread."""
        self._call(self._soon if office else self._any, office)

    def end(self) -> None:
        """The worker stops: nobody waits any more. From any thread."""
        self._ended = True
        self._call(self._wake_all)

    async def news(self, office: str, since: int, seconds: float) -> bool:
        """Wait until the office has had news after turn ``since``; False = the time is over."""
        if self.rung(office) > since:
            return True
        if self._ended or seconds <= 0:
            return False
        bell = asyncio.get_running_loop().create_future()
        self._asleep[office].add(bell)
        try:
            async with asyncio.timeout(seconds):
                await bell
        except TimeoutError:
            return False
        finally:
            self._asleep[office].discard(bell)
            if not self._asleep[office]:
                del self._asleep[office]
        return not self._ended

    def _call(self, what: Callable[..., None], *named: str) -> None:
        if self._loop is None:
            return
        with suppress(RuntimeError):  # the loop closed meanwhile: nobody waits in it
            self._loop.call_soon_threadsafe(what, *named)

    def _soon(self, office: str) -> None:
        self._turn += 1
        self._rung[office] = self._turn
        if office in self._asleep and office not in self._due:
            self._due.add(office)
            asyncio.get_running_loop().call_later(BREATH, self._wake, office)

    def _any(self, office: str) -> None:
        self._turn += 1
        self._rung[office] = self._turn
        self._wake_all()

    def _wake(self, office: str) -> None:
        self._due.discard(office)
        for bell in self._asleep.get(office, ()):
            if not bell.done():
                bell.set_result(None)

    def _wake_all(self) -> None:
        for office in list(self._asleep):
            self._wake(office)
