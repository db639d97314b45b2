"""What is done on the pages of home visits, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

VISITS_PLACE = "Đến tận nhà"


def _day(context: ActContext) -> bool:
    """The day's route is in front."""
    return context.open and context.page == "visits"


def _at_door(context: ActContext) -> bool:
    """Likewise, and a visit that is not ended is chosen."""
    return _day(context) and context.chosen


def _takes_in(context: ActContext) -> bool:
    """Likewise, and nothing else is folded out."""
    return _at_door(context) and not context.sheet


def _brings(context: ActContext) -> bool:
    """Likewise, with a result to be given."""
    return _takes_in(context) and context.shelved


def _photographs(context: ActContext) -> bool:
    """A visit in which something was taken in or given is chosen, also an ended one."""
    return _day(context) and context.do_it and not context.sheet


def _photographing(context: ActContext) -> bool:
    """Papers are photographed."""
    return _day(context) and context.sheet == "photographs"


def _says(context: ActContext) -> bool:
    """What became of the visit is being written down."""
    return _at_door(context) and context.sheet == "missed"


ACTIONS_OF_THE_DAY = (
    Action("visit_take_in", "Tiếp nhận tại nhà", "F9", "counter", _takes_in, Permission.TAKE_IN, VISITS_PLACE),
    Action("visit_give", "Trả kết quả tại nhà", "Shift+F9", "hand_over", _brings, Permission.HAND_OVER, VISITS_PLACE),
    Action("visit_photograph", "Chụp giấy tờ", "F7", "scan", _photographs, Permission.ATTACH, VISITS_PLACE),
    Action("visit_photographed", "Xong chụp", "F9", "check", _photographing, Permission.ATTACH, VISITS_PLACE),
    Action("visit_done", "Xong lượt", "F5", "check", _takes_in, Permission.VISIT, VISITS_PLACE),
    Action("visit_missed", "Không gặp", "F8", "away", _takes_in, Permission.VISIT, VISITS_PLACE),
    Action("visit_say", "Ghi không gặp, in thẻ", "F9", "check", _says, Permission.VISIT, VISITS_PLACE),
    Action("visit_route", "In phiếu đi tuyến", "Ctrl+P", "print", _day, Permission.PRINT, VISITS_PLACE),
)


def _planning(context: ActContext) -> bool:
    """Planning is in front."""
    return context.open and context.page == "visit_planning"


def _chosen(context: ActContext) -> bool:
    """Likewise, with a visit chosen and no request folded out."""
    return _planning(context) and context.chosen and not context.sheet


def _of_route(context: ActContext) -> bool:
    """Likewise, and it has a place in the route of the day in front."""
    return _chosen(context) and context.shelved


def _asks(context: ActContext) -> bool:
    """Likewise, a request is being written down."""
    return _planning(context) and context.sheet == "request"


def _cancels(context: ActContext) -> bool:
    """Likewise, the reason of a cancelling is being written down."""
    return _planning(context) and context.sheet == "cancel"


_REQUEST, _PLAN = Permission.REQUEST_VISIT, Permission.PLAN_VISITS

ACTIONS_OF_PLANNING = (
    Action("visit_plan", "Xếp vào ngày", "F9", "calendar", _chosen, _PLAN, VISITS_PLACE),
    Action("visit_off", "Bỏ khỏi ngày", "Shift+F9", "back", _of_route, _PLAN, VISITS_PLACE),
    Action("visit_up", "Đi trước", "Ctrl+Up", "up", _of_route, _PLAN, VISITS_PLACE),
    Action("visit_down", "Đi sau", "Ctrl+Down", "return", _of_route, _PLAN, VISITS_PLACE),
    Action("visit_ask", "Ghi yêu cầu đến nhà", "Ctrl+N", "plus", _planning, _REQUEST, VISITS_PLACE),
    Action("visit_change", "Sửa yêu cầu", "F4", "edit", _chosen, _REQUEST, VISITS_PLACE),
    Action("visit_save", "Lưu yêu cầu", "F9", "check", _asks, _REQUEST, VISITS_PLACE),
    Action("visit_cancel", "Hủy lượt", "Shift+F8", "bad", _chosen, _REQUEST, VISITS_PLACE),
    Action("visit_cancel_go", "Hủy lượt này", "F9", "bad", _cancels, _REQUEST, VISITS_PLACE),
    Action("visit_people", "Nhập danh sách của xã", "Ctrl+Shift+N", "paper", _planning, _REQUEST, VISITS_PLACE),
    Action("visit_plan_paper", "In phiếu đi tuyến", "Ctrl+P", "print", _planning, Permission.PRINT, VISITS_PLACE),
)
