"""The card scanner on a serial port: a reading thread that reconnects after a pulled cable and calls back."""

import logging
import os
import threading
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from desk.cards.formats.kinds import Scan, ScanKind
from desk.cards.ports import PortChoice, find_port, ports
from desk.cards.speed import Speed, other_speeds, speed_of
from models.system.bugs import report
from models.text import mask
from models.trouble import LibraryUnusable, ReaderTrouble

if TYPE_CHECKING:
    import serial

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
    WRONG_SPEED = "wrong_speed"
    """There, but what comes is no text: it talks at another speed. Another one is tried with each scan."""
    STOPPED = "stopped"


class ScanDecoder:
    """Bytes in, scans out: what the reader does with what it hears, on whichever thread it is fed.

    An exception of ``on_scan`` goes to ``on_error``; what else was heard is still told.

    Args:
        on_scan: called with each scan, in order.
        today: the day on the office calendar.
        on_error: takes exceptions of ``on_scan``.
        on_burst: for a line whose speed may be wrong: told what the bytes between two silences say of it. What is
            no known scan then waits for the silence, and is not told when it was only noise of a wrong speed.
    """

    def __init__(
        self,
        *,
        on_scan: Callable[[Scan], None],
        today: Callable[[], date],
        on_error: Callable[[Exception], None] = report,
        on_burst: Callable[[Speed, bytes], None] | None = None,
    ) -> None:
        # What reads text, with its patterns, is loaded by the listening thread, its port open already.
        from desk.cards import frames  # noqa: PLC0415 - see above
        from desk.cards.scan import understand  # noqa: PLC0415 - likewise

        self._understand = understand
        self._frames = frames.Frames()
        self._longest = frames.LONGEST
        self._on_scan = on_scan
        self._today = today
        self._on_error = on_error
        self._on_burst = on_burst
        self._burst = b""
        self._proven = False
        self._unknown: list[Scan] = []

    def feed(self, chunk: bytes) -> None:
        """Bytes as they came from the port."""
        self._burst = (self._burst + chunk)[-self._longest :]
        self._take(self._frames.feed(chunk))

    def flush(self) -> None:
        """Nothing came for ``IDLE_GAP``, or nothing will come any more."""
        self._take(self._frames.flush(), ended=False)
        burst, self._burst = self._burst, b""
        proven, self._proven = self._proven, False
        if burst and self._on_burst is not None:
            said = Speed.RIGHT if proven else speed_of(burst)
            if said is Speed.WRONG:
                self._unknown.clear()
            self._tell_unknown()
            self._on_burst(said, burst)

    def _take(self, frames: list[bytes], *, ended: bool = True) -> None:
        for frame in frames:
            for understood in self._understand(frame, today=self._today(), ended=ended):
                # A zone of three lines is told only by the silence after it, whatever the scanner sends.
                scan = (
                    understood if ended or understood.kind is not ScanKind.ID_CARD else replace(understood, ended=False)
                )
                number = mask(scan.person.personal_number) if scan.person else ""
                _log.info("scan: %s %s (%d bytes)", scan.kind, number, len(frame))
                if self._on_burst is None:
                    self._tell(scan)
                elif scan.kind is ScanKind.UNKNOWN:
                    self._unknown.append(scan)
                else:
                    self._proven = True
                    self._tell_unknown()
                    self._on_burst(Speed.RIGHT, b"")
                    self._tell(scan)

    def _tell_unknown(self) -> None:
        waiting, self._unknown = self._unknown, []
        for scan in waiting:
            self._tell(scan)

    def _tell(self, scan: Scan) -> None:
        try:
            self._on_scan(scan)
        except Exception as error:  # noqa: BLE001  a bug of the listener must not deafen the desk
            self._on_error(error)


