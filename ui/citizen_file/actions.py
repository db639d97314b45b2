"""What is done on the page of citizens' files, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

CITIZEN_FILE_PLACE = "Hồ sơ công dân"
CITIZEN_FILE, DECIDING = "citizen_file", "citizen"
"""Name of the page; of what is folded out while something is decided."""


def _here(context: ActContext) -> bool:
    """The page is in front."""
    return context.open and context.page == CITIZEN_FILE


def _opens(context: ActContext) -> bool:
    """Likewise, and a person of the list is chosen."""
    return _here(context) and context.chosen and not context.sheet


def _of_file(context: ActContext) -> bool:
    """Likewise, and a dossier or paper of the file is chosen."""
    return _here(context) and context.shelved and not context.sheet


def _proposed(context: ActContext) -> bool:
    """Likewise, and an entry that looks like this person is chosen."""
    return _here(context) and context.contradicts and not context.sheet


def _decided(context: ActContext) -> bool:
    """Likewise, and a decision that stands is chosen."""
    return _here(context) and context.doubled and not context.sheet


def _decides(context: ActContext) -> bool:
    """Likewise, and a decision is being written down."""
    return _here(context) and context.sheet == DECIDING


_READ, _MERGE = Permission.CITIZEN_FILE, Permission.MERGE_CITIZENS

ACTIONS_OF_CITIZEN_FILES = (
    Action("citizen_search", "Tìm người", "F6", "search", _here, _READ, CITIZEN_FILE_PLACE),
    Action("citizen_open", "Xem hồ sơ công dân", "F9", "person", _opens, _READ, CITIZEN_FILE_PLACE),
    Action("citizen_dossier", "Mở hồ sơ đang chọn", "Ctrl+Return", "dossiers", _of_file, _READ, CITIZEN_FILE_PLACE),
    Action("citizen_merge", "Gộp: là một người", "Shift+F9", "check", _proposed, _MERGE, CITIZEN_FILE_PLACE),
    Action("citizen_apart", "Không phải một người", "F8", "away", _proposed, _MERGE, CITIZEN_FILE_PLACE),
    Action("citizen_take_back", "Rút quyết định", "Shift+F8", "back", _decided, _MERGE, CITIZEN_FILE_PLACE),
    Action("citizen_decide", "Ghi quyết định", "F9", "check", _decides, _MERGE, CITIZEN_FILE_PLACE),
)
