"""Payments: money of one or several dossiers, taken at once or waited for, given back with a second person.

A payment, the fee of each dossier, the receipts and the shift are recorded in one transaction: whatever is cut off in
between, either all of it is there or nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from desk.desk import Desk
from desk.money import lowered_receipts, paper_receipts, receipt_numbers, receipts, shifts
from desk.money.online_payments import paid_online
from desk.money.receipt_numbers import NumberSource
from desk.money.receipts import Facts, FeePaid, Payer
from desk.reach import check_reach
from desk.recording import nothing
from desk.rights import Permission, require
from desk.staff import second_person
from desk.staff.accounts import SignInAttempt
from desk.supervised import postal_acts
from models.calendar.clock import local
from models.codes.payment_reference import payment_reference
from models.events import (
    PAYMENT,
    CashMoved,
    FeeLine,
    FeeReturned,
    FeeTaken,
    PaidBy,
    PaymentAsked,
    PaymentGivenUp,
    PaymentReturned,
    PaymentTaken,
    PostalActKind,
    TransferMatched,
)
from models.ids import DossierId, SubjectId, new_subject
from models.money import PaidFee, ReceiptNumber
from models.not_allowed import (
    DossierEnded,
    DossierUnknown,
    FeeTakenAlready,
    OfOneVerb,
    QuantityImpossible,
    ReasonMissing,
)
from models.person import Organisation, Person
from models.store.projections.money.payment import PAYMENTS
from models.store.projections.money.transfer import TRANSFERS
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.payment import Payment, PaymentState, ReturnedMoney
from models.text import clean
from models.words.money_words import in_figures

MOST_AT_ONCE = 200
"""Dossiers of one payment."""


_NONE = SubjectId("")
_LEGACY = SubjectId(PAYMENT)
"""Of money taken before payments were kept."""


class NothingOwed(OfOneVerb):
    """Nothing is to be paid of what was named."""

    sentence = "Các hồ sơ này không còn khoản nào phải thu."


class AmountNeeded(OfOneVerb):
    """No price is known, so the amount has to be said."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.sentence = f"Hồ sơ {code} chưa có mức thu; nhập số tiền theo nghị quyết của tỉnh hoặc văn bản liên quan."


class GivenTooLittle(OfOneVerb):
    """The cash handed over is less than the sum."""

    def __init__(self, given: int, amount: int) -> None:
        super().__init__(given, amount)
        self.sentence = f"Khách đưa {in_figures(given)} đồng, chưa đủ {in_figures(amount)} đồng phải thu."


class PaymentUnknown(OfOneVerb):
    """No such payment is known here."""

    sentence = "Không có khoản thu này ở máy này."


class PaymentTakenAlready(OfOneVerb):
    """It was taken before; it is not taken twice."""

    sentence = "Khoản này đã thu rồi; không thu lần thứ hai."


class PaymentNotAwaited(OfOneVerb):
    """Nobody waits for this money any more."""

    sentence = "Không còn chờ khoản tiền này."


class PaidOnline(OfOneVerb):
    """The portal says that it was paid already; that money is matched, not taken again."""

    def __init__(self, code: str, amount: int) -> None:
        super().__init__(code, amount)
        self.sentence = (
            f"Hồ sơ {code} đã trả trực tuyến {in_figures(amount)} đồng; ghép khoản đó ở trang Thu tiền, "
            "mục “Tiền về chưa rõ”."
        )


class TransferElsewhere(OfOneVerb):
    """The transfer is of another amount, or was matched before."""

    sentence = "Khoản chuyển này không khớp số tiền, hoặc đã ghép với một khoản thu khác."


class NothingToGiveBack(OfOneVerb):
    """More is to be given back than was taken."""

    def __init__(self, taken: int) -> None:
        super().__init__(taken)
        self.sentence = f"Chỉ trả lại được tối đa {in_figures(taken)} đồng đã thu của hồ sơ này."


class ToPay(Struct, frozen=True, kw_only=True):
    """What of some dossiers is to be paid now, and who pays."""

    paid: tuple[FeePaid, ...]
    payer: Payer

    @property
    def amount(self) -> int:
        """In đồng."""
        return sum(one.amount for one in self.paid)

    @property
    def fees(self) -> tuple[PaidFee, ...]:
        """As events name them."""
        return tuple(PaidFee(dossier=one.dossier, amount=one.amount) for one in self.paid)


