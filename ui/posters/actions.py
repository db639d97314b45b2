"""What is done on the page of posters, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

POSTERS_PLACE = "Tờ niêm yết"


def _may_begin(context: ActContext) -> bool:
    """The posters are in front, and none are being written."""
    return context.open and context.page == "posters" and context.do_it


ACTIONS_OF_POSTERS = (
    Action("posters_a4", "Ghi tờ A4", "F9", "print", _may_begin, Permission.POSTERS, POSTERS_PLACE),
    Action("posters_a3", "Ghi tờ A3", "Shift+F9", "print", _may_begin, Permission.POSTERS, POSTERS_PLACE),
    Action("posters_booklet", "Đóng tập", "Alt+O", "paper", _may_begin, Permission.POSTERS, POSTERS_PLACE),
)
