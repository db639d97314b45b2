"""Print jobs of money: receipts and slips of a payment, its request, closing slip of a drawer, where takings went."""

from collections.abc import Iterable

from desk.desk import Desk
from desk.money import payments, receipts, shifts
from desk.prints import form_jobs, print_jobs
from desk.prints.print_jobs import Fate, PrintJob
from desk.rights import Permission, may, require
from desk.staff import colleagues
from models.codes.vietqr import vietqr_text
from models.ids import SubjectId
from models.not_allowed import OfOneVerb
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.dossier import Dossier
from models.subjects.payment import Payment, PaymentState
from models.subjects.receipt import Receipt, ReceiptState
from models.subjects.shift import Shift
from printing.forms.money_papers import PaymentRequest, ReceiptPaper, RefundPaper, ShiftPaper
from printing.forms.table import (
    DEPOSIT_NOTE,
    FEE_RECEIPT,
    PAYMENT_REQUEST,
    PAYMENT_SLIP,
    REFUND_SLIP,
    SHIFT_ROLL,
    SHIFT_SLIP,
    TAKINGS_NOTE,
    FormRow,
)
from printing.forms.versions import forms_in_force


class NoPaperOfMoney(OfOneVerb):
    """What the paper would tell of has not happened."""

    sentence = "Chưa có giấy nào của khoản này để in."


class WrittenByHand(OfOneVerb):
    """The receipt is a paper of a book; nothing of it is printed."""

    sentence = "Biên lai này viết tay trên quyển biên lai giấy; máy không in."


def receipt_job(desk: Desk, receipt_id: SubjectId) -> PrintJob:
    """The receipt, or the slip of one that has no number yet.

    Raises:
        WrittenByHand, ReceiptUnknown, PaymentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    receipt = receipts.by_id(desk, receipt_id)
    if receipt.on_paper:
        raise WrittenByHand
    row = PAYMENT_SLIP if receipt.number is None else FEE_RECEIPT
    codes = (desk.store.dossiers.code_of(fee.dossier) for fee in receipt.fees)
    told = ReceiptPaper(
        receipt=receipt,
        codes=tuple(dict.fromkeys(code for code in codes if code)),
        way=payments.by_id(desk, receipt.payment).paid_by,
    )
    before = receipt.slips if receipt.number is None else receipt.copies
    return form_jobs.job_of(desk, row, told, receipt_id, forms_in_force(desk.today), before)


def payment_jobs(desk: Desk, payments_made: Iterable[SubjectId]) -> tuple[PrintJob, ...]:
    """Receipts and slips of these payments; none where who works here may not print."""
    if not may(desk, Permission.PRINT):
        return ()
    made = desk.store.lists(ReceiptLists).of_payments(payments_made)
    found = (one for of_payment in made.values() for one in of_payment)
    return tuple(receipt_job(desk, one.id) for one in found if not one.on_paper)


def receipt_jobs(desk: Desk, receipt: Receipt) -> tuple[PrintJob, ...]:
    """The paper of a receipt; none where who works here may not print, and of one written by hand."""
    return (receipt_job(desk, receipt.id),) if may(desk, Permission.PRINT) and not receipt.on_paper else ()


def require_account(desk: Desk) -> None:
    """Refuse to wait for a transfer by a code that cannot be made.

    Raises:
        BankBinMalformed, AccountMalformed.
    """
    vietqr_text(desk.settings.money.bank_bin, desk.settings.money.account, None)


def request_job(desk: Desk, payment_id: SubjectId) -> PrintJob:
    """The payment request of money that is waited for, with the VietQR that pays it.

    Raises:
        PaymentUnknown, PaymentTakenAlready, PaymentNotAwaited, RoleForbids, NobodySignedIn.
        BankBinMalformed, AccountMalformed, AmountNotTransferable: the settings name no account that a code can name.
    """
    require(desk, Permission.PRINT)
    payment, money = payments.by_id(desk, payment_id), desk.settings.money
    if payment.state is PaymentState.TAKEN:
        raise payments.PaymentTakenAlready
    if payment.state is not PaymentState.ASKED:
        raise payments.PaymentNotAwaited
    dossiers = [(desk.store.log.dossier(fee.dossier), fee.amount) for fee in payment.fees]
    told = PaymentRequest(
        payment=payment,
        payer=payments.payer_of(dossiers[0][0]).name if dossiers else "",
        matters=tuple(
            (one.code or one.slip, one.intake.procedure.name if one.intake else "", amount) for one, amount in dossiers
        ),
        qr=vietqr_text(money.bank_bin, money.account, payment.amount, payment.reference),
        bank=money.bank_name,
        account=money.account,
        holder=money.account_holder,
    )
    return form_jobs.job_of(desk, PAYMENT_REQUEST, told, payment_id, forms_in_force(desk.today), payment.copies)


def payment_jobs_again(desk: Desk, payment_id: SubjectId) -> tuple[PrintJob, ...]:
    """What stands of a payment once more: receipts in force, else those made void; the slip of money given back.

    Raises:
        NoPaperOfMoney, WrittenByHand, PaymentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    payment = payments.by_id(desk, payment_id)
    made = desk.store.lists(ReceiptLists).of_payment(payment_id)
    numbered = [one for one in made if (one.number or one.slip) and not one.on_paper]
    standing = [one for one in numbered if one.holds or one.state is ReceiptState.OWED] or numbered
    refund = (refund_job(desk, payment_id),) if payment.back else ()
    found = (*(receipt_job(desk, one.id) for one in standing), *refund)
    if not found:
        raise WrittenByHand if any(one.on_paper for one in made) else NoPaperOfMoney
    return found


