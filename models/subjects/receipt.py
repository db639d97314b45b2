"""A receipt (biên lai) as the fold of its events; one that has no number yet is owed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    EReceiptCancelReported,
    EReceiptReported,
    EReceiptRequested,
    EReceiptState,
    FeeLine,
    Form,
    FormPrinted,
    PaperGivenUp,
    PrintingFailed,
    ReceiptAdjusted,
    ReceiptIssued,
    ReceiptOwed,
    ReceiptReplaced,
    ReceiptVoided,
)
from models.history import Recorded
from models.ids import ClerkId, DeviceId, DossierId, SubjectId
from models.money import CollectingBody, PaidFee, ReceiptNumber
from models.subjects.folding import Fold
from models.subjects.payment import Payment

_COUNTED = frozenset({Form.FEE_RECEIPT, Form.PAYMENT_SLIP})


class ReceiptState(StrEnum):
    """Where a receipt stands. Nothing vanishes: a void number stays used."""

    NEW = "new"
    """Only later events have arrived."""
    OWED = "owed"
    """Money was taken; the receipt must follow."""
    ISSUED = "issued"
    ADJUSTED = "adjusted"
    """It holds, with the further receipt that changes its amounts."""
    REPLACED = "replaced"
    VOID = "void"


class Receipt(Struct, frozen=True, kw_only=True):
    """The present state of a receipt.

    Attributes:
        number: None = none yet.
        slip: number of the slip that is no receipt, where one was given.
        fees, lines: for which dossiers, and what for.
        due_on: last day on which one that is owed must exist.
        issued_at, issued_by: when it got its number; ``at`` is when the money was taken.
        voided_at: when it became void; None = it is not.
        replaces, adjusts, by: receipts that belong to it: which one it replaces or adjusts, which one does so to it.
        replaced_by: those that took its place: the first one stands, a further one was made without knowledge of it.
        e_cancelled: whether the provider has cancelled one that is void; None = it has not said.
        e_state, e_reference, lookup, lookup_at, e_reason: of an electronic receipt, see ``EReceiptReported``.
        copies, slips: how many copies of receipt and slip have come out.
        disputed: two desks gave it two numbers; the first one holds, ``second`` is the other.
    """

    id: SubjectId
    state: ReceiptState = ReceiptState.NEW
    number: ReceiptNumber | None = None
    slip: str = ""
    payment: SubjectId = SubjectId("")
    fees: tuple[PaidFee, ...] = ()
    lines: tuple[FeeLine, ...] = ()
    payer: str = ""
    payer_address: str = ""
    payer_tax_code: str = ""
    body: CollectingBody | None = None
    lease: SubjectId = SubjectId("")
    due_on: date | None = None
    at: datetime | None = None
    clerk: ClerkId = ClerkId("")
    device: DeviceId = DeviceId(0)
    issued_at: datetime | None = None
    issued_by: ClerkId = ClerkId("")
    issued_on: DeviceId = DeviceId(0)
    late: bool = False
    on_paper: bool = False
    replaces: SubjectId = SubjectId("")
    adjusts: SubjectId = SubjectId("")
    by: SubjectId = SubjectId("")
    replaced_by: tuple[SubjectId, ...] = ()
    reason: str = ""
    voided_at: datetime | None = None
    e_state: EReceiptState | None = None
    e_reference: str = ""
    lookup: str = ""
    lookup_at: str = ""
    e_reason: str = ""
    e_cancelled: bool | None = None
    requested: bool = False
    second: ReceiptNumber | None = None
    copies: int = 0
    slips: int = 0
    events: int = 0

    @property
    def amount(self) -> int:
        """The sum of its lines, in đồng; an adjustment may be below zero."""
        return sum(line.amount for line in self.lines)

    @property
    def shown_number(self) -> str:
        """The number as papers and lists show it; of one that has none yet, that of its slip."""
        return self.number.text if self.number else self.slip

    @property
    def crossed(self) -> bool:
        """Whether two machines replaced it, or one replaced it and another made it void."""
        return len(self.replaced_by) > 1 or (bool(self.replaced_by) and self.state is ReceiptState.VOID)

    @property
    def holds(self) -> bool:
        """Whether it is a receipt that counts."""
        return self.state in {ReceiptState.ISSUED, ReceiptState.ADJUSTED}

    @property
    def stands(self) -> bool:
        """Whether its money counts: it holds, or is still to follow."""
        return self.holds or self.state is ReceiptState.OWED


def step(receipt: Receipt, recorded: Recorded) -> Receipt:
    """The receipt after one more event."""
    receipt = replace(receipt, events=receipt.events + 1)
    match recorded.event:
        case ReceiptOwed() as happened if not receipt.lines:
            return replace(
                receipt,
                state=ReceiptState.OWED if receipt.state is ReceiptState.NEW else receipt.state,
                slip=happened.slip,
                payment=happened.payment,
                fees=happened.fees,
                lines=happened.lines,
                payer=happened.payer,
                payer_address=happened.payer_address,
                payer_tax_code=happened.payer_tax_code,
                body=happened.body,
                due_on=happened.due_on,
                replaces=receipt.replaces or happened.replaces,
                adjusts=receipt.adjusts or happened.adjusts,
                at=recorded.at,
                clerk=recorded.clerk,
                device=recorded.device,
            )
        case ReceiptIssued() as happened:
            return _issued(receipt, happened, recorded)
        case EReceiptRequested(reference=reference):
            return replace(receipt, requested=True, e_reference=reference)
        case EReceiptReported() as happened:
            return _reported(receipt, happened, recorded)
        case EReceiptCancelReported(done=done, reason=reason):
            return replace(receipt, e_cancelled=done, e_reason=reason)
        case ReceiptVoided(reason=reason):
            voided_at = receipt.voided_at or recorded.at
            return replace(receipt, state=ReceiptState.VOID, reason=reason, voided_at=voided_at)
        case ReceiptReplaced(by=by, reason=reason):
            told = replace(receipt, replaced_by=(*receipt.replaced_by, by))
            if receipt.replaced_by or receipt.state is ReceiptState.VOID:
                return told
            return replace(told, state=ReceiptState.REPLACED, by=by, reason=reason)
        case ReceiptAdjusted(by=by, reason=reason) if receipt.holds:
            return replace(receipt, state=ReceiptState.ADJUSTED, by=by, reason=reason)
        case FormPrinted(form=form) if form in _COUNTED:
            return _count(receipt, form, 1)
        case PrintingFailed(form=form) | PaperGivenUp(form=form, begun=False) if form in _COUNTED:
            return _count(receipt, form, -1)
        case _:
            return receipt


def _issued(receipt: Receipt, happened: ReceiptIssued, recorded: Recorded) -> Receipt:
    if receipt.number is not None:
        return receipt if receipt.number == happened.number else replace(receipt, second=happened.number)
    owed = bool(receipt.lines)
    return replace(
        receipt,
        state=ReceiptState.ISSUED if receipt.state in {ReceiptState.NEW, ReceiptState.OWED} else receipt.state,
        number=happened.number,
        payment=receipt.payment or happened.payment,
        fees=receipt.fees or happened.fees,
        lines=receipt.lines or happened.lines,
        payer=receipt.payer or happened.payer,
        payer_address=receipt.payer_address or happened.payer_address,
        payer_tax_code=receipt.payer_tax_code or happened.payer_tax_code,
        body=receipt.body or happened.body,
        lease=happened.lease,
        at=receipt.at if owed else recorded.at,
        clerk=receipt.clerk if owed else recorded.clerk,
        device=receipt.device if owed else recorded.device,
        issued_at=recorded.at,
        issued_by=recorded.clerk,
        issued_on=recorded.device,
        late=happened.late or owed,
        on_paper=happened.on_paper,
        replaces=receipt.replaces or happened.replaces,
        adjusts=receipt.adjusts or happened.adjusts,
    )


def _reported(receipt: Receipt, happened: EReceiptReported, recorded: Recorded) -> Receipt:
    told = replace(
        receipt,
        e_state=happened.state,
        e_reference=happened.reference or receipt.e_reference,
        lookup=happened.lookup or receipt.lookup,
        lookup_at=happened.lookup_at or receipt.lookup_at,
        e_reason=happened.reason,
    )
    if happened.number is None or told.number == happened.number:
        return told
    return _issued(told, ReceiptIssued(number=happened.number, late=True), recorded)


def _count(receipt: Receipt, form: Form, more: int) -> Receipt:
    if form is Form.FEE_RECEIPT:
        return replace(receipt, copies=max(0, receipt.copies + more))
    return replace(receipt, slips=max(0, receipt.slips + more))


def needless(payment: Payment, made: Sequence[Receipt]) -> list[Receipt]:
    """The receipts that must become void, the same at every desk that knows the same events.

    * Taken twice: the taking that counts is the first in the log's order; the receipts that stand are those made with
      it, and what replaces or adjusts them.
    * Replaced twice: the first one that took its place stands.
    * Given back twice: where nothing is left of the payment no receipt of it stands; where a dossier's receipts were
      lowered below what is left of it, the lowering made last goes, until they are not.

    Args:
        payment: as folded: ``device`` took it first.
        made: all its receipts, in the order of their making. One that is void already is not named.
    """
    known = {one.id: one for one in made}
    standing = [one for one in made if one.stands]
    second = {further for one in made for further in one.replaced_by[1:]}
    lines = ((one, line_of(one, known)) for one in standing)
    gone = [
        one
        for one, line in lines
        if any(before.id in second for before in line) or (payment.doubled and line[-1].device != payment.device)
    ]
    stand = [one for one in standing if one not in gone]
    left = {dossier: payment.left_of(dossier) for dossier in dict.fromkeys(fee.dossier for fee in payment.fees)}
    if payment.back and not any(left.values()):
        return [*gone, *stand]
    for lowering in [one for one in reversed(stand) if one.adjusts]:
        if any(amount_of(stand, fee.dossier) < left.get(fee.dossier, 0) for fee in lowering.fees):
            stand.remove(lowering)
            gone.append(lowering)
    return gone


def amount_of(receipts: Iterable[Receipt], dossier: DossierId) -> int:
    """What receipts say of a dossier together, in đồng."""
    return sum(fee.amount for one in receipts for fee in one.fees if fee.dossier == dossier)


def line_of(receipt: Receipt, known: Mapping[SubjectId, Receipt]) -> list[Receipt]:
    """The receipt, the one that it replaces or adjusts, and so on to the first of them."""
    line = [receipt]
    while (before := known.get(line[-1].replaces or line[-1].adjusts)) is not None and before not in line:
        line.append(before)
    return line


fold = Fold(lambda name: Receipt(id=SubjectId(name)), step)
"""The receipt that a history tells."""
