"""Events of declarations (tờ khai) filled in for citizens."""

from datetime import date

from models.events.event import Event
from models.ids import DossierCode, DossierId

__all__ = ["DECLARATION", "DeclarationEvent", "DeclarationFilled", "DeclarationHandedIn"]

DECLARATION = "declaration/"
"""Begins the names of these subjects: one for each paper that was filled in."""


class DeclarationFilled(Event, frozen=True, kw_only=True, tag="DeclarationFilled"):
    """A declaration was filled in and given to the citizen to be signed. What it says stays at the machine.

    Attributes:
        declaration: which, by its id; valid_from: first day of the version.
        procedure: code of the procedure it was for; empty = none.
        digest: SHA-256 of the paper's PDF, 64 hexadecimal digits: by it a copy is known again.
        blank: answers that are needed were left to be written by hand.
    """

    declaration: str
    valid_from: date
    digest: str
    procedure: str = ""
    blank: bool = False


class DeclarationHandedIn(Event, frozen=True, kw_only=True, tag="DeclarationHandedIn"):
    """A dossier of the same person and procedure was taken in afterwards: the declaration was filled in for it.

    Attributes:
        dossier, code: which.
    """

    dossier: DossierId
    code: DossierCode


DeclarationEvent = DeclarationFilled | DeclarationHandedIn
"""What the codec reads of them."""
