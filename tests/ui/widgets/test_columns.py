"""Layouts of parts beside and below each other."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.columns import Flow


class Part(QWidget):
    """100 wide, and as high as it is told to be; notes how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.high, self.asked = 30, 0

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        self.asked += 1
        return QSize(100, self.high)


@pytest.fixture
def whole(qtbot: QtBot) -> QWidget:
    whole = QWidget()
    qtbot.addWidget(whole)
    return whole


def test_a_line_goes_on_in_the_next_where_there_is_no_more_room(whole: QWidget) -> None:
    whole.setLayout(flow := Flow(Part(), Part(), Part()))
    assert [flow.heightForWidth(width) for width in (316, 315, 207, 100)] == [30, 68, 106, 106]


def test_its_height_is_measured_once_and_anew_when_a_part_changes(whole: QWidget) -> None:
    parts = Part(), Part(), Part()
    whole.setLayout(flow := Flow(*parts))
    assert flow.heightForWidth(316) == 30
    asked = parts[0].asked
    assert flow.heightForWidth(316) == 30
    assert parts[0].asked == asked
    parts[0].high = 50
    parts[0].updateGeometry()
    assert flow.heightForWidth(316) == 50
    parts[0].hide()
    assert flow.heightForWidth(316) == 30
