"""Several readers meet the window: each shown, the same card told once, the speed that was found offered."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.cards.formats.kinds import Scan
from desk.cards.ports import PortChoice
from desk.cards.reader import ReaderState
from desk.cards.samples import citizen, qr_text
from desk.cards.uart import through
from desk.settings import Scanner, read_settings
from tests.conftest import TurnedClock
from tests.fakes.scanner import FakeScanner
from tests.ui.conftest import Clerk
from ui.core.card_bridge import CardBridge, ReaderSeen
from ui.core.scan_words import reader_advice, readers_tip, readers_words


class Desk:
    def __init__(self, folder: Path, clock: TurnedClock, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.now = 0.0
        self.lines = [FakeScanner(folder / name) for name in ("one", "two")]
        self.scanners = tuple(Scanner(port=PortChoice(path=str(line.link))) for line in self.lines)
        self.bridge = CardBridge(clock, ticks=lambda: self.now)
        self.scans: list[Scan] = []
        self.speeds: list[tuple[Scanner | None, int]] = []
        self.bridge.scanned.connect(self.scans.append)
        self.bridge.speed_found.connect(lambda scanner, baud: self.speeds.append((scanner, baud)))

    def listen(self) -> None:
        self.bridge.start_readers(self.scanners[0], training=False, more=self.scanners[1:])
        self.become(ReaderState.CONNECTED, ReaderState.CONNECTED)

    def become(self, *states: ReaderState) -> None:
        self.qtbot.waitUntil(lambda: tuple(seen.state for seen in self.bridge.readers) == states)

    def lay(self, line: int, n: int) -> None:
        self.lines[line].send(qr_text(citizen(n), new_card=True).encode() + b"\r")

    def has(self, count: int) -> bool:
        return len(self.scans) == count


@pytest.fixture
def desk(tmp_path: Path, clock: TurnedClock, qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    del qapp
    desk = Desk(tmp_path, clock, qtbot)
    yield desk
    desk.bridge.stop_readers()
    for line in desk.lines:
        line.unplug()


def test_two_scanners_both_read_and_each_shows_how_it_is(desk: Desk) -> None:
    desk.listen()
    desk.lay(0, 1)
    desk.qtbot.waitUntil(lambda: desk.has(1))
    desk.lay(1, 2)
    desk.qtbot.waitUntil(lambda: desk.has(2))
    desk.lines[1].unplug()
    desk.become(ReaderState.CONNECTED, ReaderState.LOST)
    assert desk.bridge.state is ReaderState.LOST
    assert readers_words(desk.bridge.readers)[0] == "Máy 2: mất nối"
    assert str(desk.lines[1].link) in readers_tip(desk.bridge.readers)
    desk.lay(0, 3)
    desk.qtbot.waitUntil(lambda: desk.has(3))
    desk.lines[1].plug()
    desk.become(ReaderState.CONNECTED, ReaderState.CONNECTED)
    assert readers_words(desk.bridge.readers)[0] == "Sẵn sàng"


def test_the_same_card_at_both_is_one_scan_and_a_second_later_another(desk: Desk) -> None:
    desk.listen()
    desk.lay(0, 1)
    desk.qtbot.waitUntil(lambda: desk.has(1))
    desk.lay(1, 1)
    desk.lay(1, 2)
    desk.qtbot.waitUntil(lambda: desk.has(2))
    assert [scan.person for scan in desk.scans] == [citizen(1), citizen(2)]
    desk.now += timedelta(seconds=1.1).total_seconds()
    desk.lay(1, 1)
    desk.qtbot.waitUntil(lambda: desk.has(3))


def test_what_is_typed_goes_through_the_same_decoder(desk: Desk) -> None:
    desk.bridge.accept_typed(qr_text(citizen(4), new_card=True).encode())
    desk.qtbot.waitUntil(lambda: desk.has(1))
    assert desk.scans[0].person == citizen(4)


def test_the_speed_found_is_told_with_the_scanner_it_belongs_to(desk: Desk) -> None:
    desk.listen()
    text = qr_text(citizen(1), new_card=True).encode() + b"\r"
    desk.lines[1].send(through(text, 115200, 9600))
    desk.become(ReaderState.CONNECTED, ReaderState.WRONG_SPEED)
    assert "115.200" in reader_advice(desk.bridge.readers[1])
    desk.lines[1].send(text)
    desk.become(ReaderState.CONNECTED, ReaderState.CONNECTED)
    assert desk.speeds == [(desk.scanners[1], 115200)]


def test_with_no_reader_there_is_no_state(desk: Desk) -> None:
    desk.listen()
    desk.bridge.start_readers(None, training=False)
    assert desk.bridge.state is None
    assert desk.bridge.readers == ()


def test_several_missing_are_counted() -> None:
    lost = ReaderSeen(scanner=None, state=ReaderState.LOST)
    assert readers_words([lost, lost])[0] == "Thiếu 2 máy"
    assert readers_words([lost])[0] == "Mất nối"
    assert readers_words([])[0] == "Đầu đọc"


def test_the_speed_found_is_kept_by_one_press(clerk: Clerk, tmp_path: Path) -> None:
    line = FakeScanner(tmp_path / "line")
    scanner = Scanner(port=PortChoice(path=str(line.link)))
    assert clerk.app.settings is not None
    clerk.until(lambda: bool(clerk.app.alongside))
    clerk.app.signals.settings_saved.emit(replace(clerk.app.settings, scanner=scanner))
    there = ReaderSeen(scanner=scanner, state=ReaderState.CONNECTED)
    clerk.until(lambda: clerk.app.bridge.readers == (there,))
    text = qr_text(citizen(1), new_card=True).encode() + b"\r"
    line.send(through(text, 115200, 9600))
    clerk.until(lambda: clerk.window.rail.reader.accessibleName() == "Sai tốc độ")
    line.send(text)
    clerk.until(lambda: any("Giữ tốc độ" in b.button.text() for b in clerk.window.banners.shown if b.button))
    banner = next(b for b in clerk.window.banners.shown if b.button and "Giữ tốc độ" in b.button.text())
    assert banner.button is not None
    banner.button.click()
    clerk.waits()
    clerk.until(lambda: clerk.app.settings is not None and clerk.app.settings.scanner == replace(scanner, baud=115200))
    kept = read_settings(tmp_path).scanner
    assert kept is not None
    assert kept.baud == 115200
    clerk.app.bridge.stop_readers()
    line.unplug()
