"""A simulated card scanner for training: ``scan`` injects a card, ``inject_fault`` a fault."""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path

from desk.cards.formats.kinds import Scan
from desk.cards.ports import PortChoice
from desk.cards.reader import CardReader, ReaderState
from desk.cards.uart import through
from models.person import Person
from models.system.bugs import report
from models.trouble import LibraryUnusable, ReaderTrouble

PATIENCE = 5.0
"""Seconds the start waits for the reader to have opened its end of the line."""

_FAST = 115200
"""What a scanner was set to by somebody, while the port listens at 9,600."""


class ScannerFault(StrEnum):
    """What can happen to a scanner."""

    PULLED = "pulled"
    """The cable comes out."""
    BUSY = "busy"
    """Another program holds the port."""
    WRONG_SPEED = "wrong_speed"
    """It was set to another speed."""
    HALF = "half"
    """Only the beginning of a card comes."""
    MANGLED = "mangled"
    """Letters come in a wrong encoding, and some are lost."""
    FOREIGN = "foreign"
    """A code of something else is held under it."""
    GLUED = "glued"
    """Two cards come without an end between them."""


class SimulatedReader:
    """Started and stopped as a ``CardReader``; ``scan`` sends a card, ``inject_fault`` a fault.

    Where the system has pseudo-terminals the bytes go through one into a real ``CardReader``; elsewhere (Windows)
    straight to the same decoder, on the caller's thread.
    """

    def __init__(
        self,
        *,
        on_scan: Callable[[Scan], None],
        on_state: Callable[[ReaderState], None],
        today: Callable[[], date],
        on_error: Callable[[Exception], None] = report,
    ) -> None:
        self._on_scan = on_scan
        self._on_state = on_state
        self._today = today
        self._on_error = on_error
        self._line: _Terminal | _Direct | None = None
        self._talks_at: int | None = None

    @property
    def baud(self) -> int:
        """The speed listened at now."""
        return self._line.reader.baud if self._line else 9600

    def start(self) -> None:
        """Begin to listen; ready for ``scan`` when it returns. Nothing when already listening.

        Raises:
            ReaderTrouble: no pseudo-terminal to be had.
        """
        if self._line is None:
            kind = _Direct if sys.platform == "win32" else _Terminal
            self._line = kind(self._on_scan, self._on_state, self._today, self._on_error)

    def stop(self) -> None:
        """End listening. No callback comes afterwards."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def scan(self, card: Person | bytes) -> None:
        """Lay a card on the scanner: a person's card of 2024, or these very bytes; a CR follows.

        Nothing is heard while its cable is out or another program has its port.

        Raises:
            ReaderTrouble: not started.
        """
        self._send(_bytes(card) + b"\r")

    def inject_fault(self, fault: ScannerFault, card: Person, other: Person) -> None:
        """Play a fault, with these citizens at the counter. One that lasts does so until ``end_fault``.

        Raises:
            ReaderTrouble: not started.
        """
        line = self._started()
        one, two = _bytes(card), _bytes(other)
        match fault:
            case ScannerFault.PULLED:
                line.unplug()
            case ScannerFault.BUSY:
                line.unplug()
                line.plug(held=True)
            case ScannerFault.WRONG_SPEED:
                self._talks_at = _FAST
                self._send(one + b"\r")
            case ScannerFault.HALF:
                self._send(one[: len(one) // 3] + b"\r")
            case ScannerFault.MANGLED:
                mangled = one.decode("latin-1").encode()
                self._send(mangled.replace("»".encode(), b"").replace("º".encode(), b"") + b"\r")
            case ScannerFault.FOREIGN:
                self._send(b"https://vi-du.example/khuyen-mai\r")
            case ScannerFault.GLUED:
                self._send(one + two + b"\r")

    def end_fault(self) -> None:
        """The cable is in again, nobody else has the port, and the speed is the one set.

        Raises:
            ReaderTrouble: not started.
        """
        line = self._started()
        self._talks_at = None
        if not line.works:
            line.unplug()
            line.plug()

    def _send(self, text: bytes) -> None:
        line = self._started()
        if line.works:
            line.send(text if self._talks_at is None else through(text, self._talks_at, self.baud))

    def _started(self) -> "_Terminal | _Direct":
        if self._line is None:
            raise ReaderTrouble("simulated", "not started")
        return self._line


def _bytes(card: Person | bytes) -> bytes:
    if isinstance(card, bytes):
        return card
    from desk.cards.samples import qr_text  # noqa: PLC0415 - loaded with the first scan

    return qr_text(card, new_card=True).encode()


class _Terminal:
    """A pseudo-terminal with a real reader at its other end, at a path that stays when it is plugged in anew."""

    def __init__(
        self,
        on_scan: Callable[[Scan], None],
        on_state: Callable[[ReaderState], None],
        today: Callable[[], date],
        on_error: Callable[[Exception], None],
    ) -> None:
        self._opened = threading.Event()
        self._on_state = on_state
        self._folder = Path(tempfile.mkdtemp(prefix="motcua-"))
        self._link = self._folder / "scanner"
        self._hand = self._slave = self._holder = -1
        self.works = False
        try:
            self.plug()
        except OSError as refusal:
            shutil.rmtree(self._folder)
            raise ReaderTrouble("pty", str(refusal)) from refusal
        self.reader = CardReader(
            PortChoice(path=str(self._link)), on_scan=on_scan, on_state=self._tell, today=today, on_error=on_error
        )
        self.reader.start()
        opened = self._opened.wait(PATIENCE)
        trouble = self.reader.trouble
        if not opened or isinstance(trouble, LibraryUnusable):
            self.close()
            raise trouble if isinstance(trouble, LibraryUnusable) else ReaderTrouble("pty", str(trouble))

    def plug(self, *, held: bool = False) -> None:
        """A new terminal at the path; ``held`` = another program was there first."""
        self._hand, self._slave = os.openpty()  # the far end is kept: a terminal nobody holds reports a hang-up
        if held:
            import fcntl  # noqa: PLC0415 - not on Windows

            self._holder = os.open(os.ttyname(self._slave), os.O_RDWR | os.O_NOCTTY)
            fcntl.flock(self._holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._link.symlink_to(os.ttyname(self._slave))
        self.works = not held

    def unplug(self) -> None:
        """The terminal goes away. Nothing when it has."""
        self._link.unlink(missing_ok=True)
        for end in (self._holder, self._slave, self._hand):
            if end >= 0:
                os.close(end)
        self._hand = self._slave = self._holder = -1
        self.works = False

    def send(self, text: bytes) -> None:
        while text:
            text = text[os.write(self._hand, text) :]

    def close(self) -> None:
        self.reader.stop()
        self.unplug()
        shutil.rmtree(self._folder)

    def _tell(self, state: ReaderState) -> None:
        self._on_state(state)  # before anything that whoever waits for the start then does
        if state is ReaderState.CONNECTED or isinstance(self.reader.trouble, LibraryUnusable):
            self._opened.set()


class _Direct:
    """The same decoder without a line."""

    def __init__(
        self,
        on_scan: Callable[[Scan], None],
        on_state: Callable[[ReaderState], None],
        today: Callable[[], date],
        on_error: Callable[[Exception], None],
    ) -> None:
        self.reader = CardReader(PortChoice(), on_scan=on_scan, on_state=on_state, today=today, on_error=on_error)
        self._decoder = self.reader.new_decoder()
        self.works = False
        self.plug()

    def plug(self, *, held: bool = False) -> None:
        self.works = not held
        self.reader.say(ReaderState.REFUSED if held else ReaderState.CONNECTED)

    def unplug(self) -> None:
        self.works = False
        self.reader.say(ReaderState.LOST)

    def send(self, text: bytes) -> None:
        self._decoder.feed(text)
        self._decoder.flush()

    def close(self) -> None:
        self.reader.say(ReaderState.STOPPED)
