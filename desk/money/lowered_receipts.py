"""What becomes of receipts when money goes back: void, lowered by a further one, or made anew of what is kept."""

from collections.abc import Sequence

from msgspec.structs import replace

from desk.desk import Desk
from desk.money.receipt_numbers import NumberSource
from desk.money.receipts import Facts, crossed, follows_by, issued_receipt, owed_receipt
from desk.rights import Permission, require
from models.events import RECEIPT, PaymentReturned, ReceiptAdjusted, ReceiptOwed, ReceiptReplaced, ReceiptVoided
from models.ids import ClerkId, DossierId, SubjectId, new_subject
from models.money import PaidFee
from models.not_allowed import OfOneVerb
from models.store.projections.money.payment import PAYMENTS
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.receipt import Receipt, ReceiptState, amount_of, line_of, needless

TWICE = "Hai máy cùng thu, cùng hoàn hoặc cùng thay biên lai của một khoản; biên lai lập trước còn giá trị."
"""Why one of two receipts became void, for the history and the day's table."""


class NothingDoubled(OfOneVerb):
    """No payment has two receipts."""

    sentence = "Không có khoản thu nào đã lập biên lai hai lần."


def after_return(
    desk: Desk, source: NumberSource, payment: SubjectId, dossier: DossierId, event: PaymentReturned
) -> Facts:
    """What becomes of the receipts of a payment when money of a dossier goes back.

    One whose whole amount is gone becomes void, with those that lowered it before. One that holds is lowered by a
    further one, which is owed where no number is at hand. One that is still owed gives way to one of what was kept.
    Where they were made void before without the money, one is made of what is kept.
    """
    known, paid = desk.store.lists(ReceiptLists).of_payment(payment), desk.store.log.subject(PAYMENTS, payment)
    gone = needless(paid, known)
    stand = [one for one in known if one not in gone]
    amount = sum(fee.amount for fee in event.fees)
    if not any(one.stands for one in stand):
        left = {fee.dossier: paid.left_of(fee.dossier) for fee in paid.fees}
        left[dossier] = left.get(dossier, 0) - amount
        return _made_anew(desk, source, [one for one in stand if one.state is ReceiptState.VOID], left)
    return _lowered_by(desk, source, stand, amount, dossier, event.reason, event.confirmed_by)


