"""Panel to issue a ticket: services and priority. Folds out below the line."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout

from desk.words.terms import PRIORITY
from models.events import Priority
from ui.widgets.basic import label
from ui.widgets.buttons import PickList, Tick
from ui.widgets.field import Field, go_to_red
from ui.widgets.sheet import FoldOutSheet


class IssuePart(FoldOutSheet):
    """The sheet of a new number.

    Attributes:
        done: services, priority or None, name, telephone number: draw it.
    """

    done = Signal(tuple, object, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._services: dict[str, Tick] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(2)
        self.priority = PickList("Ưu tiên")
        self.priority.offer([(None, "Không ưu tiên"), *((p, PRIORITY[p]) for p in Priority)])
        self.name = Field("Tên người lấy số (không bắt buộc)", name="")
        self.phone = Field("Điện thoại (không bắt buộc)", name="", hint="để báo khi gần tới lượt")
        self._ok = QPushButton("Lấy số và in · F9")
        self._ok.setProperty("kind", "soft")
        self._ok.clicked.connect(self.go)
        head = label("Ưu tiên", "label")
        head.setBuddy(self.priority)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(8)
        inside.addWidget(label("Lấy số mới", "section"))
        inside.addLayout(self._grid)
        inside.addWidget(head)
        inside.addWidget(self.priority)
        inside.addWidget(self.name)
        inside.addWidget(self.phone)
        inside.addLayout(self.foot(self._ok, words="Đóng"))
        for field in (self.name, self.phone):  # both may stay empty: Enter draws the number from either
            field.edit.returnPressed.disconnect()
            field.edit.returnPressed.connect(self.go)

    def show_services(self, services: Mapping[str, str]) -> None:
        """The services of the office, by id."""
        if list(services) == list(self._services):
            return
        for tick in self._services.values():
            self._grid.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        self._services = {}
        for n, (service, words) in enumerate(services.items()):
            tick = Tick(words, f"Lấy số cho: {words}")
            tick.setToolTip(words)
            self._grid.addWidget(tick, n, 0)
            self._services[service] = tick

    def clear(self) -> None:
        """The number was drawn: the next one is another's."""
        for tick in self._services.values():
            tick.setChecked(False)
        self.priority.choose(None)
        self.name.put("")
        self.phone.put("")

    def open(self) -> None:
        """As it was left, with the keys on the first service."""
        self.show()
        for tick in self._services.values():
            tick.setFocus(Qt.FocusReason.TabFocusReason)
            break

    @Slot()
    def go(self) -> None:
        """Do it with what stands here, unless something is red."""
        if go_to_red(self) is not None:
            return
        chosen = tuple(service for service, tick in self._services.items() if tick.isChecked())
        self.done.emit(chosen, self.priority.value, self.name.text, self.phone.text)
