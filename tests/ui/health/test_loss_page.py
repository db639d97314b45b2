"""A desk whose file has lost work, seen in the window: told, and gone on with by somebody who may."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.settings import DATABASE, read_settings, write_settings
from desk.staff import accounts
from desk.training.training import training_settings
from desk.training.training_clerks import PIN, with_clerks
from models.clerk import Role
from models.events import LossAccepted
from tests.conftest import TurnedClock
from ui.health.loss_page import LossPage
from ui.program.app import App


def lost_a_number(folder: Path, clock: TurnedClock, *, clerks: bool) -> None:
    """An older copy of the file lies in its place: one number of the line is missing from it."""
    settings = training_settings()
    write_settings(folder, settings)
    desk = open_desk(folder, clock=clock, training=True)
    if clerks:
        desk = with_clerks(desk)
    close_desk(desk)
    shutil.copy(folder / DATABASE, folder / "older")
    desk = open_desk(folder, clock=clock, training=True)
    waiting.issue(desk, ["ho-tich"])
    close_desk(desk)
    (folder / "older").replace(folder / DATABASE)


@pytest.fixture(params=[False, True], ids=["alone", "with accounts"])
def app(
    request: pytest.FixtureRequest, tmp_path: Path, clock: TurnedClock, qtbot: QtBot, qapp: QApplication
) -> Iterator[App]:
    lost_a_number(tmp_path, clock, clerks=request.param)
    qapp.setStyle("Fusion")
    app = App(qapp, tmp_path, settings=read_settings(tmp_path), training=True, clock=clock)
    qtbot.addWidget(app.window)
    app.window.show()
    qtbot.waitUntil(lambda: app.window.front == "loss")
    yield app
    app.window.close()


def test_lost_work_is_told_and_gone_on_with_when_it_is_meant(app: App, tmp_path: Path, qtbot: QtBot) -> None:
    page = app.window.page("loss")
    assert isinstance(page, LossPage)
    qtbot.waitUntil(lambda: "tệp dữ liệu là bản cũ hơn" in page._what.text().lower())
    assert not page.go.isEnabled()
    assert not app.window.is_open
    with_accounts = bool(page.people.people)
    assert page.secret.isVisible() == with_accounts
    page.meant.setChecked(True)
    if with_accounts:
        page.secret.edit.setText("000001")
        page.go.click()
        qtbot.waitUntil(page.go.isEnabled)
        assert not page.secret.secret
        assert page.isVisible()
        page.secret.edit.setText(PIN)
        QTest.keyClick(page.secret.edit, Qt.Key.Key_Return)
    else:
        page.go.click()
    qtbot.waitUntil(lambda: app.window.is_open)
    assert app.window.front == "counter"
    app.window.close()
    desk = open_desk(tmp_path, clock=app._clock, training=True)
    try:
        (accepted,) = [one.event for one in desk.store.log.events() if isinstance(one.event, LossAccepted)]
        assert (accepted.what, accepted.known - accepted.kept) == ("log", 1)
    finally:
        close_desk(desk)


def test_only_who_may_keep_the_data_is_offered(app: App, tmp_path: Path, qtbot: QtBot) -> None:
    page = app.window.page("loss")
    assert isinstance(page, LossPage)
    qtbot.waitUntil(lambda: bool(page._what.text()))
    app.window.close()
    desk = open_desk(tmp_path, clock=app._clock, training=True, accept_loss=True)
    try:
        keepers = {one.id for one in accounts.all_accounts(desk.store) if Role.ADMIN in one.roles and not one.one_time}
    finally:
        close_desk(desk)
    assert {one.id for one in page.people.people} == keepers
