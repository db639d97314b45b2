"""What is done on the page of money and on the sheet that takes a payment, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

MONEY_PLACE = "Thu tiền"


def _here(context: ActContext) -> bool:
    """The page of money is in front, and nothing is folded out over it."""
    return context.open and context.page == "money" and not context.sheet


def _chosen(context: ActContext) -> bool:
    """Likewise, and something chosen can be gone on with."""
    return _here(context) and context.do_it


def _printed(context: ActContext) -> bool:
    """What is chosen has papers of its own."""
    return _chosen(context) and context.money_list in {"taken", "owed", "shifts"}


def _receipt(context: ActContext) -> bool:
    """A payment of today is chosen."""
    return _chosen(context) and context.money_list == "taken"


def _twice(context: ActContext) -> bool:
    """Likewise, and two desks took the same payment."""
    return _here(context) and context.doubled


def _sheet(context: ActContext) -> bool:
    """A part is folded out over the page of money, and can be done."""
    return context.open and context.page == "money" and bool(context.sheet) and context.do_it


def _pays(context: ActContext) -> bool:
    """The sheet that takes a payment is in front, and it can be taken."""
    return context.open and context.page == "pay" and context.do_it


def _on_paper(context: ActContext) -> bool:
    """Likewise, and a receipt of it is written by hand."""
    return context.open and context.page == "pay" and context.on_paper


ACTIONS_OF_MONEY = (
    Action("money_go", "Làm việc của mục này", "F9", "check", _chosen, Permission.TAKE_FEE, MONEY_PLACE),
    Action("money_sheet_go", "Xong phần đang mở", "F9", "check", _sheet, Permission.TAKE_FEE, MONEY_PLACE),
    Action("shift_open", "Đếm tiền đầu ca", "Alt+D", "coin", _here, Permission.TAKE_FEE, MONEY_PLACE),
    Action("shift_close", "Đóng ca", "Alt+C", "lock", _here, Permission.TAKE_FEE, MONEY_PLACE),
    Action("money_again", "In lại", "Ctrl+P", "print", _printed, Permission.PRINT, MONEY_PLACE),
    Action("receipt_change", "Hủy, thay biên lai", "Alt+B", "edit", _receipt, Permission.TAKE_FEE, MONEY_PLACE),
    Action("receipts_twice", "Hủy biên lai lập trùng", "Alt+H", "bad", _twice, Permission.TAKE_FEE, MONEY_PLACE),
    Action("transfer_aside", "Để riêng khoản chuyển này", "Alt+R", "away", _chosen, Permission.TAKE_FEE, MONEY_PLACE),
)
ACTIONS_OF_PAYING = (
    Action("pay_go", "Thu", "F9", "coin", _pays, Permission.TAKE_FEE, MONEY_PLACE),
    Action("paper_spoilt", "Tờ giấy này hỏng", "Alt+W", "bad", _on_paper, Permission.TAKE_FEE, MONEY_PLACE),
    Action("pay_request", "In phiếu đề nghị nộp tiền", "Alt+P", "print", _pays, Permission.PRINT, MONEY_PLACE),
)
