"""A ticket of the waiting line as the fold of its events, with every minute accounted for.

Waiting, holding and serving times are sums of state periods, so they are exact however often a ticket is
skipped, held, moved or called again.
"""

from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from models.events.appointments import TicketNearing
from models.events.papers import Form, FormPrinted, PaperGivenUp, PrintingFailed
from models.events.tickets import (
    LinePlace,
    Priority,
    ServingStarted,
    TicketCalled,
    TicketCalledAgain,
    TicketClosedAtDayEnd,
    TicketHeld,
    TicketIssued,
    TicketLeft,
    TicketMoved,
    TicketReturnedToLine,
    TicketServed,
    TicketSkipped,
)
from models.history import Recorded
from models.ids import CounterId, DeviceId, TicketId
from models.subjects.dispute import Dispute, DisputeKind
from models.subjects.folding import Fold, Growing
from models.subjects.ticket_state import TicketState

OPEN = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD, TicketState.SKIPPED})
AT_COUNTER = frozenset({TicketState.CALLED, TicketState.SERVING})
ENDED = frozenset({TicketState.SERVED, TicketState.LEFT, TicketState.CLOSED})

_CALLS = (TicketCalled, TicketCalledAgain)
_MOVES = (
    TicketCalled,
    ServingStarted,
    TicketSkipped,
    TicketHeld,
    TicketReturnedToLine,
    TicketMoved,
    TicketServed,
    TicketLeft,
)
"""What can only happen to a ticket that has not ended; an ended one stays as it is, disputed."""


class Period(Struct, frozen=True):
    """A stretch in one state. ``until`` None = still going on."""

    state: TicketState
    since: datetime
    until: datetime | None = None
    counter: CounterId | None = None
    service: str = ""

    def length(self, now: datetime) -> timedelta:
        """How long it lasted (or lasts, at ``now``); a PC clock set back counts as zero, never less."""
        return max((self.until or now) - self.since, timedelta())


class Announced(Struct, frozen=True):
    """One call aloud: by turn, by number, or once more.

    Attributes:
        clock: Lamport clock of the event; grows with each call of one device.
        device: the machine that called.
    """

    clock: int
    device: DeviceId
    counter: CounterId
    at: datetime


class Ticket(Struct, frozen=True, kw_only=True):
    """The present state of a ticket.

    Attributes:
        turn: place in the line: the Lamport clock of its issue, or of its return to the back.
        counter: where it was called, is served or held.
        services: what it still waits for, the one in hand first.
        phone: of its owner, who is told when few wait before it.
        booked_for: beginning of the slot of an appointment whose owner came in time.
        told_near: its owner was told that few wait before it.
        kept_for: the only counter that may call it while it waits; None = any.
        calls: the calls that were by turn, not by number, as (Lamport clock, counter): how the line was worked off.
        announced: every call aloud, oldest first: what the hall's board and voice tell.
    """

    id: TicketId
    state: TicketState = TicketState.NEW
    number: str = ""
    day: date = date.min
    services: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    priority: Priority | None = None
    name: str = ""
    phone: str = ""
    booked_for: datetime | None = None
    told_near: bool = False
    turn: int = 0
    counter: CounterId | None = None
    kept_for: CounterId | None = None
    calls: tuple[tuple[int, CounterId], ...] = ()
    announced: tuple[Announced, ...] = ()
    periods: tuple[Period, ...] = ()
    copies: int = 0
    disputes: tuple[Dispute, ...] = ()
    events: int = 0

    @property
    def service(self) -> str:
        """The service in hand, or empty when all are done."""
        return self.services[0] if self.services else ""

    @property
    def issued_at(self) -> datetime | None:
        """When it was drawn."""
        return self.periods[0].since if self.periods else None