def to_pay(desk: Desk, dossiers: Iterable[DossierId], amounts: Mapping[DossierId, int] | None = None) -> ToPay:
    """What these dossiers owe; with ``amounts``, so much of each that is named there.

    Raises:
        NothingOwed, AmountNeeded, FeeTakenAlready, QuantityImpossible, DossierEnded, DossierUnknown, OutOfReach.
    """
    named = amounts or {}
    known = [desk.store.log.dossier(one) for one in dict.fromkeys(dossiers)]
    for one in known:
        check_reach(desk, one)
    if len(known) > MOST_AT_ONCE:
        raise QuantityImpossible("dossiers", len(known))
    paid = tuple(
        one for one in (_part(dossier, named.get(dossier.id)) for dossier in known) if one is not None and one.amount
    )
    if not paid:
        raise NothingOwed
    return ToPay(paid=paid, payer=payer_of(known[0]))


def payer_of(dossier: Dossier) -> Payer:
    """Who pays for a dossier unless another is named: the organisation that owns it, else the submitter."""
    return Payer() if dossier.intake is None else payer_among(dossier.intake.submitter, dossier.owner)


def payer_among(submitter: Person, owner: Person | Organisation | None) -> Payer:
    """Who of these two pays."""
    if isinstance(owner, Organisation):
        return Payer(name=owner.name, address=owner.address, tax_code=owner.tax_code)
    return Payer(name=submitter.full_name, address=submitter.address)


def take(
    desk: Desk,
    dossiers: Iterable[DossierId],
    paid_by: PaidBy = PaidBy.CASH,
    *,
    given: int = 0,
    reference: str = "",
    amounts: Mapping[DossierId, int] | None = None,
    payer: Payer | None = None,
    on_paper: ReceiptNumber | None = None,
) -> Payment:
    """Take money for these dossiers, all in one payment.

    Args:
        desk: open.
        dossiers: whose fees; what of them is paid already is left out.
        paid_by: how.
        given: cash as handed over; 0 = exactly.
        reference: of the terminal or the transfer.
        amounts: so much for each that is named; the rest of the others.
        payer: as receipts name them; None = ``payer_of`` the first dossier.
        on_paper: the number that the clerk has in front on the paper book, where one was shown; see
            ``paper_receipts``.

    Raises:
        GivenTooLittle, PaidOnline; those of ``to_pay``; WorkStopped, BlockExhausted, RoleForbids, NobodySignedIn.
        PaperReceiptsEnded, OtherPaperNext: nothing was taken.
    """
    require(desk, Permission.TAKE_FEE)
    if on_paper is not None:
        paper_receipts.check_next(desk, on_paper)
    asked = to_pay(desk, dossiers, amounts)
    _check_not_online(desk, asked)
    id_ = new_subject(PAYMENT)
    facts = taking(desk, id_, asked.paid, paid_by=paid_by, given=given, reference=reference, payer=payer or asked.payer)
    desk.store.log.record_all(desk.by, [*facts, *_by_post(desk, asked)])
    return by_id(desk, id_)


def taking(
    desk: Desk,
    payment: SubjectId,
    paid: Sequence[FeePaid],
    *,
    paid_by: PaidBy,
    payer: Payer,
    given: int = 0,
    reference: str = "",
    transfer: SubjectId = _NONE,
) -> Facts:
    """The facts of taking money, for a transaction that may hold more (an intake).

    Ranges of receipt numbers that have come to their end are declared with the first payment after it.

    Raises:
        GivenTooLittle, WorkStopped, BlockExhausted.
    """
    amount = sum(one.amount for one in paid)
    if given and given < amount:
        raise GivenTooLittle(given, amount)
    shift, opening = shifts.named_or_opened(desk)
    fees = tuple(PaidFee(dossier=one.dossier, amount=one.amount) for one in paid)
    event = PaymentTaken(
        fees=fees,
        paid_by=paid_by,
        given=given if paid_by is PaidBy.CASH else 0,
        reference=clean(reference),
        payer=payer.name,
        shift=shift,
        transfer=transfer,
    )
    of_dossiers = [
        (one.dossier, FeeTaken(amount=one.amount, paid_by=paid_by, reference=clean(reference), payment=payment))
        for one in fees
    ]
    ended = receipt_numbers.to_close(desk)
    return [*opening, *ended, (payment, event), *of_dossiers, *receipts.made(desk, payment, paid, payer)]


