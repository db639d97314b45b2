"""The order of Tab within what folds out."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from ui.widgets.columns import Flow
from ui.widgets.sheet import order_tabs


def followed(first: QWidget, count: int) -> list[QWidget]:
    """What comes after it in the order of Tab, itself included; labels are passed by."""
    found = [first]
    while len(found) < count:
        now = found[-1].nextInFocusChain()
        while now is not None and not isinstance(now, QLineEdit):
            now = now.nextInFocusChain()
        assert now is not None
        found.append(now)
    return found


def test_tab_goes_as_the_layouts_lie_whenever_each_field_was_built(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    last, third, first, second, fourth = (QLineEdit(root) for _ in range(5))
    column = QVBoxLayout(root)
    column.addWidget(first)
    line = QHBoxLayout()
    line.addWidget(second)
    line.addWidget(QLabel("và"))
    line.addWidget(third)
    column.addLayout(line)
    within = QWidget()
    column.addWidget(within)
    QVBoxLayout(within).addWidget(fourth)
    column.addLayout(Flow(last))
    order_tabs(root)
    assert followed(first, 5) == [first, second, third, fourth, last]


def test_parts_that_come_and_go_leave_the_order_whole(qtbot: QtBot) -> None:
    """A new item of a layout may lie where a deleted one lay, of which PySide still has the wrapper."""
    root = QWidget()
    qtbot.addWidget(root)
    column = QVBoxLayout(root)
    first = QLineEdit()
    column.addWidget(first)
    for _ in range(100):
        part = QWidget()
        lines = QVBoxLayout(part)
        edits = [QLineEdit() for _ in range(4)]
        lines.addLayout(Flow(*edits[:2]))
        for edit in edits[2:]:
            lines.addWidget(edit)
        column.addWidget(part)
        order_tabs(root)
        assert followed(first, 5) == [first, *edits]
        delete(part)
