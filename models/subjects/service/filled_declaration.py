"""A declaration that was filled in, as the fold of its events."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import DeclarationFilled, DeclarationHandedIn, Form, FormPrinted, PaperGivenUp, PrintingFailed
from models.history import Recorded
from models.ids import ClerkId, DossierId, SubjectId
from models.subjects.folding import Fold


class FilledDeclaration(Struct, frozen=True, kw_only=True):
    """See ``DeclarationFilled``.

    Attributes:
        copies: how often it was printed.
        dossier, handed_in_at: that was taken in with it, and when; None = none was.
    """

    id: SubjectId
    declaration: str = ""
    version: str = ""
    procedure: str = ""
    digest: str = ""
    by: ClerkId = ClerkId("")
    at: datetime | None = None
    copies: int = 0
    dossier: DossierId | None = None
    handed_in_at: datetime | None = None
    events: int = 0


def step(one: FilledDeclaration, recorded: Recorded) -> FilledDeclaration:
    """The declaration after one more event; the first one that fills it holds."""
    one = replace(one, events=one.events + 1)
    match recorded.event:
        case DeclarationFilled() as filled if one.at is None:
            return replace(
                one,
                declaration=filled.declaration,
                version=f"{filled.declaration}/{filled.valid_from.isoformat()}",
                procedure=filled.procedure,
                digest=filled.digest,
                by=recorded.clerk,
                at=recorded.at,
            )
        case DeclarationHandedIn(dossier=dossier) if one.dossier is None:
            return replace(one, dossier=dossier, handed_in_at=recorded.at)
        case FormPrinted(form=Form.DECLARATION):
            return replace(one, copies=one.copies + 1)
        case PrintingFailed(form=Form.DECLARATION) | PaperGivenUp(form=Form.DECLARATION, begun=False):
            return replace(one, copies=max(0, one.copies - 1))
        case _:
            return one


fold = Fold(lambda name: FilledDeclaration(id=SubjectId(name)), step)
"""The declaration that a history tells."""
