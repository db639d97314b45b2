"""Sheet to move the current ticket to another service or counter."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout

from models.ids import TicketId
from ui.widgets.basic import label
from ui.widgets.buttons import PickList
from ui.widgets.field import Field, go_to_red
from ui.widgets.sheet import FoldOutSheet


class MovePart(FoldOutSheet):
    """The sheet of a move.

    Attributes:
        done: service or "", counter or "".
    """

    done = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._ticket: TicketId | None = None
        self.service = PickList("Chuyển sang dịch vụ")
        self.counter = Field("Quầy", name="", hint="bỏ trống: quầy nào cũng được")
        ok = QPushButton("Chuyển · F9")
        ok.setProperty("kind", "soft")
        ok.clicked.connect(self.go)
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
        inside.addLayout(self.foot(ok, words="Đóng"))
        self.counter.edit.returnPressed.disconnect()
        self.counter.edit.returnPressed.connect(self.go)

    def open(self, ticket: TicketId, services: Mapping[str, str]) -> None:
        """With the keys on the services: fresh for another number, as it was left for the same."""
        before = self.service.value if ticket == self._ticket else ""
        self.service.offer([("", "Giữ dịch vụ đang chờ"), *services.items()])
        self.service.choose(before if before in services else "")
        if ticket != self._ticket:
            self._ticket = ticket
            self.counter.put("")
        self.show()
        self.service.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def go(self) -> None:
        """Do it with what stands here, unless something is red."""
        if go_to_red(self) is not None:
            return
        self.done.emit(str(self.service.value or ""), self.counter.text)
