"""The holiday table that ships, and the office's own edited copy."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path

import msgspec
import pytest
import tomli_w

from models.calendar.calendar_days import DayKind, Session, WorkingHours, load_calendar, parse_sessions, working_hours
from models.calendar.clock import from_local
from models.trouble import CatalogueUnreadable

SHIPPED = load_calendar()

TWICE = """
[[days]]
day = 2026-11-23
kind = "holiday"
name = "x"

[[days]]
day = 2026-11-23
kind = "make_up"
name = "y"
"""


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 4, 26), False),
        (date(2026, 4, 27), False),
        (date(2026, 5, 1), False),
        (date(2026, 11, 28), False),
        (date(2027, 2, 10), False),
        (date(2027, 2, 11), True),
    ],
)
def test_the_shipped_table_knows_the_days_off_and_the_make_up_saturdays(day: date, worked: bool) -> None:  # noqa: FBT001 - a column of the table
    assert SHIPPED.is_working(day) is worked
    assert bool(SHIPPED.sessions(day)) is worked


def test_every_entry_has_a_name_and_a_notice() -> None:
    assert all(mark.name and mark.notice for mark in SHIPPED.days.values())


def test_every_swapped_day_has_its_make_up_day_and_every_make_up_day_is_a_weekend() -> None:
    swapped = [d for d, m in SHIPPED.days.items() if m.kind is DayKind.SWAPPED_OFF]
    made_up = [d for d, m in SHIPPED.days.items() if m.kind is DayKind.MAKE_UP]
    assert len(swapped) == len(made_up) == 3
    assert all(day.weekday() >= 5 for day in made_up)


def test_what_is_only_proposed_for_2027_is_marked() -> None:
    proposed = {d for d, m in SHIPPED.days.items() if not m.official}
    assert {d.year for d in proposed} == {2027}
    assert date(2027, 2, 8) in proposed
    assert SHIPPED.knows(2027)
    assert not SHIPPED.knows(2028)


def test_a_make_up_saturday_is_worked_like_an_ordinary_day() -> None:
    calendar = load_calendar(hours=working_hours("07:00-11:30, 13:30-17:00", saturday="07:30-11:00"))
    assert calendar.sessions(date(2026, 8, 22)) == calendar.sessions(date(2026, 8, 21))
    assert calendar.sessions(date(2026, 8, 29)) == (Session(time(7, 30), time(11)),)


def test_closing_time_belongs_to_the_day_and_half_past_eleven_to_the_afternoon() -> None:
    def moved(clock: str) -> str:
        return SHIPPED.in_working_time(datetime.fromisoformat(f"2026-11-25 {clock}")).strftime("%d %H:%M")

    assert moved("06:59") == "25 07:00"
    assert moved("11:29") == "25 11:29"
    assert moved("11:30") == "25 13:30"
    assert moved("13:29") == "25 13:30"
    assert moved("17:00") == "25 17:00"
    assert moved("17:01") == "26 07:00"


def test_an_office_copy_replaces_the_shipped_table(tmp_path: Path) -> None:
    own = tmp_path / "holidays.toml"
    own.write_text(
        'days = [{ day = 2026-11-23, kind = "swapped_off", name = "Nghỉ hoán đổi", notice = "CV 1" }]', "utf-8"
    )
    calendar = load_calendar(own)
    assert not calendar.is_working(date(2026, 11, 23))
    assert calendar.is_working(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("days = [\n{ day = 2026-11-23, kind = }\n]", "line 2"),
        ('days = [{ day = 2026-11-23, kind = "feast", name = "x" }]', "feast"),
        ('days = [{ day = "soon", kind = "holiday", name = "x" }]', "days[0].day"),
        ('days = [{ day = 2026-11-23, kind = "holiday" }]', "name"),
        (TWICE, "twice"),
        ("holidays = []", "days"),
    ],
)
def test_a_bad_table_says_what_is_wrong_and_where(tmp_path: Path, text: str, told: str) -> None:
    own = tmp_path / "holidays.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(CatalogueUnreadable) as trouble:
        load_calendar(own)
    assert told in trouble.value.detail


@pytest.mark.parametrize("text", ["7-11", "11:30-07:00", "07:00-12:00, 11:00-17:00", "25:00-26:00"])
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_sessions(text)


def test_a_week_needs_seven_days_and_hours_on_every_counted_one() -> None:
    with pytest.raises(ValueError, match="seven"):
        WorkingHours(week=())
    with pytest.raises(ValueError, match="hours"):
        WorkingHours(week=((),) * 7)


def test_hours_written_into_settings_come_back_the_same() -> None:
    hours = working_hours("07:30-11:30, 13:00-17:00", saturday="07:30-11:00")
    plain = tomllib.loads(tomli_w.dumps({"hours": msgspec.to_builtins(hours)}))
    assert msgspec.convert(plain["hours"], WorkingHours) == hours


def test_hours_that_cannot_be_are_refused_in_settings_too() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"week": [[]] * 7, "counted": [0]}, WorkingHours)


def test_working_time_between_two_instants_leaves_out_noon_nights_and_rest_days() -> None:
    def hours(since: str, until: str, most: int = 100) -> float:
        first, last = (from_local(datetime.fromisoformat(one)) for one in (since, until))
        return SHIPPED.work_between(first, last, timedelta(hours=most)) / timedelta(hours=1)

    assert hours("2026-11-26 10:00", "2026-11-26 14:00") == 2  # 11:30 to 13:30 nobody works
    assert hours("2026-11-26 16:00", "2026-11-27 08:00") == 2
    assert hours("2026-11-27 16:00", "2026-11-30 08:00") == 2  # over a weekend
    assert hours("2026-11-23 16:00", "2026-11-25 08:00") == 2  # over a holiday
    assert hours("2026-11-28 08:00", "2026-11-29 20:00") == 0
    assert hours("2026-11-26 10:00", "2026-11-26 10:00") == hours("2026-11-26 12:00", "2026-11-26 13:00") == 0
    assert hours("2026-11-26 00:00", "2026-11-27 00:00") == 8
    assert hours("2026-01-01 00:00", "9999-01-01 00:00", most=8) == 8  # counted no further than asked
