"""Due dates: when a result must be ready, with each step of the counting as a reason.

Counting follows domain law, not a formula of 24-hour days: the day of receipt is not counted (BLDS 2015 Đ147.2), a
limit in working days skips rest days, and a limit in calendar days that ends on one moves forward (BLDS 2015 Đ148.5).
Every step taken is told as a ``Reason`` carrying its facts; ``desk.words.due`` has the sentences.
"""

import math
from datetime import date, datetime, timedelta

from msgspec import Struct

from models.calendar.calendar_days import (
    Calendar,
    DayKind,
    DayMark,
    Session,
    WorkingHours,
    load_calendar,
    parse_sessions,
    working_hours,
)
from models.calendar.clock import from_local, local
from models.calendar.same_day_until_15 import same_day
from models.not_allowed import QuantityImpossible, TimeLimitUnknown
from models.procedure import LimitUnit, TimeLimit
from models.words.due_reasons import (
    CalendarDaysCounted,
    DayOfReceiptNotCounted,
    EndsOnRestDayMovedTo,
    EndsOutsideHoursMovedTo,
    HolidaysUnknown,
    HoursCounted,
    MakeUpDayCounted,
    NamedDay,
    Reason,
    RestDaysSkipped,
    SameDay,
    TakenAfter15,
    TakenOnRestDay,
    TakenOutsideHours,
    WorkingDaysCounted,
)

__all__ = [
    "Calendar",
    "CalendarDaysCounted",
    "DayKind",
    "DayMark",
    "DayOfReceiptNotCounted",
    "Due",
    "EndsOnRestDayMovedTo",
    "EndsOutsideHoursMovedTo",
    "HolidaysUnknown",
    "HoursCounted",
    "MakeUpDayCounted",
    "NamedDay",
    "Reason",
    "RestDaysSkipped",
    "SameDay",
    "Session",
    "TakenAfter15",
    "TakenOnRestDay",
    "TakenOutsideHours",
    "WorkingDaysCounted",
    "WorkingHours",
    "due",
    "load_calendar",
    "parse_sessions",
    "working_hours",
]

HOURS_OF_A_DAY = 8
"""A working day counts as eight working hours, so half a day is four."""

LONGEST = 10_000
"""Days of a limit: no published one comes near, and more is a slip of the pen. Of hours as many as these days have, so
that the step of a long limit, or a pause of years, is counted like any other."""

_ONE_DAY = timedelta(days=1)


class Due(Struct, frozen=True, kw_only=True):
    """The appointment.

    Attributes:
        at: the instant by which the result is ready, UTC.
        same_day: ready on the local day of receipt.
        counted_from: the instant the dossier counts as received, UTC.
        reasons: in the order a clerk would tell them.
    """

    at: datetime
    same_day: bool
    counted_from: datetime
    reasons: tuple[Reason, ...] = ()


def due(limit: TimeLimit | None, received_at: datetime, calendar: Calendar) -> Due:
    """When a dossier received at this instant must be ready.

    Args:
        limit: what the catalogue publishes.
        received_at: aware, any zone.
        calendar: working hours and days of the office that resolves.

    Raises:
        TimeLimitUnknown: nobody published a limit.
        QuantityImpossible: the limit is negative, not a number, or absurdly long.
    """
    if limit is None:
        raise TimeLimitUnknown("")
    hours = limit.unit in {LimitUnit.WORKING_HOURS, LimitUnit.HOURS}
    if not 0 <= limit.amount <= (LONGEST * 24 if hours else LONGEST):
        raise QuantityImpossible("limit", -1 if math.isnan(limit.amount) else int(max(-1, min(limit.amount, 10**9))))
    received = local(received_at).replace(tzinfo=None)
    start = calendar.in_working_time(received)
    ready, counting = _counted(limit, start, calendar)
    skips = limit.same_day or limit.unit in {LimitUnit.WORKING_DAYS, LimitUnit.WORKING_HOURS}
    reasons = (
        *_moved_start(received, start, calendar),
        *counting,
        *_days_between(received.date(), start.date(), ready.date(), calendar, counts_work=skips),
        *(HolidaysUnknown(year=y) for y in range(received.year, ready.year + 1) if not calendar.knows(y)),
    )
    return Due(
        at=from_local(ready),
        same_day=ready.date() == received.date(),
        counted_from=from_local(start),
        reasons=reasons,
    )


