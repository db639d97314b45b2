"""A transfer that arrived on the office's account, as the fold of its events."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import PaidBy, TransferArrived, TransferMatched, TransferSetAside
from models.history import Recorded
from models.ids import SubjectId
from models.subjects.folding import Fold


class ArrivedTransfer(Struct, frozen=True, kw_only=True):
    """The present state of a transfer.

    Attributes:
        dossier: code of the dossier that was paid online; empty = money on the office's account.
        payment: the payment that it is; empty = nobody has said so.
        other_payment: a second desk matched it with another payment; a person settles it.
        set_aside: why it is for no dossier here.
    """

    id: SubjectId
    provider: str = ""
    transaction: str = ""
    amount: int = 0
    reference: str = ""
    content: str = ""
    account: str = ""
    happened_at: datetime | None = None
    arrived_at: datetime | None = None
    dossier: str = ""
    payment: SubjectId = SubjectId("")
    other_payment: SubjectId = SubjectId("")
    set_aside: str = ""
    events: int = 0

    @property
    def paid_by(self) -> PaidBy:
        """How the citizen paid."""
        return PaidBy.ONLINE if self.dossier else PaidBy.TRANSFER

    @property
    def waits(self) -> bool:
        """Whether somebody has yet to say what it is for."""
        return bool(self.transaction) and not self.set_aside and (not self.payment or bool(self.other_payment))


def step(transfer: ArrivedTransfer, recorded: Recorded) -> ArrivedTransfer:
    """The transfer after one more event."""
    transfer = replace(transfer, events=transfer.events + 1)
    match recorded.event:
        case TransferArrived() as happened if not transfer.transaction:
            return replace(
                transfer,
                provider=happened.provider,
                transaction=happened.transaction,
                amount=happened.amount,
                reference=happened.reference,
                content=happened.content,
                account=happened.account,
                happened_at=happened.happened_at,
                arrived_at=recorded.at,
                dossier=happened.dossier,
            )
        case TransferMatched(payment=payment):
            if transfer.payment and transfer.payment != payment:
                return replace(transfer, other_payment=payment)
            return replace(transfer, payment=payment)
        case TransferSetAside(reason=reason) if not transfer.payment or transfer.other_payment:
            return replace(transfer, set_aside=reason)
        case _:
            return transfer


fold = Fold(lambda name: ArrivedTransfer(id=SubjectId(name)), step)
"""The transfer that a history tells."""
