"""Which slots are offered on a day, and which rule said so.

The order is fixed: a closure, then a special opening, then a holiday, then the weekly hours. On a holiday weekly hours,
a special opening and added hours count only where they say so themselves. Added hours come on top, blackouts are taken
away last. A slot is cut from the hours it belongs to and falls out whole when a blackout touches it, so that no booked
slot moves by a few minutes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from urllib.parse import quote

from msgspec import Struct

from models.calendar.calendar_days import Calendar, DayKind
from models.events import (
    ANY_COUNTER,
    OFFICE_SLOTS,
    SLOTS,
    AppointmentRulesSet,
    MinuteRange,
    Seat,
    SlotDaysKind,
    SlotDaysSet,
    SlotHoursSet,
)
from models.ids import CounterId, SubjectId
from models.subjects.appointments.slot_rules import SlotRules

MINUTES_OF_DAY = 24 * 60
USUAL_LIMITS = AppointmentRulesSet()
"""Of an office that has set none."""


class WinningRule(StrEnum):
    """Which rule gave the hours of a day."""

    CLOSURE = "closure"
    SPECIAL = "special"
    HOLIDAY = "holiday"
    WEEKLY = "weekly"
    NONE = "none"
    """No hours are set for the day."""


class Slot(Struct, frozen=True):
    """One slot of a day; ``minute`` after local midnight, ``minutes`` long, for so many citizens."""

    minute: int
    minutes: int
    seats: int

    @property
    def until(self) -> int:
        """The minute at which it is over."""
        return self.minute + self.minutes


class DaySlots(Struct, frozen=True, kw_only=True):
    """What is offered of a service at a counter on a day.

    Attributes:
        rule: which rule won.
        reason: what that rule says: why it is closed, the name of the holiday.
        added, taken: whether added hours and blackouts changed it.
    """

    slots: tuple[Slot, ...]
    rule: WinningRule
    reason: str = ""
    added: bool = False
    taken: bool = False


def slots_subject(service: str, counter: CounterId = ANY_COUNTER) -> SubjectId:
    """The subject of what is offered of a service at a counter."""
    return SubjectId(f"{SLOTS}at/{quote(service, safe='')}/{quote(counter, safe='')}")


class OfficeSlots:
    """All that an office offers.

    Args:
        rules: of the whole office and of each service and counter, in any order.
        calendar: its holidays.
    """

    def __init__(self, rules: Iterable[SlotRules], calendar: Calendar) -> None:
        self._calendar = calendar
        self._of = {one.id: one for one in rules}
        office = self._of.pop(OFFICE_SLOTS, None)
        self._office_days = office.days if office is not None else ()
        self.limits = (office.limits if office is not None else None) or USUAL_LIMITS

    @property
    def offered(self) -> tuple[tuple[str, CounterId], ...]:
        """The services and counters for which hours were ever set."""
        found = {(one.hours[0].service, one.hours[0].counter) for one in self._of.values() if one.hours}
        return tuple(sorted(found))

    def day(self, service: str, counter: CounterId, day: date) -> DaySlots:
        """What is offered of a service at a counter on a day."""
        rules = self._of.get(slots_subject(service, counter))
        hours = _hours_of(rules, day)
        if rules is None or hours is None:
            return DaySlots(slots=(), rule=WinningRule.NONE)
        days = [one.rule for one in (*self._office_days, *rules.days) if one.rule.first <= day <= one.rule.last]
        closure = _last(days, SlotDaysKind.CLOSURE)
        if closure is not None:
            return DaySlots(slots=(), rule=WinningRule.CLOSURE, reason=closure.reason)
        holiday = self._holiday(day)
        special = _last([one for one in days if not holiday or one.on_holidays], SlotDaysKind.SPECIAL)
        if special is not None:
            base, rule, reason = list(special.hours), WinningRule.SPECIAL, special.reason
        elif holiday and not hours.on_holidays:
            base, rule, reason = [], WinningRule.HOLIDAY, holiday
        else:
            base = [MinuteRange(one.since, one.until) for one in hours.weekly if one.weekday == day.weekday()]
            rule, reason = (WinningRule.WEEKLY if base else WinningRule.NONE), ""
        slots = list(_cut(base, hours))
        added = False
        for one in days:
            if one.kind is SlotDaysKind.ADDED and (not holiday or one.on_holidays):
                more = [slot for slot in _cut(one.hours, hours) if not _overlaps(slot, slots)]
                slots, added = [*slots, *more], added or bool(more)
        gone = [stretch for one in days if one.kind is SlotDaysKind.BLACKOUT for stretch in one.hours]
        left = [slot for slot in slots if not any(_meet(slot, stretch) for stretch in gone)]
        return DaySlots(
            slots=tuple(sorted(left, key=lambda slot: slot.minute)),
            rule=rule,
            reason=reason,
            added=added,
            taken=len(left) < len(slots),
        )

    def slot_of(self, seat: Seat) -> Slot | None:
        """The slot in which a seat is offered; None = it is not, by the rules that hold now."""
        found = self.day(seat.service, seat.counter, seat.day).slots
        return next((one for one in found if one.minute == seat.minute and 1 <= seat.number <= one.seats), None)

    def seats(self, first: date, last: date) -> Iterator[Seat]:
        """Every seat that is offered between two days, both included; by day, time, and number."""
        for day in days_between(first, last):
            found = [
                Seat(service, counter, day, slot.minute, number)
                for service, counter in self.offered
                for slot in self.day(service, counter, day).slots
                for number in range(1, slot.seats + 1)
            ]
            yield from sorted(found, key=lambda seat: (seat.minute, seat.number, seat.service, seat.counter))

    def _holiday(self, day: date) -> str:
        mark = self._calendar.mark(day)
        return mark.name if mark is not None and mark.kind is not DayKind.MAKE_UP else ""


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from the first to the last, both included."""
    for ahead in range((last - first).days + 1):
        yield first + timedelta(days=ahead)


def possible_hours(stretches: Sequence[MinuteRange]) -> bool:
    """Whether these are stretches of one day, none empty, none over another."""
    ordered = sorted(stretches)
    whole = all(0 <= one.since < one.until <= MINUTES_OF_DAY for one in ordered)
    return whole and all(one.until <= other.since for one, other in pairwise(ordered))


def _hours_of(rules: SlotRules | None, day: date) -> SlotHoursSet | None:
    found = [one for one in rules.hours if one.valid_from <= day] if rules is not None else []
    return found[-1] if found else None


def _last(days: Iterable[SlotDaysSet], kind: SlotDaysKind) -> SlotDaysSet | None:
    found = [one for one in days if one.kind is kind]
    return found[-1] if found else None


def _cut(stretches: Iterable[MinuteRange], hours: SlotHoursSet) -> Iterator[Slot]:
    length = max(hours.minutes, 1)
    for one in sorted(stretches):
        for minute in range(one.since, one.until - length + 1, length + hours.buffer):
            yield Slot(minute, length, hours.seats)


def _overlaps(slot: Slot, others: Iterable[Slot]) -> bool:
    return any(slot.minute < other.until and other.minute < slot.until for other in others)


def _meet(slot: Slot, stretch: MinuteRange) -> bool:
    return slot.minute < stretch.until and stretch.since < slot.until
