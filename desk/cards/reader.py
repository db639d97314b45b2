"""The card scanner on its serial port: a thread that listens, outlives a pulled cable, and calls back."""

import logging
import os
import threading
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import partial

import serial

from desk.cards.frames import Frames
from desk.cards.kinds import Scan
from desk.cards.ports import PortChoice, find, ports
from models.text import mask
from models.trouble import ReaderTrouble

IDLE_GAP = 0.12
"""Seconds of silence that end a scan when the scanner sends no CR or LF."""

LOOK_AGAIN = 0.5
"""Seconds between two looks for a scanner that is not there."""

_log = logging.getLogger(__name__)


class ReaderState(StrEnum):
    """How the scanner is, as the status line shows it."""

    WAITING = "waiting"
    """Not plugged in since the start."""
    CONNECTED = "connected"
    LOST = "lost"
    """Was connected; listened for again."""
    REFUSED = "refused"
    """There, but does not open (another program has it, or no permission); tried again."""
    STOPPED = "stopped"


def report(error: Exception) -> None:
    """Hand an error of a callback to ``threading.excepthook``, as if the thread had died of it."""
    threading.excepthook(
        threading.ExceptHookArgs((type(error), error, error.__traceback__, threading.current_thread()))
    )


class Ear:
    """Bytes in, scans out: what the reader does with what it hears, on whichever thread it is fed.

    An exception of ``on_scan`` goes to ``on_error``; what else was heard is still told.
    """

    def __init__(
        self,
        *,
        on_scan: Callable[[Scan], None],
        today: Callable[[], date],
        on_error: Callable[[Exception], None] = report,
    ) -> None:
        from desk.cards.scan import understand  # noqa: PLC0415 - the listening thread loads it, its port open already

        self._understand = understand
        self._frames = Frames()
        self._on_scan = on_scan
        self._today = today
        self._on_error = on_error

    def hear(self, chunk: bytes) -> None:
        """Bytes as they came from the port."""
        self._tell(self._frames.feed(chunk))

    def silence(self) -> None:
        """Nothing came for ``IDLE_GAP``, or nothing will come any more."""
        self._tell(self._frames.flush())

    def _tell(self, frames: list[bytes]) -> None:
        for frame in frames:
            for scan in self._understand(frame, today=self._today()):
                number = mask(scan.person.personal_number) if scan.person else ""
                _log.info("scan: %s %s (%d bytes)", scan.kind, number, len(frame))
                try:
                    self._on_scan(scan)
                except Exception as error:  # noqa: BLE001  a bug of the listener must not deafen the desk
                    self._on_error(error)


class CardReader:
    """Listens on the chosen port until stopped; finds the scanner again after it was unplugged.

    All callbacks run on the reader's own thread. ``on_state`` is called at each change.

    Args:
        choice: which port, see ``desk.cards.ports.find``.
        on_scan: called with each scan, in order.
        on_state: called with the new state.
        today: the day on the office calendar.
        baud: 9600 to 115200; always 8 data bits, no parity, 1 stop bit. Means nothing to USB-CDC.
        on_error: takes exceptions of the callbacks; the reader goes on listening.
    """

    def __init__(
        self,
        choice: PortChoice,
        *,
        on_scan: Callable[[Scan], None],
        on_state: Callable[[ReaderState], None],
        today: Callable[[], date],
        baud: int = 9600,
        on_error: Callable[[Exception], None] = report,
    ) -> None:
        self._choice = choice
        self._baud = baud
        self._on_state = on_state
        self._on_error = on_error
        self._new_ear = partial(Ear, on_scan=on_scan, today=today, on_error=on_error)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._port: serial.Serial | None = None
        self._port_in_use = threading.Lock()  # a port being closed must not be woken: its pipes are gone
        self._state: ReaderState | None = None
        self.trouble: ReaderTrouble | None = None
        """What kept the port from opening or from being read, last."""

    @property
    def thread(self) -> threading.Thread | None:
        """The listening thread, while there is one."""
        return self._thread

    def start(self) -> None:
        """Begin to listen. Nothing when already listening."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._listen, name="card reader", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End listening and wait for the thread, which is a matter of milliseconds. No callback comes afterwards."""
        self._stop.set()
        with self._port_in_use:
            if self._port is not None:
                self._port.cancel_read()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()
        self._thread = None

    def _listen(self) -> None:
        while not self._stop.is_set():
            found = find(self._choice, ports())
            if found is None:
                if self._state is not ReaderState.LOST:
                    self._say(ReaderState.WAITING)
            else:
                self._hold(found.path)
            self._stop.wait(LOOK_AGAIN)
        self._say(ReaderState.STOPPED)

    def _hold(self, path: str) -> None:
        """Open the port and listen until it goes away or the reader is stopped."""
        try:
            port = serial.Serial(
                path,
                self._baud,
                timeout=IDLE_GAP,
                # Where the system can, keep other programs from eating half of the bytes.
                exclusive=True if os.name == "posix" else None,
            )
        except Exception as refusal:  # noqa: BLE001  pyserial lets termios.error through, which Windows has not
            self.trouble = ReaderTrouble(path, str(refusal))
            self._say(ReaderState.REFUSED)
            return
        self._port = port
        self._say(ReaderState.CONNECTED)
        ear = self._new_ear()  # what is scanned meanwhile waits in the port
        try:
            while not self._stop.is_set():
                # read(1) sleeps until a byte comes; all that came with it is taken at once.
                chunk = port.read(1)
                if chunk:
                    ear.hear(chunk)
                    ear.hear(port.read(port.in_waiting))
                else:
                    ear.silence()
        except OSError as lost:  # SerialException is one; in_waiting raises a bare one
            self.trouble = ReaderTrouble(path, str(lost))
        finally:
            with self._port_in_use:
                self._port = None
                port.close()
        if not self._stop.is_set():
            ear.silence()  # half a scan is said to be one, not dropped
            self._say(ReaderState.LOST)

    def _say(self, state: ReaderState) -> None:
        if state is self._state:
            return
        self._state = state
        _log.info("card reader: %s", state)
        try:
            self._on_state(state)
        except Exception as error:  # noqa: BLE001  a bug of the listener must not deafen the desk
            self._on_error(error)
