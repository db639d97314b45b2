"""Receipts (biên lai): made with the payment, or owed and made later; void, replaced and adjusted, never gone.

Each kind of line and each collecting body has a receipt of its own. Where no number is at hand the citizen gets a slip
that says it is no receipt, and the receipt follows within three working days (NĐ 254/2026/NĐ-CP Đ27.3).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from desk import limits, numbers
from desk.desk import Desk
from desk.money.receipt_numbers import NumberSource, TakenNumber, asks_provider, own_body
from desk.reach import check_reach
from desk.rights import Permission, require
from desk.staff import second_person
from desk.staff.accounts import SignInAttempt
from models.events import (
    RECEIPT,
    AnyEvent,
    EReceiptRequested,
    FeeLine,
    ReceiptIssued,
    ReceiptOwed,
    ReceiptReplaced,
    ReceiptVoided,
)
from models.ids import DossierId, SubjectId, new_event_id, new_subject
from models.money import CollectingBody, FeeLineKind, PaidFee, ReceiptNumber
from models.not_allowed import OfOneVerb, ReasonMissing
from models.receipt_leases import FORMS, HIGHEST_NUMBER
from models.store.projections.money.payment import PAYMENTS
from models.store.projections.money.payment_lists import PaymentLists
from models.store.projections.money.receipt import RECEIPTS
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.payment import Payment
from models.subjects.receipt import Receipt, ReceiptState, needless
from models.text import clean

DAYS_TO_FOLLOW = 3
"""Working days within which a receipt follows the money."""

Facts = list[tuple[SubjectId, AnyEvent]]


class ReceiptUnknown(OfOneVerb):
    """No receipt of this number or slip is known here."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.sentence = f"Không có biên lai hay phiếu thu “{asked}” ở máy này."


