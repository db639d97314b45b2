"""What is done on the page of appointments, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

APPOINTMENTS_PLACE = "Lịch hẹn"


def _page(context: ActContext) -> bool:
    """The page is in front."""
    return context.open and context.page == "appointments"


def _calm(context: ActContext) -> bool:
    """Likewise, and nothing is folded out."""
    return _page(context) and not context.sheet


def _books(context: ActContext) -> bool:
    """Likewise, and a slot with room is chosen."""
    return _calm(context) and context.adds


def _chosen(context: ActContext) -> bool:
    """Nothing is folded out, and an appointment is chosen that may be moved or cancelled."""
    return _calm(context) and context.chosen


def _arrives(context: ActContext) -> bool:
    """Likewise, and it is of today."""
    return _chosen(context) and context.shelved


def _resolves(context: ActContext) -> bool:
    """Likewise, and nobody has said why nobody came."""
    return _chosen(context) and context.owed


def _keeps(context: ActContext) -> bool:
    """Two machines gave it two seats."""
    return _chosen(context) and context.contradicts


def _moves(context: ActContext) -> bool:
    """An appointment is being moved, and a slot with room is chosen."""
    return _page(context) and context.sheet == "move" and context.adds


def _hits(context: ActContext) -> bool:
    """Hours are being set that hit bookings, which are named."""
    return _page(context) and context.sheet == "hours" and context.doubled


def _saves(context: ActContext) -> bool:
    """A booking is being written down."""
    return _page(context) and context.sheet == "book"


def _cancels(context: ActContext) -> bool:
    """The reason of a cancelling is being written down."""
    return _page(context) and context.sheet == "cancel"


def _explains(context: ActContext) -> bool:
    """Why nobody came is being chosen."""
    return _page(context) and context.sheet == "resolve"


def _sets(context: ActContext) -> bool:
    """Hours are being set."""
    return _page(context) and context.sheet == "hours"


_BOOK, _SET, _PLACE = Permission.BOOK_APPOINTMENT, Permission.SET_SLOTS, APPOINTMENTS_PLACE

ACTIONS_OF_APPOINTMENTS = (
    Action("appointment_book", "Đặt lịch ở giờ này", "F9", "plus", _books, _BOOK, _PLACE),
    Action("appointment_save", "Lưu lịch hẹn", "F9", "check", _saves, _BOOK, _PLACE),
    Action("appointment_arrive", "Đã đến, lấy số", "Shift+F9", "ticket", _arrives, _BOOK, _PLACE),
    Action("appointment_move", "Dời lịch", "F5", "calendar", _chosen, _BOOK, _PLACE),
    Action("appointment_move_go", "Dời sang giờ này", "F9", "check", _moves, _BOOK, _PLACE),
    Action("appointment_cancel", "Hủy lịch", "F8", "bad", _chosen, _BOOK, _PLACE),
    Action("appointment_cancel_go", "Hủy lịch này", "F9", "bad", _cancels, _BOOK, _PLACE),
    Action("appointment_resolve", "Vì sao không đến", "Shift+F8", "away", _resolves, _BOOK, _PLACE),
    Action("appointment_resolve_go", "Ghi lý do", "F9", "check", _explains, _BOOK, _PLACE),
    Action("appointment_keep", "Giữ giờ đang ghi", "F2", "check", _keeps, _BOOK, _PLACE),
    Action("appointment_seats", "Xin thêm chỗ", "F4", "province", _calm, _BOOK, _PLACE),
    Action("appointment_slip", "In phiếu hẹn", "Ctrl+P", "print", _chosen, Permission.PRINT, _PLACE),
    Action("appointment_roll", "In phiếu hẹn 80 mm", "Alt+P", "print", _chosen, Permission.PRINT, _PLACE),
    Action("appointment_hours", "Giờ nhận hẹn", "F7", "clock", _calm, _SET, _PLACE),
    Action("appointment_hours_save", "Lưu giờ nhận hẹn", "F9", "check", _sets, _SET, _PLACE),
    Action("appointment_hours_anyway", "Lưu, giữ các lịch bị chạm", "Shift+F9", "warn", _hits, _SET, _PLACE),
    Action("appointment_rule_off", "Bỏ quy định ngày", "Shift+F8", "back", _sets, _SET, _PLACE),
    Action("appointment_earlier", "Ngày trước", "Ctrl+Up", "left", _page, Permission.READ, _PLACE),
    Action("appointment_later", "Ngày sau", "Ctrl+Down", "right", _page, Permission.READ, _PLACE),
)
