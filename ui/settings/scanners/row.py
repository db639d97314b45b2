"""Fields for one scanner: port, speed, and its state."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton

from desk.cards.ports import Port, PortChoice, choice_of
from desk.cards.uart import SPEEDS
from desk.settings import Scanner
from models.words.money_words import in_figures
from ui.core.scan_words import READER, READER_NONE, reader_advice
from ui.widgets.basic import column, label, paint, picture, row
from ui.widgets.buttons import PickList

if TYPE_CHECKING:
    from ui.core.card_bridge import ReaderSeen


def offer_speeds(pick: PickList, chosen: int | None = None) -> None:
    """The usual speeds in bits per second, and the one chosen, which a file of settings may have otherwise."""
    pick.offer([(baud, in_figures(baud)) for baud in sorted({*SPEEDS, chosen or SPEEDS[0]})])
    if chosen is not None:
        pick.choose(chosen)


class ScannerRow(QFrame):
    """One scanner: its port, its speed, how it is.

    Attributes:
        changed: another port or speed.
        away: it is to be taken off the list; carries the row.
    """

    changed = Signal()
    away = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.head = label("", "strong")
        self.port = PickList("Cổng của đầu đọc thẻ")
        self.baud = PickList("Tốc độ cổng")
        offer_speeds(self.baud)
        self.drop = QPushButton("Bỏ")
        self.drop.setProperty("kind", "quiet")
        self._sign = picture("card", "muted", 18)
        self._state = label("", "strong")
        self._advice = label("", "small", wrap=True)
        line = row(self.port, self.baud, self.drop)
        line.setStretch(0, 1)
        state = row(self._sign, self._state, self._advice)
        state.setStretch(2, 1)
        self.setLayout(column(self.head, line, state, gap=4))
        self.port.chosen.connect(self._changed)
        self.baud.chosen.connect(self._changed)
        self.drop.clicked.connect(self._drop)
        self.show_state(None)

    def number(self, n: int) -> None:
        """It is the n-th scanner."""
        self.head.setText(f"Đầu đọc {n}")
        self.port.setAccessibleName(f"Đầu đọc {n}: cổng")
        self.baud.setAccessibleName(f"Đầu đọc {n}: tốc độ")
        self.drop.setAccessibleName(f"Bỏ đầu đọc {n}")

    def offer(self, found: list[Port], chosen: PortChoice | None) -> None:
        """Ports to choose from; one that is not plugged in stays choosable."""
        options: list[tuple[object, str]] = [(None, "Chọn cổng…")]
        options += [(choice_of(port), f"{port.path} · {port.name}") for port in found]
        if chosen is not None and chosen not in [value for value, _ in options]:
            options.append((chosen, f"{chosen.path} · chưa cắm"))
        self.port.offer(options)
        self.port.choose(chosen)

    def put(self, scanner: Scanner, found: list[Port]) -> None:
        """Show this scanner."""
        self.offer(found, scanner.port)
        offer_speeds(self.baud, scanner.baud)

    @property
    def choice(self) -> PortChoice | None:
        """The port chosen."""
        value = self.port.value
        return value if isinstance(value, PortChoice) else None

    @property
    def value(self) -> Scanner | None:
        """The scanner, once a port is chosen."""
        baud = self.baud.value
        if self.choice is None:
            return None
        return Scanner(port=self.choice, baud=baud) if isinstance(baud, int) else Scanner(port=self.choice)

    def show_state(self, seen: "ReaderSeen | None") -> None:
        """How it is, by sign, word and advice; None = it is not listened at yet."""
        said = READER[seen.state.value] if seen is not None and seen.state is not None else None
        words, icon, colour = said or READER_NONE
        paint(self._sign, icon, colour, 18)
        self._state.setText(words if said else "")
        self._state.setVisible(bool(said))
        self._advice.setText(reader_advice(seen) if seen else "Đầu đọc này sẽ chạy sau khi lưu.")

    @Slot()
    def _changed(self) -> None:
        self.changed.emit()

    @Slot()
    def _drop(self) -> None:
        self.away.emit(self)
