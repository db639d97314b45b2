"""Ranges of receipt numbers: disjoint for ever, refilled before they run short, closed when nobody may use them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.events import ReceiptLeaseClosed
from models.ids import DeviceId, SubjectId
from models.receipt_leases import ReceiptPool
from sync.hub.editions import editions
from sync.hub.log import stream
from sync.hub.offices import offices
from sync.hub.receipts import ranges, receipt_words
from sync.hub.receipts.lease_files import LeaseFiles
from sync.hub.store import event_rows
from sync.hub.store.receipts import receipt_rows
from sync.hub.store.receipts.receipt_rows import LeaseRow, ReceiptRow
from sync.hub.store.receipts.receipt_tables import lease as lease_table
from sync.messages import Edition
from tests.sync.hub.conftest import FACTS, NOW, OFFICE
from tests.sync.hub.receipts.conftest import Office

DECEMBER = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)
"""Half past midnight of 1 December in Việt Nam."""


def closings(office: Office, pool: ReceiptPool) -> list[ReceiptLeaseClosed]:
    with office.store.reading() as reading:
        history = event_rows.of_subject(reading, OFFICE, pool.lease)
    return [one.event for one in history if isinstance(one.event, ReceiptLeaseClosed)]


def test_desks_get_ranges_in_turn_and_asking_again_changes_nothing(office: Office) -> None:
    first, second = office.desk(), office.desk()
    assert office.lease() == 0
    office.series(kind="fee")
    assert office.lease() == 1
    assert (office.ranges(first), office.ranges(second)) == ([(1, 10)], [(11, 20)])
    (pool,) = office.pools(first)
    assert (pool.kind, pool.lease, pool.leased_at) == ("fee", "lease/EBL01/26TAB/1", office.now)
    assert office.lease() == 0


def test_a_range_is_refilled_before_it_runs_short_and_by_what_the_desk_uses(office: Office) -> None:
    first, second = office.desk(), office.desk()
    office.series()
    office.lease()
    office.issue(first, *range(1, 7))
    assert office.lease() == 2  # six on one day: twice six, for two days, is more than the four that are left
    assert office.ranges(first) == [(1, 10), (21, 40)]
    assert office.ranges(second) == [(11, 20)]
    office.issue(second, *range(11, 15))
    assert office.lease() == 3
    assert office.ranges(second) == [(11, 20), (41, 50)]
    assert office.lease() == 0


def test_an_edition_that_is_published_keeps_the_ranges_and_a_lease_keeps_the_edition(office: Office) -> None:
    device = office.desk()
    office.series()
    office.lease()
    whole = Edition(version=2, name="Tháng 12", valid_from=NOW.date(), office=OFFICE, forms="TT03", holidays="x = 1")
    editions.publish(office.store, whole, office.key, office.now)
    assert office.ranges(device) == [(1, 10)]
    office.issue(device, *range(1, 8))
    assert office.lease() == 3
    signed = editions.newest(office.store, OFFICE)
    assert signed is not None
    told = msgspec.json.decode(signed.body, type=Edition)
    assert (told.name, told.forms, told.holidays, told.only_receipts) == ("Tháng 12", "TT03", "x = 1", False)
    assert len(told.receipts) == 2


def test_a_used_up_series_leases_nothing_more(office: Office) -> None:
    office.desk(), office.desk()
    office.series(last=15)
    office.lease()
    assert [(pool.first, pool.last) for pool in office.pools()] == [(1, 10), (11, 15)]
    office.desk()
    assert office.lease() == 0


def test_next_years_numbers_are_leased_in_december_and_last_years_closed_when_it_is_long_over(office: Office) -> None:
    device = office.desk()
    office.series("26TAB")
    office.series("27TAB")
    office.now = DECEMBER - timedelta(hours=1)
    office.lease()
    assert [pool.series for pool in office.pools(device)] == ["26TAB"]
    office.now = DECEMBER
    office.lease()
    assert [(pool.series, pool.first) for pool in office.pools(device)] == [("26TAB", 1), ("27TAB", 1)]
    office.now = datetime(2027, 1, 20, tzinfo=UTC)
    assert office.lease() == 0
    office.now = datetime(2027, 2, 2, tzinfo=UTC)
    office.lease()
    assert [pool.series for pool in office.pools(device)] == ["27TAB"]


def test_a_desks_own_closing_takes_the_range_from_the_edition_and_it_gets_another(office: Office) -> None:
    device = office.desk()
    office.series()
    office.lease()
    office.issue(device, 1, 2)
    (pool,) = office.pools(device)
    closed = ReceiptLeaseClosed(
        form="EBL01", series="26TAB", first=1, last=10, reason="phục hồi", issued=2, unknown=((3, 10),)
    )
    office.record(device, pool.lease, closed)
    office.send(device)
    office.lease()
    assert office.ranges(device) == [(11, 20)]
    assert closings(office, pool) == [closed]


def test_the_ranges_of_a_revoked_desk_are_closed_in_the_offices_log_with_what_is_not_known(office: Office) -> None:
    device, other = office.desk(), office.desk()
    office.series()
    office.lease()
    office.issue(device, 1, 2, 4)
    (pool,) = office.pools(device)
    offices.revoke(office.store, OFFICE, device, office.now)
    office.lease()
    assert office.pools(device) == []
    (closed,) = closings(office, pool)
    assert (closed.reason, closed.issued, closed.unused) == (receipt_words.REVOKED, 3, ())
    assert closed.unknown == ((3, 3), (5, 10))
    assert office.lease() == 0
    assert len(closings(office, pool)) == 1
    assert office.ranges(other) == [(11, 20)]


def test_after_a_fork_both_copies_get_new_ranges_and_the_old_one_is_closed(office: Office) -> None:
    device = office.desk()
    office.series()
    office.lease()
    office.issue(device, 1)
    (pool,) = office.pools(device)
    office.now += timedelta(minutes=1)
    copy = renew(office, device)
    office.lease()
    assert closings(office, pool)[0].reason == receipt_words.FORKED
    assert (office.pools(device), office.ranges(copy)) == ([], [(11, 20)])
    # The other copy is at work too: it is heard of under the old number.
    office.now += timedelta(minutes=1)
    office.record(device, SubjectId("ticket/1"), b'{"type":"New"}')  # type: ignore[arg-type]  # a body as it is
    office.send(device)
    office.lease()
    assert office.ranges(device) == [(21, 30)]
    assert office.lease() == 0


def renew(office: Office, device: int) -> int:
    """A copy of the desk's file gets a number of its own."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    from sync.messages import EnrolAsked  # noqa: PLC0415

    public = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    asked = EnrolAsked(public_key=public, unit=OFFICE, wanted=DeviceId(device + 1), has_events=True)
    return offices.renew(office.store, office.desks[device][0], asked, FACTS, office.now).device


