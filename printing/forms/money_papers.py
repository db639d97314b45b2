"""Papers of money: receipt, slip that is no receipt, closing slip of a drawer. What a receipt says: NĐ 254/2026 Đ23.2.

No circular gives their layout; the words are ours but for what the decree names.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from models.calendar.clock import local
from models.events import PaidBy
from models.money import NOTES, Counted, ReceiptNumber
from models.subjects.receipt import Receipt, ReceiptState
from models.subjects.shift import Shift
from models.words.money_words import amount_text, in_words
from printing.forms.body import Given
from printing.forms.facts import dated
from printing.layout.sheet import (
    Block,
    CodeBlock,
    Column,
    FieldLine,
    FormField,
    Heading,
    Paragraph,
    Signature,
    Signatures,
    Stamp,
    Table,
    Title,
)

WAY = {
    PaidBy.CASH: "Tiền mặt",
    PaidBy.TRANSFER: "Chuyển khoản",
    PaidBy.CARD: "Thẻ",
    PaidBy.ONLINE: "Thanh toán trực tuyến",
}
_LINES = (
    Column("STT", 6, centred=True),
    Column("Loại khoản thu", 60),
    Column("Số tiền (đồng)", 24),
)
_TOTALS = (Column("Cách trả", 40), Column("Số lần", 16), Column("Đã thu", 24), Column("Đã trả lại", 24))
_NOTES = (Column("Mệnh giá", 24), Column("Số tờ", 20), Column("Thành tiền", 28))
_HINT = "(Ký và ghi rõ họ tên)"


class ReceiptPaper(Struct, frozen=True, kw_only=True):
    """A receipt, the codes of its dossiers, and how it was paid."""

    receipt: Receipt
    codes: tuple[str, ...]
    way: PaidBy = PaidBy.CASH


class ShiftPaper(Struct, frozen=True, kw_only=True):
    """A shift that was closed. ``clerk``: whose it is."""

    shift: Shift
    clerk: str


def fee_receipt(told: ReceiptPaper, given: Given) -> tuple[Block, ...]:
    """A receipt with its number (biên lai)."""
    receipt = told.receipt
    number = receipt.number or ReceiptNumber(form="", series="", number=0)
    body = receipt.body
    blocks: list[Block] = [
        _heading(told, given),
        CodeBlock(code=f"{number.form}/{number.text}", label="Số biên lai", bars=False),
        Title("BIÊN LAI THU TIỀN PHÍ, LỆ PHÍ", f"({given.copy_mark})" if given.copy_mark else ""),
    ]
    if receipt.state in {ReceiptState.VOID, ReceiptState.REPLACED}:
        blocks.append(Stamp("ĐÃ HỦY" if receipt.state is ReceiptState.VOID else "ĐÃ THAY THẾ"))
    blocks += [
        FieldLine(
            (
                FormField("Mẫu số", number.form),
                FormField("Ký hiệu", number.series),
                FormField("Số", f"{number.number:08d}", strong=True),
            )
        ),
        FieldLine((FormField("Tổ chức thu", body.name if body else "", strong=True),)),
        FieldLine(
            (
                FormField("Mã số thuế", body.tax_code if body else ""),
                FormField("Địa chỉ", body.address if body else given.office.unit.address),
            )
        ),
        *_paid(told),
    ]
    if receipt.adjusts:
        blocks.append(Paragraph("Biên lai điều chỉnh số tiền của một biên lai đã lập.", strong=True))
    if receipt.lookup:
        at = f" tại {receipt.lookup_at}" if receipt.lookup_at else ""
        blocks.append(Paragraph(f"Bản thể hiện của biên lai điện tử. Tra cứu{at}, mã {receipt.lookup}."))
    blocks.append(_signatures(receipt, given))
    return tuple(blocks)


def payment_slip(told: ReceiptPaper, given: Given) -> tuple[Block, ...]:
    """A slip for money of which the receipt is still to come; it says that it is none."""
    receipt = told.receipt
    by = f" chậm nhất ngày {receipt.due_on:%d/%m/%Y}" if receipt.due_on else ""
    return (
        _heading(told, given),
        CodeBlock(code=receipt.slip, label="Số phiếu", bars=False),
        Title("PHIẾU THU", f"({given.copy_mark})" if given.copy_mark else ""),
        Paragraph("Phiếu này không phải là biên lai.", strong=True, centred=True),
        *_paid(told),
        Paragraph(f"Biên lai được lập và giao cho người nộp{by}. Giữ phiếu này để nhận biên lai."),
        _signatures(receipt, given),
    )


def shift_slip(told: ShiftPaper, given: Given) -> tuple[Block, ...]:
    """The closing slip of a drawer: what was taken, what should be there, what was counted."""
    shift, closed, office = told.shift, told.shift.closed, given.office
    opened = f"{local(shift.opened_at):%H:%M, %d/%m/%Y}" if shift.opened_at else ""
    ended = f"{local(shift.closed_at):%H:%M, %d/%m/%Y}" if shift.closed_at else ""
    blocks: list[Block] = [
        Heading(
            parent=office.parent,
            body=office.name,
            country=given.words.country,
            motto=given.words.motto,
            dated=dated(shift.closed_at or given.printed_at, office.place, given.words.facts),
        ),
        Title("PHIẾU ĐÓNG CA THU", f"({given.copy_mark})" if given.copy_mark else ""),
        FieldLine((FormField("Người thu", told.clerk, strong=True), FormField("Máy số", str(shift.device)))),
        FieldLine((FormField("Mở ca", opened), FormField("Đóng ca", ended))),
    ]
    if closed is not None:
        over = closed.total - closed.expected
        differs = f"{'Thừa' if over > 0 else 'Thiếu'} {_money(abs(over))}" if over else "Không"
        blocks += [
            Table(_TOTALS, tuple(_total(one.paid_by, one.payments, one.taken, one.returned) for one in closed.totals)),
            FieldLine(
                (FormField("Tiền đầu ca", _money(shift.float)), FormField("Chuyển vào, ra", _money(shift.moves)))
            ),
            FieldLine(
                (
                    FormField("Trong két phải có", _money(closed.expected), strong=True),
                    FormField("Đếm được", _money(closed.total), strong=True),
                )
            ),
            FieldLine((FormField("Chênh lệch", differs), FormField("Lý do", closed.reason))),
            *_counted(closed.counted),
            *(
                FieldLine((FormField("Biên lai từ", first.text), FormField("đến", last.text)))
                for first, last in closed.receipts
            ),
            FieldLine((FormField("Bằng chữ (tiền nộp)", in_words(max(0, closed.total - shift.float))),)),
        ]
    blocks.append(
        Signatures((Signature("NGƯỜI NHẬN TIỀN", _HINT, shift.handed_to), Signature("NGƯỜI THU", _HINT, told.clerk)))
    )
    return tuple(blocks)


def shift_code(shift: Shift) -> str:
    """What a closing slip is filed under: day, hour and machine (``CA.261123-1702-0003``)."""
    at = shift.closed_at or shift.opened_at
    return f"CA.{local(at):%y%m%d-%H%M}-{shift.device:04d}" if at else f"CA.{shift.device:04d}"


def _heading(told: ReceiptPaper, given: Given) -> Heading:
    office, words = given.office, given.words
    at = told.receipt.issued_at or told.receipt.at or given.printed_at
    return Heading(
        parent=office.parent,
        body=office.name,
        country=words.country,
        motto=words.motto,
        dated=dated(at, office.place, words.facts),
    )


def _paid(told: ReceiptPaper) -> Sequence[Block]:
    receipt = told.receipt
    rows = tuple((str(at), line.name, _money(line.amount)) for at, line in enumerate(receipt.lines, start=1))
    words = in_words(abs(receipt.amount))
    return (
        FieldLine((FormField("Người nộp", receipt.payer, strong=True),)),
        FieldLine((FormField("Địa chỉ", receipt.payer_address),)),
        FieldLine((FormField("Hồ sơ", ", ".join(told.codes)), FormField("Cách trả", WAY[told.way]))),
        Table(_LINES, (*rows, ("", "Cộng", _money(receipt.amount)))),
        FieldLine((FormField("Bằng chữ", f"Giảm {words[0].lower()}{words[1:]}" if receipt.amount < 0 else words),)),
    )


def _signatures(receipt: Receipt, given: Given) -> Signatures:
    return Signatures((Signature("NGƯỜI NỘP", _HINT, receipt.payer), Signature("NGƯỜI THU", _HINT, given.clerk)))


def _total(way: str, payments: int, taken: int, returned: int) -> tuple[str, ...]:
    names: Mapping[str, str] = {one.value: words for one, words in WAY.items()}
    return names.get(way, way), str(payments), _money(taken), _money(returned)


def _counted(counted: Sequence[Counted] | None) -> Sequence[Block]:
    pieces = {one.note: one.pieces for one in counted or ()}
    rows = tuple(
        (amount_text(note), str(pieces[note]), amount_text(note * pieces[note])) for note in NOTES if pieces.get(note)
    )
    return (Table(_NOTES, rows),) if rows else ()


def _money(amount: int) -> str:
    return f"{'−' if amount < 0 else ''}{amount_text(abs(amount))}"
