"""The line of a dossier's steps across the page, and at its end how far it got on the way to the province."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.widgets.basic import frame, label, paint, picture, set_tone
from ui.widgets.columns import Columns

if TYPE_CHECKING:
    from desk.dossiers.step_line import StepSign

MOST_STEPS = 8
"""Marks that are ready; a process with more shows its first and last ones."""

_SIGNS = {
    "done": ("good", "good", ""),
    "now": ("serve", "accent_text", ""),
    "late": ("warn", "bad", "bad"),
    "waits": ("hold", "warn", ""),
    "to_come": ("rung", "muted", "muted"),
}
"""Icon, its colour and the tone of the words, by ``desk.dossiers.step_line.StepState``."""

_SAID = {
    "done": "đã xong",
    "now": "đang ở bước này",
    "late": "quá hạn bước",
    "waits": "đang chờ",
    "to_come": "chưa đến",
}


class StepMark(QWidget):
    """One mark: sign, words, and beneath them who and since when."""

    def __init__(self) -> None:
        super().__init__()
        self.icon = picture("rung", "muted", 18)
        self.words = label("", "step", wrap=True)
        self.detail = label("", "small", wrap=True)
        said = QVBoxLayout()
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(0)
        said.addWidget(self.words)
        said.addWidget(self.detail)
        said.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(said, 1)

    def say(self, sign: tuple[str, str], words: str, detail: str, tone: str, state: str = "") -> None:
        """Show this; ``state`` in words for a screen reader, which sees no icon."""
        paint(self.icon, *sign, 18)
        self.words.setText(words)
        set_tone(self.words, tone)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(". ".join(part for part in (words, state, detail) if part))


class StepLinePart(QWidget):
    """The line of the dossier shown.

    Attributes:
        delivery: the short word at its end; a click opens the whole way to the province.
        opened: it was clicked.
    """

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.marks = [StepMark() for _ in range(MOST_STEPS)]
        self._columns = Columns(*self.marks)
        self.delivery = QPushButton()
        self.delivery.setProperty("kind", "quiet")
        self.delivery.clicked.connect(self.opened)
        self.delivery.setAccessibleName("Đường về tỉnh")
        self.delivery.setToolTip("Xem hồ sơ đã đến đâu trên đường về tỉnh")
        card = frame("card")
        across = QHBoxLayout(card)
        across.setContentsMargins(16, 8, 8, 8)
        across.setSpacing(12)
        across.addWidget(self._columns, 1)
        across.addWidget(self.delivery, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.hide()

    def show_steps(self, steps: "tuple[StepSign, ...]", delivery: str) -> None:
        """Show these; what does not fit leaves out the middle."""
        fitting = steps if len(steps) <= MOST_STEPS else (*steps[: MOST_STEPS - 1], steps[-1])
        for mark, step in zip(self.marks, fitting, strict=False):
            icon, colour, tone = _SIGNS[step.state.value]
            mark.say((icon, colour), step.name, step.detail, tone, _SAID[step.state.value])
        for number, mark in enumerate(self.marks):
            mark.setVisible(number < len(fitting))
        self.delivery.setText(delivery)
        self.delivery.setAccessibleName(f"Đường về tỉnh: {delivery}")
        self.delivery.setVisible(bool(delivery))
        self.setVisible(bool(steps))
