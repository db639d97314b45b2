"""Views of a drawer's shift: what it comes to, opening and closing it, and where its takings go."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from desk.desk import Desk
from desk.money import money_papers, paper_receipts, receipt_numbers, shifts
from desk.money.receipt_numbers import NumbersLeft
from desk.money.shifts import ShiftReport
from desk.rights import Permission, may
from desk.staff import colleagues
from desk.views.money.done import PaymentDone
from desk.views.state import Views
from desk.words.money import (
    closed_words,
    day_words,
    deposited_words,
    forgotten_words,
    handed_words,
    opened_words,
    paper_book_words,
    takings_state,
)
from desk.words.terms import PAID_BY, short_moment
from models.catalogue.paper_receipts import paper_rule
from models.events import PaidBy
from models.ids import ClerkId, SubjectId
from models.money import Counted
from models.subjects.shift import Shift

if TYPE_CHECKING:
    from desk.prints.print_jobs import PrintJob


class ShiftCard(Struct, frozen=True, kw_only=True):
    """The drawer of who works here now, in words.

    Attributes:
        shift: None = none is open.
        expected: cash that should be in the drawer, in đồng.
        counted_float: the float was counted.
        totals: by way of paying: its name, đồng, how many times.
        forgotten: open shifts of earlier days, each in words.
        day: the clerk's whole day in words, where it had several drawers.
        paper: what is left of the paper book in words; empty = no receipt is written by hand here.
    """

    shift: SubjectId | None = None
    opened: str = ""
    float: int = 0
    counted_float: bool = False
    expected: int = 0
    totals: tuple[tuple[str, int, int], ...] = ()
    receipts: str = ""
    owed: int = 0
    forgotten: tuple[tuple[SubjectId, str], ...] = ()
    numbers: NumbersLeft | None = None
    day: str = ""
    paper: str = ""


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


class ShiftViews(Views):
    """The drawer and its takings."""

    def open(self, counted: Iterable[Counted]) -> str:
        """Open the drawer; as a sentence."""
        opened = shifts.open_shift(self.desk, counted)
        return opened_words(opened.float)

    def closing(self, shift: SubjectId) -> ShiftReport:
        """What a shift comes to, before it is closed."""
        return shifts.report(self.desk, shift)

    def close(self, shift: SubjectId, counted: Sequence[Counted] | None, total: int | None, reason: str) -> PaymentDone:
        """Close a shift, and print its slip: both or neither."""
        with self.desk.store.log.together():
            closed = shifts.close(self.desk, shift, counted=counted, total=total, reason=reason).closed
            jobs = self._jobs(money_papers.shift_job, shift)
        found, expected = (closed.total, closed.expected) if closed else (0, 0)
        return PaymentDone(sentence=closed_words(found, expected), amount=found, jobs=jobs)

    def papers_again(self, shift: SubjectId) -> "tuple[PrintJob, ...]":
        """The papers of a closed shift once more."""
        return money_papers.shift_jobs_again(self.desk, shift)

    def hand_over(self, shift: SubjectId, to: str) -> PaymentDone:
        """The takings to the treasurer, and the record of it: both or neither."""
        with self.desk.store.log.together():
            handed = shifts.hand_over(self.desk, shift, to)
            jobs = self._jobs(money_papers.takings_job, shift)
        sentence = handed_words(handed.handed_over, handed.handed_to)
        return PaymentDone(sentence=sentence, amount=handed.handed_over, jobs=jobs)

    def deposit(self, shift: SubjectId, amount: int, place: str, number: str) -> PaymentDone:
        """The takings paid in, and the list that goes with it: both or neither."""
        with self.desk.store.log.together():
            last = shifts.deposit(self.desk, shift, amount, place, number).deposits[-1]
            jobs = self._jobs(money_papers.deposit_job, shift)
        return PaymentDone(sentence=deposited_words(last.amount, last.place), amount=last.amount, jobs=jobs)

    def _jobs(self, job: "Callable[[Desk, SubjectId], PrintJob]", shift: SubjectId) -> "tuple[PrintJob, ...]":
        """The paper of an act on a shift; none where who works here may not print."""
        return (job(self.desk, shift),) if may(self.desk, Permission.PRINT) else ()


def shift_card(desk: Desk) -> ShiftCard:
    """The open drawer of who works here now; without one, what is to be known all the same."""
    open_ = shifts.current(desk)
    forgotten = tuple(
        (one.id, _forgotten(desk, one)) for one in shifts.forgotten(desk) if open_ is None or one.id != open_.id
    )
    numbers = receipt_numbers.left(desk) if desk.receipt_pools else None
    if open_ is None:
        return ShiftCard(forgotten=forgotten, numbers=numbers, day=_day(desk), paper=_paper(desk))
    at = shifts.report(desk, open_.id)
    return ShiftCard(
        shift=open_.id,
        opened=short_moment(open_.opened_at),
        float=open_.float,
        counted_float=open_.float_counted is not None,
        expected=at.expected,
        totals=tuple((PAID_BY[PaidBy(one.paid_by)], one.taken - one.returned, one.payments) for one in at.totals),
        receipts="; ".join(f"{first.text} – {last.text}" for first, last in at.receipts),
        owed=at.owed,
        forgotten=forgotten,
        numbers=numbers,
        day=_day(desk),
        paper=_paper(desk),
    )


def closed_lines(desk: Desk) -> tuple[ClosedShiftLine, ...]:
    """Shifts closed lately, and those whose takings went nowhere yet."""
    names = colleagues.names(desk)
    return tuple(_closed(one, names) for one in shifts.closed_lately(desk))


def _paper(desk: Desk) -> str:
    number = paper_receipts.next_number(desk)
    left = paper_receipts.how_many_left(desk)
    return paper_book_words(number, left, paper_rule().last_day) if number else ""


def _day(desk: Desk) -> str:
    """The whole day of who works here, where one drawer does not tell all of it."""
    if sum(one.clerk == desk.by for one in shifts.lists(desk).shifts_of_day(desk.today)) < 2:
        return ""
    told = shifts.day_report(desk, desk.today, desk.by)
    return day_words(len(told.shifts), told.machines, told.totals)


def _closed(shift: Shift, names: Mapping[ClerkId, str]) -> ClosedShiftLine:
    state, tone = takings_state(shift)
    return ClosedShiftLine(
        id=shift.id,
        clerk=names.get(shift.clerk, shift.clerk),
        at=f"{short_moment(shift.opened_at)} – {short_moment(shift.closed_at)}",
        machine=str(shift.device),
        counted=shift.closed.total if shift.closed else 0,
        takings=shift.takings,
        left=max(0, shift.left),
        handed=bool(shift.handed_to),
        state=state,
        tone=tone,
    )


def _forgotten(desk: Desk, shift: Shift) -> str:
    who = colleagues.names(desk).get(shift.clerk, shift.clerk)
    return forgotten_words(who, short_moment(shift.opened_at))
