"""A citizen who has booked arrives and gets a number of the line; nobody comes, and a person says why.

Who comes before the seat went to the others has a number that is called as an appointment from the beginning of the
slot on; who comes later waits like any other. The program calls nobody absent; it lists to whom nobody came.
"""

from datetime import datetime, timedelta

from desk.appointments import booking, seats
from desk.appointments.booking import AppointmentOver
from desk.desk import Desk
from desk.line import waiting
from desk.rights import Permission, require
from models.events import (
    AnyEvent,
    AppointmentArrived,
    AppointmentOutcome,
    AppointmentReleased,
    AppointmentResolved,
    Priority,
)
from models.ids import SubjectId, TicketId
from models.not_allowed import OfOneVerb
from models.person import Person
from models.store.projections.appointments.appointment import APPOINTMENTS
from models.store.projections.appointments.appointment_lists import Appointments
from models.subjects.appointments.appointment import Appointment, AppointmentState
from models.subjects.ticket import Ticket
from models.text import clean


class OtherDay(OfOneVerb):
    """It is of another day."""

    def __init__(self, one: Appointment) -> None:
        super().__init__(one.id)
        seat = one.seat
        at = f" lúc {seat.minute // 60:02d}:{seat.minute % 60:02d} ngày {seat.day:%d/%m/%Y}" if seat is not None else ""
        self.sentence = f"Lịch hẹn {one.code} là{at}, không phải hôm nay: dời lịch, hoặc lấy số thường."


class ArrivedAlready(OfOneVerb):
    """It has a number of the line."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number
        self.sentence = f"Lịch hẹn này đã lấy số {number}."


class NothingToResolve(OfOneVerb):
    """The citizen was there, or its time is still to come."""

    sentence = "Chỉ ghi lý do cho lịch hẹn đã quá giờ giữ chỗ mà chưa có ai đến."


def arrive(desk: Desk, id_: SubjectId, priority: Priority | None = None) -> Ticket:
    """Give a number of the line to whoever has booked. At the kiosk nobody need be signed in.

    Raises:
        AppointmentUnknown, AppointmentOver, OtherDay, ArrivedAlready, ServiceUnknown, WorkStopped.
    """
    one = desk.store.log.subject(APPOINTMENTS, id_)
    if one.state is AppointmentState.ARRIVED:
        raise ArrivedAlready(desk.store.log.ticket(one.ticket).number)
    seat = one.seat
    if seat is None or one.state in {AppointmentState.CANCELLED, AppointmentState.NEW}:
        raise AppointmentOver(id_)
    if seat.day != desk.today:
        raise OtherDay(one)
    in_time = one.released_at is None and desk.clock() <= _kept_until(desk, one)

    def arrived(ticket: TicketId) -> list[tuple[SubjectId, AnyEvent]]:
        return [(one.id, AppointmentArrived(ticket=ticket, in_time=in_time))]

    booked_for = one.starts_at if in_time else None
    return waiting.issue(desk, [seat.service], priority, one.name, phone=one.phone, booked_for=booked_for, also=arrived)


def of_today(desk: Desk, person: Person) -> Appointment | None:
    """The next appointment of a person today to which nobody came yet; None = there is none."""
    found = booking.of_person(desk, person, desk.today, desk.today)
    return next((one for one in found if one.state in {AppointmentState.BOOKED, AppointmentState.UNRESOLVED}), None)


def release(desk: Desk) -> int:
    """Give the seats to those who wait where nobody came while they were kept, today and before. Returns how many."""
    over = [
        one
        for one in (*desk.store.lists(Appointments).open_before(desk.today), *_today(desk))
        if one.state is AppointmentState.BOOKED and desk.clock() > _kept_until(desk, one)
    ]
    if over:
        desk.store.log.record_all(desk.by, [(one.id, AppointmentReleased()) for one in over])
    return len(over)


def unresolved(desk: Desk) -> tuple[Appointment, ...]:
    """Appointments to which nobody came in time and of which nobody has said why, the oldest first."""
    found = (*desk.store.lists(Appointments).open_before(desk.today), *_today(desk))
    return tuple(one for one in found if one.state is AppointmentState.UNRESOLVED)


def resolve(desk: Desk, id_: SubjectId, outcome: AppointmentOutcome, note: str = "") -> Appointment:
    """Say what became of an appointment to which nobody came in time; another word takes the place of the last.

    Raises:
        AppointmentUnknown, NothingToResolve, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.BOOK_APPOINTMENT)
    one = desk.store.log.subject(APPOINTMENTS, id_)
    if one.state not in {AppointmentState.UNRESOLVED, AppointmentState.RESOLVED}:
        raise NothingToResolve
    desk.store.log.record(one.id, desk.by, AppointmentResolved(outcome=outcome, note=clean(note)))
    return desk.store.log.subject(APPOINTMENTS, one.id)


def _kept_until(desk: Desk, one: Appointment) -> datetime:
    begins = one.starts_at or desk.clock()
    return begins + timedelta(minutes=seats.office_slots(desk).limits.grace_minutes)


def _today(desk: Desk) -> list[Appointment]:
    return desk.store.lists(Appointments).of_days(desk.today, desk.today)
