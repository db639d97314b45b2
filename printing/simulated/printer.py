"""A simulated printer on a real TCP port of this machine, for training and tests.

It speaks ESC/POS, fails on demand, and shows what it has printed; see ``printing.simulated.mechanism``.
"""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from printing.simulated.mechanism import Failure, Mechanism, PowerLostError, PrintedSlip

__all__ = ["Failure", "PrintedSlip", "SimulatedPrinter"]


BYTES_A_SECOND = 960
"""9,600 baud, 8N1."""


class SimulatedPrinter:
    """A printer on a free TCP port of 127.0.0.1. All methods may be called from any thread.

    Args:
        dialect: which kind it is, see ``dialects.toml``; empty = only its width is said.
        dots: its width, where no dialect says it.
        pace: bytes a second with ``SLOW``.
    """

    def __init__(self, dialect: str = "", *, dots: int = 576, pace: int = BYTES_A_SECOND) -> None:
        self._options = f"dialect={dialect}" if dialect else f"dots={dots}"
        self._pace = pace
        self._mechanism = Mechanism()
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._stop = threading.Event()
        self._server: socket.socket | None = _listening(0)
        self.port: int = self._server.getsockname()[1]
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """As the settings name it."""
        return f"tcp:127.0.0.1:{self.port}?{self._options}"

    # ---- failures --------------------------------------------------------------------------------------------

    @property
    def failures(self) -> frozenset[Failure]:
        """What is wrong now."""
        with self._lock:
            return frozenset(self._mechanism.failures)

    def fail(self, failure: Failure, *, after: int = 1000) -> None:
        """From now on this is wrong with it; ``after``: bytes of a job it takes before ``CUTS_OFF``."""
        with self._lock:
            self._mechanism.failures.add(failure)
            self._mechanism.after = after
            if failure is Failure.POWER_OFF:
                self._mechanism.lose_power()
        if failure is Failure.POWER_OFF:
            self._hang_up()

    def mend(self, failure: Failure | None = None) -> None:
        """This, or everything, is well again; what it kept in its memory comes out now."""
        with self._changed:
            self._mechanism.failures -= {failure} if failure else set(Failure)
            if failure in {None, Failure.PAPER_OUT}:
                self._mechanism.rows_left = None
            self._mechanism.go_on()
            is_on = Failure.POWER_OFF not in self._mechanism.failures
            self._changed.notify_all()
        if is_on and self._thread is not None:
            self._pick_up()

    def paper_for(self, rows: int) -> None:
        """The roll ends after so many rows."""
        with self._lock:
            self._mechanism.rows_left = rows

    # ---- what it printed -------------------------------------------------------------------------------------

    @property
    def slips(self) -> tuple[PrintedSlip, ...]:
        """What came out whole, the oldest first."""
        with self._lock:
            return tuple(self._mechanism.slips)

    @property
    def torn(self) -> int:
        """How many slips were begun and never finished."""
        with self._lock:
            return self._mechanism.torn

    @property
    def received(self) -> bytes:
        """Every byte that came, questions too."""
        with self._lock:
            return bytes(self._mechanism.received)

    def wait_for(self, seen: Callable[[], bool], seconds: float = 60.0) -> bool:
        """Wait until something is so; it is asked after everything that happens to the printer."""
        until = time.monotonic() + seconds
        while not seen():
            with self._changed:
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(min(left, 0.05))
        return True

    def wait_for_slips(self, count: int, seconds: float = 60.0) -> tuple[PrintedSlip, ...]:
        """The slips, once there are so many, or the time is over."""
        self.wait_for(lambda: len(self.slips) >= count, seconds)
        return self.slips

    # ---- the port --------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to listen."""
        self._thread = threading.Thread(target=self._run, name="simulated printer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Be gone."""
        self._stop.set()
        self._hang_up()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _hang_up(self) -> None:
        with self._changed:
            server, self._server = self._server, None
            if server is not None:
                server.close()
            self._changed.notify_all()

    def _pick_up(self) -> None:
        with self._changed:
            if self._server is None and not self._stop.is_set():
                self._server = _listening(self.port)
            self._changed.notify_all()

    def _run(self) -> None:
        while not self._stop.is_set():
            with self._changed:
                server = self._server
                if server is None:
                    self._changed.wait(0.05)
                    continue
            try:
                wire, _ = server.accept()
            except OSError:  # nobody called, or it was switched off
                continue
            with wire:
                self._serve(wire)

    def _serve(self, wire: socket.socket) -> None:
        wire.settimeout(0.05)
        with self._lock:
            self._mechanism.begin()
        with contextlib.suppress(ConnectionError):
            while not self._stop.is_set():
                with self._lock:
                    is_off = Failure.POWER_OFF in self._mechanism.failures
                    slow = Failure.SLOW in self._mechanism.failures
                    is_full = self._mechanism.is_full
                if is_off:
                    _reset(wire)
                    return
                if is_full:
                    self._stop.wait(0.02)  # it takes nothing until it is mended
                    with self._lock:
                        self._mechanism.go_on()
                    continue
                try:
                    piece = wire.recv(64 if slow else 16_384)
                except TimeoutError:
                    continue
                if not piece:
                    break
                if slow:
                    self._stop.wait(len(piece) / self._pace)
                try:
                    with self._changed:
                        answer = self._mechanism.feed(piece)
                        self._changed.notify_all()
                except PowerLostError:
                    _reset(wire)
                    return
                if answer:
                    wire.sendall(answer)
            with self._changed:
                self._mechanism.end()
                self._changed.notify_all()


def _listening(port: int) -> socket.socket:
    """A port that is asked in small waits, set before another thread can close it."""
    server = socket.create_server(("127.0.0.1", port))
    server.settimeout(0.05)
    return server


def _reset(wire: socket.socket) -> None:
    """Linger zero: closing resets the connection, as a printer does that loses its power."""
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
