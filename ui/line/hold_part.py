"""Sheet to put the current ticket on hold, with an optional reason."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from ui.widgets.basic import label
from ui.widgets.columns import Flow
from ui.widgets.field import Field


class HoldPart(QFrame):
    """The sheet of a hold: Enter holds, with or without a reason.

    Attributes:
        done: the reason, or "".
        away: closed without holding.
    """

    done = Signal(str)
    away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.reason = Field("Lý do (không bắt buộc)", name="", hint="đi lấy giấy tờ, nộp tiền…")
        ok = QPushButton("Tạm giữ · F9")
        ok.setProperty("kind", "soft")
        ok.clicked.connect(self.go)
        back = QPushButton("Đóng · Esc")
        back.setProperty("kind", "quiet")
        back.clicked.connect(self.away)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(8)
        inside.addWidget(label("Tạm giữ số này", "section"))
        inside.addWidget(self.reason)
        inside.addLayout(Flow(back, ok, apart=True))
        self.reason.edit.returnPressed.disconnect()
        self.reason.edit.returnPressed.connect(self.go)

    def open(self) -> None:
        """Fresh, with the keys on the reason."""
        self.reason.put("")
        self.show()
        self.reason.edit.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def go(self) -> None:
        """Do it with what stands here."""
        self.done.emit(self.reason.text)
