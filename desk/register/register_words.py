"""Closings of the register in words."""

from desk.words.terms import moment
from models.events import RegisterClosed
from models.subjects.register_closing import RegisterClosing


def closed_words(closing: RegisterClosing) -> str:
    """``"Sổ năm 2025 đã khóa 16:30 thứ Tư 31/12, Phạm Thị Mẫu: 1234 hồ sơ, 1 quyển, số cuối 1234."``."""
    when = f" {moment(closing.at)}" if closing.at else ""
    by = f", {closing.name}" if closing.name else ""
    what = "Sổ" if closing.rows == closing.last else "Phần bổ sung"
    size = f"{closing.rows} hồ sơ, {closing.volumes} quyển, số cuối {closing.last:02d}"
    return f"{what} năm {closing.year} đã khóa{when}{by}: {size}."


def about_to_close_words(event: RegisterClosed) -> str:
    """What closing would do, before it is done."""
    what = "Sổ" if event.rows == event.last else "Phần bổ sung"
    return (
        f"{what} năm {event.year}: {event.rows} hồ sơ, {event.volumes} quyển, số cuối {event.last:02d}. "
        "Khóa rồi thì số đã cấp không đổi; hồ sơ đến muộn từ máy khác ghi ở phần bổ sung, sau số cuối. "
        "In sổ để ký tên, đóng dấu."
    )
