"""Views of transfers that arrived: matched with a payment, with dossiers, or set aside."""

from collections.abc import Sequence

from msgspec import Struct

from desk.desk import Desk
from desk.dossiers import lookup
from desk.money import transfers
from desk.money.transfers import WaitingTransfer
from desk.views.money.done import PaymentDone, paid
from desk.views.state import Views
from desk.words.money import EXACT, SET_ASIDE, SIMILAR, UNCLEAR, matched_twice_words, paid_online_words
from desk.words.terms import short_moment
from models.ids import DossierId, SubjectId
from models.store.projections.money.payment import PAYMENTS


class TransferLine(Struct, frozen=True, kw_only=True):
    """A transfer of which nobody has said what it is for.

    Attributes:
        payment: the payment that it is by reference and amount; empty = none.
        dossier: without one, the dossier that was paid online; None = a person decides.
    """

    id: SubjectId
    at: str
    amount: int
    content: str
    said: str
    payment: SubjectId
    dossier: DossierId | None = None

    @property
    def is_clear(self) -> bool:
        """Whether it is known what it is for."""
        return bool(self.payment) or self.dossier is not None


class TransferViews(Views):
    """Transfers that wait for a word."""

    def match(self, transfer: SubjectId, payment: SubjectId) -> PaymentDone:
        """An arrived transfer is this payment; see ``paid``."""
        return paid(self.desk, lambda: transfers.match(self.desk, transfer, payment))

    def match_dossiers(self, transfer: SubjectId, dossiers: Sequence[DossierId]) -> PaymentDone:
        """An arrived transfer pays for these dossiers; see ``paid``."""
        return paid(self.desk, lambda: transfers.match_dossiers(self.desk, transfer, dossiers))

    def match_codes(self, transfer: SubjectId, codes: Sequence[str]) -> PaymentDone:
        """Likewise for the dossiers that bear these codes."""
        return self.match_dossiers(transfer, [lookup.by_code(self.desk, code).id for code in codes])

    def set_aside(self, transfer: SubjectId, reason: str) -> str:
        """An arrived transfer is for nothing here; as a sentence."""
        transfers.set_aside(self.desk, transfer, reason)
        return SET_ASIDE


def transfer_lines(desk: Desk) -> tuple[TransferLine, ...]:
    """The transfers that wait for a word, the oldest first."""
    return tuple(_line(desk, one) for one in transfers.waiting(desk))


def _line(desk: Desk, waiting: WaitingTransfer) -> TransferLine:
    one = waiting.transfer
    return TransferLine(
        id=one.id,
        at=short_moment(one.happened_at or one.arrived_at),
        amount=one.amount,
        content=one.content or one.dossier,
        said=_said(desk, waiting),
        payment=waiting.exact.id if waiting.exact else SubjectId(""),
        dossier=waiting.dossier,
    )


def _said(desk: Desk, waiting: WaitingTransfer) -> str:
    if waiting.transfer.other_payment:
        both = (waiting.transfer.payment, waiting.transfer.other_payment)
        paid_for = dict.fromkeys(fee.dossier for one in both for fee in desk.store.log.subject(PAYMENTS, one).fees)
        return matched_twice_words(desk.store.dossiers.code_of(one) for one in paid_for)
    if waiting.transfer.dossier:
        return paid_online_words(clear=waiting.exact is not None or waiting.dossier is not None)
    return EXACT if waiting.exact else SIMILAR if waiting.similar else UNCLEAR