def _counted(limit: TimeLimit, start: datetime, calendar: Calendar) -> tuple[datetime, tuple[Reason, ...]]:
    """The naive local instant at which it is ready, and how it was counted."""
    if limit.same_day:
        return same_day(limit, start, calendar)
    match limit.unit:
        case LimitUnit.WORKING_DAYS | LimitUnit.DAYS:
            return _days(limit, start, calendar)
        case LimitUnit.WORKING_HOURS:
            told = HoursCounted(hours=limit.amount, of_work=True, counted_from=start)
            return _run(start, timedelta(hours=limit.amount), calendar), (told,)
        case LimitUnit.HOURS:
            return _elapsed(limit.amount, start, calendar)


def _days(limit: TimeLimit, start: datetime, calendar: Calendar) -> tuple[datetime, tuple[Reason, ...]]:
    whole = int(limit.amount)
    rest = timedelta(hours=(limit.amount - whole) * HOURS_OF_A_DAY)
    counts_work = limit.unit is LimitUnit.WORKING_DAYS
    if not whole:
        told = HoursCounted(hours=rest / timedelta(hours=1), of_work=True, counted_from=start)
        tomorrow = _nth_day(1, start.date(), calendar, counts_work=counts_work)[0]
        return min(_run(start, rest, calendar), calendar.end_of(tomorrow)), (told,)
    last, moved = _nth_day(whole, start.date(), calendar, counts_work=counts_work)
    ready = calendar.end_of(last)
    if rest:
        after = _nth_day(whole + 1, start.date(), calendar, counts_work=counts_work)[0]
        ready = min(_run(ready, rest, calendar), calendar.end_of(after))
    counted = WorkingDaysCounted if counts_work else CalendarDaysCounted
    last_counted = moved[0].day.day if moved else ready.date()
    told_days = counted(amount=limit.amount, last=last_counted, source=limit.source)
    return ready, (DayOfReceiptNotCounted(day=start.date()), told_days, *moved)


def _nth_day(
    number: int, start: date, calendar: Calendar, *, counts_work: bool
) -> tuple[date, tuple[EndsOnRestDayMovedTo, ...]]:
    """The last day of a limit of so many days, moved off a rest day where the limit counts calendar days."""
    if counts_work:
        day = start
        for _ in range(number):
            day = calendar.next_working(day)
        return day, ()
    day = start + timedelta(days=number)
    if calendar.is_working(day):
        return day, ()
    to = calendar.next_working(day)
    return to, (EndsOnRestDayMovedTo(day=_named(day, calendar), to=to),)


def _elapsed(hours: float, start: datetime, calendar: Calendar) -> tuple[datetime, tuple[Reason, ...]]:
    ended = start + timedelta(hours=hours)
    told = HoursCounted(hours=hours, of_work=False, counted_from=start)
    if any(s.opens <= ended.time() <= s.closes for s in calendar.sessions(ended.date())):
        return ended, (told,)
    ready = calendar.in_working_time(ended)
    return ready, (told, EndsOutsideHoursMovedTo(ended=ended, to=ready))


def _run(start: datetime, left: timedelta, calendar: Calendar) -> datetime:
    """The instant at which so much working time has passed since ``start``, which lies in working time."""
    if not left:
        return start
    day = start.date()
    while True:
        for session in calendar.sessions(day):
            begin = max(start, datetime.combine(day, session.opens))
            room = datetime.combine(day, session.closes) - begin
            if room <= timedelta(0):
                continue
            if left <= room:
                return begin + left
            left -= room
        day += _ONE_DAY


def _moved_start(received: datetime, start: datetime, calendar: Calendar) -> tuple[Reason, ...]:
    if start == received:
        return ()
    if not calendar.sessions(received.date()):
        return (TakenOnRestDay(day=_named(received.date(), calendar), counted_from=start),)
    return (TakenOutsideHours(at=received, counted_from=start),)


def _days_between(
    received: date, start: date, ready: date, calendar: Calendar, *, counts_work: bool
) -> tuple[Reason, ...]:
    """Rest days passed over and make-up days counted; of calendar days only what lay before counting began."""
    last = ready if counts_work else start
    days = [received + timedelta(days=n) for n in range(1, (last - received).days + 1)]
    skipped = tuple(_named(day, calendar) for day in days if not calendar.is_working(day) and day < last)
    marks = [(day, calendar.mark(day)) for day in days if counts_work and day > start]
    made_up = [day for day, mark in marks if mark is not None and mark.kind is DayKind.MAKE_UP]
    return (
        *((RestDaysSkipped(days=skipped),) if skipped else ()),
        *(MakeUpDayCounted(day=_named(day, calendar)) for day in made_up),
    )


def _named(day: date, calendar: Calendar) -> NamedDay:
    mark = calendar.mark(day)
    if mark is None:
        return NamedDay(day=day)
    return NamedDay(day=day, name=mark.name, notice=mark.notice, official=mark.official)
