"""The palette's search field; its text includes what an input method has not committed yet."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit

from ui.widgets.basic import add_search_icon


class SearchEdit(QLineEdit):
    """A plain line edit.

    Attributes:
        changed: other letters stand in it.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._coming = ""
        self.setProperty("role", "search")
        self.setPlaceholderText("Trang, việc, tên hay số hồ sơ, thủ tục; không cần dấu")
        self.setAccessibleName("Tìm trang, việc, hồ sơ, thủ tục")
        add_search_icon(self)
        self.textChanged.connect(self._changed)

    @property
    def typed(self) -> str:
        """What stands there, with what is being composed where the cursor is."""
        at = self.cursorPosition()
        return self.text()[:at] + self._coming + self.text()[at:]

    @Slot()
    def _changed(self) -> None:
        self.changed.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Letters that are still composed count as typed."""
        before, self._coming = self._coming, event.preeditString()
        super().inputMethodEvent(event)
        if self._coming != before:
            self.changed.emit()
