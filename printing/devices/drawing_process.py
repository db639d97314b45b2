"""A second process that draws papers, so that drawing takes neither time nor memory from a window.

It is given sheets and gives bytes back: it opens no file, knows no printer and no key. What it does not answer, for
whatever reason, is drawn here.
"""

import logging
import threading

from msgspec import Struct

from models.system.second_process import FAILED, SecondProcess, answer_messages
from printing.devices.dialects import Dialect
from printing.devices.drawing import draw
from printing.layout.sheet import Sheet

_PATIENCE = 30
"""Seconds for one paper and the start before the first one; a paper takes less than one."""

_log = logging.getLogger(__name__)


class DrawingAsked(Struct, frozen=True, array_like=True):
    """What is asked: a sheet, and for what it is drawn; see ``Draw``."""

    sheet: Sheet
    dots: int | None
    dialect: Dialect | None


class DrawingProcess:
    """The second process, started with the first paper. Any thread; papers are drawn one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: SecondProcess | None = None
        self._ended = False

    @property
    def is_running(self) -> bool:
        """Whether papers are drawn there: one has been, and nothing has gone wrong."""
        return self._process is not None and not self._ended

    def draw(self, sheet: Sheet, dots: int | None, dialect: Dialect | None) -> bytes:
        """Draw it there, or here where that cannot be; see ``Draw``."""
        return self._drawn_there(DrawingAsked(sheet, dots, dialect)) or draw(sheet, dots, dialect)

    def end(self) -> None:
        """End the process; what is drawn from now on is drawn here. Idempotent."""
        self._ended = True
        if self._process is not None:
            self._process.end()

    def _drawn_there(self, paper: DrawingAsked) -> bytes:
        """The bytes; none = it could not draw it, or does not answer: then it is never asked again."""
        with self._lock:
            if self._ended:
                return b""
            try:
                if self._process is None:
                    self._process = SecondProcess(__name__, steps_back=True)
                return self._process.ask(paper, bytes).result(_PATIENCE)
            except FAILED as error:
                if not self._ended:
                    _log.warning("papers are drawn in this process now: %s", type(error).__name__)
                self.end()
                return b""


def _answer(paper: DrawingAsked) -> bytes:
    """What went wrong is said by who asked, who draws it too."""
    try:
        return draw(paper.sheet, paper.dots, paper.dialect)
    except Exception:  # noqa: BLE001 - raised again there
        return b""


if __name__ == "__main__":
    answer_messages(DrawingAsked, _answer)
