"""A sheet for one act on a dossier: head, sentence, fields, buttons."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.widgets.basic import frame, label
from ui.widgets.columns import Flow


def sheet(
    head: str,
    say: str,
    parts: tuple[QWidget, ...],
    ok: QPushButton | None = None,
    away: Callable[[], None] | None = None,
) -> QWidget:
    """The sheet. Without ``ok`` its parts bring their own buttons; ``away``: a bound method that closes it."""
    card = frame("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    column.addWidget(label(head, "section"))
    column.addWidget(label(say, "muted", wrap=True))
    for part in parts:
        column.addWidget(part)
    if ok is None or away is None:
        return card
    ok.setProperty("kind", "primary")
    leave = QPushButton("Thôi · Esc")
    leave.setProperty("kind", "quiet")
    leave.clicked.connect(away)
    column.addLayout(Flow(leave, ok, apart=True))
    column.addStretch(1)
    return card
