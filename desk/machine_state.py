"""Maintenance state of this machine in the database: last backup, last failure, last check, what is half done."""

from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec import Struct

from models.calendar.calendar_days import Calendar
from models.calendar.clock import local_day
from models.ids import DeviceId, FileDigest, SubjectId
from models.store import Store
from models.system.decoding import prepared

T = TypeVar("T", bound=Struct)


class LastBackup(Struct, frozen=True, kw_only=True):
    """The last whole, proven copy.

    Attributes:
        at: the moment whose state it is.
        place: where it lies.
        size: bytes of the database in it.
        events: how many it holds.
        scans: how many scanned files it names; ``new_scans`` of them were copied this time.
        seconds: how long it took.
        lacking: how many scanned files it should have and has not.
        rotten: those that are damaged among the copies, and whole nowhere.
    """

    at: datetime
    place: str
    size: int
    events: int
    scans: int
    new_scans: int
    seconds: float
    lacking: int = 0
    rotten: tuple[FileDigest, ...] = ()


class LastFailure(Struct, frozen=True, kw_only=True):
    """The last copy that was not made: when, and why, as it was said to the person."""

    at: datetime
    why: str


class LastCheck(Struct, frozen=True, kw_only=True):
    """The last time every page of the file was read.

    Attributes:
        whole: nothing was wrong.
        detail: what was, as SQLite says it.
    """

    at: datetime
    whole: bool
    detail: str = ""


class Restored(Struct, frozen=True, kw_only=True):
    """A copy was brought back, or work was lost: what was given out since is on paper and unknown here.

    Attributes:
        lost: how many events are known to be lost, each of which may have given out a number.
        codes_above, tickets_above, series_above: what ``codes_from`` and so on of an earlier time of that day were.
        codes_from, tickets_from: no lower number is given out on the day of ``at``; 0 = not looked at yet.
        series_from: likewise of the other series, by prefix; none = not looked at yet.
    """

    at: datetime
    codes_from: int = 0
    tickets_from: int = 0
    lost: int = 0
    codes_above: int = 0
    tickets_above: int = 0
    series_from: dict[str, int] = {}
    series_above: dict[str, int] = {}


class Wiped(Struct, frozen=True, kw_only=True):
    """A visit laptop was wiped: numbers given out before stand on paper, and their papers are no longer here.

    Attributes:
        codes_from, tickets_from: no lower number is given out on the day of ``at``.
        series_from: likewise of the other series, by prefix.
        receipts_from: of each leased range the next number; ``receipts``: how many of it were issued before.
        slips: numbers kept for slips printed before, on whatever day, each with its slip; empty = lost, never used.
        slips_used: numbers of slips that were used on the day of ``at``.
        sweep: what lies beside the database is still to be removed.
    """

    at: datetime
    codes_from: int = 0
    tickets_from: int = 0
    series_from: dict[str, int] = {}
    receipts_from: dict[str, int] = {}
    receipts: dict[str, int] = {}
    slips: dict[int, SubjectId] = {}
    slips_used: tuple[int, ...] = ()
    sweep: bool = False


class Number(Struct, frozen=True, kw_only=True):
    """Under which number this machine works: for the day on which its settings are gone."""

    device: DeviceId


class CalendarBefore(Struct, frozen=True, kw_only=True):
    """An edition is being applied: by this calendar the dates of open dossiers were counted until then.

    Kept until they have been counted anew, so that an edition that is cut short loses no recounting.
    """

    calendar: Calendar


_NAMES = {
    CalendarBefore: "calendar before edition",
    LastBackup: "last backup",
    LastFailure: "last failure",
    LastCheck: "last check",
    Restored: "restored",
    Number: "number",
    Wiped: "wiped",
}


def note_gap(store: Store, at: datetime, *, lost: int = 0) -> None:
    """From now on numbers jump, for this day: beyond where they jumped to before."""
    before = recall(store, Restored)
    again = before is not None and local_day(before.at) == local_day(at)
    remember(
        store,
        Restored(
            at=at,
            lost=lost,
            codes_above=max(before.codes_from, before.codes_above) if again and before else 0,
            tickets_above=max(before.tickets_from, before.tickets_above) if again and before else 0,
            series_above=before.series_above | before.series_from if again and before else {},
        ),
    )


def packed(what: Struct) -> tuple[str, bytes]:
    """Under which name it is remembered, and as what: for a file that is being built."""
    return _NAMES[type(what)], msgspec.msgpack.encode(what)


def recall(store: Store, kind: type[T]) -> T | None:
    """What is remembered of this kind."""
    body = store.key_values.load(_NAMES[kind])
    return None if body is None else msgspec.msgpack.decode(body, type=prepared(kind))


def remember(store: Store, what: Struct) -> None:
    """Remember it in place of the last one of its kind."""
    store.key_values.save(_NAMES[type(what)], msgspec.msgpack.encode(what))


def remember_if_new(store: Store, what: Struct) -> None:
    """Remember it, if that is not what is remembered already: a look costs no writing."""
    if recall(store, type(what)) != what:
        remember(store, what)


def forget(store: Store, kind: type[Struct]) -> None:
    """It is no longer so."""
    store.key_values.drop(_NAMES[kind])
