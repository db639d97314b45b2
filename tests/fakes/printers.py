"""A printer behind a pseudo-terminal, as a serial line or a device shows it.

The one on a TCP port is the program's own ``printing.simulated.printer``: training needs it too.
"""

import os
import pty
import select
import threading
import time
import tty
from types import TracebackType
from typing import Self

from printing.simulated.mechanism import Mechanism, PowerLostError
from tests.patience import PATIENCE

ASK_PAPER = b"\x10\x04\x04"


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
