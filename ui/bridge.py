"""Where the card reader's thread meets the window: its callbacks become signals of the window's thread."""

from datetime import date
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from models.clock import Clock, local_day
from models.trouble import ReaderTrouble

if TYPE_CHECKING:
    from desk.cards.kinds import Scan
    from desk.cards.reader import ReaderState
    from desk.settings import Scanner
    from models.person import Person


class Reader(Protocol):
    """A card reader, real or simulated."""

    def start(self) -> None:
        """Begin to listen."""

    def stop(self) -> None:
        """End listening."""


class CardBridge(QObject):
    """Owns the reader; tells the window what was scanned.

    Attributes:
        scanned: carries a ``Scan``.
        state_changed: carries a ``ReaderState``.
        failed: carries a ``ReaderTrouble`` met at the start.
        crashed: carries an exception of the reader's thread.
    """

    scanned = Signal(object)
    state_changed = Signal(object)
    failed = Signal(object)
    crashed = Signal(object)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._reader: Reader | None = None
        self.state: ReaderState | None = None
        self.state_changed.connect(self._remember)

    def listen(self, scanner: "Scanner | None", *, training: bool) -> None:
        """Listen at this port from now on; in training without a scanner, at a simulated one."""
        self.stop()
        if scanner is not None:
            from desk.cards.reader import CardReader  # noqa: PLC0415 - loaded after the first paint

            self._reader = CardReader(
                scanner.port,
                on_scan=self._heard,
                on_state=self._changed,
                today=self._today,
                baud=scanner.baud,
                on_error=self.crashed.emit,
            )
        elif training:
            from desk.cards.simulated import SimulatedReader  # noqa: PLC0415 - likewise

            self._reader = SimulatedReader(
                on_scan=self._heard, on_state=self._changed, today=self._today, on_error=self.crashed.emit
            )
        if self._reader is not None:
            try:
                self._reader.start()
            except ReaderTrouble as trouble:
                self._reader = None
                self.failed.emit(trouble)

    def stop(self) -> None:
        """Listen no more."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.stop()

    @property
    def can_simulate(self) -> bool:
        """Whether a card can be laid on by the program itself."""
        return hasattr(self._reader, "scan")

    def simulate(self, card: "Person | bytes") -> None:
        """Lay an invented citizen's card on the simulated reader."""
        from desk.cards.simulated import SimulatedReader  # noqa: PLC0415 - loaded when first used

        if isinstance(self._reader, SimulatedReader):
            self._reader.scan(card)

    def _heard(self, scan: "Scan") -> None:
        """In the reader's thread: a signal is all it may touch."""
        self.scanned.emit(scan)

    def _changed(self, state: "ReaderState") -> None:
        """In the reader's thread."""
        self.state_changed.emit(state)

    def _today(self) -> date:
        """In the reader's thread; a pure function of the clock."""
        return local_day(self._clock())

    @Slot(object)
    def _remember(self, state: "ReaderState") -> None:
        self.state = state
