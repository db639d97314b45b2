"""Sheet to move the current ticket to another service or counter."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout

from ui.widgets.basic import label
from ui.widgets.buttons import PickList
from ui.widgets.columns import Flow
from ui.widgets.field import Field


class MovePart(QFrame):
    """The sheet of a move.

    Attributes:
        done: service or "", counter or "".
        away: closed without moving.
    """

    done = Signal(str, str)
    away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.service = PickList("Chuyển sang dịch vụ")
        self.counter = Field("Quầy", name="", hint="bỏ trống: quầy nào cũng được")
        ok = QPushButton("Chuyển · F9")
        ok.setProperty("kind", "soft")
        ok.clicked.connect(self.go)
        back = QPushButton("Đóng · Esc")
        back.setProperty("kind", "quiet")
        back.clicked.connect(self.away)
        self.service.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        head = label("Dịch vụ", "label")
        head.setBuddy(self.service)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(8)
        inside.addWidget(label("Chuyển số này", "section"))
        inside.addWidget(head)
        inside.addWidget(self.service)
        inside.addWidget(self.counter)
        inside.addLayout(Flow(back, ok, apart=True))
        self.counter.edit.returnPressed.disconnect()
        self.counter.edit.returnPressed.connect(self.go)

    def open(self, services: Mapping[str, str]) -> None:
        """Fresh, with the keys on the services."""
        self.service.offer([("", "Giữ dịch vụ đang chờ"), *services.items()])
        self.service.choose("")
        self.counter.put("")
        self.show()
        self.service.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def go(self) -> None:
        """Do it with what stands here."""
        self.done.emit(str(self.service.value or ""), self.counter.text)
