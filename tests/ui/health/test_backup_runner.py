"""Keeping in the window: the health page, copies beside the work, the recovery sheet, a file without its key."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.backup import backup_run
from desk.backup import recovery as sheets
from desk.backup.manifest import whole_copies
from desk.cards.formats.kinds import ScanKind
from desk.cards.scan import understand
from desk.health.health import CheckSubject
from desk.opening import close_desk, open_desk
from desk.settings import Backups, Settings, read_settings, write_settings
from desk.training.training import training_settings
from models.codes import recovery_digits
from models.codes.recovery_digits import PREFIX
from models.store.file.database import Database
from models.store.keys.key import find_key
from models.trouble import BackupPlaceMissing, DiskFull
from tests.conftest import TurnedClock
from tests.ui.conftest import Clerk
from ui.core.words import why
from ui.health.backup_runner import BackupSchedule
from ui.health.health_page import HealthPage
from ui.health.recover_page import RecoverPage
from ui.program.app import App
from ui.program.background_services import BackgroundService

Opens = Callable[[], Clerk]


def stick(data: Path) -> Path:
    """Where copies go: beside the data, never in it."""
    return data.with_name(f"{data.name}-stick")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    place = stick(tmp_path)
    place.mkdir()
    return replace(training_settings(), backups=Backups(folder=str(place)))


def health(clerk: Clerk) -> HealthPage:
    page = clerk.page("health")
    assert isinstance(page, HealthPage)
    where_there = {CheckSubject.LAPTOP, CheckSubject.BATTERY, CheckSubject.POST}
    clerk.until(lambda: len(page.lines.lines) >= len(CheckSubject) - len(where_there))
    return page


def keeping(clerk: Clerk) -> BackupSchedule:
    clerk.until(lambda: clerk.app.alongside is not None)
    beside: list[BackgroundService] = clerk.app.alongside or []
    return next(one for one in beside if isinstance(one, BackupSchedule))


def copies(tmp_path: Path) -> list[Path]:
    machines = list(stick(tmp_path).iterdir())
    return [copy for machine in machines for copy, _ in whole_copies(machine)]


def test_the_clock_makes_a_copy_beside_the_window_without_a_word(clerk: Clerk, tmp_path: Path) -> None:
    keeping(clerk)
    clerk.until(lambda: len(copies(tmp_path)) == 1)
    clerk.waits()
    page = health(clerk)
    words = next(line.words.text() for what, line in page.lines.lines.items() if what.value == "backup")
    assert "đã mở thử và khớp" in words
    assert not [banner for banner in clerk.window.banners.shown if banner.tone in {"warn", "bad"}]


def test_a_copy_by_key_says_where_it_lies(clerk: Clerk, tmp_path: Path, clock: TurnedClock) -> None:
    keeping(clerk)
    clerk.until(lambda: len(copies(tmp_path)) == 1)
    clerk.waits()
    (before,) = copies(tmp_path)
    clock.turn(minutes=1)
    page = health(clerk)
    page.setFocus()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: before not in copies(tmp_path))  # of one day the last one stays
    clerk.until(lambda: not clerk.app.services.copying.busy)
    assert any("Đã sao lưu" in banner.label.text() for banner in clerk.window.banners.shown)
    assert not page.progress.isVisible()


def test_a_stick_that_is_not_in_is_told_once_and_tried_again_quietly(
    clerk: Clerk, tmp_path: Path, clock: TurnedClock
) -> None:
    beside = keeping(clerk)
    clerk.until(lambda: len(copies(tmp_path)) == 1)
    clerk.waits()
    stick(tmp_path).rename(tmp_path / "pulled")
    clock.turn(days=1)
    beside.look()
    clerk.until(lambda: any("Sao lưu tự động" in banner.label.text() for banner in clerk.window.banners.shown))
    told = len(clerk.window.banners.shown)
    for _ in range(40):
        beside.look()
        clerk.waits()
    assert len(clerk.window.banners.shown) == told
    (tmp_path / "pulled").rename(stick(tmp_path))
    for _ in range(20):
        beside.look()
        clerk.waits()
    clerk.until(lambda: len(copies(tmp_path)) == 2)


def test_after_a_bug_in_one_copy_the_next_is_made_all_the_same(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping(clerk)
    clerk.until(lambda: len(copies(tmp_path)) == 1)
    clerk.waits()
    copying = clerk.app.services.copying
    bugs: list[object] = []
    made: list[object] = []
    clerk.app.jobs.crashed.connect(bugs.append)
    copying.made.connect(made.append)

    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(backup_run, "run_backup", stumble)
        copying.back_up(by_hand=True)
        clerk.until(lambda: bugs != [])
    copying.back_up(by_hand=True)
    clerk.until(lambda: made != [])
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]


def test_the_file_is_read_through_by_key(clerk: Clerk) -> None:
    page = health(clerk)
    page.setFocus()
    clerk.press(Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    clerk.until(lambda: any("nguyên vẹn" in banner.label.text() for banner in clerk.window.banners.shown))
    clerk.waits()
    line = next(line for what, line in page.lines.lines.items() if what.value == "file")
    assert "không có lỗi" in line.words.text()


def test_a_new_key_and_the_desk_works_on(clerk: Clerk, tmp_path: Path) -> None:
    page = health(clerk)
    before = find_key(tmp_path, use_keyring=False)
    page.setFocus()
    clerk.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    clerk.until(lambda: any("Đã đổi khóa" in banner.label.text() for banner in clerk.window.banners.shown))
    clerk.waits()
    assert find_key(tmp_path, use_keyring=False) != before
    assert clerk.page("counter").isVisible()


def test_a_change_of_key_that_fails_is_told_and_the_desk_works_on(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = health(clerk)
    before = find_key(tmp_path, use_keyring=False)

    def full(self: object, *_: object) -> None:
        raise DiskFull(str(self))

    with monkeypatch.context() as patched:
        patched.setattr(Database, "copy_pages", full)  # in the middle of it, when the desk's file is closed
        page.setFocus()
        clerk.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
        clerk.until(lambda: any("Ổ đĩa đầy" in banner.label.text() for banner in clerk.window.banners.shown))
        clerk.waits()
    assert find_key(tmp_path, use_keyring=False) == before
    clerk.press(Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    clerk.until(lambda: any("nguyên vẹn" in banner.label.text() for banner in clerk.window.banners.shown))


def test_a_sheet_that_would_lie_on_the_disk_is_asked_about_and_counts_when_a_group_is_typed(
    clerk: Clerk, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = health(clerk)
    page.setFocus()
    clerk.press(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    clerk.until(lambda: any("khóa khôi phục" in banner.label.text() for banner in clerk.window.banners.shown))
    assert not list(tmp_path.rglob("*khoa-phuc-hoi*"))
    assert not (tmp_path / "motcua.recovery").exists()
    page._save(str(tmp_path_factory.mktemp("stick") / "sheet.pdf"))
    clerk.until(page.group.isVisible)
    proposed = page.proof.proposed
    assert proposed is not None
    groups = recovery_digits.groups_of(proposed.key)
    page.group.edit.setText("000000")
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    assert not (tmp_path / "motcua.recovery").exists()
    page.group.edit.setText(groups[proposed.asked - 1])
    page.group_go.click()
    clerk.until((tmp_path / "motcua.recovery").exists)
    clerk.waits()
    assert not page.group.isVisible()
    for banner in clerk.window.banners.shown:
        assert not any(group in banner.label.text() for group in groups)


@pytest.fixture
def lost(tmp_path: Path, clock: TurnedClock, settings: Settings) -> bytes:
    """A data folder whose key is gone; gives its recovery key."""
    write_settings(tmp_path, settings)
    desk = open_desk(tmp_path, clock=clock, training=True)
    proposed = sheets.propose(desk)
    sheets.adopt_proposed(desk, proposed, recovery_digits.groups_of(proposed.key)[proposed.asked - 1])
    close_desk(desk)
    (tmp_path / "motcua.key").unlink()
    return proposed.key


@pytest.fixture
def keyless(lost: bytes, tmp_path: Path, clock: TurnedClock, qtbot: QtBot, qapp: QApplication) -> Iterator[App]:
    assert lost
    qapp.setStyle("Fusion")
    app = App(qapp, tmp_path, settings=read_settings(tmp_path), training=True, clock=clock)
    qtbot.addWidget(app.window)
    app.window.show()
    qtbot.waitUntil(lambda: app.window.front == "recover")
    yield app
    app.window.close()


def test_a_file_without_its_key_asks_for_the_sheet_and_opens_by_what_is_typed(
    keyless: App, lost: bytes, qtbot: QtBot
) -> None:
    page = keyless.window.page("recover")
    assert isinstance(page, RecoverPage)
    groups = recovery_digits.groups_of(lost)
    for field, group in zip(page.groups, groups, strict=True):
        field.edit.setText(group)
    page.groups[4].edit.setText("123456")
    page.go.click()
    qtbot.waitUntil(page.go.isEnabled)
    assert any("Nhóm 5" in banner.label.text() for banner in keyless.window.banners.shown)
    page.groups[4].edit.setText(groups[4])
    QTest.keyClick(page.groups[4].edit, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: keyless.window.is_open)
    assert keyless.window.front == "counter"
    assert all(not field.edit.text() for field in page.groups)


def test_the_scanned_sheet_opens_the_file_and_is_shown_nowhere(keyless: App, lost: bytes, qtbot: QtBot) -> None:
    (scan,) = understand(recovery_digits.qr_text(lost).encode(), today=keyless._clock().date())
    assert (scan.kind, scan.text) == (ScanKind.RECOVERY_KEY, "")
    keyless.scans.scanned(scan)
    qtbot.waitUntil(lambda: keyless.window.is_open)
    keyless.scans.scanned(scan)
    for banner in keyless.window.banners.shown:
        assert PREFIX not in banner.label.text()
        assert not any(group in banner.label.text() for group in recovery_digits.groups_of(lost))


def test_the_reason_of_a_place_that_is_not_there_is_a_sentence_with_what_to_do() -> None:
    assert "cắm USB" in why(BackupPlaceMissing("/x"))
