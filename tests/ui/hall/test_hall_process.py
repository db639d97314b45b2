"""Kiosk and board as processes of their own: the desk is killed, they come back; nobody ends them but staff."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.cards.keyboard.strokes import ENTER, Stroke
from desk.cards.samples import citizen, qr_text
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from models.text import masked_name
from tests.conftest import TurnedClock
from tests.patience import PATIENCE
from tests.started import STOPS
from ui.cards.wedge import type_out
from ui.hall.hall_polling import Wants
from ui.hall.hall_process import Screen
from ui.hall.kiosk import Kiosk

DESK = """
import sys, threading
from pathlib import Path
from desk.hall.locator import LocatedHall
from desk.hall.hall import TicketRequest
from models.calendar.clock import wall_clock
desk = LocatedHall(Path(sys.argv[1]), on_error=lambda bug: sys.exit(str(bug)), training=True)
print(desk.draw(TicketRequest(services=("ho-tich",))).number, flush=True)
sys.stdin.read()
desk.close()
"""

BOARD = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.hall.hall_process import Screen
from ui.hall.hall_polling import Wants
qt = QApplication(sys.argv)
screen = Screen(Path(sys.argv[1]), Wants.BOARD)
screen.found._may_open = False
screen.watch.found.connect(lambda: print("found", flush=True))
screen.watch.lost.connect(lambda: print("lost", flush=True))
screen.window.resize(1366, 768)
screen.window.show()
screen.start()
qt.exec()
"""


@pytest.fixture
def folder(tmp_path: Path, clock: TurnedClock) -> Path:
    write_settings(tmp_path, training_settings())
    close_desk(open_desk(tmp_path, clock=clock, training=True))
    return tmp_path


Start = Callable[[str, Path], "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Processes of this test; those still alive are ended by their own id."""
    alive: list[subprocess.Popen[str]] = []

    def started(code: str, folder: Path) -> "subprocess.Popen[str]":
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        alive.append(
            subprocess.Popen(  # noqa: S603 - code of this file
                [sys.executable, "-c", code, str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=environment,
            )
        )
        return alive[-1]

    yield started
    for process in alive:
        process.kill()
        process.communicate()


def says(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_killed_desk_is_missed_at_once_and_found_again(folder: Path, start: Start) -> None:
    desk = start(DESK, folder)
    assert says(desk) == "A001"
    board = start(BOARD, folder)
    assert says(board) == "found"
    desk.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    assert says(board) == "lost"
    again = start(DESK, folder)
    assert says(again) == "A002", "the number drawn before the power failed is kept"
    assert says(board) == "found"


@pytest.mark.parametrize("how", list(STOPS))
@pytest.mark.parametrize("command", ["kiosk", "board"])
def test_the_commands_stay_until_they_are_ended_and_end_well(
    folder: Path, command: str, how: signal.Signals, qtbot: QtBot, start: Start
) -> None:
    code = f"import sys; from ui.__main__ import main; main(['--data', sys.argv[1], '{command}', '--window'])"
    process = start(code, folder)
    qtbot.waitUntil(lambda: (folder / "hall.line").exists() or process.poll() is not None)
    assert process.poll() is None
    process.send_signal(how) if sys.platform != "win32" else process.terminate()
    assert process.wait(PATIENCE) == (STOPS[how] if sys.platform != "win32" else 1)
    if sys.platform != "win32":
        assert not (folder / "hall.line").exists()


def test_a_scanner_that_types_puts_the_name_on_the_slip_and_presses_no_key(
    folder: Path, qtbot: QtBot, clock: TurnedClock
) -> None:
    screen = Screen(folder, Wants.OFFER, training=True, clock=clock)
    kiosk = screen.window
    assert isinstance(kiosk, Kiosk)
    kiosk.resize(1366, 768)
    kiosk.show()
    screen.start()
    qtbot.waitUntil(lambda: bool(kiosk.start.tiles))
    person = citizen(7)
    type_out(kiosk, [Stroke(insert=sign) for sign in qr_text(person, new_card=True) + ENTER], 1_000_000)
    qtbot.waitUntil(lambda: kiosk._name == person.full_name)
    assert masked_name(person.full_name) in kiosk.start.card.text()
    assert kiosk.start.isVisible(), "its digits have pressed nothing"
    kiosk.leave()
    assert not screen.found.has_file_open
