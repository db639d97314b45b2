"""Numbers of receipts: of the paper book or the ranges leased to this machine, from the lowest on, without gaps.

A paper book that is set is written first: whoever entered it has it in the drawer, and its time ends by itself.
A number and the receipt that bears it are one event, so that nothing can come between them. A range from before a
restored copy is used no more: nobody knows which of its numbers stand on paper.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from desk.desk import Desk
from desk.machine_state import Restored, Wiped, recall
from desk.money import paper_receipts
from models.events import ReceiptLeaseClosed
from models.ids import SubjectId
from models.money import CollectingBody, FeeLineKind, ReceiptNumber
from models.receipt_leases import ReceiptPool
from models.store.projections.money.receipt_lists import ReceiptLists

LOW_DAYS = 5
"""A range that lasts fewer days, at the pace of the last fortnight, is nearly empty."""
LOW_NUMBERS = 50
_FORTNIGHT = 14


class NumbersLeft(Struct, frozen=True, kw_only=True):
    """What is left of the ranges of this machine.

    Attributes:
        left: numbers not used yet, of this year's ranges.
        days: for how many days they last at the pace of the last fortnight; None = none were used.
        next_year: numbers leased for the year to come.
    """

    left: int
    days: int | None
    next_year: int = 0

    @property
    def low(self) -> bool:
        """Whether the province should lease more."""
        return self.left < LOW_NUMBERS if self.days is None else self.days < LOW_DAYS


class TakenNumber(Struct, frozen=True, kw_only=True):
    """A number for a receipt. ``lease``: the range it is of; empty = of the paper book."""

    number: ReceiptNumber
    lease: SubjectId = SubjectId("")

    @property
    def on_paper(self) -> bool:
        """Whether the receipt is written by hand."""
        return not self.lease


class NumberSource:
    """Gives out numbers for the receipts of one transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._given: Counter[SubjectId] = Counter()
        self._written = 0

    def take(self, kind: FeeLineKind | None, body: CollectingBody | None, *, paper: bool = True) -> TakenNumber | None:
        """The next number for a receipt of this kind and body.

        Args:
            kind: of its lines.
            body: whose receipt it is; None = the office's.
            paper: it may be of the paper book.

        Returns:
            None: no range has one, or the provider gives it.
        """
        if paper and body in {None, own_body(self._desk)}:
            number = paper_receipts.next_number(self._desk, behind=self._written)
            if number is not None:
                self._written += 1
                return TakenNumber(number=number)
        return None if asks_provider(self._desk) else self._leased(kind, body)

    def _leased(self, kind: FeeLineKind | None, body: CollectingBody | None) -> TakenNumber | None:
        for pool in usable(self._desk):
            if not _is_for(pool, kind, body):
                continue
            number = _next(self._desk, pool) + self._given[pool.lease]
            if number <= pool.last:
                self._given[pool.lease] += 1
                return TakenNumber(
                    number=ReceiptNumber(form=pool.form, series=pool.series, number=number), lease=pool.lease
                )
        return None


def own_body(desk: Desk) -> CollectingBody:
    """The office as the body that collects."""
    office = desk.settings.office
    return CollectingBody(
        name=office.parent or office.unit.name, tax_code=desk.settings.money.tax_code, address=office.unit.address
    )


def asks_provider(desk: Desk) -> bool:
    """Whether the office's receipts are made by a provider of electronic ones."""
    return desk.settings.money.e_receipts


def usable(desk: Desk) -> tuple[ReceiptPool, ...]:
    """The ranges that this machine may issue from today; those of one kind or body before those of all."""
    found = [one for one in _own(desk) if one.year == desk.today.year and not _is_over(desk, one)]
    return tuple(sorted(found, key=lambda one: (not one.kind, one.body is None, one.form, one.series, one.first)))


