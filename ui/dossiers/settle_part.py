"""The part that settles a contradiction: both ways beside each other, one to be picked, and a reason."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk.dossiers.disputes import Settlement
from models.not_allowed import ReasonMissing
from ui.core.words import why
from ui.dossiers.act_part import ActPart
from ui.style.look import look
from ui.widgets.basic import label, scrolled, set_tone
from ui.widgets.buttons import Segments
from ui.widgets.field import LongField

if TYPE_CHECKING:
    from desk.views.view_models import DossierView
    from desk.views.ways import Ways

_NO_WAYS = "Không có hai cách để so. Ghi vào lý do việc đã làm, như đã thu lại tiền hoàn thừa."
_AS_IT_STANDS = (Settlement.AS_IT_STANDS, "Giữ như đang có")


class SettlePart(ActPart):
    """Of two ways nothing is picked beforehand: that the first way stands first says nothing for it."""

    tall = True

    def __init__(self) -> None:
        super().__init__()
        self.way = Segments("Theo quyết định", [_AS_IT_STANDS])
        self.reason = LongField("Lý do", "đã hỏi hai nơi…", lines=2)
        self.table = scrolled(QWidget())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        self._which = label("Theo quyết định nào", "label")
        column.addWidget(self._which)
        column.addWidget(self.way)
        column.addWidget(self.reason)

    def fill_from(self, view: "DossierView") -> None:
        """Both ways of this dossier."""
        found = view.ways
        offered = [(Settlement.HERE, f"Theo {found.here}"), (Settlement.THERE, f"Theo {found.there}")] if found else []
        self.way.offer([*offered, _AS_IT_STANDS])
        self.way.choose(None if found else Settlement.AS_IT_STANDS)
        for part in (self._which, self.way):
            part.setVisible(bool(found))
        self.reason.edit.setPlainText("")
        made = _table(found) if found else _no_ways()
        self.table.setWidget(made)
        made.setAutoFillBackground(False)

    def focus_first(self) -> None:
        """The ways; where there are none, the reason."""
        if self.way.isHidden():
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.way.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def given(self) -> tuple[object, ...] | None:
        """The way and the reason."""
        if not isinstance(self.way.value, Settlement):
            self.focus_first()
            self.lacks.emit("Chọn theo quyết định nào.")
            return None
        if not self.reason.text:
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.lacks.emit(why(ReasonMissing()))
            return None
        return self.way.value, self.reason.text


def _no_ways() -> QWidget:
    made = label(_NO_WAYS, "muted", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made


def _table(ways: "Ways") -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    for at, words in ((1, f"Theo {ways.here}"), (2, f"Theo {ways.there}")):
        grid.addWidget(label(words, "section", wrap=True), 0, at)
    for line, field in enumerate(ways.fields, start=1):
        name = label(f"{field.words} ≠" if field.differs else field.words, "label")
        name.setMinimumWidth(look().px(96))
        if field.differs:
            name.setAccessibleName(f"{field.words}, khác nhau")
            set_tone(name, "warn")
        grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
        for at, words in ((1, field.here), (2, field.there)):
            said = label(words or "không có", "" if words else "muted", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(said, line, at, Qt.AlignmentFlag.AlignTop)
    grid.setRowStretch(len(ways.fields) + 1, 1)
    return made
