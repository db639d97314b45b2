"""What became of every number: the parts add up to what was leased, whatever came from the desks."""

from msgspec.structs import replace

from models.events import ReceiptIssued, ReceiptLeaseClosed, ReceiptVoided
from models.ids import ClerkId, SubjectId
from models.money import ReceiptNumber
from sync.hub.receipts.report import SeriesReport, declare_unused, report
from tests.sync.hub.conftest import OFFICE
from tests.sync.hub.receipts.conftest import LINE, Office

VOID = ReceiptVoided(reason="in hỏng", confirmed_by=ClerkId("hai"))


def only(office: Office) -> SeriesReport:
    (found,) = report(office.store, OFFICE)
    parts = (found.issued, found.void, found.unused, found.unknown, found.left)
    assert sum(parts) == found.leased
    for one in found.leases:
        sizes = [sum(last - first + 1 for first, last in of) for of in (one.unused, one.unknown, one.left)]
        assert one.issued + one.void + sum(sizes) == one.last - one.first + 1
    return found


def test_issued_void_and_left_add_up_and_a_number_jumped_over_is_named(office: Office) -> None:
    device, other = office.desk(), office.desk()
    office.series()
    office.lease()
    issued = office.issue(device, 1, 2, 5)
    office.record(device, issued[1], VOID)
    office.send(device)
    found = only(office)
    assert (found.leased, found.issued, found.void, found.left) == (20, 2, 1, 17)
    assert [one.gaps for one in found.leases] == [((3, 4),), ()]
    office.issue(device, 3, 4)
    assert only(office).leases[0].gaps == ()
    assert office.ranges(other) == [(11, 20)]


def test_receipts_of_an_offices_own_paper_are_none_of_a_leased_series(office: Office) -> None:
    device = office.desk()
    office.series()
    office.lease()
    office.issue(device, 1)
    on_paper = ReceiptIssued(number=ReceiptNumber(form="EBL01", series="26TAB", number=500), on_paper=True)
    office.record(device, SubjectId("receipt/paper"), on_paper)
    office.send(device)
    assert (only(office).issued, only(office).outside) == (1, ())


def test_a_closed_range_ends_in_issued_unused_and_unknown_and_a_late_receipt_is_no_longer_unknown(
    office: Office,
) -> None:
    device = office.desk()
    office.series()
    office.lease()
    office.issue(device, 1, 2, 3)
    (pool,) = office.pools(device)
    closed = ReceiptLeaseClosed(
        form="EBL01", series="26TAB", first=1, last=10, reason="x", issued=3, unused=((6, 10),), unknown=((4, 5),)
    )
    office.record(device, pool.lease, closed)
    office.send(device)
    office.lease()
    found = only(office)
    assert (found.issued, found.unused, found.unknown, found.left) == (3, 5, 2, 20)
    assert (found.leases[0].unknown, found.leases[0].reason) == (((4, 5),), "x")
    office.issue(device, 5, lease=pool.lease)
    found = only(office)
    assert (found.issued, found.unused, found.unknown) == (4, 5, 1)


def test_a_person_declares_unused_what_is_unknown_and_nothing_else(office: Office) -> None:
    device = office.desk()
    office.series()
    office.lease()
    office.issue(device, 1, 2)
    (pool,) = office.pools(device)
    assert declare_unused(office.store, OFFICE, "EBL01", "26TAB", (1, 10), "kiểm kê", office.now) == 0
    closed = ReceiptLeaseClosed(form="EBL01", series="26TAB", first=1, last=10, reason="x", unknown=((3, 10),))
    office.record(device, pool.lease, closed)
    office.send(device)
    assert declare_unused(office.store, OFFICE, "EBL01", "26TAB", (1, 6), "kiểm kê", office.now) == 4
    assert declare_unused(office.store, OFFICE, "EBL01", "26TAB", (1, 10), "kiểm kê 2", office.now) == 4
    assert declare_unused(office.store, OFFICE, "EBL01", "26TAB", (1, 10), "kiểm kê 2", office.now) == 0
    found = only(office)
    assert (found.issued, found.unused, found.unknown) == (2, 8, 0)
    # They are leased to nobody all the same.
    office.lease()
    assert office.ranges(device) == [(11, 20)]


def test_doubles_numbers_leased_to_nobody_and_ranges_the_hub_forgot_are_named(office: Office) -> None:
    first, second = office.desk(), office.desk()
    office.series()
    office.lease()
    office.issue(first, 1, 2)
    office.issue(second, 2, 77, lease="lease/EBL01/26TAB/1")
    found = only(office)
    (double,) = found.doubles
    assert (double.number, sorted(double.devices)) == (2, [first, second])
    assert found.outside == ((77, 77),)
    forgotten = ReceiptLeaseClosed(form="EBL01", series="26TAB", first=71, last=80, reason="x", unused=((78, 80),))
    office.record(second, SubjectId("lease/EBL01/26TAB/71"), forgotten)
    office.send(second)
    found = only(office)
    assert (found.outside, found.leased, found.unused) == ((), 30, 3)


def test_what_no_receipt_can_bear_is_left_out(office: Office) -> None:
    device = office.desk()
    office.series()
    office.lease()
    wrong = ReceiptNumber(form="EBL01", series="26TAB", number=0)
    for number in (wrong, replace(wrong, number=100_000_000), replace(wrong, number=1, series="26\0")):
        office.record(device, SubjectId(f"receipt/{number.number}"), ReceiptIssued(number=number, lines=(LINE,)))
    closed = ReceiptLeaseClosed(form="EBL01", series="26TAB", first=1, last=10, reason="x", unused=((1, 10),))
    office.record(device, SubjectId("lease/EBL01/26TAB/2"), closed)
    office.send(device)
    found = only(office)
    assert (found.leased, found.issued, found.unused, found.left) == (10, 0, 0, 10)
