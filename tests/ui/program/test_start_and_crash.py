"""The first start of a machine, a desk that does not open, our own bugs, and the command itself."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.cards.samples import citizen
from desk.opening import open_desk
from desk.training.training import training_settings
from tests.conftest import TurnedClock
from tests.ui.conftest import Clerk
from ui.__main__ import plain_run
from ui.core.display import has_display
from ui.crash.reports import Crash, report_of
from ui.program.app import App


@pytest.fixture
def bare(tmp_path: Path, clock: TurnedClock, qtbot: QtBot, qapp: QApplication) -> Iterator[Clerk]:
    """A window on a folder in which there is nothing yet."""
    app = App(qapp, tmp_path / "new", settings=None, training=True, clock=clock)
    qtbot.addWidget(app.window)
    app.window.resize(1366, 728)
    app.window.show()
    app.window.activateWindow()
    yield Clerk(app, qtbot)
    app.window.close()


def test_a_new_machine_is_set_up_before_anything_else(bare: Clerk) -> None:
    bare.until(lambda: bare.window.front == "setup")
    assert not bare.window.rail.isVisible()
    assert not bare.window.acts["page_counter"].isEnabled()


def test_a_desk_in_use_elsewhere_is_said_and_opens_when_tried_again(
    tmp_path: Path, clock: TurnedClock, qtbot: QtBot, qapp: QApplication
) -> None:
    settings = training_settings()
    other = open_desk(tmp_path, settings=settings, training=True)
    app = App(qapp, tmp_path, settings=settings, training=True, clock=clock)
    qtbot.addWidget(app.window)
    app.window.show()
    clerk = Clerk(app, qtbot)
    clerk.until(lambda: bool(app.window.banners.shown))
    banner = app.window.banners.shown[-1]
    assert "đang được một cửa sổ" in banner.label.text()
    other.store.close()
    assert banner.button is not None
    banner.button.click()
    clerk.until(lambda: app.window.is_open)
    app.window.close()


def test_our_own_bug_is_reported_without_names_and_the_window_stays(clerk: Clerk, tmp_path: Path) -> None:
    person = citizen(3)

    def bug(_: object) -> None:
        raise ValueError(person.full_name, person.personal_number)

    clerk.app.jobs.ask(clerk.window, bug)
    clerk.until(lambda: any("gặp lỗi" in banner.label.text() for banner in clerk.window.banners.shown))
    (report,) = tmp_path.glob("error-*.txt")
    said = report.read_text("utf-8")
    assert "ValueError" in said
    assert person.full_name not in said
    assert person.personal_number not in said
    assert "raise ValueError" in said
    assert any(banner.label.text().startswith("Việc đã lưu không mất") for banner in clerk.window.banners.shown)


def test_a_bug_in_a_thread_is_heard_in_the_window(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    crash = Crash()
    before = threading.excepthook
    crash.watch_threads()
    try:
        with qtbot.waitSignal(crash.happened) as heard:
            threading.Thread(target=lambda: 1 // 0).start()
    finally:
        threading.excepthook = before
    assert isinstance(heard.args[0], ZeroDivisionError)
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert "ZeroDivisionError" in report_of(heard.args[0])


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["run"], (None, False)),
        (["run", "--training"], (None, True)),
        (["--data", "here", "run"], (Path("here"), False)),
        (["run", "--training", "--data", "here"], (Path("here"), True)),
        (["run", "--help"], None),
        (["find", "run"], None),
        (["--training", "run"], None),
        ([], None),
    ],
)
def test_the_plain_run_is_understood_without_loading_the_other_commands(
    given: list[str], wanted: tuple[Path | None, bool] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MOTCUA_DATA", raising=False)
    assert plain_run(given) == wanted


def test_without_a_display_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert not has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert has_display()


HEAVY = (
    *("sync", "cryptography", "urllib3", "zstandard", "truststore", "http_message_signatures", "keyring"),
    *("sqlalchemy", "sqlcipher3", "argon2", "filelock"),
    *("printing", "reportlab", "barcode", "PIL", "pypdfium2", "fontpkg_be_vietnam_pro"),
    *("serial", "zxingcpp", "cv2", "numpy", "miniaudio", "psutil"),
    *("pycountry", "stdnum", "tomllib", "tomli_w", "click", "platformdirs"),
)
"""What is loaded later, in the worker or by who first needs it."""

FIRST_PAINT = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.program.app import App

def painted():
    print(*(name for name in sys.argv[2:] if name in sys.modules), flush=True)
    os._exit(0)

qt = QApplication([])
app = App(qt, Path(sys.argv[1]), settings=None, training=True)
app.window.painted.connect(painted)
app.window.show()
qt.exec()
"""


def test_a_window_is_painted_without_the_exchange_the_database_the_papers_or_a_device(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path), *HEAVY],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout.split(), done.returncode) == ([], 0), done.stderr
