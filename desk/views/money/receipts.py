"""Views of receipts: those that must follow, and one that is printed again, replaced or made void."""

from typing import TYPE_CHECKING

from msgspec import Struct

from desk.access_log import record_shown
from desk.desk import Desk
from desk.money import lowered_receipts, money_papers, paper_receipts, payments, receipts
from desk.money.receipts import Payer
from desk.reach import is_closed
from desk.staff import second_person
from desk.staff.accounts import SignInAttempt
from desk.views.money.done import PaymentDone
from desk.views.state import Views
from desk.views.view_models import Second
from desk.words.money import (
    REQUESTED,
    VOID_MARK,
    VOIDED,
    WAITS,
    issued_words,
    replaced_words,
    spoilt_words,
    voided_words,
)
from models.events import ReadBy
from models.ids import ClerkId, SubjectId
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.receipt import Receipt, ReceiptState

if TYPE_CHECKING:
    from desk.prints.print_jobs import PrintJob


class OwedLine(Struct, frozen=True, kw_only=True):
    """A receipt that must follow. ``days``: working days left, 0 = today, below zero = late."""

    id: SubjectId
    slip: str
    payer: str
    amount: int
    due: str
    state: str
    days: int


class ReceiptFace(Struct, frozen=True, kw_only=True):
    """A receipt in force, for the sheet that makes it void or replaces it."""

    id: SubjectId
    number: str
    amount: int
    payer: str
    address: str
    tax_code: str


class ReceiptViews(Views):
    """Receipts that are owed, and receipts in force."""

    def issue_owed(self) -> str:
        """Numbers for receipts that are owed; as a sentence."""
        given = receipts.issue_owed(self.desk)
        return issued_words(len(given), [one.number.text for one in given if one.on_paper])

    def spoil_paper(self, reason: str) -> str:
        """The next paper of the book is spoilt; as a sentence."""
        return spoilt_words(paper_receipts.spoil(self.desk, reason).shown_number)

    def void_doubled(self) -> str:
        """What two desks receipted twice becomes void; as a sentence."""
        return voided_words(lowered_receipts.void_doubled(self.desk))

    def paper_again(self, receipt: SubjectId) -> "tuple[PrintJob, ...]":
        """A receipt, or the slip of one that is owed, once more."""
        return (money_papers.receipt_job(self.desk, receipt),)

    def in_force(self, payment: SubjectId) -> tuple[ReceiptFace, ...]:
        """The receipts of a payment that can be made void or replaced.

        Raises:
            NoReceiptInForce: there is none.
        """
        paid = payments.by_id(self.desk, payment)
        found = receipts.in_force(self.desk, payment)
        record_shown(self.desk, ReadBy.SHOWN, [fee.dossier for fee in paid.fees])
        return tuple(
            ReceiptFace(
                id=one.id,
                number=one.number.text if one.number else "",
                amount=one.amount,
                payer=one.payer,
                address=one.payer_address,
                tax_code=one.payer_tax_code,
            )
            for one in found
        )

    def seconds(self) -> tuple[Second, ...]:
        """Who may confirm that a receipt is void."""
        return tuple(Second(id=one.id, name=one.name) for one in second_person.second_persons(self.desk))

    def begin_void(self, receipt: SubjectId, reason: str, second: ClerkId) -> SignInAttempt:
        """All but the second person is looked at first; then that one is about to prove who they are."""
        receipts.check_void(self.desk, receipt, reason)
        return second_person.begin(self.desk, second)

    def void(self, receipt: SubjectId, reason: str, tried: SignInAttempt, *, fits: bool) -> PaymentDone:
        """Make it void once the second person has confirmed."""
        made = receipts.void(self.desk, receipt, reason, tried, fits=fits)
        money_papers.give_up_waiting(self.desk, receipt, reason)
        return PaymentDone(sentence=f"{VOIDED} {made.shown_number}.", amount=made.amount)

    def replace(self, face: ReceiptFace, reason: str) -> PaymentDone:
        """A further receipt that names the payer as ``face`` does; it goes to the printer: all or nothing."""
        old = receipts.by_id(self.desk, face.id)
        payer = Payer(name=face.payer, address=face.address, tax_code=face.tax_code)
        with self.desk.store.log.together():
            made = receipts.replace_receipt(self.desk, face.id, payer, reason)
            money_papers.give_up_waiting(self.desk, face.id, reason)
            jobs = money_papers.receipt_jobs(self.desk, made)
        sentence = replaced_words(old.shown_number, made.shown_number, on_paper=made.on_paper)
        return PaymentDone(sentence=sentence, amount=made.amount, jobs=jobs)


def owed_lines(desk: Desk) -> tuple[OwedLine, ...]:
    """The receipts that must follow, the most urgent first; not those that must become void."""
    twice = {one.id for one in receipts.doubled(desk)}
    owed = (one for one in desk.store.lists(ReceiptLists).owed() if not is_closed(desk, one.id))
    return tuple(_owed(desk, one) for one in owed if one.id not in twice)


def listed_number(receipt: Receipt) -> str:
    """The number of a receipt as lists show it, with a mark where it is void."""
    return f"{receipt.shown_number} {VOID_MARK}" if receipt.state is ReceiptState.VOID else receipt.shown_number


def _owed(desk: Desk, receipt: Receipt) -> OwedLine:
    days = receipts.days_left(desk, receipt)
    return OwedLine(
        id=receipt.id,
        slip=receipt.slip,
        payer=receipt.payer,
        amount=receipt.amount,
        due=f"{receipt.due_on:%d/%m}" if receipt.due_on else "",
        state=REQUESTED if receipt.requested else WAITS,
        days=days or 0,
    )
