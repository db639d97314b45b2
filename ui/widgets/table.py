"""The table for all lists: pages of 200 rows, fetched when scrolled to, sorted by the source of the rows.

Whole lines are chosen, there is no grid, heads are aligned left, Tab goes past it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desk.views import PAGE
from ui.style.icon import draw
from ui.style.look import look

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn(Generic[Row]):
    """One column: its head, its words, and the name of its order ("" = cannot be sorted by)."""

    head: str
    words: Callable[[Row], str]
    order: str = ""
    width: int = 120
    icon: Callable[[Row], tuple[str, str]] | None = None
    """Name of an icon and of its colour."""


class RowsModel(QAbstractTableModel, Generic[Row]):
    """The rows fetched so far.

    Attributes:
        wanted: a page is needed: the row it follows (None = the first page), order. Answer with ``put``.
    """

    wanted = Signal(object, str)

    def __init__(self, columns: Sequence[ListColumn[Row]], order: str, parent: QObject) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.order = order
        self._rows: list[Row] = []
        self._complete = True
        self._asked = False

    @property
    def rows(self) -> Sequence[Row]:
        """All rows fetched so far."""
        return self._rows

    def refresh(self) -> None:
        """Ask for the first page anew."""
        self._asked = True
        self.wanted.emit(None, self.order)

    def put(self, rows: Sequence[Row], after: Row | None) -> None:
        """A page has come; the first one replaces everything, another goes behind the row that it was asked for."""
        if after is not None and not (self._rows and self._rows[-1] is after):
            return  # of a list that is no longer shown
        self._asked = False
        self._complete = len(rows) < PAGE
        if after is None:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
        elif rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows are here."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether more rows may follow."""
        return not parent.isValid() and not self._complete and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page."""
        if self.canFetchMore(parent):
            self._asked = True
            self.wanted.emit(self._rows[-1], self.order)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Another order; the rows come anew, sorted where they lie."""
        del order  # each order of the desk has one direction that makes sense
        name = self.columns[column].order if 0 <= column < len(self.columns) else ""
        if name and name != self.order:
            self.order = name
            self.refresh()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, and for the painter the icon."""
        row = self._rows[index.row()]
        column = self.columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column.words(row)
        if role == Qt.ItemDataRole.UserRole and column.icon is not None:
            return column.icon(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The heads."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class CellPainter(QStyledItemDelegate):
    """A cell of a list: one line, elided, with the icon that the model names."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, icon, words, hair line."""
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look().colour("accent_soft"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look().colour("line"))
        inner = rect.adjusted(10, 0, -8, 0)
        sign = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(sign, tuple):
            side = look().px(16)
            where = QRectF(inner.left(), inner.center().y() - side / 2 + 0.5, side, side)
            draw(painter, sign[0], look().colour(sign[1]), where)
            inner.adjust(side + 7, 0, 0, 0)
        painter.setPen(look().colour("muted" if index.column() > 2 and not isinstance(sign, tuple) else "text"))
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def dress_table(table: QTableView, stretched: int) -> None:
    """How a list looks everywhere. Once, when it has its rows; the column at this place takes what room is left."""
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


def fit_table(table: QTableView, columns: Sequence[ListColumn[Any]]) -> None:
    """Lines and columns follow the size of type."""
    table.verticalHeader().setDefaultSectionSize(look().px(36))
    for n, each in enumerate(columns):
        table.setColumnWidth(n, look().px(each.width))
