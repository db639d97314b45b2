"""A real window over a real encrypted desk, driven by keys as a clerk drives it."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.cards.samples import citizen, qr_text
from desk.opening import close_desk, open_desk
from desk.settings import Settings, write_settings
from desk.staff import pins
from desk.training import training_clerks
from desk.training.training import training_settings
from models.person import Person
from models.system.second_process import SecondProcess
from printing.devices import drawing_process
from sync.client.link_state import LinkState
from tests.conftest import MORNING, TurnedClock
from tests.patience import PATIENCE_MS
from ui.counter.counter_page import CounterPage
from ui.dossiers.list_page import DossiersPage
from ui.program.app import App
from ui.shell import banner
from ui.shell.page import Page
from ui.shell.window import Window

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen screen says of every window that it cannot hint its size; that is no warning about ours."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


class PatientBot(QtBot):
    """Waits for what must come as long as a busy machine needs."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802
        """Until it is so."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # type: ignore[no-untyped-def]  # noqa: N802, ANN201  # as pytest-qt has it
        self,
        signal,  # noqa: ANN001
        *,
        timeout: int = PATIENCE_MS,
        **more,  # noqa: ANN003
    ):
        """Until it was told."""
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """As pytest-qt's, with patience. The windows of the last test are gone and the sheet is off, as a program begins.

    Else each window would be styled part by part while it is built, and those before it once more.
    """
    begin_anew(qapp)
    return PatientBot(request)


def begin_anew(qapp: QApplication) -> None:
    """What was to be deleted is gone, and no sheet is on."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if qapp.styleSheet():
        qapp.setStyleSheet("")


def runs_out(timer: QTimer, after: int) -> None:
    """The time of a running timer is over now, whatever the machine is busy with.

    Args:
        timer: one that runs once.
        after: milliseconds it would have run.
    """
    assert timer.isActive()
    assert timer.isSingleShot()
    assert timer.interval() == after
    timer.stop()
    timer.timeout.emit()


CHEAP = "$argon2id$v=19$m=8,t=1,p=1$Zo1M6RkZc1XKFpc11Mbs8Q$KKcVfheo2lFkQzGd2zOjirEYohWF0gejGc+qtelbj0E"
"""The PIN of the invented clerks, kept at a thousandth of the cost: what it costs is looked at in ``test_accounts``."""


@pytest.fixture(autouse=True)
def cheap_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window's test waits for no secret."""
    monkeypatch.setattr(training_clerks, "_PROOF", CHEAP)
    monkeypatch.setattr(pins, "MEMORY_KIB", 8)
    monkeypatch.setattr(pins, "PASSES", 1)


class KeptProcess:
    """A process that draws papers, kept from window to window: each start costs as much as the rest of a short test.

    A window asks it as its own. Ended while it draws, or after it failed, it is ended, and the next asks another.
    """

    _kept: ClassVar[SecondProcess | None] = None

    def __init__(self, module: str, *, steps_back: bool) -> None:
        kept = KeptProcess._kept
        if kept is None or kept.failed:
            KeptProcess._kept = kept = SecondProcess(module, steps_back=steps_back)
        self._process = kept
        self._asked: list[Future[Any]] = []

    def ask(self, message: object, answer: type[Any]) -> "Future[Any]":
        """Its answer, in its turn."""
        self._asked.append(self._process.ask(message, answer))
        return self._asked[-1]

    def end(self) -> None:
        """Leave it to the next window."""
        if any(not one.done() or one.cancelled() or one.exception() for one in self._asked):
            KeptProcess.end_kept()

    @classmethod
    def end_kept(cls) -> None:
        """No window comes any more."""
        if cls._kept is not None:
            cls._kept.end()
        cls._kept = None


@pytest.fixture(scope="session")
def kept_process() -> Iterator[type[KeptProcess]]:
    yield KeptProcess
    KeptProcess.end_kept()


@pytest.fixture(autouse=True)
def papers_are_drawn_by_one_process(kept_process: type[KeptProcess], monkeypatch: pytest.MonkeyPatch) -> None:
    """That a window ends its own is looked at in ``test_prints_page``."""
    monkeypatch.setattr(drawing_process, "SecondProcess", kept_process)


