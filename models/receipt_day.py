"""The day's table of electronic receipts for the tax office: Mẫu 01/TH-BLĐT, 13 columns (TT 91/2026/TT-BTC)."""

from collections.abc import Callable, Iterable, Mapping
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


TABLE = "01/TH-BLĐT"

HEADS = {
    "position": "STT",
    "form": "Ký hiệu mẫu số biên lai",
    "series": "Ký hiệu biên lai",
    "number": "Số biên lai",
    "issued_on": "Ngày tháng năm lập",
    "kinds": "Tên loại thuế, phí, lệ phí",
    "amount": "Số tiền",
    "rate": "Tỷ giá",
    "state": "Trạng thái",
    "period": "Kỳ điều chỉnh dữ liệu",
    "related": "Thông tin biên lai liên quan",
    "explanation": "Giải trình",
    "note": "Ghi chú",
}
"""The 13 columns in order, by the names that ``cells`` gives them."""

STATES = {
    DayRowState.NEW: "Mới",
    DayRowState.VOID: "Hủy",
    DayRowState.REPLACING: "Thay thế",
    DayRowState.ADJUSTING: "Điều chỉnh",
}
LATE = "Lập sau khi thu"


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
        receipts: those that may stand in it; one without a number does not, nor one written on a paper book.
        day: of the table.
        other: finds the receipt that one replaces or adjusts.
    """
    rows = [row for one in receipts for row in _rows(one, day, other)]
    return tuple(sorted(rows, key=lambda row: (row.form, row.series, row.number, row.issued_on)))


def _rows(one: DayReceipt, day: date, other: Callable[[SubjectId], Receipt | None]) -> list[DayRow]:
    receipt, number = one.receipt, one.receipt.number
    is_void = one.void_on == day
    if number is None or receipt.on_paper or not (is_void or one.issued_on == day):
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


def cells(
    position: int, row: DayRow, *, day: str = "%d/%m/%Y", states: Mapping[str, str] | None = None
) -> dict[str, str | int]:
    """What the 13 columns say of a row, by the names of ``HEADS``.

    Args:
        position: 1, its place among the rows.
        row: what is told.
        day: how days are written, for ``strftime``.
        states: how column 9 spells its states; one that is missing is spelt as on paper.
    """
    return {
        "position": position,
        "form": row.form,
        "series": row.series,
        "number": row.number,
        "issued_on": row.issued_on.strftime(day),
        "kinds": row.kinds,
        "amount": row.amount,
        "rate": row.rate,
        "state": (states or {}).get(row.state) or STATES[row.state],
        "period": row.period.strftime(day) if row.period else "",
        "related": row.related,
        "explanation": row.explanation,
        "note": LATE if row.late else "",
    }


def total_of(rows: Iterable[DayRow]) -> int:
    """What the receipts of a day amount to, in đồng: void ones do not count, an adjustment may be below zero."""
    return sum(row.amount for row in rows if row.state is not DayRowState.VOID)
