"""``motcua kiosk`` and ``motcua board``: one window of the waiting room as its own process."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from desk.hall.locator import LocatedHall
from models.calendar.clock import Clock, local_day, wall_clock
from models.not_allowed import NotAllowed
from models.trouble import ReaderTrouble, Trouble
from ui.core.display import application
from ui.core.stop_signals import noted, run_until_stopped
from ui.crash.reports import Crash, keep_report
from ui.hall.hall_polling import HallWatch, Wants
from ui.style.theme import apply_theme, load_fonts, look_for

if TYPE_CHECKING:
    from desk.cards.keyboard.telex_recovery import Typed
    from ui.cards.wedge import Wedge
    from ui.core.card_bridge import CardBridge


class Screen(QObject):
    """One window, the hall it asks, and an end in which the file is closed.

    Args:
        folder: the data folder.
        wants: what the window shows.
        training: an invented office, if nobody has the folder open.
        clock: tells the time.
    """

    def __init__(self, folder: Path, wants: Wants, *, training: bool = False, clock: Clock = wall_clock) -> None:
        super().__init__()
        self._folder = folder
        self._clock = clock
        self._ended = False
        self._wedge: Wedge | None = None
        self._bridge: CardBridge | None = None
        self.crash = Crash()
        self.crash.happened.connect(self._crashed)
        self.found = LocatedHall(folder, on_error=self.crash.happened.emit, clock=clock, training=training)
        self.watch = HallWatch(self.found, wants)
        self.watch.crashed.connect(self._crashed)
        self.window: QWidget = self._kiosk() if wants is Wants.OFFER else self._board()

    def start(self) -> None:
        """Begin to ask, once the window is shown."""
        self._listen_to_keys()
        self.watch.start()

    @Slot()
    def end(self) -> None:
        """Once: ask no more, hang up or close the file."""
        if not self._ended:
            self._ended = True
            if self._wedge is not None:
                self._wedge.stop()
            self._listen_no_more()
            self.watch.stop()
            self.found.close()

    @Slot()
    def let_close(self) -> None:
        """The whole PC goes down: not even the kiosk stands in its way."""
        from ui.hall.kiosk import Kiosk  # noqa: PLC0415 - loaded already, if it is one

        if isinstance(self.window, Kiosk):
            self.window.may_close = True

    def _board(self) -> QWidget:
        from ui.hall.board import BoardWindow  # noqa: PLC0415 - one of the two

        window = BoardWindow(self.watch)
        window.closing.connect(self.end)
        return window

    def _kiosk(self) -> QWidget:
        from ui.core.card_bridge import CardBridge  # noqa: PLC0415 - the kiosk alone
        from ui.hall.kiosk import Kiosk  # noqa: PLC0415 - one of the two

        window = Kiosk(self.watch, self._clock)
        window.closing.connect(self.end)
        self._bridge = CardBridge(self._clock, self)
        self._bridge.scanned.connect(window.scanned)
        self._bridge.crashed.connect(self._crashed)
        self._bridge.failed.connect(self._no_scanner)
        self.watch.found.connect(self._listen)
        self.watch.lost.connect(self._listen_no_more)
        return window

    def _listen_to_keys(self) -> None:
        """A scanner that types is the one most kiosks have."""
        from ui.cards.wedge import Wedge  # noqa: PLC0415 - the kiosk alone
        from ui.hall.kiosk import Kiosk  # noqa: PLC0415 - loaded already, if it is one

        if isinstance(self.window, Kiosk):
            self._wedge = Wedge(self.window, lambda: local_day(self._clock()), lambda: True)
            self._wedge.typed.connect(self._typed)

    @Slot(object)
    def _typed(self, typed: "Typed") -> None:
        from ui.hall.kiosk import Kiosk  # noqa: PLC0415 - it is one

        if isinstance(self.window, Kiosk):
            for scan in typed.scans:
                self.window.scanned(scan)

    @Slot()
    def _listen(self) -> None:
        """Where this is the only program of the PC, at its scanner; beside a window only at one of the kiosk's own."""
        from desk.settings import read_settings  # noqa: PLC0415 - small, read when the desk is found

        try:
            settings = read_settings(self._folder)
        except (NotAllowed, Trouble):
            return  # who answers has other settings than this folder: no scanner of ours is known
        own = settings.hall.kiosk_scanner
        if self._bridge is not None:
            self._bridge.start_readers(own or (settings.scanner if self.found.has_file_open else None), training=False)

    @Slot()
    def _listen_no_more(self) -> None:
        """The window of this PC may want the port."""
        if self._bridge is not None:
            self._bridge.stop_readers()

    @Slot(object)
    def _no_scanner(self, trouble: ReaderTrouble) -> None:
        """A kiosk without its scanner gives numbers without names; why stands in the log."""
        sys.stderr.write(f"scanner: {type(trouble).__name__}\n")

    @Slot(object)
    def _crashed(self, bug: BaseException) -> None:
        """The waiting room is not told; the report lies beside the data."""
        keep_report(self._folder, bug, self._clock())


def run(folder: Path, wants: Wants, *, screen: int, windowed: bool) -> int:
    """Show the window and stay until it is closed; gives the exit code.

    Args:
        folder: the data folder.
        wants: kiosk or board.
        screen: 1 = the first; one that is not there gives the first.
        windowed: not over the whole screen (to look at it while setting up).
    """
    with noted() as signals:
        qt = application()
        apply_theme(qt, look_for("light", 1.0), load_fonts())
        shown = Screen(folder, wants)
        shown.crash.watch()
        _place(shown.window, _screen(screen), windowed=windowed)
        shown.start()
        qt.commitDataRequest.connect(shown.let_close)  # the system is being shut down
        code = run_until_stopped(signals)  # the kiosk's window is not asked, it closes for nobody
        shown.end()
        return code


def _screen(number: int) -> QScreen:
    screens = QGuiApplication.screens()
    return screens[number - 1] if 1 <= number <= len(screens) else QGuiApplication.primaryScreen()


def _place(window: QWidget, screen: QScreen, *, windowed: bool) -> None:
    window.setScreen(screen)
    if windowed:
        window.resize(screen.availableGeometry().size() * 0.8)
        window.show()
        return
    window.setGeometry(screen.geometry())
    window.showFullScreen()
