"""A window at work that the tests of a file use one after the other: building all its pages takes seconds."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desk.cards.samples import citizen
from desk.settings import write_settings
from desk.training.training import training_settings
from tests.conftest import MORNING, TurnedClock
from tests.ui.conftest import SIZE, Clerk, PatientBot, begin_anew, new_app
from tests.ui.everywhere import at_work, settle

__all__ = ["busy", "kept"]


class KeptWindow:
    """Made when it is first asked for, and anew after a test that failed: what that left is not known.

    Args:
        qapp: the one application.
        folder: for the data of each window.
    """

    def __init__(self, qapp: QApplication, folder: Path) -> None:
        self._qapp = qapp
        self._folder = folder
        self._opened = 0
        self._clerk: Clerk | None = None
        self._focus: QWidget | None = None

    def given_to(self, qtbot: PatientBot) -> Clerk:
        """The clerk before the window as ``at_work`` leaves it: size, page in front, form, keys, no banner."""
        if self._clerk is None:
            self._open(qtbot)
        clerk = self._clerk
        assert clerk is not None
        clerk.qtbot = qtbot
        return clerk

    def bring_back(self) -> None:
        """As it was, but for the pages and sheets that are built by now and what was recorded."""
        clerk = self._clerk
        assert clerk is not None
        assert self._focus is not None
        with ExitStack() as not_brought_back:
            not_brought_back.callback(self.close)
            clerk.window.resize(*SIZE)
            clerk.page("counter")
            clerk.counter.intake.put(self._form)
            clerk.waits()
            for one in clerk.window.banners.shown:
                one.dismiss()
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
            settle()
            not_brought_back.pop_all()

    def close(self) -> None:
        """Close it, if there is one."""
        if self._clerk is not None:
            window = self._clerk.window
            window.close()
            window.deleteLater()
            QApplication.processEvents()  # what its threads told last arrives while there is somebody to hear it
        self._clerk = self._focus = None

    def _open(self, qtbot: PatientBot) -> None:
        begin_anew(self._qapp)
        self._opened += 1
        folder = self._folder / str(self._opened)
        folder.mkdir()
        settings = training_settings()
        write_settings(folder, settings)
        self._clerk = clerk = Clerk(new_app(self._qapp, folder, settings, TurnedClock(MORNING)), qtbot)
        clerk.begins()
        at_work(clerk, citizen(7))
        form = clerk.counter.intake.form
        assert form is not None
        self._form = form
        self._focus = clerk.focus


@pytest.fixture(scope="module")
def kept(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptWindow]:
    """The window of this file."""
    kept = KeptWindow(qapp, tmp_path_factory.mktemp("kept"))
    yield kept
    kept.close()


@pytest.fixture
def busy(kept: KeptWindow, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """A window in which somebody is at the counter, a form is begun and one dossier was received before.

    It is the same for all tests of a file that take it, and none of them may use another window.
    """
    failed = request.session.testsfailed
    yield kept.given_to(PatientBot(request))
    if request.session.testsfailed > failed:
        kept.close()
    else:
        kept.bring_back()
