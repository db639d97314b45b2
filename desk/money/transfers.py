"""Transfers on the office's account and payments online: matched with a payment that waits, or by a person.

A transfer that names a payment's reference and has its amount is that payment; one that was paid online names its
dossier. Every other one a person looks at. Late, double, partial and excess transfers stay on the list until somebody
has said what they are.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from desk.desk import Desk
from desk.money import payments, shifts
from desk.money.online_payments import is_for
from desk.money.payments import TransferElsewhere
from desk.rights import Permission, require
from models.codes.payment_reference import references_in
from models.events import PAYMENT, TransferMatched, TransferSetAside
from models.ids import DossierId, SubjectId, agreed_subject
from models.not_allowed import OfOneVerb, ReasonMissing
from models.store.projections.money.transfer import TRANSFERS
from models.subjects.payment import Payment, PaymentState
from models.subjects.transfer import ArrivedTransfer
from models.text import clean
from models.words.money_words import in_figures


class TransferUnknown(OfOneVerb):
    """No such transfer is known here."""

    sentence = "Không có khoản chuyển này ở máy này."


class TransferAmountDiffers(OfOneVerb):
    """The dossiers named owe another sum."""

    def __init__(self, amount: int, owed: int) -> None:
        super().__init__(amount, owed)
        self.sentence = (
            f"Tiền về {in_figures(amount)} đồng, các hồ sơ này phải thu {in_figures(owed)} đồng; "
            "chọn đủ hồ sơ, hoặc để riêng và ghi lý do."
        )


class WaitingTransfer(Struct, frozen=True, kw_only=True):
    """A transfer of which nobody has said what it is for.

    Attributes:
        exact: the payment that it is by reference and amount; None = none.
        dossier: paid online, and no payment waits: the dossier, where it owes exactly as much; None = a person decides.
        similar: other payments that wait and have its reference or its amount.
    """

    transfer: ArrivedTransfer
    exact: Payment | None = None
    dossier: DossierId | None = None
    similar: tuple[Payment, ...] = ()


def waiting(desk: Desk) -> tuple[WaitingTransfer, ...]:
    """The transfers that wait for a word, the oldest first, each with what it may be.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    asked = shifts.lists(desk).asked()
    return tuple(_looked_at(desk, one, asked) for one in shifts.lists(desk).waiting_transfers())


def match(desk: Desk, transfer_id: SubjectId, payment_id: SubjectId) -> Payment:
    """The transfer is this payment's money; the receipt is made with it.

    Raises:
        TransferUnknown, TransferElsewhere; those of ``payments.confirm``.
    """
    require(desk, Permission.TAKE_FEE)
    _known(desk, transfer_id)
    return payments.confirm(desk, payment_id, transfer=transfer_id)


def match_dossiers(desk: Desk, transfer_id: SubjectId, dossiers: Iterable[DossierId]) -> Payment:
    """The transfer pays what these dossiers owe, although it names no payment.

    Raises:
        TransferUnknown, TransferElsewhere, TransferAmountDiffers; those of ``payments.to_pay``.
    """
    require(desk, Permission.TAKE_FEE)
    arrived = _known(desk, transfer_id)
    if not arrived.waits or arrived.payment:
        raise TransferElsewhere
    asked = payments.to_pay(desk, dossiers)
    if asked.amount != arrived.amount:
        raise TransferAmountDiffers(arrived.amount, asked.amount)
    # Two desks that match it before they hear of each other name one payment, which counts once.
    paid_for = sorted(one.dossier for one in asked.paid)
    id_ = agreed_subject(PAYMENT, arrived.arrived_at or desk.clock(), transfer_id, *paid_for)
    facts = payments.taking(
        desk,
        id_,
        asked.paid,
        paid_by=arrived.paid_by,
        payer=asked.payer,
        reference=arrived.transaction,
        transfer=transfer_id,
    )
    desk.store.log.record_all(desk.by, [*facts, (transfer_id, TransferMatched(payment=id_))])
    return payments.by_id(desk, id_)


def set_aside(desk: Desk, transfer_id: SubjectId, reason: str) -> ArrivedTransfer:
    """The transfer is for no dossier here: it goes back, or is another office's.

    So ends, too, what two machines matched with two payments, once one of these was given back.

    Raises:
        TransferUnknown, TransferElsewhere: it was matched; ReasonMissing, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    arrived = _known(desk, transfer_id)
    if arrived.payment and not arrived.other_payment:
        raise TransferElsewhere
    if not clean(reason):
        raise ReasonMissing
    desk.store.log.record(transfer_id, desk.by, TransferSetAside(reason=clean(reason)))
    return _known(desk, transfer_id)


def arrived_for(desk: Desk, payment: Payment) -> ArrivedTransfer | None:
    """The transfer that is exactly this payment's, if it has arrived."""
    if payment.state is not PaymentState.ASKED or not payment.reference:
        return None
    lists = shifts.lists(desk)
    online = [one for one in lists.waiting_transfers() if one.dossier and is_for(desk, one, payment)]
    found = [*lists.transfers_with(payment.reference), *online]
    return next((one for one in found if one.waits and not one.payment and one.amount == payment.amount), None)


def _looked_at(desk: Desk, transfer: ArrivedTransfer, asked: Sequence[Payment]) -> WaitingTransfer:
    if transfer.dossier:
        return _paid_online(desk, transfer, asked)
    named = {transfer.reference, *references_in(transfer.content)} - {""}
    same = [one for one in asked if one.reference in named]
    exact = next((one for one in same if one.amount == transfer.amount and not transfer.payment), None)
    similar = [one for one in asked if one is not exact and (one in same or one.amount == transfer.amount)]
    return WaitingTransfer(transfer=transfer, exact=exact, similar=tuple(similar))


def _paid_online(desk: Desk, transfer: ArrivedTransfer, asked: Sequence[Payment]) -> WaitingTransfer:
    same = [one for one in asked if is_for(desk, transfer, one)]
    exact = next((one for one in same if one.amount == transfer.amount and not transfer.payment), None)
    if exact is not None or transfer.payment:
        return WaitingTransfer(transfer=transfer, exact=exact, similar=tuple(one for one in same if one is not exact))
    row = desk.store.dossiers.by_code(transfer.dossier)
    owes = row is not None and row.owes == transfer.amount
    return WaitingTransfer(transfer=transfer, dossier=row.id if row is not None and owes else None, similar=tuple(same))


def _known(desk: Desk, transfer_id: SubjectId) -> ArrivedTransfer:
    transfer = desk.store.log.subject(TRANSFERS, transfer_id)
    if not transfer.transaction:
        raise TransferUnknown
    return transfer
