"""The page "Trên máy này": what is aboard, the count at the foot, a code after too long; at the office all laptops."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.laptop import laptops
from desk.laptop.codes import give_code
from sync.client.membership import MEMBERSHIP, joined, written
from tests.conftest import TurnedClock
from tests.desk.laptop.office import LAPTOP, Machine, Office
from tests.ui.conftest import Clerk
from ui.laptop.laptop_page import LaptopPage
from ui.program.app import App

NAME = "Nguyễn Thị Cần Đến"
Opened = Callable[[Machine], tuple[Clerk, LaptopPage]]


@pytest.fixture
def office(tmp_path: Path, clock: TurnedClock) -> Iterator[Office]:
    """A laptop that was loaded, and its desk; nobody reaches the hub any more."""
    made = Office(tmp_path, clock)
    made.loads(*(made.desk.takes_in(f"{NAME} {n}") for n in range(3)), days=30)
    for machine in (made.laptop, made.desk):
        store = machine.desk.store
        store.province.put(MEMBERSHIP, written(replace(joined(store), url="http://127.0.0.1:9")))
    yield made
    made.close()


@pytest.fixture
def opened(office: Office, qtbot: QtBot, qapp: QApplication) -> Iterator[Opened]:
    """Opens the window of a machine, with the page of laptops in front."""
    qapp.setStyle("Fusion")
    apps: list[App] = []

    def open_(machine: Machine) -> tuple[Clerk, LaptopPage]:
        machine.close()
        app = App(qapp, machine.folder, settings=machine.desk.settings, training=False, clock=office.clock)
        apps.append(app)
        qtbot.addWidget(app.window)
        app.window.resize(1366, 728)
        app.window.show()
        app.window.activateWindow()
        clerk = Clerk(app, qtbot)
        clerk.until(lambda: app.window.is_open and app.window.isActiveWindow())
        clerk.waits()
        clerk.press(Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
        page = app.window.page("laptop")
        assert isinstance(page, LaptopPage)
        clerk.until(lambda: page.facts is not None)
        clerk.waits()
        app.window.activateWindow()
        clerk.until(app.window.isActiveWindow)
        page.focus_first()
        return clerk, page

    yield open_
    for app in apps:
        app.window.close()


def _picture(clerk: Clerk, name: str) -> None:
    if "V2_PICS" in os.environ:
        clerk.waits()
        clerk.window.grab().save(f"{os.environ['V2_PICS']}/{name}.png")


def test_it_says_what_is_aboard_at_the_foot_too_and_wipes(office: Office, opened: Opened) -> None:
    clerk, page = opened(office.laptop)
    assert [(figure.text(), words.text()) for figure, words in page.figures][1] == ("3", "hồ sơ")
    clerk.until(lambda: "3 hồ sơ" in clerk.window.province_line.aside)
    _picture(clerk, "aboard")
    clerk.press(Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    clerk.until(lambda: "Chưa nạp" in page.keep.text())
    assert page.figures[1][0].text() == "0"
    _picture(clerk, "wiped")


def test_after_too_many_days_a_code_that_is_typed_opens_what_was_loaded(office: Office, opened: Opened) -> None:
    given = give_code(office.desk.desk, LAPTOP)
    office.later(days=6)
    clerk, page = opened(office.laptop)
    clerk.until(page.code.isVisible)
    assert "đang đóng" in page.contact.text()
    _picture(clerk, "closed")
    page.code.put(given.code)
    clerk.press(Qt.Key.Key_F7)
    clerk.until(lambda: not page.code.isVisible())


def test_the_office_sees_what_each_has_and_reports_one_lost(office: Office, opened: Opened) -> None:
    clerk, page = opened(office.desk)
    clerk.until(lambda: "Hồ sơ trên máy: 3" in page.had.text())
    _picture(clerk, "office")
    page.reason.put("Rơi ở bến đò thôn Mẫu")
    clerk.press(Qt.Key.Key_F8)
    clerk.until(lambda: page.rows.rows[0].tone == "bad")
    _picture(clerk, "lost")
    clerk.window.close()
    office.desk.reopen()
    assert laptops.laptop(office.desk.desk, LAPTOP).is_lost
