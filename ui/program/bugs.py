"""Shows each bug once, with its report saved; the program continues."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from models.calendar.clock import Clock
from models.trouble import Trouble
from ui.core.words import ENDED_HARD, OUR_BUG, OUR_BUG_BARE
from ui.crash.reports import Crash, keep_report, signature
from ui.shell.window import Window


class Bugs(QObject):
    """Receives bugs of all threads and shows them over the page in front."""

    def __init__(self, window: Window, crash: Crash, folder: Path, clock: Clock) -> None:
        super().__init__(window)
        self._window = window
        self._crash = crash
        self._folder = folder
        self._clock = clock
        self._told: set[str] = set()
        """Told since the start: one that comes at every paint is told once."""
        crash.happened.connect(self.tell)

    @Slot(object)
    def tell(self, bug: BaseException) -> None:
        """Save a report of it and show it."""
        kind = signature(bug)
        if kind in self._told:
            return
        self._told.add(kind)
        try:
            keep_report(self._folder, bug, self._clock(), self._window.front)
        except Trouble:  # the disk is full or broken: the clerk is told of the bug all the same
            self._window.banners.show_banner("bad", OUR_BUG_BARE)
            return
        self._window.banners.show_banner("bad", OUR_BUG, "Xem báo cáo", self._show)

    @Slot()
    def watch_hard(self) -> None:
        """Record crashes in machine code from now on, and report one of the last run."""
        try:
            if self._crash.watch_hard(self._folder, self._clock()) is not None:
                self._window.banners.show_banner("bad", ENDED_HARD, "Xem báo cáo", self._show)
        except Trouble as trouble:
            self._window.say_reason(trouble)

    @Slot()
    def _show(self) -> None:
        self._window.go("crash")
