"""A dossier's status by icon, colour and word, in tables and beside a heading."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from desk.words.terms import STATUS
from models.subjects.dossier import Status
from ui.widgets.plain import label, paint, picture

SIGN = {
    Status.NEW: ("clock", "muted"),
    Status.RECEIVED: ("good", "accent_text"),
    Status.SUPPLEMENT: ("warn", "warn"),
    Status.REFUSED: ("bad", "bad"),
    Status.WITHDRAWN: ("withdraw", "muted"),
    Status.VOIDED: ("bad", "muted"),
    Status.HANDED_OVER: ("hand_over", "good"),
}
"""Icon and colour of each status."""


class StatusMark(QFrame):
    """Icon and word."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = picture("clock", "muted", 18)
        self._words = label("", "strong")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        across.addWidget(self._icon)
        across.addWidget(self._words)

    def show_status(self, status: Status) -> None:
        """Show this one."""
        paint(self._icon, *SIGN[status], 18)
        self._words.setText(STATUS[status])
