"""Delivery of a dossier in five steps, left to right: icon, words, time; and what to do if one is stuck."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.dossiers.step_line_part import StepMark
from ui.widgets.basic import frame, label, paint, picture, row
from ui.widgets.columns import Columns

if TYPE_CHECKING:
    from desk.dossiers.delivery import Ladder, Rung

_NEEDS_A_PERSON = {"set_aside", "refused", "not_joined"}
"""What goes on only when somebody does something, by ``desk.dossiers.delivery.RungReason``."""

STEPS = 5


def sign_of(rung: "Rung") -> tuple[str, str]:
    """Icon and colour of a rung."""
    if rung.done:
        return "good", "good"
    if rung.hangs is None:
        return "rung", "muted"
    return ("warn", "warn") if rung.hangs.value in _NEEDS_A_PERSON else ("clock", "accent_text")


class LadderPart(QWidget):
    """The ladder of the dossier shown.

    Attributes:
        needs_person: it goes on only when somebody does something.
    """

    def __init__(self) -> None:
        super().__init__()
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(6)
        self.steps = [StepMark() for _ in range(STEPS)]
        inside.addWidget(Columns(*self.steps))
        self._hint_icon = picture("warn", "warn", 18)
        self.hint_label = label("", wrap=True)
        self.hint = QWidget()
        self.needs_person = False
        self.hint.setLayout(row(self._hint_icon, self.hint_label, gap=8))
        inside.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.hide()

    def show_ladder(self, ladder: "Ladder") -> None:
        """Show this one; beneath stands why one hangs: what needs a person first, else the lowest."""
        from desk.province.province_words import rung_words  # noqa: PLC0415 - its libraries are loaded with the first dossier

        hung = [rung for rung in ladder.rungs if rung.hangs is not None]
        hung.sort(key=lambda rung: rung.hangs is None or rung.hangs.value not in _NEEDS_A_PERSON)
        hanging = hung[0] if hung else None
        for step, rung in zip(self.steps, ladder.rungs, strict=False):
            words, detail = rung_words(rung)
            tone = "" if rung.done or rung.hangs is not None else "muted"
            step.say(sign_of(rung), words, detail if rung.hangs is None else "", tone)
        words = rung_words(hanging)[1] if hanging is not None else ""
        self.hint_label.setText(words)
        if hanging is not None and words:
            sign = sign_of(hanging)
            paint(self._hint_icon, "info" if sign[0] == "clock" else sign[0], sign[1], 18)
        self.hint.setVisible(bool(words))
        self.needs_person = hanging is not None and hanging.hangs is not None and hanging.hangs.value in _NEEDS_A_PERSON


def delivery_words(ladder: "Ladder") -> str:
    """How far it got, in one short word or two: the highest step that is reached."""
    from desk.province.province_words import rung_words  # noqa: PLC0415 - likewise

    done = [rung for rung in ladder.rungs if rung.done]
    return rung_words(done[-1])[0] if done else ""
