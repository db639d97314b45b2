"""What the administrator reads of orders to the post."""

from collections.abc import Mapping
from datetime import datetime

from models.calendar.clock import local

POST_ORDERS = (
    "Đơn gửi bưu điện cho bưu gửi: bao nhiêu đang chờ, đã nhận, bị từ chối, chưa rõ; trạng thái nào chưa hiểu."
)
AGAIN = "Cho đơn này đi lại (bị từ chối hoặc chưa rõ), sau khi đã hỏi bưu điện."
NONE = "Chưa có đơn gửi bưu điện nào."

STATES = {
    "waiting": "chờ gửi",
    "sent": "đang gửi",
    "unknown": "mất câu trả lời, đang hỏi lại",
    "taken": "bưu điện đã nhận",
    "refused": "bị từ chối",
    "stuck": "chưa rõ, cần người xem",
}


def counts(found: Mapping[str, int]) -> str:
    """How many are in each state."""
    return ", ".join(f"{name} {found[state]}" for state, name in STATES.items() if found.get(state)) or NONE


def troubled(office: str, reference: str, state: str, reason: str, since: datetime) -> str:
    """One that needs somebody."""
    when = local(since).strftime("%d/%m %H:%M")
    return f"{office} {reference}, từ {when}: {STATES.get(state, state)}" + (f" ({reason})" if reason else "")


def unexplained(code: str, times: int) -> str:
    """A state that the settings do not explain."""
    return f"Trạng thái “{code}” của bưu điện đã báo {times} lần, [post_orders.states] chưa nói nghĩa là gì."


def sent_again(count: int) -> str:
    """Whether it goes again."""
    return f"{count} đơn được gửi lại." if count else "Không có đơn bị từ chối hay chưa rõ nào mang số này."
