"""Sheet to put the current ticket on hold, with an optional reason."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from models.ids import TicketId
from ui.widgets.basic import label
from ui.widgets.field import Field, go_to_red
from ui.widgets.sheet import FoldOutSheet


class HoldPart(FoldOutSheet):
    """The sheet of a hold: Enter holds, with or without a reason.

    Attributes:
        done: the reason, or "".
    """

    done = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._ticket: TicketId | None = None
        self.reason = Field("Lý do (không bắt buộc)", name="", hint="đi lấy giấy tờ, nộp tiền…")
        ok = QPushButton("Tạm giữ · F9")
        ok.setProperty("kind", "soft")
        ok.clicked.connect(self.go)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(8)
        inside.addWidget(label("Tạm giữ số này", "section"))
        inside.addWidget(self.reason)
        inside.addLayout(self.foot(ok, words="Đóng"))
        self.reason.edit.returnPressed.disconnect()
        self.reason.edit.returnPressed.connect(self.go)

    def open(self, ticket: TicketId) -> None:
        """With the keys on the reason: fresh for another number, as it was left for the same."""
        if ticket != self._ticket:
            self._ticket = ticket
            self.reason.put("")
        self.show()
        self.reason.edit.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def go(self) -> None:
        """Do it with what stands here, unless something is red."""
        if go_to_red(self) is not None:
            return
        self.done.emit(self.reason.text)
