"""Shifts of a drawer: opened with a counted float, closed with a count. A shift is one clerk's at one machine.

Money never waits for a shift: the first payment opens one whose float nobody has counted, and says so. What a closing
slip says is frozen in its event; expected = float + cash taken - cash given back ± cash moved.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from desk.desk import Desk
from desk.rights import Permission, may, require
from desk.words.terms import moment
from models.calendar.clock import local_day
from models.events import (
    SHIFT,
    AnyEvent,
    CashMoved,
    FloatCounted,
    PaidBy,
    ShiftClosed,
    ShiftOpened,
    TakingsDeposited,
    TakingsHandedOver,
)
from models.ids import ClerkId, SubjectId, new_subject
from models.money import NOTES, Counted, MethodTotal, ReceiptNumber, sum_of
from models.not_allowed import OfOneVerb, ReasonMissing
from models.store.projections.money.payment_lists import PaymentLists
from models.store.projections.money.receipt_lists import ReceiptLists
from models.store.projections.money.shift import SHIFTS
from models.subjects.shift import Shift
from models.text import clean
from models.words.money_words import in_figures

MOST_PIECES = 100_000
"""More notes of one kind than this is a slip of the pen."""

DAYS_LISTED = 7
"""So many days a closed shift is listed, and as long as its takings went nowhere."""


class ShiftOpenAlready(OfOneVerb):
    """The clerk has an open shift at this machine."""

    def __init__(self, shift: Shift) -> None:
        super().__init__(shift.id)
        at = f" từ {moment(shift.opened_at)}" if shift.opened_at else ""
        self.sentence = f"Ca thu đang mở{at}; đóng ca này rồi mở ca mới."


class ShiftNotOpen(OfOneVerb):
    """There is no open shift to do that to."""

    sentence = "Không có ca thu nào đang mở của công chức này ở máy này."


class ShiftOfAnother(OfOneVerb):
    """The drawer is another clerk's."""

    sentence = "Ca thu của người khác; chỉ người đó đóng được, hoặc lãnh đạo đóng thay và nêu lý do."


class ShiftClosedAlready(OfOneVerb):
    """It was closed; its figures stand."""

    sentence = "Ca thu đã đóng; số liệu của ca không đổi nữa."


class ShiftStillOpen(OfOneVerb):
    """Takings of a shift go on once it is closed."""

    sentence = "Ca thu chưa đóng; đóng ca rồi nộp tiền."


class CountImpossible(OfOneVerb):
    """Notes that do not exist, pieces below zero or absurdly many."""

    def __init__(self, note: int, pieces: int) -> None:
        super().__init__(note, pieces)
        self.sentence = f"Số tờ không hợp lệ: {pieces} tờ {in_figures(note)} đồng."


class DifferenceUnexplained(OfOneVerb):
    """What was counted differs from what should be there, and no reason was given."""

    def __init__(self, difference: int) -> None:
        super().__init__(difference)
        self.difference = difference
        what = "thừa" if difference > 0 else "thiếu"
        self.sentence = f"Két {what} {in_figures(abs(difference))} đồng; ghi lý do chênh lệch."


class ForgottenShift(OfOneVerb):
    """A shift of an earlier day is closed with a word why it stayed open."""

    sentence = "Ca thu của ngày trước chưa đóng; ghi vì sao đóng muộn."


class AmountImpossible(OfOneVerb):
    """Not an amount of cash that can be moved."""

    sentence = "Số tiền phải khác 0 và không quá số có trong két."


class MoneySigned(OfOneVerb):
    """The takings were handed over before."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.sentence = f"Tiền của ca này đã nộp cho {to}."


class DepositKnown(OfOneVerb):
    """The same paying-in slip was told before, perhaps at another machine."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = f"Giấy nộp tiền số {number} với số tiền này đã ghi rồi."


