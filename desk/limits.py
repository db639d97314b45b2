"""When no number may be given out: the disk nearly full, the clock wrong, the file damaged. With a warning before.

Asked at the two places where something is promised on paper: a dossier's number and a ticket. What was begun can be
ended under any limit: calling, handing over, copying.
"""

import shutil
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec import Struct

from desk.desk import Desk
from desk.rights import Verb, require
from models.not_allowed import WorkStopped
from models.store import Store

DISK_STOP, DISK_WARN = 200_000_000, 1_000_000_000
"""Free bytes below which numbers stop, and are warned of. A day of 500 dossiers with scans takes some 500 MB; below
200 MB SQLite's journal (32 MB), a page's raster and the system's own files may meet at any moment."""

CLOCK_BACK = timedelta(minutes=5)
"""How far the clock may be before the latest event: a correction over the network is seconds, a dead battery years."""

CLOCK_FORWARD = timedelta(days=1)
"""How far the clock may be set forward while the desk is open: beyond it, receipts carry another day."""

PROVINCE_WARN, PROVINCE_STOP = timedelta(minutes=5), timedelta(hours=12)
"""How far it may be from the province's clock."""

TRUSTED = "clock trusted"
"""Name of what is remembered when a person has said that the clock is right: events up to this number do not count."""


class State(StrEnum):
    """How it stands with a limit."""

    OK = "ok"
    WARN = "warn"
    STOP = "stop"


class Limit(Struct, frozen=True, kw_only=True):
    """One limit: which, how it stands, and its number (free bytes, or seconds the clock is off)."""

    why: str
    state: State
    number: int = 0


def check(desk: Desk) -> None:
    """Go on only if nothing stands against giving out a number. Takes some microseconds.

    Raises:
        WorkStopped: the first that does.
    """
    free = shutil.disk_usage(desk.folder).free
    if free < DISK_STOP:
        raise WorkStopped("disk", free)
    if desk.watch.file_damaged:
        raise WorkStopped("file", 0)
    clock = clock_limit(desk)
    if clock.state is State.STOP:
        raise WorkStopped(clock.why, clock.number)


def standing(desk: Desk) -> tuple[Limit, ...]:
    """How it stands with each of them."""
    free = shutil.disk_usage(desk.folder).free
    disk = State.STOP if free < DISK_STOP else State.WARN if free < DISK_WARN else State.OK
    damaged = State.STOP if desk.watch.file_damaged else State.OK
    return Limit(why="disk", state=disk, number=free), Limit(why="file", state=damaged), clock_limit(desk)


def clock_limit(desk: Desk) -> Limit:
    """How far the clock can be believed. The province's clock, where it was told lately, decides alone."""
    if desk.training:
        return Limit(why="clock", state=State.OK)  # its days are invented too: a morning may be worked twice
    now, watch = desk.clock(), desk.watch
    off = watch.province_off
    if off is not None:
        far = abs(off)
        state = State.STOP if far > PROVINCE_STOP else State.WARN if far > PROVINCE_WARN else State.OK
        return Limit(why="clock_province", state=state, number=int(off.total_seconds()))
    latest = desk.store.log.latest
    if latest is not None and latest - now > CLOCK_BACK:
        return Limit(why="clock_back", state=State.STOP, number=int((latest - now).total_seconds()))
    jumped = watch.jumped(now)
    if jumped > CLOCK_FORWARD:
        return Limit(why="clock_forward", state=State.STOP, number=int(jumped.total_seconds()))
    return Limit(why="clock", state=State.OK)


def trust_clock(desk: Desk) -> datetime:
    """A person has looked: the clock is right now, whatever was recorded before. Gives the time that is trusted.

    Raises:
        NobodySignedIn, RoleForbids.
    """
    require(desk, Verb.KEEP)
    seq = desk.store.log.head().seq
    desk.store.keeping.save(TRUSTED, msgspec.msgpack.encode(seq))
    desk.store.log.times_count_after(seq)
    desk.watch.trust()
    return desk.clock()


def recall_trust(store: Store) -> None:
    """At opening: events that a wrong clock has dated do not count."""
    body = store.keeping.load(TRUSTED)
    if body is not None:
        store.log.times_count_after(msgspec.msgpack.decode(body, type=int))
