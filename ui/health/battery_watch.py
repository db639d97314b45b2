"""Shows the battery at the foot of the window while there is no mains, and warns once at each level."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from desk.health.battery import LOW, VERY_LOW, Battery, battery
from desk.health.health_words import battery_warning, battery_words
from ui.core.jobs import Jobs
from ui.shell.window import Window

EACH = 60_000
"""Milliseconds between two looks."""

_ABOUT = "battery"


class BatteryWatch(QObject):
    """Background service. A look is a few files of the system, taken beside the window.

    Args:
        window: at whose foot it is shown.
        jobs: where it is looked at.
        ask: tells the battery.
    """

    def __init__(self, window: Window, jobs: Jobs, ask: Callable[[], Battery | None] = battery) -> None:
        super().__init__()
        self._window, self._jobs, self._look_at = window, jobs, ask
        self._warned = 100
        self._each = QTimer(self, interval=EACH)
        self._each.timeout.connect(self.ask)
        self._each.start()
        self.ask()

    def stop(self) -> None:
        """Look no more."""
        self._each.stop()

    @Slot()
    def ask(self) -> None:
        """Look now."""
        self._jobs.run_in_thread(self, self._look_at, self._seen)

    def _seen(self, found: Battery | None) -> None:
        if found is None or not found.on_battery:
            self._window.show_battery("", "")
            self._window.banners.clear_cause(_ABOUT)
            self._warned = 100
            return
        level = VERY_LOW if found.percent <= VERY_LOW else LOW if found.percent <= LOW else 100
        tone = {VERY_LOW: "bad", LOW: "warn"}.get(level, "")
        self._window.show_battery(battery_words(found), tone)
        if level < self._warned:
            self._warned = level
            self._window.banners.show_banner(tone, battery_warning(found), about=_ABOUT)
