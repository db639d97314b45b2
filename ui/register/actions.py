"""What is done on the page of the register, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

REGISTER_PLACE = "Sổ theo dõi hồ sơ"


def _here(context: ActContext) -> bool:
    """The register is in front."""
    return context.open and context.page == "register"


def _may_begin(context: ActContext) -> bool:
    """Likewise, and its period can be written out: none is being written."""
    return _here(context) and context.do_it


ACTIONS_OF_THE_REGISTER = (
    Action("register_pdf", "Xuất PDF", "F9", "print", _may_begin, Permission.REGISTER, REGISTER_PLACE),
    Action("register_xlsx", "Xuất Excel", "Shift+F9", "dossiers", _may_begin, Permission.REGISTER, REGISTER_PLACE),
    Action("register_search", "Tìm trong sổ", "F6", "search", _here, Permission.READ, REGISTER_PLACE),
)
