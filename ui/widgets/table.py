"""The table for all lists: pages of 200 rows, fetched when scrolled to, sorted by the source of the rows.

Whole lines are chosen, there is no grid, heads are aligned left, Tab goes past it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desk.views import PAGE
from ui.style.icon import draw
from ui.style.look import look

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn(Generic[Row]):
    """One column: its head and its words.

    Attributes:
        order: name of the order by it; "" = cannot be sorted by.
        down: that order begins with the highest.
        width: as designed; of the stretched column the least.
        icon: name of an icon and of its colour; an empty name keeps its room.
        tone: colour of the words, and whether they are bold; "" = as usual.
        quiet: words of the second rank.
        amounts: set to the right under each other, as one adds them up.
        gives_way: where there is no room for all columns, those with the highest number are left out first and told in
            the tool tip of the line; 0 = never.
    """

    head: str
    words: Callable[[Row], str]
    order: str = ""
    down: bool = False
    width: int = 120
    icon: Callable[[Row], tuple[str, str]] | None = None
    tone: Callable[[Row], tuple[str, bool]] | None = None
    quiet: bool = False
    amounts: bool = False
    gives_way: int = 0

    @property
    def side(self) -> Qt.AlignmentFlag:
        """Where head and words stand."""
        across = Qt.AlignmentFlag.AlignRight if self.amounts else Qt.AlignmentFlag.AlignLeft
        return across | Qt.AlignmentFlag.AlignVCenter


_STRETCHED = "stretched"
"""Property of a table: the column that takes what room is left."""

_TONE = Qt.ItemDataRole.UserRole + 1


class RowsModel(QAbstractTableModel, Generic[Row]):
    """The rows fetched so far.

    Attributes:
        wanted: a page is needed: the row it follows (None = the first page), order. Answer with ``put``.
        left_out: columns for which there is no room.
    """

    wanted = Signal(object, str)

    def __init__(self, columns: Sequence[ListColumn[Row]], order: str, parent: QObject) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.order = order
        self.left_out: tuple[int, ...] = ()
        self._shown_order = order
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

    def put(self, rows: Sequence[Row], after: Row | None, order: str = "") -> None:
        """A page has come; the first one replaces everything, another goes behind the row that it was asked for.

        Args:
            rows: of the page.
            after: as it was asked for.
            order: they lie in this one, where it is another than the chosen one.
        """
        if after is not None and not (self._rows and self._rows[-1] is after):
            return  # of a list that is no longer shown
        if self._shown_order != (order or self.order):
            self._shown_order = order or self.order
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
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
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column.words(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            others = [self.columns[n] for n in self.left_out]
            return "\n".join(
                [column.words(row), *(f"{one.head}: {words}" for one in others if (words := one.words(row)))]
            )
        if role == Qt.ItemDataRole.UserRole and column.icon is not None:
            return column.icon(row)
        if role == _TONE:
            tone, strong = column.tone(row) if column.tone is not None else ("", False)
            return tone or ("muted" if column.quiet else "text"), strong
        return column.side if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The heads."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            column = self.columns[section]
            sign = (" ↓" if column.down else " ↑") if column.order and column.order == self._shown_order else ""
            return column.head + sign
        return self.columns[section].side if role == Qt.ItemDataRole.TextAlignmentRole else None


class ListHead(QHeaderView):
    """The heads of a list: each begins where the words of its column begin, behind the room of their icons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        """Ground, words, hair line."""
        model = self.model()
        painter.save()
        painter.fillRect(rect, look().colour("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look().colour("line"))
        has_icon = isinstance(model, RowsModel) and model.columns[logicalIndex].icon is not None
        side = model.headerData(logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        side = side if isinstance(side, Qt.AlignmentFlag) else self.defaultAlignment()
        inner = words_in(rect, side, has_icon=has_icon)
        painter.setFont(look().font(look().small, QFont.Weight.Medium))
        painter.setPen(look().colour("muted"))
        words = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, side, words)
        painter.restore()


def words_in(rect: QRect, side: Qt.AlignmentFlag, *, has_icon: bool) -> QRect:
    """The room for the words of a cell; those set to the right keep away from the next column."""
    return rect.adjusted(words_at(has_icon=has_icon), 0, -16 if side & Qt.AlignmentFlag.AlignRight else -8, 0)


def words_at(*, has_icon: bool) -> int:
    """Where the words of a cell begin, from its left end."""
    return 10 + (look().px(16) + 7 if has_icon else 0)


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
        sign = index.data(Qt.ItemDataRole.UserRole)
        has_icon = isinstance(sign, tuple)
        if isinstance(sign, tuple) and sign[0]:
            side = look().px(16)
            where = QRectF(rect.left() + 10, rect.center().y() - side / 2 + 0.5, side, side)
            draw(painter, sign[0], look().colour(sign[1]), where)
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        inner = words_in(rect, side, has_icon=has_icon)
        tone, strong = index.data(_TONE) or ("text", False)
        painter.setPen(look().colour(tone))
        if strong:
            painter.setFont(look().font(look().body, QFont.Weight.DemiBold))
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, side, words)
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
    head = ListHead(table)
    table.setHorizontalHeader(head)
    head.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    table.setProperty(_STRETCHED, stretched)


def show_rows(table: QTableView, model: RowsModel[Row], rows: Sequence[Row], key: Callable[[Row], object]) -> None:
    """Show all rows of a list anew: the cursor stays on its thing wherever that lies now, else at its place.

    Others work meanwhile, so a list may have one more above it when a key is pressed.

    Args:
        table: shows the model.
        model: all of whose rows these become.
        rows: the whole list.
        key: what a row is known by.
    """
    at = table.currentIndex().row()
    before = key(model.rows[at]) if 0 <= at < len(model.rows) else None
    model.put(tuple(rows), None)
    if not rows:
        return
    found = next((n for n, one in enumerate(rows) if before is not None and key(one) == before), None)
    to = model.index(min(max(at, 0), len(rows) - 1) if found is None else found, 0)
    which = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().setCurrentIndex(to, which)


def go_to_first(table: QTableView, rows: RowsModel[Row], wanted: Callable[[Row], bool]) -> None:
    """Give the keys to a table, the cursor on the first row that is wanted; where none is, it stays."""
    at = next((n for n, one in enumerate(rows.rows) if wanted(one)), None)
    if at is not None:
        table.setCurrentIndex(rows.index(at, 0))
    table.setFocus(Qt.FocusReason.OtherFocusReason)


def fit_table(table: QTableView, columns: Sequence[ListColumn[Any]]) -> None:
    """Lines and columns follow the size of type and the room there is."""
    table.verticalHeader().setDefaultSectionSize(look().px(36))
    for n, each in enumerate(columns):
        table.setColumnWidth(n, look().px(each.width))
    _leave_out(table, columns)


def _leave_out(table: QTableView, columns: Sequence[ListColumn[Any]]) -> None:
    room = table.viewport().width()
    shown = list(range(len(columns)))
    giving_way = sorted((n for n in shown if columns[n].gives_way), key=lambda n: columns[n].gives_way)
    while giving_way and sum(look().px(columns[n].width) for n in shown) > room:
        shown.remove(giving_way.pop())
    for n, each in enumerate(columns):
        if each.gives_way:
            table.setColumnHidden(n, n not in shown)
    if not any(each.gives_way for each in columns):
        return
    head, stretched = table.horizontalHeader(), int(table.property(_STRETCHED))
    fills = stretched if stretched in shown else shown[0]
    for n in {stretched, 0} - {fills}:
        head.setSectionResizeMode(n, QHeaderView.ResizeMode.Interactive)
        table.setColumnWidth(n, look().px(columns[n].width))
    head.setSectionResizeMode(fills, QHeaderView.ResizeMode.Stretch)
    model = table.model()
    if isinstance(model, RowsModel):
        model.left_out = tuple(n for n in range(len(columns)) if n not in shown)


class RoomForColumns(QObject):
    """Leaves columns of a table out and brings them back as its width changes."""

    def __init__(self, table: QTableView, columns: Sequence[ListColumn[Any]]) -> None:
        super().__init__(table)
        self._table, self._columns = table, columns
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table has another width."""
        if event.type() is QEvent.Type.Resize:
            _leave_out(self._table, self._columns)
        return super().eventFilter(watched, event)
