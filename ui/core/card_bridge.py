"""Turns callbacks of the card readers' threads into Qt signals of the window's thread."""

import logging
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from models.calendar.clock import Clock, local_day
from models.trouble import LibraryUnusable, ReaderTrouble

if TYPE_CHECKING:
    from desk.cards.deduplicate import Deduplicator
    from desk.cards.formats.kinds import Scan
    from desk.cards.reader import ReaderState, ScanDecoder
    from desk.settings import Scanner
    from models.person import Person

KEYBOARD, CAMERA = -1, -2
"""Sources that are no port."""

_WORST_FIRST = ("refused", "lost", "wrong_speed", "waiting", "stopped", "connected")

_log = logging.getLogger(__name__)


class Reader(Protocol):
    """A card reader, real or simulated."""

    @property
    def baud(self) -> int:
        """The current baud rate."""

    def start(self) -> None:
        """Start reading."""

    def stop(self) -> None:
        """Stop reading."""


class ReaderSeen(Struct, frozen=True, kw_only=True):
    """The state of one reader, for the window.

    Attributes:
        scanner: as set; None = the simulated one.
        state: None until its thread has said something.
        baud: the speed listened at now, which may be another than the one set.
    """

    scanner: "Scanner | None"
    state: "ReaderState | None" = None
    baud: int = 9600


