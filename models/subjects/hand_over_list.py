"""A hand-over list as the fold of its events.

It knows no disputes of its own: what two desks decide differently about a dossier of it is a dispute of that dossier,
where a person settles it. Of two confirmations the first one stands; a dossier once struck stays struck.
"""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    Form,
    FormPrinted,
    HandOverDossierStruck,
    HandOverListConfirmed,
    HandOverListMade,
    PaperGivenUp,
    PrintingFailed,
)
from models.history import Recorded
from models.ids import ClerkId, DossierId, SubjectId
from models.process import Holder
from models.subjects.folding import Fold


class StruckDossier(Struct, frozen=True, kw_only=True):
    """A dossier that was not handed over after all."""

    dossier: DossierId
    reason: str
    at: datetime
    by: ClerkId


class HandOverList(Struct, frozen=True, kw_only=True):
    """The present state of a list; one of which only the later life has arrived has no number.

    Attributes:
        to: the unit that receives.
        dossiers: all of them, in the order of the list.
        giver, receiver: names, see ``HandOverListMade``.
        confirmed: who has the papers; None = nobody has said so.
        copies: how many times it was printed.
    """

    id: SubjectId
    number: str = ""
    to: Holder = Holder()
    dossiers: tuple[DossierId, ...] = ()
    struck: tuple[StruckDossier, ...] = ()
    giver: str = ""
    receiver: str = ""
    made_at: datetime | None = None
    made_by: ClerkId = ClerkId("")
    confirmed: Holder | None = None
    confirmed_at: datetime | None = None
    copies: int = 0
    events: int = 0

    @property
    def left(self) -> tuple[DossierId, ...]:
        """Those not struck."""
        struck = {one.dossier for one in self.struck}
        return tuple(dossier for dossier in self.dossiers if dossier not in struck)

    @property
    def waits(self) -> bool:
        """Whether somebody has yet to say that the papers are there."""
        return bool(self.number) and self.confirmed is None and bool(self.left)


def step(made: HandOverList, recorded: Recorded) -> HandOverList:
    """The list after one more event."""
    made = replace(made, events=made.events + 1)
    match recorded.event:
        case HandOverListMade() as happened if not made.number:
            return replace(
                made,
                number=happened.number,
                to=happened.to,
                dossiers=happened.dossiers,
                giver=happened.giver,
                receiver=happened.receiver,
                made_at=recorded.at,
                made_by=recorded.clerk,
            )
        case HandOverListConfirmed(holder=holder) if made.confirmed is None:
            return replace(made, confirmed=holder, confirmed_at=recorded.at)
        case HandOverDossierStruck(dossier=dossier, reason=reason):
            if any(one.dossier == dossier for one in made.struck):
                return made
            struck = StruckDossier(dossier=dossier, reason=reason, at=recorded.at, by=recorded.clerk)
            return replace(made, struck=(*made.struck, struck))
        case FormPrinted(form=Form.HAND_OVER):
            return replace(made, copies=made.copies + 1)
        case PrintingFailed(form=Form.HAND_OVER) | PaperGivenUp(form=Form.HAND_OVER, begun=False):
            return replace(made, copies=max(0, made.copies - 1))
        case _:
            return made


fold = Fold(lambda name: HandOverList(id=SubjectId(name)), step)
"""The list that a history tells."""
