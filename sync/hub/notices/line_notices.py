"""What an appointment and a number of the line have to tell their citizen.

==============================  =======================  ==============================================
event                           kind                     still true while
==============================  =======================  ==============================================
``AppointmentBooked``           appointment              it stands, from the afternoon of the day before
                                                         until its slot begins
``AppointmentMoved``            appointment_moved        it stands at this very seat, in time
``AppointmentCancelled`` by     appointment_cancelled    it is cancelled, and its slot is still to come
the office
``TicketNearing``               near                     the number waits, for a quarter of an hour
==============================  =======================  ==============================================
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from msgspec import Struct

from models.calendar.clock import from_local, local
from models.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved, TicketNearing
from models.history import Recorded, in_order
from models.ids import SubjectId, TicketId
from models.notice import NoticeKind
from models.subjects.appointments.appointment import Appointment, AppointmentState, begins
from models.subjects.appointments.appointment import fold as appointment_fold
from models.subjects.ticket import Ticket
from models.subjects.ticket import fold as ticket_fold
from models.subjects.ticket_state import TicketState
from sync.hub.notices.wanted import WantedNotice

REMINDED_AT = time(16, 0)
"""Of the day before."""

NEAR_FOR = timedelta(minutes=15)
"""A call that few wait is of no use later."""

LOOKED_AT = (AppointmentBooked, AppointmentMoved, AppointmentCancelled, TicketNearing)
"""Events after which there may be something to tell."""


class LineNotices(Struct, frozen=True, kw_only=True):
    """An appointment or a number, and what its citizen was to be told so far, oldest first.

    Attributes:
        phone: where the citizen is told.
        facts: what the wording may name.
    """

    phone: str
    facts: dict[str, str]
    notices: tuple[WantedNotice, ...]
    true: frozenset[str]
    later: dict[str, datetime] = {}

    def holds(self, event: str) -> bool:
        """Whether the notice of this event is still true."""
        return event in self.true

    def not_before(self, event: str) -> datetime | None:
        """When the notice of this event is to leave; None = at once."""
        return self.later.get(event)


def of_appointment(id_: SubjectId, history: Sequence[Recorded], now: datetime) -> LineNotices:
    """What the history of an appointment has to tell."""
    one = appointment_fold(id_, history)
    notices, true, later = [], set(), dict[str, datetime]()
    for recorded in in_order(history):
        kind = _kind(recorded)
        if kind is None:
            continue
        notices.append(WantedNotice(recorded.id, kind, recorded.at))
        if _holds(one, recorded, kind, now):
            true.add(recorded.id)
        if kind is NoticeKind.APPOINTMENT and one.seat is not None:
            later[recorded.id] = from_local(datetime.combine(one.seat.day - timedelta(days=1), REMINDED_AT))
    due = f"{local(one.starts_at):%H:%M ngày %d/%m/%Y}" if one.starts_at is not None else ""
    return LineNotices(
        phone=one.phone,
        facts={"code": one.code, "due": due},
        notices=tuple(notices),
        true=frozenset(true),
        later=later,
    )


def of_ticket(id_: TicketId, history: Sequence[Recorded], now: datetime) -> LineNotices:
    """What the history of a number has to tell: once that few wait before it."""
    ticket: Ticket = ticket_fold(id_, history)
    near = [one for one in in_order(history) if isinstance(one.event, TicketNearing)][:1]
    waits = ticket.state is TicketState.WAITING
    ahead = str(near[0].event.ahead) if near and isinstance(near[0].event, TicketNearing) else ""
    return LineNotices(
        phone=ticket.phone,
        facts={"number": ticket.number, "ahead": ahead},
        notices=tuple(WantedNotice(one.id, NoticeKind.NEAR, one.at) for one in near),
        true=frozenset(one.id for one in near if waits and now - one.at < NEAR_FOR),
    )


def _kind(recorded: Recorded) -> NoticeKind | None:
    match recorded.event:
        case AppointmentBooked():
            return NoticeKind.APPOINTMENT
        case AppointmentMoved():
            return NoticeKind.APPOINTMENT_MOVED
        case AppointmentCancelled(by_office=True):
            return NoticeKind.APPOINTMENT_CANCELLED
        case _:
            return None


def _holds(one: Appointment, recorded: Recorded, kind: NoticeKind, now: datetime) -> bool:
    if one.starts_at is None or one.starts_at <= now:
        return False
    if kind is NoticeKind.APPOINTMENT_CANCELLED:
        return one.state is AppointmentState.CANCELLED
    if one.state is not AppointmentState.BOOKED:
        return False
    event = recorded.event
    return not isinstance(event, AppointmentMoved) or (one.seat == event.seat and begins(event.seat) > now)
