"""Which copies stay, for any history of copies and any rule."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.backup.retention import is_due, to_delete
from models.calendar.clock import local

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # given one
histories = st.lists(moments, max_size=60)
numbers = st.integers(0, 14)


@given(histories, numbers, numbers, numbers)
def test_the_newest_copy_always_stays(made: list[datetime], days: int, weeks: int, months: int) -> None:
    gone = to_delete(made, days=days, weeks=weeks, months=months)
    assert gone <= set(made)
    if made:
        assert max(made) not in gone


@given(histories, numbers, numbers, numbers)
def test_the_last_of_each_of_so_many_days_weeks_and_months_stays_and_no_more(
    made: list[datetime], days: int, weeks: int, months: int
) -> None:
    kept = set(made) - to_delete(made, days=days, weeks=weeks, months=months)
    assert len(kept) <= 1 + days + weeks + months
    for most, period in (
        (days, lambda at: local(at).date()),
        (weeks, lambda at: local(at).isocalendar()[:2]),
        (months, lambda at: (local(at).year, local(at).month)),
    ):
        last = {period(at): at for at in sorted(made)}
        assert set(sorted(last.values())[len(last) - min(most, len(last)) :]) <= kept


@given(histories, numbers, numbers, numbers)
def test_asking_twice_drops_nothing_more(made: list[datetime], days: int, weeks: int, months: int) -> None:
    kept = set(made) - to_delete(made, days=days, weeks=weeks, months=months)
    assert to_delete(kept, days=days, weeks=weeks, months=months) == set()


@given(st.integers(1, 400), numbers, numbers, numbers)
def test_kept_day_by_day_the_newest_is_there_each_day(count: int, days: int, weeks: int, months: int) -> None:
    kept: set[datetime] = set()
    for day in range(count):
        now = NOON + timedelta(days=day)
        kept.add(now)
        kept -= to_delete(kept, days=days, weeks=weeks, months=months)
        assert now in kept
    now = NOON + timedelta(days=count - 1)
    if months >= 2 and count > 62:
        assert local(min(kept)).date() < local(now).date().replace(day=1)


def test_after_a_long_closing_the_older_ones_are_still_there() -> None:
    old = [NOON - timedelta(days=60 + day) for day in range(5)]
    assert to_delete([*old, NOON], days=6, weeks=0, months=0) == set()


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-11-23T07:30", True),
        ("2026-11-23T07:30", "2026-11-23T16:44", False),
        ("2026-11-23T07:30", "2026-11-23T16:45", True),
        ("2026-11-23T16:45", "2026-11-23T23:59", False),
        ("2026-11-23T16:45", "2026-11-24T16:44", False),
        ("2026-11-20T16:45", "2026-11-23T07:30", True),
        ("2026-11-22T16:44", "2026-11-23T07:30", True),
    ],
)
def test_a_copy_is_due_once_the_wall_time_has_passed_since_the_last_one(
    last: str | None, now: str, *, due: bool
) -> None:
    def wall(text: str) -> datetime:
        return datetime.fromisoformat(text + "+07:00")

    assert is_due("16:45", wall(last) if last else None, wall(now)) is due
