"""Appointments are booked, moved to another time, cancelled."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from desk import limits
from desk.appointments import seats
from desk.desk import Desk
from desk.intake import people
from desk.rights import Permission, require
from models.codes.appointment_code import appointment_code, new_appointment_code
from models.events import (
    ANY_COUNTER,
    APPOINTMENT,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    BookedBy,
    Seat,
)
from models.ids import CounterId, SubjectId, new_subject
from models.not_allowed import OfOneVerb, PersonIncomplete, ReasonMissing
from models.person import Person
from models.store.projections.appointments.appointment import APPOINTMENTS
from models.store.projections.appointments.appointment_lists import Appointments
from models.subjects.appointments.appointment import Appointment, AppointmentState
from models.text import clean, name_key, phone_key


class AppointmentUnknown(OfOneVerb):
    """Nobody has heard of it here."""

    sentence = "Không tìm thấy lịch hẹn này trên máy: kiểm tra mã LH-…, hoặc tìm theo tên, số điện thoại."


class AppointmentOver(OfOneVerb):
    """It is cancelled, or the citizen was there."""

    sentence = "Lịch hẹn này đã hủy hoặc người dân đã đến; cần hẹn nữa thì đặt lịch mới."


class SlotNotOffered(OfOneVerb):
    """The rules that hold now have no such slot."""

    sentence = "Giờ này không mở cho đặt hẹn: chọn giờ khác trong ngày, hoặc ngày khác."


class SlotTooSoon(OfOneVerb):
    """Less than the minimum notice before it begins, or it has begun."""

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.sentence = f"Giờ này đã qua hoặc còn chưa đầy {minutes} phút: lấy số tại quầy, hoặc chọn giờ khác."


class SlotTooFar(OfOneVerb):
    """Beyond the days that may be booked."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.sentence = f"Chỉ nhận đặt hẹn trong {days} ngày tới."


class SeatsElsewhere(OfOneVerb):
    """No seat of the slot is here; the hub or another machine may have one."""

    sentence = (
        "Máy này không còn chỗ ở giờ đó. Có mạng thì bấm xin thêm chỗ rồi đặt lại sau vài giây; "
        "không có mạng thì chọn giờ khác."
    )


class SlotFull(OfOneVerb):
    """All its seats are booked."""

    sentence = "Giờ này đã đủ người: chọn giờ khác."


class TooManyOfPerson(OfOneVerb):
    """The person has as many appointments on that day as one may have."""

    def __init__(self, most: int, codes: Iterable[str]) -> None:
        known = tuple(codes)
        super().__init__(most, known)
        self.sentence = f"Người này đã có {', '.join(known)} trong ngày; mỗi người đặt nhiều nhất {most} lịch một ngày."


class SameSlot(OfOneVerb):
    """It is at that time already."""

    sentence = "Lịch hẹn đã ở đúng giờ này."


class AppointmentWish(Struct, frozen=True, kw_only=True):
    """What is asked for.

    Attributes:
        minute: of the slot's beginning, after local midnight.
        procedure: its name or code, as it was said; empty = not said.
    """

    service: str
    day: date
    minute: int
    counter: CounterId = ANY_COUNTER
    person: Person = Person()
    procedure: str = ""
    by: BookedBy = BookedBy.COUNTER
    note: str = ""


def book(desk: Desk, wish: AppointmentWish) -> Appointment:
    """Give a citizen a seat.

    Raises:
        PersonIncomplete: without a name. NumberMalformed, SlotNotOffered, SlotTooSoon, SlotTooFar, TooManyOfPerson,
        SeatsElsewhere, SlotFull, WorkStopped, RoleForbids, NobodySignedIn.
        FileTrouble: nothing was given.
    """
    require(desk, Permission.BOOK_APPOINTMENT)
    limits.check(desk)
    person = people.tidy_person(wish.person)
    if not person.full_name:
        raise PersonIncomplete("submitter", ("full_name",))
    for problem in people.number_problems("submitter", person):
        raise problem
    found = _seat(desk, wish.service, wish.counter, wish.day, wish.minute)
    _check_person(desk, person, wish.day)
    one = new_subject(APPOINTMENT)
    booked = AppointmentBooked(
        seat=found.seat,
        code=new_appointment_code(),
        name=person.full_name,
        minutes=found.slot.minutes,
        phone=person.phone,
        personal_number=person.personal_number,
        procedure=clean(wish.procedure),
        by=wish.by,
        lease=found.lease,
        note=clean(wish.note),
    )
    seats.record_given(desk, [(one, booked)], lease=found.lease)
    return desk.store.log.subject(APPOINTMENTS, one)


