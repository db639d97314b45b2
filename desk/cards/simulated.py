"""A card scanner that is not there, for training: cards are laid on it by the program itself."""

import os
import sys
import threading
from collections.abc import Callable
from datetime import date

from desk.cards.kinds import Scan
from desk.cards.ports import PortChoice
from desk.cards.reader import CardReader, Ear, ReaderState, report
from desk.cards.samples import qr_text
from models.person import Person
from models.trouble import ReaderTrouble

PATIENCE = 5.0
"""Seconds the start waits for the reader to have opened its end of the line."""


class SimulatedReader:
    """Started and stopped as a ``CardReader``; ``scan`` is the citizen's hand.

    Where the system has pseudo-terminals the bytes go through one into a real ``CardReader``; elsewhere (Windows)
    straight to the same ear, on the caller's thread.
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

        Raises:
            ReaderTrouble: not started.
        """
        if self._line is None:
            raise ReaderTrouble("simulated", "not started")
        text = card if isinstance(card, bytes) else qr_text(card, new_card=True).encode()
        self._line.send(text + b"\r")


class _Terminal:
    """A pseudo-terminal with a real reader at its other end."""

    def __init__(
        self,
        on_scan: Callable[[Scan], None],
        on_state: Callable[[ReaderState], None],
        today: Callable[[], date],
        on_error: Callable[[Exception], None],
    ) -> None:
        self._opened = threading.Event()
        self._on_state = on_state
        try:
            self._hand, slave = os.openpty()
        except OSError as refusal:
            raise ReaderTrouble("pty", str(refusal)) from refusal
        self._slave = slave  # kept open: a terminal nobody holds reports a hang-up
        self._reader = CardReader(
            PortChoice(path=os.ttyname(slave)),
            on_scan=on_scan,
            on_state=self._tell,
            today=today,
            on_error=on_error,
        )
        self._reader.start()
        if not self._opened.wait(PATIENCE):
            self.close()
            raise ReaderTrouble("pty", str(self._reader.trouble))

    def send(self, text: bytes) -> None:
        while text:
            text = text[os.write(self._hand, text) :]

    def close(self) -> None:
        self._reader.stop()
        os.close(self._slave)
        os.close(self._hand)

    def _tell(self, state: ReaderState) -> None:
        if state is ReaderState.CONNECTED:
            self._opened.set()
        self._on_state(state)


class _Direct:
    """The same ear without a line."""

    def __init__(
        self,
        on_scan: Callable[[Scan], None],
        on_state: Callable[[ReaderState], None],
        today: Callable[[], date],
        on_error: Callable[[Exception], None],
    ) -> None:
        self._ear = Ear(on_scan=on_scan, today=today, on_error=on_error)
        self._on_state = on_state
        on_state(ReaderState.CONNECTED)

    def send(self, text: bytes) -> None:
        self._ear.hear(text)

    def close(self) -> None:
        self._on_state(ReaderState.STOPPED)
