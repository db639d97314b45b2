"""Events of appointments (lịch hẹn): the hours that are offered, the seats leased to machines, who booked which."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from models.events.event import Event
from models.ids import CounterId, EventId, SubjectId, TicketId

__all__ = [
    "ANY_COUNTER",
    "APPOINTMENT",
    "OFFICE_SLOTS",
    "SEAT_LEASE",
    "SLOTS",
    "AppointmentArrived",
    "AppointmentBooked",
    "AppointmentCancelled",
    "AppointmentEvent",
    "AppointmentMoved",
    "AppointmentOutcome",
    "AppointmentReleased",
    "AppointmentResolved",
    "AppointmentRulesSet",
    "BookedBy",
    "MinuteRange",
    "Seat",
    "SeatsAsked",
    "SeatsLeased",
    "SeatsReturned",
    "SlotDaysKind",
    "SlotDaysRemoved",
    "SlotDaysSet",
    "SlotHoursSet",
    "TicketNearing",
    "WeeklyRange",
]

APPOINTMENT = "appointment/"
"""Begins the names of appointments."""

ANY_COUNTER = CounterId("")
"""Of a seat that whichever counter serves it."""

SLOTS = "slots/"
"""Begins the names of what is offered: one subject for each service and counter."""

OFFICE_SLOTS = SubjectId(f"{SLOTS}office")
"""What holds for the whole office: limits, and days that concern every service."""

SEAT_LEASE = "seat-lease/"
"""Begins the names of leases of seats: one for each time that a machine asked."""


class MinuteRange(Struct, frozen=True, array_like=True, order=True):
    """A stretch of a day in minutes after local midnight; ``until`` no longer belongs to it."""

    since: int
    until: int


class WeeklyRange(Struct, frozen=True, array_like=True, order=True):
    """A stretch of every such weekday, Monday = 0."""

    weekday: int
    since: int
    until: int


class Seat(Struct, frozen=True, array_like=True, order=True):
    """One place of one slot: what is given to one citizen, and never to two.

    Attributes:
        counter: empty = whichever counter serves it.
        minute: of the slot's beginning, after local midnight.
        number: 1, 2, 3… among the seats of this slot.
    """

    service: str
    counter: CounterId
    day: date
    minute: int
    number: int


# ---- what is offered ---------------------------------------------------------------------------------------


class SlotHoursSet(Event, frozen=True, kw_only=True, tag="SlotHoursSet"):
    """The weekly hours of a service at a counter, from a day on; later ones of the same day take their place.

    Attributes:
        weekly: none = nothing is offered from that day on.
        minutes: length of a slot.
        seats: citizens in one slot.
        on_holidays: they hold on holidays too.
        buffer: minutes kept free between two slots, for what takes longer and for walk-ins.
    """

    service: str
    valid_from: date
    counter: CounterId = ANY_COUNTER
    weekly: tuple[WeeklyRange, ...] = ()
    minutes: int = 30
    seats: int = 1
    on_holidays: bool = False
    buffer: int = 0


class SlotDaysKind(StrEnum):
    """What a rule for certain dates does, the strongest first."""

    CLOSURE = "closure"
    """Nothing is offered, the whole day."""
    SPECIAL = "special"
    """Hours in place of the weekly ones."""
    ADDED = "added"
    """Hours besides the others."""
    BLACKOUT = "blackout"
    """Hours that are taken away."""


class SlotDaysSet(Event, frozen=True, kw_only=True, tag="SlotDaysSet"):
    """A rule for certain dates; of ``OFFICE_SLOTS`` it concerns every service.

    Attributes:
        first, last: both belong to it.
        hours: of ``SPECIAL``, ``ADDED``, ``BLACKOUT``.
        on_holidays: a special opening or added hours hold on a holiday too.
    """

    kind: SlotDaysKind
    first: date
    last: date
    hours: tuple[MinuteRange, ...] = ()
    on_holidays: bool = False
    reason: str = ""


class SlotDaysRemoved(Event, frozen=True, kw_only=True, tag="SlotDaysRemoved"):
    """A rule for certain dates no longer holds; ``rule``: the event that set it."""

    rule: EventId


class AppointmentRulesSet(Event, frozen=True, kw_only=True, tag="AppointmentRulesSet"):
    """Limits of the office.

    Attributes:
        per_person: open appointments of one person on one day.
        days_ahead: so many days ahead may be booked.
        notice_minutes: so long before its beginning a slot is no longer booked.
        cancel_minutes: whoever cancels later than so long before has cancelled late; it is taken all the same.
        grace_minutes: so long after its beginning the seat is kept.
        drawn_per_person: numbers that one person draws on one day, those for appointments not counted; 0 = any.
    """

    per_person: int = 2
    days_ahead: int = 6
    notice_minutes: int = 60
    cancel_minutes: int = 60
    grace_minutes: int = 15
    drawn_per_person: int = 0


# ---- seats leased to machines ------------------------------------------------------------------------------


class SeatsAsked(Event, frozen=True, kw_only=True, tag="SeatsAsked"):
    """A machine asks the hub for seats.

    Attributes:
        installation: names this copy of the machine's data; another copy uses nothing of what is leased to it.
        wanted: seats that a citizen wants now; none = a share of what is free.
    """

    installation: str
    day: date
    wanted: tuple[Seat, ...] = ()


class SeatsLeased(Event, frozen=True, kw_only=True, tag="SeatsLeased"):
    """The hub's answer: nobody else gets these seats until the machine has returned them.

    Attributes:
        day: the last day on which they may be booked from this lease.
    """

    day: date
    seats: tuple[Seat, ...] = ()


class SeatsReturned(Event, frozen=True, kw_only=True, tag="SeatsReturned"):
    """The machine books nothing more from a lease.

    Attributes:
        lost: what it gave out of it is not known here (a copy was brought back): no seat of it is ever leased again.
    """

    lost: bool = False


# ---- appointments ------------------------------------------------------------------------------------------


class BookedBy(StrEnum):
    """How it was booked."""

    COUNTER = "counter"
    TELEPHONE = "telephone"
    PORTAL = "portal"


class AppointmentBooked(Event, frozen=True, kw_only=True, tag="AppointmentBooked"):
    """A citizen has a seat.

    Attributes:
        code: what slip and QR say; of the citizen, not of the lease.
        minutes: length of the slot.
        lease: the lease the seat is of; empty = the office gives its seats alone, or the hub gave it itself.
        reference: of the portal.
    """

    seat: Seat
    code: str
    name: str
    minutes: int = 30
    phone: str = ""
    personal_number: str = ""
    procedure: str = ""
    by: BookedBy = BookedBy.COUNTER
    lease: SubjectId = SubjectId("")
    reference: str = ""
    note: str = ""


class AppointmentMoved(Event, frozen=True, kw_only=True, tag="AppointmentMoved"):
    """The same appointment at another time; ``left``: the seats it gives up for it."""

    seat: Seat
    left: tuple[Seat, ...]
    minutes: int = 30
    lease: SubjectId = SubjectId("")
    reason: str = ""


class AppointmentCancelled(Event, frozen=True, kw_only=True, tag="AppointmentCancelled"):
    """It does not take place.

    Attributes:
        left: the seats it gives up.
        by_office: the office cannot keep it.
        late: less than the office's notice before its beginning; that is no absence.
    """

    left: tuple[Seat, ...]
    by_office: bool = False
    late: bool = False
    reason: str = ""


class AppointmentArrived(Event, frozen=True, kw_only=True, tag="AppointmentArrived"):
    """The citizen is there and has a number of the line.

    Attributes:
        in_time: before the seat went to the others; else the number waits like any other.
    """

    ticket: TicketId
    in_time: bool = True


class AppointmentReleased(Event, frozen=True, kw_only=True, tag="AppointmentReleased"):
    """Nobody came while the seat was kept: it went to those who wait."""


class AppointmentOutcome(StrEnum):
    """What a person says of an appointment to which nobody came in time."""

    ABSENT = "absent"
    """The citizen did not come, and did not say so."""
    LATE_CANCELLED = "late_cancelled"
    """The citizen had said so."""
    OFFICE = "office"
    """The office was late or closed."""
    CAME = "came"
    """The citizen was there and was not recorded."""


class AppointmentResolved(Event, frozen=True, kw_only=True, tag="AppointmentResolved"):
    """A person says what became of an appointment to which nobody came in time."""

    outcome: AppointmentOutcome
    note: str = ""


class TicketNearing(Event, frozen=True, kw_only=True, tag="TicketNearing"):
    """So many wait before a number whose owner left a telephone number: the citizen is told."""

    ahead: int


AppointmentEvent = (
    SlotHoursSet
    | SlotDaysSet
    | SlotDaysRemoved
    | AppointmentRulesSet
    | SeatsAsked
    | SeatsLeased
    | SeatsReturned
    | AppointmentBooked
    | AppointmentMoved
    | AppointmentCancelled
    | AppointmentArrived
    | AppointmentReleased
    | AppointmentResolved
    | TicketNearing
)
"""What the codec reads of them."""
