"""Beside the window: kiosks are answered, calls are said, and the window neither waits nor loads anything for it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk.hall.client import HallClient
from desk.hall.hall import SlipState, TicketRequest
from desk.hall.locator import LocatedHall
from desk.opening import close_desk, open_desk
from desk.settings import Settings, write_settings
from tests.conftest import TurnedClock
from tests.patience import PATIENCE
from tests.ui.conftest import Clerk
from ui.hall.board import BoardWindow
from ui.hall.hall_polling import HallWatch, Wants
from ui.hall.hall_service import HallService
from ui.hall.kiosk import Kiosk
from ui.shell.banner import Banner


class Spoken:
    """In place of the voice: what it was asked to say."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, bool]] = []
        self.muted = False
        self.volume = 80

    def say(self, call: object) -> None:
        self.said.append((call.number, call.counter, call.again))  # type: ignore[attr-defined]

    def mute(self, *, muted: bool) -> None:
        self.muted = muted

    def set_volume(self, volume: int) -> None:
        self.volume = volume

    def repeat(self) -> None:
        self.said.append(self.said[-1])

    def stop(self) -> None:
        pass


def beside(clerk: Clerk) -> HallService:
    """The hall of this window, once it answers."""
    clerk.until(lambda: clerk.app.alongside is not None)
    found = next(one for one in clerk.app.alongside or [] if isinstance(one, HallService))
    clerk.until(lambda: found._server is not None)
    return found


@pytest.fixture
def kiosk(clerk: Clerk, tmp_path: Path) -> HallClient:
    beside(clerk)
    return HallClient(tmp_path)


def board_of(hall: HallService) -> BoardWindow | None:
    return hall.board


def asks(clerk: Clerk, question: Callable[[], object]) -> object:
    """As a kiosk would: in another thread, while the window lives on."""
    answers: list[object] = []
    from threading import Thread  # noqa: PLC0415 - here alone

    thread = Thread(target=lambda: answers.append(question()))
    thread.start()
    clerk.until(lambda: bool(answers))
    thread.join(PATIENCE)
    return answers[0]


def test_a_number_drawn_at_the_kiosk_is_printed_by_the_window_and_waits_in_its_line(
    clerk: Clerk, kiosk: HallClient, tmp_path: Path
) -> None:
    drawn = asks(clerk, lambda: kiosk.draw(TicketRequest(services=("ho-tich",), name="Nguyễn Văn Mẫu")))
    clerk.until(lambda: asks(clerk, lambda: kiosk.slip(drawn.ticket)).state is SlipState.PRINTED)  # type: ignore[attr-defined]
    assert list((tmp_path / "papers").glob("ticket-A001*.pdf"))
    clerk.counter.line.refresh()
    clerk.waits()
    line = clerk.counter.line.line
    assert line is not None
    assert [ticket.number for ticket in line.view.waiting] == ["A001"]
    kiosk.close()


def test_a_slip_that_does_not_come_out_is_told_to_citizen_and_staff(
    clerk: Clerk, kiosk: HallClient, tmp_path: Path
) -> None:
    (tmp_path / "papers").write_text("in the way of the folder")
    drawn = asks(clerk, lambda: kiosk.draw(TicketRequest(services=("ho-tich",))))
    clerk.until(lambda: asks(clerk, lambda: kiosk.slip(drawn.ticket)).state is SlipState.TROUBLE)  # type: ignore[attr-defined]
    said = [banner.label.text() for banner in clerk.window.banners.findChildren(Banner)]
    assert any("A001" in words and "vẫn có giá trị" in words for words in said)
    kiosk.close()


def test_calls_of_this_counter_are_said_once_and_again_when_called_again(clerk: Clerk, kiosk: HallClient) -> None:
    voice = Spoken()
    beside(clerk).calling.speaker = voice  # type: ignore[assignment] # says nothing aloud
    for _ in range(2):
        asks(clerk, lambda: kiosk.draw(TicketRequest(services=("ho-tich",))))
    clerk.counter.line.refresh()
    clerk.waits()
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    clerk.counter.line.refresh()
    clerk.waits()
    assert voice.said == [("A001", "1", False)]
    clerk.press(Qt.Key.Key_F3)
    clerk.waits()
    assert voice.said == [("A001", "1", False), ("A001", "1", True)]
    kiosk.close()


