"""Events of a hand-over list (danh sách bàn giao): dossiers that go from the desk to one unit together."""

from models.events.event import Event
from models.ids import DossierId
from models.process import Holder

__all__ = [
    "HAND_OVER_LIST",
    "HandOverDossierStruck",
    "HandOverEvent",
    "HandOverListConfirmed",
    "HandOverListMade",
]

HAND_OVER_LIST = "list/"
"""Begins the names of these subjects."""


class HandOverListMade(Event, frozen=True, kw_only=True, tag="HandOverListMade"):
    """A list was made; in the same transaction its dossiers were forwarded.

    Attributes:
        number: as printed, see ``models.codes.list_number``.
        to: the unit that receives.
        dossiers: in the order of the list.
        giver: name of who hands over.
        receiver: name of who takes dossiers over there, where the processes say so.
    """

    number: str
    to: Holder
    dossiers: tuple[DossierId, ...]
    giver: str = ""
    receiver: str = ""


class HandOverListConfirmed(Event, frozen=True, kw_only=True, tag="HandOverListConfirmed"):
    """The receiving side has the papers of all dossiers that were not struck."""

    holder: Holder


class HandOverDossierStruck(Event, frozen=True, kw_only=True, tag="HandOverDossierStruck"):
    """One dossier of the list was not there; it is the desk's again."""

    dossier: DossierId
    reason: str


HandOverEvent = HandOverListMade | HandOverListConfirmed | HandOverDossierStruck
"""What the codec reads of them."""
