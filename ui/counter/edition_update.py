"""Applies a new edition of the province between two dossiers, only while the form is empty."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.jobs import Jobs
from ui.core.province_bridge import ProvinceBridge
from ui.core.words import tone_of, why
from ui.counter.counter_page import CounterPage
from ui.shell.banner import Banners

if TYPE_CHECKING:
    from desk.views.view_models import Applied


class EditionUpdate(QObject):
    """Watches the link for an edition that waits, and the form for the moment it is empty.

    Attributes:
        applied: the desk works with it; carries the ``Settings`` now in force.
    """

    applied = Signal(object)

    def __init__(self, jobs: Jobs, bridge: ProvinceBridge, counter: CounterPage, banners: Banners) -> None:
        super().__init__()
        self._jobs, self._bridge, self._counter, self._banners = jobs, bridge, counter, banners
        self._asked = 0
        """Version that the desk was asked to apply; another attempt at it waits for the next start."""
        bridge.state_changed.connect(self.consider)
        counter.intake.changed.connect(self.consider)

    @Slot()
    def consider(self) -> None:
        """Apply what waits, if the form is empty."""
        state = self._bridge.state
        version = state.edition_waiting if state is not None else 0
        if version and version != self._asked and self._counter.is_free:
            self._asked = version
            self._jobs.ask(self, lambda work: work.province.apply_edition(), self._done, self._refused)

    def _done(self, applied: "Applied | None") -> None:
        if applied is None:
            return
        self._bridge.edition_applied()
        self.applied.emit(applied.settings)
        self._counter.intake.refresh()
        if not applied.silent:
            self._banners.show_to_everyone("info", f"Danh mục mới “{applied.name}” (bản {applied.version}) đã áp dụng.")

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self._banners.show_banner(tone_of(reason), why(reason))