def test_the_voices_keys_mute_turn_and_repeat_and_its_state_stands_there_by_word(clerk: Clerk) -> None:
    calling = beside(clerk).calling
    voice = Spoken()
    calling.speaker = voice  # type: ignore[assignment] # says nothing aloud
    voice.say(type("Call", (), {"number": "A001", "counter": "1", "again": False}))
    assert calling.sign.accessibleName() == "Loa 80"
    clerk.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert (voice.volume, calling.sign.accessibleName()) == (90, "Loa 90")
    clerk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    clerk.press(Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert len(voice.said) == 2
    clerk.press(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert voice.muted
    assert calling.sign.accessibleName() == "Loa tắt"
    clerk.press(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert not voice.muted


def test_a_machine_without_sound_is_said_once_in_a_banner(clerk: Clerk) -> None:
    calling = beside(clerk).calling
    calling._sounded.emit(not calling._sounds)
    clerk.waits()
    assert calling.sign.accessibleName() == "Không loa"
    assert any("loa" in b.label.text() for b in clerk.window.banners.findChildren(Banner))


def test_the_board_opens_by_itself_on_the_screen_of_the_settings(
    opened: Callable[[], Clerk], settings: Settings
) -> None:
    clerk = opened()
    hall = beside(clerk)
    assert board_of(hall) is None
    clerk.app.settings = replace(settings, hall=replace(settings.hall, screen=1, notices=("Xin chào",)))
    clerk.counter.line.refresh()
    clerk.until(lambda: hall.board is not None and hall.board.board is not None)
    hung = board_of(hall)
    assert hung is not None
    assert hung.isFullScreen()
    assert not hung.context.reconnecting
    clerk.app.settings = replace(settings, hall=replace(settings.hall, screen=0))
    clerk.counter.line.refresh()
    clerk.until(lambda: hall.board is None)


def test_a_screen_that_is_not_there_leaves_the_window_alone(opened: Callable[[], Clerk], settings: Settings) -> None:
    clerk = opened()
    hall = beside(clerk)
    clerk.app.settings = replace(settings, hall=replace(settings.hall, screen=2))
    clerk.counter.line.refresh()
    clerk.waits()
    assert hall.board is None


def test_a_watch_over_the_line_ends_with_the_window(clerk: Clerk, kiosk: HallClient) -> None:
    watch = HallWatch(kiosk, Wants.BOARD, every=0.02)
    lost: list[int] = []
    watch.lost.connect(lambda: lost.append(1))
    with clerk.qtbot.waitSignal(watch.board_came):
        watch.start()
    clerk.window.close()
    clerk.until(lambda: bool(lost))
    watch.stop()
    kiosk.close()


def test_no_sound_and_no_line_are_loaded_before_they_are_used() -> None:
    code = (
        "import sys, ui.program.app, desk.views.open_desk, ui.program.background_services\n"
        "heavy = {'miniaudio', 'desk.voice.speaker', 'desk.hall.server', 'ui.hall.hall_service', 'ui.hall.kiosk'}\n"
        "sys.exit(str(sorted(heavy & set(sys.modules))) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr


def test_a_window_opened_after_the_kiosk_is_given_the_file_and_the_kiosk_asks_it_from_then_on(
    tmp_path: Path, clock: TurnedClock, settings: Settings, opened: Callable[[], Clerk], qtbot: QtBot
) -> None:
    write_settings(tmp_path, settings)
    close_desk(open_desk(tmp_path, clock=clock, training=True))
    bugs: list[Exception] = []
    found = LocatedHall(tmp_path, on_error=bugs.append, clock=clock, training=True)
    kiosk = Kiosk(HallWatch(found, Wants.OFFER, every=0.02), clock)
    qtbot.addWidget(kiosk, before_close_func=lambda _: kiosk.leave())
    watch = kiosk._watch
    watch.start()
    qtbot.waitUntil(lambda: found.has_file_open and bool(kiosk.start.tiles))
    clerk = opened()
    beside(clerk)
    clerk.until(lambda: kiosk.front is kiosk.start and not found.has_file_open)
    watch.draw(TicketRequest(services=("ho-tich",)))
    clerk.until(lambda: kiosk.number.number.text() == "A001")
    clerk.counter.line.refresh()
    clerk.waits()
    line = clerk.counter.line.line
    assert line is not None
    assert [ticket.number for ticket in line.view.waiting] == ["A001"]
    watch.stop()
    found.close()
    assert bugs == []
