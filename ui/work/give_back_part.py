"""Sheet in which a leader says why results laid before them are given back unsigned."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from models.ids import DossierId
from models.not_allowed import ReasonMissing
from ui.actions import Act
from ui.core.words import why
from ui.widgets.basic import label, set_tone
from ui.widgets.buttons import KeyButton
from ui.widgets.field import LongField
from ui.widgets.sheet import FoldOutSheet


class GiveBackPart(FoldOutSheet):
    """One reason for all the dossiers it was opened for.

    Attributes:
        done: carries the dossiers and the reason.
    """

    done = Signal(object, str)

    def __init__(self, do_it: Act) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.dossiers: tuple[DossierId, ...] = ()
        self.reason = LongField("Lý do trả lại", "thiếu ý kiến thẩm định…", lines=2)
        self._head = label("", "section")
        self._note = label("", "note", wrap=True)
        set_tone(self._note, "bad")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self._head)
        inside.addWidget(label("Hồ sơ về người giữ trước đó, chưa ký.", "muted", wrap=True))
        inside.addWidget(self.reason)
        inside.addWidget(self._note)
        inside.addLayout(self.foot(KeyButton(do_it, "primary")))

    def open(self, dossiers: Sequence[DossierId]) -> None:
        """With the keys on the reason: fresh for other dossiers, as it was left for the same."""
        if tuple(dossiers) != self.dossiers:
            self.dossiers = tuple(dossiers)
            self.reason.edit.clear()
        self._head.setText(f"Trả lại {len(self.dossiers)} hồ sơ")
        self._tell("")
        self.show()
        self.reason.edit.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def go(self) -> None:
        """Give back, once a reason stands here."""
        if self.reason.text:
            self._tell("")
            self.done.emit(self.dossiers, self.reason.text)
        else:
            self._tell(why(ReasonMissing()))
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))
