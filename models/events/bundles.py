"""Events of bundles: several matters of one person taken in together (nhóm thủ tục liên thông, nhiều việc một lần)."""

from msgspec import Struct

from models.events.dossiers import PaperReceived
from models.events.event import Event
from models.ids import DossierCode, DossierId

__all__ = ["BUNDLE", "BundleEvent", "BundlePart", "BundlePartTakenOut", "BundleTakenIn"]

BUNDLE = "bundle/"
"""Begins the names of bundles."""


class BundlePart(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One dossier of a bundle, named so that a machine which has not got it yet can say what is still to come.

    Attributes:
        name: of the procedure, as the bundle calls this part.
        agency: who resolves it, in words.
        after: dossiers whose result it waits for.
    """

    dossier: DossierId
    code: DossierCode
    procedure: str
    name: str
    agency: str = ""
    after: tuple[DossierId, ...] = ()


class BundleTakenIn(Event, frozen=True, kw_only=True, tag="BundleTakenIn"):
    """Several dossiers were taken in together; recorded before them, in their transaction.

    Attributes:
        parts: in their order.
        definition: code of the bundle in the catalogue; empty = matters that have nothing to do with each other.
        name: of the bundle; ``edition``: of the catalogue of bundles it was read from.
        electronic: it is filed on the national portal; here it is helped with and followed.
        portal_code: what the portal gave it; empty = not there yet, or not electronic.
        papers: what was handed in, each paper once.
    """

    parts: tuple[BundlePart, ...]
    definition: str = ""
    name: str = ""
    edition: str = ""
    electronic: bool = False
    portal_code: str = ""
    papers: tuple[PaperReceived, ...] = ()


class BundlePartTakenOut(Event, frozen=True, kw_only=True, tag="BundlePartTakenOut"):
    """A dossier belongs to it no longer and goes its own way."""

    dossier: DossierId
    reason: str


BundleEvent = BundleTakenIn | BundlePartTakenOut
"""What the codec reads of them."""
