"""The portal books from the seats that no machine holds; leases, returns and a restored database never double one."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from models.appointment_slots import slots_subject
from models.calendar.clock import micros
from models.codes.appointment_code import new_appointment_code
from models.events import (
    APPOINTMENT,
    AppointmentBooked,
    Seat,
    SeatsAsked,
    SeatsLeased,
    SeatsReturned,
    SlotHoursSet,
    WeeklyRange,
)
from models.ids import CounterId, new_subject
from sync.hub.log import intake
from sync.hub.seats import portal
from sync.hub.seats.holds import expire
from sync.hub.seats.lease_files import SeatFiles
from sync.hub.seats.leasing import serve
from sync.hub.seats.portal import PortalAnswer, PortalBooking, PortalCancelling, PortalHold, PortalOutcome
from sync.hub.store import HubStore, event_rows
from sync.hub.store.seats import seat_rows
from sync.hub.store.seats.seat_rows import HoldRow
from sync.hub.store.seats.seat_tables import cursor, lease, taken
from tests.sync.hub.conftest import NOW, OFFICE, Enrol

DAY = NOW.date() + timedelta(days=2)
EVERY_DAY = tuple(WeeklyRange(weekday, 450, 570) for weekday in range(7))
WISH = PortalBooking(
    office=OFFICE, reference="H-1", service="a", day=DAY, minute=450, name="Lý Thị Ví Dụ", phone="0912000001"
)


@pytest.fixture
def files(tmp_path: Path) -> SeatFiles:
    return SeatFiles(tmp_path / "given")


def test_machines_and_portal_share_one_table_and_what_a_machine_returns_is_free_again(
    hub_store: HubStore, enrolled: Enrol, files: SeatFiles
) -> None:
    device, desk, _ = enrolled()
    rules = SlotHoursSet(service="a", valid_from=NOW.date(), weekly=EVERY_DAY, minutes=60, seats=2)
    desk.record(slots_subject("a", CounterId("")), rules)
    ours = new_subject("seat-lease/")
    desk.record(ours, SeatsAsked(installation="one", day=NOW.date()))
    intake.take_in(hub_store, device, desk.up(), NOW)
    assert serve(hub_store, OFFICE, files, NOW) == 1
    assert serve(hub_store, OFFICE, files, NOW) == 0
    with hub_store.reading() as reading:
        (told,) = [
            one.event for one in event_rows.of_subject(reading, OFFICE, ours) if isinstance(one.event, SeatsLeased)
        ]
    leased = [seat for seat in told.seats if seat.day == DAY]
    assert len(leased) == 2  # of four: one part for the machine, one for the portal

    answers = [
        portal.book(hub_store, files, replace(WISH, reference=f"H-{n}", phone=f"09120000{n:02d}", minute=minute), NOW)
        for n, minute in enumerate((450, 450, 510, 510), start=1)
    ]
    assert sorted(one.outcome for one in answers) == [PortalOutcome.DONE] * 2 + [PortalOutcome.FULL] * 2
    done = next(n for n, one in enumerate(answers, start=1) if one.outcome is PortalOutcome.DONE)
    again = replace(WISH, reference=f"H-{done}")
    assert portal.book(hub_store, files, again, NOW) == answers[done - 1]

    # The database is set back to before everything was given; the files know.
    with hub_store.writing() as writing:
        for table in (taken, lease, cursor):
            writing.execute(table.delete())
    late = replace(WISH, reference="H-9", phone="0912000099")
    assert portal.book(hub_store, files, late, NOW).outcome is PortalOutcome.FULL

    desk.record(ours, SeatsReturned())
    intake.take_in(hub_store, device, desk.up(len(desk.log)), NOW)
    serve(hub_store, OFFICE, files, NOW)
    free = portal.free_slots(hub_store, OFFICE, files, NOW)
    assert free is not None
    assert sum(one.free for one in free if one.day == DAY) == 2
    gone = portal.cancel(hub_store, files, PortalCancelling(office=OFFICE, reference=f"H-{done}"), NOW)
    assert gone.outcome is PortalOutcome.DONE
    free = portal.free_slots(hub_store, OFFICE, files, NOW)
    assert free is not None
    assert sum(one.free for one in free if one.day == DAY) == 3
    with hub_store.reading() as reading:
        assert seat_rows.clashes(reading, OFFICE) == []


def test_a_seat_that_nobody_confirms_is_free_again_and_a_confirmed_one_stays(
    hub_store: HubStore, enrolled: Enrol, files: SeatFiles
) -> None:
    device, desk, _ = enrolled()
    rules = SlotHoursSet(service="a", valid_from=NOW.date(), weekly=EVERY_DAY, minutes=60, seats=1)
    desk.record(slots_subject("a", CounterId("")), rules)
    intake.take_in(hub_store, device, desk.up(), NOW)
    lasts = timedelta(minutes=15)

    def kept(reference: str, phone: str, at: datetime) -> PortalAnswer:
        wish = PortalHold(office=OFFICE, reference=reference, service="a", day=DAY, minute=450, phone=phone)
        return portal.hold(hub_store, files, wish, lasts, at)

    assert kept("H-1", "0912000001", NOW).until == NOW + lasts
    assert kept("H-1", "0912000001", NOW + lasts / 2).until == NOW + lasts  # asking again keeps it no longer
    assert kept("H-2", "0912000002", NOW).outcome is PortalOutcome.FULL
    other = replace(WISH, reference="H-2", phone="0912000002")
    assert portal.book(hub_store, files, other, NOW).outcome is PortalOutcome.FULL
    assert kept("H-2", "0912000002", NOW + lasts).until == NOW + 2 * lasts

    assert portal.book(hub_store, files, WISH, NOW + lasts).outcome is PortalOutcome.FULL
    done = portal.book(hub_store, files, other, NOW + lasts)
    assert done.outcome is PortalOutcome.DONE
    assert expire(hub_store, files, NOW + 9 * lasts) == 0
    assert kept("H-2", "0912000002", NOW + lasts) == done
    assert kept("H-1", "0912000001", NOW + 9 * lasts).outcome is PortalOutcome.FULL

    # A database set back to before the confirmation: the hold ends, and the seat stays with who was promised it.
    with hub_store.writing() as writing:
        seat = seat_rows.taken_between(writing, OFFICE, DAY, DAY)[0]
        seat_rows.put_hold(writing, HoldRow(OFFICE, seat.appointment, seat.seat, micros(NOW)))
        writing.execute(lease.delete())
    assert expire(hub_store, files, NOW + lasts) == 1
    assert kept("H-1", "0912000001", NOW + lasts).outcome is PortalOutcome.FULL

    gone = PortalCancelling(office=OFFICE, reference="H-2")
    assert portal.cancel(hub_store, files, gone, NOW).outcome is PortalOutcome.DONE
    assert kept("H-1", "0912000001", NOW).until == NOW + lasts
    let_go = PortalCancelling(office=OFFICE, reference="H-1")
    assert [portal.cancel(hub_store, files, let_go, NOW).outcome for _ in range(2)] == [
        PortalOutcome.DONE,
        PortalOutcome.UNKNOWN,
    ]


def test_a_booking_of_the_office_goes_before_a_seat_that_is_only_kept(
    hub_store: HubStore, enrolled: Enrol, files: SeatFiles
) -> None:
    device, desk, _ = enrolled()
    rules = SlotHoursSet(service="a", valid_from=NOW.date(), weekly=EVERY_DAY, minutes=60, seats=1)
    desk.record(slots_subject("a", CounterId("")), rules)
    intake.take_in(hub_store, device, desk.up(), NOW)
    wish = PortalHold(office=OFFICE, reference="H-1", service="a", day=DAY, minute=450, phone="0912000001")
    assert portal.hold(hub_store, files, wish, timedelta(minutes=15), NOW).until
    seat = Seat("a", CounterId(""), DAY, 450, 1)
    booked = AppointmentBooked(seat=seat, code=new_appointment_code(), name="Lý Thị Ví Dụ", minutes=60)
    desk.record(new_subject(APPOINTMENT), booked)
    intake.take_in(hub_store, device, desk.up(2), NOW)
    assert portal.book(hub_store, files, WISH, NOW).outcome is PortalOutcome.FULL
    with hub_store.reading() as reading:
        assert seat_rows.clashes(reading, OFFICE) == []


def test_what_a_machine_calls_lost_is_never_free_again(hub_store: HubStore, enrolled: Enrol, files: SeatFiles) -> None:
    device, desk, _ = enrolled()
    rules = SlotHoursSet(service="a", valid_from=NOW.date(), weekly=EVERY_DAY, minutes=60, seats=1)
    desk.record(slots_subject("a", CounterId("")), rules)
    ours = new_subject("seat-lease/")
    desk.record(ours, SeatsAsked(installation="one", day=NOW.date()), SeatsReturned(lost=True))
    intake.take_in(hub_store, device, desk.up(), NOW)
    serve(hub_store, OFFICE, files, NOW)
    desk.record(ours, SeatsReturned())
    intake.take_in(hub_store, device, desk.up(len(desk.log)), NOW)
    free = portal.free_slots(hub_store, OFFICE, files, NOW)
    assert free is not None
    assert sum(one.free for one in free if one.day == DAY) == 1


def test_an_office_with_a_zero_byte_is_none(hub_store: HubStore, files: SeatFiles) -> None:
    unknown = PortalAnswer(outcome=PortalOutcome.OFFICE_UNKNOWN)
    for office in ("\0", f"{OFFICE}\0"):
        wish = replace(WISH, office=office)
        assert portal.free_slots(hub_store, office, files, NOW) is None
        assert portal.book(hub_store, files, wish, NOW) == unknown
        assert portal.hold(hub_store, files, wish, timedelta(minutes=9), NOW) == unknown
        assert portal.cancel(hub_store, files, PortalCancelling(office=office, reference="H-1"), NOW) == unknown
