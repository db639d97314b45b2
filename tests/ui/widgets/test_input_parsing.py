"""What a clerk types, read generously, guessed never."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets import input_parsing


@pytest.mark.parametrize(
    "text", ["1/2/1990", "01/02/1990", "01.02.1990", "1-2-1990", "1 2 1990", "01021990", "1 / 2 / 1990", "1. 2. 1990"]
)
def test_a_day_is_read_day_first_however_it_is_written(text: str) -> None:
    assert input_parsing.day(text) == date(1990, 2, 1)


@pytest.mark.parametrize("text", ["31/02/1990", "1990-02-01", "1/2/90", "0102199", "một", "", "１/2/1990a"])
def test_what_is_no_day_is_not_made_one(text: str) -> None:
    with pytest.raises(ValueError):
        input_parsing.day(text)


def test_a_year_alone_stays_a_year() -> None:
    assert input_parsing.born("1952") == (None, 1952)
    assert input_parsing.born("") == (None, None)
    assert input_parsing.born("01/02/1990") == (date(1990, 2, 1), None)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_is_typed_as_it_is_shown(day: date) -> None:
    assert input_parsing.born(input_parsing.day_words(day)) == (day, None)


def test_an_appointment_without_an_hour_is_the_end_of_the_working_day() -> None:
    assert input_parsing.moment("25/11/2026") == datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    assert input_parsing.moment("25/11/2026 10:30") == datetime(2026, 11, 25, 3, 30, tzinfo=UTC)
    assert input_parsing.moment("25/11/2026 9h") == datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_value_or_a_value_error(text: str) -> None:
    for read in (input_parsing.day, input_parsing.born, input_parsing.moment, input_parsing.count):
        try:
            read(text)
        except ValueError:
            continue


@pytest.mark.parametrize("text", ["15/3/90", "15.03.90", "1-2-05", " 15 3 90 ", "150390", "90", "15/3"])
def test_two_digits_of_a_year_are_asked_for_in_full_and_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        input_parsing.born(text)
    assert input_parsing.no_day_words(text) == "Ghi năm đủ bốn chữ số, ví dụ 15/3/1990."


def test_a_day_the_calendar_has_not_is_said_to_be_none() -> None:
    assert input_parsing.no_day_words("31/02/1990") == "Không có ngày này."


@pytest.mark.parametrize("text", ["1990-03-15", "15 tháng 3 1990", "1531990", "hôm nay"])
def test_a_day_in_another_order_is_not_said_to_be_none(text: str) -> None:
    assert input_parsing.no_day_words(text) == "Ghi ngày, tháng, năm như 15/3/1990."


@pytest.mark.parametrize(
    "text", ["00/00/1990", "0/3/1990", "15/0/1990", "--/--/1990", "?/3/1990", "3/1990", "năm 1990"]
)
def test_who_knows_no_day_of_birth_is_told_to_write_the_year(text: str) -> None:
    with pytest.raises(ValueError):
        input_parsing.born(text)
    assert input_parsing.no_birth_words(text) == "Không rõ ngày, tháng thì chỉ ghi năm: 1990."


@pytest.mark.parametrize("text", ["31/02/1990", "15/3/90", "1990-03-15", "", "90"])
def test_of_another_birth_the_same_is_said_as_of_a_day(text: str) -> None:
    assert input_parsing.no_birth_words(text) == input_parsing.no_day_words(text)


@pytest.mark.parametrize("text", ["25/11/26", "25.11.26 10:30", "251126", "25/11", "25/11 9h", "25-11-26 9h30"])
def test_an_appointment_asks_for_its_year_in_full(text: str) -> None:
    with pytest.raises(ValueError):
        input_parsing.moment(text)
    assert input_parsing.no_moment_words(text).startswith("Ghi năm đủ bốn chữ số, ví dụ 25/11/2026")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/11/2026", "Không có ngày này"),
        ("31/11/2026 9h", "Không có ngày này"),
        ("mai", "Không có ngày này"),
        ("25/11/2026 25:00", "Không có giờ này"),
        ("25/11/2026 9:75", "Không có giờ này"),
        ("25/11/2026 sáng", "Không có giờ này"),
    ],
)
def test_a_day_and_an_hour_that_are_none_are_told_apart(text: str, words: str) -> None:
    with pytest.raises(ValueError):
        input_parsing.moment(text)
    assert input_parsing.no_moment_words(text).startswith(words)
