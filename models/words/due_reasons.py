"""The steps by which a due date was counted, each with its facts; ``desk.words.due`` has the sentences."""

from datetime import date, datetime

from msgspec import Struct


class NamedDay(Struct, frozen=True, kw_only=True):
    """A day, and what the holiday table says of it (empty name = Saturday or Sunday of the ordinary week)."""

    day: date
    name: str = ""
    notice: str = ""
    official: bool = True


class SameDay(Struct, frozen=True, kw_only=True, tag="SameDay"):
    """A matter to be done on the day it is taken."""

    source: str = ""


class TakenAfter15(Struct, frozen=True, kw_only=True, tag="TakenAfter15"):
    """A same-day matter, but taken after 15:00."""

    at: datetime
    source: str = ""


class TakenOnRestDay(Struct, frozen=True, kw_only=True, tag="TakenOnRestDay"):
    """Nobody works that day: it counts as taken at the next opening. Times are naive local."""

    day: NamedDay
    counted_from: datetime


class TakenOutsideHours(Struct, frozen=True, kw_only=True, tag="TakenOutsideHours"):
    """Before opening, in the lunch break or after closing: it counts as taken at the next opening."""

    at: datetime
    counted_from: datetime


class DayOfReceiptNotCounted(Struct, frozen=True, kw_only=True, tag="DayOfReceiptNotCounted"):
    """Counting starts on the day after."""

    day: date


class WorkingDaysCounted(Struct, frozen=True, kw_only=True, tag="WorkingDaysCounted"):
    """So many working days, up to this one. ``source``: the text that set the limit, or empty."""

    amount: float
    last: date
    source: str = ""


class CalendarDaysCounted(Struct, frozen=True, kw_only=True, tag="CalendarDaysCounted"):
    """So many days of the calendar, rest days included, up to this one. ``source`` as above."""

    amount: float
    last: date
    source: str = ""


class HoursCounted(Struct, frozen=True, kw_only=True, tag="HoursCounted"):
    """Hours: of working time, or simply elapsed."""

    hours: float
    of_work: bool
    counted_from: datetime


class RestDaysSkipped(Struct, frozen=True, kw_only=True, tag="RestDaysSkipped"):
    """Days on which nobody works, inside the time that was counted."""

    days: tuple[NamedDay, ...]


class MakeUpDayCounted(Struct, frozen=True, kw_only=True, tag="MakeUpDayCounted"):
    """A Saturday that is worked, and so counted."""

    day: NamedDay


class EndsOnRestDayMovedTo(Struct, frozen=True, kw_only=True, tag="EndsOnRestDayMovedTo"):
    """The last day is a rest day: the limit ends on the next working day (BLDS 2015 Đ148.5)."""

    day: NamedDay
    to: date


class EndsOutsideHoursMovedTo(Struct, frozen=True, kw_only=True, tag="EndsOutsideHoursMovedTo"):
    """The hours run out when nobody works: ready at the next opening. Times are naive local."""

    ended: datetime
    to: datetime


class HolidaysUnknown(Struct, frozen=True, kw_only=True, tag="HolidaysUnknown"):
    """The holidays of this year are in no table yet; only its Saturdays and Sundays were skipped."""

    year: int


Reason = (
    SameDay
    | TakenAfter15
    | TakenOnRestDay
    | TakenOutsideHours
    | DayOfReceiptNotCounted
    | WorkingDaysCounted
    | CalendarDaysCounted
    | HoursCounted
    | RestDaysSkipped
    | MakeUpDayCounted
    | EndsOnRestDayMovedTo
    | EndsOutsideHoursMovedTo
    | HolidaysUnknown
)
