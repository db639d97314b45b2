"""What a clerk types, read generously, guessed never."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets import typed


@pytest.mark.parametrize("text", ["1/2/1990", "01/02/1990", "01.02.1990", "1-2-1990", "1 2 1990", "01021990"])
def test_a_day_is_read_day_first_however_it_is_written(text: str) -> None:
    assert typed.day(text) == date(1990, 2, 1)


@pytest.mark.parametrize("text", ["31/02/1990", "1990-02-01", "1/2/90", "0102199", "một", "", "１/2/1990a"])
def test_what_is_no_day_is_not_made_one(text: str) -> None:
    with pytest.raises(ValueError):
        typed.day(text)


def test_a_year_alone_stays_a_year() -> None:
    assert typed.born("1952") == (None, 1952)
    assert typed.born("") == (None, None)
    assert typed.born("01/02/1990") == (date(1990, 2, 1), None)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_is_typed_as_it_is_shown(day: date) -> None:
    assert typed.born(typed.day_words(day)) == (day, None)


def test_an_appointment_without_an_hour_is_the_end_of_the_working_day() -> None:
    assert typed.moment("25/11/2026") == datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    assert typed.moment("25/11/2026 10:30") == datetime(2026, 11, 25, 3, 30, tzinfo=UTC)
    assert typed.moment("25/11/2026 9h") == datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_value_or_a_value_error(text: str) -> None:
    for read in (typed.day, typed.born, typed.moment, typed.count):
        try:
            read(text)
        except ValueError:
            continue
