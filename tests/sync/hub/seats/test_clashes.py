"""A seat that two appointments hold is shown, by codes and no name, until one of the two has moved."""

from datetime import timedelta
from pathlib import Path

from models.appointment_slots import slots_subject
from models.codes.appointment_code import new_appointment_code
from models.events import APPOINTMENT, AppointmentBooked, AppointmentCancelled, Seat, SlotHoursSet, WeeklyRange
from models.ids import CounterId, new_subject
from sync.hub.log import intake
from sync.hub.seats import seat_words
from sync.hub.seats.clashes import seat_clashes
from sync.hub.seats.lease_files import SeatFiles
from sync.hub.seats.leasing import serve
from sync.hub.store import HubStore
from tests.sync.hub.conftest import NOW, OFFICE, Enrol

DAY = NOW.date() + timedelta(days=2)
SEAT = Seat("ho-tich", CounterId("2"), DAY, 450, 1)
EVERY_DAY = tuple(WeeklyRange(weekday, 450, 570) for weekday in range(7))


def test_a_clash_is_shown_until_one_of_both_is_cancelled(hub_store: HubStore, enrolled: Enrol, tmp_path: Path) -> None:
    (first, one, _), (second, other, _) = enrolled(), enrolled()
    hours = SlotHoursSet(
        service=SEAT.service, counter=SEAT.counter, valid_from=NOW.date(), weekly=EVERY_DAY, minutes=60
    )
    one.record(slots_subject(SEAT.service, SEAT.counter), hours)
    subjects, codes = [new_subject(APPOINTMENT) for _ in range(2)], [new_appointment_code() for _ in range(2)]
    for desk, subject, code in zip((one, other), subjects, codes, strict=True):
        desk.record(
            subject, AppointmentBooked(seat=SEAT, code=code, name="Lý Thị Ví Dụ", minutes=60, phone="0912000001")
        )
    intake.take_in(hub_store, first, one.up(), NOW)
    intake.take_in(hub_store, second, other.up(), NOW)
    files = SeatFiles(tmp_path / "given")
    serve(hub_store, OFFICE, files, NOW)

    (found,) = seat_clashes(hub_store)
    assert (found.seat, set(found.codes), found.settled) == (SEAT, set(codes), False)
    assert set(found.devices) == {first.number, second.number}
    told = seat_words.line(found)
    assert f"07:30 {DAY:%d/%m/%Y}, ho-tich, quầy 2, chỗ 1" in told
    assert "Ví Dụ" not in told
    assert seat_clashes(hub_store, "H99.00.00") == []

    other.record(subjects[1], AppointmentCancelled(left=(SEAT,)))
    intake.take_in(hub_store, second, other.up(2), NOW)
    assert seat_clashes(hub_store) == []
    assert [one.settled for one in seat_clashes(hub_store, OFFICE, settled=True)] == [True]
