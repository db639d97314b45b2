"""Events of money: payments, receipts, shifts of a drawer, transfers that arrive. All amounts are đồng."""

from datetime import date, datetime
from enum import StrEnum

from models.events.dossiers import FeeDue, FeeLine, PaidBy
from models.events.event import Event
from models.ids import ClerkId, SubjectId
from models.money import CollectingBody, Counted, MethodTotal, PaidFee, ReceiptNumber

__all__ = [
    "PAYMENT",
    "RECEIPT",
    "RECEIPT_LEASE",
    "SHIFT",
    "TRANSFER",
    "CashMoved",
    "EReceiptCancelReported",
    "EReceiptReported",
    "EReceiptRequested",
    "EReceiptState",
    "FeeReturned",
    "FloatCounted",
    "MoneyEvent",
    "PaymentAsked",
    "PaymentGivenUp",
    "PaymentReturned",
    "PaymentTaken",
    "PriceChangeKind",
    "PriceChanged",
    "ReceiptAdjusted",
    "ReceiptIssued",
    "ReceiptLeaseClosed",
    "ReceiptOwed",
    "ReceiptReplaced",
    "ReceiptVoided",
    "ShiftClosed",
    "ShiftOpened",
    "TakingsDeposited",
    "TakingsHandedOver",
    "TransferArrived",
    "TransferMatched",
    "TransferSetAside",
]

PAYMENT, RECEIPT, SHIFT, TRANSFER, RECEIPT_LEASE = "payment/", "receipt/", "shift/", "transfer/", "lease/"
"""Begin the names of these subjects."""

_NONE = SubjectId("")


# ---- of a dossier ----------------------------------------------------------------------------------------


class PriceChangeKind(StrEnum):
    """Why the price told to the citizen is another now."""

    CORRECTED = "corrected"
    """It was told wrongly."""
    EXEMPT = "exempt"
    """The citizen turned out to be exempt, or to pay less; the ground and its proof are named."""
    WAIVED = "waived"
    """Let off by decision of the office."""


class PriceChanged(Event, frozen=True, kw_only=True, tag="PriceChanged"):
    """The price of a dossier is another from now on.

    Attributes:
        ground, proof: of an exemption: its name, and the paper by which it was shown.
        confirmed_by: the second person; empty = one was enough, since no money goes back.
    """

    kind: PriceChangeKind
    fee: FeeDue
    reason: str
    ground: str = ""
    proof: str = ""
    confirmed_by: ClerkId = ClerkId("")


class FeeReturned(Event, frozen=True, kw_only=True, tag="FeeReturned"):
    """Money of a dossier was given back; the same fact as its payment's ``PaymentReturned``."""

    amount: int
    payment: SubjectId
    paid_by: PaidBy = PaidBy.CASH


# ---- of a payment ----------------------------------------------------------------------------------------


class PaymentAsked(Event, frozen=True, kw_only=True, tag="PaymentAsked"):
    """The citizen was shown how to pay (VietQR, account, terminal); the money is waited for.

    Attributes:
        fees: what it is for, dossier by dossier.
        reference: what the transfer shall say: see ``models.codes.payment_reference``.
    """

    fees: tuple[PaidFee, ...]
    paid_by: PaidBy
    reference: str


class PaymentTaken(Event, frozen=True, kw_only=True, tag="PaymentTaken"):
    """Money came in. In the same transaction each dossier of it has a ``FeeTaken``.

    Attributes:
        given: cash as the citizen gave it; what is above the sum was given as change. 0 = exactly.
        reference: of the terminal's slip or of the transfer.
        payer: who paid, as receipts name them.
        shift: the drawer's shift that it belongs to.
        transfer: the arrived transfer that it was matched with.
    """

    fees: tuple[PaidFee, ...]
    paid_by: PaidBy = PaidBy.CASH
    given: int = 0
    reference: str = ""
    payer: str = ""
    shift: SubjectId = _NONE
    transfer: SubjectId = _NONE


class PaymentGivenUp(Event, frozen=True, kw_only=True, tag="PaymentGivenUp"):
    """Nobody waits for this money any more."""

    reason: str


class PaymentReturned(Event, frozen=True, kw_only=True, tag="PaymentReturned"):
    """Some or all of the money was given back. Two people agreed; ``confirmed_by`` is the second.

    Attributes:
        fees: how much for which dossier.
        shift: the shift whose drawer gave it.
        number: of the slip that the citizen signed.
    """

    fees: tuple[PaidFee, ...]
    reason: str
    confirmed_by: ClerkId
    paid_by: PaidBy = PaidBy.CASH
    reference: str = ""
    shift: SubjectId = _NONE
    number: str = ""


