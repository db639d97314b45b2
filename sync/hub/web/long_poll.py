"""Long poll for news of an office: a waiting desk costs a few hundred bytes, no thread, no database connection.

The store reports which office has news, from any worker; several commits within a moment wake the office once. Desks of
one office are usually at the same cursor, so one read serves all of them.
"""

import asyncio
import math
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from msgspec.structs import replace

from sync.hub.log import delivery
from sync.hub.log.delivery import Since
from sync.hub.offices.offices import Device
from sync.hub.store import HubStore
from sync.hub.web.request_auth import RequestAuth
from sync.messages import Cursor, News, NewsAsked

BREATH = 0.005
"""Seconds that a wake waits for further commits of the same moment."""

_Place = tuple[str, Cursor, int]
"""Office, cursor, events at most."""


class Waiters:
    """Desks waiting at one worker. All methods but ``notify`` and ``end`` run in its event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asleep: defaultdict[str, set[asyncio.Future[None]]] = defaultdict(set)
        self._rung: dict[str, int] = {}
        self._turn = 0
        self._due: set[str] = set()
        self._ended = False

    @property
    def turn(self) -> int:
        """A counter of notifications: those after this number was read are not missed."""
        return self._turn

    def last_turn(self, office: str) -> int:
        """The turn of an office's last notification."""
        return max(self._rung.get(office, 0), self._rung.get("", 0))

    def begin(self) -> None:
        """Bind to the running event loop."""
        self._loop = asyncio.get_running_loop()

    def notify(self, office: str) -> None:
        """Notify that an office has news; an empty id means all offices. Any thread."""
        self._call(self._soon if office else self._any, office)

    def end(self) -> None:
        """Release all waiting desks because the worker stops. Any thread."""
        self._ended = True
        self._call(self._wake_all)

    async def news(self, office: str, since: int, seconds: float) -> bool:
        """Wait until the office has had news after turn ``since``; False = timed out."""
        if self.last_turn(office) > since:
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


class LongPoll:
    """Long polls of one worker, and the reading for them. Runs in the worker's event loop.

    Args:
        store: where news are read.
        door: whose threads read them.
        waiters: who wakes them.
        longest: seconds that a desk may wait.
    """

    def __init__(self, store: HubStore, door: RequestAuth, waiters: Waiters, *, longest: float) -> None:
        self._store = store
        self._door = door
        self._waiters = waiters
        self._longest = longest
        self._readings: dict[_Place, tuple[int, asyncio.Task[Since | None]]] = {}

    async def wait(
        self, device: Device, asked: NewsAsked, news: News, turn: int, waited: Callable[[float], None]
    ) -> News:
        """Wait for news with content; after the time limit, whatever there is.

        Args:
            device: who asks.
            asked: what it asked.
            news: what there was when it came.
            turn: of ``waiters``, from before that was read.
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
                if not await self._waiters.news(device.office, turn, until - begun):
                    break
            finally:
                slept += clock() - begun
                waited(slept)
            # What lies before it, this desk has or recorded itself.
            asked, turn = replace(asked, cursor=news.cursor), self._waiters.turn
            news = await self._news(device, asked)
        return news

    async def _news(self, device: Device, asked: NewsAsked) -> News:
        found = await self._since((device.office, asked.cursor, asked.most))
        news = delivery.for_device(found, device, asked) if found is not None else None
        if news is not None:
            return news
        return await self._door.run_in_thread(
            partial(delivery.news, self._store, device, asked, clock=self._door.clock)
        )

    async def _since(self, place: _Place) -> Since | None:
        """One read shared by all waiting desks; repeated only if the office had news since it began."""
        rung = self._waiters.last_turn(place[0])
        under_way = self._readings.get(place)
        if under_way is None or under_way[0] != rung:
            under_way = (
                rung,
                asyncio.create_task(self._door.run_in_thread(partial(delivery.since, self._store, *place))),
            )
            self._readings[place] = under_way
            under_way[1].add_done_callback(partial(self._read, place))
        return await asyncio.shield(under_way[1])

    def _read(self, place: _Place, done: "asyncio.Task[Since | None]") -> None:
        if not done.cancelled():
            done.exception()  # told to those who wait for it, if any still do
        if self._readings.get(place, (0, None))[1] is done:
            del self._readings[place]


def _tells(news: News, asked: NewsAsked, epoch: bytes) -> bool:
    """Whether the answer has content. The positions of the desk's own events alone do not count."""
    return bool(news.chains) or news.cursor.epoch != epoch or news.head < asked.acknowledged
