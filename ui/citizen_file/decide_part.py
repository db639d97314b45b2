"""What is decided about two entries: what would clash, which number is wrong, by what it is seen."""

from collections.abc import Mapping
from enum import Enum

from PySide6.QtWidgets import QVBoxLayout

from ui.actions import Act
from ui.widgets.basic import label
from ui.widgets.buttons import KeyButton, Segments
from ui.widgets.field import Field
from ui.widgets.sheet import FoldOutSheet


class CitizenAct(Enum):
    """What may be decided, and how the part asks for it."""

    MERGE = "Hai mục là một người?"
    APART = "Hai mục không phải một người?"
    TAKE_BACK = "Rút quyết định này?"


class DecidePart(FoldOutSheet):
    """Head, clashes, the number that was written wrongly, the reason; F9 records it."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.what = CitizenAct.MERGE
        self._of = ("", "")
        self.head = label("", "section", wrap=True)
        self.whom = label("", wrap=True)
        self.clashes = label("", "strong", wrap=True)
        self._numbers_head = label("Số nào đã ghi sai?", "label")
        self.wrong = Segments("Số nào đã ghi sai?")
        self.reason = Field("Căn cứ, lý do", hint="thẻ ghi số CMND cũ, đã hỏi người dân…")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        for part in (self.head, self.whom, self.clashes, self._numbers_head, self.wrong, self.reason):
            inside.addWidget(part)
        inside.addLayout(self.foot(KeyButton(acts["citizen_decide"], "primary", with_icon=True)))

    def open_for(
        self, what: CitizenAct, key: str, whom: str, clashes: tuple[str, ...], numbers: tuple[str, ...]
    ) -> None:
        """Ask for this decision; what was typed for the same one stays."""
        if self._of != (what.name, key):
            self._of = (what.name, key)
            self.reason.put("")
            self.wrong.offer([("", "Chưa rõ"), *((number, number) for number in numbers)])
            self.wrong.choose("")
        self.what = what
        self.head.setText(what.value)
        self.whom.setText(whom)
        self.clashes.setText("\n".join(f"Vướng: {one}." for one in clashes))
        self.clashes.setVisible(bool(clashes))
        for part in (self._numbers_head, self.wrong):
            part.setVisible(bool(numbers))
        self.reason.edit.setFocus()

    @property
    def wrong_numbers(self) -> tuple[str, ...]:
        """The number that was chosen as wrong; none where no numbers differ."""
        return (str(self.wrong.value),) if self.wrong.isVisibleTo(self) and self.wrong.value else ()
