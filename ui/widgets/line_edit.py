"""The line edit of this window: what is longer than its room shows its beginning, and is told whole in a tool tip."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent
from PySide6.QtWidgets import QLineEdit, QToolTip


class LineEdit(QLineEdit):
    """A plain line to type in.

    Args:
        text: at first.
        whole: a text as long as any that belongs here; the line is never narrower. Empty = as narrow as it may be.
    """

    def __init__(self, text: str = "", *, whole: str = "") -> None:
        super().__init__()
        self._whole = whole
        self._left_at = 0
        """Where who comes back by a key goes on."""
        self.setText(text)

    def setText(self, text: str | None) -> None:
        """From elsewhere: its beginning is seen; who is typing goes on at the end."""
        super().setText(text or "")
        self._left_at = len(self.text())
        if not self.hasFocus():
            self.setCursorPosition(0)

    @property
    def is_cut(self) -> bool:
        """Whether some of it is out of sight."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.width() - self._frame()

    def _frame(self) -> int:
        """Width that is not the text's, by what Qt asks for its widest letter.

        The style would tell too, but making its class takes 14 ms of the start.
        """
        return super().minimumSizeHint().width() - self.fontMetrics().maxWidth()

    def minimumSizeHint(self) -> QSize:
        """Room for the longest."""
        hint = super().minimumSizeHint()
        if self._whole:
            hint.setWidth(self.fontMetrics().horizontalAdvance(self._whole) + self._frame() + 2)
        return hint

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes back by a key goes on where they were; the mouse says where."""
        super().focusInEvent(event)
        by_hand = event.reason() in {Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason}
        if not by_hand and not self.hasSelectedText():
            self.setCursorPosition(self._left_at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left: its beginning is seen again. A menu takes the keys for a while only."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and not self.hasSelectedText():
            self._left_at = self.cursorPosition()
            self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        """What is cut is told whole."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self.text() and self.is_cut:
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)
