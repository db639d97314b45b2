"""Which slots a day has, and which rule said so."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.appointment_slots import OfficeSlots, WinningRule, slots_subject
from models.calendar.calendar_days import Calendar, DayKind, DayMark
from models.events import OFFICE_SLOTS, MinuteRange, Seat, SlotDaysKind, SlotDaysSet, SlotHoursSet, WeeklyRange
from models.ids import CounterId, EventId
from models.subjects.appointments.slot_rules import SlotRules, changed

MONDAY, HOLIDAY, SATURDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 5)
CALENDAR = Calendar(days={HOLIDAY: DayMark(kind=DayKind.HOLIDAY, name="Ngày lễ mẫu")})
EVERY_DAY = tuple(WeeklyRange(weekday, 450, 690) for weekday in range(7))


def slots(*days: SlotDaysSet, on_holidays: bool = False, office: tuple[SlotDaysSet, ...] = ()) -> OfficeSlots:
    hours = SlotHoursSet(service="a", valid_from=MONDAY, weekly=EVERY_DAY, minutes=60, seats=2, on_holidays=on_holidays)
    rules = [SlotRules(id=slots_subject("a")), SlotRules(id=OFFICE_SLOTS)]
    rules[0] = changed(rules[0], hours, EventId("0"))
    for number, one in enumerate(days, start=1):
        rules[0] = changed(rules[0], one, EventId(str(number)))
    for number, one in enumerate(office, start=1):
        rules[1] = changed(rules[1], one, EventId(f"o{number}"))
    return OfficeSlots(rules, CALENDAR)


def rule(kind: SlotDaysKind, day: date, *hours: tuple[int, int], on_holidays: bool = False) -> SlotDaysSet:
    stretches = tuple(MinuteRange(*one) for one in hours)
    return SlotDaysSet(kind=kind, first=day, last=day, hours=stretches, on_holidays=on_holidays, reason="lý do")


def starts(offered: OfficeSlots, day: date) -> list[int]:
    return [one.minute for one in offered.day("a", CounterId(""), day).slots]


def test_a_closure_is_stronger_than_a_special_opening_that_is_stronger_than_a_holiday_and_the_week() -> None:
    special = rule(SlotDaysKind.SPECIAL, HOLIDAY, (480, 600), on_holidays=True)
    closure = rule(SlotDaysKind.CLOSURE, HOLIDAY)
    told = [
        (found.rule, len(found.slots))
        for found in (
            one.day("a", CounterId(""), HOLIDAY)
            for one in (slots(special, closure), slots(special, office=(closure,)), slots(special), slots())
        )
    ]
    assert told == [
        (WinningRule.CLOSURE, 0),
        (WinningRule.CLOSURE, 0),
        (WinningRule.SPECIAL, 2),
        (WinningRule.HOLIDAY, 0),
    ]
    assert starts(slots(), MONDAY) == [450, 510, 570, 630]
    assert slots().day("a", CounterId(""), HOLIDAY).reason == "Ngày lễ mẫu"


def test_on_a_holiday_only_what_says_so_is_open() -> None:
    quiet = (rule(SlotDaysKind.SPECIAL, HOLIDAY, (480, 600)), rule(SlotDaysKind.ADDED, HOLIDAY, (700, 760)))
    assert starts(slots(*quiet), HOLIDAY) == []
    assert starts(slots(rule(SlotDaysKind.ADDED, HOLIDAY, (700, 760), on_holidays=True)), HOLIDAY) == [700]
    assert starts(slots(on_holidays=True), HOLIDAY) == [450, 510, 570, 630]


def test_added_hours_come_on_top_and_a_blackout_takes_whole_slots_and_moves_none() -> None:
    added = rule(SlotDaysKind.ADDED, SATURDAY, (690, 840))
    assert starts(slots(added), SATURDAY) == [450, 510, 570, 630, 690, 750]
    assert starts(slots(added, rule(SlotDaysKind.BLACKOUT, SATURDAY, (565, 575), (805, 840))), SATURDAY) == [
        450,
        630,
        690,
    ]


def test_hours_hold_from_their_day_on_and_a_seat_exists_only_in_a_slot() -> None:
    offered = slots()
    assert offered.day("a", CounterId(""), date(2026, 11, 29)).rule is WinningRule.NONE
    assert offered.slot_of(Seat("a", CounterId(""), MONDAY, 510, 2)) is not None
    assert offered.slot_of(Seat("a", CounterId(""), MONDAY, 510, 3)) is None
    assert offered.slot_of(Seat("a", CounterId(""), MONDAY, 511, 1)) is None
    assert offered.slot_of(Seat("a", CounterId("2"), MONDAY, 510, 1)) is None


_RANGES = st.lists(
    st.tuples(st.integers(0, 1_439), st.integers(0, 1_439)).filter(lambda one: one[0] < one[1]), max_size=4
)


@given(added=_RANGES, taken=_RANGES)
def test_slots_of_a_day_never_overlap_and_none_touches_a_blackout(
    added: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    rules = [rule(SlotDaysKind.ADDED, MONDAY, one) for one in added]
    found = slots(*rules, rule(SlotDaysKind.BLACKOUT, MONDAY, *taken)).day("a", CounterId(""), MONDAY).slots
    assert all(one.until <= other.minute for one, other in pairwise(found))
    assert not any(one.minute < until and since < one.until for one in found for since, until in taken)