def left(desk: Desk) -> NumbersLeft:
    """What is left of this machine's ranges."""
    number = sum(one.last - _next(desk, one) + 1 for one in usable(desk))
    first = desk.today - timedelta(days=_FORTNIGHT - 1)
    used = desk.store.lists(ReceiptLists).how_many_leased(desk.store.log.device, first, desk.today)
    coming = sum(one.last - one.first + 1 for one in _own(desk) if one.year == desk.today.year + 1)
    return NumbersLeft(left=number, days=number * _FORTNIGHT // used if used else None, next_year=coming)


def before_wipe(desk: Desk) -> tuple[dict[str, int], dict[str, int]]:
    """Of each range of this machine the next number, and how many were issued: what a wiped file must remember."""
    own = list(_own(desk))
    return {one.lease: _next(desk, one) for one in own}, {one.lease: _issued(desk, one) for one in own}


def to_close(desk: Desk) -> tuple[tuple[SubjectId, ReceiptLeaseClosed], ...]:
    """Ranges of this machine that came to their end and are not closed yet, and what closing each one says."""
    found = []
    for pool in _own(desk):
        why = _why_over(desk, pool)
        if why and desk.store.lists(ReceiptLists).lease(pool.lease) is None:
            found.append((pool.lease, _closing(desk, pool, why)))
    return tuple(found)


def _is_for(pool: ReceiptPool, kind: FeeLineKind | None, body: CollectingBody | None) -> bool:
    """Whether a range is for receipts of this kind and body."""
    return pool.kind in {"", kind.value if kind else ""} and pool.body in {None, body}


def _own(desk: Desk) -> Iterable[ReceiptPool]:
    return (one for one in desk.receipt_pools if one.device == desk.store.log.device)


def _is_over(desk: Desk, pool: ReceiptPool) -> bool:
    return bool(_why_over(desk, pool)) or desk.store.lists(ReceiptLists).lease(pool.lease) is not None


def _why_over(desk: Desk, pool: ReceiptPool) -> str:
    """Why nothing more is issued from a range; empty = it goes on."""
    if _is_before_a_restore(desk, pool):
        return "Máy đã phục hồi từ bản sao hoặc mất dữ liệu"
    ends = pool.last_day
    return f"Hết hạn dùng ngày {ends:%d/%m/%Y}" if ends is not None and desk.today > ends else ""


def _is_before_a_restore(desk: Desk, pool: ReceiptPool) -> bool:
    restored = recall(desk.store, Restored)
    return restored is not None and (pool.leased_at is None or pool.leased_at <= restored.at)


def _next(desk: Desk, pool: ReceiptPool) -> int:
    last = desk.store.lists(ReceiptLists).last_number(pool.form, pool.series, pool.first, pool.last)
    wiped = recall(desk.store, Wiped)
    before = wiped.receipts_from.get(pool.lease, pool.first) if wiped else pool.first
    return before if last is None else max(before, last + 1)


def _issued(desk: Desk, pool: ReceiptPool) -> int:
    """How many of its numbers were issued, those of before a wipe included."""
    wiped = recall(desk.store, Wiped)
    first = wiped.receipts_from.get(pool.lease, pool.first) if wiped else pool.first
    here = desk.store.lists(ReceiptLists).between(pool.form, pool.series, first, pool.last)
    return len({one.number for one in here}) + (wiped.receipts.get(pool.lease, 0) if wiped else 0)


def _closing(desk: Desk, pool: ReceiptPool, why: str) -> ReceiptLeaseClosed:
    """After a restore what lies behind the last number known is unknown; else it is declared unused."""
    behind = _next(desk, pool)
    rest = ((behind, pool.last),) if behind <= pool.last else ()
    lost = _is_before_a_restore(desk, pool)
    return ReceiptLeaseClosed(
        form=pool.form,
        series=pool.series,
        first=pool.first,
        last=pool.last,
        reason=why,
        issued=_issued(desk, pool),
        unused=() if lost else rest,
        unknown=rest if lost else (),
    )
