"""A printer behind a pseudo-terminal, as a serial line or a device shows it.

The one on a TCP port is the program's own ``printing.simulated.printer``: training needs it too.
"""

import errno
import os
import pty
import select
import threading
import time
import tty
from enum import StrEnum
from types import TracebackType
from typing import Self

from printing.simulated.mechanism import Failure, Mechanism, PowerLostError
from tests.patience import PATIENCE

ASK_PAPER = b"\x10\x04\x04"


class Wiring(StrEnum):
    """How a line behaves when the printer at its end is dark."""

    USB = "usb"
    """The device is gone."""
    NETWORK = "network"
    """The connection is reset."""
    SERIAL = "serial"
    """Three wires: bytes go nowhere, nothing comes back."""
    HANDSHAKE = "handshake"
    """DTR/DSR: a printer that is not ready is sent nothing."""
    SERVER = "server"
    """A print server takes everything for it."""


class Line:
    """A line in this process to a mechanism that is never told when a connection begins anew.

    Attributes:
        cut: after so many bytes ``end_of_paper`` or, without it, the power is gone.
    """

    def __init__(
        self, printer: Mechanism, wiring: Wiring, *, cut: int | None = None, end_of_paper: bool = False
    ) -> None:
        self._printer = printer
        self._wiring = wiring
        self._cut = cut
        self._end_of_paper = end_of_paper
        self._dark = False
        self._heard = b""

    def write(self, data: bytes) -> int:
        """Up to 512 bytes."""
        if self._dark:
            return self._in_the_dark(data)
        if self._printer.is_full:
            raise TimeoutError
        piece = data[:512]
        if self._cut is not None:
            piece = piece[: max(0, self._cut)]
            self._cut -= len(piece)
        self._heard += self._printer.feed(piece)
        if self._cut == 0:
            self._cut = None
            if self._end_of_paper:
                self._printer.failures.add(Failure.PAPER_OUT)
            else:
                self._printer.lose_power()
                self._dark, self._heard = True, b""
        return len(piece)

    def _in_the_dark(self, data: bytes) -> int:
        match self._wiring:
            case Wiring.USB:
                raise OSError(errno.ENODEV, "No such device")
            case Wiring.NETWORK:
                raise ConnectionResetError
            case Wiring.HANDSHAKE:
                raise TimeoutError
            case Wiring.SERIAL | Wiring.SERVER:
                return len(data)

    def read(self, _seconds: float) -> bytes:
        """What was answered since the last reading."""
        if self._dark and self._wiring in {Wiring.USB, Wiring.NETWORK}:
            self._in_the_dark(b"x")
        heard, self._heard = self._heard, b""
        return heard

    def flush(self) -> None:
        """A dark printer is noticed here at the latest where the line tells."""
        if self._dark:
            self._in_the_dark(b"x")

    def end(self) -> None:
        """There is nothing to close."""


class SerialPort:
    """A line to a simulated printer; ``path`` is the end that the program opens."""

    def __init__(self) -> None:
        self.printer = Mechanism()
        self._own, self._other = pty.openpty()
        tty.setraw(self._other)
        self.path = os.ttyname(self._other)
        self._stop = threading.Event()
        self._heard = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def wait_for(self, wanted: bytes) -> bytes:
        """Everything that came, once this is in it (or patience is)."""
        until = time.monotonic() + PATIENCE
        while wanted not in self.printer.received and time.monotonic() < until:
            self._heard.wait(0.05)
            self._heard.clear()
        return bytes(self.printer.received)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)
        os.close(self._own)
        os.close(self._other)

    def _run(self) -> None:
        while not self._stop.is_set():
            if not select.select([self._own], [], [], 0.05)[0]:
                continue
            try:
                answer = self.printer.feed(os.read(self._own, 4096))
            except (OSError, PowerLostError):
                return
            self._heard.set()
            if answer:
                os.write(self._own, answer)