class ReceiptNotValid(OfOneVerb):
    """It is void or was replaced, or has no number yet."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.id)
        what = {
            ReceiptState.VOID: "đã hủy",
            ReceiptState.REPLACED: "đã được thay thế",
            ReceiptState.ADJUSTED: "đã được điều chỉnh",
            ReceiptState.OWED: "chưa có số",
        }.get(receipt.state, "chưa đủ dữ liệu")
        number = f" {receipt.number.text}" if receipt.number else ""
        self.sentence = f"Biên lai{number} {what}; không làm việc này được nữa."


class NoReceiptInForce(OfOneVerb):
    """The payment has no receipt that could be made void or replaced."""

    sentence = "Khoản này không có biên lai nào còn hiệu lực để hủy hay thay thế."


class NothingToChange(OfOneVerb):
    """The receipt that would take its place says the same."""

    sentence = "Biên lai mới phải khác biên lai cũ: sửa người nộp, địa chỉ hoặc số tiền."


class NoReceiptNumber(OfOneVerb):
    """No leased range has a number left."""

    sentence = "Hết số biên lai cấp cho máy này; kết nối với tỉnh để nhận dải số mới rồi làm lại."


class FeePaid(Struct, frozen=True, kw_only=True):
    """What is paid for one dossier, and the lines that it pays for; their sum is the amount."""

    dossier: DossierId
    lines: tuple[FeeLine, ...]

    @property
    def amount(self) -> int:
        """In đồng."""
        return sum(line.amount for line in self.lines)


class Payer(Struct, frozen=True, kw_only=True):
    """Who pays, as receipts name them. ``tax_code``: of an organisation."""

    name: str = ""
    address: str = ""
    tax_code: str = ""


def made(desk: Desk, payment: SubjectId, paid: Sequence[FeePaid], payer: Payer) -> Facts:
    """The receipts of a payment: with their numbers, or owed.

    Raises:
        WorkStopped, BlockExhausted: a number would be wrong, or no slip has one.
    """
    limits.check(desk)
    source = NumberSource(desk)
    facts: Facts = []
    slips = 0
    for (kind, body), of_kind in _by_kind(paid).items():
        id_ = new_subject(RECEIPT)
        fees = tuple(PaidFee(dossier=one.dossier, amount=one.amount) for one in of_kind)
        lines = tuple(line for one in of_kind for line in one.lines)
        told = ReceiptOwed(
            slip="",
            payment=payment,
            fees=fees,
            lines=lines,
            payer=payer.name,
            payer_address=payer.address,
            payer_tax_code=payer.tax_code,
            body=body or own_body(desk),
            due_on=follows_by(desk, desk.today),
        )
        found = source.take(kind, body)
        if found is None:
            facts += owed_receipt(desk, id_, replace(told, slip=numbers.next_slip_number(desk, behind=slips)))
            slips += 1
        else:
            facts.append((id_, issued_receipt(told, found)))
    return facts


def owed_receipt(desk: Desk, id_: SubjectId, owed: ReceiptOwed) -> Facts:
    """A receipt that is to follow; the provider is asked for it at once where the office has one."""
    asked: Facts = [(id_, EReceiptRequested(reference=new_event_id()))] if asks_provider(desk) else []
    return [(id_, owed), *asked]


def issued_receipt(told: ReceiptOwed, taken: TakenNumber) -> ReceiptIssued:
    """The same receipt, not owed but with its number."""
    return ReceiptIssued(
        number=taken.number,
        payment=told.payment,
        fees=told.fees,
        lines=told.lines,
        payer=told.payer,
        payer_address=told.payer_address,
        payer_tax_code=told.payer_tax_code,
        body=told.body,
        lease=taken.lease,
        replaces=told.replaces,
        adjusts=told.adjusts,
        on_paper=taken.on_paper,
    )


def issue_owed(desk: Desk) -> tuple[TakenNumber, ...]:
    """Give numbers to receipts that are owed and that no provider was asked for, the oldest first.

    Returns the numbers given. Receipts of other machines are theirs to number.
    """
    require(desk, Permission.TAKE_FEE)
    limits.check(desk)
    source = NumberSource(desk)
    given: list[tuple[SubjectId, TakenNumber]] = []
    twice = {one.id for one in doubled(desk)}
    for receipt in desk.store.lists(ReceiptLists).owed():
        if receipt.device != desk.store.log.device or receipt.requested or receipt.id in twice:
            continue
        found = source.take(receipt.lines[0].kind if receipt.lines else None, receipt.body)
        if found is not None:
            given.append((receipt.id, found))
    if given:
        facts = [
            (id_, ReceiptIssued(number=one.number, lease=one.lease, late=True, on_paper=one.on_paper))
            for id_, one in given
        ]
        desk.store.log.record_all(desk.by, facts)
    return tuple(one for _, one in given)


def void(desk: Desk, receipt_id: SubjectId, reason: str, second: SignInAttempt, *, fits: bool) -> Receipt:
    """Make a receipt void; its number stays used. The money stays where it is: see ``payments.give_back``.

    Args:
        desk: open.
        receipt_id: which.
        reason: for the history and the day's table.
        second: from ``second_person.begin``.
        fits: what ``pins.fits`` said.

    Raises:
        ReceiptUnknown, ReceiptNotValid, ReasonMissing, RoleForbids, NobodySignedIn.
        SecretWrong, SecondIsFirst, SecretMustChange: not confirmed.
    """
    require(desk, Permission.GIVE_BACK_FEE)
    check_void(desk, receipt_id, reason)
    who = second_person.confirmed(desk, second, fits=fits)
    desk.store.log.record(receipt_id, desk.by, ReceiptVoided(reason=clean(reason), confirmed_by=who.id))
    return by_id(desk, receipt_id)


def check_void(desk: Desk, receipt_id: SubjectId, reason: str) -> None:
    """Everything but the second person; see ``void``."""
    require(desk, Permission.GIVE_BACK_FEE)
    _in_force(desk, receipt_id)
    if not clean(reason):
        raise ReasonMissing


def doubled(desk: Desk) -> list[Receipt]:
    """The receipts that must become void, since two desks took, gave back or replaced the same; see ``needless``."""
    return [one for payment, made in crossed(desk) for one in needless(payment, made)]


def crossed(desk: Desk) -> list[tuple[Payment, list[Receipt]]]:
    """The payments at which two machines did something apart, each with its receipts."""
    lists = desk.store.lists(ReceiptLists)
    found = {one.id: one for one in desk.store.lists(PaymentLists).doubled()}
    found |= {id_: desk.store.log.subject(PAYMENTS, id_) for id_ in lists.crossed() if id_ not in found}
    made = lists.of_payments(found) if found else {}
    return [(payment, made[id_]) for id_, payment in found.items()]


def replace_receipt(desk: Desk, receipt_id: SubjectId, payer: Payer, reason: str) -> Receipt:
    """A further receipt of the same money takes the place of one that names the payer wrongly.

    Raises:
        ReceiptUnknown, ReceiptNotValid, NothingToChange, ReasonMissing, WorkStopped, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    old = _in_force(desk, receipt_id)
    if not clean(reason):
        raise ReasonMissing
    before = Payer(name=old.payer, address=old.payer_address, tax_code=old.payer_tax_code)
    payer = Payer(
        name=clean(payer.name) or before.name,
        address=clean(payer.address) or before.address,
        tax_code=clean(payer.tax_code) or before.tax_code,
    )
    if payer == before:
        raise NothingToChange
    return _replaced(desk, old, payer, clean(reason))


