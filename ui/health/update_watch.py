"""Updates beside the work: a version that started counts as good; new ones are fetched and tried, quietly."""

import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from desk.views.closed import DeskClosed
from ui.core.jobs import AskDesk, Jobs, Reason
from ui.core.words import why

if TYPE_CHECKING:
    from desk.views.program.updates import DueLook
    from ui.shell.banner import Banners

READY_AFTER = 5_000
LOOK_EVERY = 600_000
"""Milliseconds until a window that was opened counts as usable, and between two questions whether a look is due."""

CAUSE = "update"
"""Cause of its banners."""

_QUEUE = "updates"


class UpdateWatch(QObject):
    """Background service. What it does not get to today it does tomorrow; only a version given up here is said."""

    def __init__(self, jobs: Jobs, banners: "Banners") -> None:
        super().__init__()
        self._jobs, self._banners = jobs, banners
        self._stop = threading.Event()
        self._look: DueLook | None = None
        self._busy = False
        self._first = QTimer(self, singleShot=True, interval=READY_AFTER)
        self._first.timeout.connect(self.note_started)
        self._each = QTimer(self, interval=LOOK_EVERY)
        self._each.timeout.connect(self.look)
        self._first.start()
        self._each.start()

    def stop(self) -> None:
        """The window closes: what is under way ends soon, and is gone on with the next time."""
        self._stop.set()
        self._first.stop()
        self._each.stop()
        look = self._look
        if look is not None:
            look.cut()

    @Slot()
    def note_started(self) -> None:
        """The window has been usable for a while: this version is a good one."""
        self._jobs.ask(self, lambda work: work.updates.started(), self._started)

    def _started(self, told: str) -> None:
        if told:
            self._banners.show_to_everyone("warn", told, about=CAUSE)
        self.look()

    @Slot()
    def look(self) -> None:
        """Take the look that is due, if one is."""
        if self._busy or self._stop.is_set():
            return
        self._busy = True
        self._jobs.run_with_desk(self, self._taken, None, self._refused, ended=self._ended, queue=_QUEUE)

    def _taken(self, ask: AskDesk) -> None:
        """In a thread of its own: look, fetch, try."""
        look = ask(lambda work: work.updates.look(self._stop.wait))
        if look is None:
            return
        self._look = look
        try:
            found = look.looker.look()
            if found.standing == "available":
                look.looker.prepare(found, lambda folder: self._tried(ask, folder), stop=self._stop.is_set)
        finally:
            self._look = None
            look.cut()

    def _tried(self, ask: AskDesk, version: Path) -> None:
        from desk.updates import trial  # noqa: PLC0415 - loaded with the look

        plan = ask(lambda work: work.updates.begin_trial())
        try:
            trial.run(plan, version, stop=self._stop.is_set)
        finally:
            with suppress(DeskClosed):  # the snapshot went with the desk
                ask(lambda work: work.updates.end_trial(plan))

    def _ended(self) -> None:
        self._busy = False

    @Slot(object)
    def _refused(self, reason: Reason) -> None:
        """No network is the usual state of many offices; what is wrong with a version stands on the health page too."""
        from desk.updates.refusals import UpdateTrialFailed  # noqa: PLC0415 - loaded with the look

        if isinstance(reason, UpdateTrialFailed) and not self._stop.is_set():
            self._banners.show_to_everyone("warn", why(reason), about=CAUSE)
