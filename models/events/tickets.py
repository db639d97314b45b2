"""Events of the waiting line."""

from datetime import date, datetime
from enum import StrEnum

from models.events.event import Event
from models.ids import CounterId

__all__ = [
    "LinePlace",
    "Priority",
    "ServingStarted",
    "TicketCalled",
    "TicketCalledAgain",
    "TicketClosedAtDayEnd",
    "TicketEvent",
    "TicketHeld",
    "TicketIssued",
    "TicketLeft",
    "TicketMoved",
    "TicketReturnedToLine",
    "TicketServed",
    "TicketSkipped",
]


class Priority(StrEnum):
    """Who goes first by law: Luật Người cao tuổi, Luật Người khuyết tật, Pháp lệnh Ưu đãi người có công."""

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    WITH_SMALL_CHILD = "with_small_child"
    PERSON_OF_MERIT = "person_of_merit"


class TicketIssued(Event, frozen=True, kw_only=True, tag="TicketIssued"):
    """A number was drawn.

    Attributes:
        services: served in this order.
        phone: of its owner, who is told when few wait before it; empty = nobody is told.
        booked_for: beginning of the slot of an appointment whose owner came in time; None = nobody had booked.
    """

    number: str
    day: date
    services: tuple[str, ...]
    priority: Priority | None = None
    name: str = ""
    phone: str = ""
    booked_for: datetime | None = None


class TicketCalled(Event, frozen=True, kw_only=True, tag="TicketCalled"):
    """Called to a counter, by its turn or by its number."""

    counter: CounterId
    by_number: bool = False


class TicketCalledAgain(Event, frozen=True, kw_only=True, tag="TicketCalledAgain"):
    """The same call, aloud once more."""

    counter: CounterId


class ServingStarted(Event, frozen=True, kw_only=True, tag="ServingStarted"):
    """The citizen has come to the counter."""

    counter: CounterId


class TicketSkipped(Event, frozen=True, kw_only=True, tag="TicketSkipped"):
    """Called and nobody came."""

    counter: CounterId


class TicketHeld(Event, frozen=True, kw_only=True, tag="TicketHeld"):
    """Waits aside: fills in a form, fetches a copy."""

    counter: CounterId
    reason: str = ""


class LinePlace(StrEnum):
    """Where in the line a ticket comes back."""

    AS_BEFORE = "as_before"
    BACK = "back"


class TicketReturnedToLine(Event, frozen=True, kw_only=True, tag="TicketReturnedToLine"):
    """Back among those who wait."""

    place: LinePlace = LinePlace.AS_BEFORE


class TicketMoved(Event, frozen=True, kw_only=True, tag="TicketMoved"):
    """Sent to another service, or kept for one counter, or both. Waits there in its old turn."""

    service: str = ""
    counter: CounterId | None = None


class TicketServed(Event, frozen=True, kw_only=True, tag="TicketServed"):
    """The service in hand is finished; the next one of the ticket waits, if it has one."""

    counter: CounterId


class TicketLeft(Event, frozen=True, kw_only=True, tag="TicketLeft"):
    """The citizen went away."""


class TicketClosedAtDayEnd(Event, frozen=True, kw_only=True, tag="TicketClosedAtDayEnd"):
    """Still open when its day ended."""


TicketEvent = (
    TicketIssued
    | TicketCalled
    | TicketCalledAgain
    | ServingStarted
    | TicketSkipped
    | TicketHeld
    | TicketReturnedToLine
    | TicketMoved
    | TicketServed
    | TicketLeft
    | TicketClosedAtDayEnd
)
"""What the codec reads of them."""