class CardReader:
    """Listens on the chosen port until stopped; finds the scanner again after it was unplugged.

    All callbacks run on the reader's own thread. ``on_state`` is called at each change, and again with
    ``WRONG_SPEED`` whenever another speed is tried; ``baud`` then says which. With the first scan that makes sense
    the state is ``CONNECTED`` again, and the speed found is kept until the reader is thrown away.

    Args:
        choice: which port, see ``desk.cards.ports.find_port``.
        among: all ports that are listened at, this one too.
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
        among: tuple[PortChoice, ...] = (),
        on_error: Callable[[Exception], None] = report,
    ) -> None:
        self._choice = choice
        self._among = among
        self.baud = baud
        """The speed listened at now."""
        self._tried: set[int] = set()
        self._on_state = on_state
        self._on_error = on_error
        self.new_decoder = partial(ScanDecoder, on_scan=on_scan, today=today, on_error=on_error, on_burst=self._judged)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._port: serial.Serial | None = None
        self._port_in_use = threading.Lock()  # a port being closed must not be woken: its pipes are gone
        self._state: ReaderState | None = None
        self.trouble: ReaderTrouble | LibraryUnusable | None = None
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
            try:
                self._look()
            except LibraryUnusable as lacks:  # the health page says which
                self.trouble = lacks
                self.say(ReaderState.REFUSED)
                break
            except Exception as bug:  # noqa: BLE001 - ours or a driver's: told, and the scanner is looked for again
                self._on_error(bug)
                self.say(ReaderState.LOST)
            self._stop.wait(LOOK_AGAIN)
        self._stop.wait()
        self.say(ReaderState.STOPPED)

    def _look(self) -> None:
        """Listen at the port, if it is there."""
        found = find_port(self._choice, ports(), self._among)
        if found is not None:
            self._hold(found.path)
        elif self._state is not ReaderState.LOST:
            self.say(ReaderState.WAITING)

    def _hold(self, path: str) -> None:
        """Open the port and listen until it goes away or the reader is stopped."""
        import serial  # noqa: PLC0415 - loaded with the list of ports

        try:
            port = serial.Serial(
                path,
                self.baud,
                timeout=IDLE_GAP,
                # Where the system can, keep other programs from eating half of the bytes.
                exclusive=True if os.name == "posix" else None,
            )
        except Exception as refusal:  # noqa: BLE001  pyserial lets termios.error through, which Windows has not
            self.trouble = ReaderTrouble(path, str(refusal))
            self.say(ReaderState.REFUSED)
            return
        self._port = port
        self.say(ReaderState.CONNECTED)
        decoder = self.new_decoder()  # what is scanned meanwhile waits in the port
        try:
            while not self._stop.is_set():
                # read(1) sleeps until a byte comes; all that came with it is taken at once.
                chunk = port.read(1)
                if chunk:
                    decoder.feed(chunk)
                    decoder.feed(port.read(port.in_waiting))
                else:
                    decoder.flush()
        except OSError as lost:  # SerialException is one; in_waiting raises a bare one
            self.trouble = ReaderTrouble(path, str(lost))
        finally:
            with self._port_in_use:
                self._port = None
                port.close()
        if not self._stop.is_set():
            decoder.flush()  # half a scan is said to be one, not dropped
            self.say(ReaderState.LOST)

    def _judged(self, said: Speed, burst: bytes) -> None:
        """What came in says something of the speed: try another one, or be content with this one."""
        searching = self._state is ReaderState.WRONG_SPEED
        if said is Speed.WRONG or (said is Speed.UNSURE and searching):
            self._try_another(burst)
        elif said is Speed.RIGHT and searching:
            self._tried.clear()
            self.say(ReaderState.CONNECTED)

    def _try_another(self, burst: bytes) -> None:
        self._tried.add(self.baud)
        left = [speed for speed in other_speeds(burst, self.baud) if speed not in self._tried]
        if not left:  # all were tried; some scans were too short to say anything: once more from the start
            self._tried = {self.baud}
            left = list(other_speeds(burst, self.baud))
        self.baud = left[0]
        if self._port is not None:
            try:
                self._port.baudrate = self.baud
            except Exception as refusal:  # pyserial lets termios.error through, which Windows has not
                raise OSError(str(refusal)) from refusal
        self.say(ReaderState.WRONG_SPEED, again=True)

    def say(self, state: ReaderState, *, again: bool = False) -> None:
        """Tell a state, once; what the simulated reader of a system without terminals does instead of listening."""
        if state is self._state and not again:
            return
        self._state = state
        _log.info("card reader: %s", state)
        try:
            self._on_state(state)
        except Exception as error:  # noqa: BLE001  a bug of the listener must not deafen the desk
            self._on_error(error)