# ---- of a receipt ----------------------------------------------------------------------------------------


class ReceiptOwed(Event, frozen=True, kw_only=True, tag="ReceiptOwed"):
    """Money was taken and no number of a receipt was at hand: the citizen has a slip that is no receipt (phiếu thu).

    Attributes:
        slip: number of that slip.
        due_on: last day on which the receipt must exist (NĐ 254/2026/NĐ-CP Đ27.3: three working days).
        replaces, adjusts: the receipt that it takes the place of, or changes by its amounts; no slip is given then.
    """

    slip: str
    payment: SubjectId
    fees: tuple[PaidFee, ...]
    lines: tuple[FeeLine, ...]
    payer: str = ""
    payer_address: str = ""
    payer_tax_code: str = ""
    body: CollectingBody | None = None
    due_on: date | None = None
    replaces: SubjectId = _NONE
    adjusts: SubjectId = _NONE


class ReceiptIssued(Event, frozen=True, kw_only=True, tag="ReceiptIssued"):
    """A receipt has its number (biên lai). After ``ReceiptOwed`` only the number is told; else all of it.

    Attributes:
        lease: the leased range it was taken from; empty = typed from a paper book, or issued by the provider.
        replaces, adjusts: the receipt that it takes the place of, or changes by its amounts.
        late: issued after the money was taken.
        on_paper: a pre-printed receipt of a paper book.
    """

    number: ReceiptNumber
    payment: SubjectId = _NONE
    fees: tuple[PaidFee, ...] = ()
    lines: tuple[FeeLine, ...] = ()
    payer: str = ""
    payer_address: str = ""
    payer_tax_code: str = ""
    body: CollectingBody | None = None
    lease: SubjectId = _NONE
    replaces: SubjectId = _NONE
    adjusts: SubjectId = _NONE
    late: bool = False
    on_paper: bool = False


class ReceiptVoided(Event, frozen=True, kw_only=True, tag="ReceiptVoided"):
    """The receipt is void; its number stays used. Two people agreed.

    Attributes:
        confirmed_by: the second of them; empty = another receipt of the same payment stands, made at another desk, or
            it is a paper that was spoilt before any money was taken.
    """

    reason: str
    confirmed_by: ClerkId


class ReceiptReplaced(Event, frozen=True, kw_only=True, tag="ReceiptReplaced"):
    """Another receipt has taken the place of this one."""

    by: SubjectId
    reason: str


class ReceiptAdjusted(Event, frozen=True, kw_only=True, tag="ReceiptAdjusted"):
    """A further receipt changes the amounts of this one, which stays."""

    by: SubjectId
    reason: str


class EReceiptState(StrEnum):
    """How far the provider is with an electronic receipt."""

    ASKED = "asked"
    """The hub has sent the request on."""
    ISSUED = "issued"
    DELIVERED = "delivered"
    """The citizen was told by the provider."""
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """The answer was lost, and the provider cannot say what became of it: a person asks."""


class EReceiptRequested(Event, frozen=True, kw_only=True, tag="EReceiptRequested"):
    """The provider of electronic receipts shall issue this one; the hub asks it.

    Attributes:
        reference: our own id of the request, the same however often it is sent.
        number: from a leased range, where the provider lets the office number; None = the provider gives it.
    """

    reference: str
    number: ReceiptNumber | None = None


class EReceiptReported(Event, frozen=True, kw_only=True, tag="EReceiptReported"):
    """The hub tells what the provider said.

    Attributes:
        number: as issued.
        lookup: code by which the citizen finds it at ``lookup_at``.
        reason: of a refusal, in the provider's code or words.
    """

    state: EReceiptState
    reference: str = ""
    number: ReceiptNumber | None = None
    lookup: str = ""
    lookup_at: str = ""
    reason: str = ""


class EReceiptCancelReported(Event, frozen=True, kw_only=True, tag="EReceiptCancelReported"):
    """The hub tells what the provider said when it was asked to cancel an electronic receipt that is void.

    Attributes:
        done: it is cancelled at the provider; else a person asks there, for ``reason`` in the provider's words.
    """

    reference: str
    done: bool
    reason: str = ""


