"""A bundle as the fold of its events: the link between dossiers that were taken in together.

Each dossier has its own clock and result; a bundle knows only which they are, in what order, and which were taken out.
"""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    BundlePart,
    BundlePartTakenOut,
    BundleTakenIn,
    Form,
    FormPrinted,
    PaperGivenUp,
    PaperReceived,
    PrintingFailed,
)
from models.history import Recorded
from models.ids import ClerkId, DossierId, SubjectId
from models.subjects.folding import Fold


class Bundle(Struct, frozen=True, kw_only=True):
    """The present state of a bundle; the first six as ``BundleTakenIn`` has them.

    Attributes:
        taken_out: dossiers that belong to it no longer, each with the reason told first.
        at, by: when and by whom it was taken in; None = only its later life has arrived.
        copies: of the combined slip that have come out.
    """

    id: SubjectId
    parts: tuple[BundlePart, ...] = ()
    definition: str = ""
    name: str = ""
    electronic: bool = False
    portal_code: str = ""
    papers: tuple[PaperReceived, ...] = ()
    taken_out: tuple[tuple[DossierId, str], ...] = ()
    at: datetime | None = None
    by: ClerkId = ClerkId("")
    copies: int = 0
    events: int = 0

    @property
    def standing(self) -> tuple[BundlePart, ...]:
        """The parts that belong to it still."""
        gone = {dossier for dossier, _ in self.taken_out}
        return tuple(part for part in self.parts if part.dossier not in gone)


def step(bundle: Bundle, recorded: Recorded) -> Bundle:
    """The bundle after one more event."""
    bundle = replace(bundle, events=bundle.events + 1)
    match recorded.event:
        case BundleTakenIn() as taken if bundle.at is None:
            return replace(
                bundle,
                parts=taken.parts,
                definition=taken.definition,
                name=taken.name,
                electronic=taken.electronic,
                portal_code=taken.portal_code,
                papers=taken.papers,
                at=recorded.at,
                by=recorded.clerk,
            )
        case BundlePartTakenOut(dossier=dossier, reason=reason):
            if any(known == dossier for known, _ in bundle.taken_out):
                return bundle
            return replace(bundle, taken_out=(*bundle.taken_out, (dossier, reason)))
        case FormPrinted(form=Form.BUNDLE):
            return replace(bundle, copies=bundle.copies + 1)
        case PrintingFailed(form=Form.BUNDLE) | PaperGivenUp(form=Form.BUNDLE, begun=False):
            return replace(bundle, copies=max(0, bundle.copies - 1))
        case _:
            return bundle


fold = Fold(lambda name: Bundle(id=SubjectId(name)), step)
"""The bundle that a history tells."""
