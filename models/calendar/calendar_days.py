"""The office calendar: which days are worked, and at what hours.

Holidays, days off in lieu, swapped days and make-up Saturdays are dated data (``catalogue/holidays.toml``, or the
office's own edited copy), each with the notice that founded it.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
from msgspec import Struct

from models.calendar.clock import local
from models.files.named_file import read_named
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable

SHIPPED_HOLIDAYS = Path(__file__).parent.parent / "catalogue" / "holidays.toml"

_ONE_DAY = timedelta(days=1)
_SESSION = re.compile(r"(\d{1,2})[:h](\d{2})\s*[-–]\s*(\d{1,2})[:h](\d{2})")


class DayKind(StrEnum):
    """Why a day differs from the ordinary week."""

    HOLIDAY = "holiday"
    IN_LIEU = "in_lieu"
    """Off because a holiday fell on a weekly rest day (BLLĐ 2019 Đ111.3)."""
    SWAPPED_OFF = "swapped_off"
    """Off by a swap; a make-up day is worked for it."""
    MAKE_UP = "make_up"
    """A rest day that is worked."""


class DayMark(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of the holiday table.

    Attributes:
        notice: the law or notice that founded it.
        official: False while it is only proposed; it counts all the same, and every reason says so.
    """

    kind: DayKind
    name: str
    notice: str = ""
    official: bool = True


class Session(Struct, frozen=True, order=True):
    """A stretch of working time, on the clock of the office wall."""

    opens: time
    closes: time


def parse_sessions(text: str) -> tuple[Session, ...]:
    """``"07:00-11:30, 13:30-17:00"`` as sessions; empty text = closed all day.

    Raises:
        ValueError: not of this shape, out of order, or overlapping.
    """
    sessions = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        found = _SESSION.fullmatch(part)
        if found is None:
            raise ValueError(f"not a session: {part!r}")
        from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
        sessions.append(Session(time(from_hour, from_minute), time(to_hour, to_minute)))
    return _in_order(sessions)


def _in_order(sessions: Iterable[Session]) -> tuple[Session, ...]:
    listed = tuple(sessions)
    if any(s.opens >= s.closes for s in listed) or any(a.closes > b.opens for a, b in pairwise(listed)):
        raise ValueError("sessions must follow one another within the day")
    return listed


_USUAL = parse_sessions("07:00-11:30, 13:30-17:00")


class WorkingHours(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The working hours of each weekday, Monday first.

    Attributes:
        week: seven entries. An office may be open on a Saturday morning to take dossiers in.
        counted: weekdays (Monday = 0) that a limit in working days counts. An open Saturday is not among them:
            "ngày làm việc" of a time limit are the days of the ordinary working week.
    """

    week: tuple[tuple[Session, ...], ...] = (_USUAL,) * 5 + ((), ())
    counted: frozenset[int] = frozenset(range(5))

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("a week has seven days")
        for sessions in self.week:
            _in_order(sessions)
        if not self.counted or not all(0 <= d < 7 and self.week[d] for d in self.counted):
            raise ValueError("every counted weekday needs its hours")

    @property
    def full_day(self) -> tuple[Session, ...]:
        """The hours of an ordinary day; a make-up day is worked like one."""
        return self.week[min(self.counted)]


def working_hours(weekdays: str, saturday: str = "", sunday: str = "") -> WorkingHours:
    """From the texts of the settings, for instance ``("07:00-11:30, 13:30-17:00", saturday="07:30-11:00")``.

    Raises:
        ValueError: see ``parse_sessions``.
    """
    usual = parse_sessions(weekdays)
    return WorkingHours(week=(usual,) * 5 + (parse_sessions(saturday), parse_sessions(sunday)))


class Calendar(Struct, frozen=True, kw_only=True):
    """The days that differ, and the hours of those that do not."""

    days: dict[date, DayMark] = {}
    hours: WorkingHours = WorkingHours()

    def mark(self, day: date) -> DayMark | None:
        """What the holiday table says of this day."""
        return self.days.get(day)

    def is_working(self, day: date) -> bool:
        """Whether a limit in working days counts this day."""
        mark = self.days.get(day)
        if mark is not None:
            return mark.kind is DayKind.MAKE_UP
        return day.weekday() in self.hours.counted

    def sessions(self, day: date) -> tuple[Session, ...]:
        """The working time of this day; empty when the office is closed."""
        mark = self.days.get(day)
        if mark is None:
            return self.hours.week[day.weekday()]
        if mark.kind is not DayKind.MAKE_UP:
            return ()
        own = self.hours.week[day.weekday()]
        return own if day.weekday() in self.hours.counted else self.hours.full_day

    def knows(self, year: int) -> bool:
        """Whether anybody has entered the holidays of this year."""
        return any(day.year == year for day in self.days)

    def next_working(self, day: date) -> date:
        """The first working day after this one."""
        day += _ONE_DAY
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def end_of(self, day: date) -> datetime:
        """Closing time of an open day, as naive local time."""
        return datetime.combine(day, self.sessions(day)[-1].closes)

    def in_working_time(self, wall: datetime) -> datetime:
        """This naive local instant, or the next opening when nobody works then.

        The very moment of closing in the evening still belongs to the day; 11:30 belongs to the afternoon.
        """
        day = wall.date()
        sessions = self.sessions(day)
        for session in sessions:
            if wall.time() < session.opens:
                return datetime.combine(day, session.opens)
            if wall.time() < session.closes or (session is sessions[-1] and wall.time() == session.closes):
                return wall
        while True:
            day += _ONE_DAY
            if coming := self.sessions(day):
                return datetime.combine(day, coming[0].opens)

    def work_between(self, since: datetime, until: datetime, most: timedelta) -> timedelta:
        """Working time from one instant to a later one; counting ends at ``most``."""
        start, end = (local(at).replace(tzinfo=None) for at in (since, until))
        worked, day = timedelta(0), start.date()
        while day <= end.date() and worked < most:
            for session in self.sessions(day):
                opens, closes = (datetime.combine(day, at) for at in (session.opens, session.closes))
                worked += max(min(closes, end) - max(opens, start), timedelta(0))
            day += _ONE_DAY
        return min(worked, most)


class _Entry(Struct, frozen=True, forbid_unknown_fields=True):
    day: date
    kind: DayKind
    name: str
    notice: str = ""
    official: bool = True


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    days: tuple[_Entry, ...]


def load_calendar(path: Path | None = None, hours: WorkingHours | None = None) -> Calendar:
    """The calendar that ships with the program, or the office's own edited copy at ``path``.

    Raises:
        CatalogueUnreadable: no such file, not TOML (the detail names line and column), or a wrong entry.
    """
    days = _shipped() if path is None else _read(path)
    return Calendar(days=dict(days), hours=hours or WorkingHours())


@cache
def _shipped() -> dict[date, DayMark]:
    return _read(SHIPPED_HOLIDAYS)


def _read(path: Path) -> dict[date, DayMark]:
    try:
        entries = msgspec.toml.decode(read_named(path), type=prepared(_File)).days
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    days: dict[date, DayMark] = {}
    for entry in entries:
        if entry.day in days:
            raise CatalogueUnreadable(str(path), f"{entry.day} is entered twice")
        days[entry.day] = DayMark(kind=entry.kind, name=entry.name, notice=entry.notice, official=entry.official)
    return days
