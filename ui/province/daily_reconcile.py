"""Background reconciliation with the province, once after each closing time; reports differences only."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.jobs import AskDesk, Jobs
from ui.core.province_bridge import ProvinceBridge

if TYPE_CHECKING:
    from desk.views.view_models import DifferenceView

DIFFERS = "differs from the province"
"""Cause of a banner."""

_LOOK_EVERY = 10 * 60 * 1000
"""Milliseconds: in the evening nothing else may happen any more that would make one look."""


class DailyReconcile(QObject):
    """Watches the link for a moment when everything is sent and read.

    Attributes:
        differed: both do not have the same; carries a tuple of ``DifferenceView``.
    """

    differed = Signal(object)

    def __init__(self, jobs: Jobs, bridge: ProvinceBridge) -> None:
        super().__init__()
        self._jobs, self._bridge = jobs, bridge
        self._busy = False
        bridge.state_changed.connect(self.consider)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.consider)
        self._timer.start(_LOOK_EVERY)

    @Slot()
    def consider(self) -> None:
        """Compare, if it is time and nothing is on its way."""
        state = self._bridge.state
        if self._busy or state is None or state.phase != "up_to_date" or state.unsent or state.remaining:
            return
        self._busy = True

        def compared(ask: AskDesk) -> "tuple[DifferenceView, ...]":
            return self._bridge.compare() if ask(lambda work: work.province.compare_is_due()) else ()

        self._jobs.run_with_desk(self, compared, self._compared, self._not_now, ended=self._ended, queue="compare")

    def _ended(self) -> None:
        self._busy = False

    def _compared(self, unlike: "tuple[DifferenceView, ...]") -> None:
        if unlike:
            self.differed.emit(unlike)

    def _not_now(self, _: NotAllowed | Trouble) -> None:
        """The line went away meanwhile, which the status line says; another moment will come."""
