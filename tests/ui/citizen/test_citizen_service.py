"""The citizen's window comes and goes with its screen, and is cleared between two citizens."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from desk.citizen.citizen_view import CitizenState, CitizenView
from desk.settings import CitizenScreenSettings, Settings
from models.person import Person
from tests.conftest import TurnedClock
from tests.ui.conftest import Clerk, runs_out
from ui.citizen.citizen_service import CitizenService
from ui.citizen.citizen_window import CitizenWindow
from ui.core.citizen_display import IDLE, CitizenDisplay

SHOWN = CitizenView(state=CitizenState.DOSSIER, name="Lý Thị Ví Dụ")


class Heard(QObject):
    """In place of line and locking: what they tell."""

    changed = Signal()
    is_covered = False
    line = None

    def serves(self, ticket: str | None) -> None:
        here = SimpleNamespace(id=ticket) if ticket else None
        self.line = SimpleNamespace(view=SimpleNamespace(here=here))
        self.changed.emit()


class Counter:
    """A counter whose second screen is plugged in and out."""

    def __init__(self, settings: Settings, clock: TurnedClock) -> None:
        self.settings = settings
        self.line, self.locking = Heard(), Heard()
        self.display = CitizenDisplay()
        primary = QGuiApplication.primaryScreen()
        self.screens: list[QScreen] = [primary, primary]
        elsewhere = SimpleNamespace(geometry=lambda: QRect(-1366, 0, 1366, 768))
        window = SimpleNamespace(locking=self.locking, screen=lambda: elsewhere)
        self.service = CitizenService(
            self.display,
            window,  # type: ignore[arg-type] # as far as it is used
            self.line,  # type: ignore[arg-type] # likewise
            lambda: self.settings,
            clock,
            lambda: self.screens,
        )

    def is_shown(self) -> bool:
        return self.service.shown is not None

    @property
    def window(self) -> CitizenWindow:
        assert self.service.shown is not None
        return self.service.shown

    def sets(self, screen: int) -> None:
        self.settings = replace(self.settings, citizen=CitizenScreenSettings(screen=screen))
        self.line.changed.emit()


@pytest.fixture
def counter(settings: Settings, clock: TurnedClock, qapp: QApplication) -> Iterator[Counter]:
    del qapp
    made = Counter(settings, clock)
    yield made
    made.service.stop()


def test_it_opens_where_the_settings_say_and_shows_what_is_shown(counter: Counter) -> None:
    assert not counter.is_shown()
    counter.display.show(SHOWN)
    counter.sets(2)
    shown = counter.window
    assert shown.isFullScreen()
    assert counter.display.is_open
    assert shown.view == SHOWN
    counter.display.clear()
    assert shown.view == IDLE
    counter.sets(0)
    assert not counter.is_shown()


def test_without_a_second_screen_there_is_no_window_and_no_trouble(counter: Counter) -> None:
    del counter.screens[1]
    counter.sets(2)
    counter.display.show(SHOWN)
    assert not counter.is_shown()
    assert not counter.display.is_open


def test_the_clerks_own_screen_is_never_covered(counter: Counter) -> None:
    counter.sets(1)
    assert not counter.is_shown()


def test_a_cable_that_is_pulled_closes_it_and_plugged_in_it_comes_back(counter: Counter, qapp: QApplication) -> None:
    counter.sets(2)
    second = counter.screens.pop()
    qapp.screenRemoved.emit(second)
    assert not counter.is_shown()
    counter.display.show(SHOWN)
    counter.screens.append(second)
    qapp.screenAdded.emit(second)
    assert counter.is_shown()
    assert counter.window.view == SHOWN


def test_when_screens_move_up_no_other_one_shows_a_citizen(counter: Counter) -> None:
    counter.sets(2)
    counter.service._first = "the one that was pulled"  # the television of the hall is the second one now
    counter.service.look_at_screens()
    assert not counter.is_shown()
    counter.sets(0)
    counter.sets(2)  # chosen anew
    assert counter.is_shown()


def test_the_next_number_and_a_locked_window_clear_it(counter: Counter) -> None:
    counter.line.serves("A001")
    counter.display.show(SHOWN)
    counter.line.serves("A001")
    assert counter.display.view == SHOWN
    counter.line.serves("A002")
    assert counter.display.view == IDLE
    counter.display.show(SHOWN)
    counter.locking.changed.emit()
    assert counter.display.view == SHOWN
    counter.locking.is_covered = True
    counter.locking.changed.emit()
    assert counter.display.view == IDLE


def test_what_is_typed_is_shown_for_a_time_and_never_over_a_code_to_be_paid(counter: Counter) -> None:
    typed = replace(SHOWN, state=CitizenState.CONFIRM)
    counter.display.confirm(typed)
    assert counter.display.view == IDLE  # nobody sees it: there is no screen
    counter.settings = replace(counter.settings, citizen=CitizenScreenSettings(screen=2, seconds=30))
    counter.line.changed.emit()
    counter.display.confirm(typed)
    assert counter.window.view == typed
    runs_out(counter.display.over, 3 * 30_000)
    assert counter.display.view == IDLE
    payment = replace(SHOWN, state=CitizenState.PAYMENT)
    counter.display.show(payment)
    for view in (typed, None):
        counter.display.confirm(view)
        assert counter.display.view == payment
    counter.display.show(SHOWN)
    assert counter.display.over.interval() == 30_000
    counter.settings = replace(counter.settings, citizen=CitizenScreenSettings(screen=2, confirm=False))
    counter.line.changed.emit()
    counter.display.confirm(typed)
    assert counter.display.view == SHOWN


def test_the_citizen_follows_the_form_and_a_new_form_leaves_nothing(clerk: Clerk, person: Person) -> None:
    clerk.waits()
    display = clerk.app.services.citizen
    display.is_open = True
    clerk.scans(person)
    clerk.until(lambda: display.view.name == person.full_name)
    assert display.view.state is CitizenState.CONFIRM
    assert display.view.number.replace(" ", "") == person.personal_number
    clerk.counter.intake.submitter.phone.edit.setFocus()
    clerk.types("0901234567")
    clerk.waits()
    clerk.until(lambda: "0901" in display.view.phone)
    clerk.window.do("clear")
    clerk.until(lambda: display.view == IDLE)


def test_the_program_has_one_and_ends_with_it(clerk: Clerk) -> None:
    clerk.until(lambda: clerk.app.alongside is not None)
    (service,) = (one for one in clerk.app.alongside or [] if isinstance(one, CitizenService))
    clerk.app.services.citizen.show(SHOWN)
    clerk.window.close()
    assert service.shown is None
    assert clerk.app.services.citizen.view == IDLE


TWO_SCREENS = {
    "screens": [
        {"name": "1 clerk", "x": 0, "y": 0, "width": 1366, "height": 768, "dpr": 1},
        {"name": "2 citizen", "x": 1366, "y": 0, "width": 1024, "height": 600, "dpr": 1},
    ]
}

ON_TWO_SCREENS = """
from types import SimpleNamespace
from PySide6.QtWidgets import QApplication, QWidget
qt = QApplication([])
from msgspec.structs import replace
from desk.settings import CitizenScreenSettings
from desk.training.training import training_settings
from models.calendar.clock import wall_clock
from tests.ui.citizen.test_citizen_service import Heard
from ui.citizen.citizen_service import CitizenService
from ui.core.citizen_display import CitizenDisplay
settings = replace(training_settings(), citizen=CitizenScreenSettings(screen=2))
clerk = QWidget()
clerk.show()
clerk.locking = Heard()
service = CitizenService(CitizenDisplay(), clerk, Heard(), lambda: settings, wall_clock)
qt.processEvents()
shown = service.shown
print(shown.screen().name(), shown.isFullScreen(), *shown.geometry().getRect())
service.stop()
clerk.setScreen(qt.screens()[1])
clerk.move(1400, 10)
qt.processEvents()
moved = CitizenService(CitizenDisplay(), clerk, Heard(), lambda: settings, wall_clock)
print(clerk.screen().name(), moved.shown)
"""


def test_on_two_screens_it_fills_the_second_and_leaves_the_clerks_alone(tmp_path: Path) -> None:
    (tmp_path / "screens.json").write_text(json.dumps(TWO_SCREENS))
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", ON_TWO_SCREENS],
        env={"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}", "PATH": "", "PYTHONPATH": "."},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["2 citizen True 1366 0 1024 600", "2 citizen None"], done.stderr
