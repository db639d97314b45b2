"""Views of payments: what is to be paid, taking it, what was taken today and what is not paid yet."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from desk.access_log import record_shown
from desk.citizen.citizen_view import CitizenState, CitizenView, payment_view
from desk.desk import Desk
from desk.dossiers import work_lists
from desk.money import money_papers, payments, receipts, shifts, transfers
from desk.money.online_payments import paid_online
from desk.money.payments import ToPay
from desk.reach import is_closed
from desk.rights import Permission, may, require
from desk.views import PAGE
from desk.views.money.done import PaymentDone, paid
from desk.views.money.receipts import listed_number
from desk.views.state import Views
from desk.words.money import ONLINE_WAITS, dong, payment_state, waits_words, write_words
from desk.words.terms import PAID_BY
from models.calendar.clock import local
from models.events import PaidBy, ReadBy
from models.ids import ClerkId, DossierId, SubjectId
from models.money import ReceiptNumber
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.dossier_row import DossierRow
from models.subjects.payment import Payment, PaymentState
from models.subjects.receipt import Receipt, ReceiptState, needless
from models.subjects.work_lists import WorkList

if TYPE_CHECKING:
    from desk.prints.print_jobs import PrintJob


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
    """One dossier that is still to be paid for. ``waits``: a transfer is waited for, in words."""

    row: DossierRow
    code: str
    owner: str
    procedure: str
    owes: int
    waits: str


class PayFace(Struct, frozen=True, kw_only=True):
    """What is to be paid, for the sheet that takes it.

    Attributes:
        matters: code, procedure and amount of each dossier.
        on_paper: the number of the paper book that its first receipt takes; None = none is written by hand.
        paper: what the clerk writes by hand, in words.
    """

    dossiers: tuple[DossierId, ...]
    payer: str
    matters: tuple[tuple[str, str, int], ...]
    amount: int
    on_paper: ReceiptNumber | None = None
    paper: str = ""


class AskedPayment(Struct, frozen=True, kw_only=True):
    """A payment that is waited for.

    Attributes:
        dossiers: what it is for.
        arrived: the money is on the account.
        shown: what the citizen's screen shows, with the VietQR; without an account in the settings it has none.
    """

    payment: SubjectId
    dossiers: tuple[DossierId, ...]
    amount: int
    reference: str
    shown: CitizenView
    arrived: bool = False
    taken: bool = False


class PaymentViews(Views):
    """Payments: the sheet that takes one, and the lists of what was and what is not paid."""

    def to_pay(self, dossiers: Sequence[DossierId]) -> PayFace:
        """What these owe, for the sheet."""
        asked = payments.to_pay(self.desk, dossiers)
        record_shown(self.desk, ReadBy.SHOWN, [one.dossier for one in asked.paid])
        return _face(self.desk, asked)

    def take(
        self,
        dossiers: Sequence[DossierId],
        paid_by: PaidBy = PaidBy.CASH,
        given: int = 0,
        reference: str = "",
        on_paper: ReceiptNumber | None = None,
    ) -> PaymentDone:
        """Take it; see ``paid``."""
        return paid(
            self.desk,
            lambda: payments.take(self.desk, dossiers, paid_by, given=given, reference=reference, on_paper=on_paper),
        )

    def ask(self, dossiers: Sequence[DossierId]) -> AskedPayment:
        """Wait for a transfer."""
        return _asked(self.desk, payments.ask(self.desk, dossiers))

    def request(self, dossiers: Sequence[DossierId]) -> "PrintJob":
        """Wait for a transfer, and the paper by which the citizen pays it later: both or neither."""
        money_papers.require_account(self.desk)
        with self.desk.store.log.together():
            return money_papers.request_job(self.desk, payments.ask(self.desk, dossiers).id)

    def look(self, payment: SubjectId) -> AskedPayment:
        """Whether what is waited for has arrived."""
        return _asked(self.desk, payments.by_id(self.desk, payment))

    def confirm(self, payment: SubjectId, reference: str = "", on_paper: ReceiptNumber | None = None) -> PaymentDone:
        """The money is there, by the transfer that arrived for it, else by the clerk's word; see ``paid``."""
        asked = payments.by_id(self.desk, payment)
        arrived = transfers.arrived_for(self.desk, asked)
        transfer = arrived.id if arrived else SubjectId("")
        return paid(
            self.desk,
            lambda: payments.confirm(self.desk, payment, reference=reference, transfer=transfer, on_paper=on_paper),
        )

    def first_dossier(self, payment: SubjectId) -> DossierId | None:
        """The first dossier that a payment is for."""
        fees = payments.by_id(self.desk, payment).fees
        return fees[0].dossier if fees else None

    def papers_again(self, payment: SubjectId) -> "tuple[PrintJob, ...]":
        """The papers of a payment once more."""
        return money_papers.payment_jobs_again(self.desk, payment)

    def of_today(self, after: PaymentLine | None = None) -> tuple[PaymentLine, ...]:
        """A page of today's payments; see ``todays_lines``."""
        return todays_lines(self.desk, after)

    def unpaid(self, after: UnpaidLine | None = None) -> tuple[UnpaidLine, ...]:
        """A page of the dossiers that are still to be paid for."""
        return unpaid_lines(self.desk, after)


