"""One writing of posters, as the fold of its event."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import PosterContent, PostersWritten
from models.history import Recorded
from models.ids import ClerkId, SubjectId
from models.subjects.folding import Fold


class PosterRun(Struct, frozen=True, kw_only=True):
    """Posters written together; see ``PostersWritten``.

    Attributes:
        order: sorts them as all desks agree.
    """

    id: SubjectId
    catalogue: str = ""
    posters: tuple[PosterContent, ...] = ()
    by: ClerkId = ClerkId("")
    at: datetime | None = None
    order: tuple[int, int] = (0, 0)
    events: int = 0


def step(run: PosterRun, recorded: Recorded) -> PosterRun:
    """The writing after one more event; the first one tells."""
    run = replace(run, events=run.events + 1)
    event = recorded.event
    if not isinstance(event, PostersWritten) or run.at is not None:
        return run
    return replace(
        run,
        catalogue=event.catalogue,
        posters=event.posters,
        by=recorded.clerk,
        at=recorded.at,
        order=(recorded.clock, recorded.device),
    )


fold = Fold(lambda name: PosterRun(id=SubjectId(name)), step)
"""The writing that a history tells."""
