"""Print jobs of money: receipt or slip of a payment, closing slip of a drawer."""

from collections.abc import Iterable

from desk.desk import Desk
from desk.money import payments, receipts, shifts
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, may, require
from desk.staff import colleagues
from models.ids import SubjectId
from models.store.projections.receipt_lists import ReceiptLists
from printing.forms.money_papers import ReceiptPaper, ShiftPaper
from printing.forms.table import FEE_RECEIPT, PAYMENT_SLIP, SHIFT_SLIP
from printing.forms.versions import forms_in_force


def receipt_job(desk: Desk, receipt_id: SubjectId) -> PrintJob:
    """The receipt, or the slip of one that has no number yet.

    Raises:
        ReceiptUnknown, PaymentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    receipt = receipts.by_id(desk, receipt_id)
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
    lists = desk.store.lists(ReceiptLists)
    return tuple(receipt_job(desk, one.id) for payment in payments_made for one in lists.of_payment(payment))


def shift_job(desk: Desk, shift_id: SubjectId) -> PrintJob:
    """The closing slip of a shift.

    Raises:
        ShiftNotOpen, ShiftStillOpen, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    shift = shifts.by_id(desk, shift_id)
    if shift.closed is None:
        raise shifts.ShiftStillOpen
    told = ShiftPaper(shift=shift, clerk=colleagues.names(desk).get(shift.clerk, shift.clerk))
    return form_jobs.job_of(desk, SHIFT_SLIP, told, shift_id, forms_in_force(desk.today), shift.copies)
