"""A dossier with its history, for forms that tell of what has happened to it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from models.history import Recorded, in_order
from models.ids import ClerkId
from models.subjects.dossier import Dossier
from models.subjects.dossier_fold import step


class DossierHistory(Struct, frozen=True, kw_only=True):
    """What such a form tells of.

    Attributes:
        dossier: as it stands.
        history: its events, in any order.
        names: of clerks by their ids.
    """

    dossier: Dossier
    history: tuple[Recorded, ...]
    names: Mapping[ClerkId, str] = MappingProxyType({})

    def steps(self) -> Iterator[tuple[Dossier, Recorded]]:
        """Each event, oldest first, with the dossier as it stood before."""
        stood = Dossier(id=self.dossier.id)
        for recorded in in_order(self.history):
            yield stood, recorded
            stood = step(stood, recorded)

    def name(self, clerk: ClerkId) -> str:
        """Of a clerk; empty = not known here."""
        return self.names.get(clerk, "")