class ShiftReport(Struct, frozen=True, kw_only=True):
    """What a shift comes to at a moment (X-report), or came to when it was closed.

    Attributes:
        payments: how many were taken in it, ``last_payment`` the youngest.
        totals: by way of paying, cash first.
        expected: cash that should be in the drawer.
        receipts: first and last number of each series.
        owed: receipts of its payments that have no number yet.
    """

    shift: Shift
    payments: int
    last_payment: SubjectId
    totals: tuple[MethodTotal, ...]
    expected: int
    receipts: tuple[tuple[ReceiptNumber, ReceiptNumber], ...]
    owed: int

    @property
    def taken(self) -> int:
        """By all ways of paying, in đồng."""
        return sum(one.taken for one in self.totals)


class DayReport(Struct, frozen=True, kw_only=True):
    """One clerk's day over all drawers, in the order of their opening."""

    day: date
    clerk: ClerkId
    shifts: tuple[ShiftReport, ...]

    @property
    def totals(self) -> tuple[MethodTotal, ...]:
        """By way of paying, cash first."""
        found: dict[str, MethodTotal] = {}
        for one in (total for shift in self.shifts for total in shift.totals):
            before = found.get(one.paid_by, MethodTotal(paid_by=one.paid_by, taken=0))
            found[one.paid_by] = MethodTotal(
                paid_by=one.paid_by,
                taken=before.taken + one.taken,
                returned=before.returned + one.returned,
                payments=before.payments + one.payments,
            )
        return tuple(found[way.value] for way in PaidBy if way.value in found)

    @property
    def machines(self) -> int:
        """At how many machines."""
        return len({one.shift.device for one in self.shifts})


def current(desk: Desk) -> Shift | None:
    """The open shift of who works here now, at this machine."""
    return lists(desk).open_shift(desk.by, desk.store.log.device)


def named_or_opened(desk: Desk) -> tuple[SubjectId, list[tuple[SubjectId, AnyEvent]]]:
    """The shift that a payment made now belongs to; and that it is opened, where none of today is open."""
    open_ = current(desk)
    if open_ is not None and open_.opened_at is not None and local_day(open_.opened_at) == desk.today:
        return open_.id, []
    id_ = new_subject(SHIFT)
    return id_, [(id_, ShiftOpened())]


def open_shift(desk: Desk, counted: Iterable[Counted]) -> Shift:
    """Open the drawer with a counted float. One that a payment has opened today gets its count.

    Raises:
        ShiftOpenAlready, CountImpossible, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    notes = _checked(counted)
    open_ = current(desk)
    if open_ is None or (open_.opened_at is not None and local_day(open_.opened_at) < desk.today):
        id_ = new_subject(SHIFT)
        desk.store.log.record(id_, desk.by, ShiftOpened(counted=notes))
        return by_id(desk, id_)
    if open_.float_counted is not None:
        raise ShiftOpenAlready(open_)
    desk.store.log.record(open_.id, desk.by, FloatCounted(counted=notes))
    return by_id(desk, open_.id)


def move_cash(desk: Desk, amount: int, reason: str) -> Shift:
    """Cash into the drawer (above zero) or out of it (below) that is no payment.

    Raises:
        ShiftNotOpen, AmountImpossible, ReasonMissing, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    open_ = current(desk)
    if open_ is None:
        raise ShiftNotOpen
    if amount == 0 or report(desk, open_.id).expected + amount < 0:
        raise AmountImpossible
    if not clean(reason):
        raise ReasonMissing
    desk.store.log.record(open_.id, desk.by, CashMoved(amount=amount, reason=clean(reason)))
    return by_id(desk, open_.id)


