"""A slip printed before the trip (phiếu in sẵn) as the fold of its events."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    Form,
    FormPrinted,
    PaperGivenUp,
    PreprintedSlipClosed,
    PreprintedSlipMade,
    PreprintedSlipUsed,
    PrintingFailed,
    SlipEnd,
)
from models.history import Recorded
from models.ids import ClerkId, DeviceId, DossierCode, DossierId, SubjectId
from models.subjects.folding import Fold


class PreprintedState(StrEnum):
    """Where it is."""

    OPEN = "open"
    """On the way, or about to go; its number is kept for it."""
    USED = "used"
    RETURNED = "returned"
    VOID = "void"
    LOST = "lost"


_ENDED = {
    SlipEnd.RETURNED: PreprintedState.RETURNED,
    SlipEnd.VOID: PreprintedState.VOID,
    SlipEnd.LOST: PreprintedState.LOST,
}


class PreprintedSlip(Struct, frozen=True, kw_only=True):
    """The present state of a slip; one of which only the later life has arrived has no number.

    Attributes:
        number: the last four digits of the code it has or will have; 0 = not known here yet.
        device: the machine in whose block that number lies.
        dossier, code: what it was used for; used goes before every other end, since a citizen holds it.
        closed: how somebody said that it ended unused, with the ``reason``.
        copies: how often it was printed.
    """

    id: SubjectId
    number: int = 0
    agency: str = ""
    device: DeviceId = DeviceId(0)
    made_at: datetime | None = None
    made_by: ClerkId = ClerkId("")
    dossier: DossierId | None = None
    code: DossierCode = DossierCode("")
    used_at: datetime | None = None
    closed: SlipEnd | None = None
    closed_at: datetime | None = None
    reason: str = ""
    copies: int = 0
    events: int = 0

    @property
    def state(self) -> PreprintedState:
        """Where it is."""
        if self.code:
            return PreprintedState.USED
        return _ENDED[self.closed] if self.closed is not None else PreprintedState.OPEN

    @property
    def is_contradictory(self) -> bool:
        """Whether it was used, and is also said not to have been."""
        return bool(self.code) and self.closed is not None

    @property
    def keeps_number(self) -> bool:
        """Whether no other dossier may have its number on any day."""
        return self.state in {PreprintedState.OPEN, PreprintedState.LOST}


def step(slip: PreprintedSlip, recorded: Recorded) -> PreprintedSlip:
    """The slip after one more event."""
    slip = replace(slip, events=slip.events + 1)
    match recorded.event:
        case PreprintedSlipMade(number=number, agency=agency) if not slip.number:
            return replace(
                slip,
                number=number,
                agency=agency,
                device=recorded.device,
                made_at=recorded.at,
                made_by=recorded.clerk,
            )
        case PreprintedSlipUsed(dossier=dossier, code=code) if not slip.code:
            return replace(slip, dossier=dossier, code=code, used_at=recorded.at)
        case PreprintedSlipClosed(how=how, reason=reason):
            return replace(slip, closed=how, closed_at=recorded.at, reason=reason)
        case FormPrinted(form=Form.PREPRINTED_SLIP):
            return replace(slip, copies=slip.copies + 1)
        case PrintingFailed(form=Form.PREPRINTED_SLIP) | PaperGivenUp(form=Form.PREPRINTED_SLIP, begun=False):
            return replace(slip, copies=max(0, slip.copies - 1))
        case _:
            return slip


fold = Fold(lambda name: PreprintedSlip(id=SubjectId(name)), step)
"""The slip that a history tells."""
