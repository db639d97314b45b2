"""The province's portal books, and cancels, appointments: from the same seats, under the same primary key.

Asked again under the same reference, the portal hears the same answer and no second seat is given.
"""

import hashlib
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from models.calendar.clock import instant, local_day, micros
from models.codes.appointment_code import new_appointment_code
from models.events import (
    ANY_COUNTER,
    APPOINTMENT,
    AnyEvent,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentRulesSet,
    BookedBy,
    Seat,
)
from models.ids import CounterId, SubjectId
from models.subjects.appointments.appointment import Appointment, AppointmentState, begins, fold
from models.text import clean, phone_key
from sync.hub.log.province_chain import ProvinceChain
from sync.hub.log.stream import Stream, lock_stream
from sync.hub.seats.holds import expire, let_go
from sync.hub.seats.lease_files import GivenSeats, SeatFiles
from sync.hub.seats.leasing import offered, serve
from sync.hub.store import HubStore, Reading, Writing, event_rows
from sync.hub.store.office_rows import find_office
from sync.hub.store.seats import seat_rows
from sync.hub.store.seats.seat_rows import HoldRow, SeatLeaseRow


class PortalOutcome(StrEnum):
    """What became of what the portal asked for."""

    DONE = "done"
    OFFICE_UNKNOWN = "office_unknown"
    NOT_OFFERED = "not_offered"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    FULL = "full"
    TOO_MANY = "too_many"
    """The person has as many on that day as one may have."""
    INCOMPLETE = "incomplete"
    """Without a name, a reference, or any means to know the person."""
    UNKNOWN = "unknown"
    """No appointment of this reference."""
    OVER = "over"
    """It is cancelled already, or the citizen was there."""


class PortalHold(Struct, frozen=True, kw_only=True):
    """A seat to be kept while the citizen is still asked; confirmed by ``PortalBooking`` with the same reference.

    Attributes:
        reference: the portal's own, one for each appointment.
        minute: after local midnight.
    """

    office: str
    reference: str
    service: str
    day: date
    minute: int
    counter: CounterId = ANY_COUNTER
    phone: str = ""
    personal_number: str = ""


class PortalBooking(PortalHold, frozen=True, kw_only=True):
    """What the portal asks for: a seat of the slot, and for whom."""

    name: str
    procedure: str = ""


class PortalCancelling(Struct, frozen=True, kw_only=True):
    """An appointment that the citizen gives up at the portal."""

    office: str
    reference: str
    reason: str = ""


class PortalAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer: the slip's code where there is an appointment, until when where a seat is held."""

    outcome: PortalOutcome
    code: str = ""
    until: datetime | None = None


class FreeSlot(Struct, frozen=True, kw_only=True):
    """A slot with room at the hub: what machines hold is not counted."""

    service: str
    counter: str
    day: date
    minute: int
    minutes: int
    free: int


def free_slots(store: HubStore, office: str, files: SeatFiles, now: datetime) -> list[FreeSlot] | None:
    """Slots that the portal may offer now, by time. None = no such office."""
    expire(store, files, now)
    serve(store, office, files, now)
    with store.reading() as reading:
        if find_office(reading, office) is None:
            return None
        slots, today = offered(reading, office), local_day(now)
        last = today + timedelta(days=slots.limits.days_ahead)
        gone = {row.seat for row in seat_rows.taken_between(reading, office, today, last)}
        left: dict[Seat, int] = {}
        for seat in slots.seats(today, last):
            if seat not in gone and not _too_soon(seat, slots.limits, now):
                first = Seat(seat.service, seat.counter, seat.day, seat.minute, 1)
                left[first] = left.get(first, 0) + 1
        lengths = {first: slots.slot_of(first) for first in left}
    return [
        FreeSlot(
            service=one.service,
            counter=one.counter,
            day=one.day,
            minute=one.minute,
            minutes=length.minutes,
            free=count,
        )
        for one, count in left.items()
        if (length := lengths[one]) is not None
    ]


