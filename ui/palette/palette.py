"""The palette over the window: a few letters lead to a page, an act, a dossier, a procedure.

It is a plain child of the window, not a window of its own: nothing is grabbed, the input method and the card scanner
go on working. While it is open no key reaches what lies behind.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.jobs import Jobs
from ui.core.words import why
from ui.palette.found import Found, found_lines, question
from ui.palette.known import ITSELF, best, known_lines
from ui.palette.line import PaletteLine
from ui.palette.line_list import ROW, line_list
from ui.palette.search_edit import SearchEdit
from ui.style.look import look
from ui.widgets.basic import column, frame, label

if TYPE_CHECKING:
    from ui.shell.window import Window

_REST = 120
"""Milliseconds of rest after typing before the desk is asked."""

_MOST = 10
"""Lines that are seen at once."""

_WIDTH, _TOP = 680, 64

_HINT = "↑↓ chọn · Enter làm · Esc đóng · F1 mọi phím"

_BACK = Qt.FocusReason.PopupFocusReason
"""As a menu takes the keys and gives them back: the field that had them was not left, and keeps every letter."""

_STAY = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason}

_OF_A_FIELD = (
    *(Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert),
    *(Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
)


class Palette(QWidget):
    """Made when it is first opened; hidden in between.

    Args:
        window: lies under it; its tables are what is found.
        jobs: asks the desk.
    """

    def __init__(self, window: "Window", jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._had_keys: QWidget | None = None
        self._used: dict[str, int] = {}
        self._clerk = ""
        self._found = Found()
        self._take_first = False
        """Enter came before the desk's answer: the best line of it is taken."""
        self._known = 0
        """How many of the lines are of the tables; those of the desk follow them."""
        self.edit = SearchEdit()
        self.edit.installEventFilter(self)
        self.edit.changed.connect(self._typed)
        self.list, self.model = line_list(self)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(self._clicked)
        self._nothing = label("", "muted", wrap=True)
        self._nothing.setContentsMargins(16, 8, 16, 8)
        self._hint = label(_HINT, "small")
        self._hint.setContentsMargins(16, 0, 16, 0)
        self._card = frame("popup")
        self._card.setParent(self)
        inside = self._inside = QVBoxLayout(self._card)
        inside.setContentsMargins(0, 8, 0, 8)
        inside.setSpacing(8)
        field = column(self.edit)
        field.setContentsMargins(8, 0, 8, 0)
        inside.addLayout(field)
        inside.addWidget(self.list)
        inside.addWidget(self._nothing)
        inside.addWidget(self._hint)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._ask)
        window.installEventFilter(self)
        window.covering.connect(self.close_and_return)
        window.went.connect(self._window_went)
        self.hide()

    # ---- open and closed ---------------------------------------------------------------------------------

    def open(self) -> None:
        """Show it empty; once more = close it."""
        if self.isVisible():
            self.close_and_return()
            return
        state = self._window.locking.state
        clerk = state.clerk if state else ""
        if clerk != self._clerk:
            self._clerk, self._used = clerk, {}
        self._had_keys = QApplication.focusWidget()
        QGuiApplication.inputMethod().commit()
        self._found = Found()
        self._take_first = False
        self.edit.setText("")  # and nothing that could be undone
        self._show()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.edit.setFocus(_BACK)

    @Slot()
    def close_and_return(self) -> None:
        """The keys go back to the field that had them; every letter is still there."""
        if not self.isVisible():
            return
        had, self._had_keys = self._had_keys, None
        self._away()
        if had is not None and isValid(had):
            had.setFocus(_BACK)

    def _away(self) -> None:
        self._rest.stop()
        self._take_first = False
        self.hide()

    @Slot()
    def _window_went(self) -> None:
        """Another page came to the front, by a scan perhaps: it has the keys."""
        self._away()

    # ---- found -------------------------------------------------------------------------------------------

    @property
    def lines(self) -> tuple[PaletteLine, ...]:
        """What is shown now."""
        return self.model.lines

    @Slot()
    def _typed(self) -> None:
        if self.isVisible():
            self._take_first = False
            self._rest.start()
            self._show()

    @Slot()
    def _ask(self) -> None:
        """Dossiers and procedures; where nothing may be asked there is nothing to wait for."""
        asked = question(self._window, self.edit.typed)
        if asked is not None:
            self._jobs.ask(self, asked, self._answered, self._refused, newest="palette")

    def _answered(self, found: Found) -> None:
        if self.isVisible() and found.typed == self.edit.typed:
            self._found = found
            at = self.list.currentIndex().row()
            self._show(max(0, at))
            if self._take_first:
                self._take(self._known)  # nothing where the desk has found nothing

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self._hint.setText(why(reason))

    def _show(self, at: int = 0) -> None:
        """What fits what is typed now; answers of the desk stay while one types on, until the next ones are there."""
        typed = self.edit.typed
        lines = best(list(known_lines(self._window)), typed, self._used)
        self._known = len(lines)
        if self._found.typed and typed.startswith(self._found.typed):
            lines += found_lines(self._found, self._window)
        self.model.put(lines)
        self._hint.setText(_HINT)
        self._nothing.setText(
            "Đang tìm…"
            if self._rest.isActive()
            else "Không thấy. Thử ít chữ hơn: không cần dấu, chữ đầu của từng tiếng hay 4 số cuối là đủ."
        )
        self.list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._choose(min(at, len(lines) - 1))
        self._fit()

    # ---- chosen ------------------------------------------------------------------------------------------

    def _choose(self, at: int) -> None:
        self.list.setCurrentIndex(self.model.index(at))
        self.edit.setAccessibleDescription(self.lines[at].spoken if 0 <= at < len(self.lines) else "")

    def _move(self, by: int) -> None:
        if self.lines:
            at, last = self.list.currentIndex().row(), len(self.lines) - 1
            self._choose((at + by) % (last + 1) if abs(by) == 1 else max(0, min(at + by, last)))

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, at: int) -> None:
        """Do what a line stands for. One that leads nowhere says so and stays."""
        if not 0 <= at < len(self.lines):
            return
        line = self.lines[at]
        if line.do is None:
            self._hint.setText(f"{line.words}: {line.detail}.")
            return
        self._used[line.id] = max(self._used.values(), default=0) + 1
        self.close_and_return()
        line.do()

    def _enter(self) -> None:
        """A line of the desk that answers older letters is not taken: the best one of the coming answer is."""
        at = self.list.currentIndex().row()
        if 0 <= at < (self._known if self._is_behind else len(self.lines)):
            self._take(at)
            return
        self._take_first = True
        if self._rest.isActive():
            self._rest.stop()
            self._ask()

    @property
    def _is_behind(self) -> bool:
        return self._found.typed != self.edit.typed

    # ---- Qt ----------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list go to it; no other key of the window does anything behind."""
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self._fit()
        elif watched is self.edit and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()  # the key comes to the field, and no action of the window hears it
                return True
            return event.type() is QEvent.Type.KeyPress and self._pressed(event)
        elif isinstance(event, QFocusEvent) and watched is self.edit and event.lostFocus():
            self._lost_keys(event.reason())
        return super().eventFilter(watched, event)

    def _lost_keys(self, reason: Qt.FocusReason) -> None:
        """Something else took them, a scan perhaps."""
        if reason not in _STAY:
            self._away()

    def _pressed(self, event: QKeyEvent) -> bool:
        key = event.key()
        rows = max(1, self.list.height() // look().px(ROW) - 1)
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -rows, Qt.Key.Key_PageDown: rows}
        if key in moves:
            self._move(moves[Qt.Key(key)])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self.close_and_return()
        elif key not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            return self._is_key_of_an_action(event)
        return True

    def _is_key_of_an_action(self, event: QKeyEvent) -> bool:
        """A key seen here and pressed does what it says, as it does without the palette; keys of a field stay its."""
        if event.key() in _OF_A_FIELD:
            return False
        pressed = QKeySequence(event.keyCombination())
        qaction = next(
            (one for one in self._window.acts.values() if one.shortcut() == pressed and one.isEnabled()), None
        )
        if qaction is None:
            return False
        if qaction.action.id != ITSELF:
            self.close_and_return()
        qaction.trigger()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the card: close."""
        del event
        self.close_and_return()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What lies behind steps back."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 100 if look().dark else 60))
        painter.end()

    def _fit(self) -> None:
        """As wide as is read well, as high as its lines and the window allow."""
        width = min(look().px(_WIDTH), self._window.width() - 32)
        top = min(_TOP, self._window.height() // 12)
        edge = self._inside.contentsMargins()
        around = (
            edge.top()
            + edge.bottom()
            + 2 * self._inside.spacing()
            + self.edit.sizeHint().height()
            + self._hint.sizeHint().height()
            + 2
        )
        row = look().px(ROW)
        room = max(1, (self._window.height() - top - 16 - around) // row)
        self.list.setFixedHeight(min(len(self.lines), _MOST, room) * row + 2)
        self._card.setFixedWidth(width)
        self._card.adjustSize()
        self._card.move((self._window.width() - width) // 2, top)
