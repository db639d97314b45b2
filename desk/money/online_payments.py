"""Payments online that the portal told of and nobody has matched yet: of which dossiers, and how much."""

from collections.abc import Iterable

from desk.desk import Desk
from models.ids import DossierId
from models.store.projections.money.payment_lists import PaymentLists
from models.subjects.payment import Payment
from models.subjects.transfer import ArrivedTransfer


def paid_online(desk: Desk, dossiers: Iterable[DossierId]) -> dict[DossierId, int]:
    """Of these dossiers those that were paid online, and how much, in đồng."""
    told = {one.dossier: one.amount for one in desk.store.lists(PaymentLists).waiting_transfers() if one.dossier}
    if not told:
        return {}
    codes = {id_: desk.store.dossiers.code_of(id_) for id_ in dossiers}
    return {id_: told[code] for id_, code in codes.items() if code in told}


def is_for(desk: Desk, transfer: ArrivedTransfer, payment: Payment) -> bool:
    """Whether an online payment is for the dossier of a payment, and for no other."""
    return [desk.store.dossiers.code_of(fee.dossier) for fee in payment.fees] == [transfer.dossier]
