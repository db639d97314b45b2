"""What the administrator reads of electronic receipts."""

from collections.abc import Mapping
from datetime import datetime

from models.calendar.clock import local

E_RECEIPTS = "Biên lai điện tử: bao nhiêu đang chờ nhà cung cấp, đã phát hành, bị từ chối, chưa rõ; và lý do."
AGAIN = "Cho yêu cầu này đi lại (bị từ chối hoặc chưa rõ), sau khi đã xem với nhà cung cấp."
TRAFFIC = "In những gì đã trao đổi về yêu cầu này, đã che dữ liệu cá nhân."
NONE = "Chưa có yêu cầu biên lai điện tử nào."

STATES = {
    "waiting": "chờ gửi",
    "sent": "đang gửi",
    "unknown": "mất câu trả lời, đang hỏi lại",
    "asked": "nhà cung cấp đang làm",
    "issued": "đã phát hành",
    "delivered": "đã báo người dân",
    "refused": "bị từ chối",
    "dropped": "bỏ vì biên lai đã hủy",
    "stuck": "chưa rõ, cần người xem",
    "cancelled": "đã hủy",
}


def counts(found: Mapping[str, int]) -> str:
    """How many are in each state."""
    return ", ".join(f"{name} {found[state]}" for state, name in STATES.items() if found.get(state)) or NONE


def cancels(found: Mapping[str, int]) -> str:
    """How many receipts that are void are to be cancelled, by state."""
    return "Hủy tại nhà cung cấp: " + ", ".join(
        f"{name} {found[state]}" for state, name in CANCEL_STATES.items() if found.get(state)
    )


CANCEL_STATES = STATES | {"asked": "nhà cung cấp đang hủy", "dropped": "không có gì để hủy"}


def troubled(office: str, reference: str, state: str, reason: str, since: datetime) -> str:
    """One that needs somebody."""
    when = local(since).strftime("%d/%m %H:%M")
    return f"{office} {reference}, từ {when}: {STATES.get(state, state)}" + (f" ({reason})" if reason else "")


def sent_again(count: int) -> str:
    """Whether it goes again."""
    return f"{count} yêu cầu được gửi lại." if count else "Không có yêu cầu bị từ chối hay chưa rõ nào mang mã này."


def traffic_line(at: datetime, what: str, sent: str, received: str) -> str:
    """One exchange."""
    asked = {"issue": "phát hành", "cancel": "hủy"}.get(what, "hỏi lại")
    return f"{local(at):%d/%m/%Y %H:%M:%S} {asked}\n  → {sent}\n  ← {received}"
