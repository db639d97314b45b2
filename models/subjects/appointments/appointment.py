"""An appointment as the fold of its events.

It holds every seat that was given to it and that nobody knowingly gave up: where two machines moved it without
knowledge of each other it holds both, and neither goes to anybody else until a person has named one.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import from_local
from models.events import (
    AppointmentArrived,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    AppointmentOutcome,
    AppointmentReleased,
    AppointmentResolved,
    BookedBy,
    Form,
    FormPrinted,
    NoticeReported,
    PaperGivenUp,
    PrintingFailed,
    Seat,
)
from models.history import Recorded
from models.ids import ClerkId, DeviceId, SubjectId, TicketId
from models.subjects.folding import MOST, Fold

_SLIPS = (Form.APPOINTMENT_SLIP, Form.APPOINTMENT_ROLL)


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    NEW = "new"
    """Only its later life has arrived."""
    BOOKED = "booked"
    ARRIVED = "arrived"
    UNRESOLVED = "unresolved"
    """Nobody came in time, and nobody has said why."""
    RESOLVED = "resolved"
    CANCELLED = "cancelled"


class Appointment(Struct, frozen=True, kw_only=True):
    """The present state of an appointment.

    Attributes:
        held: the seats it holds, the one it is at last; two = it was moved twice by machines that did not know it.
        last_seat: the one it was at last, also when it is cancelled.
        minutes: length of the slot.
        moves: how often it was moved.
        copies: how often each slip was printed.
        told: what became of the last notice, value of ``NoticeOutcome``; empty = nothing is known of one.
    """

    id: SubjectId
    code: str = ""
    name: str = ""
    phone: str = ""
    personal_number: str = ""
    procedure: str = ""
    by: BookedBy = BookedBy.COUNTER
    reference: str = ""
    note: str = ""
    held: tuple[Seat, ...] = ()
    left: tuple[Seat, ...] = ()
    last_seat: Seat | None = None
    minutes: int = 30
    moves: int = 0
    booked_at: datetime | None = None
    booked_by: ClerkId = ClerkId("")
    device: DeviceId = DeviceId(0)
    ticket: TicketId = TicketId(SubjectId(""))
    arrived_at: datetime | None = None
    in_time: bool = False
    released_at: datetime | None = None
    outcome: AppointmentOutcome | None = None
    outcome_note: str = ""
    cancelled_at: datetime | None = None
    by_office: bool = False
    late: bool = False
    reason: str = ""
    copies: dict[Form, int] = {}
    told: str = ""
    events: int = 0

    @property
    def state(self) -> AppointmentState:
        """Where it stands. Who was there was there, whatever was said of it elsewhere."""
        if not self.code:
            return AppointmentState.NEW
        if self.arrived_at is not None:
            return AppointmentState.ARRIVED
        if not self.held:
            return AppointmentState.CANCELLED
        if self.outcome is not None:
            return AppointmentState.RESOLVED
        return AppointmentState.UNRESOLVED if self.released_at is not None else AppointmentState.BOOKED

    @property
    def seat(self) -> Seat | None:
        """The one it is at."""
        return self.held[-1] if self.held else self.last_seat

    @property
    def day(self) -> date | None:
        """The day of it."""
        return self.seat.day if self.seat is not None else None

    @property
    def starts_at(self) -> datetime | None:
        """When it begins."""
        return None if self.seat is None else begins(self.seat)

    @property
    def moved_twice(self) -> bool:
        """Whether machines that did not know of each other gave it different seats."""
        return len(self.held) > 1 and self.state is AppointmentState.BOOKED


def begins(seat: Seat) -> datetime:
    """When the slot of a seat begins: local day and minute, as an instant."""
    midnight = datetime(seat.day.year, seat.day.month, seat.day.day)  # noqa: DTZ001 - local wall time
    return from_local(midnight + timedelta(minutes=seat.minute))


def step(one: Appointment, recorded: Recorded) -> Appointment:
    """The appointment after one more event."""
    one = replace(one, events=one.events + 1)
    match recorded.event:
        case AppointmentBooked() as booked if not one.code:
            one = replace(
                one,
                code=booked.code,
                name=booked.name,
                phone=booked.phone,
                personal_number=booked.personal_number,
                procedure=booked.procedure,
                by=booked.by,
                reference=booked.reference,
                note=booked.note,
                booked_at=recorded.at,
                booked_by=recorded.clerk,
                device=recorded.device,
            )
            return _given(one, booked.seat, booked.minutes)
        case AppointmentMoved(seat=seat, left=left, minutes=minutes):
            one = _given(_gave_up(one, left), seat, minutes)
            return replace(one, moves=one.moves + 1, released_at=None, outcome=None, outcome_note="")
        case AppointmentCancelled() as no:
            one = _gave_up(one, no.left)
            return replace(one, cancelled_at=recorded.at, by_office=no.by_office, late=no.late, reason=no.reason)
        case AppointmentArrived(ticket=ticket, in_time=in_time) if one.arrived_at is None:
            return replace(one, ticket=ticket, arrived_at=recorded.at, in_time=in_time)
        case AppointmentReleased() if one.released_at is None:
            return replace(one, released_at=recorded.at)
        case AppointmentResolved(outcome=outcome, note=note):
            return replace(one, outcome=outcome, outcome_note=note)
        case NoticeReported(outcome=outcome):
            return replace(one, told=outcome)
        case FormPrinted(form=form) if form in _SLIPS:
            return replace(one, copies={**one.copies, form: one.copies.get(form, 0) + 1})
        case PrintingFailed(form=form) | PaperGivenUp(form=form, begun=False) if form in _SLIPS:
            return replace(one, copies={**one.copies, form: max(0, one.copies.get(form, 0) - 1)})
        case _:
            return one


def _given(one: Appointment, seat: Seat, minutes: int) -> Appointment:
    held = (*(other for other in one.held if other != seat), seat)
    left = tuple(other for other in one.left if other != seat)
    return replace(one, held=held[-MOST:], left=left, last_seat=seat, minutes=minutes)


def _gave_up(one: Appointment, seats: tuple[Seat, ...]) -> Appointment:
    held = tuple(seat for seat in one.held if seat not in seats)
    return replace(one, held=held, left=(*one.left, *seats)[-MOST:])


fold = Fold(lambda name: Appointment(id=SubjectId(name)), step)
"""The appointment that a history tells."""
