"""Marks on lines: by key, by range, by mouse; they stay when the list is asked anew."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from ui.widgets.marks import Marks
from ui.widgets.table import ListColumn, RowsModel

SHIFT = Qt.KeyboardModifier.ShiftModifier
LINES = ["một", "hai", "ba", "bốn", "năm"]


@pytest.fixture
def marks(qtbot: QtBot) -> Marks[str]:
    table = QTableView()
    qtbot.addWidget(table)
    made: list[Marks[str]] = []
    name: ListColumn[str] = ListColumn(head="Tên", words=str)
    columns = (Marks.column(lambda: made[0]), name)
    rows: RowsModel[str] = RowsModel(columns, "", table)
    table.setModel(rows)
    made.append(Marks(table, rows, str))
    rows.put(LINES, None)
    return made[0]


def at(marks: Marks[str], row: int) -> QTableView:
    marks._table.setCurrentIndex(marks._rows.index(row, 1))
    return marks._table


def test_a_range_goes_from_the_last_line_marked_up_or_down(marks: Marks[str]) -> None:
    QTest.keyClick(at(marks, 3), Qt.Key.Key_Space)
    QTest.keyClick(at(marks, 1), Qt.Key.Key_Space, SHIFT)
    assert set(marks.chosen()) == {"hai", "ba", "bốn"}
    QTest.keyClick(at(marks, 4), Qt.Key.Key_Space, SHIFT)
    assert set(marks.chosen()) == {"hai", "ba", "bốn", "năm"}


def test_without_a_mark_the_line_under_the_cursor_is_meant(marks: Marks[str]) -> None:
    at(marks, 2)
    assert marks.chosen() == ["ba"]
    marks._table.setCurrentIndex(marks._rows.index(-1, 0))
    assert marks.chosen() == []


def test_marks_stay_with_their_line_when_the_list_comes_anew_and_go_with_it(marks: Marks[str]) -> None:
    QTest.keyClick(at(marks, 1), Qt.Key.Key_Space)
    QTest.keyClick(at(marks, 4), Qt.Key.Key_Space)
    marks._rows.put(LINES[::-1], None)
    assert set(marks.chosen()) == {"hai", "năm"}
    marks.keep({"hai"})
    assert marks.chosen() == ["hai"]
    marks.clear()
    assert marks.count == 0


def test_a_click_into_the_first_column_marks_and_one_beside_it_does_not(marks: Marks[str]) -> None:
    marks._table.clicked.emit(marks._rows.index(2, 0))
    assert marks.has("ba")
    marks._table.clicked.emit(marks._rows.index(3, 1))
    assert not marks.has("bốn")
