"""Nobody was met: the next try, and what is to be known of it."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QVBoxLayout

from models.ids import SubjectId
from ui.actions import Act
from ui.widgets import input_parsing
from ui.widgets.basic import label, row
from ui.widgets.buttons import KeyButton
from ui.widgets.field import FINE, Field, Verdict
from ui.widgets.sheet import FoldOutSheet


def judge_day(text: str) -> Verdict:
    """Of a field in which a day belongs, or nothing."""
    try:
        day_typed(text)
    except ValueError:
        return "bad", input_parsing.no_day_words(text)
    return FINE


def day_typed(text: str) -> date | None:
    """The day that stands there; None = nothing does.

    Raises:
        ValueError: something else does.
    """
    return input_parsing.day(text) if text.strip() else None


class MissedPart(FoldOutSheet):
    """Day and time of day of the next try, a note; F9 records it and prints the card for the door."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.visit = SubjectId("")
        """Of which it was opened last; what was typed for it stays until that is recorded."""
        self.setProperty("role", "card")
        self.who = label("", "section", wrap=True)
        self.next_on = Field("Đến lại ngày", hint="trống: chờ xếp ngày khác", judge=judge_day)
        self.next_at = Field("Lúc", hint="buổi sáng, 14 giờ…")
        self.note = Field("Ghi chú", hint="người nhà nói gì, đi đâu")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.who)
        inside.addLayout(row(self.next_on, self.next_at, gap=12))
        inside.addWidget(self.note)
        inside.addLayout(self.foot(KeyButton(acts["visit_say"], "primary", with_icon=True)))

    def open_for(self, visit: SubjectId, name: str, day: date | None) -> None:
        """For this visit to this person; ``day`` is proposed."""
        if visit != self.visit:
            self.visit = visit
            self.who.setText(f"Không gặp {name}: bao giờ đến lại?")
            self.next_on.put(f"{day:%d/%m/%Y}" if day is not None else "")
            self.next_at.put("")
            self.note.put("")
        self.next_on.edit.setFocus()
        self.next_on.edit.selectAll()
