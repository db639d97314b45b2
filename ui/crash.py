"""Our own bugs: caught, written down with personal data masked, and said aloud. What was saved is not lost."""

import re
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from models.text import mask

_NUMBERS = re.compile(r"\d{4,}")
_QUOTED = re.compile(r"(['\"])(?:(?!\1).)*[^\x00-\x7f](?:(?!\1).)*\1")
"""A quoted text with a letter outside ASCII: in this program that is a name or an address."""


def masked(report: str) -> str:
    """A report without personal data: long numbers keep four digits, quoted Vietnamese text goes."""
    return _NUMBERS.sub(lambda found: mask(found.group()), _QUOTED.sub(r"\1***\1", report))


def report_of(bug: BaseException) -> str:
    """The trace of a bug, fit to be sent to those who mend it: code lines as written, values masked."""
    frames = "".join(traceback.format_tb(bug.__traceback__))
    said = "".join(traceback.format_exception_only(bug))
    return frames + masked(said)


def keep_report(folder: Path, bug: BaseException, at: datetime) -> Path:
    """Write the report beside the data and give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"error-{at:%Y%m%d-%H%M%S-%f}.txt"
    path.write_text(report_of(bug), "utf-8")
    return path


class Crash(QObject):
    """Hears of every exception nobody caught, in any thread, and tells the window's thread.

    Attributes:
        happened: carries the exception.
    """

    happened = Signal(object)

    def watch(self) -> None:
        """Take over the hooks of the interpreter."""
        sys.excepthook = self._hook
        self.watch_threads()

    def watch_threads(self) -> None:
        """Take over the hook of threads alone."""
        threading.excepthook = self._thread_hook

    def _hook(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, bug, trace)
            return
        if sys.stderr is not None:  # a windowed program on Windows has none
            sys.stderr.write(report_of(bug))
        self.happened.emit(bug)

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._hook(args.exc_type, args.exc_value, args.exc_traceback)
