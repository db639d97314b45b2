"""What is done on the page of visit laptops, with its keys: at a laptop, and at the office for all of them."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

LAPTOP_PLACE = "Máy đi tận nhà"

OFFICE = "office"
"""What ``ActContext.sheet`` says where the page shows the office's laptops, and not what is on this one."""


def _here(context: ActContext) -> bool:
    """This machine is a laptop, and its page is in front."""
    return context.open and context.page == "laptop" and not context.sheet


def _chosen(context: ActContext) -> bool:
    """The office's laptops are in front, and one is chosen."""
    return context.open and context.page == "laptop" and context.sheet == OFFICE and context.do_it


_LOAD, _MANAGE = Permission.LOAD_LAPTOP, Permission.MANAGE_LAPTOPS

ACTIONS_OF_LAPTOPS = (
    Action("laptop_home", "Nộp về cơ quan", "F9", "sending", _here, _LOAD, LAPTOP_PLACE),
    Action("laptop_stick", "Nộp qua USB", "Shift+F9", "usb", _here, _LOAD, LAPTOP_PLACE),
    Action("laptop_from_stick", "Đọc USB", "Ctrl+F9", "usb", _here, _LOAD, LAPTOP_PLACE),
    Action("laptop_code", "Mở bằng mã của lãnh đạo", "F7", "lock", _here, _LOAD, LAPTOP_PLACE),
    Action("laptop_wipe", "Xóa dữ liệu trên máy", "Ctrl+Shift+F9", "bad", _here, _LOAD, LAPTOP_PLACE),
    Action("laptop_load", "Nạp các lượt sắp tới", "F9", "up", _chosen, _LOAD, LAPTOP_PLACE),
    Action("laptop_give_code", "Cấp mã một lần", "F7", "lock", _chosen, _MANAGE, LAPTOP_PLACE),
    Action("laptop_list", "In danh sách", "Ctrl+P", "print", _chosen, _MANAGE, LAPTOP_PLACE),
    Action("laptop_order_wipe", "Yêu cầu xóa", "Shift+F8", "withdraw", _chosen, _MANAGE, LAPTOP_PLACE),
    Action("laptop_lost", "Báo mất máy", "F8", "bad", _chosen, _MANAGE, LAPTOP_PLACE),
)
