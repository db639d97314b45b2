"""Views of money: the page of money, what is to be paid, the papers of a payment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from desk.access_log import record_shown
from desk.citizen.citizen_view import CitizenState, CitizenView, payment_view
from desk.dossiers import lookup, work_lists
from desk.money import money_papers, payments, receipt_numbers, receipts, shifts, transfers
from desk.money.payments import ToPay
from desk.money.receipt_numbers import NumbersLeft
from desk.money.receipts import Payer
from desk.money.shifts import ShiftReport
from desk.money.transfers import WaitingTransfer
from desk.rights import Permission, may, require
from desk.staff import colleagues, second_person
from desk.staff.accounts import SignInAttempt
from desk.views.state import Views
from desk.views.view_models import Second
from desk.words.money import (
    EXACT,
    REQUESTED,
    SET_ASIDE,
    SIMILAR,
    UNCLEAR,
    VOID_MARK,
    VOIDED,
    WAITS,
    closed_words,
    day_words,
    deposited_words,
    dong,
    forgotten_words,
    given_words,
    handed_words,
    issued_words,
    opened_words,
    payment_state,
    replaced_words,
    takings_state,
    voided_words,
    waits_words,
)
from desk.words.terms import PAID_BY
from models.calendar.clock import local
from models.events import PaidBy, ReadBy
from models.ids import ClerkId, DossierId, SubjectId
from models.money import Counted
from models.store.projections.receipt_lists import ReceiptLists
from models.subjects.dossier_row import DossierRow
from models.subjects.payment import Payment, PaymentState
from models.subjects.receipt import Receipt, ReceiptState
from models.subjects.shift import Shift
from models.subjects.work_lists import WorkList

if TYPE_CHECKING:
    from desk.prints.print_jobs import PrintJob

_UNPAID = 200
"""Rows of the list of what has not been paid."""


class PaymentLine(Struct, frozen=True, kw_only=True):
    """One payment of the day in words.

    Attributes:
        number: of its receipts, or of the slip.
        tone: ``warn`` = something is left to do (no receipt yet, recorded twice), ``bad``, or nothing.
    """

    id: SubjectId
    at: str
    payer: str
    amount: str
    method: str
    number: str
    state: str
    tone: str = ""


class UnpaidLine(Struct, frozen=True, kw_only=True):
    """One dossier that is still to be paid for."""

    dossier: DossierId
    code: str
    owner: str
    procedure: str
    owes: int
    waits: str


class TransferLine(Struct, frozen=True, kw_only=True):
    """A transfer of which nobody has said what it is for.

    Attributes:
        payment: the payment that it is by reference and amount; empty = a person decides.
    """

    id: SubjectId
    at: str
    amount: int
    content: str
    said: str
    payment: SubjectId


class OwedLine(Struct, frozen=True, kw_only=True):
    """A receipt that must follow. ``days``: working days left, 0 = today, below zero = late."""

    id: SubjectId
    slip: str
    payer: str
    amount: int
    due: str
    state: str
    days: int


class ShiftCard(Struct, frozen=True, kw_only=True):
    """The drawer of who works here now, in words.

    Attributes:
        shift: None = none is open.
        expected: cash that should be in the drawer, in đồng.
        counted_float: the float was counted.
        forgotten: open shifts of earlier days, each in words.
        day: the clerk's whole day in words, where it had several drawers.
    """

    shift: SubjectId | None
    opened: str
    float: int
    counted_float: bool
    expected: int
    totals: tuple[tuple[str, int, int], ...]
    receipts: str
    owed: int
    forgotten: tuple[tuple[SubjectId, str], ...] = ()
    numbers: NumbersLeft | None = None
    day: str = ""


class ClosedShiftLine(Struct, frozen=True, kw_only=True):
    """A closed shift and where its takings went.

    Attributes:
        left: what of them is not paid in yet, in đồng.
        handed: they were given to the treasurer.
    """

    id: SubjectId
    clerk: str
    at: str
    machine: str
    counted: int
    takings: int
    left: int
    handed: bool
    state: str
    tone: str = ""


class ReceiptFace(Struct, frozen=True, kw_only=True):
    """A receipt in force, for the sheet that makes it void or replaces it."""

    id: SubjectId
    number: str
    amount: int
    payer: str
    address: str


class MoneyOverview(Struct, frozen=True, kw_only=True):
    """Everything the page shows.

    Attributes:
        doubled: numbers of receipts and slips that must become void, since two desks took the same payment.
    """

    card: ShiftCard
    payments: tuple[PaymentLine, ...]
    unpaid: tuple[UnpaidLine, ...]
    unpaid_in_all: int
    transfers: tuple[TransferLine, ...]
    owed: tuple[OwedLine, ...]
    shifts: tuple[ClosedShiftLine, ...]
    doubled: tuple[str, ...] = ()


class PayFace(Struct, frozen=True, kw_only=True):
    """What is to be paid, for the sheet that takes it.

    Attributes:
        matters: each dossier in words: name, procedure and amount.
        words: the amount in words.
    """

    dossiers: tuple[DossierId, ...]
    payer: str
    matters: tuple[tuple[str, str, int], ...]
    amount: int


class PaymentDone(Struct, frozen=True, kw_only=True):
    """What taking money has done: a sentence, and the papers that go to the printer."""

    sentence: str
    amount: int
    jobs: "tuple[PrintJob, ...]" = ()


class AskedPayment(Struct, frozen=True, kw_only=True):
    """A payment that is waited for.

    Attributes:
        arrived: the money is on the account.
        shown: what the citizen's screen shows, with the VietQR; without an account in the settings it has none.
    """

    payment: SubjectId
    amount: int
    reference: str
    shown: CitizenView
    arrived: bool = False
    taken: bool = False


class MoneyViews(Views):
    """Money at the counter."""

    def page(self) -> MoneyOverview:
        """Everything of the page of money."""
        desk = self.desk
        require(desk, Permission.TAKE_FEE)
        rows = work_lists.listed(desk, WorkList.MONEY)[:_UNPAID]
        unpaid = [row for row in rows if row.owes]
        record_shown(desk, ReadBy.SHOWN, [row.id for row in unpaid])
        waits = self._waits()
        twice = {one.id: one.number.text if one.number else one.slip for one in receipts.doubled(desk)}
        return MoneyOverview(
            card=self._card(),
            payments=self._today(),
            unpaid=tuple(_unpaid(row, waits.get(row.id, "")) for row in unpaid),
            unpaid_in_all=work_lists.counts(desk, of=[WorkList.MONEY])[WorkList.MONEY],
            transfers=tuple(_transfer(one) for one in transfers.waiting(desk)),
            owed=tuple(self._owed(one) for one in desk.store.lists(ReceiptLists).owed() if one.id not in twice),
            shifts=self._closed_shifts(),
            doubled=tuple(twice.values()),
        )

    def waits(self) -> int:
        """How many things of money need somebody: unmatched transfers, receipts that are due or must become void."""
        lists = self.desk.store.lists(ReceiptLists)
        twice = sum(one.state is not ReceiptState.OWED for one in receipts.doubled(self.desk))
        return shifts.lists(self.desk).how_many_transfers_wait() + lists.how_many_owed() + twice

    def to_pay(self, dossiers: Sequence[DossierId]) -> PayFace:
        """What these owe, for the sheet."""
        asked = payments.to_pay(self.desk, dossiers)
        record_shown(self.desk, ReadBy.SHOWN, [one.dossier for one in asked.paid])
        return self._face(asked)

    def take(
        self, dossiers: Sequence[DossierId], paid_by: PaidBy = PaidBy.CASH, given: int = 0, reference: str = ""
    ) -> PaymentDone:
        """Take it, and the papers of it."""
        return self._paid(payments.take(self.desk, dossiers, paid_by, given=given, reference=reference))

    def ask(self, dossiers: Sequence[DossierId]) -> AskedPayment:
        """Wait for a transfer."""
        return self._asked(payments.ask(self.desk, dossiers))

    def request(self, dossiers: Sequence[DossierId]) -> "PrintJob":
        """Wait for a transfer, and the paper by which the citizen pays it later."""
        money_papers.require_account(self.desk)
        return money_papers.request_job(self.desk, payments.ask(self.desk, dossiers).id)

    def look(self, payment: SubjectId) -> AskedPayment:
        """Whether what is waited for has arrived."""
        return self._asked(payments.by_id(self.desk, payment))

    def confirm(self, payment: SubjectId, reference: str = "") -> PaymentDone:
        """The money is there: by the transfer that arrived for it, else by the clerk's word."""
        asked = payments.by_id(self.desk, payment)
        arrived = transfers.arrived_for(self.desk, asked)
        transfer = arrived.id if arrived else SubjectId("")
        return self._paid(payments.confirm(self.desk, payment, reference=reference, transfer=transfer))

    def match(self, transfer: SubjectId, payment: SubjectId) -> PaymentDone:
        """An arrived transfer is this payment."""
        return self._paid(transfers.match(self.desk, transfer, payment))

    def match_dossiers(self, transfer: SubjectId, dossiers: Sequence[DossierId]) -> PaymentDone:
        """An arrived transfer pays for these dossiers."""
        return self._paid(transfers.match_dossiers(self.desk, transfer, dossiers))

    def match_codes(self, transfer: SubjectId, codes: Sequence[str]) -> PaymentDone:
        """Likewise for the dossiers that bear these codes."""
        return self.match_dossiers(transfer, [lookup.by_code(self.desk, code).id for code in codes])

    def first_dossier(self, payment: SubjectId) -> DossierId | None:
        """The first dossier that a payment is for."""
        fees = payments.by_id(self.desk, payment).fees
        return fees[0].dossier if fees else None

    def set_aside(self, transfer: SubjectId, reason: str) -> str:
        """An arrived transfer is for nothing here; as a sentence."""
        transfers.set_aside(self.desk, transfer, reason)
        return SET_ASIDE

    def open_shift(self, counted: Iterable[Counted]) -> str:
        """Open the drawer; as a sentence."""
        opened = shifts.open_shift(self.desk, counted)
        return opened_words(opened.float)

    def closing(self, shift: SubjectId) -> ShiftReport:
        """What a shift comes to, before it is closed."""
        return shifts.report(self.desk, shift)

    def close_shift(
        self, shift: SubjectId, counted: Sequence[Counted] | None, total: int | None, reason: str
    ) -> PaymentDone:
        """Close a shift, and print its slip."""
        closed = shifts.close(self.desk, shift, counted=counted, total=total, reason=reason).closed
        found, expected = (closed.total, closed.expected) if closed else (0, 0)
        job = money_papers.shift_job(self.desk, shift) if may(self.desk, Permission.PRINT) else None
        return PaymentDone(sentence=closed_words(found, expected), amount=found, jobs=(job,) if job else ())

    def issue_owed(self) -> str:
        """Numbers for receipts that are owed; as a sentence."""
        return issued_words(receipts.issue_owed(self.desk))

    def void_doubled(self) -> str:
        """What two desks receipted twice becomes void; as a sentence."""
        return voided_words(receipts.void_doubled(self.desk))

    # ---- a receipt, once more or no more --------------------------------------------------------------------

    def payment_again(self, payment: SubjectId) -> "tuple[PrintJob, ...]":
        """The papers of a payment once more."""
        return money_papers.payment_jobs_again(self.desk, payment)

    def receipt_again(self, receipt: SubjectId) -> "tuple[PrintJob, ...]":
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
        return PaymentDone(sentence=f"{VOIDED} {_number_of(made)}.", amount=made.amount)

    def replace_receipt(self, receipt: SubjectId, payer: str, address: str, reason: str) -> PaymentDone:
        """A further receipt that names the payer rightly; it goes to the printer."""
        old = receipts.by_id(self.desk, receipt)
        made = receipts.replace_receipt(self.desk, receipt, Payer(name=payer, address=address), reason)
        money_papers.give_up_waiting(self.desk, receipt, reason)
        job = money_papers.receipt_job(self.desk, made.id) if may(self.desk, Permission.PRINT) else None
        sentence = replaced_words(_number_of(old), _number_of(made))
        return PaymentDone(sentence=sentence, amount=made.amount, jobs=(job,) if job else ())

    # ---- where the takings go ----------------------------------------------------------------------------

    def shift_again(self, shift: SubjectId) -> "tuple[PrintJob, ...]":
        """The papers of a closed shift once more."""
        return money_papers.shift_jobs_again(self.desk, shift)

    def hand_over(self, shift: SubjectId, to: str) -> PaymentDone:
        """The takings to the treasurer, and the record of it."""
        handed = shifts.hand_over(self.desk, shift, to)
        job = money_papers.takings_job(self.desk, shift) if may(self.desk, Permission.PRINT) else None
        sentence = handed_words(handed.handed_over, handed.handed_to)
        return PaymentDone(sentence=sentence, amount=handed.handed_over, jobs=(job,) if job else ())

    def deposit(self, shift: SubjectId, amount: int, place: str, number: str) -> PaymentDone:
        """The takings paid in, and the list that goes with it."""
        last = shifts.deposit(self.desk, shift, amount, place, number).deposits[-1]
        job = money_papers.deposit_job(self.desk, shift) if may(self.desk, Permission.PRINT) else None
        return PaymentDone(
            sentence=deposited_words(last.amount, last.place), amount=last.amount, jobs=(job,) if job else ()
        )

    # ---- parts -------------------------------------------------------------------------------------------

    def _card(self) -> ShiftCard:
        desk = self.desk
        open_ = shifts.current(desk)
        forgotten = tuple((one.id, self._forgotten(one)) for one in shifts.forgotten(desk))
        numbers = receipt_numbers.left(desk) if desk.receipt_pools else None
        if open_ is None:
            return ShiftCard(
                shift=None,
                opened="",
                float=0,
                counted_float=False,
                expected=0,
                totals=(),
                receipts="",
                owed=0,
                forgotten=forgotten,
                numbers=numbers,
                day=self._day(),
            )
        at = shifts.report(desk, open_.id)
        return ShiftCard(
            shift=open_.id,
            opened=_moment(open_.opened_at),
            float=open_.float,
            counted_float=open_.float_counted is not None,
            expected=at.expected,
            totals=tuple((PAID_BY[PaidBy(one.paid_by)], one.taken - one.returned, one.payments) for one in at.totals),
            receipts="; ".join(f"{first.text} – {last.text}" for first, last in at.receipts),
            owed=at.owed,
            forgotten=tuple(one for one in forgotten if one[0] != open_.id),
            numbers=numbers,
            day=self._day(),
        )

    def _day(self) -> str:
        """The whole day of who works here, where one drawer does not tell all of it."""
        if sum(one.clerk == self.desk.by for one in shifts.lists(self.desk).shifts_of_day(self.desk.today)) < 2:
            return ""
        told = shifts.day_report(self.desk, self.desk.today, self.desk.by)
        return day_words(len(told.shifts), told.machines, told.totals)

    def _closed_shifts(self) -> tuple[ClosedShiftLine, ...]:
        names = colleagues.names(self.desk)
        return tuple(self._closed_shift(one, names) for one in shifts.closed_lately(self.desk))

    def _closed_shift(self, shift: Shift, names: Mapping[ClerkId, str]) -> ClosedShiftLine:
        state, tone = takings_state(shift)
        closes = f"{local(shift.closed_at):%H:%M %d/%m}" if shift.closed_at else ""
        return ClosedShiftLine(
            id=shift.id,
            clerk=names.get(shift.clerk, shift.clerk),
            at=f"{_moment(shift.opened_at)} – {closes}",
            machine=str(shift.device),
            counted=shift.closed.total if shift.closed else 0,
            takings=shift.takings,
            left=shift.takings - shift.deposited,
            handed=bool(shift.handed_to),
            state=state,
            tone=tone,
        )

    def _forgotten(self, shift: Shift) -> str:
        who = colleagues.names(self.desk).get(shift.clerk, shift.clerk)
        return forgotten_words(who, _moment(shift.opened_at))

    def _today(self) -> tuple[PaymentLine, ...]:
        desk = self.desk
        found = shifts.lists(desk).of_day(desk.today)
        everybody = may(desk, Permission.SEE_TAKINGS)
        shown = [one for one in reversed(found) if everybody or one.by == desk.by]
        made = desk.store.lists(ReceiptLists).of_payments(one.id for one in shown)
        return tuple(self._line(one, made[one.id]) for one in shown)

    def _line(self, payment: Payment, made: Sequence[Receipt]) -> PaymentLine:
        numbers = [_listed(one) for one in made if one.number and one.state is not ReceiptState.REPLACED]
        twice = {one.id for one in receipts.needless(payment, made)}
        state, tone = payment_state(
            payment,
            owed=any(one.state is ReceiptState.OWED and one.id not in twice for one in made),
            void=bool(made) and all(one.state is ReceiptState.VOID for one in made),
            twice=bool(twice),
        )
        return PaymentLine(
            id=payment.id,
            at=f"{local(payment.at):%H:%M}" if payment.at else "",
            payer=payment.payer or self._name(payment),
            amount=dong(payment.amount),
            method=PAID_BY[payment.paid_by],
            number=", ".join(numbers or [one.slip for one in made if one.slip]),
            state=state,
            tone=tone,
        )

    def _name(self, payment: Payment) -> str:
        if not payment.fees:
            return ""
        return payments.payer_of(self.desk.store.log.dossier(payment.fees[0].dossier)).name

    def _waits(self) -> dict[DossierId, str]:
        """The reference of the oldest payment that is waited for, by dossier; asked once for all rows."""
        found: dict[DossierId, str] = {}
        for payment in shifts.lists(self.desk).asked():
            for fee in payment.fees:
                found.setdefault(fee.dossier, payment.reference)
        return found

    def _owed(self, receipt: Receipt) -> OwedLine:
        days = receipts.days_left(self.desk, receipt)
        return OwedLine(
            id=receipt.id,
            slip=receipt.slip,
            payer=receipt.payer,
            amount=receipt.amount,
            due=f"{receipt.due_on:%d/%m}" if receipt.due_on else "",
            state=REQUESTED if receipt.requested else WAITS,
            days=days or 0,
        )

    def _face(self, asked: ToPay) -> PayFace:
        matters = []
        for one in asked.paid:
            dossier = self.desk.store.log.dossier(one.dossier)
            procedure = dossier.intake.procedure.name if dossier.intake else ""
            matters.append((dossier.code or dossier.slip, procedure, one.amount))
        return PayFace(
            dossiers=tuple(one.dossier for one in asked.paid),
            payer=asked.payer.name,
            matters=tuple(matters),
            amount=asked.amount,
        )

    def _asked(self, payment: Payment) -> AskedPayment:
        return AskedPayment(
            payment=payment.id,
            amount=payment.amount,
            reference=payment.reference,
            shown=self._shown(payment),
            arrived=transfers.arrived_for(self.desk, payment) is not None,
            taken=payment.state is PaymentState.TAKEN,
        )

    def _paid(self, payment: Payment) -> PaymentDone:
        made = self.desk.store.lists(ReceiptLists).of_payment(payment.id)
        papers = [(one.number.text if one.number else "", one.slip) for one in made]
        return PaymentDone(
            sentence=given_words(payment.amount, payment.paid_by, payment.change, papers),
            amount=payment.amount,
            jobs=money_papers.payment_jobs(self.desk, [payment.id]),
        )

    def _shown(self, payment: Payment) -> CitizenView:
        """Without an account no code can be made; the amount is shown all the same."""
        money = self.desk.settings.money
        if not (money.bank_bin and money.account):
            return CitizenView(state=CitizenState.PAYMENT, amount=payment.amount, reference=payment.reference)
        return payment_view(money, payment.amount, payment.reference, name=self._name(payment))


def _number_of(receipt: Receipt) -> str:
    return receipt.number.text if receipt.number else receipt.slip


def _listed(receipt: Receipt) -> str:
    return f"{_number_of(receipt)} {VOID_MARK}" if receipt.state is ReceiptState.VOID else _number_of(receipt)


def _unpaid(row: DossierRow, reference: str) -> UnpaidLine:
    return UnpaidLine(
        dossier=row.id,
        code=row.code or row.slip,
        owner=row.owner,
        procedure=row.procedure_name,
        owes=row.owes,
        waits=waits_words(reference) if reference else "",
    )


def _transfer(waiting: WaitingTransfer) -> TransferLine:
    one = waiting.transfer
    said = EXACT if waiting.exact else SIMILAR if waiting.similar else UNCLEAR
    return TransferLine(
        id=one.id,
        at=_moment(one.happened_at or one.arrived_at),
        amount=one.amount,
        content=one.content,
        said=said,
        payment=waiting.exact.id if waiting.exact else SubjectId(""),
    )


def _moment(at: datetime | None) -> str:
    return f"{local(at):%H:%M %d/%m}" if at else ""
