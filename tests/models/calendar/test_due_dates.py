"""Due dates: the boundaries of the field, then what must hold for every limit and every instant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar.clock import from_local, local
from models.calendar.due_dates import (
    Calendar,
    CalendarDaysCounted,
    DayKind,
    DayMark,
    DayOfReceiptNotCounted,
    Due,
    EndsOnRestDayMovedTo,
    EndsOutsideHoursMovedTo,
    HolidaysUnknown,
    HoursCounted,
    MakeUpDayCounted,
    NamedDay,
    RestDaysSkipped,
    SameDay,
    TakenAfter15,
    TakenOnRestDay,
    TakenOutsideHours,
    WorkingDaysCounted,
    due,
    load_calendar,
    working_hours,
)
from models.not_allowed import QuantityImpossible, TimeLimitUnknown
from models.procedure import LimitUnit, TimeLimit

CALENDAR = load_calendar()
SAME_DAY = TimeLimit(amount=1, same_day=True, source="Điều 7 NĐ 23/2015/NĐ-CP")


def working(days: float) -> TimeLimit:
    return TimeLimit(amount=days)


def of_calendar(days: float) -> TimeLimit:
    return TimeLimit(amount=days, unit=LimitUnit.DAYS)


def hours(amount: float) -> TimeLimit:
    return TimeLimit(amount=amount, unit=LimitUnit.HOURS)


def hours_of_work(amount: float) -> TimeLimit:
    return TimeLimit(amount=amount, unit=LimitUnit.WORKING_HOURS)


def at(text: str) -> datetime:
    return from_local(datetime.fromisoformat(text))


def found(limit: TimeLimit, received: str, calendar: Calendar = CALENDAR) -> Due:
    return due(limit, at(received), calendar)


def when(limit: TimeLimit, received: str, calendar: Calendar = CALENDAR) -> str:
    return local(found(limit, received, calendar).at).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("received", "ready"),
    [
        ("2026-11-25 06:00", "2026-11-25 17:00"),
        ("2026-11-25 07:00", "2026-11-25 17:00"),
        ("2026-11-25 11:29", "2026-11-25 17:00"),
        ("2026-11-25 11:30", "2026-11-25 17:00"),
        ("2026-11-25 13:29", "2026-11-25 17:00"),
        ("2026-11-25 14:59", "2026-11-25 17:00"),
        ("2026-11-25 15:00:00", "2026-11-25 17:00"),
        ("2026-11-25 15:00:01", "2026-11-26 17:00"),
        ("2026-11-25 15:01", "2026-11-26 17:00"),
        ("2026-11-25 16:59", "2026-11-26 17:00"),
        ("2026-11-25 17:00", "2026-11-26 17:00"),
        ("2026-11-25 17:01", "2026-11-26 17:00"),
        ("2026-11-27 15:01", "2026-11-30 17:00"),
        ("2026-11-28 10:00", "2026-11-30 17:00"),
        ("2026-11-23 15:01", "2026-11-25 17:00"),
        ("2026-02-13 15:01", "2026-02-23 17:00"),
        ("2026-01-10 09:00", "2026-01-10 17:00"),
        ("2026-01-09 15:30", "2026-01-10 17:00"),
        ("2026-08-21 15:30", "2026-08-22 17:00"),
    ],
)
def test_a_same_day_matter_is_ready_the_same_day_or_after_15_hours_the_next_working_day(
    received: str, ready: str
) -> None:
    assert when(SAME_DAY, received) == ready
    assert found(SAME_DAY, received).same_day is (received[:10] == ready[:10])


@pytest.mark.parametrize(
    ("limit", "received", "ready"),
    [
        (working(1), "2026-11-25 08:00", "2026-11-26 17:00"),
        (working(1), "2026-11-25 16:59", "2026-11-26 17:00"),
        (working(1), "2026-11-25 17:00", "2026-11-26 17:00"),
        (working(1), "2026-11-25 17:01", "2026-11-27 17:00"),
        (working(3), "2026-11-25 06:30", "2026-11-30 17:00"),
        (working(1), "2026-11-27 09:00", "2026-11-30 17:00"),
        (working(1), "2026-11-28 09:00", "2026-12-01 17:00"),
        (working(1), "2026-11-23 09:00", "2026-11-25 17:00"),
        (working(3), "2026-11-23 09:00", "2026-11-27 17:00"),
        (working(1), "2026-11-24 09:00", "2026-11-26 17:00"),
        (working(1), "2026-02-13 09:00", "2026-02-23 17:00"),
        (working(3), "2026-02-13 09:00", "2026-02-25 17:00"),
        (working(1), "2026-01-09 09:00", "2026-01-10 17:00"),
        (working(2), "2026-01-09 09:00", "2026-01-12 17:00"),
        (working(1), "2026-01-10 09:00", "2026-01-12 17:00"),
        (working(5), "2026-08-17 09:00", "2026-08-22 17:00"),
        (working(1), "2026-08-28 09:00", "2026-09-03 17:00"),
        (working(1), "2026-04-24 09:00", "2026-04-28 17:00"),
        (working(1), "2026-04-26 09:00", "2026-04-29 17:00"),
        (working(1), "2026-04-27 09:00", "2026-04-29 17:00"),
        (working(2), "2026-04-28 09:00", "2026-05-04 17:00"),
        (working(0), "2026-11-25 09:00", "2026-11-25 09:00"),
        (working(0), "2026-11-25 12:00", "2026-11-25 13:30"),
        (working(0.5), "2026-11-25 08:00", "2026-11-25 14:00"),
        (working(0.5), "2026-11-25 15:00", "2026-11-26 09:00"),
        (working(1.5), "2026-11-25 08:00", "2026-11-27 11:00"),
    ],
)
def test_working_days_skip_the_day_of_receipt_and_every_rest_day(limit: TimeLimit, received: str, ready: str) -> None:
    assert when(limit, received) == ready


@pytest.mark.parametrize(
    ("limit", "received", "ready"),
    [
        (of_calendar(7), "2026-11-25 08:00", "2026-12-02 17:00"),
        (of_calendar(3), "2026-11-25 08:00", "2026-11-30 17:00"),
        (of_calendar(1), "2026-11-23 08:00", "2026-11-25 17:00"),
        (of_calendar(20), "2026-11-23 08:00", "2026-12-14 17:00"),
        (of_calendar(2), "2026-04-24 08:00", "2026-04-28 17:00"),
        (of_calendar(1), "2026-01-09 08:00", "2026-01-10 17:00"),
        (of_calendar(4), "2026-02-12 08:00", "2026-02-23 17:00"),
        (of_calendar(0.5), "2026-11-25 08:00", "2026-11-25 14:00"),
        (of_calendar(2), "2026-11-28 08:00", "2026-12-02 17:00"),
    ],
)
def test_calendar_days_run_through_rest_days_but_never_end_on_one(limit: TimeLimit, received: str, ready: str) -> None:
    assert when(limit, received) == ready


@pytest.mark.parametrize(
    ("limit", "received", "ready"),
    [
        (hours(1), "2026-11-25 08:00", "2026-11-25 09:00"),
        (hours(1), "2026-11-25 10:30", "2026-11-25 11:30"),
        (hours(1), "2026-11-25 11:29", "2026-11-25 13:30"),
        (hours(1), "2026-11-25 11:30", "2026-11-25 14:30"),
        (hours(1), "2026-11-25 16:00", "2026-11-25 17:00"),
        (hours(1), "2026-11-25 16:01", "2026-11-26 07:00"),
        (hours(1), "2026-11-23 16:30", "2026-11-25 07:00"),
        (hours(0), "2026-11-25 08:00", "2026-11-25 08:00"),
        (hours(72), "2026-11-25 08:00", "2026-11-30 07:00"),
        (hours_of_work(1), "2026-11-25 11:00", "2026-11-25 14:00"),
        (hours_of_work(4), "2026-11-25 07:00", "2026-11-25 11:00"),
        (hours_of_work(8), "2026-11-25 07:00", "2026-11-25 17:00"),
        (hours_of_work(8), "2026-11-25 13:29", "2026-11-26 11:30"),
        (hours_of_work(8), "2026-11-23 16:59", "2026-11-25 16:59"),
        (hours_of_work(1), "2026-11-25 17:00", "2026-11-26 08:00"),
        (hours_of_work(0), "2026-11-25 17:00", "2026-11-25 17:00"),
        (hours_of_work(8), "2026-01-09 13:30", "2026-01-10 11:30"),
    ],
)
def test_hours_end_in_working_time(limit: TimeLimit, received: str, ready: str) -> None:
    assert when(limit, received) == ready


def test_the_reasons_of_an_ordinary_limit_over_24_november() -> None:
    monday = date(2026, 11, 23)
    culture_day = NamedDay(day=date(2026, 11, 24), name="Ngày Văn hóa Việt Nam", notice="NQ 28/2026/QH16")
    assert found(working(1), "2026-11-23 09:00").reasons == (
        DayOfReceiptNotCounted(day=monday),
        WorkingDaysCounted(amount=1, last=date(2026, 11, 25)),
        RestDaysSkipped(days=(culture_day,)),
    )


def test_the_reasons_of_a_dossier_taken_on_the_holiday_itself() -> None:
    day = NamedDay(day=date(2026, 11, 24), name="Ngày Văn hóa Việt Nam", notice="NQ 28/2026/QH16")
    first, second = found(SAME_DAY, "2026-11-24 09:00").reasons
    assert first == TakenOnRestDay(day=day, counted_from=datetime(2026, 11, 25, 7, 0))  # noqa: DTZ001 - wall time
    assert second == SameDay(source="Điều 7 NĐ 23/2015/NĐ-CP")


def test_the_reasons_name_the_15_hours_rule_and_the_make_up_saturday() -> None:
    reasons = found(SAME_DAY, "2026-01-09 15:30").reasons
    assert [type(reason) for reason in reasons] == [TakenAfter15, MakeUpDayCounted]


def test_the_reasons_of_a_calendar_limit_that_ends_on_a_rest_day() -> None:
    saturday = NamedDay(day=date(2026, 11, 28))
    assert found(of_calendar(3), "2026-11-25 08:00").reasons == (
        DayOfReceiptNotCounted(day=date(2026, 11, 25)),
        CalendarDaysCounted(amount=3, last=date(2026, 11, 28)),
        EndsOnRestDayMovedTo(day=saturday, to=date(2026, 11, 30)),
    )


def test_the_reasons_of_hours_that_run_out_in_the_evening() -> None:
    reasons = found(hours(1), "2026-11-25 16:30").reasons
    assert [type(reason) for reason in reasons] == [HoursCounted, EndsOutsideHoursMovedTo]


def test_a_dossier_after_closing_before_a_holiday_says_what_lies_between() -> None:
    reasons = found(working(1), "2026-11-23 17:30").reasons
    kinds = [TakenOutsideHours, DayOfReceiptNotCounted, WorkingDaysCounted, RestDaysSkipped]
    assert [type(reason) for reason in reasons] == kinds


def test_a_day_off_that_is_only_proposed_says_so() -> None:
    (skipped,) = [r for r in found(working(1), "2027-02-04 09:00").reasons if isinstance(r, RestDaysSkipped)]
    assert not skipped.days[0].official


def test_a_year_whose_holidays_nobody_entered_is_named() -> None:
    assert HolidaysUnknown(year=2028) in found(working(30), "2027-12-20 09:00").reasons


def test_no_published_limit_is_no_due_date() -> None:
    with pytest.raises(TimeLimitUnknown):
        due(None, at("2026-11-25 08:00"), CALENDAR)


@pytest.mark.parametrize("amount", [-1, float("nan"), float("inf"), 1e300])
def test_an_impossible_limit_is_refused(amount: float) -> None:
    with pytest.raises(QuantityImpossible):
        due(working(amount), at("2026-11-25 08:00"), CALENDAR)


def test_an_office_open_on_saturday_mornings_takes_in_then_but_does_not_count_the_day() -> None:
    calendar = load_calendar(hours=working_hours("07:30-11:30, 13:00-17:00", saturday="07:30-11:00"))
    assert when(working(1), "2026-11-28 09:00", calendar) == "2026-11-30 17:00"
    assert when(working(1), "2026-11-27 09:00", calendar) == "2026-11-30 17:00"
    assert when(SAME_DAY, "2026-11-28 09:00", calendar) == "2026-11-28 11:00"
    assert when(working(1), "2026-11-28 11:30", calendar) == "2026-12-01 17:00"
    assert when(hours(1), "2026-11-28 09:00", calendar) == "2026-11-28 10:00"


def test_other_hours_end_the_day_at_another_time() -> None:
    calendar = load_calendar(hours=working_hours("07:30-12:00, 13:00-16:30"))
    assert when(working(1), "2026-11-25 16:30", calendar) == "2026-11-26 16:30"


INSTANTS = st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
LIMITS = st.builds(
    TimeLimit,
    amount=st.one_of(st.integers(0, 60), st.integers(0, 120).map(lambda n: n / 4)),
    unit=st.sampled_from(LimitUnit),
)
ODD_HOURS = working_hours("07:30-11:30, 13:30-16:30")
CALENDARS = st.sampled_from([CALENDAR, load_calendar(hours=ODD_HOURS)])


@given(limit=st.one_of(LIMITS, st.just(SAME_DAY)), received=INSTANTS, calendar=CALENDARS)
def test_a_due_date_lies_in_working_time_and_never_before_receipt(
    limit: TimeLimit, received: datetime, calendar: Calendar
) -> None:
    answer = due(limit, received, calendar)
    ready = local(answer.at)
    assert answer.at >= answer.counted_from >= received
    assert any(s.opens <= ready.time() <= s.closes for s in calendar.sessions(ready.date()))
    assert answer.same_day == (ready.date() == local(received).date())


@given(limit=st.one_of(LIMITS, st.just(SAME_DAY)), first=INSTANTS, later=st.integers(0, 10_000_000), calendar=CALENDARS)
def test_who_comes_later_is_never_due_earlier(
    limit: TimeLimit, first: datetime, later: int, calendar: Calendar
) -> None:
    assert due(limit, first, calendar).at <= due(limit, first + timedelta(seconds=later), calendar).at


@given(limit=LIMITS, more=st.integers(0, 40), received=INSTANTS, calendar=CALENDARS)
def test_a_longer_limit_is_never_due_earlier(
    limit: TimeLimit, more: int, received: datetime, calendar: Calendar
) -> None:
    longer = TimeLimit(amount=limit.amount + more / 4, unit=limit.unit)
    assert due(limit, received, calendar).at <= due(longer, received, calendar).at


@given(days=st.integers(1, 60), received=INSTANTS)
def test_n_working_days_are_n_days_that_are_worked(days: int, received: datetime) -> None:
    answer = due(working(days), received, CALENDAR)
    first, last = local(answer.counted_from).date(), local(answer.at).date()
    counted = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(CALENDAR.is_working(day) for day in counted) == days


def test_a_calendar_without_a_mark_knows_only_its_week() -> None:
    bare = Calendar()
    assert when(working(1), "2026-11-23 09:00", bare) == "2026-11-24 17:00"
    marked = Calendar(days={date(2026, 11, 24): DayMark(kind=DayKind.HOLIDAY, name="x")})
    assert when(working(1), "2026-11-23 09:00", marked) == "2026-11-25 17:00"
