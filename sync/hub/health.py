"""Health of the hub: the database accepts a write, there is disk space for scanned files, the clock is right.

Only a database that accepts no write makes the hub unhealthy. Without disk space events are still accepted and files
wait at the desks; with a wrong clock the desks adapt their signatures to it. Both are reported as warnings.
"""

import asyncio
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from models.calendar.clock import Clock, instant, micros
from sync.hub import words
from sync.hub.log.disk_space import room_in
from sync.hub.logs import bug, logger
from sync.hub.settings import HubSettings
from sync.hub.store import Failing, HubStore, HubStoreFailing, heartbeat_rows

FRESH = 5.0
"""Seconds for which a proof is good: however often anybody asks, the database is asked this often at most."""

PATIENCE = 3.0
"""Seconds that an answer waits for a proof under way; a database that takes longer takes nothing."""


class Health(Struct, frozen=True, kw_only=True):
    """The hub's health, with words for people.

    Attributes:
        well: events are taken in.
        database: it took a write just now.
        disk: there is room for scanned files, and they may be written.
        clock: agrees with the database's, and is not before what was written down earlier.
        words: all of it, for people; nothing of any citizen.
    """

    well: bool
    database: bool
    disk: bool
    clock: bool
    words: str


class Proof(Struct, frozen=True):
    """The result of a test write to the database.

    Attributes:
        failing: why it did not succeed; None = it did.
        clock_off: how far this machine's clock is before the database's (or, when negative, behind what the database
            has from earlier).
    """

    failing: Failing | None
    clock_off: timedelta = timedelta(0)


def prove(store: HubStore, clock: Clock) -> Proof:
    """Write to the database and wait until the write is durable, as for the events of a desk."""
    now = clock()
    try:
        with store.writing() as writing:
            beat = heartbeat_rows.beat(writing, micros(now))
    except HubStoreFailing as wrong:
        return Proof(wrong.why)
    except Exception as wrong:  # noqa: BLE001 - whatever it is, the database took nothing; the log tells the rest
        logger().error("bug", path="/health", **bug(wrong))
        return Proof(Failing.UNKNOWN)
    return Proof(None, _off(clock(), beat))


def _off(now: datetime, beat: heartbeat_rows.Heartbeat) -> timedelta:
    if beat.database_at is not None:
        return now - instant(beat.database_at)
    return min(now - instant(beat.latest), timedelta(0))


def health_of(settings: HubSettings, proof: Proof) -> Health:
    """The hub's health, from a test write and the free disk space."""
    places = [room_in(place) for place in _places(settings)]
    room = min(place.free for place in places)
    fit = all(place.writable for place in places)
    disk = fit and room >= settings.limits.disk_free
    clock = abs(proof.clock_off).total_seconds() <= settings.limits.clock
    told = [words.health_database(proof.failing), words.health_scans(free=room, enough=disk, writable=fit)]
    if not clock:
        told.append(words.health_clock(proof.clock_off))
    well = proof.failing is None
    return Health(well=well, database=well, disk=disk, clock=clock, words=" ".join(told))


class CachedHealth:
    """Cached health for HTTP: one test write at a time, valid for ``fresh`` seconds. Belongs to one event loop.

    Args of the constructor:
        settings: of the hub.
        store: to prove.
        clock: the hub's.
    """

    def __init__(self, settings: HubSettings, store: HubStore, clock: Clock) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._proof: Proof | None = None
        self._at = 0.0
        self._under_way: asyncio.Future[Proof] | None = None
        self.fresh = FRESH

    async def health(self) -> Health:
        """The health now, from a test write no older than ``fresh`` seconds."""
        if self._proof is not None and time.monotonic() - self._at < self.fresh:
            return health_of(self._settings, self._proof)
        under_way = self._under_way
        if under_way is None:
            under_way = self._under_way = self._begin()
        done, _ = await asyncio.wait({under_way}, timeout=PATIENCE)
        return health_of(self._settings, under_way.result() if done else Proof(Failing.SLOW))

    def _begin(self) -> "asyncio.Future[Proof]":
        """Start the write in a daemon thread: it may hang on a server that is gone, and must not delay the stop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Proof] = loop.create_future()

        def proved(proof: Proof) -> None:
            self._proof, self._at, self._under_way = proof, time.monotonic(), None
            if not future.done():
                future.set_result(proof)

        def run() -> None:
            proof = prove(self._store, self._clock)
            if not loop.is_closed():
                loop.call_soon_threadsafe(proved, proof)

        threading.Thread(target=run, name="hub-pulse", daemon=True).start()
        return future


def _places(settings: HubSettings) -> Sequence[Path]:
    file = settings.database.file
    return (settings.files_folder,) if file is None else (settings.files_folder, file.parent)