def move(desk: Desk, id_: SubjectId, day: date, minute: int, reason: str = "") -> Appointment:
    """The same appointment, with its code and slip's QR, at another time of the same service and counter.

    Raises:
        AppointmentUnknown, AppointmentOver, SameSlot, and what ``book`` raises of slots and of one person's day.
    """
    require(desk, Permission.BOOK_APPOINTMENT)
    limits.check(desk)
    one = open_appointment(desk, id_)
    at = one.held[-1]
    if len(one.held) == 1 and (at.day, at.minute) == (day, minute):
        raise SameSlot
    found = _seat(desk, at.service, at.counter, day, minute)
    if day != at.day:
        _check_person(desk, Person(full_name=one.name, phone=one.phone, personal_number=one.personal_number), day)
    moved = AppointmentMoved(
        seat=found.seat, left=one.held, minutes=found.slot.minutes, lease=found.lease, reason=clean(reason)
    )
    seats.record_given(desk, [(one.id, moved)], lease=found.lease)
    return desk.store.log.subject(APPOINTMENTS, one.id)


def keep(desk: Desk, id_: SubjectId, seat: Seat) -> Appointment:
    """Of an appointment that two machines moved: the time the citizen comes at; the other seat is free again.

    Raises:
        AppointmentUnknown, AppointmentOver, SlotNotOffered: it does not hold this seat.
    """
    require(desk, Permission.BOOK_APPOINTMENT)
    one = open_appointment(desk, id_)
    others = tuple(other for other in one.held if other != seat)
    if seat not in one.held or not others:
        raise SlotNotOffered
    desk.store.log.record(one.id, desk.by, AppointmentMoved(seat=seat, left=others, minutes=one.minutes))
    return desk.store.log.subject(APPOINTMENTS, one.id)


def cancel(desk: Desk, id_: SubjectId, reason: str = "", *, by_office: bool = False) -> Appointment:
    """It does not take place; the seat is free again. Late is noted, and is no absence.

    Raises:
        AppointmentUnknown, AppointmentOver. ReasonMissing: the office says why it cannot keep it.
    """
    require(desk, Permission.BOOK_APPOINTMENT)
    one = open_appointment(desk, id_)
    if by_office and not clean(reason):
        raise ReasonMissing
    rules = seats.office_slots(desk).limits
    late = not by_office and seats.is_before(one.held[-1], desk.clock(), minutes=rules.cancel_minutes)
    event = AppointmentCancelled(left=one.held, by_office=by_office, late=late, reason=clean(reason))
    desk.store.log.record(one.id, desk.by, event)
    return desk.store.log.subject(APPOINTMENTS, one.id)


def of_code(desk: Desk, text: str) -> Appointment:
    """The appointment of this code, however it was typed or scanned.

    Raises:
        AppointmentUnknown.
    """
    code = appointment_code(text)
    found = desk.store.lists(Appointments).of_code(code) if code else []
    if not found:
        raise AppointmentUnknown(text)
    return found[0]


def of_person(desk: Desk, person: Person, first: date, last: date) -> list[Appointment]:
    """Appointments of a person between two days: by number; else by telephone; else by name, where neither is known."""
    return [one for one in desk.store.lists(Appointments).of_days(first, last) if _is_of(one, person)]


def open_appointment(desk: Desk, id_: SubjectId) -> Appointment:
    """The appointment, while it may still be moved or cancelled.

    Raises:
        AppointmentUnknown, AppointmentOver.
    """
    one = desk.store.log.subject(APPOINTMENTS, id_) if id_.startswith(APPOINTMENT) else None
    if one is None or not one.code:
        raise AppointmentUnknown(id_)
    if one.state not in {AppointmentState.BOOKED, AppointmentState.UNRESOLVED} or not one.held:
        raise AppointmentOver(id_)
    return one


def _seat(desk: Desk, service: str, counter: CounterId, day: date, minute: int) -> seats.FreeSeat:
    slots = seats.office_slots(desk)
    offered = next((one for one in slots.day(service, counter, day).slots if one.minute == minute), None)
    if offered is None:
        raise SlotNotOffered
    if day > desk.today + timedelta(days=slots.limits.days_ahead):
        raise SlotTooFar(slots.limits.days_ahead)
    if seats.is_before(Seat(service, counter, day, minute, 1), desk.clock(), minutes=slots.limits.notice_minutes):
        raise SlotTooSoon(slots.limits.notice_minutes)
    there = [one for one in seats.free(desk, service, counter, day, day, slots=slots) if one.seat.minute == minute]
    if there:
        return there[0]
    look = next(one for one in seats.look(desk, service, counter, day) if one.slot.minute == minute)
    raise SeatsElsewhere if look.elsewhere else SlotFull


def _check_person(desk: Desk, person: Person, day: date) -> None:
    most = seats.office_slots(desk).limits.per_person
    has = [one for one in of_person(desk, person, day, day) if one.held and one.arrived_at is None]
    if len(has) >= most:
        raise TooManyOfPerson(most, [one.code for one in has])


def _is_of(one: Appointment, person: Person) -> bool:
    if one.personal_number and person.personal_number:
        return one.personal_number == person.personal_number
    if phone_key(one.phone) and phone_key(person.phone):
        return phone_key(one.phone) == phone_key(person.phone)
    return bool(person.full_name) and name_key(one.name) == name_key(person.full_name)
