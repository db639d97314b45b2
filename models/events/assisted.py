"""Events of help with matters that citizens file online (hỗ trợ nộp trực tuyến): nobody here takes a dossier in."""

from datetime import datetime

from msgspec import Struct

from models.events.event import Event
from models.events.province import NationalState
from models.ids import SubjectId, TicketId
from models.person import Person, Unit
from models.procedure import ProcedureTaken

__all__ = [
    "ASSISTED",
    "AssistedEvent",
    "OnlineFiling",
    "OnlineFilingAssisted",
    "OnlineFilingNotDone",
    "OnlineFilingTold",
    "OnlineFilingVoided",
]

ASSISTED = "assisted/"
"""Begins the names of these subjects. One that was filed is named by its portal code (``filing_id``), so that
two machines that follow the same matter follow one, and the hub finds it by a report's code."""


class OnlineFiling(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who was helped with what.

    Attributes:
        person: who files.
        helped_by: the unit that helps (nơi hỗ trợ); the clerk is the event's.
        steps: names of the steps that were done together.
        resolver: name of the unit that resolves it, as the portal says; empty = not known.
        belongs_to: another subject that it is part of: several procedures asked at once.
    """

    procedure: ProcedureTaken
    person: Person
    helped_by: Unit
    steps: tuple[str, ...] = ()
    resolver: str = ""
    ticket: TicketId | None = None
    note: str = ""
    belongs_to: SubjectId = SubjectId("")


class OnlineFilingAssisted(Event, frozen=True, kw_only=True, tag="OnlineFilingAssisted"):
    """Filed on the portal with the help of who signs; it is followed from now on.

    Attributes:
        portal_code: the dossier code the portal gave.
        due_at: when the result is due, as the portal says; None = it does not say.
    """

    portal_code: str
    filing: OnlineFiling
    due_at: datetime | None = None


class OnlineFilingNotDone(Event, frozen=True, kw_only=True, tag="OnlineFilingNotDone"):
    """Help that came to no filing: no account, a paper missing, the portal down."""

    filing: OnlineFiling
    reason: str


class OnlineFilingTold(Event, frozen=True, kw_only=True, tag="OnlineFilingTold"):
    """A clerk looked at the portal, or was told, how far it got. What the province itself says is ``ProvinceReported``.

    Attributes:
        due_at: another due date, where one was told.
    """

    state: NationalState
    note: str = ""
    due_at: datetime | None = None


class OnlineFilingVoided(Event, frozen=True, kw_only=True, tag="OnlineFilingVoided"):
    """Entered by mistake: another code, another person."""

    reason: str


AssistedEvent = OnlineFilingAssisted | OnlineFilingNotDone | OnlineFilingTold | OnlineFilingVoided
"""What the codec reads of them."""
