"""What is done on the page of the register, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

REGISTER_PLACE = "Sổ theo dõi hồ sơ"

CLOSING = "close"
"""What ``ActContext.sheet`` says while the register of a year is about to be closed."""


def _here(context: ActContext) -> bool:
    """The register is in front."""
    return context.open and context.page == "register"


def _may_begin(context: ActContext) -> bool:
    """Likewise, and its period can be written out: none is being written, and nothing is folded out."""
    return _here(context) and context.do_it and not context.sheet


def _may_close(context: ActContext) -> bool:
    """The register is in front, and nothing is folded out over it."""
    return _here(context) and not context.sheet


def _closes(context: ActContext) -> bool:
    """What closing does is folded out."""
    return _here(context) and context.sheet == CLOSING


ACTIONS_OF_THE_REGISTER = (
    Action("register_pdf", "Xuất PDF", "F9", "print", _may_begin, Permission.REGISTER, REGISTER_PLACE),
    Action("register_xlsx", "Xuất Excel", "Shift+F9", "dossiers", _may_begin, Permission.REGISTER, REGISTER_PLACE),
    Action(
        "register_close", "Khóa sổ năm", "Ctrl+Shift+L", "lock", _may_close, Permission.CLOSE_REGISTER, REGISTER_PLACE
    ),
    Action("register_close_go", "Khóa sổ", "F9", "lock", _closes, Permission.CLOSE_REGISTER, REGISTER_PLACE),
    Action("register_search", "Tìm trong sổ", "F6", "search", _here, Permission.READ, REGISTER_PLACE),
)
