"""Starts the hub of a training desk after the window, joins it, and stops it with the window."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.core.jobs import AskDesk, Jobs

if TYPE_CHECKING:
    from desk.settings import Settings
    from desk.training.training_hub import TrainingHub

FOLDER = "hub"


class HubKeeper(QObject):
    """Owns the hub's process.

    Attributes:
        joined: the desk belongs to it; carries the ``Settings`` now in force.
    """

    joined = Signal(object)

    def __init__(self, jobs: Jobs, folder: Path) -> None:
        super().__init__()
        self._jobs = jobs
        self._folder = folder / FOLDER
        self._hub: TrainingHub | None = None

    @Slot()
    def start(self) -> None:
        """Start it; neither window nor desk waits for that."""
        self._jobs.run_with_desk(self, self._start, self._joined, queue="hub")

    def stop(self) -> None:
        """End it; call when no job is under way any more."""
        hub, self._hub = self._hub, None
        if hub is not None:
            hub.stop()

    def _start(self, ask: AskDesk) -> "Settings":
        """Beside the worker. The hub is kept at once: should the window close meanwhile, it is ended all the same."""
        from desk.training import training_hub  # noqa: PLC0415 - training only

        hub = self._hub = training_hub.start(self._folder)
        return ask(lambda work: work.training.join(hub))

    def _joined(self, settings: "Settings") -> None:
        self.joined.emit(settings)
