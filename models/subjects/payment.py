"""A payment as the fold of its events: what was asked, taken, and given back."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    Form,
    FormPrinted,
    PaidBy,
    PaperGivenUp,
    PaymentAsked,
    PaymentGivenUp,
    PaymentReturned,
    PaymentTaken,
    PrintingFailed,
)
from models.history import Recorded
from models.ids import ClerkId, DeviceId, DossierId, SubjectId
from models.money import PaidFee
from models.subjects.folding import Fold


class PaymentState(StrEnum):
    """Where a payment stands."""

    NEW = "new"
    """Only later events have arrived."""
    ASKED = "asked"
    """The money is waited for."""
    TAKEN = "taken"
    GIVEN_UP = "given_up"


class ReturnedMoney(Struct, frozen=True, kw_only=True):
    """Money given back once.

    Attributes:
        number: of its slip, the same on every payment of one act; ``copies``: how often that came out.
        device: the machine that gave it back.
    """

    amount: int
    at: datetime
    by: ClerkId
    reason: str
    paid_by: PaidBy
    confirmed_by: ClerkId
    fees: tuple[PaidFee, ...] = ()
    shift: SubjectId = SubjectId("")
    number: str = ""
    copies: int = 0
    device: DeviceId = DeviceId(0)


class Payment(Struct, frozen=True, kw_only=True):
    """The present state of a payment.

    Attributes:
        fees: what it is for; the sums are ``amount``.
        given: cash handed over; 0 = exactly the amount.
        reference: what a transfer says or said, or the terminal's number.
        device, by, at: where, by whom and when it was taken; asked, while nobody has taken it.
        back: what was given back, oldest first.
        doubled: another desk recorded the same payment as taken, without knowledge of the first.
        copies: how many copies of the payment request have come out.
    """

    id: SubjectId
    state: PaymentState = PaymentState.NEW
    fees: tuple[PaidFee, ...] = ()
    paid_by: PaidBy = PaidBy.CASH
    given: int = 0
    reference: str = ""
    payer: str = ""
    shift: SubjectId = SubjectId("")
    transfer: SubjectId = SubjectId("")
    at: datetime | None = None
    by: ClerkId = ClerkId("")
    device: DeviceId = DeviceId(0)
    back: tuple[ReturnedMoney, ...] = ()
    reason: str = ""
    doubled: bool = False
    copies: int = 0
    events: int = 0

    @property
    def amount(self) -> int:
        """The sum asked or taken, in đồng."""
        return sum(one.amount for one in self.fees)

    @property
    def change(self) -> int:
        """Cash given back at once, in đồng."""
        return max(0, self.given - self.amount) if self.given else 0

    @property
    def returned(self) -> int:
        """Money given back later, in đồng."""
        return sum(one.amount for one in self.back)

    def returned_of(self, dossier: DossierId) -> int:
        """What of it was given back for a dossier, in đồng."""
        return sum(fee.amount for one in self.back for fee in one.fees if fee.dossier == dossier)

    @property
    def returned_apart(self) -> bool:
        """Whether more than one machine gave money of it back: perhaps neither knew of the other."""
        return len({one.device for one in self.back}) > 1

    def left_of(self, dossier: DossierId) -> int:
        """What of it is for a dossier and was not given back, in đồng."""
        return max(0, self.of(dossier) - self.returned_of(dossier))

    def of(self, dossier: DossierId) -> int:
        """What of it is for a dossier, in đồng."""
        return sum(one.amount for one in self.fees if one.dossier == dossier)


def step(payment: Payment, recorded: Recorded) -> Payment:
    """The payment after one more event."""
    payment = replace(payment, events=payment.events + 1)
    match recorded.event:
        case PaymentAsked() as happened if payment.state in {PaymentState.NEW, PaymentState.ASKED}:
            return replace(
                payment,
                state=PaymentState.ASKED,
                fees=happened.fees,
                paid_by=happened.paid_by,
                reference=happened.reference,
                at=recorded.at,
                by=recorded.clerk,
                device=recorded.device,
            )
        case PaymentTaken() as happened:
            if payment.state is PaymentState.TAKEN:
                return replace(payment, doubled=True)
            return replace(
                payment,
                state=PaymentState.TAKEN,
                fees=happened.fees,
                paid_by=happened.paid_by,
                given=happened.given,
                reference=happened.reference or payment.reference,
                payer=happened.payer,
                shift=happened.shift,
                transfer=happened.transfer,
                at=recorded.at,
                by=recorded.clerk,
                device=recorded.device,
                reason="",
            )
        case PaymentGivenUp(reason=reason) if payment.state is not PaymentState.TAKEN:
            return replace(payment, state=PaymentState.GIVEN_UP, reason=reason)
        case PaymentReturned() as happened:
            back = ReturnedMoney(
                amount=sum(one.amount for one in happened.fees),
                at=recorded.at,
                by=recorded.clerk,
                reason=happened.reason,
                paid_by=happened.paid_by,
                confirmed_by=happened.confirmed_by,
                fees=happened.fees,
                shift=happened.shift,
                number=happened.number,
                device=recorded.device,
            )
            return replace(payment, back=(*payment.back, back))
        case FormPrinted(form=Form.REFUND_SLIP):
            return _count(payment, 1)
        case PrintingFailed(form=Form.REFUND_SLIP) | PaperGivenUp(form=Form.REFUND_SLIP, begun=False):
            return _count(payment, -1)
        case FormPrinted(form=Form.PAYMENT_REQUEST):
            return replace(payment, copies=payment.copies + 1)
        case PrintingFailed(form=Form.PAYMENT_REQUEST) | PaperGivenUp(form=Form.PAYMENT_REQUEST, begun=False):
            return replace(payment, copies=max(0, payment.copies - 1))
        case _:
            return payment


def _count(payment: Payment, more: int) -> Payment:
    """Slips are printed of what was given back last."""
    if not payment.back:
        return payment
    *before, last = payment.back
    return replace(payment, back=(*before, replace(last, copies=max(0, last.copies + more))))


fold = Fold(lambda name: Payment(id=SubjectId(name)), step)
"""The payment that a history tells."""
