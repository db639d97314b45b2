"""Vietnamese sentences used by the window alone."""

from datetime import datetime

from desk.views.closed import DeskClosed
from desk.words.terms import WEEKDAYS
from models.calendar.clock import local
from models.not_allowed import NotAllowed
from models.trouble import PrinterTrouble, Trouble
from models.words.money_words import in_figures

QR_IS_NO_PROOF = "Mã QR không phải bằng chứng nhân thân: đối chiếu ảnh và người."
KNOWN_ALREADY = "đã có, kiểm tra lại"
OUR_BUG = "Việc đã lưu không mất. Chương trình gặp lỗi; báo cáo (đã che dữ liệu cá nhân) đã được giữ lại."
ENDED_HARD = "Việc đã lưu không mất. Lần trước chương trình bị dừng đột ngột; báo cáo đã được giữ lại."
RECOVERY_SCANNED = "Đây là tờ khóa khôi phục; chỉ dùng khi máy hỏi khóa. Cất lại vào phong bì."
OUR_BUG_BARE = "Việc đã lưu không mất. Chương trình gặp lỗi mà không ghi được báo cáo: xem ổ đĩa còn chỗ không."


def why(reason: NotAllowed | Trouble) -> str:
    """The sentence for a reason; files and ports by their last name, as clerks call them."""
    if isinstance(reason, DeskClosed):
        return why(reason.why) if reason.why else "Dữ liệu chưa mở xong; chờ một chút rồi thử lại."
    from desk.words.printers import device_name  # noqa: PLC0415 - not needed to paint a window
    from desk.words.reasons import sentence  # noqa: PLC0415 - likewise

    place = getattr(reason, "path", "") or getattr(reason, "port", "")
    told = sentence(reason)
    return told.replace(place, device_name(place)) if place else told


def why_in_full(reason: NotAllowed | Trouble) -> str:
    """The same for whoever sets printers up: with what the system itself said."""
    from desk.words.printers import printer_reason_in_full  # noqa: PLC0415 - likewise

    return printer_reason_in_full(reason) if isinstance(reason, PrinterTrouble) else why(reason)


def tone_of(reason: NotAllowed | Trouble) -> str:
    """The banner's tone for a reason: a refusal by rule is no alarm."""
    if isinstance(reason, PrinterTrouble):
        return "warn"
    return "bad" if isinstance(reason, Trouble) else "warn"


def short_moment(at: datetime) -> str:
    """``"17:00 · Thứ Tư 25/11/2026"``, on the office clock."""
    wall = local(at)
    day = WEEKDAYS[wall.weekday()]
    return f"{wall:%H:%M} · {day[0].upper()}{day[1:]} {wall:%d/%m/%Y}"


def today_words(now: datetime) -> str:
    """``"Thứ Hai 23/11/2026"``, on the office clock."""
    wall = local(now)
    day = WEEKDAYS[wall.weekday()]
    return f"{day[0].upper()}{day[1:]} {wall:%d/%m/%Y}"


def minute(at: datetime | None) -> str:
    """``"08:05 23/11/2026"``, or nothing."""
    return f"{local(at):%H:%M %d/%m/%Y}" if at else ""


def money(amount: int) -> str:
    """``"15.000 đ"``."""
    return f"{in_figures(amount)} đ"