@pytest.fixture(autouse=True)
def banners_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test looks for on a busy machine is not gone before it comes to look; see ``test_banner``."""
    monkeypatch.setattr(banner, "_STAYS", dict.fromkeys(banner._STAYS, 10 * PATIENCE_MS))


SIZE = (1366, 728)
"""Pixels of a window on the smallest screen of an office, without title bar and task bar."""


class Clerk:
    """Hands on the keys and eyes on the window."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.app = app
        self.qtbot = qtbot

    @property
    def window(self) -> Window:
        return self.app.window

    @property
    def counter(self) -> CounterPage:
        return self.app.counter

    def open_first_dossier(self) -> None:
        """Open the dossier on top of the list in front."""
        page = self.window.page("dossiers")
        assert isinstance(page, DossiersPage)
        page.open_first()

    @property
    def focus(self) -> QWidget:
        """What has the keys."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def begins(self) -> None:
        """Until the window just shown has its desk."""
        self.until(lambda: self.window.is_open and self.window.isActiveWindow())
        self.waits()

    def waits(self) -> None:
        """Until everything asked has been answered and nothing more is about to be asked."""
        intake = self.counter.intake
        self.qtbot.waitUntil(lambda: not self.app.jobs.busy and not intake.is_resting and intake.is_kept)

    def until(self, seen: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(seen)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus, key, modifier)

    def types(self, text: str) -> None:
        """Plain keys."""
        assert text.isascii()
        QTest.keyClicks(self.focus, text)

    def commits(self, letters: str) -> None:
        """Letters as an input method delivers them."""
        event = QInputMethodEvent()
        event.setCommitString(letters)
        QApplication.sendEvent(self.focus, event)

    def types_vietnamese(self, text: str) -> None:
        """As Unikey does it: the bare letter comes as a key, then Backspace and the composed letter replace it."""
        bare = {"đ": "d", "Đ": "D"}
        for letter in text:
            if letter.isascii():
                self.types(letter)
                continue
            self.types(bare.get(letter, "x"))
            self.press(Qt.Key.Key_Backspace)
            self.commits(letter)

    def hears_of_link(self, **state: object) -> None:
        """The link tells a state, after the one it begins with (which would else come later and stand)."""
        self.until(lambda: self.app.province.state is not None)
        self.app.province.state_changed.emit(LinkState(**state))  # type: ignore[arg-type] # as a test names them

    def scans(self, person: Person) -> None:
        """Lay a card on the simulated scanner, through its pseudo-terminal."""
        self.until(lambda: self.app.bridge.can_simulate)
        number = self.counter.intake.submitter.number
        self.app.bridge.simulate(qr_text(person, new_card=True).encode())
        self.until(lambda: number.text == person.personal_number)
        self.waits()

    def page(self, name: str) -> Page:
        self.window.go(name)
        self.waits()
        return self.window.page(name)


@pytest.fixture
def settings() -> Settings:
    return training_settings()


def new_app(qapp: QApplication, folder: Path, settings: Settings, clock: TurnedClock) -> App:
    """The program with its window on screen; the desk opens next."""
    qapp.setStyle("Fusion")
    app = App(qapp, folder, settings=settings, training=True, clock=clock)
    app.window.resize(*SIZE)
    app.window.show()
    app.window.activateWindow()
    return app


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a desk made and closed, to be copied: that costs less than making another."""
    folder = tmp_path_factory.mktemp("new") / "desk"
    close_desk(open_desk(folder, settings=training_settings(), clock=TurnedClock(MORNING), training=True))
    return folder


@pytest.fixture
def opened(
    new_desk: Path, tmp_path: Path, clock: TurnedClock, settings: Settings, qtbot: QtBot, qapp: QApplication
) -> Iterator[Callable[[], Clerk]]:
    """Opens the window on one folder, as often as a test wants; all are closed at the end."""
    clerks: list[Clerk] = []
    if settings == training_settings():
        shutil.copytree(new_desk, tmp_path, dirs_exist_ok=True)
    write_settings(tmp_path, settings)

    def open_() -> Clerk:
        app = new_app(qapp, tmp_path, settings, clock)
        qtbot.addWidget(app.window)
        clerk = Clerk(app, qtbot)
        clerks.append(clerk)
        clerk.begins()
        return clerk

    yield open_
    for clerk in clerks:
        clerk.app.window.close()


@pytest.fixture
def clerk(opened: Callable[[], Clerk]) -> Clerk:
    """A clerk before an open window."""
    return opened()


@pytest.fixture
def person() -> Person:
    """An invented citizen."""
    return citizen(7)


def descendants(root: QObject) -> Iterator[QWidget]:
    """All widgets below one."""
    yield from root.findChildren(QWidget)
