"""A completion popup below a line edit: never inline, never taking the focus.

The popup is a plain child of the window, not a window of its own: nothing is grabbed, so the input method and the
card scanner go on working while it is open.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from ui.style.look import look
from ui.widgets.suggestion import Suggestion

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListView

    from ui.widgets.line_list import Lines

_FEWEST = 4
"""With less room than for so many lines below its field, the list opens above it."""


class Suggesting(QObject):
    """Offers lines under a line edit as it is typed in.

    Attributes:
        asked: carries the text some moments after typing rests; answer with ``offer``.
        taken: carries the value of the line that was picked.
    """

    asked = Signal(str)
    taken = Signal(object)

    def __init__(self, edit: QLineEdit, *, pause: int = 60, most: int = 7, ask_empty: bool = False) -> None:
        super().__init__(edit)
        self._edit = edit
        self._most = most
        self._ask_empty = ask_empty
        self._timer = QTimer(self, singleShot=True, interval=pause)
        self._timer.timeout.connect(self._ask)
        self._asked_for = ""
        self._shown_for = ""
        self._take_first = False
        """Enter came before the answer: take the best line as soon as it is there."""
        self._popup: QFrame | None = None
        self._list: QListView | None = None
        self._model: Lines[Suggestion] | None = None
        edit.textEdited.connect(self._typed)
        edit.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether lines are on screen."""
        return self._popup is not None and self._popup.isVisible()

    @property
    def lines(self) -> tuple[Suggestion, ...]:
        """The lines now offered."""
        return self._model.lines if self._model is not None and self.is_open else ()

    def offer(self, lines: Sequence[Suggestion]) -> None:
        """Show these lines, unless the field was left meanwhile; none = close."""
        self._shown_for = self._asked_for
        if not lines or not self._edit.hasFocus():
            self.close()
            return
        if self._take_first and self._edit.text() == self._shown_for:
            self.close()
            self.taken.emit(lines[0].value)
            return
        popup, view, model = self._made()
        model.put(lines[:40])
        view.setCurrentIndex(model.index(0))
        window = self._edit.window()
        if popup.parentWidget() is not window:
            popup.setParent(window)
        heights = [view.sizeHintForRow(n) for n in range(min(len(lines), self._most))]
        below = self._edit.mapTo(window, QPoint(0, self._edit.height() + 3))
        room = window.height() - 4 - below.y()
        while len(heights) > _FEWEST and sum(heights) + 10 > room:
            heights.pop()  # the rest is scrolled to; what was typed above stays in sight
        height = sum(heights) + 10
        if height > room:
            below.setY(max(4, self._edit.mapTo(window, QPoint(0, 0)).y() - height - 3))
        width = min(max(self._edit.width(), look().px(400)), window.width() - 16)
        popup.setGeometry(min(below.x(), window.width() - width - 8), below.y(), width, height)
        popup.show()
        popup.raise_()

    @property
    def _is_behind(self) -> bool:
        """Whether the lines on screen answer an older text than the one typed (only where a line must be chosen)."""
        return self._ask_empty and bool(self._edit.text().strip()) and self._edit.text() != self._shown_for

    @Slot()
    def close(self) -> None:
        """Take the lines away."""
        self._timer.stop()
        self._take_first = False
        if self._popup is not None:
            self._popup.hide()

    @Slot()
    def ask_now(self) -> None:
        """Ask for the text as it stands, without waiting."""
        self._ask()

    @Slot()
    def _typed(self) -> None:
        self._take_first = False
        self._timer.start()

    @Slot()
    def _ask(self) -> None:
        text = self._edit.text()
        if text.strip() or self._ask_empty:
            self._asked_for = text
            self.asked.emit(text)
        else:
            self.close()

    def _made(self) -> "tuple[QFrame, QListView, Lines[Suggestion]]":
        if self._popup is None or self._list is None or self._model is None:
            from ui.widgets.suggestion_list import offers_view  # noqa: PLC0415 - loaded when something is first offered

            popup = QFrame(self._edit.window())
            popup.setProperty("role", "popup")
            popup.hide()
            column = QVBoxLayout(popup)
            column.setContentsMargins(1, 4, 1, 4)
            view, model = offers_view(popup)
            view.clicked.connect(self._clicked)
            column.addWidget(view)
            self._popup, self._list, self._model = popup, view, model
            self.destroyed.connect(popup.deleteLater)
        return self._popup, self._list, self._model

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, at: int) -> None:
        if self._model is None or not 0 <= at < len(self._model.lines):
            return
        value = self._model.lines[at].value
        self.close()
        self.taken.emit(value)

    def _move(self, by: int) -> None:
        if self._list is None or self._model is None:
            return
        row = (self._list.currentIndex().row() + by) % max(1, self._model.rowCount())
        self._list.setCurrentIndex(self._model.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Esc go to the list while it is open; everything else stays with the field."""
        if watched is not self._edit:
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.FocusOut:
            self.close()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        elif (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.is_open
        ):
            event.accept()  # else the window's Esc would take it
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._is_behind:
            self._timer.stop()
            self._take_first = True
            self._ask()
            return True
        if not self.is_open:
            if key == Qt.Key.Key_Down:
                self._ask()
                return True
            return False
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._move(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._list is not None:
            self._take(self._list.currentIndex().row())
            return True
        if key == Qt.Key.Key_Escape:
            self.close()
            return True
        return False
