"""Marks on the lines of a list: Space marks a line, Shift+Space all between it and the last one marked."""

from collections.abc import Callable, Collection
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from ui.widgets.table import ListColumn, RowsModel

Row = TypeVar("Row")

MARK_KEYS = "Dấu cách đánh dấu, Shift + Dấu cách cả dãy, Enter mở hồ sơ."
"""Said below a list of dossiers that can be marked."""


def marked_words(count: int, what: str = "hồ sơ") -> str:
    """How many are marked, as a sentence."""
    return f"Đã đánh dấu {count} {what}." if count else f"Không đánh dấu {what} nào."


class _Signals(QObject):
    changed = Signal()


class Marks(_Signals, Generic[Row]):
    """Which lines are marked, by a key that stays when the list is asked anew.

    Attributes:
        changed: others are marked now; who has the list says so to a screen reader.

    Args:
        table: shows ``rows``.
        key: of a line.
    """

    def __init__(self, table: QTableView, rows: RowsModel[Row], key: Callable[[Row], object]) -> None:
        super().__init__(table)
        self._table, self._rows, self._key = table, rows, key
        self._marked: dict[object, Row] = {}
        self._anchor: object = None
        table.installEventFilter(self)
        table.clicked.connect(self._clicked)

    @staticmethod
    def column(marks: "Callable[[], Marks[Row]]") -> ListColumn[Row]:
        """The first column of a list with marks; a click into it marks too."""
        return ListColumn(
            head="",
            words=lambda _: "",
            width=40,
            icon=lambda line: ("check", "accent_text") if marks().has(line) else ("", ""),
        )

    def has(self, line: Row) -> bool:
        """Whether it is marked."""
        return self._key(line) in self._marked

    @property
    def count(self) -> int:
        """How many are marked."""
        return len(self._marked)

    def chosen(self) -> list[Row]:
        """What an act works on: the marked lines in the order they were marked, else the line under the cursor."""
        if self._marked:
            return list(self._marked.values())
        at = self._table.currentIndex().row()
        return [self._rows.rows[at]] if 0 <= at < len(self._rows.rows) else []

    def clear(self) -> None:
        """Mark nothing."""
        self._anchor = None
        if self._marked:
            self._marked.clear()
            self._tell()

    def mark(self, first: int, count: int) -> None:
        """Mark so many lines from this one on."""
        for line in self._rows.rows[first : first + count]:
            self._marked[self._key(line)] = line
        self._tell()

    def keep(self, keys: Collection[object]) -> None:
        """Only these are there: marks of others go."""
        gone = [key for key in self._marked if key not in keys]
        for key in gone:
            del self._marked[key]
        if gone:
            self._tell()

    def _toggle(self, at: int) -> None:
        line = self._rows.rows[at]
        key = self._key(line)
        if key in self._marked:
            del self._marked[key]
        else:
            self._marked[key] = line
        self._anchor = key
        self._tell()

    def _range(self, at: int) -> None:
        keys = [self._key(line) for line in self._rows.rows]
        start = keys.index(self._anchor) if self._anchor in keys else at
        for n in range(min(start, at), max(start, at) + 1):
            self._marked[keys[n]] = self._rows.rows[n]
        self._anchor = keys[at]
        self._tell()

    def _tell(self) -> None:
        self._table.viewport().update()
        self.changed.emit()

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0 and 0 <= index.row() < len(self._rows.rows):
            self._toggle(index.row())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space and Shift+Space."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            at = self._table.currentIndex().row()
            if 0 <= at < len(self._rows.rows):
                if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                    self._range(at)
                else:
                    self._toggle(at)
            return True
        return super().eventFilter(watched, event)
