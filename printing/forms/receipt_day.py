"""The day's table of receipts (Mẫu 01/TH-BLĐT, TT 91/2026/TT-BTC): on paper and as a table for a spreadsheet.

The 13 columns are the circular's; it is not known to fix title, sums and signatures, which are ours.
"""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from models.calendar.clock import local
from models.files.spreadsheet import Cell, SheetColumn, SheetTable
from models.receipt_day import HEADS, TABLE, DayRow, DayRowState, cells, total_of
from models.words.money_words import in_figures, in_words
from printing.forms.body import Given
from printing.forms.facts import dated, day_in_words
from printing.layout.long_table import Volume
from printing.layout.sheet import Block, Column, Heading, Paragraph, Signature, Signatures, Title

TITLE = "BẢNG TỔNG HỢP DỮ LIỆU BIÊN LAI ĐIỆN TỬ"

_WEIGHTS = {
    "position": 5,
    "form": 9,
    "series": 8,
    "number": 10,
    "issued_on": 11,
    "kinds": 26,
    "amount": 11,
    "rate": 6,
    "state": 10,
    "period": 11,
    "related": 15,
    "explanation": 18,
    "note": 12,
}
_CENTRED = frozenset({"position", "form", "series", "number", "issued_on", "period"})
_HINT = "(Ký và ghi rõ họ tên)"


class ReceiptDay(Struct, frozen=True, kw_only=True):
    """What the paper is told.

    Attributes:
        day: of the table.
        rows: of ``models.receipt_day.day_rows``.
        only_of: name of the clerk whose receipts alone it has; empty = all of the office.
    """

    day: date
    rows: tuple[DayRow, ...]
    only_of: str = ""


def day_foot(given: Given) -> str:
    """Which table it is, and when it was made."""
    moment = f"{local(given.printed_at):%d/%m/%Y %H:%M}"
    return given.words.facts.foot.format(form=TABLE, version="TT91/2026", moment=moment)


def scope_words(told: ReceiptDay) -> str:
    """Whose receipts it has, as a sentence: what a machine has not heard of yet is not in it."""
    if told.only_of:
        return f"Chỉ gồm biên lai do {told.only_of} thu, không phải bảng của cơ quan."
    return "Gồm mọi biên lai của cơ quan mà máy này đã nhận được lúc lập bảng."


def sum_words(told: ReceiptDay) -> tuple[str, ...]:
    """How many rows, how many of them void, and the sum of the others."""
    if not told.rows:
        return ("Trong ngày không lập, không hủy biên lai nào.",)
    void, total = sum(row.state is DayRowState.VOID for row in told.rows), total_of(told.rows)
    words = in_words(abs(total))
    said = f"Âm {words[0].lower()}{words[1:]}" if total < 0 else words
    count = f"Cộng {in_figures(len(told.rows))} dòng, trong đó hủy {in_figures(void)}."
    return (f"{count} Tổng số tiền, không kể biên lai hủy: {in_figures(total)} đồng ({said}).",)


def day_volume(told: ReceiptDay, given: Given) -> Volume:
    """The table on paper; its last page is signed."""
    office, words = given.office, given.words
    before: tuple[Block, ...] = (
        Heading(
            parent=office.parent,
            body=office.name,
            number=f"Mẫu số: {TABLE}",
            country=words.country,
            motto=words.motto,
            dated=dated(given.printed_at, office.place, words.facts),
        ),
        Title(TITLE, f"N{day_in_words(told.day, words.facts)[1:]}"),
        Paragraph(scope_words(told)),
    )
    signatures = Signatures((Signature("NGƯỜI LẬP BẢNG", _HINT, given.clerk), Signature("THỦ TRƯỞNG ĐƠN VỊ", _HINT)))
    return Volume(
        before=before,
        columns=tuple(Column(head, _WEIGHTS[name], name in _CENTRED) for name, head in HEADS.items()),
        rows=(tuple(map(_said, row)) for row in _rows(told)),
        name=f"{TABLE} ngày {told.day:%d/%m/%Y}",
        closing=lambda _pages: (),
        after=lambda: (*(Paragraph(sentence, strong=True) for sentence in sum_words(told)), signatures),
    )


def day_sheet(told: ReceiptDay, given: Given) -> SheetTable:
    """The table as a sheet of a spreadsheet: amounts are numbers, receipts keep the eight digits of their number."""
    return SheetTable(
        name=f"{told.day:%Y-%m-%d}",
        title=f"{TITLE} NGÀY {told.day:%d/%m/%Y}",
        notes=(
            f"{given.office.parent} – {given.office.name}",
            scope_words(told),
            *sum_words(told),
            day_foot(given),
        ),
        columns=tuple(SheetColumn(head, _WEIGHTS[name]) for name, head in HEADS.items()),
        rows=_rows(told),
    )


def _rows(told: ReceiptDay) -> Iterator[tuple[Cell, ...]]:
    for position, row in enumerate(told.rows, 1):
        yield tuple({**cells(position, row), "number": f"{row.number:08d}"}.values())


def _said(cell: Cell) -> str:
    return in_figures(cell) if isinstance(cell, int) else str(cell)
