from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar.clock import VIETNAM, instant, micros
from models.ids import new_dossier_id
from models.store.codec import number_of


@given(st.datetimes(timezones=st.sampled_from([UTC, VIETNAM, timezone(timedelta(hours=-11))])))
def test_an_instant_comes_back_to_the_microsecond_but_for_the_ends_of_the_calendar(at: datetime) -> None:
    back = instant(micros(at))
    if datetime(2, 1, 1, tzinfo=UTC) < at < datetime(9998, 1, 1, tzinfo=UTC):
        assert back == at
    assert abs(back - at) < timedelta(days=3)


def test_a_time_without_a_zone_is_the_office_wall_s() -> None:
    wall = datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001  # that is the point
    assert instant(micros(wall)) == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_younger_subjects_have_higher_numbers() -> None:
    numbers = [number_of(new_dossier_id()) for _ in range(1000)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("subject", ["", "x", "dossier/", "dossier/0193a000-0000-4000-8000-000000000000", "d/\x00đ"])
def test_any_subject_has_a_number_that_fits(subject: str) -> None:
    assert 0 <= number_of(subject) < 1 << 63
    assert number_of(subject) == number_of(subject)
