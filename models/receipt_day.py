"""The day's table of electronic receipts for the tax office: Mẫu 01/TH-BLĐT, 13 columns (TT 91/2026/TT-BTC)."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum

from msgspec import Struct

from models.ids import SubjectId
from models.subjects.receipt import Receipt


class DayRowState(StrEnum):
    """Column 9, "Trạng thái": what the row says of its receipt. How the tax office spells these is not published."""

    NEW = "new"
    VOID = "void"
    REPLACING = "replacing"
    """It takes the place of the receipt in column 11."""
    ADJUSTING = "adjusting"
    """It changes the amounts of the receipt in column 11, which stays."""


class DayReceipt(Struct, frozen=True, kw_only=True):
    """A receipt with the days that decide in which tables it stands. ``void_on`` None: it is not void."""

    receipt: Receipt
    issued_on: date
    void_on: date | None = None


class DayRow(Struct, frozen=True, kw_only=True):
    """One row; column 1 is its place among the rows.

    Attributes:
        kinds: 6, the names of what was paid for.
        amount: 7, đồng.
        rate: 8, empty: all amounts are đồng.
        period: 10, the day whose data the row changes; None = its own.
        related: 11, number of the receipt that it replaces or adjusts.
        explanation: 12, why.
        late: 13, issued after the money was taken.
    """

    form: str
    series: str
    number: int
    issued_on: date
    kinds: str
    amount: int
    state: DayRowState
    rate: str = ""
    period: date | None = None
    related: str = ""
    explanation: str = ""
    late: bool = False


def day_rows(
    receipts: Iterable[DayReceipt], day: date, other: Callable[[SubjectId], Receipt | None]
) -> tuple[DayRow, ...]:
    """The rows of a day: receipts issued on it, and earlier ones that became void on it, by number.

    What happens to a receipt on a later day stands in that day's table and changes nothing here: a table told once can
    be made again, the same.

    Args:
        receipts: those that may stand in it; one without a number does not.
        day: of the table.
        other: finds the receipt that one replaces or adjusts.
    """
    rows = [row for one in receipts for row in _rows(one, day, other)]
    return tuple(sorted(rows, key=lambda row: (row.form, row.series, row.number, row.issued_on)))


def _rows(one: DayReceipt, day: date, other: Callable[[SubjectId], Receipt | None]) -> list[DayRow]:
    receipt, number = one.receipt, one.receipt.number
    is_void = one.void_on == day
    if number is None or not (is_void or one.issued_on == day):
        return []
    earlier = receipt.replaces or receipt.adjusts
    found = other(earlier) if earlier else None
    state = DayRowState.NEW
    if is_void:
        state = DayRowState.VOID
    elif receipt.replaces:
        state = DayRowState.REPLACING
    elif receipt.adjusts:
        state = DayRowState.ADJUSTING
    return [
        DayRow(
            form=number.form,
            series=number.series,
            number=number.number,
            issued_on=one.issued_on,
            kinds="; ".join(dict.fromkeys(line.name for line in receipt.lines)),
            amount=receipt.amount,
            state=state,
            period=one.issued_on if is_void and one.issued_on != day else None,
            related=found.number.text if found is not None and found.number is not None else "",
            explanation=receipt.reason if is_void else (found.reason if found is not None else ""),
            late=receipt.late,
        )
    ]


def total_of(rows: Iterable[DayRow]) -> int:
    """What the receipts of a day amount to, in đồng: void ones do not count, an adjustment may be below zero."""
    return sum(row.amount for row in rows if row.state is not DayRowState.VOID)
