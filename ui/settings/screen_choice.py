"""Chooses a screen of this machine for a window that opens on it by itself."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from ui.widgets.basic import column, label, row
from ui.widgets.buttons import PickList


class ScreenChoice(QWidget):
    """The screens there are; one that is chosen and not plugged in stays choosable.

    Args:
        words: what opens there.
        name: what the list is called for who cannot see it.
        first: number of the first screen that may be chosen.

    Attributes:
        chosen: another one was picked.
    """

    chosen = Signal()

    def __init__(self, words: str, name: str, *, first: int = 1) -> None:
        super().__init__()
        self._first = first
        self._number = 0
        self.list = PickList(name)
        self.look_again = QPushButton("Tìm lại")
        self.look_again.setAccessibleName(f"Tìm lại: {name}")
        self.look_again.clicked.connect(self.refresh)
        line = row(self.list, self.look_again)
        line.setStretch(0, 1)
        whole = column(label(words, "label"), line)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.list.chosen.connect(self._picked)

    def put(self, number: int) -> None:
        """Show this one as chosen; 0 = none."""
        self._number = number
        self.refresh()

    @property
    def number(self) -> int:
        """Which one is chosen, 0 = none."""
        return self._number

    @Slot()
    def refresh(self) -> None:
        """Look which screens there are."""
        there = QGuiApplication.screens()
        options: list[tuple[object, str]] = [(0, "Không tự mở")]
        for at, screen in enumerate(there[self._first - 1 :], self._first):
            size = screen.size()
            which = "màn hình này" if at == 1 else "màn hình khác"
            options.append((at, f"Màn hình {at} · {size.width()}×{size.height()} · {which}"))
        if self._number not in [value for value, _ in options]:
            options.append((self._number, f"Màn hình {self._number} · chưa cắm"))
        self.list.offer(options)
        self.list.choose(self._number)

    @Slot(object)
    def _picked(self, value: object) -> None:
        if isinstance(value, int):
            self._number = value
            self.chosen.emit()
