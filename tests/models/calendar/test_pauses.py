"""Pauses of a dossier's clock and the date after them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar.clock import from_local
from models.calendar.due_dates import due, load_calendar
from models.calendar.pauses import (
    ClockRule,
    Extended,
    Pause,
    PauseKind,
    due_after,
    moves,
    stopped_since,
    working_hours_between,
)
from models.procedure import LimitUnit, TimeLimit

CALENDAR = load_calendar()
FIVE_DAYS = TimeLimit(amount=5)
TEN_CALENDAR_DAYS = TimeLimit(amount=10, unit=LimitUnit.DAYS)
EIGHT_HOURS = TimeLimit(amount=8, unit=LimitUnit.WORKING_HOURS)


def at(text: str) -> datetime:
    """A time on the office wall."""
    return from_local(datetime.fromisoformat(text))


def pause(began: str, ended: str | None, rule: ClockRule = ClockRule.DEDUCT, id_: str = "1") -> Pause:
    return Pause(
        id=id_,
        kind=PauseKind.SUPPLEMENT,
        rule=rule,
        began_at=at(began),
        ended_at=None if ended is None else at(ended),
    )


TAKEN = at("2026-11-02T08:00")  # a Monday
PROMISED = due(FIVE_DAYS, TAKEN, CALENDAR).at


def test_without_a_pause_the_promise_holds() -> None:
    assert at("2026-11-09T17:00") == PROMISED
    assert due_after(PROMISED, FIVE_DAYS, [], CALENDAR) == PROMISED


@pytest.mark.parametrize(
    ("limit", "began", "ended", "rule", "expected"),
    [
        # Tuesday to Thursday: two working days are not counted.
        (FIVE_DAYS, "2026-11-03T09:00", "2026-11-05T10:00", ClockRule.DEDUCT, "2026-11-11T17:00"),
        # Friday evening to Monday: the weekend is nobody's time, only Monday counts.
        (FIVE_DAYS, "2026-11-06T16:00", "2026-11-09T08:00", ClockRule.DEDUCT, "2026-11-10T17:00"),
        # Within one day nothing is lost.
        (FIVE_DAYS, "2026-11-03T09:00", "2026-11-03T16:59", ClockRule.DEDUCT, "2026-11-09T17:00"),
        # Over midnight of a working day it is one.
        (FIVE_DAYS, "2026-11-03T23:59", "2026-11-04T00:01", ClockRule.DEDUCT, "2026-11-10T17:00"),
        # From zero: five working days after Thursday.
        (FIVE_DAYS, "2026-11-03T09:00", "2026-11-05T10:00", ClockRule.RESTART, "2026-11-12T17:00"),
        # Brought on a Saturday it counts from Monday's opening, and Monday is the day of receipt.
        (FIVE_DAYS, "2026-11-03T09:00", "2026-11-07T10:00", ClockRule.RESTART, "2026-11-16T17:00"),
        # What lets the clock run moves nothing.
        (FIVE_DAYS, "2026-11-03T09:00", "2026-11-05T10:00", ClockRule.RUN, "2026-11-09T17:00"),
        # Calendar days, ending on a Saturday: the next working day.
        (TEN_CALENDAR_DAYS, "2026-11-03T09:00", "2026-11-05T10:00", ClockRule.DEDUCT, "2026-11-16T17:00"),
        # Four working hours of a Tuesday.
        (EIGHT_HOURS, "2026-11-02T13:30", "2026-11-02T17:00", ClockRule.DEDUCT, "2026-11-03T11:30"),
    ],
)
def test_what_a_pause_does_to_the_date(
    limit: TimeLimit, began: str, ended: str, rule: ClockRule, expected: str
) -> None:
    promised = due(limit, TAKEN, CALENDAR).at
    assert due_after(promised, limit, [pause(began, ended, rule)], CALENDAR) == at(expected)


def test_what_began_after_the_date_mends_no_lateness() -> None:
    late = pause("2026-11-10T08:00", "2026-11-20T08:00")
    assert due_after(PROMISED, FIVE_DAYS, [late], CALENDAR) == PROMISED
    assert stopped_since([pause("2026-11-10T08:00", None)], PROMISED) is None
    assert stopped_since([pause("2026-11-04T08:00", None)], PROMISED) == at("2026-11-04T08:00")


def test_what_two_pauses_share_is_deducted_once() -> None:
    one, other = pause("2026-11-03T09:00", "2026-11-05T09:00"), pause("2026-11-04T09:00", "2026-11-06T09:00", id_="2")
    whole = pause("2026-11-03T09:00", "2026-11-06T09:00")
    assert due_after(PROMISED, FIVE_DAYS, [one, other], CALENDAR) == due_after(PROMISED, FIVE_DAYS, [whole], CALENDAR)


def test_at_the_year_end_a_holiday_is_no_time_that_was_lost() -> None:
    taken = at("2026-12-28T08:00")
    promised = due(FIVE_DAYS, taken, CALENDAR).at
    over = pause("2026-12-31T16:00", "2027-01-01T09:00")
    assert not CALENDAR.is_working(over.ended_at.date()) if over.ended_at else False
    assert due_after(promised, FIVE_DAYS, [over], CALENDAR) == promised


def test_an_extension_holds_and_later_pauses_count_from_it() -> None:
    extended = Extended(at=at("2026-11-05T08:00"), to=at("2026-11-16T17:00"))
    assert due_after(PROMISED, FIVE_DAYS, [], CALENDAR, [extended]) == at("2026-11-16T17:00")
    after = pause("2026-11-10T08:00", "2026-11-11T08:00")
    assert due_after(PROMISED, FIVE_DAYS, [after], CALENDAR, [extended]) == at("2026-11-17T17:00")


def test_without_a_limit_a_restart_deducts() -> None:
    restart = pause("2026-11-03T09:00", "2026-11-05T10:00", ClockRule.RESTART)
    assert due_after(PROMISED, None, [restart], CALENDAR) == at("2026-11-11T17:00")
    assert due_after(None, None, [restart], CALENDAR) is None


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-02T08:00", "2026-11-02T10:30", 2.5),
        ("2026-11-02T11:00", "2026-11-02T14:00", 1.0),
        ("2026-11-06T16:00", "2026-11-09T08:00", 2.0),
        ("2026-11-09T08:00", "2026-11-06T16:00", -2.0),
        ("2026-11-07T08:00", "2026-11-08T20:00", 0.0),
    ],
)
def test_working_hours_from_one_time_to_another(start: str, end: str, hours: float) -> None:
    assert working_hours_between(at(start), at(end), CALENDAR) == hours


instants = st.integers(0, 60 * 24 * 70).map(lambda minutes: at("2026-10-26T00:00") + timedelta(minutes=minutes))
pauses = st.lists(
    st.builds(
        lambda began, lasted, rule, n: Pause(
            id=str(n),
            kind=PauseKind.SUPPLEMENT,
            rule=rule,
            began_at=began,
            ended_at=None if lasted is None else began + timedelta(minutes=lasted),
        ),
        instants,
        st.none() | st.integers(0, 60 * 24 * 14),
        st.sampled_from(ClockRule),
        st.integers(0, 10**6),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)
limits = st.builds(TimeLimit, amount=st.integers(1, 30).map(float), unit=st.sampled_from(LimitUnit))


@given(pauses, limits, st.data())
def test_the_order_in_which_pauses_are_told_changes_nothing(
    found: list[Pause], limit: TimeLimit, data: st.DataObject
) -> None:
    promised = due(limit, TAKEN, CALENDAR).at
    shuffled = data.draw(st.permutations(found))
    assert moves(promised, limit, found, CALENDAR) == moves(promised, limit, shuffled, CALENDAR)


@given(pauses, limits)
def test_no_pause_makes_a_date_earlier_and_each_date_is_working_time(found: list[Pause], limit: TimeLimit) -> None:
    promised = due(limit, TAKEN, CALENDAR).at
    deducting = [one for one in found if one.rule is not ClockRule.RESTART]
    after = due_after(promised, limit, deducting, CALENDAR)
    assert after is not None
    assert after >= promised
    wall = (after + timedelta(hours=7)).replace(tzinfo=None)
    assert any(s.opens <= wall.time() <= s.closes for s in CALENDAR.sessions(wall.date()))


@given(pauses, limits, pauses)
def test_one_more_pause_that_deducts_never_makes_it_earlier(
    found: list[Pause], limit: TimeLimit, more: list[Pause]
) -> None:
    promised = due(limit, TAKEN, CALENDAR).at
    base = [one for one in found if one.rule is ClockRule.DEDUCT]
    added = [*base, *(one for one in more if one.rule is ClockRule.DEDUCT)]
    less, all_ = due_after(promised, limit, base, CALENDAR), due_after(promised, limit, added, CALENDAR)
    assert less is not None
    assert all_ is not None
    assert all_ >= less


def test_of_half_a_day_the_hours_that_were_waited_are_deducted() -> None:
    half = TimeLimit(amount=0.5)
    promised = due(half, TAKEN, CALENDAR).at
    assert promised == at("2026-11-02T14:00")
    later = due_after(promised, half, [pause("2026-11-02T09:00", "2026-11-02T11:00")], CALENDAR)
    assert later == promised + timedelta(hours=2)
