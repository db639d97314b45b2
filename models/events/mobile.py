"""Events of work away from the office: slips printed before the trip, and mobile points (điểm lưu động)."""

from datetime import date, time
from enum import StrEnum

from models.events.event import Event
from models.ids import DossierCode, DossierId

__all__ = [
    "MOBILE_POINT",
    "PREPRINTED_SLIP",
    "MobileEvent",
    "MobilePointCancelled",
    "MobilePointClosed",
    "MobilePointOpened",
    "MobilePointPlanned",
    "MobilePointTookIn",
    "PreprintedSlipClosed",
    "PreprintedSlipMade",
    "PreprintedSlipUsed",
    "SlipEnd",
]

PREPRINTED_SLIP = "slip/"
"""Begins the names of slips printed before the trip (phiếu in sẵn)."""


class PreprintedSlipMade(Event, frozen=True, kw_only=True, tag="PreprintedSlipMade"):
    """A slip was made whose dossier is not known yet; its number is kept for it out of this machine's block.

    Attributes:
        number: the last four digits of the dossier code it will have; the day is written in by hand.
        agency: id of the agency, with which that code begins.
    """

    number: int
    agency: str


class PreprintedSlipUsed(Event, frozen=True, kw_only=True, tag="PreprintedSlipUsed"):
    """Given to a citizen: a dossier was taken in under its number; recorded in the transaction of that intake."""

    dossier: DossierId
    code: DossierCode


class SlipEnd(StrEnum):
    """How a slip ended that nobody was given."""

    RETURNED = "returned"
    """Brought back, and torn up: its number is free again."""
    VOID = "void"
    """Spoilt, and torn up: likewise."""
    LOST = "lost"
    """Nobody knows where it is: its number is never given out again."""


class PreprintedSlipClosed(Event, frozen=True, kw_only=True, tag="PreprintedSlipClosed"):
    """It will not be used."""

    how: SlipEnd
    reason: str = ""


MOBILE_POINT = "point/"
"""Begins the names of mobile points (điểm lưu động): the office at a culture house or in a hamlet for some hours."""


class MobilePointPlanned(Event, frozen=True, kw_only=True, tag="MobilePointPlanned"):
    """Where and when; said again, it is otherwise from now on.

    Attributes:
        place: "Nhà văn hóa thôn Mẫu Thượng".
        begins, ends: on the office clock.
        results_place: where results of what is taken in there are given out; empty = at the office, or by post.
        results_day, results_time: when; None = as soon as they are ready.
    """

    place: str
    day: date
    begins: time
    ends: time
    address: str = ""
    results_place: str = ""
    results_day: date | None = None
    results_time: time | None = None


class MobilePointOpened(Event, frozen=True, kw_only=True, tag="MobilePointOpened"):
    """This machine works there from now on: what it takes in knows the place."""


class MobilePointTookIn(Event, frozen=True, kw_only=True, tag="MobilePointTookIn"):
    """A dossier was taken in there; recorded in the transaction of that intake."""

    dossier: DossierId


class MobilePointClosed(Event, frozen=True, kw_only=True, tag="MobilePointClosed"):
    """This machine has ended its work there."""


class MobilePointCancelled(Event, frozen=True, kw_only=True, tag="MobilePointCancelled"):
    """It does not take place."""

    reason: str


MobileEvent = (
    PreprintedSlipMade
    | PreprintedSlipUsed
    | PreprintedSlipClosed
    | MobilePointPlanned
    | MobilePointOpened
    | MobilePointTookIn
    | MobilePointClosed
    | MobilePointCancelled
)
"""What the codec reads of them."""