def report(desk: Desk, shift_id: SubjectId) -> ShiftReport:
    """What a shift comes to now.

    Raises:
        ShiftNotOpen: no such shift. RoleForbids: another clerk's, and the role sees only its own.
    """
    require(desk, Permission.TAKE_FEE)
    shift = by_id(desk, shift_id)
    if shift.clerk != desk.by:
        require(desk, Permission.SEE_TAKINGS)
    taken = lists(desk).taken_in(shift_id)
    totals = _totals(desk, shift, taken)
    cash = next((one.taken for one in totals if one.paid_by == PaidBy.CASH.value), 0)
    receipts = desk.store.lists(ReceiptLists)
    return ShiftReport(
        shift=shift,
        payments=len(taken),
        last_payment=taken[-1][0] if taken else SubjectId(""),
        totals=totals,
        expected=shift.float + cash - shift.returned + shift.moves,
        receipts=tuple(receipts.spans_of_shift(shift_id)),
        owed=receipts.how_many_owed_of_shift(shift_id),
    )


def close(
    desk: Desk,
    shift_id: SubjectId,
    *,
    counted: Iterable[Counted] | None = None,
    total: int | None = None,
    reason: str = "",
) -> Shift:
    """Close a shift with a count of the drawer: by notes and coins, or by its sum alone.

    Args:
        desk: open.
        shift_id: the clerk's own, or another's where a leader closes it.
        counted: notes and coins; None = only ``total`` was counted.
        total: the sum counted; with ``counted``, theirs.
        reason: of a difference, of closing late, of closing for another.

    Raises:
        ShiftNotOpen, ShiftClosedAlready, ShiftOfAnother, CountImpossible, DifferenceUnexplained, ForgottenShift,
        ReasonMissing, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    shift = by_id(desk, shift_id)
    if shift.clerk != desk.by:
        require(desk, Permission.CLOSE_SHIFTS)
    if shift.closed is not None:
        raise ShiftClosedAlready
    notes = None if counted is None else _checked(counted)
    found = sum_of(notes) if notes is not None else total
    if found is None or found < 0:
        raise AmountImpossible
    at = report(desk, shift_id)
    why = clean(reason)
    if not why:
        if found != at.expected:
            raise DifferenceUnexplained(found - at.expected)
        if shift.opened_at is not None and local_day(shift.opened_at) < desk.today:
            raise ForgottenShift
        if shift.clerk != desk.by:
            raise ReasonMissing
    event = ShiftClosed(
        total=found,
        expected=at.expected,
        counted=notes,
        reason=why,
        totals=at.totals,
        receipts=at.receipts,
        payments=at.payments,
        last_payment=at.last_payment,
        confirmed_by=desk.by if shift.clerk != desk.by else ClerkId(""),
    )
    desk.store.log.record(shift_id, desk.by, event)
    return by_id(desk, shift_id)


def hand_over(desk: Desk, shift_id: SubjectId, to: str) -> Shift:
    """The takings of a closed shift go to the treasurer, less the float that stays and what was paid in before.

    Raises:
        ShiftNotOpen, ShiftStillOpen, ShiftOfAnother, MoneySigned, ReasonMissing: nobody was named.
        AmountImpossible: all of it was paid in.
    """
    require(desk, Permission.TAKE_FEE)
    shift = _closed(desk, shift_id)
    if shift.handed_to:
        raise MoneySigned(shift.handed_to)
    if not clean(to):
        raise ReasonMissing
    if shift.deposited and shift.left <= 0:
        raise AmountImpossible
    amount = shift.left
    desk.store.log.record(shift_id, desk.by, TakingsHandedOver(to=clean(to), amount=amount))
    return by_id(desk, shift_id)


def deposit(desk: Desk, shift_id: SubjectId, amount: int, place: str, number: str = "") -> Shift:
    """The takings were paid in at the State Treasury or a bank.

    Raises:
        ShiftNotOpen, ShiftStillOpen, AmountImpossible: more than is left; ReasonMissing: no place was named.
        DepositKnown: this paying-in slip was told before.
    """
    require(desk, Permission.TAKE_FEE)
    shift = _closed(desk, shift_id)
    if not clean(place):
        raise ReasonMissing
    event = TakingsDeposited(amount=amount, place=clean(place), number=clean(number))
    if event.number and event in shift.deposits:
        raise DepositKnown(event.number)
    if not 0 < amount <= shift.left:
        raise AmountImpossible
    desk.store.log.record(shift_id, desk.by, event)
    return by_id(desk, shift_id)


def by_id(desk: Desk, shift_id: SubjectId) -> Shift:
    """The shift of this id.

    Raises:
        ShiftNotOpen: there is none.
    """
    shift = desk.store.log.subject(SHIFTS, shift_id)
    if shift.opened_at is None:
        raise ShiftNotOpen
    return shift


def forgotten(desk: Desk) -> tuple[Shift, ...]:
    """Open shifts of earlier days: the clerk's own, and everybody's for who may close them."""
    return tuple(
        one
        for one in lists(desk).open_shifts()
        if one.opened_at is not None
        and local_day(one.opened_at) < desk.today
        and (one.clerk == desk.by or may(desk, Permission.CLOSE_SHIFTS))
    )


def closed_lately(desk: Desk) -> tuple[Shift, ...]:
    """Closed shifts of the last days and those whose takings went nowhere yet, the youngest first.

    The clerk's own, and everybody's for who may close them.
    """
    require(desk, Permission.TAKE_FEE)
    since = desk.today - timedelta(days=DAYS_LISTED)
    found = {one.id: one for one in (*lists(desk).kept_shifts(), *lists(desk).shifts_since(since))}
    everybody = may(desk, Permission.CLOSE_SHIFTS)
    mine = [one for one in found.values() if one.closed is not None and (everybody or one.clerk == desk.by)]
    return tuple(sorted(mine, key=lambda one: one.closed_at.timestamp() if one.closed_at else 0.0, reverse=True))


def day_report(desk: Desk, day: date, clerk: ClerkId) -> DayReport:
    """What a clerk took on a day in all shifts opened on it, at every machine that this one has heard of.

    Raises:
        RoleForbids: another clerk's, and the role sees only its own. NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    if clerk != desk.by:
        require(desk, Permission.SEE_TAKINGS)
    own = (one for one in lists(desk).shifts_of_day(day) if one.clerk == clerk)
    return DayReport(day=day, clerk=clerk, shifts=tuple(report(desk, one.id) for one in own))


