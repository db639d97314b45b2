"""Printers on a network (TCP port 9100) or a serial line."""

import contextlib
import select
import socket
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from models.system.libraries import library, unusable_words
from models.trouble import LibraryUnusable, PrinterNotReached, PrinterTrouble
from printing.devices.dialects import Dialect, Handshake
from printing.devices.printer import Job, TakenJob
from printing.devices.status import ANSWER_WITHIN, PrinterState
from printing.devices.thermal import query_state, send_job

if TYPE_CHECKING:
    import serial

if sys.platform == "win32":
    LINE_ERRORS: tuple[type[Exception], ...] = (OSError,)
else:
    import termios

    LINE_ERRORS = (OSError, termios.error)
"""What pyserial lets through when a line fails; its own errors are ``OSError``."""

OPEN_ERRORS: tuple[type[Exception], ...] = (*LINE_ERRORS, ValueError)
"""A speed the line cannot do is a ``ValueError``."""

_PIECE = 64
"""Bytes that go out between two looks at DSR: printers keep room for some hundred after they have lowered it."""

_LOOK_AGAIN = 0.002
"""Seconds between two looks."""

LOOK = 2.0
"""Seconds a printer that is only asked how it is has to take the call."""


class Network(Struct, frozen=True):
    """A printer that listens on a TCP port, 9100 as a rule.

    Attributes:
        dots: width of a thermal printer; None = it takes PDF itself.
        dialect: what kind of thermal printer it is, if that is known.
        patience: seconds to wait for a connection, for each piece to be taken, and for the end of printing.
    """

    host: str
    port: int = 9100
    dots: int | None = None
    dialect: Dialect | None = None
    patience: float = 5.0

    @property
    def name(self) -> str:
        """As sentences name it."""
        return f"{self.host}:{self.port}"

    def send(self, job: Job) -> TakenJob:
        """Send the job over a connection of its own."""
        try:
            wire = socket.create_connection((self.host, self.port), timeout=self.patience)
        except OSError as error:
            raise PrinterNotReached(self.name, error.strerror or str(error)) from error
        with wire:
            return send_job(_Socket(wire), job, self.name, self.dialect, self.dots, self.patience)

    def state(self) -> PrinterState | None:
        """How it is; a printer that takes no call is offline, one of PDF is not asked any further."""
        try:
            with socket.create_connection((self.host, self.port), timeout=min(LOOK, self.patience)) as wire:
                return None if self.dots is None else query_state(_Socket(wire), self.dialect, self.dots)
        except OSError as error:
            return PrinterState(offline=True, said=error.strerror or str(error))


class _Socket:
    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire

    def write(self, data: bytes) -> int:
        return self._wire.send(data)

    def read(self, seconds: float) -> bytes:
        if not select.select([self._wire], [], [], seconds)[0]:
            return b""
        heard = self._wire.recv(64)
        if not heard:
            raise ConnectionAbortedError("máy in ngắt kết nối")
        return heard

    def flush(self) -> None:
        """What the system took is under way; nobody tells when it is there."""

    def end(self) -> None:
        """The end of the stream; a printer that resets the connection now has not taken it all."""
        self._wire.shutdown(socket.SHUT_WR)
        self._wire.settimeout(ANSWER_WITHIN)
        with contextlib.suppress(TimeoutError):  # everything was taken; many printers keep their end open
            while self._wire.recv(64):
                pass


