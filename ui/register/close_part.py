"""Sheet in which the register of a year is closed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from ui.actions import Act
from ui.widgets.basic import label
from ui.widgets.buttons import KeyButton
from ui.widgets.sheet import FoldOutSheet


class ClosePart(FoldOutSheet):
    """Says what closing does, and asks.

    Attributes:
        year: the one that is to be closed.
    """

    def __init__(self, do_it: Act) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.year = 0
        self._head = label("", "section")
        self._say = label("", "muted", wrap=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self._head)
        inside.addWidget(self._say)
        inside.addLayout(self.foot(KeyButton(do_it, "primary")))

    def open(self, year: int, words: str) -> None:
        """Ask about this year."""
        self.year = year
        self._head.setText(f"Khóa sổ năm {year}")
        self._say.setText(words)
        self.show()
        self.do_it.setFocus(Qt.FocusReason.OtherFocusReason)