def lists(desk: Desk) -> PaymentLists:
    """Queries of payments, shifts and transfers."""
    return desk.store.lists(PaymentLists)


def _closed(desk: Desk, shift_id: SubjectId) -> Shift:
    shift = by_id(desk, shift_id)
    if shift.clerk != desk.by and not may(desk, Permission.CLOSE_SHIFTS):
        raise ShiftOfAnother
    if shift.closed is None:
        raise ShiftStillOpen
    return shift


def _checked(counted: Iterable[Counted]) -> tuple[Counted, ...]:
    notes = tuple(counted)
    for one in notes:
        if one.note not in NOTES or not 0 <= one.pieces <= MOST_PIECES:
            raise CountImpossible(one.note, one.pieces)
    return tuple(one for one in notes if one.pieces)


def _totals(desk: Desk, shift: Shift, taken: Sequence[tuple[SubjectId, PaidBy, int]]) -> tuple[MethodTotal, ...]:
    """Cash given back stands in the shift itself, other money in the payments that it was taken with, of any shift."""
    day = local_day(shift.opened_at) if shift.opened_at else desk.today
    back = [one for payment in lists(desk).returned_since(day) for one in payment.back if one.shift == shift.id]
    found = []
    for way in PaidBy:
        amounts = [amount for _, paid_by, amount in taken if paid_by is way]
        cash = way is PaidBy.CASH
        returned = shift.returned if cash else sum(one.amount for one in back if one.paid_by is way)
        if amounts or returned:
            found.append(MethodTotal(paid_by=way.value, taken=sum(amounts), returned=returned, payments=len(amounts)))
    return tuple(found)
