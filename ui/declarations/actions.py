"""What is done on the page of declarations, with its keys."""

from desk.permissions import Permission
from ui.actions import ActContext, Action

DECLARATIONS_PLACE = "Tờ khai"


def _at(context: ActContext) -> bool:
    return context.open and context.page == "declarations"


def _may_fill(context: ActContext) -> bool:
    """A declaration is open."""
    return _at(context) and context.do_it


def _chosen(context: ActContext) -> bool:
    """The list has one under its cursor."""
    return _at(context) and context.chosen


ACTIONS_OF_DECLARATIONS = (
    Action("declaration_print", "Điền và in", "F9", "print", _may_fill, Permission.TAKE_IN, DECLARATIONS_PLACE),
    Action(
        "declaration_blank",
        "In, chỗ thiếu để trống",
        "Shift+F9",
        "print",
        _may_fill,
        Permission.TAKE_IN,
        DECLARATIONS_PLACE,
    ),
    Action("declaration_look", "Xem tờ trước khi in", "F7", "paper", _may_fill, Permission.TAKE_IN, DECLARATIONS_PLACE),
    Action("declaration_again", "In lại tờ đã in", "Ctrl+P", "again", _at, Permission.PRINT, DECLARATIONS_PLACE),
    Action("template_sample", "Xem thử mẫu", "F8", "search", _chosen, Permission.READ, DECLARATIONS_PLACE),
    Action("template_add", "Thêm mẫu của cơ quan", "Ctrl+N", "plus", _at, Permission.TEMPLATES, DECLARATIONS_PLACE),
)
"""Filling a declaration, and the office's own templates."""