class CardBridge(QObject):
    """Owns the card readers; emits what any of them reads.

    Attributes:
        scanned: carries a ``Scan``. What a second source repeats within a second is not told again.
        state_changed: carries the ``ReaderState`` that needs looking at most.
        readers_changed: carries all of them, a tuple of ``ReaderSeen`` in the order of the settings.
        speed_found: carries the ``Scanner`` as set and the speed it turned out to talk at.
        failed: carries a ``ReaderTrouble`` or ``LibraryUnusable`` met at the start.
        crashed: carries an exception of a reader's thread.
    """

    scanned = Signal(object)
    state_changed = Signal(object)
    readers_changed = Signal(object)
    speed_found = Signal(object, int)
    failed = Signal(object)
    crashed = Signal(object)
    _came = Signal(int, object, float)
    _turned = Signal(int, int, object, int)

    def __init__(
        self, clock: Clock, parent: QObject | None = None, *, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._ticks = ticks
        self._readers: list[Reader] = []
        self._round = 0
        """How often other readers were set; what those of before still say is of no interest."""
        self._echoes: Deduplicator | None = None
        self._decoder: ScanDecoder | None = None
        self.readers: tuple[ReaderSeen, ...] = ()
        self._came.connect(self._tell)
        self._turned.connect(self._note)

    @property
    def state(self) -> "ReaderState | None":
        """The state of the reader most in need of attention; None while there is none."""
        known = [seen.state for seen in self.readers if seen.state is not None]
        return min(known, key=lambda state: _WORST_FIRST.index(state.value)) if known else None

    def start_readers(self, scanner: "Scanner | None", *, training: bool, more: "tuple[Scanner, ...]" = ()) -> None:
        """Read from these ports from now on; in training without a scanner, from a simulated one."""
        self.stop_readers()
        scanners = (*((scanner,) if scanner else ()), *more)
        if scanners:
            from desk.cards.reader import CardReader  # noqa: PLC0415 - loaded after the first paint

            among = tuple(one.port for one in scanners)
            self.readers = tuple(ReaderSeen(scanner=one, baud=one.baud) for one in scanners)
            for n, one in enumerate(scanners):
                heard, turned = self._callbacks(n)
                self._readers.append(
                    CardReader(
                        one.port,
                        on_scan=heard,
                        on_state=turned,
                        today=self.today,
                        baud=one.baud,
                        among=among,
                        on_error=self.crashed.emit,
                    )
                )
        elif training:
            from desk.cards.simulated import SimulatedReader  # noqa: PLC0415 - likewise

            self.readers = (ReaderSeen(scanner=None),)
            heard, turned = self._callbacks(0)
            self._readers.append(
                SimulatedReader(on_scan=heard, on_state=turned, today=self.today, on_error=self.crashed.emit)
            )
        for reader in list(self._readers):
            try:
                reader.start()
            except (LibraryUnusable, ReaderTrouble) as trouble:
                self._readers.remove(reader)
                self.failed.emit(trouble)

    def _callbacks(self, n: int) -> "tuple[Callable[[Scan], None], Callable[[ReaderState], None]]":
        """The callbacks of the n-th reader's thread; they only emit signals."""
        readers, round_ = self._readers, self._round

        def turned(state: "ReaderState") -> None:
            self._turned.emit(round_, n, state, readers[n].baud if n < len(readers) else 0)

        return partial(self._heard, n), turned

    def stop_readers(self) -> None:
        """Stop all readers."""
        readers, self._readers = self._readers, []
        self._round += 1
        for reader in readers:
            reader.stop()
        self.readers = ()
        self.readers_changed.emit(())

    @property
    def can_simulate(self) -> bool:
        """Whether there is a simulated reader."""
        return any(hasattr(reader, "scan") for reader in self._readers)

    def simulate(self, card: "Person | bytes") -> None:
        """Inject an invented citizen's card into the simulated reader."""
        from desk.cards.simulated import SimulatedReader  # noqa: PLC0415 - loaded when first used

        for reader in self._readers:
            if isinstance(reader, SimulatedReader):
                reader.scan(card)

    def inject_fault(self, fault: str, card: "Person", other: "Person") -> None:
        """Training: inject a ``ScannerFault`` into the simulated reader, by name; empty = end the fault."""
        from desk.cards.simulated import ScannerFault, SimulatedReader  # noqa: PLC0415 - training only

        for reader in self._readers:
            if isinstance(reader, SimulatedReader):
                if fault:
                    reader.inject_fault(ScannerFault(fault), card, other)
                else:
                    reader.end_fault()

    def accept_scan(self, source: int, scan: "Scan") -> None:
        """Accept a scan from the camera."""
        self._came.emit(source, scan, self._ticks())

    def accept_typed(self, text: bytes) -> None:
        """Accept what a keyboard scanner typed: decoded like the bytes of a port."""
        from desk.cards.reader import ScanDecoder  # noqa: PLC0415 - most scanners type nothing

        if self._decoder is None:
            self._decoder = ScanDecoder(
                on_scan=partial(self.accept_scan, KEYBOARD), today=self.today, on_error=self.crashed.emit
            )
        self._decoder.feed(text)
        self._decoder.flush()

    def _heard(self, n: int, scan: "Scan") -> None:
        """In the reader's thread: emits a signal, nothing else."""
        self._came.emit(n, scan, self._ticks())

    def today(self) -> date:
        """The day on the office calendar; in any thread, a pure function of the clock."""
        return local_day(self._clock())

    @Slot(int, object, float)
    def _tell(self, source: int, scan: "Scan", at: float) -> None:
        from desk.cards.deduplicate import Deduplicator  # noqa: PLC0415 - loaded with the first scan

        if self._echoes is None:
            self._echoes = Deduplicator()
        if self._echoes.is_echo(source, scan, at):
            _log.info("scan: told by another source already")
            return
        self.scanned.emit(scan)

    @Slot(int, int, object, int)
    def _note(self, round_: int, n: int, state: "ReaderState", baud: int) -> None:
        if round_ != self._round:
            return
        before = self.readers[n]
        now = ReaderSeen(scanner=before.scanner, state=state, baud=baud or before.baud)
        self.readers = (*self.readers[:n], now, *self.readers[n + 1 :])
        self.readers_changed.emit(self.readers)
        self.state_changed.emit(self.state)
        set_to = before.scanner.baud if before.scanner else 9600
        if before.state == "wrong_speed" and state == "connected" and now.baud != set_to:
            self.speed_found.emit(before.scanner, now.baud)
