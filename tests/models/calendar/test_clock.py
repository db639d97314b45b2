"""Instants and their microseconds."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from models.calendar.clock import instant, micros

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAST_UNTIL = (1 << 32) * 1_000_000


def test_an_instant_is_the_very_microsecond() -> None:
    chance = random.Random(1)  # noqa: S311  # no secret, the same each run
    edges = [0, FAST_UNTIL, 1_764_000_000_000_000, micros(datetime(9999, 12, 30, tzinfo=UTC))]
    asked = [edge + by for edge in edges for by in (-1, 0, 1, 499_999, 500_000, 999_999)]
    asked += [chance.randrange(FAST_UNTIL) for _ in range(50_000)]
    asked += [FAST_UNTIL - chance.randrange(10_000_000) for _ in range(50_000)]
    for value in asked:
        if value < micros(datetime(9999, 12, 31, tzinfo=UTC)):
            at = instant(value)
            assert at == EPOCH + timedelta(microseconds=value)
            assert at.tzinfo is UTC
            assert micros(at) == value


@pytest.mark.parametrize("value", [1 << 62, -(1 << 62)])
def test_what_no_calendar_knows_is_refused(value: int) -> None:
    with pytest.raises(OverflowError):
        instant(value)