def step(ticket: Ticket, recorded: Recorded) -> Ticket:
    """The ticket after one more event; what it looks at of ``GROWING`` is told there."""
    events = ticket.events + 1
    if isinstance(recorded.event, _CALLS):
        aloud = Announced(recorded.clock, recorded.device, recorded.event.counter, recorded.at)
        ticket = replace(ticket, events=events, announced=(*ticket.announced, aloud))
    else:
        ticket = replace(ticket, events=events)
    if ticket.state in ENDED and isinstance(recorded.event, _MOVES):
        return _dispute(ticket, DisputeKind.ACTED_AFTER_END, recorded)
    match recorded.event:
        case TicketIssued() as happened:
            if ticket.number:
                return ticket
            ticket = replace(
                ticket,
                number=happened.number,
                day=happened.day,
                services=happened.services,
                priority=happened.priority,
                name=happened.name,
                phone=happened.phone,
                booked_for=happened.booked_for,
                turn=recorded.clock,
            )
            return _enter(ticket, TicketState.WAITING, recorded) if ticket.state is TicketState.NEW else ticket
        case TicketCalled(counter=counter, by_number=by_number):
            if ticket.state in AT_COUNTER and ticket.counter != counter:
                return _dispute(ticket, DisputeKind.CALLED_TWICE, recorded)
            if not by_number:
                ticket = replace(ticket, calls=(*ticket.calls, (recorded.clock, counter)))
            return _enter(ticket, TicketState.CALLED, recorded, counter)
        case ServingStarted(counter=counter):
            return _enter(ticket, TicketState.SERVING, recorded, counter)
        case TicketSkipped(counter=counter):
            return _enter(ticket, TicketState.SKIPPED, recorded, counter)
        case TicketHeld(counter=counter):
            return _enter(ticket, TicketState.HELD, recorded, counter)
        case TicketReturnedToLine(place=place):
            ticket = replace(ticket, turn=recorded.clock if place is LinePlace.BACK else ticket.turn)
            return _enter(ticket, TicketState.WAITING, recorded)
        case TicketMoved(service=service, counter=counter):
            later = tuple(s for s in ticket.services[1:] if s != service)
            services = (service, *later) if service else ticket.services
            ticket = replace(ticket, services=services, kept_for=counter)
            return _enter(ticket, TicketState.WAITING, recorded)
        case TicketServed(counter=counter):
            return _served(ticket, recorded, counter)
        case TicketLeft():
            return _enter(ticket, TicketState.LEFT, recorded)
        case TicketClosedAtDayEnd():
            # Each desk closes what it knows to be open when the day ends: twice is no contradiction.
            return ticket if ticket.state in ENDED else _enter(ticket, TicketState.CLOSED, recorded)
        case TicketNearing():
            return replace(ticket, told_near=True)
        case FormPrinted(form=Form.TICKET):
            return replace(ticket, copies=ticket.copies + 1)
        case PrintingFailed(form=Form.TICKET) | PaperGivenUp(form=Form.TICKET, begun=False):
            return replace(ticket, copies=max(0, ticket.copies - 1))
        case _:
            return ticket


GROWING: tuple[Growing[Ticket], ...] = (
    Growing(lambda ticket: ticket.done, lambda ticket, done: replace(ticket, done=done)),
    Growing(lambda ticket: ticket.calls, lambda ticket, calls: replace(ticket, calls=calls)),
    Growing(lambda ticket: ticket.announced, lambda ticket, announced: replace(ticket, announced=announced)),
    Growing(lambda ticket: ticket.periods, lambda ticket, periods: replace(ticket, periods=periods), stays=1),
    Growing(lambda ticket: ticket.disputes, lambda ticket, disputes: replace(ticket, disputes=disputes)),
)
"""What grows with a history that does not end."""

fold = Fold(lambda name: Ticket(id=TicketId(name)), step, GROWING)
"""The ticket that a history tells."""


def _served(ticket: Ticket, recorded: Recorded, counter: CounterId) -> Ticket:
    ticket = replace(ticket, done=(*ticket.done, *ticket.services[:1]), services=ticket.services[1:], kept_for=None)
    return _enter(ticket, TicketState.WAITING if ticket.services else TicketState.SERVED, recorded, counter)


def _enter(ticket: Ticket, state: TicketState, recorded: Recorded, counter: CounterId | None = None) -> Ticket:
    """Close the running period at this instant and open the next."""
    periods = ticket.periods
    if periods and periods[-1].until is None:
        periods = (*periods[:-1], replace(periods[-1], until=recorded.at))
    until = None if state in OPEN else recorded.at
    periods = (*periods, Period(state, recorded.at, until, counter, ticket.service))
    at = None if state is TicketState.WAITING else counter
    return replace(ticket, state=state, counter=at, periods=periods)


def _dispute(ticket: Ticket, kind: DisputeKind, recorded: Recorded) -> Ticket:
    return replace(ticket, disputes=(*ticket.disputes, Dispute(kind, recorded.device, recorded.seq, recorded.id)))
