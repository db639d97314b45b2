"""What is done on the page of mobile points, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

MOBILE_PLACE = "Điểm lưu động, phiếu in sẵn"


def _here(context: ActContext) -> bool:
    """The page is in front."""
    return context.open and context.page == "mobile"


def _chosen(context: ActContext) -> bool:
    """Likewise, and a point is chosen."""
    return _here(context) and context.chosen


ACTIONS_OF_MOBILE = (
    Action(
        "point_switch",
        "Mở, đóng điểm",
        "F9",
        "check",
        lambda context: _here(context) and context.do_it,
        Permission.TAKE_IN,
        MOBILE_PLACE,
    ),
    Action("point_plan", "Ghi điểm", "Shift+F9", "plus", _here, Permission.TAKE_IN, MOBILE_PLACE),
    Action("point_board", "In danh sách niêm yết", "Ctrl+P", "print", _chosen, Permission.PRINT, MOBILE_PLACE),
    Action("point_results", "In kết quả mang trả", "Ctrl+Shift+O", "print", _chosen, Permission.PRINT, MOBILE_PLACE),
    Action("slips_print", "In phiếu in sẵn", "Ctrl+Alt+P", "print", _here, Permission.TAKE_IN, MOBILE_PLACE),
    Action("slips_close", "Ghi phiếu không dùng", "Ctrl+Alt+H", "bad", _here, Permission.TAKE_IN, MOBILE_PLACE),
)
