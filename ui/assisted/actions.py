"""What is done on the page of help with online filing, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

ASSISTED_PLACE = "Hỗ trợ nộp trực tuyến"


def _helping(context: ActContext) -> bool:
    """The page is in front, and a citizen is being helped."""
    return context.open and context.page == "assisted" and context.sheet == "help"


def _chosen(context: ActContext) -> bool:
    """The page is in front with the list, and a matter is chosen."""
    return context.open and context.page == "assisted" and context.sheet == "" and context.chosen


def _of_bundle(context: ActContext) -> bool:
    """Likewise, and it is a bundle of which something is here."""
    return _chosen(context) and context.process.bundled


ACTIONS_OF_ASSISTED = (
    Action("assisted_filed", "Đã nộp", "F9", "check", _helping, Permission.TAKE_IN, ASSISTED_PLACE),
    Action("assisted_not_done", "Chưa nộp được", "Shift+F9", "bad", _helping, Permission.TAKE_IN, ASSISTED_PLACE),
    Action("assisted_tell", "Ghi tình trạng", "F9", "check", _chosen, Permission.TAKE_IN, ASSISTED_PLACE),
    Action("assisted_open", "Xem người và diễn biến", "F6", "person", _chosen, Permission.READ, ASSISTED_PLACE),
    Action(
        "assisted_bundle", "Mở hồ sơ của nhóm", "Ctrl+Alt+B", "dossiers", _of_bundle, Permission.READ, ASSISTED_PLACE
    ),
    Action("assisted_void", "Bỏ, ghi nhầm", "Ctrl+Shift+Del", "bad", _chosen, Permission.TAKE_IN, ASSISTED_PLACE),
)
