"""What is done on the page of results, with its keys: F9 returns what is ticked, or puts a result on the shelf."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

RETURNS_PLACE = "Trả kết quả"


def _here(context: ActContext) -> bool:
    """The page of results is in front."""
    return context.open and context.page == "returns"


def _returns(context: ActContext) -> bool:
    """Results of a person are shown, and one is ticked."""
    return _here(context) and context.results == "return" and context.do_it


def _puts(context: ActContext) -> bool:
    """A result that has just come is shown."""
    return _here(context) and context.results == "check_in" and context.do_it


def _owed(context: ActContext) -> bool:
    """Something is to be paid of what is ticked."""
    return _here(context) and context.owed


def _takes_file(context: ActContext) -> bool:
    """Something is shown that an electronic result may come to."""
    return _here(context) and bool(context.results) and context.do_it


def _labels(context: ActContext) -> bool:
    """A result was put on the shelf here."""
    return _here(context) and context.shelved


ACTIONS_OF_RETURNS = (
    Action("return_give", "Trả kết quả", "F9", "hand_over", _returns, Permission.HAND_OVER, RETURNS_PLACE),
    Action("return_shelve", "Cất vào ngăn", "F9", "return", _puts, Permission.CHECK_IN, RETURNS_PLACE),
    Action(
        "return_file",
        "Gắn kết quả bản điện tử",
        "Ctrl+Shift+K",
        "attach",
        _takes_file,
        Permission.CHECK_IN,
        RETURNS_PLACE,
    ),
    Action(
        "return_signed", "Gắn ảnh phiếu đã ký", "Ctrl+Shift+Y", "attach", _returns, Permission.HAND_OVER, RETURNS_PLACE
    ),
    Action("return_fee", "Thu tiền mặt", "F11", "coin", _owed, Permission.TAKE_FEE, RETURNS_PLACE),
    Action("return_label", "In nhãn ngăn", "Shift+F9", "print", _labels, Permission.PRINT, RETURNS_PLACE),
    Action("return_find", "Ô mã hồ sơ", "F6", "search", _here, Permission.READ, RETURNS_PLACE),
)
