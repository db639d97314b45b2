"""What the window says of the scanner and of a scan."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.cards.kinds import Scan

READER = {
    "waiting": ("Chưa cắm", "card", "warn"),
    "connected": ("Sẵn sàng", "card", "good"),
    "lost": ("Mất nối", "warn", "bad"),
    "refused": ("Bị bận", "warn", "bad"),
    "stopped": ("Đã dừng", "card", "muted"),
}
"""Word, icon and colour for each ``ReaderState``."""

READER_NONE = ("Đầu đọc", "card", "muted")


def scan_words(scan: "Scan") -> str:
    """What to say of a scan that is no card and no dossier code."""
    if scan.kind.value == "vietqr":
        return "Đây là mã chuyển khoản, không dùng ở quầy tiếp nhận."
    cautions = caution_words(scan)
    return f"Không hiểu mã vừa quẹt; nhập bằng tay. {cautions}".strip()


def caution_words(scan: "Scan") -> str:
    """What to look at twice."""
    from desk.words.cautions import CAUTION  # noqa: PLC0415 - only a damaged card needs these words

    return " ".join(CAUTION[caution] for caution in scan.cautions)