def forget(office: Office, *firsts: int) -> None:
    """The database is as it was before these ranges were leased."""
    with office.store.writing() as writing:
        writing.execute(lease_table.delete().where(lease_table.c.first.in_(firsts)))


def test_a_database_brought_back_from_a_copy_learns_from_the_file_what_it_had_leased(office: Office) -> None:
    first, second = office.desk(), office.desk()
    office.series()
    office.lease()
    forget(office, 11)
    third = office.desk()
    office.lease()
    assert (office.ranges(first), office.ranges(second), office.ranges(third)) == ([(1, 10)], [(11, 20)], [(21, 30)])


def test_a_line_with_a_damaged_byte_hides_no_other(office: Office, tmp_path: Path) -> None:
    row = LeaseRow(OFFICE, "EBL01", "26TAB", 1, 10, office.desk(), 1, "")
    for files in (LeaseFiles(tmp_path / "damaged"), LeaseFiles(tmp_path / "damaged")):
        files.record([replace(row, series="26TAC"), row])
        (file,) = (tmp_path / "damaged").iterdir()
        file.write_bytes(file.read_bytes().replace(b"26TAC", b"26TA\xdb"))
    with office.store.writing() as writing:
        assert LeaseFiles(tmp_path / "damaged").restore(writing, OFFICE) == [row]


