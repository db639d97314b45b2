"""What an operating system, a driver or a print service says of a failure, as a clerk reads it.

They say it in English, or as a number. What is in the table is said in Vietnamese, what the system says in Vietnamese
itself (a Vietnamese Windows, our own drivers) stays, and anything else is left out: it is kept as the trouble's
``detail``, and told where printers are set up.
"""

import errno
import os
import re

_OF_NUMBER: dict[int, str] = {
    errno.EACCES: "không có quyền dùng",
    errno.EPERM: "không có quyền dùng",
    errno.EROFS: "chỉ cho đọc, không cho ghi",
    errno.ENOENT: "không có ở chỗ đã ghi",
    errno.ENOTDIR: "không có ở chỗ đã ghi",
    errno.ENODEV: "thiết bị không còn cắm",
    errno.ENXIO: "thiết bị không còn cắm",
    errno.EIO: "thiết bị không nhận, không trả lời",
    errno.EBUSY: "đang có chương trình khác dùng",
    errno.EAGAIN: "đang bận",
    errno.ENOSPC: "hết chỗ trên ổ đĩa",
    errno.EDQUOT: "hết phần ổ đĩa được dùng",
    errno.ENOTTY: "không phải cổng nối tiếp",
    errno.ETIMEDOUT: "quá lâu không trả lời",
    errno.ECONNREFUSED: "từ chối kết nối",
    errno.ECONNRESET: "ngắt kết nối giữa chừng",
    errno.ECONNABORTED: "ngắt kết nối giữa chừng",
    errno.EPIPE: "ngắt kết nối giữa chừng",
    errno.EHOSTUNREACH: "không tới được qua mạng",
    errno.EHOSTDOWN: "không tới được qua mạng",
    errno.ENETUNREACH: "máy này không có mạng",
    errno.ENETDOWN: "máy này không có mạng",
}
"""By errno."""

_OF_WINDOWS: dict[int, int] = {
    2: errno.ENOENT,
    3: errno.ENOENT,
    5: errno.EACCES,
    21: errno.ENODEV,
    31: errno.EIO,
    32: errno.EBUSY,
    53: errno.EHOSTUNREACH,
    112: errno.ENOSPC,
    121: errno.ETIMEDOUT,
    1167: errno.ENODEV,
    1231: errno.ENETUNREACH,
    1460: errno.ETIMEDOUT,
    10051: errno.ENETUNREACH,
    10053: errno.ECONNABORTED,
    10054: errno.ECONNRESET,
    10060: errno.ETIMEDOUT,
    10061: errno.ECONNREFUSED,
    10065: errno.EHOSTUNREACH,
}
"""Numbers of Windows' errors that say the same."""

_OF_TEXT: tuple[tuple[str, str], ...] = (
    ("name or service not known", "không tìm thấy tên này trong mạng"),
    ("name resolution", "không tìm thấy tên này trong mạng"),
    ("getaddrinfo failed", "không tìm thấy tên này trong mạng"),
    ("timed out", _OF_NUMBER[errno.ETIMEDOUT]),
    ("timeout", _OF_NUMBER[errno.ETIMEDOUT]),
    ("not responding", _OF_NUMBER[errno.ETIMEDOUT]),
    ("unreachable", _OF_NUMBER[errno.EHOSTUNREACH]),
    ("unable to locate", "không tìm thấy máy in trong mạng"),
    ("returned no data", _OF_NUMBER[errno.ENODEV]),
    ("paused", "đang tạm ngừng"),
    ("out of paper", "hết giấy"),
    ("cancel", "đã bị hủy ở hệ thống in"),
    ("abort", "đã bị hủy ở hệ thống in"),
)
"""By words in what is said, small; the first that fits."""

_OF_SAYING = {os.strerror(number).lower(): words for number, words in _OF_NUMBER.items()}

_NUMBERED = re.compile(r"\[(Errno|WinError) (-?[0-9]+)\]")


def system_words(said: str) -> str:
    """``"[Errno 13] Permission denied" -> "không có quyền dùng"``; empty = nothing that a clerk could read."""
    text = said.strip().rstrip(".")
    number = _NUMBERED.search(text)
    if number is not None:
        code = int(number[2])
        words = _OF_NUMBER.get(_OF_WINDOWS.get(code, 0) if number[1] == "WinError" else code, "")
        if words:
            return words
    small = text.lower()
    known = _OF_SAYING.get(small) or next((words for part, words in _OF_TEXT if part in small), "")
    if known:
        return known
    return text if any(letter.isalpha() and not letter.isascii() for letter in text) else ""
