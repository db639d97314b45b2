"""A list as it looks everywhere: whole lines chosen, no grid, its heads aligned left, Tab goes past it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.style.look import look
from ui.widgets.rows import Column
from ui.widgets.status import CellPainter


def dress_table(table: QTableView, stretched: int) -> None:
    """Once, when it has its rows; the column at this place takes what room is left."""
    table.setItemDelegate(CellPainter(table))
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    head.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)


def fit_table(table: QTableView, columns: Sequence[Column[Any]]) -> None:
    """Lines and columns follow the size of type."""
    table.verticalHeader().setDefaultSectionSize(look().px(36))
    for n, each in enumerate(columns):
        table.setColumnWidth(n, look().px(each.width))
