"""Events of postal staff at the desk: what each did, and what a clerk said of it."""

from enum import StrEnum

from models.events.event import Event
from models.ids import DossierId

__all__ = [
    "POSTAL_ACT",
    "PostEvent",
    "PostalActAccepted",
    "PostalActDone",
    "PostalActGivenBack",
    "PostalActKind",
    "PostalActRedone",
]

POSTAL_ACT = "postal/"
"""Begins the names of what postal staff did: one subject for each act."""


class PostalActKind(StrEnum):
    """What was done."""

    INTAKE = "intake"
    SUPPLEMENT = "supplement"
    """Asked for; or brought, where the dossier waited for it."""
    RETURN = "return"
    MONEY = "money"


class PostalActDone(Event, frozen=True, kw_only=True, tag="PostalActDone"):
    """Somebody of the post did something to a dossier; recorded in the transaction of the deed itself.

    Attributes:
        amount: money taken with it, in đồng.
    """

    act: PostalActKind
    dossier: DossierId
    amount: int = 0


class PostalActAccepted(Event, frozen=True, kw_only=True, tag="PostalActAccepted"):
    """A clerk has looked it through."""


class PostalActGivenBack(Event, frozen=True, kw_only=True, tag="PostalActGivenBack"):
    """A clerk wants it done anew."""

    reason: str


class PostalActRedone(Event, frozen=True, kw_only=True, tag="PostalActRedone"):
    """It was done anew; a clerk looks it through again. ``note`` says what was done."""

    note: str


PostEvent = PostalActDone | PostalActAccepted | PostalActGivenBack | PostalActRedone
"""What the codec reads of them."""
