"""Stop signals in a Qt program: noticed while Qt waits and while the window is being built.

A handler of Python's runs only when the interpreter does, and an exception raised in it would vanish in whatever Qt
just calls. So a signal is only noted; its byte in a socket wakes Qt, and the event loop ends as if the window was
closed: what is typed is kept, what is queued is finished, the file is put away.
"""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from models.system.stop_signals import StopRequested, exit_code, on_first_signal


class StopSignals:
    """The stop signal received, if any.

    Attributes:
        number: of the signal; 0 = none came.
    """

    def __init__(self) -> None:
        self.number = 0

    @property
    def code(self) -> int | None:
        """The exit code after this signal; None = none was received."""
        return exit_code(StopRequested(self.number)) if self.number else None

    def note(self, number: int) -> None:
        """Record a signal."""
        self.number = number


@contextmanager
def noted() -> Iterator[StopSignals]:
    """Inside the block signals are only recorded and end nothing; the running code checks for them."""
    signals = StopSignals()
    with on_first_signal(signals.note):
        yield signals


def run_until_stopped(signals: StopSignals) -> int:
    """Qt's event loop, ended by the last window or by a signal; gives the exit code."""
    from PySide6.QtCore import QSocketNotifier  # noqa: PLC0415 - loaded for a window alone
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - likewise

    def rung() -> None:
        with suppress(BlockingIOError):  # woken for a byte that is gone already
            heard_by.recv(64)
        if signals.code is not None:
            QApplication.exit(signals.code)

    heard_by, told_by = socket.socketpair()
    with heard_by, told_by:
        heard_by.setblocking(False)
        told_by.setblocking(False)
        notifier = QSocketNotifier(heard_by.fileno(), QSocketNotifier.Type.Read)
        notifier.activated.connect(rung)
        before = signal.set_wakeup_fd(told_by.fileno(), warn_on_full_buffer=False)
        try:
            code = QApplication.exec() if signals.code is None else signals.code
        finally:
            signal.set_wakeup_fd(before)
            notifier.setEnabled(False)
    return code if signals.code is None else signals.code