def book(store: HubStore, files: SeatFiles, wish: PortalBooking, now: datetime) -> PortalAnswer:
    """Give a citizen of the portal a seat that no machine holds, and tell the office.

    Raises:
        FileTrouble: of ``files``; nothing was given.
    """
    if not (clean(wish.name) and _is_whole(wish)):
        return PortalAnswer(outcome=PortalOutcome.INCOMPLETE)
    expire(store, files, now)
    serve(store, wish.office, files, now)
    with store.writing() as writing:
        begun = _begun(writing, files, wish)
        if isinstance(begun, PortalAnswer):
            return begun
        stream, one = begun
        answer = _given(store, stream, files, wish, one, now)
    if stream.changed:
        store.tell(wish.office)
    return answer


def hold(store: HubStore, files: SeatFiles, wish: PortalHold, lasts: timedelta, now: datetime) -> PortalAnswer:
    """Keep a seat for a citizen of the portal who has not confirmed yet. Asked again, it is kept no longer than before.

    Args:
        store: of the hub.
        files: where given seats are recorded; a held one is given to nobody yet.
        wish: which seat.
        lasts: how long.
        now: the hub's clock.
    """
    if not _is_whole(wish):
        return PortalAnswer(outcome=PortalOutcome.INCOMPLETE)
    expire(store, files, now)
    serve(store, wish.office, files, now)
    with store.writing() as writing:
        begun = _begun(writing, files, wish)
        if isinstance(begun, PortalAnswer):
            return begun
        _, one = begun
        held = seat_rows.find_hold(writing, wish.office, one)
        if held is not None and _is_of(held, wish):
            return PortalAnswer(outcome=PortalOutcome.DONE, until=instant(held.until))
        let_go(writing, wish.office, one)
        seat = _taken(writing, wish, one, now)
        if isinstance(seat, PortalOutcome):
            return PortalAnswer(outcome=seat)
        until = now + lasts
        seat_rows.put_hold(writing, HoldRow(wish.office, one, seat, micros(until)))
    return PortalAnswer(outcome=PortalOutcome.DONE, until=until)


def cancel(store: HubStore, files: SeatFiles, wish: PortalCancelling, now: datetime) -> PortalAnswer:
    """The citizen gives up an appointment that was booked at the portal."""
    with store.writing() as writing:
        stream = lock_stream(writing, wish.office)
        if stream is None:
            return PortalAnswer(outcome=PortalOutcome.OFFICE_UNKNOWN)
        one = _appointment(writing, wish.office, _subject(wish.office, wish.reference))
        if not one.code:
            held = let_go(writing, wish.office, one.id)
            return PortalAnswer(outcome=PortalOutcome.DONE if held else PortalOutcome.UNKNOWN)
        if one.state is not AppointmentState.BOOKED:
            return PortalAnswer(outcome=PortalOutcome.OVER, code=one.code)
        limits = offered(writing, wish.office).limits
        late = begins(one.held[-1]) - timedelta(minutes=limits.cancel_minutes) < now
        _tell(store, stream, one.id, AppointmentCancelled(left=one.held, late=late, reason=clean(wish.reason)), now)
    store.tell(wish.office)
    serve(store, wish.office, files, now)
    return PortalAnswer(outcome=PortalOutcome.DONE, code=one.code)


def _is_whole(wish: PortalHold) -> bool:
    """Whether it has a reference, and any means to know the person."""
    return bool(clean(wish.reference) and _known_by(wish))


def _known_by(wish: PortalHold) -> str:
    return phone_key(wish.phone) or wish.personal_number.strip()


def _begun(writing: Writing, files: SeatFiles, wish: PortalHold) -> tuple[Stream, SubjectId] | PortalAnswer:
    """The office's stream, locked, and the appointment to be; or the answer where there is one without any seat."""
    stream = lock_stream(writing, wish.office)
    if stream is None:
        return PortalAnswer(outcome=PortalOutcome.OFFICE_UNKNOWN)
    one = _subject(wish.office, wish.reference)
    known = _appointment(writing, wish.office, one)
    if known.code:
        return PortalAnswer(outcome=PortalOutcome.DONE, code=known.code)
    files.restore(writing, wish.office)
    return stream, one


