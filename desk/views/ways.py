"""What two machines decided differently about a dossier, field by field beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.desk import Desk
from desk.dossiers.disputes import compared
from desk.rights import Permission, require
from desk.words.corrections import crossed_words
from desk.words.ways import DECIDED, decided, machines, stands
from models.ids import ClerkId
from models.subjects.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class WayField:
    """One field by both ways; empty = there is none."""

    words: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        """Whether the two ways part in it."""
        return self.here != self.there


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Both ways: which machine went each, and how the dossier would stand."""

    here: str
    there: str
    fields: tuple[WayField, ...]


def ways(desk: Desk, dossier: Dossier, names: Mapping[ClerkId, str]) -> Ways | None:
    """Of the newest contradiction, which is the one that is settled; None = there is none to compare.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    found = compared(desk, dossier.id) if dossier.disputes else ()
    if not found:
        return None
    both = found[-1]
    fields = [
        (words, here, there)
        for (words, here), (_, there) in zip(stands(both.here), stands(both.there), strict=True)
        if here or there
    ]
    fields = [*map(crossed_words, both.crossed), *fields]
    who = (DECIDED, decided([both.shown_by], names), decided(both.against, names))
    return Ways(
        here=machines([both.shown_by]),
        there=machines(both.against),
        fields=tuple(WayField(words=words, here=here, there=there) for words, here, there in (*fields, who)),
    )