@pytest.mark.parametrize("all_of_it", [False, True])
def test_a_hub_that_lost_database_and_file_passes_over_what_it_may_have_leased(
    office: Office, tmp_path: Path, *, all_of_it: bool
) -> None:
    device = office.desk()
    office.series()
    office.lease()
    second = office.desk()
    office.lease()
    forget(office, *((1, 11) if all_of_it else (11,)))
    office.files = LeaseFiles(tmp_path / "lost")
    office.now += timedelta(minutes=1)
    stream.begin_epoch(office.store, OFFICE, office.now)
    before = office.lease()
    assert before > 1000  # beyond every version that desks may have seen
    leased = sorted(r for one in (device, second) for r in office.ranges(one))
    assert leased == ([(101, 110), (111, 120)] if all_of_it else [(1, 10), (111, 120)])
    assert office.lease() == 0
    office.issue(second, *range(111, 118))
    office.lease()
    assert office.ranges(second)[-1][0] == 121


def test_a_range_on_the_disk_that_the_database_did_not_take_is_leased_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = office.desk()
    office.series()
    with monkeypatch.context() as power:

        def cut(*_: object) -> None:
            raise KeyboardInterrupt

        power.setattr("sync.hub.receipts.leases.receipt_pools.publish", cut)
        with pytest.raises(KeyboardInterrupt):
            office.lease()
    assert office.lease() == 1
    assert office.ranges(device) == [(1, 10)]
    office.issue(device, *range(1, 8))
    with monkeypatch.context() as power:
        power.setattr(receipt_rows, "put_leases", cut)
        with pytest.raises(KeyboardInterrupt):
            office.lease()
    other = office.desk()
    office.lease()
    taken = [*office.ranges(device), *office.ranges(other)]
    assert ranges.count(ranges.merged(taken)) == ranges.count(taken)
    assert (1, 10) in taken


def steps_of_a_look(office: Office) -> int:
    """How many thousands of SQLite's steps a look at this office takes when nothing is due."""
    taken: list[int] = []
    with office.store.reading() as reading:
        engine = reading.engine

    def note(connection: sa.Connection, *_: object) -> None:
        dbapi = connection.connection.dbapi_connection
        assert dbapi is not None
        dbapi.set_progress_handler(lambda: taken.append(1), 1_000)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        assert office.lease() == 0
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(taken)


def test_a_look_takes_no_longer_after_years_of_receipts(office: Office) -> None:
    device = office.desk()
    office.series()
    office.lease()
    office.issue(device, *range(1, 5))
    office.lease()
    before = steps_of_a_look(office)
    with office.store.writing() as writing:
        for number in range(1, 6_001):
            named = ("EBL01", "24TAB", number, f"receipt/{number}", device, "receipt-lease/x", "2024-03-01")
            receipt_rows.put_receipts(writing, [ReceiptRow(OFFICE, *named)])
    assert steps_of_a_look(office) <= before + 1


RANGE = st.tuples(st.integers(1, 60), st.integers(0, 12)).map(lambda one: (one[0], one[0] + one[1]))
RANGES = st.lists(RANGE, max_size=8)


def spelled(of: object) -> set[int]:
    return {n for first, last in of for n in range(first, last + 1)}  # type: ignore[attr-defined]


@given(RANGES, RANGES, RANGE)
def test_arithmetic_of_ranges_is_that_of_sets(
    some: list[tuple[int, int]], others: list[tuple[int, int]], one: tuple[int, int]
) -> None:
    assert spelled(ranges.merged(some)) == spelled(some)
    assert ranges.count(ranges.merged(some)) == len(spelled(some))
    assert spelled(ranges.without(some, others)) == spelled(some) - spelled(others)
    assert spelled(ranges.within(some, *one)) == spelled(some) & spelled([one])
