"""A second process that draws papers, so that drawing takes neither time nor memory from a window.

It is given sheets and gives bytes back: it opens no file, knows no printer and no key. What it does not answer, for
whatever reason, is drawn here.
"""

import logging
import threading
import time
from collections.abc import Callable

from msgspec import Struct

from models.system.second_process import FAILED, SecondProcess, answer_messages
from printing.devices.dialects import Dialect
from printing.devices.drawing import draw
from printing.layout.sheet import Sheet

_PATIENCE = 30
"""Seconds for one paper and the start before the first one; a paper takes less than one."""

_MOST_FAILURES = 3
_WITHIN = 3_600.0
"""One that failed is followed by another with the next paper, unless so many have failed within so many seconds."""

_log = logging.getLogger(__name__)


class DrawingAsked(Struct, frozen=True, array_like=True):
    """What is asked: a sheet, and for what it is drawn; see ``Draw``."""

    sheet: Sheet
    dots: int | None
    dialect: Dialect | None


class Drawn(Struct, frozen=True, array_like=True):
    """What is answered: the bytes, or the name of the exception that came instead."""

    content: bytes = b""
    error: str = ""


class DrawingProcess:
    """The second process, started with the first paper. Any thread; papers are drawn one after the other.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._process: SecondProcess | None = None
        self._failures: list[float] = []
        self._ended = False

    @property
    def is_running(self) -> bool:
        """Whether it draws: it has drawn the last paper that was asked for, and was not ended."""
        return self._process is not None and not self._ended

    def draw(self, sheet: Sheet, dots: int | None, dialect: Dialect | None) -> bytes:
        """Draw it there, or here where that cannot be; see ``Draw``."""
        drawn = self._drawn_there(DrawingAsked(sheet, dots, dialect))
        if drawn.content:
            return drawn.content
        content = draw(sheet, dots, dialect)
        if drawn.error:  # it is the process that could not, not the paper that cannot be drawn
            with self._lock:
                self._failed(drawn.error)
        return content

    def end(self) -> None:
        """End the process; what is drawn from now on is drawn here. Idempotent."""
        self._ended = True
        process = self._process
        if process is not None:
            process.end()

    def _drawn_there(self, paper: DrawingAsked) -> Drawn:
        """What it answers; nothing = it is not asked, or does not answer."""
        with self._lock:
            try:
                process = self._running()
                return process.ask(paper, Drawn).result(_PATIENCE) if process is not None else Drawn()
            except FAILED as error:
                # A window that stutters is less than a paper that comes half a minute late: none is tried again soon.
                self._failed(type(error).__name__, times=_MOST_FAILURES if isinstance(error, TimeoutError) else 1)
                return Drawn()

    def _running(self) -> SecondProcess | None:
        """The process, started where there is none; None = it is not tried."""
        if self._process is None and not self._ended and not self._failed_too_often():
            self._process = SecondProcess(__name__, steps_back=True)
        if self._ended:  # also meanwhile
            self.end()
            return None
        return self._process

    def _failed_too_often(self) -> bool:
        now = self._clock()
        self._failures = [at for at in self._failures if now - at < _WITHIN]
        return len(self._failures) >= _MOST_FAILURES

    def _failed(self, why: str, *, times: int = 1) -> None:
        """End what failed, and say so."""
        if self._ended:
            return
        process, self._process = self._process, None
        if process is not None:
            process.end()
        self._failures += [self._clock()] * times
        if self._failed_too_often():
            _log.warning("papers are drawn in this process for an hour, as the other one failed: %s", why)
        else:
            _log.warning("a paper is drawn in this process, as the other one failed: %s", why)


def _answer(paper: DrawingAsked) -> Drawn:
    """What went wrong is said by who asked, who draws it too."""
    try:
        return Drawn(content=draw(paper.sheet, paper.dots, paper.dialect))
    except Exception as error:  # noqa: BLE001 - raised again there
        return Drawn(error=type(error).__name__)


if __name__ == "__main__":
    answer_messages(DrawingAsked, _answer)
