"""A reminder of an appointment leaves the afternoon before; who left a number with a drawn one hears that few wait."""

from datetime import timedelta

from models.events import AppointmentBooked, AppointmentMoved, Seat, TicketIssued, TicketNearing
from models.ids import CounterId, SubjectId
from sync.hub.store.notice_rows import DROPPED, SENT, WAITING
from tests.sync.hub.conftest import NOW
from tests.sync.hub.notices.conftest import BY_FILE, Office


def test_an_appointment_is_told_the_afternoon_before_and_a_new_time_at_once(office: Office) -> None:
    day = NOW.date() + timedelta(days=3)
    seat = Seat("a", CounterId(""), day, 480, 1)
    id_ = SubjectId("appointment/019ad000-0000-7000-8000-000000000001")
    office.happens(id_, AppointmentBooked(seat=seat, code="LH-2222-2222", name="Lý", phone="0901234567"))
    office.sender(**BY_FILE).turn()
    assert (office.files(), office.counts()) == ([], {WAITING: 1})
    later = Seat("a", CounterId(""), day, 510, 1)
    office.happens(id_, AppointmentMoved(seat=later, left=(seat,)))
    office.sender(**BY_FILE).turn()
    (moved,) = office.files()
    assert "lịch hẹn LH-2222-2222 nay là 08:30" in moved
    office.clock.now = NOW + timedelta(days=2, hours=8, minutes=30)  # 16:30 of the day before
    office.sender(**BY_FILE).turn()
    reminder = next(one for one in office.files() if one != moved)
    assert "nhắc lịch hẹn LH-2222-2222 lúc 08:30" in reminder
    assert "Lý" not in reminder
    assert office.counts() == {SENT: 2}


def test_a_number_whose_turn_is_near_is_told_once_and_not_a_quarter_of_an_hour_later(office: Office) -> None:
    id_ = SubjectId("ticket/019ad000-0000-7000-8000-000000000001")
    drawn = TicketIssued(number="A012", day=NOW.date(), services=("a",), phone="0901234567")
    office.happens(id_, drawn, TicketNearing(ahead=3))
    office.sender(**BY_FILE).turn()
    (told,) = office.files()
    assert "số A012 còn 3 người nữa đến lượt" in told
    other = SubjectId("ticket/019ad000-0000-7000-8000-000000000002")
    office.happens(other, drawn, TicketNearing(ahead=3))
    office.clock.now += timedelta(minutes=20)
    office.sender(**BY_FILE).turn()
    assert office.counts() == {SENT: 1, DROPPED: 1}
