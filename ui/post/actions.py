"""What is done on the pages of the post, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

POST_PLACE = "Bưu điện"


def _here(context: ActContext) -> bool:
    """What postal staff did is in front."""
    return context.open and context.page == "supervision"


def _waits(context: ActContext) -> bool:
    """Likewise, something chosen waits to be looked through, and a clerk is here."""
    return _here(context) and context.do_it and context.supervises


def _comes_back(context: ActContext) -> bool:
    """Likewise, and the chosen one was given back to who is here."""
    return _here(context) and context.do_it and not context.supervises


ACTIONS_OF_SUPERVISION = (
    Action("act_accept", "Chấp nhận", "F9", "check", _waits, Permission.SUPERVISE_POST, POST_PLACE),
    Action("act_give_back", "Trả lại làm lại", "Shift+F9", "back", _waits, Permission.SUPERVISE_POST, POST_PLACE),
    Action("act_redo", "Đã làm lại", "F9", "check", _comes_back, Permission.TAKE_IN, POST_PLACE),
)


def _parcels(context: ActContext) -> bool:
    """Parcels are in front."""
    return context.open and context.page == "parcels"


_POST = Permission.POST

ACTIONS_OF_PARCELS = (
    Action("parcels_go", "Giao bưu điện", "F9", "move", lambda one: _parcels(one) and one.do_it, _POST, POST_PLACE),
    Action("parcel_heard", "Ghi tình trạng", "Shift+F9", "check", _parcels, _POST, POST_PLACE),
    Action(
        "parcel_money",
        "Nhận tiền thu hộ",
        "F11",
        "coin",
        lambda one: _parcels(one) and one.owed,
        Permission.TAKE_FEE,
        POST_PLACE,
    ),
    Action(
        "parcel_confirm",
        "Ghi theo bưu điện báo",
        "Ctrl+Return",
        "check",
        lambda one: _parcels(one) and one.chosen,
        _POST,
        POST_PLACE,
    ),
    Action(
        "parcel_settle",
        "Xác minh mâu thuẫn",
        "Shift+F8",
        "edit",
        lambda one: _parcels(one) and one.contradicts,
        Permission.SUPERVISE_POST,
        POST_PLACE,
    ),
    Action("parcel_print", "In phiếu gửi", "Ctrl+P", "print", _parcels, Permission.PRINT, POST_PLACE),
    Action("parcel_search", "Quét, gõ số bưu gửi", "F6", "search", _parcels, _POST, POST_PLACE),
)


def _consignments(context: ActContext) -> bool:
    """What comes in by post is in front."""
    return context.open and context.page == "consignments"


def _one_chosen(context: ActContext) -> bool:
    """Likewise, and one is chosen."""
    return _consignments(context) and context.chosen


def _counted(context: ActContext) -> bool:
    """Likewise, and something chosen was counted."""
    return _consignments(context) and context.do_it


def _slip_awaited(context: ActContext) -> bool:
    """Likewise, and of one that was handed in the post has the slip."""
    return _consignments(context) and context.owed


ACTIONS_OF_CONSIGNMENTS = (
    Action("consign_hand_in", "Ký biên bản, tiếp nhận", "F9", "check", _counted, Permission.TAKE_IN, POST_PLACE),
    Action("consign_count", "Ghi kiểm đếm", "Shift+F9", "paper", _one_chosen, _POST, POST_PLACE),
    Action("consign_all", "Đủ theo phiếu gửi", "F7", "check", _one_chosen, _POST, POST_PLACE),
    Action("consign_slip", "Giấy hẹn đã đến", "F8", "check", _slip_awaited, _POST, POST_PLACE),
    Action("consign_back", "Trả lại bưu điện", "Shift+F8", "back", _one_chosen, _POST, POST_PLACE),
    Action("consign_correct", "Sửa ở quầy", "Ctrl+Return", "edit", _one_chosen, _POST, POST_PLACE),
    Action("consign_print", "In phiếu, nhãn, biên bản", "Ctrl+P", "print", _consignments, Permission.PRINT, POST_PLACE),
    Action("consign_search", "Quét, gõ số phiếu gửi", "F6", "search", _consignments, _POST, POST_PLACE),
)