def todays_lines(desk: Desk, after: PaymentLine | None = None) -> tuple[PaymentLine, ...]:
    """A page of today's payments, the youngest first: the clerk's own, or everybody's for who may see them."""
    require(desk, Permission.TAKE_FEE)
    before = after.id if after else None
    found = shifts.lists(desk).of_day(desk.today, by=_whose(desk), limit=PAGE, after=before)
    found = [one for one in found if not is_closed(desk, one.id)]
    made = desk.store.lists(ReceiptLists).of_payments(one.id for one in found)
    return tuple(_line(desk, one, made[one.id]) for one in found)


def how_many_today(desk: Desk) -> int:
    """How many they are in all."""
    return shifts.lists(desk).how_many_of_day(desk.today, _whose(desk))


def unpaid_lines(desk: Desk, after: UnpaidLine | None = None) -> tuple[UnpaidLine, ...]:
    """A page of the dossiers that are still to be paid for, the most urgent first."""
    require(desk, Permission.TAKE_FEE)
    found: list[DossierRow] = []
    last = after.row if after else None
    while len(found) < PAGE and (rows := work_lists.listed(desk, WorkList.MONEY, limit=PAGE, after=last)):
        found += [row for row in rows if row.owes]  # the list has those that wait for other money too
        last = rows[-1]
    found = found[:PAGE]
    record_shown(desk, ReadBy.SHOWN, [row.id for row in found])
    waits = _waits(desk)
    online = paid_online(desk, [row.id for row in found])
    return tuple(_unpaid(row, ONLINE_WAITS if row.id in online else waits.get(row.id, "")) for row in found)


def _whose(desk: Desk) -> ClerkId:
    """Whose payments are listed; empty = everybody's."""
    return ClerkId("") if may(desk, Permission.SEE_TAKINGS) else desk.by


def _face(desk: Desk, asked: ToPay) -> PayFace:
    matters = []
    for one in asked.paid:
        dossier = desk.store.log.dossier(one.dossier)
        procedure = dossier.intake.procedure.name if dossier.intake else ""
        matters.append((dossier.code or dossier.slip, procedure, one.amount))
    written = receipts.on_paper_next(desk, asked.paid)
    return PayFace(
        dossiers=tuple(one.dossier for one in asked.paid),
        payer=asked.payer.name,
        matters=tuple(matters),
        amount=asked.amount,
        on_paper=written[0] if written else None,
        paper=write_words(written),
    )


def _asked(desk: Desk, payment: Payment) -> AskedPayment:
    return AskedPayment(
        payment=payment.id,
        dossiers=tuple(one.dossier for one in payment.fees),
        amount=payment.amount,
        reference=payment.reference,
        shown=_shown(desk, payment),
        arrived=transfers.arrived_for(desk, payment) is not None,
        taken=payment.state is PaymentState.TAKEN,
    )


def _shown(desk: Desk, payment: Payment) -> CitizenView:
    """Without an account no code can be made; the amount is shown all the same."""
    money = desk.settings.money
    if not (money.bank_bin and money.account):
        return CitizenView(state=CitizenState.PAYMENT, amount=payment.amount, reference=payment.reference)
    return payment_view(money, payment.amount, payment.reference, name=_name(desk, payment))


def _line(desk: Desk, payment: Payment, made: Sequence[Receipt]) -> PaymentLine:
    numbers = [listed_number(one) for one in made if one.number and one.state is not ReceiptState.REPLACED]
    twice = {one.id for one in needless(payment, made)}
    state, tone = payment_state(
        payment,
        owed=any(one.state is ReceiptState.OWED and one.id not in twice for one in made),
        void=bool(made) and all(one.state is ReceiptState.VOID for one in made),
        twice=bool(twice),
    )
    return PaymentLine(
        id=payment.id,
        at=f"{local(payment.at):%H:%M}" if payment.at else "",
        payer=payment.payer or _name(desk, payment),
        amount=dong(payment.amount),
        method=PAID_BY[payment.paid_by],
        number=", ".join(numbers or [one.slip for one in made if one.slip]),
        state=state,
        tone=tone,
    )


def _name(desk: Desk, payment: Payment) -> str:
    if not payment.fees:
        return ""
    return payments.payer_of(desk.store.log.dossier(payment.fees[0].dossier)).name


def _waits(desk: Desk) -> dict[DossierId, str]:
    """The oldest payment that is waited for, by dossier, in words; asked once for all rows."""
    found: dict[DossierId, str] = {}
    for payment in shifts.lists(desk).asked():
        for fee in payment.fees:
            found.setdefault(fee.dossier, waits_words(payment.reference))
    return found


def _unpaid(row: DossierRow, waits: str) -> UnpaidLine:
    return UnpaidLine(
        row=row,
        code=row.code or row.slip,
        owner=row.owner,
        procedure=row.procedure_name,
        owes=row.owes,
        waits=waits,
    )