def ask(
    desk: Desk,
    dossiers: Iterable[DossierId],
    paid_by: PaidBy = PaidBy.TRANSFER,
    amounts: Mapping[DossierId, int] | None = None,
) -> Payment:
    """Wait for money of these dossiers: the citizen is shown a VietQR, an account or a terminal.

    What is asked already for the same dossiers and the same sum is gone on with.

    Raises:
        PaidOnline; those of ``to_pay``; RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    asked = to_pay(desk, dossiers, amounts)
    _check_not_online(desk, asked)
    for known in waiting_of(desk, [one.dossier for one in asked.paid]):
        if known.fees == asked.fees and known.paid_by is paid_by:
            return known
    id_ = new_subject(PAYMENT)
    event = PaymentAsked(fees=asked.fees, paid_by=paid_by, reference=payment_reference(id_))
    desk.store.log.record(id_, desk.by, event)
    return by_id(desk, id_)


def confirm(
    desk: Desk,
    payment_id: SubjectId,
    *,
    reference: str = "",
    transfer: SubjectId = _NONE,
    on_paper: ReceiptNumber | None = None,
) -> Payment:
    """The money that was waited for is there: by the clerk's word, or by an arrived transfer.

    Args:
        desk: open.
        payment_id: which.
        reference: what the clerk saw (number of the transfer, of the terminal's slip).
        transfer: the arrived transfer that it is.
        on_paper: see ``take``.

    Raises:
        PaymentUnknown, PaymentTakenAlready, TransferElsewhere, FeeTakenAlready, WorkStopped, BlockExhausted,
        PaperReceiptsEnded, OtherPaperNext, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    if on_paper is not None:
        paper_receipts.check_next(desk, on_paper)
    payment = by_id(desk, payment_id)
    if payment.state is PaymentState.TAKEN:
        raise PaymentTakenAlready
    matched: Facts = []
    paid_by = payment.paid_by
    if transfer:
        arrived = desk.store.log.subject(TRANSFERS, transfer)
        if not arrived.waits or arrived.payment or arrived.amount != payment.amount:
            raise TransferElsewhere
        matched = [(transfer, TransferMatched(payment=payment_id))]
        reference = reference or arrived.transaction
        paid_by = arrived.paid_by
    asked = to_pay(desk, [one.dossier for one in payment.fees], {one.dossier: one.amount for one in payment.fees})
    facts = taking(
        desk,
        payment_id,
        asked.paid,
        paid_by=paid_by,
        payer=asked.payer,
        reference=reference or payment.reference,
        transfer=transfer,
    )
    desk.store.log.record_all(desk.by, [*facts, *matched, *_by_post(desk, asked)])
    return by_id(desk, payment_id)


def give_up(desk: Desk, payment_id: SubjectId, reason: str) -> Payment:
    """Nobody waits for this money any more (paid in cash instead, the citizen went away).

    Raises:
        PaymentUnknown, PaymentTakenAlready, ReasonMissing, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    payment = by_id(desk, payment_id)
    if payment.state is PaymentState.TAKEN:
        raise PaymentTakenAlready
    if not clean(reason):
        raise ReasonMissing
    desk.store.log.record(payment_id, desk.by, PaymentGivenUp(reason=clean(reason)))
    return by_id(desk, payment_id)


def waiting_of(desk: Desk, dossiers: Iterable[DossierId]) -> tuple[Payment, ...]:
    """Payments that are waited for and are for any of these dossiers."""
    wanted = set(dossiers)
    return tuple(one for one in shifts.lists(desk).asked() if wanted & {fee.dossier for fee in one.fees})


def check_give_back(desk: Desk, dossier_id: DossierId, amount: int, reason: str, paid_by: PaidBy = PaidBy.CASH) -> None:
    """Everything but the second person; see ``give_back``."""
    require(desk, Permission.GIVE_BACK_FEE)
    del paid_by
    dossier = desk.store.log.dossier(dossier_id)
    if dossier.intake is None:
        raise DossierUnknown(dossier_id)
    if not 0 < amount <= dossier.taken:
        raise NothingToGiveBack(max(0, dossier.taken))
    if not clean(reason):
        raise ReasonMissing


def give_back(
    desk: Desk,
    dossier_id: DossierId,
    amount: int,
    reason: str,
    paid_by: PaidBy,
    second: SignInAttempt,
    *,
    fits: bool,
    beside: Callable[[], None] = nothing,
) -> Dossier:
    """Give money of a dossier back: the last taken first. Two people; receipts become void or are adjusted with it.

    Args:
        desk: open.
        dossier_id: which.
        amount: in đồng, no more than was taken of it.
        reason: for the history and the slip.
        paid_by: cash from the drawer, or otherwise.
        second: from ``second_person.begin``.
        fits: what ``pins.fits`` said.
        beside: what is written in the same transaction (its slip), see ``Log.record_all``.

    Raises:
        NothingToGiveBack, ReasonMissing, DossierUnknown, RoleForbids, NobodySignedIn.
        SecretWrong, SecondIsFirst, SecretMustChange: not confirmed.
    """
    require(desk, Permission.GIVE_BACK_FEE)
    check_give_back(desk, dossier_id, amount, reason)
    who = second_person.confirmed(desk, second, fits=fits)
    shift, facts = shifts.named_or_opened(desk)
    source, number = NumberSource(desk), _refund_number(desk)
    for payment, part in _parts_back(desk, desk.store.log.dossier(dossier_id), amount):
        facts.append((dossier_id, FeeReturned(amount=part, payment=payment.id if payment else _NONE, paid_by=paid_by)))
        if paid_by is PaidBy.CASH:
            moved = CashMoved(amount=-part, reason=clean(reason), payment=payment.id if payment else _LEGACY)
            facts.append((shift, moved))
        if payment is not None:
            event = PaymentReturned(
                fees=(PaidFee(dossier=dossier_id, amount=part),),
                reason=clean(reason),
                confirmed_by=who.id,
                paid_by=paid_by,
                shift=shift,
                number=number,
            )
            facts += [(payment.id, event), *lowered_receipts.after_return(desk, source, payment.id, dossier_id, event)]
    desk.store.log.record_all(desk.by, facts, beside=beside)
    return desk.store.log.dossier(dossier_id)


def given_back(desk: Desk, dossier: Dossier, number: str) -> tuple[tuple[Payment, ReturnedMoney], ...]:
    """What one act gave back of a dossier, by the number of its slip: from which payments, the youngest first."""
    found = (by_id(desk, id_) for id_ in reversed(dossier.payments))
    return tuple((one, back) for one in found for back in one.back if back.number == number)


def by_id(desk: Desk, payment_id: SubjectId) -> Payment:
    """The payment of this id.

    Raises:
        PaymentUnknown: there is none.
    """
    payment = desk.store.log.subject(PAYMENTS, payment_id)
    if payment.state is PaymentState.NEW:
        raise PaymentUnknown
    return payment


def fee_parts(dossier: Dossier, amount: int) -> tuple[FeeLine, ...]:
    """The lines that an amount pays for, in the order of the price, behind what is paid already."""
    fee = dossier.fee
    if fee is None or not fee.lines:
        name = dossier.intake.procedure.name if dossier.intake else ""
        return (FeeLine(name=name, amount=amount),)
    found: list[FeeLine] = []
    paid, left = dossier.taken, amount
    for line in fee.lines:
        skipped = min(paid, line.amount)
        paid -= skipped
        part = min(line.amount - skipped, left)
        left -= part
        if part > 0:
            found.append(FeeLine(name=line.name, amount=part, kind=line.kind, body=line.body))
    return tuple(found)


def _check_not_online(desk: Desk, asked: ToPay) -> None:
    for id_, amount in paid_online(desk, [one.dossier for one in asked.paid]).items():
        raise PaidOnline(desk.store.dossiers.code_of(id_), amount)


def _refund_number(desk: Desk) -> str:
    """Of the slip for money given back: day, time and machine (``HT.261123-101502-0003``)."""
    return f"HT.{local(desk.clock()):%y%m%d-%H%M%S}-{desk.store.log.device:04d}"


def _by_post(desk: Desk, asked: ToPay) -> Facts:
    return postal_acts(desk, PostalActKind.MONEY, [(one.dossier, one.amount) for one in asked.paid])


def _part(dossier: Dossier, amount: int | None) -> FeePaid | None:
    if dossier.intake is None:
        raise DossierUnknown(dossier.id)
    if dossier.status is DossierStatus.VOIDED:
        raise DossierEnded(dossier.status.value)
    fee = dossier.fee
    priced = fee is not None and bool(fee.lines or fee.free)
    if amount is None:
        if not priced and not dossier.taken:
            raise AmountNeeded(dossier.code or dossier.slip)
        amount = dossier.owes
    elif not amount > 0:
        raise QuantityImpossible("amount", amount)
    if priced and fee is not None and dossier.taken + amount > fee.total:
        raise FeeTakenAlready(fee.total, dossier.taken, amount)
    return FeePaid(dossier=dossier.id, lines=fee_parts(dossier, amount)) if amount else None


def _parts_back(desk: Desk, dossier: Dossier, amount: int) -> list[tuple[Payment | None, int]]:
    """From which payments so much of a dossier goes back, the youngest first; None = taken before these were kept."""
    found: list[tuple[Payment | None, int]] = []
    for id_ in reversed(dossier.payments):
        payment = by_id(desk, id_)
        part = min(amount, payment.of(dossier.id) - payment.returned_of(dossier.id))
        if part > 0:
            found.append((payment, part))
            amount -= part
    return [*found, (None, amount)] if amount else found
