"""A dossier's status by icon, colour and word, in tables and beside a heading."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from desk.dossiers.deadlines import Nearness
from desk.words.terms import STATUS
from models.subjects.dossier import DossierStatus
from ui.widgets.basic import label, paint, picture

SIGN = {
    DossierStatus.NEW: ("clock", "muted"),
    DossierStatus.RECEIVED: ("good", "accent_text"),
    DossierStatus.SUPPLEMENT: ("warn", "warn"),
    DossierStatus.REFUSED: ("bad", "bad"),
    DossierStatus.WITHDRAWN: ("withdraw", "muted"),
    DossierStatus.STOPPED: ("close", "muted"),
    DossierStatus.VOIDED: ("bad", "muted"),
    DossierStatus.HANDED_OVER: ("hand_over", "good"),
}
"""Icon and colour of each status."""


NEAR = {
    Nearness.FAR: (("", ""), ("muted", False)),
    Nearness.URGENT: (("clock", "warn"), ("text", True)),
    Nearness.OVERDUE: (("warn", "bad"), ("bad", True)),
}
"""Icon, and tone with weight, of a due date: never by colour alone."""


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

    def show_status(self, status: DossierStatus) -> None:
        """Show this one."""
        paint(self._icon, *SIGN[status], 18)
        self._words.setText(STATUS[status])
