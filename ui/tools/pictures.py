"""Takes pictures of every page offscreen, for people who cannot run the program."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, QTimer, QtMsgType, Slot, qInstallMessageHandler
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from desk.settings import LookSettings, Theme, read_settings
from models.calendar.clock import Clock, wall_clock
from models.events import Priority
from models.system.stop_signals import StopRequested
from ui.core.stop_signals import noted, run_until_stopped
from ui.dossiers.list_page import DossiersPage
from ui.program.app import App

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk
    from ui.palette.palette import Palette

SIZE = (1366, 728)
"""What a screen of 1366×768 leaves between title bar and task bar."""

_PATIENCE = 10
"""Milliseconds between two looks whether all jobs are answered."""


def take_pictures(
    folder: Path, out: Path, *, clock: Clock = wall_clock, theme: str = "light", scale: float = 1.0
) -> list[Path]:
    """Open the data folder in a window that nobody sees, walk through its pages, and give the pictures.

    Raises:
        NotSetUp, SettingsUnreadable: the folder has no settings.
    """
    return walk_through(folder, out, _pages, clock=clock, theme=theme, scale=scale)


def _whole(image: QImage, path: Path) -> None:
    image.save(str(path))


def walk_through(
    folder: Path,
    out: Path,
    way: "Callable[[Walk], Iterator[None]]",
    *,
    clock: Clock = wall_clock,
    theme: str = "light",
    scale: float = 1.0,
    write: Callable[[QImage, Path], None] = _whole,
) -> list[Path]:
    """Open the data folder in a window that nobody sees and go a way through it; gives the pictures taken.

    Raises:
        NotSetUp, SettingsUnreadable: the folder has no settings.
    """
    out.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(_message)
    settings = read_settings(folder)
    present = QApplication.instance()
    qt = present if isinstance(present, QApplication) else QApplication(["motcua"])
    qt.setStyle("Fusion")
    with noted() as signals:  # from here on: an exception in what Qt calls would end the process
        app = App(qt, folder, settings=settings, training=True, clock=clock)
        app.signals.look_chosen.emit(LookSettings(theme=Theme(theme), type_scale=scale))
        walk = Walk(app, out, "" if theme == "light" else f"-{theme}", way, write)
        app.window.resize(*SIZE)
        app.window.show()
        walk.start()
        run_until_stopped(signals)
        app.window.close()
    qInstallMessageHandler(None)
    if signals.number:
        raise StopRequested(signals.number)  # the window is closed; the rest is for whoever called
    return walk.taken


def _message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Qt's words to stderr, but for what the offscreen screen says of each and every window."""
    del kind, context
    if "propagateSizeHints" not in text:
        sys.stderr.write(text + "\n")


_TICKETS: tuple[tuple[tuple[str, ...], Priority | None], ...] = (
    (("ho-tich",), None),
    (("chung-thuc", "ho-tich"), None),
    (("cu-tru",), Priority.ELDERLY),
    (("chung-thuc",), None),
    (("kinh-doanh",), Priority.WITH_SMALL_CHILD),
    (("xa-hoi",), Priority.PERSON_OF_MERIT),
)


def _issue(services: tuple[str, ...], priority: Priority | None) -> "Callable[[OpenDesk], object]":
    return lambda work: work.line.issue(services, priority, "")


class Walk(QObject):
    """One step, then wait until the desk has answered all, then the next.

    Attributes:
        window, counter, jobs: what is walked through.
        taken: the pictures so far.
    """

    def __init__(
        self,
        app: App,
        out: Path,
        suffix: str,
        way: "Callable[[Walk], Iterator[None]]",
        write: Callable[[QImage, Path], None],
    ) -> None:
        super().__init__()
        self._app = app
        self._out = out
        self._suffix = suffix
        self._write = write
        self.window = app.window
        self.counter = app.counter
        self.jobs = app.jobs
        self.taken: list[Path] = []
        self._steps = way(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_PATIENCE)
        self._timer.timeout.connect(self._step)
        self._quiet = 0

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    @Slot()
    def _step(self) -> None:
        window = self._app.window
        self._quiet = 0 if self._app.jobs.busy or not window.is_open else self._quiet + 1
        if self._quiet < 40:  # previews and popups follow a moment after the last answer
            return
        self._quiet = 0
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            QApplication.exit(0)

    @property
    def palette(self) -> "Palette":
        """Over the window."""
        return self._app.palette

    def open_first_dossier(self) -> None:
        """Open the dossier on top of the list in front."""
        page = self.window.page("dossiers")
        if isinstance(page, DossiersPage):
            page.open_first()

    def take(self, name: str, of: QWidget | None = None) -> None:
        """Take a picture of the whole window, or of another one."""
        path = self._out / f"{name}{self._suffix}.png"
        self._write((of or self.window).grab().toImage(), path)
        self.taken.append(path)


def _pages(walk: Walk) -> Iterator[None]:
    window = walk.window
    for services, priority in _TICKETS:
        walk.jobs.ask(window, _issue(services, priority))
    walk.counter.line.refresh()
    yield
    window.banners.clear()
    walk.take("1-quay")
    window.do("call_next")
    yield
    window.do("serve")
    window.card_wanted.emit()
    yield
    window.banners.clear()
    intake = walk.counter.intake
    intake.matter.search.setFocus()
    intake.matter.search.setText("khai sinh")
    intake.matter.asked.emit("khai sinh")
    yield
    walk.take("2-tim-thu-tuc")
    intake.matter.take_first()
    yield
    cases = intake.matter.case
    if cases.count() > 1:
        cases.setCurrentIndex(1)
    yield
    intake.papers.tick_required()
    yield
    walk.take("3-tiep-nhan")
    window.do("supplement")
    yield
    walk.take("4-bo-sung")
    walk.counter.escape()
    window.do("issue")
    yield
    walk.take("5-lay-so")
    walk.counter.escape()
    window.go("dossiers")
    yield
    walk.take("6-ho-so")
    walk.open_first_dossier()
    yield
    walk.take("7-mot-ho-so")
    window.go("settings")
    yield
    walk.take("8-thiet-lap")
    window.go("province")
    yield
    walk.take("9-tinh")
    window.go("keys")
    yield
    walk.take("10-bang-phim")
