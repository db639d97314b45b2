"""Counts and signs on the rail, asked of the desk in one question after changes.

Asked is what is shown: the views of a subject that has no place here are not even loaded for it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from ui.shell.page_entry import RailSign
from ui.shell.province_line import SIGNS

if TYPE_CHECKING:
    from ui.core.jobs import Jobs
    from ui.core.print_queue import PrintQueue
    from ui.core.province_bridge import ProvinceBridge
    from ui.line.line_panel import LinePanel
    from ui.shell.page_entry import PageEntry
    from ui.shell.window import Window

SOON = 500
"""Milliseconds after news before the desk is asked: what comes in a burst is asked once, a paper goes out meanwhile."""

EACH = 60_000
"""Milliseconds between two questions about everything."""


class RailSigns(QObject):
    """Background service for the rail's signs. Pauses while the window is covered."""

    def __init__(
        self, window: "Window", line: "LinePanel", print_queue: "PrintQueue", province: "ProvinceBridge", jobs: "Jobs"
    ) -> None:
        super().__init__()
        self._window, self._jobs = window, jobs
        self._stopped = False
        signed = [one for one in window.entries.values() if one.sign is not None]
        self._often = [one for one in signed if not one.sign_seldom]
        self._seldom = [one for one in signed if one.sign_seldom]
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._ask_often)
        self._each = QTimer(self, interval=EACH)
        self._each.timeout.connect(self.ask)
        for happened in (line.changed, print_queue.state_changed, province.merged, window.recorded):
            happened.connect(self._happened)
        window.went.connect(self.ask)
        window.locking.changed.connect(self.ask)
        window.province_line.said.connect(self._show_province)
        window.rail.reader.clicked.connect(self._to_scanners)
        self._show_province()
        self._each.start()
        self.ask()

    def stop(self) -> None:
        """Stop asking, whatever is still heard: what other threads have told may arrive when the window is gone."""
        self._stopped = True
        self._soon.stop()
        self._each.stop()

    @Slot()
    def ask(self) -> None:
        """Update the signs of all pages that have a place, or may need one."""
        self._happened()
        self._ask(self._seldom, "seldom")

    @Slot()
    def _happened(self) -> None:
        if not self._stopped and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _ask_often(self) -> None:
        self._ask(self._often, "often")

    def _ask(self, signed: "Sequence[PageEntry]", topic: str) -> None:
        if self._stopped or self._window.locking.is_covered:
            return
        placed = self._window.rail.placed
        seen = [(one.name, one.sign) for one in signed if one.name in placed or one.sign_anywhere or one.at_choice]
        self._jobs.ask(self, lambda work: [(name, sign(work)) for name, sign in seen if sign], self._show, newest=topic)

    def _show(self, signs: list[tuple[str, RailSign]]) -> None:
        for name, sign in signs:
            self._window.rail.show_sign(name, sign)

    @Slot()
    def _to_scanners(self) -> None:
        self._window.go("settings", "scanner")

    @Slot()
    def _show_province(self) -> None:
        """Show the link's icon; the words are in the status line at the foot of the window."""
        line = self._window.province_line
        icon, colour, _ = SIGNS[line.sign]
        self._window.rail.show_sign(
            "province", RailSign(words=line.words, icon=icon, tone=colour if colour in {"warn", "bad"} else "")
        )
