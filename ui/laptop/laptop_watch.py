"""At a visit laptop: the count of what is aboard at the foot of the window, warnings, and the wipe when it is due."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from ui.core.jobs import Reason
from ui.core.words import tone_of, why

if TYPE_CHECKING:
    from desk.views.laptop import LaptopNews
    from desk.views.open_desk import OpenDesk
    from ui.core.jobs import Jobs
    from ui.core.province_bridge import ProvinceBridge
    from ui.shell.window import Window

LOOK_EVERY = 60_000
SOON = 1_000
"""Milliseconds between two looks, and after news."""

CAUSE = "laptop"
"""Cause of its banners."""


def _news(work: "OpenDesk") -> "LaptopNews | None":
    """None at any other machine, which does not load the views of laptops to hear that."""
    return work.laptop.news() if work.desk.is_visit_laptop else None


class LaptopWatch(QObject):
    """Background service; at any other machine it asks once a minute and says nothing."""

    def __init__(self, window: "Window", province: "ProvinceBridge", jobs: "Jobs") -> None:
        super().__init__()
        self._window, self._province, self._jobs = window, province, jobs
        self._warned = ""
        self._wiping = False
        self._stopped = False
        self._each = QTimer(self, interval=LOOK_EVERY)
        self._each.timeout.connect(self.look)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.look)
        for happened in (province.merged, province.state_changed, window.recorded, window.locking.changed):
            happened.connect(self._soon.start)
        self._each.start()
        self.look()

    def stop(self) -> None:
        """Stop looking."""
        self._stopped = True
        self._each.stop()
        self._soon.stop()

    @Slot()
    def look(self) -> None:
        """Ask what is aboard."""
        if not (self._stopped or self._wiping):
            self._jobs.ask(self, _news, self._show, newest="laptop news")

    def _show(self, news: "LaptopNews | None") -> None:
        if self._stopped:
            return
        self._window.province_line.say_aside(news.count if news else "")
        warning = news.warning if news else ""
        if warning != self._warned:
            self._warned = warning
            banners = self._window.banners
            banners.clear_cause(CAUSE)
            if news and warning:
                banners.show_to_everyone(news.tone, warning, about=CAUSE)
        if news and news.due and not self._wiping:
            self._wiping = True
            self._province.pause()
            self._jobs.ask(self, lambda work: work.laptop.wipe_if_due(), self._wiped, self._not_wiped)

    def _wiped(self, words: str) -> None:
        self._over()
        if words:
            self._window.banners.show_to_everyone("good", words)

    def _not_wiped(self, reason: Reason) -> None:
        self._over()
        self._window.banners.show_to_everyone(tone_of(reason), why(reason))

    def _over(self) -> None:
        self._wiping = False
        if not self._stopped:
            self._province.start()
            self._soon.start()
