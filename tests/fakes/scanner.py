"""A card scanner behind a pseudo-terminal: types bytes in any chunks, can be unplugged and come back."""

import fcntl
import os
import struct
import termios
import threading
import time
import tty
from collections.abc import Iterable
from pathlib import Path

from tests.patience import PATIENCE


class FakeScanner:
    """Plugged in at ``link``, a path that stays while the terminal behind it changes, as udev's names do.

    Only the reader's end of the line is opened by the program under test.
    """

    def __init__(self, link: Path, *, plugged: bool = True) -> None:
        self.link = link
        self._hand = self._socket = -1
        if plugged:
            self.plug()

    def plug(self) -> None:
        """A new terminal appears at the link."""
        self._hand, self._socket = os.openpty()
        tty.setraw(self._socket)
        self.link.symlink_to(os.ttyname(self._socket))

    def unplug(self) -> None:
        """The terminal goes away, whoever holds it open. Nothing when not plugged in."""
        if self._hand >= 0:
            self.link.unlink()
            os.close(self._hand)
            os.close(self._socket)
            self._hand = self._socket = -1

    def send(self, data: bytes, sizes: Iterable[int] = ()) -> None:
        """Type the bytes: in chunks of these sizes, each once the reader has taken the one before; the rest in one."""
        for size in sizes:
            self._write(data[:size])
            self.drained()
            data = data[size:]
        self._write(data)

    def drained(self, patience: float = PATIENCE) -> None:
        """Wait until no byte lies in the terminal: the reader has taken all of them, or the kernel still carries some.

        Raises:
            TimeoutError: it does not.
        """
        deadline = time.monotonic() + patience
        pause = threading.Event()
        while struct.unpack("i", fcntl.ioctl(self._socket, termios.FIONREAD, bytes(4)))[0]:
            if time.monotonic() > deadline:
                raise TimeoutError
            pause.wait(0.0002)

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._hand, data) :]
