"""The program with a window: paints first, then opens the desk, then starts the card readers."""

import gc
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from models.calendar.clock import Clock, wall_clock
from models.not_allowed import NotSetUp
from models.trouble import ReaderTrouble
from ui.core.card_bridge import CardBridge
from ui.core.jobs import Jobs
from ui.core.province_bridge import ProvinceBridge
from ui.core.stop_signals import StopSignals, run_until_stopped
from ui.counter.counter_page import CounterPage
from ui.crash.reports import Crash
from ui.program.bugs import Bugs
from ui.program.pages import ACTIONS, PAGES, RAIL, PageContext
from ui.program.scan_router import ScanRouter
from ui.program.services import Services
from ui.program.signals import ProgramSignals
from ui.program.without_desk import WithoutDesk
from ui.shell.window import Window
from ui.style.look import Look as Worn
from ui.style.sheet import style_sheet
from ui.style.theme import apply_palette, apply_theme, load_fonts, look_for

if TYPE_CHECKING:
    from desk.settings import LookSettings, Settings
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import DifferenceView
    from ui.counter.edition_update import EditionUpdate
    from ui.palette.palette import Palette
    from ui.program.background_services import BackgroundService
    from ui.province.daily_reconcile import DailyReconcile
    from ui.training.hub_keeper import HubKeeper


_LINK_AFTER = 300
"""Milliseconds after the desk is open: the clerk's first look at line and draft goes before the exchange."""


