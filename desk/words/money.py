"""Money in words: the history of payments, receipts, shifts and transfers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import assert_never

from desk.words.terms import PAID_BY, moment
from models import events as e
from models.events import PaidBy
from models.ids import ClerkId
from models.money import MethodTotal, PaidFee, ReceiptNumber, sum_of
from models.subjects.payment import Payment, PaymentState
from models.subjects.receipt import Receipt
from models.subjects.shift import Shift
from models.words.money_words import in_figures

E_RECEIPT_STATE = {
    e.EReceiptState.ASKED: "đã gửi nhà cung cấp",
    e.EReceiptState.ISSUED: "đã lập",
    e.EReceiptState.DELIVERED: "đã chuyển người nộp",
    e.EReceiptState.REFUSED: "bị từ chối",
    e.EReceiptState.UNKNOWN: "chưa rõ kết quả",
}

PRICE_CHANGE = {
    e.PriceChangeKind.CORRECTED: "Sửa mức phí, lệ phí",
    e.PriceChangeKind.EXEMPT: "Miễn, giảm phí, lệ phí",
    e.PriceChangeKind.WAIVED: "Cho miễn thu",
}


def dong(amount: int) -> str:
    """``15000 -> "15.000 đồng"``; below zero with a minus sign."""
    return f"{'−' if amount < 0 else ''}{in_figures(abs(amount))} đồng"


def price_words(fee: e.FeeDue) -> str:
    """The price told: ``"8.000 đồng"``, ``"miễn phí"``, ``"do tỉnh quy định"``, ``"không có thông tin"``."""
    if fee.lines:
        return dong(fee.total)
    if fee.free:
        return "miễn phí"
    return "do HĐND tỉnh quy định" if fee.set_by_province else "không có thông tin"


def tell_money(event: e.MoneyEvent, names: Mapping[ClerkId, str]) -> str:
    """One event of money as one sentence.

    Args:
        event: what happened.
        names: of clerks by their ids.
    """
    match event:
        case e.PriceChanged():
            ground = ", ".join(filter(None, (event.ground, event.proof)))
            second = _second(event.confirmed_by, names)
            why = f"{ground}. {event.reason}" if ground else event.reason
            return f"{PRICE_CHANGE[event.kind]}: nay là {price_words(event.fee)}{second}. Lý do: {why}"
        case e.FeeReturned():
            return f"Trả lại {dong(event.amount)} ({PAID_BY[event.paid_by].lower()})."
        case e.PaymentAsked():
            return f"Chờ {_sum(event.fees)} ({PAID_BY[event.paid_by].lower()}, nội dung {event.reference})."
        case e.PaymentTaken():
            given = f", khách đưa {dong(event.given)}" if event.given else ""
            return f"Thu {_sum(event.fees)} ({PAID_BY[event.paid_by].lower()}{given})."
        case e.PaymentGivenUp():
            return f"Thôi chờ khoản tiền này. Lý do: {event.reason}"
        case e.PaymentReturned():
            second, slip = _second(event.confirmed_by, names), f", phiếu {event.number}" if event.number else ""
            return f"Trả lại {_sum(event.fees)}{slip}{second}. Lý do: {event.reason}"
        case (
            e.ReceiptOwed()
            | e.ReceiptIssued()
            | e.ReceiptVoided()
            | e.ReceiptReplaced()
            | e.ReceiptAdjusted()
            | e.EReceiptRequested()
            | e.EReceiptReported()
            | e.EReceiptCancelReported()
            | e.ReceiptLeaseClosed()
        ):
            return _of_receipt(event, names)
        case (
            e.ShiftOpened()
            | e.FloatCounted()
            | e.CashMoved()
            | e.ShiftClosed()
            | e.TakingsHandedOver()
            | e.TakingsDeposited()
        ):
            return _of_shift(event, names)
        case e.TransferArrived() if event.dossier:
            at = f" lúc {moment(event.happened_at)}" if event.happened_at else ""
            return f"Cổng dịch vụ công báo hồ sơ {event.dossier} đã trả trực tuyến {dong(event.amount)}{at}."
        case e.TransferArrived():
            at = f" lúc {moment(event.happened_at)}" if event.happened_at else ""
            said = f", nội dung “{event.content}”" if event.content else ""
            return f"Tiền về tài khoản{at}: {dong(event.amount)}{said}."
        case e.TransferMatched():
            return "Đã ghép với một khoản thu."
        case e.TransferSetAside():
            return f"Không phải tiền của hồ sơ nào ở đây. Lý do: {event.reason}"
        case _:
            assert_never(event)


_ReceiptEvent = (
    e.ReceiptOwed
    | e.ReceiptIssued
    | e.ReceiptVoided
    | e.ReceiptReplaced
    | e.ReceiptAdjusted
    | e.EReceiptRequested
    | e.EReceiptReported
    | e.EReceiptCancelReported
    | e.ReceiptLeaseClosed
)
_ShiftEvent = e.ShiftOpened | e.FloatCounted | e.CashMoved | e.ShiftClosed | e.TakingsHandedOver | e.TakingsDeposited


def _of_receipt(event: _ReceiptEvent, names: Mapping[ClerkId, str]) -> str:
    match event:
        case e.ReceiptOwed():
            by = f", biên lai phải có chậm nhất {event.due_on:%d/%m/%Y}" if event.due_on else ""
            if not event.slip:
                return f"Biên lai {'thay thế' if event.replaces else 'điều chỉnh'} chờ nhà cung cấp lập{by}."
            return f"Lập phiếu thu {event.slip} (không phải biên lai){by}."
        case e.ReceiptIssued():
            late = ", lập sau khi thu" if event.late else ""
            paper = " trên biên lai giấy" if event.on_paper else ""
            return f"Lập biên lai {event.number.text}{paper}{late}."
        case e.ReceiptVoided():
            return f"Hủy biên lai{_second(event.confirmed_by, names)}. Lý do: {event.reason}"
        case e.ReceiptReplaced():
            return f"Thay thế bằng biên lai khác. Lý do: {event.reason}"
        case e.ReceiptAdjusted():
            return f"Điều chỉnh bằng một biên lai khác. Lý do: {event.reason}"
        case e.EReceiptRequested():
            return "Yêu cầu lập biên lai điện tử."
        case e.EReceiptReported():
            number = f" số {event.number.text}" if event.number else ""
            reason = f": {event.reason}" if event.reason else ""
            return f"Biên lai điện tử{number} {E_RECEIPT_STATE[event.state]}{reason}."
        case e.EReceiptCancelReported():
            reason = f": {event.reason}" if event.reason else ""
            return f"Nhà cung cấp {'đã hủy' if event.done else 'chưa hủy'} biên lai điện tử{reason}."
        case e.ReceiptLeaseClosed():
            return (
                f"Đóng dải số biên lai {event.series} {event.first}–{event.last}: "
                f"đã lập {event.issued}. Lý do: {event.reason}"
            )
        case _:
            assert_never(event)


def _of_shift(event: _ShiftEvent, names: Mapping[ClerkId, str]) -> str:
    match event:
        case e.ShiftOpened():
            counted = "chưa đếm tiền đầu ca" if event.counted is None else f"tiền đầu ca {dong(sum_of(event.counted))}"
            return f"Mở ca thu, {counted}."
        case e.FloatCounted():
            return f"Đếm tiền đầu ca: {dong(sum_of(event.counted))}."
        case e.CashMoved():
            what = "Bỏ thêm vào két" if event.amount > 0 else "Lấy ra khỏi két"
            return f"{what} {dong(abs(event.amount))}. Lý do: {event.reason}"
        case e.ShiftClosed():
            over = event.total - event.expected
            differs = f", {'thừa' if over > 0 else 'thiếu'} {dong(abs(over))}" if over else ""
            reason = f" Lý do: {event.reason}" if event.reason else ""
            second = _second(event.confirmed_by, names)
            return f"Đóng ca thu: đếm được {dong(event.total)}{differs}{second}.{reason}"
        case e.TakingsHandedOver():
            return f"Nộp {dong(event.amount)} cho {event.to}."
        case e.TakingsDeposited():
            number = f", giấy nộp tiền {event.number}" if event.number else ""
            return f"Nộp {dong(event.amount)} vào {event.place}{number}."
        case _:
            assert_never(event)


def given_words(payment: Payment, receipts: Iterable[Receipt]) -> str:
    """What taking money has done, and what the clerk now does."""
    back = f" Trả lại khách {dong(payment.change)}." if payment.change else ""
    made = " ".join(receipt_words(one) for one in receipts)
    return f"Đã thu {dong(payment.amount)} ({PAID_BY[payment.paid_by].lower()}).{back} {made}".strip()


def receipt_words(receipt: Receipt) -> str:
    """What a receipt made just now is: one that is printed, one to be written by hand, or a slip."""
    if receipt.number is None:
        return f"Phiếu thu {receipt.slip}, biên lai lập sau."
    return f"{WRITE_BY_HAND} {receipt.number.text}." if receipt.on_paper else f"Biên lai {receipt.number.text}."


WRITE_BY_HAND = "Viết biên lai giấy số"


def write_words(numbers: Iterable[ReceiptNumber]) -> str:
    """Which numbers the clerk writes on the paper book; empty = no receipt is on paper."""
    told = ", ".join(one.text for one in numbers)
    return f"{WRITE_BY_HAND} {told}." if told else ""


def paper_book_words(number: ReceiptNumber, left: int, last_day: date) -> str:
    """What is left of the paper book."""
    return f"Quyển biên lai giấy: tờ tiếp theo {number.text}, còn {left} tờ, viết đến hết {last_day:%d/%m/%Y}."


def spoilt_words(number: str) -> str:
    """What declaring a paper spoilt has done."""
    return f"Đã hủy tờ biên lai giấy {number}: gạch chéo, giữ lại trong quyển."


def closed_words(total: int, expected: int) -> str:
    """What closing a drawer has found."""
    over = total - expected
    differs = f"{'thừa' if over > 0 else 'thiếu'} {dong(abs(over))}" if over else "khớp"
    return f"Đã đóng ca: đếm được {dong(total)}, {differs}."


def opened_words(counted: int) -> str:
    """What counting a float has done."""
    return f"Ca thu mở với {dong(counted)} đầu ca."


def forgotten_words(clerk: str, opened: str) -> str:
    """A shift of an earlier day that nobody has closed."""
    return f"Ca của {clerk} mở {opened} chưa đóng."


def issued_words(count: int, on_paper: Sequence[str] = ()) -> str:
    """What numbering receipts that were owed has done; ``on_paper``: numbers to be written by hand."""
    if not count:
        return "Chưa có số biên lai nào cấp cho máy này."
    written = f" {WRITE_BY_HAND} {', '.join(on_paper)}." if on_paper else ""
    return f"Đã lập {count} biên lai còn nợ.{written}"


VOIDED, VOID_MARK = "Đã hủy biên lai", "(hủy)"


def replaced_words(old: str, new: str, *, on_paper: bool = False) -> str:
    """What replacing a receipt has done."""
    written = f" {WRITE_BY_HAND} {new}." if on_paper else ""
    return f"Biên lai {new} thay biên lai {old}.{written}"


def handed_words(amount: int, to: str) -> str:
    """What giving takings to the treasurer has done."""
    return f"Đã bàn giao {dong(amount)} cho {to}."


def deposited_words(amount: int, place: str) -> str:
    """What paying takings in has done."""
    return f"Đã ghi nộp {dong(amount)} vào {place}."


def takings_state(shift: Shift) -> tuple[str, str]:
    """Where the takings of a closed shift are, and in which tone."""
    left = shift.left
    if left < 0:
        return f"Đã ghi nộp quá {dong(-left)}: hai máy cùng ghi?", "bad"
    if not shift.takings:
        return "Không có tiền nộp", ""
    if shift.deposited:
        return (f"Đã nộp một phần, còn {dong(left)}", "warn") if left else ("Đã nộp hết", "good")
    return (f"Đã giao {shift.handed_to}", "good") if shift.handed_to else ("Chưa nộp", "warn")


def day_words(shifts: int, machines: int, totals: Iterable[MethodTotal]) -> str:
    """A clerk's whole day over several drawers."""
    ways = " · ".join(f"{PAID_BY[PaidBy(one.paid_by)].lower()} {dong(one.taken - one.returned)}" for one in totals)
    return f"Cả ngày, {shifts} ca ở {machines} máy: {ways or 'chưa thu khoản nào'}."


