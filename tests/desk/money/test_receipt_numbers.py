"""Numbers of receipts: low to high, each once, of the year, never from a range before a restored copy."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.machine_state import note_gap
from desk.money import payments, receipt_numbers
from models.calendar.clock import from_local
from models.store.projections.money.receipt_lists import ReceiptLists
from tests.conftest import TurnedClock
from tests.desk.money.test_payments import leased, pool, receipts_of, taken_in


def number_of(desk: Desk) -> str:
    (receipt,) = receipts_of(desk, payments.take(desk, [taken_in(desk).id]))
    return receipt.number.text if receipt.number else receipt.slip


def test_a_range_is_used_to_its_end_then_the_next_one_then_slips(desk: Desk) -> None:
    desk = leased(desk, pool(desk, 11, 12), pool(desk, 5, 5))
    assert [number_of(desk) for _ in range(4)] == [
        "26TAB-00000005",
        "26TAB-00000011",
        "26TAB-00000012",
        "PT.H00.99.01-261123-3001",
    ]


def test_another_machines_range_is_not_touched(desk: Desk) -> None:
    desk = leased(desk, replace(pool(desk), device=7))
    assert number_of(desk).startswith("PT.")


def test_numbering_starts_anew_with_the_year_from_the_range_leased_for_it(desk: Desk, clock: TurnedClock) -> None:
    desk = leased(desk, pool(desk), pool(desk, series="27TAB"))
    assert number_of(desk) == "26TAB-00000001"
    assert receipt_numbers.left(desk).next_year == 100
    clock.now = from_local(datetime.fromisoformat("2026-12-31T23:59"))
    assert number_of(desk) == "26TAB-00000002"
    clock.turn(minutes=2)
    ((lease, closing),) = receipt_numbers.to_close(desk)
    assert (lease, closing.issued, closing.unused, closing.unknown) == ("lease/EBL01/26TAB/1", 2, ((3, 100),), ())
    assert number_of(desk) == "27TAB-00000001"
    assert receipt_numbers.to_close(desk) == ()


def test_after_a_restore_nothing_more_is_issued_from_what_was_leased_before(desk: Desk, clock: TurnedClock) -> None:
    desk = leased(desk, pool(desk))
    assert number_of(desk) == "26TAB-00000001"
    clock.turn(hours=1)
    note_gap(desk.store, clock.now)
    ((_, closing),) = receipt_numbers.to_close(desk)
    assert (closing.unused, closing.unknown) == ((), ((2, 100),))
    assert number_of(desk).startswith("PT.")
    assert receipt_numbers.to_close(desk) == ()
    later = pool(desk, 501, 600, leased_at=clock.now.replace(year=2027, day=1))
    desk = leased(desk, pool(desk), later)
    assert number_of(desk) == "26TAB-00000501"


@pytest.mark.parametrize(("used", "last", "low"), [(0, 100, False), (0, 20, True), (3, 17, False), (3, 4, True)])
def test_a_range_that_lasts_only_days_is_said_to_be_low(desk: Desk, used: int, last: int, low: bool) -> None:  # noqa: FBT001
    desk = leased(desk, pool(desk, 1, last))
    for _ in range(used):
        number_of(desk)
    assert receipt_numbers.left(desk).low is low


def test_a_range_past_its_last_day_is_over(desk: Desk, clock: TurnedClock) -> None:
    desk = leased(desk, pool(desk, valid_to=date(2026, 11, 23)))
    assert number_of(desk) == "26TAB-00000001"
    clock.turn(days=1)
    assert number_of(desk).startswith("PT.")
    assert desk.store.lists(ReceiptLists).last_number("EBL01", "26TAB", 1, 100) == 1
