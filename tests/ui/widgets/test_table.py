"""The table model: pages of two hundred, asked for when scrolled to, sorted where the rows lie."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from desk.views import PAGE
from ui.style.look import look
from ui.widgets.table import ListColumn, RowsModel, dress_table, show_rows


@pytest.fixture
def rows(qapp: object) -> Iterator[RowsModel[int]]:
    del qapp
    columns: tuple[ListColumn[int], ...] = (
        ListColumn(head="Số", words=str, order="number"),
        ListColumn(head="Gấp đôi", words=lambda n: str(2 * n)),
    )
    parent = QObject()
    yield RowsModel(columns, "number", parent)
    parent.deleteLater()


def test_pages_follow_each_other_until_a_short_one(rows: RowsModel[int]) -> None:
    asked: list[tuple[int | None, str]] = []
    rows.wanted.connect(lambda after, order: asked.append((after, order)))
    rows.refresh()
    rows.put(list(range(PAGE)), None)
    assert rows.canFetchMore(QModelIndex())
    rows.fetchMore(QModelIndex())
    assert not rows.canFetchMore(QModelIndex())  # asked already
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.put(list(range(PAGE, PAGE + 5)), rows.rows[-1])
    assert rows.rowCount() == PAGE + 5
    assert not rows.canFetchMore(QModelIndex())
    assert asked == [(None, "number"), (PAGE - 1, "number")]
    assert rows.index(PAGE, 1).data() == str(2 * PAGE)
    del tester


def test_a_page_that_belongs_to_an_older_list_is_not_mixed_in(rows: RowsModel[int]) -> None:
    rows.put(list(range(PAGE)), None)
    shown = rows.rows[-1]
    rows.put(list(range(1000, 1000 + PAGE)), None)
    rows.put([1, 2], shown)
    assert rows.rowCount() == PAGE
    assert rows.rows[-1] == 1000 + PAGE - 1
    assert rows.canFetchMore(QModelIndex())


def test_only_columns_with_an_order_sort_and_never_in_memory(rows: RowsModel[int]) -> None:
    asked: list[str] = []
    rows.wanted.connect(lambda _, order: asked.append(order))
    rows.order = "other"
    rows.sort(1)
    assert asked == []
    rows.sort(0)
    assert asked == ["number"]


@pytest.fixture
def table(rows: RowsModel[int], qtbot: QtBot) -> QTableView:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(rows)
    dress_table(view, stretched=1)
    return view


def chosen(table: QTableView, rows: RowsModel[int]) -> int:
    """The row under the cursor, which alone is selected."""
    at = table.currentIndex().row()
    assert {one.row() for one in table.selectionModel().selectedIndexes()} == {at}
    return rows.rows[at]


def test_the_cursor_stays_on_its_thing_when_the_list_comes_anew(table: QTableView, rows: RowsModel[int]) -> None:
    show_rows(table, rows, (30, 20, 10), lambda n: n)
    assert chosen(table, rows) == 30
    table.setCurrentIndex(rows.index(1, 0))
    show_rows(table, rows, (50, 40, 30, 20, 10), lambda n: n)
    assert chosen(table, rows) == 20
    show_rows(table, rows, (20, 10), lambda n: n)
    assert chosen(table, rows) == 20


def test_where_its_thing_is_gone_the_cursor_stays_at_its_place(table: QTableView, rows: RowsModel[int]) -> None:
    show_rows(table, rows, (30, 20, 10), lambda n: n)
    table.setCurrentIndex(rows.index(1, 0))
    show_rows(table, rows, (30, 10), lambda n: n)
    assert chosen(table, rows) == 10
    show_rows(table, rows, (30,), lambda n: n)
    assert chosen(table, rows) == 30
    show_rows(table, rows, (), lambda n: n)
    assert not table.currentIndex().isValid()
    show_rows(table, rows, (7, 8), lambda n: n)
    assert chosen(table, rows) == 7


def test_heads_are_said(rows: RowsModel[int]) -> None:
    assert rows.headerData(0, Qt.Orientation.Horizontal) == "Số ↑"  # the list is sorted by it


def _first_ink(seen: QImage, ground: str) -> int:
    """The leftmost column of a picture in which something is written; its two lowest rows are the hair line."""
    paper = QColor(ground)
    return next(
        x for x in range(seen.width()) for y in range(seen.height() - 2) if seen.pixelColor(x, y).rgb() != paper.rgb()
    )


@pytest.mark.parametrize("has_icon", [False, True])
def test_a_head_begins_where_the_words_of_its_column_begin(qtbot: QtBot, has_icon: bool) -> None:  # noqa: FBT001
    table = QTableView()
    qtbot.addWidget(table)
    sign = (lambda _: ("", "")) if has_icon else None
    rows: RowsModel[str] = RowsModel((ListColumn(head="Hẹn", words=str, icon=sign),), "", table)
    table.setModel(rows)
    dress_table(table, stretched=0)
    rows.put(["Hẹn"], None)
    table.resize(300, 200)
    table.show()
    head = table.horizontalHeader().viewport().grab().toImage()
    cell = table.viewport().grab(table.visualRect(rows.index(0, 0))).toImage()
    surface = look().colour("surface").name()
    assert abs(_first_ink(head, surface) - _first_ink(cell, cell.pixelColor(0, 0).name())) <= 1
