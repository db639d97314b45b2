"""A shift of a drawer as the fold of its events. Its payments are subjects of their own and name it."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    CashMoved,
    FloatCounted,
    Form,
    FormPrinted,
    PaperGivenUp,
    PrintingFailed,
    ShiftClosed,
    ShiftOpened,
    TakingsDeposited,
    TakingsHandedOver,
)
from models.history import Recorded
from models.ids import ClerkId, DeviceId, SubjectId
from models.money import Counted, sum_of
from models.subjects.folding import Fold


class MovedCash(Struct, frozen=True, kw_only=True):
    """Cash that went into or out of the drawer and is no payment; with ``payment``, one that was given back."""

    amount: int
    reason: str
    at: datetime
    payment: SubjectId = SubjectId("")


class Shift(Struct, frozen=True, kw_only=True):
    """The present state of a shift.

    Attributes:
        clerk, device: whose drawer it is, and at which machine.
        float_counted: None = nobody has counted the float.
        closed: as the closing slip says it; None = it is open.
        handed_over, handed_to, deposits: where the takings went.
        copies: how many closing slips have come out; handed_copies: records of handing over; deposit_copies: lists of
            the last deposit.
    """

    id: SubjectId
    clerk: ClerkId = ClerkId("")
    device: DeviceId = DeviceId(0)
    opened_at: datetime | None = None
    float_counted: tuple[Counted, ...] | None = None
    moved: tuple[MovedCash, ...] = ()
    closed: ShiftClosed | None = None
    closed_at: datetime | None = None
    closed_by: ClerkId = ClerkId("")
    handed_over: int = 0
    handed_to: str = ""
    handed_at: datetime | None = None
    deposits: tuple[TakingsDeposited, ...] = ()
    copies: int = 0
    handed_copies: int = 0
    deposit_copies: int = 0
    events: int = 0

    @property
    def is_open(self) -> bool:
        """Whether payments may still name it."""
        return self.opened_at is not None and self.closed is None

    @property
    def float(self) -> int:
        """The float, in đồng; 0 while it is not counted."""
        return sum_of(self.float_counted or ())

    @property
    def moves(self) -> int:
        """What went in less what went out without being given back to a citizen, in đồng."""
        return sum(one.amount for one in self.moved if not one.payment)

    @property
    def returned(self) -> int:
        """Cash given back to citizens, in đồng."""
        return -sum(one.amount for one in self.moved if one.payment)

    @property
    def takings(self) -> int:
        """What is to be handed over once it is closed: the cash counted less the float, in đồng."""
        return max(0, self.closed.total - self.float) if self.closed else 0

    @property
    def deposited(self) -> int:
        """What of it was paid in, in đồng."""
        return sum(one.amount for one in self.deposits)

    @property
    def left(self) -> int:
        """What of it was not paid in, in đồng; below zero where two machines told more than there was."""
        return self.takings - self.deposited

    @property
    def is_kept(self) -> bool:
        """Whether it is closed and its clerk still has takings of it."""
        return not self.handed_to and self.left > 0


def step(shift: Shift, recorded: Recorded) -> Shift:
    """The shift after one more event. What follows its closing changes no figure of it."""
    shift = replace(shift, events=shift.events + 1)
    match recorded.event:
        case ShiftOpened(counted=counted) if shift.opened_at is None:
            return replace(
                shift,
                clerk=recorded.clerk,
                device=recorded.device,
                opened_at=recorded.at,
                float_counted=shift.float_counted if counted is None else counted,
            )
        case FloatCounted(counted=counted) if shift.closed is None:
            return replace(shift, float_counted=counted)
        case CashMoved(amount=amount, reason=reason, payment=payment) if shift.closed is None:
            moved = MovedCash(amount=amount, reason=reason, at=recorded.at, payment=payment)
            return replace(shift, moved=(*shift.moved, moved))
        case ShiftClosed() as happened if shift.closed is None:
            return replace(shift, closed=happened, closed_at=recorded.at, closed_by=recorded.clerk)
        case TakingsHandedOver(to=to, amount=amount) if not shift.handed_to:
            return replace(shift, handed_over=amount, handed_to=to, handed_at=recorded.at)
        case TakingsDeposited() as happened if happened.number and happened in shift.deposits:
            return shift  # one paying-in slip, told at two machines
        case TakingsDeposited() as happened:
            return replace(shift, deposits=(*shift.deposits, happened), deposit_copies=0)
        case FormPrinted(form=form):
            return _count(shift, form, 1)
        case PrintingFailed(form=form) | PaperGivenUp(form=form, begun=False):
            return _count(shift, form, -1)
        case _:
            return shift


def _count(shift: Shift, form: Form, more: int) -> Shift:
    match form:
        case Form.SHIFT_SLIP | Form.SHIFT_ROLL:
            return replace(shift, copies=max(0, shift.copies + more))
        case Form.TAKINGS_NOTE:
            return replace(shift, handed_copies=max(0, shift.handed_copies + more))
        case Form.DEPOSIT_NOTE:
            return replace(shift, deposit_copies=max(0, shift.deposit_copies + more))
        case _:
            return shift


fold = Fold(lambda name: Shift(id=SubjectId(name)), step)
"""The shift that a history tells."""
