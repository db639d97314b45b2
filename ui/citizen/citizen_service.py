"""Background service: opens the citizen's window on the screen of the settings, and clears it between two citizens."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from models.calendar.clock import Clock
from ui.core.citizen_display import CitizenDisplay

if TYPE_CHECKING:
    from desk.settings import Settings
    from models.ids import TicketId
    from ui.citizen.citizen_window import CitizenWindow
    from ui.line.line_panel import LinePanel
    from ui.shell.window import Window


class CitizenService(QObject):
    """The window, as long as there is a screen for it. Without one nothing is loaded and nothing is in the way.

    Args:
        display: what shall be shown.
        window: the clerk's.
        line: the waiting line: with the next number the last citizen is gone.
        settings: gives those in force.
        clock: tells the time.
        screens: those of this machine.
    """

    def __init__(
        self,
        display: CitizenDisplay,
        window: "Window",
        line: "LinePanel",
        settings: "Callable[[], Settings | None]",
        clock: Clock,
        screens: Callable[[], list[QScreen]] = QGuiApplication.screens,
    ) -> None:
        super().__init__()
        self._display = display
        self._window = window
        self._line = line
        self._in_force = settings
        self._clock = clock
        self._screens = screens
        self._wanted = 0
        self._first = ""
        """The screen on which it opened first: when numbers move as cables are pulled, no other one shows a citizen."""
        self._served: TicketId | None = None
        self._stopped = False
        self.shown: CitizenWindow | None = None
        line.changed.connect(self._line_changed)
        window.locking.changed.connect(self._clerk_changed)
        screen_signals = QGuiApplication.instance()
        if isinstance(screen_signals, QGuiApplication):
            screen_signals.screenAdded.connect(self.look_at_screens)
            screen_signals.screenRemoved.connect(self.look_at_screens)
        self._settings_now()

    def stop(self) -> None:
        """Close the window; nothing of anybody is kept."""
        self._stopped = True
        self._display.clear()
        self._close()

    # ---- between two citizens ----------------------------------------------------------------------------

    @Slot()
    def _line_changed(self) -> None:
        """Settings that were saved are told by the line too."""
        here = self._line.line.view.here if self._line.line is not None else None
        served = here.id if here is not None else None
        if served != self._served:
            self._served = served
            self._display.clear()
        self._settings_now()

    @Slot()
    def _clerk_changed(self) -> None:
        if self._window.locking.is_covered:
            self._display.clear()

    # ---- the screen --------------------------------------------------------------------------------------

    def _settings_now(self) -> None:
        settings = self._in_force()
        if settings is None:
            return
        self._display.read_for = settings.citizen.seconds * 1_000
        self._display.confirms = settings.citizen.confirm
        if self.shown is not None:
            self.shown.show_office(settings.office.unit.name)
        if settings.citizen.screen != self._wanted:
            self._wanted, self._first = settings.citizen.screen, ""
            self.look_at_screens()

    @Slot()
    def look_at_screens(self) -> None:
        """A screen was switched on, or its cable pulled: open the window, or close it."""
        screen = None if self._stopped else self._screen()
        if screen is None:
            self._close()
        elif self.shown is None or self.shown.screen() is not screen:
            self._close()
            self._open(screen)

    def _screen(self) -> QScreen | None:
        """The one of the settings: never the clerk's own, and never another than before."""
        screens = self._screens()
        if not 2 <= self._wanted <= len(screens):
            return None
        screen = screens[self._wanted - 1]
        if self._first not in {"", screen.name()} or screen.geometry() == self._window.screen().geometry():
            return None
        return screen

    def _open(self, screen: QScreen) -> None:
        from ui.citizen.citizen_window import CitizenWindow  # noqa: PLC0415 - where there is a second screen

        settings = self._in_force()
        self._first = screen.name()
        self.shown = CitizenWindow(settings.office.unit.name if settings else "", self._clock)
        self.shown.show_view(self._display.view)
        self._display.changed.connect(self.shown.show_view)
        self._display.is_open = True
        self.shown.setScreen(screen)
        self.shown.setGeometry(screen.geometry())
        self.shown.setWindowState(Qt.WindowState.WindowFullScreen)  # ``showFullScreen`` would ask for the keys
        self.shown.show()

    def _close(self) -> None:
        shown, self.shown = self.shown, None
        self._display.is_open = False
        if shown is not None:
            self._display.changed.disconnect(shown.show_view)
            shown.close()
            shown.deleteLater()
