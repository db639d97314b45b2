"""The question for news that every desk keeps open: what is new is read once for all desks of an office that wait.

One desk's batch wakes the others of its office. They stand at the same cursor as a rule, so one reading serves them
all, and what it costs does not grow with how many there are.
"""

import asyncio
import math
from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from sync.hub import delivery
from sync.hub.delivery import Since
from sync.hub.offices import Device
from sync.hub.request_auth import Door
from sync.hub.store import HubStore
from sync.hub.waiting import Waiting
from sync.messages import Cursor, News, NewsAsked

_Place = tuple[str, Cursor, int]
"""Office, cursor, events at most."""


class Telling:
    """Those who wait for news at one worker, and what is read for them. Runs in the worker's loop.

    Args:
        store: where news are read.
        door: whose threads read them.
        waiting: who wakes them.
        longest: seconds that a desk may wait.
    """

    def __init__(self, store: HubStore, door: Door, waiting: Waiting, *, longest: float) -> None:
        self._store = store
        self._door = door
        self._waiting = waiting
        self._longest = longest
        self._readings: dict[_Place, tuple[int, asyncio.Task[Since | None]]] = {}

    async def wait(
        self, device: Device, asked: NewsAsked, news: News, turn: int, waited: Callable[[float], None]
    ) -> News:
        """The first news that tell something, or what there is when the time is over.

        Args:
            device: who asks.
            asked: what it asked.
            news: what there was when it came.
            turn: of ``waiting``, from before that was read.
            waited: told after each waiting how many seconds it has waited until now, all together.

        Raises:
            NotAdmitted: the device was revoked meanwhile.
        """
        clock = asyncio.get_running_loop().time
        until = clock() + (min(asked.wait, self._longest) if math.isfinite(asked.wait) else 0.0)
        edition, epoch, slept = news.edition, asked.cursor.epoch, 0.0
        while not _tells(news, asked, epoch) and news.edition == edition:
            begun = clock()
            try:
                if not await self._waiting.news(device.office, turn, until - begun):
                    break
            finally:
                slept += clock() - begun
                waited(slept)
            # What lies before it, this desk has or recorded itself.
            asked, turn = replace(asked, cursor=news.cursor), self._waiting.turn
            news = await self._news(device, asked)
        return news

    async def _news(self, device: Device, asked: NewsAsked) -> News:
        found = await self._since((device.office, asked.cursor, asked.most))
        news = delivery.to_one(found, device, asked) if found is not None else None
        if news is not None:
            return news
        return await self._door.aside(partial(delivery.news, self._store, device, asked, clock=self._door.clock))

    async def _since(self, place: _Place) -> Since | None:
        """Read by the first who asks; by a second only if the office was told of more since that reading began."""
        rung = self._waiting.rung(place[0])
        under_way = self._readings.get(place)
        if under_way is None or under_way[0] != rung:
            under_way = (rung, asyncio.create_task(self._door.aside(partial(delivery.since, self._store, *place))))
            self._readings[place] = under_way
            under_way[1].add_done_callback(partial(self._read, place))
        return await asyncio.shield(under_way[1])

    def _read(self, place: _Place, done: "asyncio.Task[Since | None]") -> None:
        if not done.cancelled():
            done.exception()  # told to those who wait for it, if any still do
        if self._readings.get(place, (0, None))[1] is done:
            del self._readings[place]


def _tells(news: News, asked: NewsAsked, epoch: bytes) -> bool:
    """Whether the desk learns anything from it. That its own events have their positions it need not know at once."""
    return bool(news.chains) or news.cursor.epoch != epoch or news.head < asked.acknowledged
