"""A person on the commune's list of those who are served at home, as the fold of its events."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import EntitledListed, EntitledRemoved, VisitGround
from models.history import Recorded
from models.ids import SubjectId
from models.person import Person
from models.subjects.folding import Fold


class EntitledPerson(Struct, frozen=True, kw_only=True):
    """The entry as it stands; ``ground`` None = only its later life has arrived.

    Attributes:
        removed: why the person no longer stands there; empty = the person does.
    """

    id: SubjectId
    person: Person = Person()
    ground: VisitGround | None = None
    hamlet: str = ""
    note: str = ""
    source: str = ""
    listed_at: datetime | None = None
    removed: str = ""

    @property
    def stands(self) -> bool:
        """Whether the person is on the list."""
        return self.ground is not None and not self.removed


def step(entry: EntitledPerson, recorded: Recorded) -> EntitledPerson:
    """The entry after one more event."""
    match recorded.event:
        case EntitledListed() as listed:
            return replace(
                entry,
                person=listed.person,
                ground=listed.ground,
                hamlet=listed.hamlet,
                note=listed.note,
                source=listed.source,
                listed_at=recorded.at,
                removed="",
            )
        case EntitledRemoved(reason=reason):
            return replace(entry, removed=reason)
        case _:
            return entry


fold = Fold(lambda name: EntitledPerson(id=SubjectId(name)), step)
"""The entry that a history tells."""
