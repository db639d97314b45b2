"""What ``verify`` found, in sentences."""

from typing import assert_never

from models.ids import is_province
from models.store.verify import Finding, FindingKind


def finding_words(finding: Finding) -> str:
    """One finding as one sentence."""
    who = "tỉnh" if is_province(finding.device) else f"máy {finding.device}"
    where = f"{who}, sự việc {finding.seq}"
    match finding.kind:
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
        case _:
            assert_never(finding.kind)
