"""Sentences for what ``verify`` found, and what to do about it."""

import re
from typing import assert_never

from desk.words.reasons import sentence
from models.ids import is_province
from models.store.verify import Finding, FindingKind
from models.trouble import (
    CatalogueUnreadable,
    KeyMissing,
    KeyWrong,
    RecoveryFileUnreadable,
    SettingsUnreadable,
    Trouble,
    WorkLost,
)

_FROM_COPY = (
    "Không ghi gì thêm, giữ nguyên thư mục dữ liệu (chép ra nơi khác để người có chuyên môn xem); "
    "đóng cửa sổ, khôi phục từ bản sao lưu mới nhất: motcua restore."
)
_ASK = "Giữ nguyên thư mục dữ liệu, sao lưu ra nơi khác, báo người quản trị của tỉnh: có người đã sửa tệp dữ liệu."
_REBUILD = "Chạy motcua rebuild: các bảng được dựng lại từ lịch sử."
_SCAN = "Mở hồ sơ có bản quét này: máy tải lại từ tỉnh; không được thì quét lại giấy, hoặc lấy từ bản sao lưu."
_OTHER_KEY = "Dùng đúng khóa của tệp: motcua recover với tờ khóa khôi phục; không được thì khôi phục từ bản sao lưu."


def kind_of(found: Finding | Trouble) -> str:
    """The kind, for programs: ``page``, ``altered``, ``file_damaged`` and so on."""
    if isinstance(found, Finding):
        return found.kind.value
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(found).__name__).lower()


def found_words(found: Finding | Trouble) -> str:
    """What is wrong, in one sentence."""
    return finding_words(found) if isinstance(found, Finding) else sentence(found)


def found_to_do(found: Finding | Trouble) -> str:
    """What a person does about it."""
    if isinstance(found, Finding):
        return _to_do(found)
    match found:
        case SettingsUnreadable() | CatalogueUnreadable():
            return f"Sửa lại {found.path}, hoặc lấy tệp đó từ bản sao lưu gần nhất."
        case KeyMissing() | KeyWrong():
            return _OTHER_KEY
        case WorkLost():
            return (
                "Giữ nguyên thư mục dữ liệu. Tìm lại tệp đã bị dời hay xóa; không có thì khôi phục từ bản sao lưu mới "
                "nhất (motcua restore), hoặc làm tiếp với phần còn lại: motcua accept-loss."
            )
        case RecoveryFileUnreadable():
            return "In tờ khóa khôi phục mới: motcua recovery-key."
        case _:
            return _FROM_COPY


def finding_words(finding: Finding) -> str:
    """One finding as one sentence."""
    who = "tỉnh" if is_province(finding.device) else f"máy {finding.device}"
    where = f"{who}, sự việc {finding.seq}"
    match finding.kind:
        case FindingKind.PAGE:
            return f"Trang {finding.name} của tệp dữ liệu không còn như đã ghi."
        case FindingKind.TABLES:
            return f"Các trang của tệp dữ liệu không khớp nhau ({finding.name})."
        case FindingKind.VALUE:
            about = f"bảng {finding.name}" if finding.name else where
            return f"Một ô trong tệp dữ liệu có giá trị sai kiểu ({about})."
        case FindingKind.ALTERED:
            return f"Sự việc bị thay đổi sau khi ghi ({where})."
        case FindingKind.BROKEN_CHAIN:
            return f"Chuỗi bị đứt: sự việc không nối tiếp sự việc trước nó ({where})."
        case FindingKind.MISSING:
            return (
                f"Thiếu {finding.count} sự việc ({where} trở đi); "
                "nếu là của máy khác: tỉnh chưa chuyển đến hoặc đang giữ riêng."
            )
        case FindingKind.FORK:
            return f"Có hai sự việc khác nhau cùng một số; bản đến sau được để riêng ({where})."
        case FindingKind.SET_ASIDE:
            return f"Một sự việc nhận về không ghi được vào chuỗi, được để riêng ({where})."
        case FindingKind.ROW_DIFFERS:
            return f"Bảng tra cứu không đúng với lịch sử ({finding.subject}); chạy “motcua rebuild”."
        case FindingKind.SEARCH_DIFFERS:
            return "Chỉ mục tìm kiếm không khớp với bảng tra cứu; chạy “motcua rebuild”."
        case FindingKind.COUNT_DIFFERS:
            return f"Số đếm sẵn không đúng với những gì đang có ({finding.name}); chạy “motcua rebuild”."
        case FindingKind.SCAN_MISSING:
            return f"Thiếu bản quét {_scan(finding)}: lịch sử có nêu mà tệp không còn."
        case FindingKind.SCAN_DAMAGED:
            return f"Bản quét {_scan(finding)} không còn như đã ghi."
        case FindingKind.CHANGED_OUTSIDE:
            return f"Tệp {finding.name} đã bị sửa hoặc xóa bên ngoài chương trình, hoặc ổ đĩa đọc sai."
        case FindingKind.RECOVERY_DIFFERS:
            return f"Tệp {finding.name} không phải của khóa đang dùng: tờ khóa khôi phục không mở được dữ liệu này."
        case _:
            assert_never(finding.kind)


def _scan(finding: Finding) -> str:
    return f"{finding.name} của hồ sơ {finding.code}" if finding.code else finding.name


def _to_do(finding: Finding) -> str:
    match finding.kind:
        case FindingKind.PAGE | FindingKind.TABLES:
            return _FROM_COPY
        case FindingKind.ALTERED | FindingKind.BROKEN_CHAIN | FindingKind.VALUE:
            return _ASK
        case FindingKind.MISSING:
            return (
                "Của máy này: khôi phục từ bản sao lưu mới hơn, hoặc nối tỉnh để nhận lại. "
                "Của máy khác: nối tỉnh, chờ chuyển đến."
            )
        case FindingKind.FORK:
            return "Hai tệp cùng dùng một số máy: mở trang Gửi về tỉnh (Ctrl+4), bấm Xin số máy mới."
        case FindingKind.SET_ASIDE:
            return "Báo quản trị của tỉnh; sự việc được giữ nguyên, không mất."
        case FindingKind.ROW_DIFFERS | FindingKind.COUNT_DIFFERS | FindingKind.SEARCH_DIFFERS:
            return _REBUILD
        case FindingKind.SCAN_MISSING | FindingKind.SCAN_DAMAGED:
            return _SCAN
        case FindingKind.CHANGED_OUTSIDE:
            return (
                f"Xem lại nội dung {finding.name}. Đúng là người quản trị đã sửa: motcua health --files-are-right. "
                "Không ai sửa: lấy tệp đó từ bản sao lưu, và kiểm tra ổ đĩa."
            )
        case FindingKind.RECOVERY_DIFFERS:
            return "In tờ khóa khôi phục mới: motcua recovery-key."
        case _:
            assert_never(finding.kind)
