"""Events of home visits: who is to be visited, when and by whom, and what became of it at the door."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from models.events.event import Event
from models.ids import ClerkId, DeviceId, DossierId, EventId, FileDigest, SubjectId
from models.person import Person

__all__ = [
    "ENTITLED",
    "VISIT",
    "EntitledListed",
    "EntitledRemoved",
    "VisitAskedBy",
    "VisitCancelled",
    "VisitChanged",
    "VisitDelivered",
    "VisitDone",
    "VisitEvent",
    "VisitGround",
    "VisitMissed",
    "VisitPlanned",
    "VisitProcedure",
    "VisitRequested",
    "VisitSheetSigned",
    "VisitTookIn",
]

VISIT = "visit/"
"""Begins the names of visits (lượt tận nhà)."""

ENTITLED = "entitled/"
"""Begins the names of people on the commune's own list of those who are served at home."""


class VisitGround(StrEnum):
    """Why somebody is served at home; the commune's own list says the same."""

    MERIT = "merit"
    """Người có công."""
    AGE = "age"
    DISABILITY = "disability"
    ILLNESS = "illness"


class VisitAskedBy(StrEnum):
    """How the office heard that somebody is to be visited."""

    TELEPHONE = "telephone"
    NEIGHBOUR = "neighbour"
    HAMLET_HEAD = "hamlet_head"
    LIST = "list"
    """The commune's own list."""
    OFFICER = "officer"
    """Somebody of the office, on the way."""


class VisitProcedure(Struct, frozen=True, kw_only=True):
    """A procedure that is wanted, by its code and as it was called."""

    code: str
    name: str


class VisitRequested(Event, frozen=True, kw_only=True, tag="VisitRequested"):
    """Somebody is to be visited.

    Attributes:
        person: as far as known; the name at least.
        hamlet: thôn, tổ dân phố: by it a route is grouped.
        ground: None = none of the four.
        entitled: the entry of the commune's list; empty = not on it.
        asker: who asked, where it was not the person: name, telephone.
        procedures: what is to be taken in.
        results: dossiers whose results are to be brought.
        wished: when the person would like it, as it was said: a day, a time of day.
    """

    person: Person
    hamlet: str = ""
    ground: VisitGround | None = None
    entitled: SubjectId = SubjectId("")
    asked_by: VisitAskedBy = VisitAskedBy.TELEPHONE
    asker: str = ""
    procedures: tuple[VisitProcedure, ...] = ()
    results: tuple[DossierId, ...] = ()
    note: str = ""
    wished: str = ""


class VisitChanged(Event, frozen=True, kw_only=True, tag="VisitChanged"):
    """What was written down of it is put right. None = stays as it was.

    Attributes:
        full_name, phone, address: of the person, each for itself, so that two machines lose nothing of each other.
        no_ground: it has none of the four grounds any more.
    """

    full_name: str | None = None
    phone: str | None = None
    address: str | None = None
    hamlet: str | None = None
    ground: VisitGround | None = None
    procedures: tuple[VisitProcedure, ...] | None = None
    results: tuple[DossierId, ...] | None = None
    note: str | None = None
    wished: str | None = None
    no_ground: bool = False


class VisitPlanned(Event, frozen=True, kw_only=True, tag="VisitPlanned"):
    """It has a day and a place in the route; again = it has another one now.

    Attributes:
        day: None = it was taken off its day and waits again.
        order: place in the route of that day and laptop, from 1.
        laptop: device number of the machine that goes along; None = none does.
        officer: who goes; empty = not said yet.
        seen: the plans it takes the place of. Two that name the same one were made without knowledge of each other.
    """

    day: date | None
    order: int = 0
    laptop: DeviceId | None = None
    officer: ClerkId = ClerkId("")
    seen: tuple[EventId, ...] = ()


class VisitMissed(Event, frozen=True, kw_only=True, tag="VisitMissed"):
    """Nobody was met (không gặp); a card was left at the door.

    Attributes:
        next_on, next_at: the next try as the card names it: its day, the time of day in words; None = not said yet.
        seen: the plans under which it was tried.
    """

    next_on: date | None = None
    next_at: str = ""
    note: str = ""
    seen: tuple[EventId, ...] = ()


class VisitTookIn(Event, frozen=True, kw_only=True, tag="VisitTookIn"):
    """A dossier was taken in at the door, or a slip was given; recorded in the transaction of the intake."""

    dossier: DossierId


class VisitDelivered(Event, frozen=True, kw_only=True, tag="VisitDelivered"):
    """The result of a dossier was given at the door; recorded in the transaction of the return."""

    dossier: DossierId


class VisitSheetSigned(Event, frozen=True, kw_only=True, tag="VisitSheetSigned"):
    """The sheet that the person signed for results given at the door is kept as a picture.

    Attributes:
        dossiers: whose results it is signed for; the picture is among the files of each.
        file: the picture.
    """

    dossiers: tuple[DossierId, ...]
    file: FileDigest


class VisitDone(Event, frozen=True, kw_only=True, tag="VisitDone"):
    """It has come to its end; ``note``: what is to be known of it."""

    note: str = ""


class VisitCancelled(Event, frozen=True, kw_only=True, tag="VisitCancelled"):
    """Nobody goes there any more."""

    reason: str


class EntitledListed(Event, frozen=True, kw_only=True, tag="EntitledListed"):
    """Somebody stands on the commune's list of people who are served at home; again = as it stands there now.

    Attributes:
        source: the list it was read from.
    """

    person: Person
    ground: VisitGround
    hamlet: str = ""
    note: str = ""
    source: str = ""


class EntitledRemoved(Event, frozen=True, kw_only=True, tag="EntitledRemoved"):
    """Somebody no longer stands there."""

    reason: str


VisitEvent = (
    VisitRequested
    | VisitChanged
    | VisitPlanned
    | VisitMissed
    | VisitTookIn
    | VisitDelivered
    | VisitSheetSigned
    | VisitDone
    | VisitCancelled
    | EntitledListed
    | EntitledRemoved
)
"""What the codec reads of them."""