def void_doubled(desk: Desk) -> int:
    """Make void what two desks receipted twice, so that of each payment stands what was kept. Returns how many.

    No money moves and nobody chooses which, so that one person is enough; done at two desks it is done once. Where what
    stands then is more than was kept, since both desks had lowered it, it is lowered by the rest.

    Raises:
        NothingDoubled, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    facts, source, count = Facts(), NumberSource(desk), 0
    for payment, made in crossed(desk):
        gone = needless(payment, made)
        if not gone:
            continue
        count += len(gone)
        facts += [(one.id, ReceiptVoided(reason=TWICE, confirmed_by=ClerkId(""))) for one in gone]
        stand = [one for one in made if one not in gone]
        for dossier in dict.fromkeys(fee.dossier for fee in payment.fees):
            more = amount_of([one for one in stand if one.stands], dossier)
            more -= payment.left_of(dossier)
            if more > 0:
                facts += _lowered_by(desk, source, stand, more, dossier, TWICE, ClerkId(""))
    if not count:
        raise NothingDoubled
    desk.store.log.record_all(desk.by, facts)
    return count


def _lowered_by(
    desk: Desk,
    source: NumberSource,
    stand: Sequence[Receipt],
    amount: int,
    dossier: DossierId,
    reason: str,
    confirmed_by: ClerkId,
) -> Facts:
    """What lowers the receipts of a dossier that stand by an amount in đồng."""
    facts, known = Facts(), {one.id: one for one in stand}
    first = {one.id: line_of(one, known)[-1].id for one in stand}
    for one in stand:
        if one.adjusts or not one.stands:
            continue
        lowering = [other for other in stand if other.adjusts and other.stands and first[other.id] == first[one.id]]
        fees = [fee for receipt in (one, *lowering) for fee in receipt.fees]
        share = min(amount, sum(fee.amount for fee in fees if fee.dossier == dossier))
        if share <= 0:
            continue
        amount -= share
        if share == sum(fee.amount for fee in fees):
            void = ReceiptVoided(reason=reason, confirmed_by=confirmed_by)
            facts += [(receipt.id, void) for receipt in (one, *lowering)]
        elif one.state is ReceiptState.OWED:
            facts += _kept(desk, one, share, dossier, reason)
        else:
            facts += _lowered(desk, source, one, lowering, share, dossier, reason)
    return facts


def _made_anew(desk: Desk, source: NumberSource, void: Sequence[Receipt], left: dict[DossierId, int]) -> Facts:
    """Receipts of what is kept of each dossier, in đồng, with the payers and lines of the last that became void."""
    facts = Facts()
    for one in reversed([one for one in void if not one.adjusts]):
        fees, lines = list[PaidFee](), [line.amount for line in one.lines]
        for fee in one.fees:
            kept = max(0, min(fee.amount, left.get(fee.dossier, 0)))
            left[fee.dossier] = left.get(fee.dossier, 0) - kept
            back = _taken_from(one, (), fee.amount - kept, fee.dossier)
            lines = [amount - part for amount, part in zip(lines, back, strict=True)]
            fees += [PaidFee(dossier=fee.dossier, amount=kept)] if kept else []
        if not fees:
            continue
        told = ReceiptOwed(
            slip="",
            payment=one.payment,
            fees=tuple(fees),
            lines=tuple(replace(line, amount=now) for line, now in zip(one.lines, lines, strict=True) if now),
            payer=one.payer,
            payer_address=one.payer_address,
            payer_tax_code=one.payer_tax_code,
            body=one.body,
            due_on=follows_by(desk, desk.today),
        )
        found, id_ = source.take(one.lines[0].kind, one.body, paper=one.on_paper), new_subject(RECEIPT)
        facts += owed_receipt(desk, id_, told) if found is None else [(id_, issued_receipt(told, found))]
    return facts


def _kept(desk: Desk, owed: Receipt, share: int, dossier: DossierId, reason: str) -> Facts:
    """The receipt of what was kept, owed as long as the one before, whose slip the citizen has."""
    id_ = new_subject(RECEIPT)
    fees = [replace(fee, amount=fee.amount - share) if fee.dossier == dossier else fee for fee in owed.fees]
    lines = [
        replace(line, amount=line.amount - back)
        for line, back in zip(owed.lines, _taken_from(owed, (), share, dossier), strict=True)
    ]
    event = ReceiptOwed(
        slip="",
        payment=owed.payment,
        fees=tuple(fee for fee in fees if fee.amount),
        lines=tuple(line for line in lines if line.amount),
        payer=owed.payer,
        payer_address=owed.payer_address,
        payer_tax_code=owed.payer_tax_code,
        body=owed.body,
        due_on=owed.due_on,
    )
    return [*owed_receipt(desk, id_, event), (owed.id, ReceiptReplaced(by=id_, reason=reason))]


def _lowered(
    desk: Desk,
    source: NumberSource,
    one: Receipt,
    before: Sequence[Receipt],
    share: int,
    dossier: DossierId,
    reason: str,
) -> Facts:
    id_ = new_subject(RECEIPT)
    fees = (PaidFee(dossier=dossier, amount=-share),)
    taken_back = zip(one.lines, _taken_from(one, before, share, dossier), strict=True)
    lines = tuple(replace(line, amount=-back) for line, back in taken_back if back)
    told = ReceiptOwed(
        slip="",
        payment=one.payment,
        fees=fees,
        lines=lines,
        payer=one.payer,
        payer_address=one.payer_address,
        payer_tax_code=one.payer_tax_code,
        body=one.body,
        due_on=follows_by(desk, desk.today),
        adjusts=one.id,
    )
    found = source.take(one.lines[0].kind, one.body, paper=one.on_paper)
    facts = owed_receipt(desk, id_, told) if found is None else [(id_, issued_receipt(told, found))]
    return [*facts, (one.id, ReceiptAdjusted(by=id_, reason=reason))]


def _taken_from(receipt: Receipt, before: Sequence[Receipt], amount: int, dossier: DossierId) -> list[int]:
    """How much of an amount that goes back is taken from each line: of the dossier's own lines, the last one first.

    Args:
        receipt: whose lines.
        before: those that lowered it already; what they took of a line is not taken again.
        amount: in đồng.
        dossier: for which it goes back.
    """
    left = [line.amount for line in receipt.lines]
    for one in before:
        own = _lines_of(receipt, one.fees[0].dossier if one.fees else dossier)
        for line in one.lines:
            same = [at for at in own if replace(receipt.lines[at], amount=line.amount) == line]
            _take_of(left, same, -line.amount)
    own = _lines_of(receipt, dossier)
    return _take_of(left, [*(at for at in range(len(left)) if at not in own), *own], amount)


def _take_of(left: list[int], places: Sequence[int], amount: int) -> list[int]:
    """Take an amount from what is left at these places, the last place first. Returns how much from each of all."""
    parts = [0] * len(left)
    for at in reversed(places):
        parts[at] = max(0, min(amount, left[at]))
        left[at] -= parts[at]
        amount -= parts[at]
    return parts


def _lines_of(receipt: Receipt, dossier: DossierId) -> range:
    """Where the lines of a dossier stand: those of each stand in the order of ``fees`` and come to its amount."""
    end = 0
    for fee in receipt.fees:
        start, amount = end, 0
        while end < len(receipt.lines) and amount < fee.amount:
            amount += receipt.lines[end].amount
            end += 1
        if fee.dossier == dossier:
            return range(start, end)
    return range(len(receipt.lines))
