"""Pages for a desk that does not open: first set-up, recovery key, lost work."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from models.calendar.clock import Clock
from models.not_allowed import NotAllowed, NotSetUp
from models.trouble import KeyMissing, KeyWrong, Trouble, WorkLost
from ui.core.card_bridge import CardBridge
from ui.core.jobs import Jobs
from ui.core.words import why
from ui.program.signals import ProgramSignals
from ui.shell.window import Window

if TYPE_CHECKING:
    from desk.settings import Settings
    from desk.setup.first_hour import FirstHour
    from desk.views.open_desk import OpenDesk
    from ui.cards.scanning import ScannerSettings


_NO_FILE = "file"
"""``WorkLost.detail`` where the database itself is gone: nothing is left to go on with."""


class WithoutDesk(QObject):
    """Shows the page that helps while no desk is open, until one is.

    Attributes:
        again: the file is to be opened once more.
        begun: the first hour has made a desk; carries its ``OpenDesk``.
    """

    again = Signal()
    begun = Signal(object)

    def __init__(
        self,
        window: Window,
        signals: ProgramSignals,
        jobs: Jobs,
        bridge: CardBridge,
        folder: Path,
        clock: Clock,
        *,
        training: bool,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._signals = signals
        self._jobs = jobs
        self._bridge = bridge
        self._folder = folder
        self._clock = clock
        self._training = training
        self._scanning: ScannerSettings | None = None
        """Of the first hour alone; an open desk has its own, see ``ui.program.background_services``."""
        signals.first_hour_done.connect(self._begin)

    def is_first_hour(self, settings: "Settings | None") -> bool:
        """Whether the first set-up is to be done."""
        from desk.settings import DATABASE, FIRST_HOUR  # noqa: PLC0415 - its libraries are not needed to paint a window

        if (self._folder / FIRST_HOUR).exists():
            return True
        return settings is None and not (self._folder / DATABASE).exists()

    def not_opened(self, reason: NotAllowed | Trouble) -> None:
        """Show the page that helps for this reason."""
        if isinstance(reason, NotSetUp):
            from ui.cards.scanning import ScannerSettings  # noqa: PLC0415 - the live test of the first hour needs it before the desk

            self._scanning = ScannerSettings(self._window, self._bridge, self._answered, self._signals.settings_saved)
            self._window.go("setup")
            return
        if isinstance(reason, KeyMissing | KeyWrong):
            self._ask_recovery_key()
        if isinstance(reason, WorkLost) and reason.detail != _NO_FILE:
            self._tell_loss(reason)
        self._window.banners.show_banner("bad", why(reason), "Thử lại", self.again.emit)

    def stop(self) -> None:
        """Disconnect the scanners."""
        if self._scanning is not None:
            self._scanning.stop()

    # ---- the sealed envelope -----------------------------------------------------------------------------

    def _ask_recovery_key(self) -> None:
        """The file exists and no key opens it: ask for the recovery key."""
        from ui.health.recover_page import RecoverPage  # noqa: PLC0415 - rarely in the life of a machine

        page = self._window.page("recover")
        if isinstance(page, RecoverPage):
            page.recovered.connect(self._recovered, Qt.ConnectionType.UniqueConnection)
        self._window.go("recover")

    @Slot()
    def _recovered(self) -> None:
        self._window.go("counter")
        self.again.emit()

    # ---- lost work ---------------------------------------------------------------------------------------

    def _tell_loss(self, reason: WorkLost) -> None:
        """The file has lost events: show what is missing and how to continue."""
        from ui.health.loss_page import LossPage  # noqa: PLC0415 - rarely in the life of a machine

        page = self._window.page("loss")
        if isinstance(page, LossPage):
            page.accepted.connect(self._recovered, Qt.ConnectionType.UniqueConnection)
        self._window.go("loss", reason)

    # ---- the first hour ----------------------------------------------------------------------------------

    def take_scanners(self, settings: "Settings") -> None:
        """The live test has found the speed of a scanner."""
        from ui.settings.setup_page import SetupPage  # noqa: PLC0415 - the first hour alone

        page = self._window.page("setup")
        if isinstance(page, SetupPage):
            page.take_scanners(settings)

    def _answered(self) -> "Settings | None":
        """The settings answered so far."""
        from ui.settings.setup_page import SetupPage  # noqa: PLC0415 - loaded already

        page = self._window.page("setup")
        return page.settings if isinstance(page, SetupPage) else None

    @Slot(object)
    def _begin(self, first: "FirstHour") -> None:
        """All is answered: create the file, then the accounts."""
        folder, training, clock = self._folder, self._training, self._clock

        def opening() -> "OpenDesk":
            from desk.views.open_desk import OpenDesk  # noqa: PLC0415 - the database's libraries load in the worker

            return OpenDesk.begun(folder, first, training=training, clock=clock)

        self._jobs.open(self, opening, self._made, self._refused)

    def _made(self, work: "OpenDesk") -> None:
        if self._scanning is not None:
            self._scanning.stop()
            self._scanning.deleteLater()
            self._scanning = None
        self.begun.emit(work)

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        from ui.settings.setup_page import SetupPage  # noqa: PLC0415 - loaded already

        page = self._window.page("setup")
        if isinstance(page, SetupPage):
            page.not_opened()
        self._window.say_reason(reason)