def by_id(desk: Desk, receipt_id: SubjectId) -> Receipt:
    """The receipt of this id.

    Raises:
        ReceiptUnknown: there is none.
    """
    receipt = desk.store.log.subject(RECEIPTS, receipt_id)
    if receipt.state is ReceiptState.NEW:
        raise ReceiptUnknown(receipt_id)
    return receipt


def on_paper_next(desk: Desk, paid: Sequence[FeePaid]) -> tuple[ReceiptNumber, ...]:
    """Which numbers of the paper book a payment of these fees would take; none = its receipts are not on paper."""
    source = NumberSource(desk)
    taken = (source.take(kind, body) for kind, body in _by_kind(paid))
    return tuple(one.number for one in taken if one is not None and one.on_paper)


def by_text(desk: Desk, text: str) -> Receipt:
    """The receipt of a number as papers show it (``26TAB-00000042``), or of a slip; of two the one in force.

    Raises:
        ReceiptUnknown: nothing here bears it. OutOfReach: of a dossier that is not for who works here now.
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    lists = desk.store.lists(ReceiptLists)
    series, _, digits = clean(text).upper().rpartition("-")
    found: list[Receipt] = []
    if series and digits.isascii() and digits.isdigit() and len(digits) <= len(str(HIGHEST_NUMBER)):
        for form in (*FORMS, desk.settings.money.paper_form):
            found += lists.by_number(ReceiptNumber(form=form, series=series, number=int(digits)))
    slip = lists.by_slip(clean(text).upper())
    found += [slip] if slip is not None else []
    if not found:
        raise ReceiptUnknown(text)
    receipt = next((one for one in found if one.holds), found[0])
    for fee in receipt.fees:
        check_reach(desk, desk.store.log.dossier(fee.dossier))
    return receipt


def follows_by(desk: Desk, day: date) -> date:
    """The last day on which a receipt of money taken on a day must exist."""
    for _ in range(DAYS_TO_FOLLOW):
        day = desk.calendar.next_working(day)
    return day


def in_force(desk: Desk, payment: SubjectId) -> tuple[Receipt, ...]:
    """The receipts of a payment that can still be made void or replaced.

    Raises:
        NoReceiptInForce: there is none. RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    made = desk.store.lists(ReceiptLists).of_payment(payment)
    found = tuple(one for one in made if one.state is ReceiptState.ISSUED and not one.adjusts)
    if not found:
        raise NoReceiptInForce
    return found


def days_left(desk: Desk, receipt: Receipt) -> int | None:
    """Working days that are left for a receipt that is owed: 0 = today is the last, below zero = late."""
    if receipt.due_on is None:
        return None
    day, until, sign = desk.today, receipt.due_on, 1
    if day > until:
        day, until, sign = until, day, -1
    count = 0
    while day < until:
        day = desk.calendar.next_working(day)
        count += 1
    return sign * count


def _replaced(desk: Desk, old: Receipt, payer: Payer, reason: str) -> Receipt:
    limits.check(desk)
    id_ = new_subject(RECEIPT)
    told = ReceiptOwed(
        slip="",
        payment=old.payment,
        fees=old.fees,
        lines=old.lines,
        payer=payer.name,
        payer_address=payer.address,
        payer_tax_code=payer.tax_code,
        body=old.body,
        due_on=follows_by(desk, desk.today),
        replaces=old.id,
    )
    found = NumberSource(desk).take(old.lines[0].kind if old.lines else None, old.body, paper=old.on_paper)
    if found is None and not asks_provider(desk):
        raise NoReceiptNumber
    facts: Facts = owed_receipt(desk, id_, told) if found is None else [(id_, issued_receipt(told, found))]
    desk.store.log.record_all(desk.by, [*facts, (old.id, ReceiptReplaced(by=id_, reason=reason))])
    return by_id(desk, id_)


def _in_force(desk: Desk, receipt_id: SubjectId) -> Receipt:
    receipt = by_id(desk, receipt_id)
    if receipt.state is not ReceiptState.ISSUED:
        raise ReceiptNotValid(receipt)
    return receipt


def _by_kind(paid: Iterable[FeePaid]) -> dict[tuple[FeeLineKind | None, CollectingBody | None], list[FeePaid]]:
    found: dict[tuple[FeeLineKind | None, CollectingBody | None], list[FeePaid]] = {}
    for one in paid:
        for key in dict.fromkeys((line.kind, line.body) for line in one.lines):
            lines = tuple(line for line in one.lines if (line.kind, line.body) == key)
            found.setdefault(key, []).append(replace(one, lines=lines))
    return found
