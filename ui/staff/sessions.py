"""Idle lock: locks the window after the configured time without key, mouse or scan; the time a PC sleeps counts."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from desk.observations import boot_seconds
from models.events import SessionEnd
from ui.shell.banner import Banner, Banners
from ui.shell.locking import Locking

if TYPE_CHECKING:
    from desk.settings import Settings
    from ui.core.card_bridge import CardBridge

WARNS = 30.0
"""Seconds before the window locks."""

_EVERY = 1000
"""Milliseconds between two looks at the time."""

_SLEPT = 5.0
"""Seconds between two uses after which the timer may have missed its time."""

_USE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class UsedProgram(Protocol):
    """The program, as far as its use is watched."""

    settings: "Settings | None"
    bridge: "CardBridge"


class IdleWatch(QObject):
    """Watches for use: what comes to the window in front, and to what has the keys in it.

    To the latter an input method gives its words, of which no window learns. All objects of the program are not
    watched: showing one page sends some thousand events. The time is looked at once a second.
    """

    def __init__(
        self, used: UsedProgram, locking: Locking, banners: Banners, now: Callable[[], float] = boot_seconds
    ) -> None:
        super().__init__()
        self._used, self._locking, self._banners, self._now = used, locking, banners, now
        self._last = now()
        self._warning: Banner | None = None
        used.bridge.scanned.connect(self._touched)
        self._watched: tuple[QObject, ...] = ()
        self._qt = QGuiApplication.instance()
        if isinstance(self._qt, QGuiApplication):
            self._qt.focusWindowChanged.connect(self._follow)
            self._qt.focusObjectChanged.connect(self._follow)
        self._follow()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        if isinstance(self._qt, QGuiApplication):
            self._qt.focusWindowChanged.disconnect(self._follow)
            self._qt.focusObjectChanged.disconnect(self._follow)
        self._watch(())

    @Slot()
    def _follow(self) -> None:
        """Another window is in front, or something else has the keys."""
        in_front = (QGuiApplication.focusWindow(), QGuiApplication.focusObject())
        self._watch(tuple(one for one in in_front if one is not None))

    def _watch(self, these: tuple[QObject, ...]) -> None:
        for one in self._watched:
            if isValid(one):
                one.removeEventFilter(self)
        self._watched = these
        for one in these:
            one.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Whatever a person does is use; nothing is kept from anybody."""
        if event.type() in _USE:
            self._touched()
        return False

    @Slot()
    def _touched(self) -> None:
        now = self._now()
        if now - self._last > _SLEPT:
            self.look()  # the first key after a sleep comes before the timer: it is no proof of who presses it
        self._last = now
        if self._warning is not None:
            self._take_back()

    @Slot()
    def look(self) -> None:
        """Warn, or lock, if it is time."""
        settings, state = self._used.settings, self._locking.state
        if settings is None or state is None or state.locked or not state.accounts:
            return
        allowed = settings.sessions.idle_minutes * 60.0
        idle = self._now() - self._last
        if not allowed or idle < allowed - WARNS:
            return
        if idle >= allowed:
            self._take_back()
            self._locking.lock(SessionEnd.IDLE)
        elif self._warning is None and not self._locking.is_covered:
            self._warning = self._banners.show_banner(
                "warn", f"Không ai dùng máy: sau {WARNS:.0f} giây máy tự khóa. Bấm phím bất kỳ để làm tiếp."
            )
            self._warning.gone.connect(self._forget)

    def _take_back(self) -> None:
        warning, self._warning = self._warning, None
        if warning is not None:
            warning.dismiss()

    @Slot(object)
    def _forget(self, _: Banner) -> None:
        self._warning = None
