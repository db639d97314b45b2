"""Leased ranges of receipt numbers: their subject, their year, what a range may be."""

from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from models.ids import DeviceId
from models.receipt_leases import HIGHEST_NUMBER, ReceiptPool, range_is_possible

POOL = ReceiptPool(device=DeviceId(3), series="26TAB", first=1001, last=2000)


def test_a_range_names_its_subject_and_ends_with_the_year_of_its_series() -> None:
    assert POOL.lease == "lease/EBL01/26TAB/1001"
    assert (POOL.year, POOL.last_day) == (2026, date(2026, 12, 31))
    assert replace(POOL, valid_to=date(2026, 6, 30)).last_day == date(2026, 6, 30)
    assert replace(POOL, valid_to=date(2027, 6, 30)).last_day == date(2026, 12, 31)


@pytest.mark.parametrize("series", ["26TAF", "26XAB", "26TA", "26TABC", "2026", "AA", "٢٦TAB", "26tab", "26TAB\n"])
def test_a_series_is_two_digits_a_t_and_two_letters_of_the_circular(series: str) -> None:
    pool = replace(POOL, series=series)
    assert (pool.year, pool.last_day, range_is_possible(pool)) == (0, None, False)


def test_a_number_has_eight_digits_at_most_and_begins_at_one() -> None:
    assert range_is_possible(replace(POOL, first=1, last=HIGHEST_NUMBER))
    for first, last in ((0, 5), (1, HIGHEST_NUMBER + 1), (7, 6)):
        assert not range_is_possible(replace(POOL, first=first, last=last))
    assert not range_is_possible(replace(POOL, form="EBL03"))


def test_what_an_earlier_hub_wrote_is_still_read() -> None:
    stored = b'{"device":3,"series":"26TAB","first":1001,"last":2000}'
    assert msgspec.json.decode(stored, type=ReceiptPool) == POOL
