"""The quarter's figures of the post, for the report of TT 17/2017/TT-BTTTT Đ13: on paper and as a spreadsheet.

The circular's own form is not known; heads and order are ours.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from models.calendar.clock import local
from models.files.spreadsheet import Cell, SheetColumn, SheetTable
from models.post_quarter import Quarter, QuarterFigures
from models.text import clean
from models.words.money_words import in_figures
from printing.forms.body import Given
from printing.forms.facts import dated
from printing.layout.long_table import Volume
from printing.layout.sheet import Block, Column, Heading, Paragraph, Signature, Signatures, Title

TITLE = "SỐ LIỆU DỊCH VỤ BƯU CHÍNH CÔNG ÍCH"
UNKNOWN = "không rõ"

HEADS = {
    "sent_in": "Hồ sơ gửi đến",
    "handed_in": "Đã giao nhận",
    "incomplete": "Phải bổ sung",
    "sent_back": "Trả lại",
    "in_late": "Đến quá hạn",
    "in_fees": "Phí đã thu (đồng)",
    "in_paid": "Phí đã nộp (đồng)",
    "sent_out": "Kết quả gửi đi",
    "delivered": "Đã phát",
    "came_back": "Chuyển hoàn",
    "under_way": "Đang đi",
    "out_late": "Phát quá hạn",
    "out_fees": "Thu hộ (đồng)",
    "out_paid": "Thu hộ đã nộp (đồng)",
    "lost": "Mất, hỏng",
    "complaints": "Khiếu nại",
    "postage": "Cước (đồng)",
}
"""Columns by the names of ``QuarterFigures``."""

_HINT = "(Ký và ghi rõ họ tên)"
_ALL = "Tổng cộng"


class PostQuarter(Struct, frozen=True, kw_only=True):
    """What the paper tells: the sum first, then each procedure. ``until``: the day whose figures they are."""

    quarter: Quarter
    until: date
    figures: Sequence[QuarterFigures]


def notes(told: PostQuarter) -> tuple[str, ...]:
    """What the figures are of, and what is not known."""
    over, of = told.until > told.quarter.last, told.quarter
    return (
        f"Quý {of.number}/{of.year}, từ {of.first:%d/%m/%Y} đến {of.last:%d/%m/%Y}"
        + ("" if over else f"; quý chưa hết, số liệu đến {told.until:%d/%m/%Y}")
        + f". Báo cáo trước ngày {told.quarter.reported_before:%d/%m/%Y} (Điều 13 Thông tư 17/2017/TT-BTTTT).",
        "Gồm phiếu gửi lập trong quý và bưu gửi giao bưu điện trong quý mà máy này biết.",
        "Mẫu biểu của thông tư chưa có; mất, hỏng, khiếu nại, cước do bưu điện theo dõi, cơ quan không rõ.",
    )


def quarter_foot(given: Given) -> str:
    """Which table it is, and when it was made."""
    moment = f"{local(given.printed_at):%d/%m/%Y %H:%M}"
    return given.words.facts.foot.format(form="Số liệu bưu chính công ích", version="TT17/2017", moment=moment)


def quarter_volume(told: PostQuarter, given: Given) -> Volume:
    """The table on paper: a line for each figure, since seventeen columns fit no page; procedures below the sum."""
    office, words = given.office, given.words
    before: tuple[Block, ...] = (
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(given.printed_at, office.place, words.facts),
        ),
        Title(TITLE, f"Quý {told.quarter.number} năm {told.quarter.year}"),
        *(Paragraph(one) for one in notes(told)),
    )
    columns = (Column("Thủ tục", 30), *(Column(head, 8, centred=True) for head in _short().values()))
    signatures = Signatures((Signature("NGƯỜI LẬP", _HINT, given.clerk), Signature("THỦ TRƯỞNG ĐƠN VỊ", _HINT)))
    return Volume(
        before=before,
        columns=columns,
        rows=(
            (clean(row.procedure) or _ALL, *(_said(getattr(row, name)) for name in _short())) for row in told.figures
        ),
        name=f"Quý {told.quarter}",
        closing=lambda _pages: (),
        after=lambda: (*(Paragraph(one) for one in _money(told.figures[0])), signatures),
    )


def quarter_sheet(told: PostQuarter, given: Given) -> SheetTable:
    """The table as a sheet of a spreadsheet, every figure a column; what is not known says so."""
    return SheetTable(
        name=str(told.quarter),
        title=f"{TITLE} QUÝ {told.quarter.number} NĂM {told.quarter.year}",
        notes=(f"{given.office.parent} – {given.office.name}", *notes(told), quarter_foot(given)),
        columns=(SheetColumn("Thủ tục", 24), *(SheetColumn(head, 8) for head in HEADS.values())),
        rows=((row.procedure or _ALL, *_cells(row)) for row in told.figures),
    )


def _short() -> dict[str, str]:
    """The columns that count; money and what is not known stand below the table."""
    return {name: head for name, head in HEADS.items() if "(đồng)" not in head and name not in {"lost", "complaints"}}


def _cells(row: QuarterFigures) -> Iterator[Cell]:
    for name in HEADS:
        value: int | None = getattr(row, name)
        yield UNKNOWN if value is None else value


def _said(value: int | None) -> str:
    return UNKNOWN if value is None else in_figures(value)


def _money(whole: QuarterFigures) -> tuple[str, ...]:
    return (
        f"Phí thu khi nhận hồ sơ: {in_figures(whole.in_fees)} đồng, đã nộp {in_figures(whole.in_paid)} đồng.",
        f"Phí thu hộ khi trả kết quả: {in_figures(whole.out_fees)} đồng, đã nộp {in_figures(whole.out_paid)} đồng.",
    )
