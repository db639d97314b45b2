"""Messages of the window about scanners and scans."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.words.money_words import in_figures

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from ui.core.card_bridge import ReaderSeen

READER = {
    "waiting": ("Chưa cắm", "card", "warn"),
    "connected": ("Sẵn sàng", "card", "good"),
    "lost": ("Mất nối", "warn", "bad"),
    "refused": ("Bị bận", "warn", "bad"),
    "wrong_speed": ("Sai tốc độ", "warn", "bad"),
    "stopped": ("Đã dừng", "card", "muted"),
}
"""Word, icon and colour for each ``ReaderState``."""

READER_NONE = ("Đầu đọc", "card", "muted")

DO = {
    "waiting": "Chưa thấy đầu đọc: cắm cáp USB, chờ 2 giây. Vẫn không thấy thì chọn lại cổng trong Thiết lập.",
    "connected": "Đang chờ thẻ.",
    "lost": "Đầu đọc vừa mất kết nối: xem lại cáp. Cắm lại là dùng được ngay, không phải mở lại chương trình.",
    "refused": "Một chương trình khác đang giữ cổng này: đóng phần mềm quét khác rồi chờ 1 giây.",
    "stopped": "Không nghe đầu đọc.",
}
"""What a clerk should know or do in each state; the wrong speed has a sentence with the speed in it."""

KEYBOARD_BENT = (
    "Đầu đọc đang ở chế độ bàn phím và bộ gõ tiếng Việt đang bật: tắt bộ gõ hoặc quét mã cấu hình. "
    "Chỉ điền những số chắc chắn đúng; họ tên và địa chỉ nhập theo thẻ."
)


def reader_advice(seen: "ReaderSeen") -> str:
    """Advice on a reader's state."""
    if seen.state is None:
        return "Đang mở cổng…"
    if seen.state.value == "wrong_speed":
        return f"Dữ liệu đến sai tốc độ; đang thử tốc độ khác: {in_figures(seen.baud)}. Quét lại thẻ."
    return DO[seen.state.value]


def port_words(seen: "ReaderSeen") -> str:
    """The reader's port; empty for the simulated one."""
    return seen.scanner.port.path if seen.scanner else "đào tạo"


def readers_words(readers: "Sequence[ReaderSeen]") -> tuple[str, str, str]:
    """Word, icon and colour for all readers: those of the one most in need of attention, with its number."""
    said = [(n, seen.state.value) for n, seen in enumerate(readers, 1) if seen.state is not None]
    if not said:
        return READER_NONE
    wrong = [(n, state) for n, state in said if state != "connected"]
    if not wrong or len(readers) == 1:
        return READER[said[0][1]]
    words, icon, colour = READER[wrong[0][1]]
    return (f"Máy {wrong[0][0]}: {words.lower()}" if len(wrong) == 1 else f"Thiếu {len(wrong)} máy"), icon, colour


def readers_tip(readers: "Sequence[ReaderSeen]") -> str:
    """All readers, one line each."""
    return "\n".join(f"Đầu đọc {n} ({port_words(seen)}): {reader_advice(seen)}" for n, seen in enumerate(readers, 1))


def scan_words(scan: "Scan") -> str:
    """The message for a scan that is neither card nor dossier code."""
    if scan.kind.value == "vietqr":
        return "Đây là mã chuyển khoản, không dùng ở quầy tiếp nhận."
    cautions = caution_words(scan)
    return f"Không hiểu mã vừa quẹt; nhập bằng tay. {cautions}".strip()


def caution_words(scan: "Scan") -> str:
    """The cautions of a scan, as a sentence."""
    from desk.words.cautions import CAUTION  # noqa: PLC0415 - only a damaged card needs these words

    return " ".join(CAUTION[caution] for caution in scan.cautions)


def test_words(scan: "Scan") -> tuple[str, str]:
    """Tone and words of a live test: what was read, and signs of a wrong scanner configuration."""
    from desk.cards.formats.chip_qr import is_half_card  # noqa: PLC0415 - loaded with the first scan
    from models.text import mask  # noqa: PLC0415 - likewise

    seen = {caution.value for caution in scan.cautions}
    person = scan.person
    if person is None:
        if scan.code:
            return "good", f"Đọc được mã hồ sơ {scan.code}."
        if is_half_card(scan.text):
            return "bad", "Mã bị cụt: dữ liệu đứt giữa chừng. Quét chậm hơn; vẫn cụt thì bỏ độ trễ giữa các ký tự."
        if "text_uncertain" in seen:
            return "bad", "Chữ hỏng: đầu đọc gửi sai bảng mã. Đặt đầu đọc gửi UTF-8 (quét mã cấu hình)."
        return "warn", "Đọc được, nhưng đây không phải thẻ căn cước hay mã hồ sơ."
    born = f", sinh {person.born_on:%d/%m/%Y}" if person.born_on else ""
    read = f"Đọc được: {person.full_name or '(không có họ tên)'}, {mask(person.personal_number)}{born}."
    if "text_uncertain" in seen:
        return "warn", f"{read} Có chữ hỏng: đặt đầu đọc gửi UTF-8 (quét mã cấu hình)."
    if "marks_lost" in seen or "name_without_marks" in seen:
        return "warn", f"{read} Mất dấu tiếng Việt: đặt đầu đọc gửi UTF-8, đừng dùng chế độ bàn phím."
    if "text_repaired" in seen:
        return "good", f"{read} Chữ đến sai bảng mã nhưng đã khôi phục chắc chắn; nên đặt đầu đọc gửi UTF-8."
    if not scan.ended:
        return "good", f"{read} Thiếu dấu hết dòng nên chậm một nhịp: bật hậu tố CR (quét mã cấu hình)."
    return "good", f"{read} {caution_words(scan)}".strip()
