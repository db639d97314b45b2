"""Papers of money: receipts and slips, payment requests, closing of a drawer, where its takings went.

What a receipt says: NĐ 254/2026 Đ23.2. No circular gives their layout; the words are ours but for what
the decree names.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from models.calendar.clock import local
from models.events import PaidBy, ShiftClosed, TakingsDeposited
from models.money import NOTES, Counted, ReceiptNumber
from models.subjects.payment import Payment
from models.subjects.receipt import Receipt, ReceiptState
from models.subjects.shift import Shift
from models.words.money_words import change_in_words, in_figures
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
    Rule,
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
_MATTERS = (
    Column("STT", 6, centred=True),
    Column("Hồ sơ", 60),
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


class RefundPaper(Struct, frozen=True, kw_only=True):
    """Money given back in one act.

    Attributes:
        code: of the dossier.
        payer: who gets it back.
        receipts: number of each receipt or slip of that money, and what became of it.
        clerk, second: who gave it back, and who confirmed.
    """

    number: str
    at: datetime
    code: str
    payer: str
    amount: int
    way: PaidBy
    reason: str
    receipts: tuple[tuple[str, str], ...]
    clerk: str
    second: str


class PaymentRequest(Struct, frozen=True, kw_only=True):
    """A payment that is waited for.

    Attributes:
        payment: which; its reference is what the transfer says.
        payer: who is asked.
        matters: each dossier: its code, its procedure, and how much of the payment is for it.
        qr: text of the VietQR; bank, account, holder: what is typed by hand where it cannot be read.
    """

    payment: Payment
    payer: str
    matters: tuple[tuple[str, str, int], ...]
    qr: str
    bank: str
    account: str
    holder: str


def fee_receipt(told: ReceiptPaper, given: Given) -> tuple[Block, ...]:
    """A receipt with its number (biên lai)."""
    receipt = told.receipt
    number = receipt.number or ReceiptNumber(form="", series="", number=0)
    body = receipt.body
    blocks: list[Block] = [
        _heading(told, given),
        CodeBlock(code=f"{number.form}/{number.text}", label="Số biên lai", bars=False),
        _title("BIÊN LAI THU TIỀN PHÍ, LỆ PHÍ", given),
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
        *_paid(told, given),
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
        _title("PHIẾU THU", given),
        Paragraph("Phiếu này không phải là biên lai.", strong=True, centred=True),
        *_paid(told, given),
        Paragraph(f"Biên lai được lập và giao cho người nộp{by}. Giữ phiếu này để nhận biên lai."),
        _signatures(receipt, given),
    )


def refund_slip(told: RefundPaper, given: Given) -> tuple[Block, ...]:
    """Money given back: how much, why, of which receipt; who got it signs, and both who gave it."""
    papers = "; ".join(f"{number} ({became})" if became else number for number, became in told.receipts)
    return (
        _head(told.at, given),
        CodeBlock(code=told.number, label="Số phiếu", bars=False),
        _title("PHIẾU HOÀN TRẢ PHÍ, LỆ PHÍ", given),
        FieldLine((FormField("Người nhận", told.payer, strong=True),)),
        FieldLine((FormField("Hồ sơ", told.code), FormField("Cách trả", WAY[told.way]))),
        FieldLine((FormField("Biên lai, phiếu thu", papers),)),
        FieldLine((FormField("Số tiền trả lại (đồng)", _money(told.amount), strong=True),)),
        FieldLine((FormField("Bằng chữ", _in_words(told.amount, given)),)),
        FieldLine((FormField("Lý do", told.reason),)),
        Signatures(
            (
                Signature("NGƯỜI NHẬN TIỀN", _HINT, told.payer),
                Signature("NGƯỜI XÁC NHẬN", _HINT, told.second),
                Signature("NGƯỜI TRẢ TIỀN", _HINT, told.clerk),
            )
        ),
    )


def payment_request(told: PaymentRequest, given: Given) -> tuple[Block, ...]:
    """What is to be paid and the VietQR that pays it; it says that it is no receipt."""
    office, words, payment = given.office, given.words, told.payment
    rows = tuple(
        (str(at), f"{procedure}\n{code}" if code else procedure, _money(amount))
        for at, (code, procedure, amount) in enumerate(told.matters, start=1)
    )
    return (
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(given.printed_at, office.place, words.facts),
        ),
        Title("PHIẾU ĐỀ NGHỊ NỘP TIỀN", f"({given.copy_mark})" if given.copy_mark else ""),
        FieldLine((FormField("Người nộp", told.payer, strong=True),)),
        Table(_MATTERS, (*rows, ("", "Cộng", _money(payment.amount)))),
        FieldLine((FormField("Bằng chữ", _in_words(payment.amount, given)),)),
        Paragraph("Quét mã bằng ứng dụng ngân hàng; số tiền và nội dung đã có sẵn trong mã.", centred=True),
        CodeBlock(code=told.qr, bars=False, text=False, as_is=True),
        FieldLine((FormField("Ngân hàng", told.bank), FormField("Số tài khoản", told.account, strong=True))),
        FieldLine((FormField("Chủ tài khoản", told.holder),)),
        FieldLine((FormField("Nội dung chuyển khoản (ghi đúng)", payment.reference, strong=True),)),
        Paragraph("Phiếu này không phải là biên lai. Biên lai được lập khi tiền về tài khoản."),
    )


def shift_slip(told: ShiftPaper, given: Given) -> tuple[Block, ...]:
    """The closing slip of a drawer: what was taken, what should be there, what was counted."""
    shift, closed = told.shift, told.shift.closed
    blocks: list[Block] = [
        _head(shift.closed_at or given.printed_at, given),
        _title("PHIẾU ĐÓNG CA THU", given),
        FieldLine((FormField("Người thu", told.clerk, strong=True), FormField("Máy số", str(shift.device)))),
        FieldLine((FormField("Mở ca", _moment(shift.opened_at)), FormField("Đóng ca", _moment(shift.closed_at)))),
    ]
    if closed is not None:
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
            FieldLine((FormField("Chênh lệch", _differs(closed)), FormField("Lý do", closed.reason))),
            *_counted(closed.counted),
            *_receipts(shift),
            FieldLine((FormField("Bằng chữ (tiền nộp)", _in_words(shift.takings, given)),)),
        ]
    blocks.append(
        Signatures((Signature("NGƯỜI NHẬN TIỀN", _HINT, shift.handed_to), Signature("NGƯỜI THU", _HINT, told.clerk)))
    )
    return tuple(blocks)


def shift_roll(told: ShiftPaper, given: Given) -> tuple[Block, ...]:
    """The closing slip on a roll: the same figures, one below the other."""
    shift, closed = told.shift, told.shift.closed
    blocks: list[Block] = [
        Heading(parent=given.office.parent, body=given.office.name),
        _title("PHIẾU ĐÓNG CA THU", given),
        *_below(
            ("Người thu", told.clerk),
            ("Máy số", str(shift.device)),
            ("Mở ca", _moment(shift.opened_at)),
            ("Đóng ca", _moment(shift.closed_at)),
        ),
        Rule(),
    ]
    if closed is not None:
        names = {way.value: words for way, words in WAY.items()}
        for one in closed.totals:
            back = f", trả lại {_money(one.returned)}" if one.returned else ""
            blocks += _below(
                (f"{names.get(one.paid_by, one.paid_by)} ({one.payments} lần)", f"{_money(one.taken)}{back}")
            )
        blocks += [
            Rule(),
            *_below(("Tiền đầu ca", _money(shift.float)), ("Chuyển vào, ra", _money(shift.moves))),
            FieldLine((FormField("Trong két phải có", _money(closed.expected), strong=True),)),
            FieldLine((FormField("Đếm được", _money(closed.total), strong=True),)),
            *_below(("Chênh lệch", _differs(closed)), *((("Lý do", closed.reason),) if closed.reason else ())),
            *_counted(closed.counted),
            *_below(*((f"Biên lai {first.series}", _span(first, last)) for first, last in closed.receipts)),
            Rule(),
            FieldLine((FormField("Tiền nộp", _money(shift.takings), strong=True),)),
            Paragraph(_in_words(shift.takings, given)),
        ]
    blocks.append(Signatures((Signature("NGƯỜI NHẬN", "", shift.handed_to), Signature("NGƯỜI THU", "", told.clerk))))
    return tuple(blocks)


def takings_note(told: ShiftPaper, given: Given) -> tuple[Block, ...]:
    """The record of handing the takings of a shift to the treasurer, with both names."""
    shift = told.shift
    return (
        _head(shift.handed_at or given.printed_at, given),
        _title("BIÊN BẢN BÀN GIAO TIỀN", given),
        FieldLine((FormField("Người giao", told.clerk, strong=True),)),
        FieldLine((FormField("Người nhận", shift.handed_to, strong=True),)),
        *_of_shift(shift),
        *_cash(shift),
        *_paid_in_before(shift),
        FieldLine((FormField("Số tiền bàn giao (đồng)", _money(shift.handed_over), strong=True),)),
        FieldLine((FormField("Bằng chữ", _in_words(shift.handed_over, given)),)),
        Paragraph("Hai bên đã đếm và giao nhận đủ số tiền trên. Biên bản lập thành hai bản, mỗi bên giữ một bản."),
        Signatures(
            (Signature("NGƯỜI NHẬN TIỀN", _HINT, shift.handed_to), Signature("NGƯỜI GIAO TIỀN", _HINT, told.clerk))
        ),
    )


def _paid_in_before(shift: Shift) -> tuple[Block, ...]:
    """What of the takings was paid in before the rest was handed over; none, where nothing was."""
    before = shift.takings - shift.handed_over
    return (FieldLine((FormField("Đã nộp trước", _money(before)),)),) if before > 0 else ()


def deposit_note(told: ShiftPaper, given: Given) -> tuple[Block, ...]:
    """The list that goes with takings paid in at the State Treasury or a bank; it tells of the last deposit."""
    shift = told.shift
    last = shift.deposits[-1] if shift.deposits else TakingsDeposited(amount=0, place="")
    left = shift.left
    return (
        _head(given.printed_at, given),
        _title("BẢNG KÊ NỘP TIỀN", given),
        FieldLine((FormField("Nộp vào", last.place, strong=True), FormField("Giấy nộp tiền số", last.number))),
        FieldLine((FormField("Người thu", told.clerk),)),
        FieldLine((FormField("Thủ quỹ", shift.handed_to),)),
        *_of_shift(shift),
        *_cash(shift),
        FieldLine(
            (FormField("Số tiền nộp (đồng)", _money(last.amount), strong=True), FormField("Còn lại", _money(left)))
        ),
        FieldLine((FormField("Bằng chữ", _in_words(last.amount, given)),)),
        Signatures(
            (
                Signature("NGƯỜI NHẬN TIỀN", _HINT),
                Signature("NGƯỜI NỘP TIỀN", _HINT, shift.handed_to or told.clerk),
            )
        ),
    )


def shift_code(shift: Shift) -> str:
    """What a closing slip is filed under: day, hour and machine (``CA.261123-1702-0003``)."""
    return f"CA.{_place_of(shift)}"


def takings_code(shift: Shift) -> str:
    """What the record of handing over is filed under."""
    return f"BT.{_place_of(shift)}"


def deposit_code(shift: Shift) -> str:
    """What the list of a deposit is filed under: which one of the shift it is, then as the closing slip."""
    return f"NK{len(shift.deposits)}.{_place_of(shift)}"


def _place_of(shift: Shift) -> str:
    at = shift.closed_at or shift.opened_at
    return f"{local(at):%y%m%d-%H%M}-{shift.device:04d}" if at else f"{shift.device:04d}"


def _heading(told: ReceiptPaper, given: Given) -> Heading:
    return _head(told.receipt.issued_at or told.receipt.at or given.printed_at, given)


def _head(at: datetime, given: Given) -> Heading:
    office, words = given.office, given.words
    return Heading(
        parent=office.parent,
        body=office.name,
        country=words.country,
        motto=words.motto,
        dated=dated(at, office.place, words.facts),
    )


def _title(words: str, given: Given) -> Title:
    return Title(words, f"({given.copy_mark})" if given.copy_mark else "")


def _moment(at: datetime | None) -> str:
    return f"{local(at):%H:%M, %d/%m/%Y}" if at else ""


def _below(*fields: tuple[str, str]) -> Sequence[Block]:
    """On a roll: one field a line."""
    return [FieldLine((FormField(label, value),)) for label, value in fields]


def _of_shift(shift: Shift) -> Sequence[Block]:
    return (
        FieldLine((FormField("Của ca thu", shift_code(shift)), FormField("Máy số", str(shift.device)))),
        FieldLine((FormField("Mở ca", _moment(shift.opened_at)), FormField("Đóng ca", _moment(shift.closed_at)))),
        *_receipts(shift),
    )


def _cash(shift: Shift) -> Sequence[Block]:
    counted = shift.closed.total if shift.closed else 0
    return (FieldLine((FormField("Đếm được", _money(counted)), FormField("Tiền đầu ca giữ lại", _money(shift.float)))),)


def _receipts(shift: Shift) -> Sequence[Block]:
    spans = shift.closed.receipts if shift.closed else ()
    return [FieldLine((FormField("Biên lai từ", first.text), FormField("đến", last.text))) for first, last in spans]


def _span(first: ReceiptNumber, last: ReceiptNumber) -> str:
    return f"{first.number:08d}–{last.number:08d}" if first != last else f"{first.number:08d}"


def _differs(closed: ShiftClosed) -> str:
    over = closed.total - closed.expected
    return f"{'Thừa' if over > 0 else 'Thiếu'} {_money(abs(over))}" if over else "Không"


def _paid(told: ReceiptPaper, given: Given) -> Sequence[Block]:
    receipt = told.receipt
    rows = tuple((str(at), line.name, _money(line.amount)) for at, line in enumerate(receipt.lines, start=1))
    return (
        FieldLine((FormField("Người nộp", receipt.payer, strong=True),)),
        FieldLine((FormField("Địa chỉ", receipt.payer_address),)),
        *((FieldLine((FormField("Mã số thuế", receipt.payer_tax_code),)),) if receipt.payer_tax_code else ()),
        FieldLine((FormField("Hồ sơ", ", ".join(told.codes)), FormField("Cách trả", WAY[told.way]))),
        Table(_LINES, (*rows, ("", "Cộng", _money(receipt.amount)))),
        FieldLine((FormField("Bằng chữ", _in_words(receipt.amount, given)),)),
    )


def _signatures(receipt: Receipt, given: Given) -> Signatures:
    return Signatures((Signature("NGƯỜI NỘP", _HINT, receipt.payer), Signature("NGƯỜI THU", _HINT, given.clerk)))


def _total(way: str, payments: int, taken: int, returned: int) -> tuple[str, ...]:
    names: Mapping[str, str] = {one.value: words for one, words in WAY.items()}
    return names.get(way, way), str(payments), _money(taken), _money(returned)


def _counted(counted: Sequence[Counted] | None) -> Sequence[Block]:
    pieces = {one.note: one.pieces for one in counted or ()}
    rows = tuple(
        (in_figures(note), str(pieces[note]), in_figures(note * pieces[note])) for note in NOTES if pieces.get(note)
    )
    return (Table(_NOTES, rows),) if rows else ()


def _in_words(amount: int, given: Given) -> str:
    """As this office reads amounts; below zero where a receipt lowers another."""
    return change_in_words(amount, southern=given.words.facts.southern)


def _money(amount: int) -> str:
    return f"{'−' if amount < 0 else ''}{in_figures(abs(amount))}"
