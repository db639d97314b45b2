"""Enter presses the focused button, as Space does."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid


class EnterPresses(QObject):
    """Watches a window's focused button. Of a choice among several, Enter goes on instead of pressing.

    Not in the window's ``keyPressEvent``: a field passes Enter up after the focus has moved on to a button.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._button: QPushButton | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._changed)

    @Slot(QWidget, QWidget)
    def _changed(self, _: QWidget | None, now: QWidget | None) -> None:
        if self._button is not None and isValid(self._button):
            self._button.removeEventFilter(self)
        wanted = isinstance(now, QPushButton) and not now.isCheckable() and self._window.isAncestorOf(now)
        self._button = now if wanted and isinstance(now, QPushButton) else None
        if self._button is not None:
            self._button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Presses once, also while the key is held down."""
        if (
            watched is self._button
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            if self._button is not None and not event.isAutoRepeat():
                self._button.click()
            return True
        return False