def _given(
    store: HubStore, stream: Stream, files: SeatFiles, wish: PortalBooking, one: SubjectId, now: datetime
) -> PortalAnswer:
    writing, office, at = stream.writing, wish.office, micros(now)
    held = seat_rows.find_hold(writing, office, one)
    let_go(writing, office, one)
    seat = _taken(writing, wish, one, now, in_time=held is not None and _is_of(held, wish))
    if isinstance(seat, PortalOutcome):
        return PortalAnswer(outcome=seat)
    slot = offered(writing, office).slot_of(seat)
    files.record(office, GivenSeats(one, 0, "", at, (seat,)))
    seat_rows.put_lease(writing, SeatLeaseRow(office, one, 0, "", at))
    booked = AppointmentBooked(
        seat=seat,
        code=new_appointment_code(),
        name=clean(wish.name),
        minutes=slot.minutes if slot else 0,
        phone=clean(wish.phone),
        personal_number=wish.personal_number.strip(),
        procedure=clean(wish.procedure),
        by=BookedBy.PORTAL,
        reference=clean(wish.reference),
    )
    _tell(store, stream, one, booked, now)
    return PortalAnswer(outcome=PortalOutcome.DONE, code=booked.code)


def _taken(
    writing: Writing, wish: PortalHold, one: SubjectId, now: datetime, *, in_time: bool = False
) -> Seat | PortalOutcome:
    """Take a free seat of the slot that is wished for; or why there is none. ``in_time``: it was held in time."""
    office, slots = wish.office, offered(writing, wish.office)
    person = _person(office, _known_by(wish))
    first = Seat(wish.service, wish.counter, wish.day, wish.minute, 1)
    slot = slots.slot_of(first)
    if slot is None:
        return PortalOutcome.NOT_OFFERED
    if not in_time and _too_soon(first, slots.limits, now):
        return PortalOutcome.TOO_SOON
    if wish.day > local_day(now) + timedelta(days=slots.limits.days_ahead):
        return PortalOutcome.TOO_FAR
    if seat_rows.booked_by(writing, office, person, wish.day) >= slots.limits.per_person:
        return PortalOutcome.TOO_MANY
    for number in range(1, slot.seats + 1):
        seat = Seat(wish.service, wish.counter, wish.day, wish.minute, number)
        if seat_rows.take(writing, office, [seat], lease_id=one, appointment=one, who=person):
            return seat
    return PortalOutcome.FULL


def _is_of(held: HoldRow, wish: PortalHold) -> bool:
    """Whether this is the slot that is wished for."""
    seat = held.seat
    return (seat.service, seat.counter, seat.day, seat.minute) == (wish.service, wish.counter, wish.day, wish.minute)


def _tell(store: HubStore, stream: Stream, one: SubjectId, event: AnyEvent, now: datetime) -> None:
    chain = ProvinceChain(stream, store.life(stream.writing), now)
    chain.add(one, event)
    chain.save()


def _subject(office: str, reference: str) -> SubjectId:
    """The same for the same reference, so that asking again finds it."""
    return SubjectId(APPOINTMENT + hashlib.sha256(f"{office}\0{clean(reference)}".encode()).hexdigest()[:32])


def _person(office: str, told: str) -> str:
    """Who it is, without saying who."""
    return hashlib.sha256(f"{office}\0{told}".encode()).hexdigest()[:32]


def _appointment(reading: Reading, office: str, one: SubjectId) -> Appointment:
    return fold(one, event_rows.of_subject(reading, office, one))


def _too_soon(seat: Seat, limits: AppointmentRulesSet, now: datetime) -> bool:
    return begins(seat) - timedelta(minutes=limits.notice_minutes) < now