class SerialPrinter(Struct, frozen=True):
    """A thermal printer on a serial line, 8N1.

    At 9,600 baud one ticket takes 24 s and more: the time a write may take is reckoned from the speed.

    Attributes:
        handshake: how the printer says that it takes nothing now; None = as its dialect says.
    """

    path: str
    baud: int = 9600
    dots: int | None = 384
    dialect: Dialect | None = None
    handshake: Handshake | None = None
    patience: float = 5.0

    @property
    def name(self) -> str:
        """As sentences name it."""
        return self.path

    @property
    def _way(self) -> Handshake:
        return self.handshake or (self.dialect.handshake if self.dialect else Handshake.NONE)

    def send(self, job: Job) -> TakenJob:
        """Open the line, send the job, wait until it has left, close the line."""
        patience = self.patience + 2 * 10 * len(job.content) / self.baud
        try:
            wire = _opened(self.path, self.baud, patience, self._way)
        except LibraryUnusable as lacks:
            raise PrinterTrouble(self.path, unusable_words(lacks.library, lacks.detail).rstrip(".")) from lacks
        except OPEN_ERRORS as error:
            raise PrinterNotReached(self.path, str(error)) from error
        line = _SerialLine(wire, patience)
        try:
            line.forget()
            down = self._way is Handshake.DTR and not line.heeds_dsr() and line.has_dsr
            # Off, or the cable has no such wire: a printer that answers is on.
            if down and query_state(line, self.dialect, self.dots or 0) is None:
                raise PrinterNotReached(self.path)
            return send_job(line, job, self.path, self.dialect, self.dots, patience)
        except OSError as error:
            raise PrinterNotReached(self.path, str(error)) from error
        finally:
            line.close()

    def state(self) -> PrinterState | None:
        """How it is; a line that is not there, or does not open, is offline."""
        try:
            wire = _opened(self.path, self.baud, LOOK)
        except LibraryUnusable as lacks:
            return PrinterState(offline=True, said=unusable_words(lacks.library, lacks.detail))
        except OPEN_ERRORS as error:
            return PrinterState(offline=True, said=str(error))
        line = _SerialLine(wire, LOOK)
        try:
            line.forget()
            return query_state(line, self.dialect, self.dots or 0)
        except OSError as error:
            return PrinterState(offline=True, said=str(error))
        finally:
            line.close()


def _opened(path: str, baud: int, write_within: float, way: Handshake = Handshake.NONE) -> "serial.Serial":
    with library("pyserial"):
        import serial  # noqa: PLC0415 - few printers hang on a serial line

    stops = way is Handshake.XON
    return serial.Serial(path, baud, timeout=ANSWER_WITHIN, write_timeout=write_within, xonxoff=stops)


class _SerialLine:
    def __init__(self, wire: "serial.Serial", patience: float) -> None:
        self._wire = wire
        self._patience = patience
        self._heeds = False
        self.has_dsr = False

    def heeds_dsr(self) -> bool:
        """From now on send only while DSR is up; False = it is down, or (``has_dsr``) this port has no such line."""
        try:
            self._heeds = bool(self._wire.dsr)
        except OSError:  # a pseudo-terminal, some adapters
            return False
        self.has_dsr = True
        return self._heeds

    def forget(self) -> None:
        """Drop what the printer said before it was asked."""
        with _as_os_error():
            self._wire.reset_input_buffer()

    def write(self, data: bytes) -> int:
        with _as_os_error():
            if self._heeds:
                # What lies in the system's buffer goes out whatever the wire says: little at a time, then look again.
                self._wait(lambda: self._wire.dsr and not self._wire.out_waiting)
                data = data[:_PIECE]
            return self._wire.write(data) or 0

    def _wait(self, ready: Callable[[], object]) -> None:
        until = time.monotonic() + self._patience
        while not ready():
            if time.monotonic() > until:
                raise TimeoutError(f"còn {self._wire.out_waiting} byte chưa gửi được")
            time.sleep(_LOOK_AGAIN)

    def read(self, seconds: float) -> bytes:
        with _as_os_error():
            self._wire.timeout = seconds
            heard: bytes = self._wire.read(1)
            return heard + self._wire.read(self._wire.in_waiting) if heard and self._wire.in_waiting else heard

    def flush(self) -> None:
        """Wait until the last byte has left. pyserial's own ``flush`` would wait for ever on one that stopped."""
        with _as_os_error():
            self._wait(lambda: not self._wire.out_waiting and (not self._heeds or self._wire.dsr))

    def end(self) -> None:
        """The line is closed by who opened it."""

    def close(self) -> None:
        """Close it; a line that is gone is closed already."""
        with contextlib.suppress(*LINE_ERRORS):
            self._wire.close()


@contextlib.contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise
    except LINE_ERRORS as error:
        raise OSError(*error.args) from error
