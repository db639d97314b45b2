"""Printers at the end of a wire: port 9100 of a network printer, and a serial line.

Both are asked first whether they have paper. Printers that do not answer such questions get the job anyway.
"""

import select
import socket
import sys
import time
from collections.abc import Callable

import serial
from msgspec import Struct

from models.trouble import OutOfPaper, PrinterNotReached, PrinterTrouble
from printing.escpos import ASK_PAPER, no_paper
from printing.job import Job, Language

if sys.platform == "win32":
    LINE_ERRORS: tuple[type[Exception], ...] = (OSError,)
else:
    import termios

    LINE_ERRORS = (OSError, termios.error)
"""What pyserial lets through when a line fails; its own errors are ``OSError``."""

OPEN_ERRORS: tuple[type[Exception], ...] = (*LINE_ERRORS, ValueError)
"""A speed the line cannot do is a ``ValueError``."""

ANSWER_WITHIN = 0.25
"""Seconds a printer has to say whether it has paper."""


class Network(Struct, frozen=True):
    """A printer that listens on a TCP port, 9100 as a rule.

    Attributes:
        dots: width of a thermal printer; None = it takes PDF itself.
        patience: seconds to wait for a connection, and for each piece to be taken.
    """

    host: str
    port: int = 9100
    dots: int | None = None
    patience: float = 5.0

    @property
    def name(self) -> str:
        """As sentences name it."""
        return f"{self.host}:{self.port}"

    def send(self, job: Job) -> str:
        """Send the job over a connection of its own."""
        try:
            wire = socket.create_connection((self.host, self.port), timeout=self.patience)
        except OSError as error:
            raise PrinterNotReached(self.name, error.strerror or str(error)) from error
        with wire:
            if job.language is Language.ESCPOS:
                self._ask(wire)
            self._deliver(wire, job.content)
        return self.name

    def _ask(self, wire: socket.socket) -> None:
        try:
            wire.sendall(ASK_PAPER)
            _judge(lambda left: wire.recv(1) if select.select([wire], [], [], left)[0] else None, self.name)
        except OSError as error:
            raise PrinterNotReached(self.name, error.strerror or str(error)) from error

    def _deliver(self, wire: socket.socket, content: bytes) -> None:
        """Everything, then the end of the stream; a printer that resets the connection has not taken it all."""
        left = memoryview(content)
        try:
            while left:
                left = left[wire.send(left) :]
            wire.shutdown(socket.SHUT_WR)
            wire.settimeout(ANSWER_WITHIN)
            while wire.recv(64):
                pass
        except TimeoutError as error:
            if left:
                raise self._lost(len(left) < len(content), error) from error
            # Everything was taken and the printer keeps its end open, as many do.
        except OSError as error:
            raise self._lost(len(left) < len(content), error) from error

    def _lost(self, sent: bool, error: OSError) -> PrinterTrouble:  # noqa: FBT001  the answer, not a switch
        detail = error.strerror or str(error)
        return PrinterTrouble(self.name, detail, sent=True) if sent else PrinterNotReached(self.name, detail)


class SerialPrinter(Struct, frozen=True):
    """A thermal printer on a serial line, 8N1.

    At 9,600 baud one ticket takes 24 s and more: the time a write may take is reckoned from the speed.
    """

    path: str
    baud: int = 9600
    dots: int | None = 384
    patience: float = 5.0

    def send(self, job: Job) -> str:
        """Open the line, send the job, wait until it has left, close the line."""
        patience = self.patience + 2 * 10 * len(job.content) / self.baud
        try:
            wire = serial.Serial(self.path, self.baud, timeout=ANSWER_WITHIN, write_timeout=patience)
        except OPEN_ERRORS as error:
            raise PrinterNotReached(self.path, str(error)) from error
        sent = False
        try:
            with wire:
                wire.reset_input_buffer()
                wire.write(ASK_PAPER)
                _judge(lambda _left: wire.read(1), self.path)
                sent = True
                wire.write(job.content)
                _drain(wire, patience)
        except LINE_ERRORS as error:
            if not sent:
                raise PrinterNotReached(self.path, str(error)) from error
            raise PrinterTrouble(self.path, str(error), sent=True) from error
        return self.path


def _drain(wire: serial.Serial, patience: float) -> None:
    """Wait until the last byte has left. pyserial's own ``flush`` would wait for ever on a printer that stopped."""
    until = time.monotonic() + patience
    while wire.out_waiting:
        if time.monotonic() > until:
            raise TimeoutError(f"còn {wire.out_waiting} byte chưa gửi được")
        time.sleep(0.02)


def _judge(read: Callable[[float], bytes | None], name: str) -> None:
    """Read until a status byte or silence; ``read`` gives nothing when nothing came in time.

    Raises:
        OutOfPaper: the printer says so; nothing of the job was sent.
    """
    until = time.monotonic() + ANSWER_WITHIN
    while (left := until - time.monotonic()) > 0:
        answer = read(left)
        if not answer:
            return
        empty = no_paper(answer[0])
        if empty:
            raise OutOfPaper(name)
        if empty is False:
            return
