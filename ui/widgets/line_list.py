"""A list view that never takes the keyboard focus; base of offers and palette."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QWidget

Index = QModelIndex | QPersistentModelIndex


class Spoken(Protocol):
    """A line: its words for the eye, and as a screen reader says it."""

    @property
    def words(self) -> str:
        """What it says."""

    @property
    def spoken(self) -> str:
        """The same with all that stands beside it."""


L = TypeVar("L", bound=Spoken)


class Lines(QAbstractListModel, Generic[L]):
    """The lines now shown."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[L, ...] = ()

    def put(self, lines: Sequence[L]) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words for eyes and for a screen reader; the line itself for the painter."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return line if role == Qt.ItemDataRole.UserRole else None


def list_of(lines: Lines[L], parent: QWidget, painter: QStyledItemDelegate, name: str) -> QListView:
    """A view of these lines that never takes the keys; ``name``: as a screen reader says it."""
    view = QListView(parent)
    view.setProperty("role", "offers")
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setAccessibleName(name)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setItemDelegate(painter)
    view.setMouseTracking(True)
    view.setModel(lines)
    return view
