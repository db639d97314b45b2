"""When no number may be issued: disk nearly full, clock wrong, file damaged. Warns before that.

Checked at the two places where paper makes a promise: a dossier's code and a ticket. What was begun can be finished
under any limit: calling, handing over, backups.
"""

import shutil
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec import Struct

from desk.desk import Desk
from desk.file_changes import changed_outside
from desk.observations import FloorClock
from desk.rights import Permission, require
from models.calendar.clock import instant, micros
from models.not_allowed import WorkStopped
from models.store import Store
from models.system.decoding import prepared

DISK_STOP = 200_000_000
"""Free bytes below which numbers stop: there SQLite's journal (32 MB), a page's raster and the system's own files may
meet at any moment. Below how many it is warned of is a setting (``device.disk_warn_mb``): a counter's day
of 500 dossiers with scans takes some 500 MB, a laptop's day of 40 visits with photographs some 50 MB."""

_MEGABYTE = 1_000_000

CLOCK_BACK = timedelta(minutes=5)
"""How far the clock may be before the latest event: a correction over the network is seconds, a dead battery years."""

CLOCK_FORWARD = timedelta(days=1)
"""How far the clock may be set forward while the desk is open: beyond it, receipts carry another day."""

CLOCK_AHEAD = timedelta(days=45)
"""How far the clock may be ahead of the last event when the desk opens: no office is closed for so long, and a PC that
was lent away or lay in a cupboard is looked at by its administrator anyway."""

PROVINCE_WARN, PROVINCE_STOP = timedelta(minutes=5), timedelta(hours=12)
"""How far it may be from the province's clock."""

TRUSTED = "clock trusted"
"""Name of what is remembered when a person has said that the clock is right: events up to this number do not count."""


DOUBTED = "clock doubted"
"""Name under which the time of the last believed event is remembered, from an opening with a clock far ahead until a
person, the province or a clock set right says otherwise: what was recorded meanwhile proves nothing."""


class LimitState(StrEnum):
    """How it stands with a limit."""

    OK = "ok"
    WARN = "warn"
    STOP = "stop"


class Limit(Struct, frozen=True, kw_only=True):
    """One limit: which, how it stands, its number (free bytes, or seconds the clock is off), and the files it names."""

    why: str
    state: LimitState
    number: int = 0
    names: tuple[str, ...] = ()


def check(desk: Desk) -> None:
    """Go on only if nothing stands against giving out a number. Takes some microseconds.

    Raises:
        WorkStopped: the first that does.
    """
    free = shutil.disk_usage(desk.folder).free
    if free < DISK_STOP:
        raise WorkStopped("disk", free)
    if desk.observations.file_damaged:
        raise WorkStopped("file", 0)
    clock = clock_limit(desk)
    if clock.state is LimitState.STOP:
        raise WorkStopped(clock.why, clock.number)


def limit_states(desk: Desk) -> tuple[Limit, ...]:
    """How it stands with each of them."""
    warn = desk.settings.device.disk_warn_mb * _MEGABYTE
    free = shutil.disk_usage(desk.folder).free
    disk = LimitState.STOP if free < DISK_STOP else LimitState.WARN if free < warn else LimitState.OK
    damaged = LimitState.STOP if desk.observations.file_damaged else LimitState.OK
    changed = changed_outside(desk.folder, desk.store)
    return (
        Limit(why="disk", state=disk, number=free),
        Limit(why="file", state=damaged),
        clock_limit(desk),
        Limit(why="outside", state=LimitState.WARN if changed else LimitState.OK, names=changed),
    )


def clock_limit(desk: Desk) -> Limit:
    """How far the clock can be believed. The province's clock, where it was told lately, decides alone."""
    if desk.training:
        return Limit(why="clock", state=LimitState.OK)  # its days are invented too: a morning may be worked twice
    now, observed = desk.clock(), desk.observations
    off = observed.province_off
    if off is not None:
        far = abs(off)
        state = LimitState.STOP if far > PROVINCE_STOP else LimitState.WARN if far > PROVINCE_WARN else LimitState.OK
        return Limit(why="clock_province", state=state, number=int(off.total_seconds()))
    if isinstance(desk.clock, FloorClock) and desk.clock.behind > CLOCK_BACK:
        behind = int(desk.clock.behind.total_seconds())
        return Limit(why="clock_kept", state=LimitState.WARN, number=behind)
    latest = desk.store.log.latest
    if latest is not None and latest - now > CLOCK_BACK:
        return Limit(why="clock_back", state=LimitState.STOP, number=int((latest - now).total_seconds()))
    if observed.ahead:
        return Limit(why="clock_ahead", state=LimitState.STOP, number=int(observed.ahead.total_seconds()))
    jumped = observed.jumped(now)
    if jumped > CLOCK_FORWARD:
        return Limit(why="clock_forward", state=LimitState.STOP, number=int(jumped.total_seconds()))
    return Limit(why="clock", state=LimitState.OK)


def trust_clock(desk: Desk) -> datetime:
    """A person has looked: the clock is right now, whatever was recorded before. Gives the time that is trusted.

    Raises:
        NobodySignedIn, RoleForbids.
    """
    require(desk, Permission.KEEP)
    seq = desk.store.log.head().seq
    desk.store.key_values.save(TRUSTED, msgspec.msgpack.encode(seq))
    desk.store.key_values.drop(DOUBTED)
    desk.store.log.times_count_after(seq)
    desk.observations.trust()
    return desk.clock()


def note_province_clock(desk: Desk, off: timedelta | None) -> None:
    """How far the province's clock is before this PC's; one that is near it is right, however long nothing happened."""
    if isinstance(desk.clock, FloorClock) and off is not None:
        desk.clock.raise_to(desk.clock() + off)
    desk.observations.province_off = off
    if off is not None and abs(off) <= PROVINCE_STOP and desk.observations.ahead:
        desk.store.key_values.drop(DOUBTED)
        desk.observations.ahead = timedelta(0)


def clock_lead(store: Store, now: datetime) -> timedelta:
    """At opening, before anything is recorded: how far the clock is ahead of the last event, if too far; else 0."""
    doubted = store.key_values.load(DOUBTED)
    since = store.log.latest if doubted is None else instant(msgspec.msgpack.decode(doubted, type=prepared(int)))
    ahead = timedelta(0) if since is None else now - since
    if ahead <= CLOCK_AHEAD:
        if doubted is not None:
            store.key_values.drop(DOUBTED)
        return timedelta(0)
    if doubted is None and since is not None:
        store.key_values.save(DOUBTED, msgspec.msgpack.encode(micros(since)))
    return ahead


def recall_trust(store: Store) -> None:
    """At opening: events that a wrong clock has dated do not count."""
    body = store.key_values.load(TRUSTED)
    if body is not None:
        store.log.times_count_after(msgspec.msgpack.decode(body, type=prepared(int)))