def give_up_waiting(desk: Desk, receipt_id: SubjectId, reason: str) -> None:
    """Papers of a receipt that are not out yet need not come out any more: it is void or was replaced."""
    for one in print_jobs.unprinted(desk) if may(desk, Permission.PRINT) else ():
        if one.subject == receipt_id and one.fate in {Fate.KEPT, Fate.DOUBTFUL}:
            print_jobs.give_up(desk, one.key, reason)


def refund_job(desk: Desk, payment_id: SubjectId) -> PrintJob:
    """The slip of what was given back last of a payment, with all that the same act gave back of the dossier.

    Raises:
        NoPaperOfMoney: nothing was. PaymentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    payment = payments.by_id(desk, payment_id)
    if not payment.back:
        raise NoPaperOfMoney
    last = payment.back[-1]
    dossier = desk.store.log.dossier(last.fees[0].dossier)
    parts = payments.given_back(desk, dossier, last.number) if last.number else ((payment, last),)
    first, names = parts[0][0], colleagues.names(desk)
    told = RefundPaper(
        number=last.number,
        at=last.at,
        code=dossier.code or dossier.slip,
        payer=payment.payer or payments.payer_of(dossier).name,
        amount=sum(back.amount for _, back in parts),
        way=last.paid_by,
        reason=last.reason,
        receipts=tuple(said for one, _ in parts for said in _became(desk, one)),
        clerk=names.get(last.by, last.by),
        second=names.get(last.confirmed_by, last.confirmed_by),
    )
    return form_jobs.job_of(desk, REFUND_SLIP, told, first.id, forms_in_force(desk.today), parts[0][1].copies)


def refund_jobs(desk: Desk, dossier: Dossier) -> tuple[PrintJob, ...]:
    """The slip of what was given back last of a dossier; none where who works here may not print."""
    found = [payments.by_id(desk, id_) for id_ in dossier.payments] if may(desk, Permission.PRINT) else []
    returned = [one for one in found if one.back]
    if not returned:
        return ()
    return (refund_job(desk, max(returned, key=lambda one: one.back[-1].at).id),)


def shift_job(desk: Desk, shift_id: SubjectId) -> PrintJob:
    """The closing slip of a shift: on a roll where the printer of tickets is the only one that was set.

    Raises:
        ShiftNotOpen, ShiftStillOpen, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    shift = shifts.by_id(desk, shift_id)
    if shift.closed is None:
        raise shifts.ShiftStillOpen
    printers = desk.settings.printers
    return _of_shift(desk, SHIFT_ROLL if printers.tickets and not printers.papers else SHIFT_SLIP, shift, shift.copies)


def takings_job(desk: Desk, shift_id: SubjectId) -> PrintJob:
    """The record of handing the takings to the treasurer.

    Raises:
        NoPaperOfMoney: they were not handed over. ShiftNotOpen, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    shift = shifts.by_id(desk, shift_id)
    if not shift.handed_to:
        raise NoPaperOfMoney
    return _of_shift(desk, TAKINGS_NOTE, shift, shift.handed_copies)


def deposit_job(desk: Desk, shift_id: SubjectId) -> PrintJob:
    """The list that goes with the last deposit of the takings.

    Raises:
        NoPaperOfMoney: nothing was paid in. ShiftNotOpen, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    shift = shifts.by_id(desk, shift_id)
    if not shift.deposits:
        raise NoPaperOfMoney
    return _of_shift(desk, DEPOSIT_NOTE, shift, shift.deposit_copies)


def shift_jobs_again(desk: Desk, shift_id: SubjectId) -> tuple[PrintJob, ...]:
    """Every paper of a closed shift once more.

    Raises:
        ShiftNotOpen, ShiftStillOpen, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    shift = shifts.by_id(desk, shift_id)
    handed = (takings_job(desk, shift_id),) if shift.handed_to else ()
    paid_in = (deposit_job(desk, shift_id),) if shift.deposits else ()
    return (shift_job(desk, shift_id), *handed, *paid_in)


def _of_shift(desk: Desk, row: FormRow[ShiftPaper], shift: Shift, before: int) -> PrintJob:
    told = ShiftPaper(shift=shift, clerk=colleagues.names(desk).get(shift.clerk, shift.clerk))
    return form_jobs.job_of(desk, row, told, shift.id, forms_in_force(desk.today), before)


def _became(desk: Desk, payment: Payment) -> Iterable[tuple[str, str]]:
    """Number of each receipt or slip of a payment, and what the money given back has made of it."""
    made = {one.id: one for one in desk.store.lists(ReceiptLists).of_payment(payment.id)}
    for one in made.values():
        further, number = made.get(one.by), one.number.text if one.number else one.slip
        renamed = one.state is ReceiptState.REPLACED and further is not None and further.number is not None
        if number and not one.adjusts and not renamed:
            yield number, _words(one, further.number.text if further and further.number else "")


def _words(receipt: Receipt, further: str) -> str:
    match receipt.state:
        case ReceiptState.VOID:
            return "đã hủy"
        case ReceiptState.ADJUSTED:
            return f"điều chỉnh giảm bằng {further}" if further else "điều chỉnh giảm, biên lai lập sau"
        case ReceiptState.REPLACED:
            return "biên lai của phần còn lại lập sau"
        case _:
            return ""