class ReceiptLeaseClosed(Event, frozen=True, kw_only=True, tag="ReceiptLeaseClosed"):
    """Nothing more is issued from a leased range; what was not issued is declared unused, or not known any more.

    Attributes:
        form, series, first, last: the range as it was leased.
        issued: how many numbers of it became receipts (void ones included), as far as this machine knows.
        unused: the ranges declared unused, as ``(first, last)``.
        unknown: ranges of which nobody knows whether a paper bears them (after a restored copy).
    """

    form: str
    series: str
    first: int
    last: int
    reason: str
    issued: int = 0
    unused: tuple[tuple[int, int], ...] = ()
    unknown: tuple[tuple[int, int], ...] = ()


# ---- of a shift ------------------------------------------------------------------------------------------


class ShiftOpened(Event, frozen=True, kw_only=True, tag="ShiftOpened"):
    """A clerk has opened a drawer. ``counted``: the float; None = it was opened by the first payment, uncounted."""

    counted: tuple[Counted, ...] | None = None


class FloatCounted(Event, frozen=True, kw_only=True, tag="FloatCounted"):
    """The float of a shift was counted after it was opened."""

    counted: tuple[Counted, ...]


class CashMoved(Event, frozen=True, kw_only=True, tag="CashMoved"):
    """Cash that is no payment went into the drawer (above zero) or out of it (below): change fetched, cash put by."""

    amount: int
    reason: str
    payment: SubjectId = _NONE
    """Of money given back from the drawer: the payment it was taken with."""


class ShiftClosed(Event, frozen=True, kw_only=True, tag="ShiftClosed"):
    """A shift has ended. Frozen here is what the closing slip says; later events of other desks change none of it.

    Attributes:
        counted: the notes and coins; None = the sum alone was counted.
        total: what was counted.
        expected: float + cash taken − given back ± moved.
        reason: of a difference; and why it was closed late or by another person.
        totals: by way of paying.
        receipts: first and last number of each series.
        payments: how many, and ``last_payment`` the youngest: which ones it speaks of.
        confirmed_by: the second person, when it was closed for somebody else.
    """

    total: int
    expected: int
    counted: tuple[Counted, ...] | None = None
    reason: str = ""
    totals: tuple[MethodTotal, ...] = ()
    receipts: tuple[tuple[ReceiptNumber, ReceiptNumber], ...] = ()
    payments: int = 0
    last_payment: SubjectId = _NONE
    confirmed_by: ClerkId = ClerkId("")


class TakingsHandedOver(Event, frozen=True, kw_only=True, tag="TakingsHandedOver"):
    """The takings of a closed shift went to the treasurer; ``to`` is who received them."""

    to: str
    amount: int


class TakingsDeposited(Event, frozen=True, kw_only=True, tag="TakingsDeposited"):
    """The takings were paid in at the State Treasury or a bank."""

    amount: int
    place: str
    number: str = ""
    """Of the paying-in slip."""


# ---- of an arrived transfer ------------------------------------------------------------------------------


class TransferArrived(Event, frozen=True, kw_only=True, tag="TransferArrived"):
    """The hub heard of money on the office's account.

    Attributes:
        provider: whose word it is.
        transaction: the provider's id of the transfer, by which it is counted once.
        reference: found in ``content``; empty = none.
        content: what the payer wrote, as it arrived.
        happened_at: as the provider tells it.
        dossier: code of the dossier that the citizen paid for online; empty = money on an account.
    """

    provider: str
    transaction: str
    amount: int
    reference: str = ""
    content: str = ""
    account: str = ""
    happened_at: datetime | None = None
    dossier: str = ""


class TransferMatched(Event, frozen=True, kw_only=True, tag="TransferMatched"):
    """A clerk, or its reference and amount, have said which payment this transfer is."""

    payment: SubjectId


class TransferSetAside(Event, frozen=True, kw_only=True, tag="TransferSetAside"):
    """The transfer is for no dossier here: sent back, or another office's."""

    reason: str


MoneyEvent = (
    PriceChanged
    | FeeReturned
    | PaymentAsked
    | PaymentTaken
    | PaymentGivenUp
    | PaymentReturned
    | ReceiptOwed
    | ReceiptIssued
    | ReceiptVoided
    | ReceiptReplaced
    | ReceiptAdjusted
    | EReceiptRequested
    | EReceiptReported
    | EReceiptCancelReported
    | ReceiptLeaseClosed
    | ShiftOpened
    | FloatCounted
    | CashMoved
    | ShiftClosed
    | TakingsHandedOver
    | TakingsDeposited
    | TransferArrived
    | TransferMatched
    | TransferSetAside
)
"""What the codec reads of them."""
