"""Signals that end the program: Ctrl+C, SIGTERM, a closed terminal.

A program ended so has the exit code 128 + number of the signal, as shells give it: 129, 130, 143. The first signal
counts; those that follow while things are put away change nothing. A signal that was ignored when the program started
(``nohup``) stays ignored.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType

STOP_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)


STOPPED = "Đã dừng theo yêu cầu; những việc đã ghi còn nguyên."


class StopRequested(KeyboardInterrupt):
    """Raised where the main thread just is; treated like Ctrl+C by everything in between.

    Attributes:
        number: of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def exit_code(stopped: KeyboardInterrupt) -> int:
    """The exit code of a program that was stopped so."""
    return 128 + (stopped.number if isinstance(stopped, StopRequested) else signal.SIGINT)


class _Deferral:
    """Of the main thread.

    Attributes:
        depth: how many blocks it is in that defer signals.
        waiting: what is to be called once it has left them.
    """

    depth = 0
    waiting: Callable[[], None] | None = None


_deferral = _Deferral()


@contextmanager
def stop_deferred() -> Iterator[None]:
    """What ``on_first_signal`` tells is told at the end of this block, if the signal came inside.

    For libraries with a bare ``except``, which lose the KeyboardInterrupt or make another error of it (reportlab does).
    Of use in the main thread only; what is inside should take less than a second.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _deferral.depth += 1
    try:
        yield
    finally:
        _deferral.depth -= 1
        waiting = _deferral.waiting
        if waiting is not None and not _deferral.depth:
            _deferral.waiting = None
            waiting()


@contextmanager
def on_first_signal(told: Callable[[int], None]) -> Iterator[None]:
    """While inside, the first signal is told by its number, in the main thread between two steps of the interpreter.

    Once one was told the program is ending, so no further one is taken, afterwards neither. Elsewhere than in the main
    thread signals cannot be taken, and nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came = False

    def take(number: int, frame: FrameType | None) -> None:
        nonlocal came
        del frame
        if not came:
            came = True
            if _deferral.depth:
                _deferral.waiting = partial(told, number)
            else:
                told(number)

    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    taken = [number for number, handler in before.items() if handler not in {signal.SIG_IGN, None}]
    for number in taken:
        signal.signal(number, take)
    try:
        yield
    finally:
        for number in taken:
            if came:  # a handler of Python's would be gone before the interpreter is
                signal.signal(number, signal.SIG_IGN)
            elif signal.getsignal(number) is take:  # else something inside was told
                signal.signal(number, before[number])


def exit_stopped(stopped: KeyboardInterrupt) -> int:
    """Tell who stopped the program that nothing is lost, and give the exit code. A closed terminal hears nothing."""
    for write in (sys.stdout.flush, partial(sys.stderr.write, f"{STOPPED}\n"), sys.stderr.flush):
        with suppress(OSError, ValueError):  # a stream that has gone
            write()
    discard_output()
    return exit_code(stopped)


def discard_output() -> None:
    """What is held back for an output that has gone would be tried again, in vain, when the program ends."""
    with suppress(OSError, ValueError, AttributeError):  # no real file behind it
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def stop(number: int) -> None:
    """End whatever the main thread does.

    Raises:
        Stopped
    """
    raise StopRequested(number)
