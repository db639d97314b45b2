"""Confirmation by a second person: account, PIN at the same screen, and points to check before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.ids import ClerkId
from ui.shell.lock import SecretField
from ui.widgets.basic import column, label, row, set_tone
from ui.widgets.buttons import PickList

if TYPE_CHECKING:
    from desk.views.view_models import Second


class SecondPart(QWidget):
    """Who confirms.

    Attributes:
        confirmed: Enter in the PIN.
        ready_changed: there is somebody who may confirm, or there is nobody any more.
    """

    confirmed = Signal()
    ready_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heed = label("", "note", wrap=True)
        set_tone(self.heed, "warn")
        self.second = PickList("Người xác nhận")
        self.secret = SecretField("Mã của người xác nhận", "người ấy tự gõ tại máy này")
        self.secret.edit.returnPressed.disconnect()
        self.secret.edit.returnPressed.connect(self.confirmed)
        head = label("Người xác nhận", "label")
        head.setBuddy(self.second)
        who = QWidget()
        who.setLayout(column(head, self.second, 1, gap=2))
        both = row(who, self.secret, gap=12)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.heed)
        whole.addLayout(both)
        QWidget.setTabOrder(self.second, self.secret.edit)

    @property
    def person(self) -> ClerkId | None:
        """Who confirms; None = nobody may."""
        value = self.second.value
        return ClerkId(value) if isinstance(value, str) else None

    def clear(self) -> None:
        """Fresh: nobody is offered yet."""
        self.secret.forget()
        self.heed.hide()
        self.second.offer([])
        self.ready_changed.emit()

    def offer(self, people: "Sequence[Second]", heeds: Sequence[str]) -> None:
        """Who may confirm, and what to think of before."""
        self.second.offer([(one.id, one.name) for one in people])
        self.heed.setText("\n".join(heeds))
        self.heed.setVisible(bool(heeds))
        self.ready_changed.emit()
