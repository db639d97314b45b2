"""What is done on the page of hand-over lists, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

HAND_OVER_PLACE = "Danh sách bàn giao"


def _here(context: ActContext) -> bool:
    """The lists are in front."""
    return context.open and context.page == "hand_over_lists"


def _waits(context: ActContext) -> bool:
    """Likewise, and the chosen one is not confirmed."""
    return _here(context) and context.do_it


ACTIONS_OF_HAND_OVER = (
    Action("list_confirm", "Xác nhận đã nhận", "F9", "receiving", _waits, Permission.WORK, HAND_OVER_PLACE),
    Action("list_print", "In danh sách", "Ctrl+P", "print", _here, Permission.PRINT, HAND_OVER_PLACE),
    Action("list_strike", "Gạch hồ sơ này", "Ctrl+Shift+Del", "close", _waits, Permission.WORK, HAND_OVER_PLACE),
)
