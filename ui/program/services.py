"""Services shared by all pages of a window: the print queue, backups, and what the citizen's screen shows."""

from functools import cached_property
from typing import TYPE_CHECKING

from ui.core.jobs import Jobs

if TYPE_CHECKING:
    from ui.core.citizen_display import CitizenDisplay
    from ui.core.print_queue import PrintQueue
    from ui.health.backup_runner import BackupRunner


class Services:
    """Each is created on first use, in the window's thread, and ends with the jobs."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    @cached_property
    def print_queue(self) -> "PrintQueue":
        """The print queue."""
        from ui.core.print_queue import PrintQueue  # noqa: PLC0415 - see above

        return PrintQueue(self._jobs)

    @cached_property
    def copying(self) -> "BackupRunner":
        """Backups and integrity checks."""
        from ui.health.backup_runner import BackupRunner  # noqa: PLC0415 - not needed to paint a window

        return BackupRunner(self._jobs)

    @cached_property
    def citizen(self) -> "CitizenDisplay":
        """What the screen that is turned to the citizen shows."""
        from ui.core.citizen_display import CitizenDisplay  # noqa: PLC0415 - not needed to paint a window

        return CitizenDisplay(self._jobs)