def voided_words(count: int) -> str:
    """What making void the receipts of payments that two desks took has done."""
    return f"Đã hủy {count} biên lai, phiếu thu lập trùng; mỗi khoản thu còn một."


SET_ASIDE = "Đã để riêng khoản chuyển này."
EXACT, SIMILAR, UNCLEAR = "Khớp mã và số tiền", "Trùng mã hoặc số tiền", "Không rõ hồ sơ"


def matched_twice_words(codes: Iterable[str]) -> str:
    """Two machines said of one transfer that it is two payments, of these dossiers."""
    return f"Hai máy ghép với hai khoản thu ({', '.join(codes)}): hoàn khoản sai, rồi để riêng"


def paid_online_words(*, clear: bool) -> str:
    """A payment of the portal. ``clear``: a dossier here owes exactly as much."""
    return "Trực tuyến, khớp hồ sơ" if clear else "Trực tuyến, không khớp"


WAITS, REQUESTED = "chờ số biên lai", "đã gửi nhà cung cấp"


ONLINE_WAITS = "đã trả trực tuyến, chờ ghép"


def waits_words(reference: str) -> str:
    """A dossier whose transfer is waited for."""
    return f"chờ chuyển khoản {reference}"


def payment_state(payment: Payment, *, owed: bool, void: bool, twice: bool) -> tuple[str, str]:
    """Where a payment stands, and in which tone.

    Args:
        payment: which.
        owed: a receipt of it must follow.
        void: it has no receipt now.
        twice: two desks did the same, and one of its receipts must become void.
    """
    if twice:
        return ("Hai máy cùng ghi đã thu" if payment.doubled else "Hai máy làm trùng biên lai"), "bad"
    if payment.state is PaymentState.ASKED:
        return "Chờ tiền về", "warn"
    if payment.state is PaymentState.GIVEN_UP:
        return "Thôi chờ", ""
    if payment.returned:
        return f"Đã trả lại {dong(payment.returned)}", "warn"
    if void:
        return "Biên lai đã hủy", "warn"
    return ("Chưa có biên lai", "warn") if owed else ("Đã thu", "good")


def _sum(fees: Iterable[PaidFee]) -> str:
    return dong(sum(one.amount for one in fees))


def _second(clerk: ClerkId, names: Mapping[ClerkId, str]) -> str:
    return f", {names.get(clerk, clerk)} cùng xác nhận" if clerk else ""
