"""Vietnamese words for the end of what updates are signed with, said alike at desk and hub."""

from models.calendar.clock import local
from models.update_expiry import RoleEnd

_ROLES = {
    "root": "Khóa gốc (root)",
    "targets": "Danh sách các bản (targets)",
    "snapshot": "Danh sách hiện hành (snapshot)",
    "timestamp": "Dấu thời điểm (timestamp)",
}


def end_words(end: RoleEnd, whose: str) -> str:
    """Which role of whom ends when, without a full stop: ``"Khóa gốc (root) của … hết hạn 31/12/2026, còn 9 ngày"``."""
    left = f"còn {end.days} ngày" if end.days >= 0 else "đã quá hạn"
    return f"{_ROLES[end.role]} của {whose} hết hạn {local(end.at):%d/%m/%Y}, {left}"