class App(QObject):
    """Holds jobs, reader and window together for one run.

    Args:
        qt: the one application.
        folder: data folder.
        settings: given (training) or read from the folder before.
        training: a throw-away desk.
        hub: start a hub of its own for it.
    """

    def __init__(
        self,
        qt: QApplication,
        folder: Path,
        *,
        settings: "Settings | None",
        training: bool = False,
        hub: bool = False,
        clock: Clock = wall_clock,
    ) -> None:
        super().__init__()
        self._qt = qt
        self._folder = folder
        self._clock = clock
        self.settings = settings
        self._training = training
        self._hub = hub
        self.keeper: HubKeeper | None = None
        self.editions: EditionUpdate | None = None
        self.comparing: DailyReconcile | None = None
        self.alongside: list[BackgroundService] | None = None
        self._citizen = 0
        self._family = load_fonts()
        self.crash = Crash()
        self._look = settings.look if settings else None
        apply_palette(qt, self._wanted(), self._family)
        self.jobs = Jobs()
        self.services = Services(self.jobs)
        self.bridge = CardBridge(clock)
        self.province = ProvinceBridge(self.jobs, clock)
        self.signals = ProgramSignals(self)
        context = PageContext(
            jobs=self.jobs,
            services=self.services,
            bridge=self.province,
            signals=self.signals,
            folder=folder,
            clock=clock,
            training=training,
        )
        self.window = Window(
            self.jobs, ACTIONS, PAGES, lambda entry, shell: entry.make(context, shell), RAIL, training=training
        )
        print_queue = self.services.print_queue
        self.window.add_handlers(
            {
                "print_waiting": lambda: print_queue.print_waiting(self.window.go, self.window.front),
                "print_spare": lambda: print_queue.print_spare(self.window.go, self.window.front),
                "palette": self._open_palette,
            }
        )
        self.bugs = Bugs(self.window, self.crash, folder, clock)
        self.jobs.crashed.connect(self.bugs.tell)
        self.bridge.crashed.connect(self.bugs.tell)
        self.without_desk = WithoutDesk(
            self.window, self.signals, self.jobs, self.bridge, folder, clock, training=training
        )
        self.without_desk.again.connect(self._open)
        self.without_desk.begun.connect(self._begun)
        qt.setStyleSheet(style_sheet(self._wanted()))
        self.scans = ScanRouter(self.window, self.counter, self.jobs)
        self.bridge.scanned.connect(self.scans.scanned)
        self.bridge.state_changed.connect(self.window.show_reader)
        self.bridge.readers_changed.connect(self.window.show_readers)
        self.bridge.failed.connect(self._reader_failed)
        self.province.state_changed.connect(self.window.show_link)
        self.province.merged.connect(self.window.events_merged)
        self.window.desk_changed.connect(self._desk_changed)
        self.window.painted.connect(self._painted, Qt.ConnectionType.QueuedConnection)
        self.window.card_wanted.connect(self._try_card)
        self.signals.settings_saved.connect(self._saved)
        self.signals.look_chosen.connect(self._wear)
        self.signals.scanners_chosen.connect(self._listen)
        self.window.closing.connect(self.close)
        self.signals.again_wanted.connect(self._begin_again)
        self.opens_again = False
        self._closed = False
        qt.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._folder

    @property
    def clock(self) -> Clock:
        """Tells the time."""
        return self._clock

    @property
    def counter(self) -> CounterPage:
        """The page of line and intake."""
        page = self.window.page("counter")
        assert isinstance(page, CounterPage)  # noqa: S101 - the table says so
        return page

    @cached_property
    def palette(self) -> "Palette":
        """The palette, created when first used."""
        from ui.palette.palette import Palette  # noqa: PLC0415 - see above

        return Palette(self.window, self.jobs)

    def _open_palette(self) -> None:
        self.palette.open()

    # ---- the day -----------------------------------------------------------------------------------------

    @Slot()
    def _painted(self) -> None:
        """The window is on screen: start the card readers, then open the database."""
        gc.freeze()
        gc.enable()
        self._listen(self.settings)
        if self.without_desk.is_first_hour(self.settings):
            self.without_desk.not_opened(NotSetUp(("settings",)))
            return
        QTimer.singleShot(0, self._open)  # the window first learns that the scanner listens

    @Slot()
    def _open(self) -> None:
        folder, settings, training, clock = self._folder, self.settings, self._training, self._clock
        practising = self._hub

        def opening() -> "OpenDesk":
            from desk.views.open_desk import OpenDesk  # noqa: PLC0415 - the database's libraries load in the worker, after the paint
            from ui.program.versions import opened_or_put_back  # noqa: PLC0415 - likewise

            work = opened_or_put_back(
                lambda: OpenDesk.opened(folder, settings=settings, training=training, clock=clock), folder, clock
            )
            if practising:
                work.training.add_clerks()
                work.training.add_receipts()
                work.training.add_home_visits()
                work.training.add_citizen_files()
                work.training.add_bundles()
                work.at_start = work.at_work()
            return work

        self.jobs.open(self, opening, self._opened, self.without_desk.not_opened)

    def _opened(self, work: "OpenDesk") -> None:
        self.settings = work.desk.settings  # fixed at opening: nothing of the database is touched here
        if self._hub:
            self.window.locking.training_note = f"Mã PIN của mọi công chức tập là {work.training.pin}."
        self.window.locking.begin(work.at_start)
        self.window.desk_opened(self.settings)
        QTimer.singleShot(_LINK_AFTER, self, self._link_up)
        if self._training:
            self.window.banners.show_banner(
                "info",
                "Đào tạo: công dân và cơ quan đều không có thật; giấy in ra thành tệp trong máy này. "
                f"Ctrl+T quẹt thử thẻ tiếp theo. {self.window.locking.training_note}".strip(),
                "Xem giấy đã in",
                self._show_papers,
            )

    def _show_papers(self) -> None:
        """Training: the folder in which lies what would be paper."""
        from PySide6.QtCore import QUrl  # noqa: PLC0415 - training only
        from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - training only

        folder = self._folder / "papers"
        folder.mkdir(exist_ok=True)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.window.banners.show_banner("warn", "Máy này không có chương trình mở thư mục giấy đã in.")

    @Slot()
    def _link_up(self) -> None:
        """Start the link to the province, once the window is usable."""
        if self._closed:
            return
        from ui.counter.edition_update import EditionUpdate  # noqa: PLC0415 - likewise
        from ui.province.daily_reconcile import DailyReconcile  # noqa: PLC0415 - not needed to paint a window

        if self.comparing is None:
            self.comparing = DailyReconcile(self.jobs, self.province)
            self.comparing.differed.connect(self._differed)
        if self.editions is None:
            self.editions = EditionUpdate(self.jobs, self.province, self.counter, self.window.banners)
            self.editions.applied.connect(self._desk_changed)
        self.province.start()
        if self.alongside is None:
            from ui.program.background_services import begin  # noqa: PLC0415 - likewise

            self.alongside = begin(self)
        if self._hub and self.keeper is None:
            from ui.training.hub_keeper import HubKeeper  # noqa: PLC0415 - training only

            self.keeper = HubKeeper(self.jobs, self._folder)
            self.keeper.joined.connect(self._hub_joined)
            self.keeper.start()

    @Slot(object)
    def _differed(self, unlike: "tuple[DifferenceView, ...]") -> None:
        from ui.province.daily_reconcile import DIFFERS  # noqa: PLC0415 - loaded by whoever compared

        self.window.banners.show_to_everyone(
            "warn",
            f"Đối soát với tỉnh thấy {len(unlike)} chỗ lệch.",
            "Xem",
            partial(self.window.go, "province", unlike),
            about=DIFFERS,
        )

    @Slot(object)
    def _saved(self, settings: "Settings") -> None:
        if not self.window.is_open:
            self.without_desk.take_scanners(settings)
            return
        self.jobs.ask(self, lambda work: work.setup.apply(settings), self._applied)

    @Slot(object)
    def _listen(self, settings: "Settings | None") -> None:
        """Start the scanners of these settings."""
        scanner, more = (settings.scanner, settings.more_scanners) if settings else (None, ())
        self.bridge.start_readers(scanner, training=self._training, more=more)

    @Slot(object)
    def _begun(self, work: "OpenDesk") -> None:
        """The first set-up is complete."""
        self._opened(work)
        settings = work.desk.settings  # fixed at opening: nothing of the database is touched here
        self._listen(settings)
        self._wear(settings.look)
        self.window.go("counter")
        self.window.banners.show_banner("good", "Quầy đã mở. F1 xem mọi phím.")

    @Slot(object)
    def _desk_changed(self, settings: "Settings") -> None:
        """The desk has new settings, which it has saved itself."""
        self.settings = settings
        self.window.show_settings(settings)
        self.counter.line.refresh()

    @Slot(object)
    def _hub_joined(self, settings: "Settings") -> None:
        self._desk_changed(settings)
        self.province.start()

    def _applied(self, settings: "Settings") -> None:
        self.settings = settings
        self._listen(settings)
        self.window.show_settings(settings)
        self._wear(settings.look)
        self.counter.line.refresh()
        self.window.banners.show_banner("good", "Đã lưu thiết lập.")

    @Slot()
    def close(self) -> None:
        """Stop the scanners, finish queued jobs, close the desk."""
        if not self._closed:
            self._closed = True
            self.without_desk.stop()
            for beside in reversed(self.alongside or []):
                beside.stop()
            self.bridge.stop_readers()
            self.province.stop()
            self.jobs.close(_close_desk)
            if self.keeper is not None:
                self.keeper.stop()

    # ---- cards -------------------------------------------------------------------------------------------

    @Slot()
    def _try_card(self) -> None:
        from desk.cards.samples import citizen  # noqa: PLC0415 - training only

        self._citizen += 1
        if self.bridge.can_simulate:
            self.bridge.simulate(citizen(self._citizen))

    @Slot(object)
    def _reader_failed(self, trouble: ReaderTrouble) -> None:
        self.window.say_reason(trouble)

    # ---- looks -------------------------------------------------------------------------------------------

    @Slot(object)
    def _wear(self, look: "LookSettings | None") -> None:
        self._look = look
        self._dress()

    def _dress(self) -> None:
        apply_theme(self._qt, self._wanted(), self._family)

    def _wanted(self) -> Worn:
        look = self._look
        return look_for(look.theme, look.type_scale) if look else look_for("system", 1.0)

    @Slot()
    def _system_changed(self) -> None:
        if self._look is None or self._look.theme in {"system", "contrast"}:
            self._dress()

    @Slot()
    def _begin_again(self) -> None:
        self.opens_again = True
        self.window.close()


def run(qt: QApplication, folder: Path, *, settings: "Settings | None", training: bool, signals: StopSignals) -> int:
    """Open the window and block until it is closed or a stop signal comes; returns the exit code."""
    qt.setDesktopFileName("motcua")
    app = App(qt, folder, settings=settings, training=training, hub=training)
    app.crash.watch()
    app.window.painted.connect(app.bugs.watch_hard, Qt.ConnectionType.QueuedConnection)
    app.window.resize(1366, 728)
    app.window.showMaximized()
    code = run_until_stopped(signals)
    app.window.close()  # after a signal; what was typed last is kept
    app.crash.end()
    if app.opens_again and signals.code is None:
        from ui.program.versions import start_again  # noqa: PLC0415 - not needed to paint

        start_again()
    return code


def _close_desk(work: "OpenDesk") -> None:
    """The last thing in the worker: the next version may take over from here, then the desk is closed."""
    try:
        work.updates.switch()
    finally:
        work.close()
