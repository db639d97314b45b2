"""Background service: answers kiosks and boards, shows the board on the second screen, speaks calls."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desk.views.closed import DeskClosed
from models.calendar.clock import Clock
from models.trouble import FileTrouble, HallNotReached, PrinterTrouble
from ui.core.jobs import Jobs
from ui.core.words import why
from ui.hall.call_announcer import CallAnnouncer

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.hall.at_desk import AtDesk
    from desk.hall.hall import SlipState
    from desk.hall.server import HallServer
    from desk.prints.print_jobs import PrintJob
    from desk.settings import Settings
    from models.ids import SubjectId
    from ui.core.print_queue import PrintOutcome
    from ui.counter.counter_page import CounterPage
    from ui.hall.board import BoardWindow
    from ui.hall.hall_polling import HallWatch
    from ui.shell.window import Window

T = TypeVar("T")


class HallService(QObject):
    """The hall of the open desk. Begun when the clerk has had the first look; nothing is asked until somebody asks.

    Args:
        jobs: the desk's one worker.
        window: the clerk's.
        folder: the data folder.
        settings: gives those in force.
        clock: tells the time.

    Attributes:
        crashed: carries a bug of ours in another thread.
    """

    crashed = Signal(object)
    _paper_came = Signal(object, object)

    def __init__(
        self,
        jobs: Jobs,
        window: "Window",
        counter: "CounterPage",
        folder: Path,
        settings: "Callable[[], Settings | None]",
        clock: Clock,
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._window = window
        self._counter = counter
        self._folder = folder
        self._in_force = settings
        now = settings()
        if now is None:
            raise ValueError("the desk is open, so it has settings")
        self._settings = now
        self._finished: dict[SubjectId, Callable[[SlipState], None]] = {}
        self._hall: AtDesk | None = None
        self._server: HallServer | None = None
        self.board: BoardWindow | None = None
        self._watch: HallWatch | None = None
        self._stopped = False
        self.calling = CallAnnouncer(now, counter.line, window.rail, window.acts, window.banners, clock)
        self.calling.crashed.connect(self.crashed)
        self._paper_came.connect(self._print)
        counter.line.changed.connect(self._settings_now)
        screens = QGuiApplication.instance()
        if isinstance(screens, QGuiApplication):
            screens.screenAdded.connect(self._screens_changed)
            screens.screenRemoved.connect(self._screens_changed)
        jobs.run_in_thread(self, self._begin, self._begun)  # the modules load beside the window

    def stop(self) -> None:
        """Hang up on everybody; the board goes with the window."""
        self._stopped = True
        self.calling.stop()
        self._take_down()
        if self._server is not None:
            self._server.stop()

    # ---- answering ---------------------------------------------------------------------------------------

    def _begin(self) -> "HallServer | None":
        from desk.hall.at_desk import AtDesk  # noqa: PLC0415 - likewise
        from desk.hall.server import HallServer  # noqa: PLC0415 - loads in a thread beside

        self._hall = AtDesk(self._ask, self._paper_came.emit)
        answering = HallServer(self._folder, self._hall, on_error=self.crashed.emit)
        try:
            answering.start()
        except (OSError, FileTrouble):
            return None
        self._server = answering
        return answering

    def _begun(self, answering: "HallServer | None") -> None:
        if self._stopped:
            return
        if answering is None:
            self._window.banners.show_to_everyone(
                "warn", "Máy lấy số và bảng gọi số chưa nối được vào máy này (thư mục dữ liệu không ghi được)."
            )
        self._hang_up()

    def _ask(self, work: "Callable[[Desk], T]", /) -> T:
        """In an answering thread: through the desk's one worker, as everything."""
        try:
            return self._jobs.call(lambda opened: work(opened.desk))
        except DeskClosed as closed:
            raise HallNotReached from closed

    # ---- slips of the kiosk ------------------------------------------------------------------------------

    @Slot(object, object)
    def _print(self, job: "PrintJob", finished: "Callable[[SlipState], None]") -> None:
        """By the same way as every print job of this window, so that what does not come out is kept and told alike."""
        self._finished[job.subject] = finished
        self._counter.print_queue.send(job, self._printed)

    def _printed(self, sent: "PrintOutcome") -> None:
        from desk.hall.hall import SlipState  # noqa: PLC0415 - loaded already

        finished = self._finished.pop(sent.job.subject, None)
        if finished is None:
            return
        if sent.trouble is None:
            finished(SlipState.PRINTED)
            return
        finished(self._fate(sent.trouble))
        self._window.banners.show_to_everyone(
            "warn", f"Máy lấy số chưa in được phiếu {sent.job.sheet.code}, số vẫn có giá trị. {why(sent.trouble)}"
        )

    @staticmethod
    def _fate(trouble: PrinterTrouble) -> "SlipState":
        from desk.hall.standalone import print_result_of  # noqa: PLC0415 - when a printer fails

        return print_result_of(trouble)

    # ---- the second screen -------------------------------------------------------------------------------

    @Slot()
    def _settings_now(self) -> None:
        settings = self._in_force()
        if settings is None or settings is self._settings:
            return
        before, self._settings = self._settings, settings
        self.calling.apply(settings)
        if settings.hall.screen != before.hall.screen:
            self._take_down()
            self._hang_up()

    @Slot()
    def _screens_changed(self) -> None:
        """A television was switched on, or its cable pulled."""
        self._take_down()
        self._hang_up()

    def _hang_up(self) -> None:
        """The board on the screen that the settings name, if there is one."""
        screens, wanted = QGuiApplication.screens(), self._settings.hall.screen
        if self._stopped or self._hall is None or not 1 <= wanted <= len(screens):
            return
        from ui.hall.board import BoardWindow  # noqa: PLC0415 - where there is a second screen
        from ui.hall.hall_polling import HallWatch, Wants  # noqa: PLC0415 - likewise

        self._watch = HallWatch(self._hall, Wants.BOARD)
        self._watch.crashed.connect(self.crashed)
        self.board = BoardWindow(self._watch)
        screen = screens[wanted - 1]
        self.board.setScreen(screen)
        self.board.setGeometry(screen.geometry())
        self.board.showFullScreen()
        self._window.activateWindow()
        self._watch.start()

    def _take_down(self) -> None:
        watch, self._watch = self._watch, None
        board, self.board = self.board, None
        if watch is not None:
            watch.stop()
        if board is not None:
            board.close()
            board.deleteLater()
