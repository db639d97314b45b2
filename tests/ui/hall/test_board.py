"""The board on the wall."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QVariantAnimation
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from desk.hall.hall import Call, Waiting
from models.ids import CounterId
from tests.ui.hall.conftest import PlayedHall
from ui.hall.board import BoardWindow
from ui.hall.board_paint import CALLED, unit, waiting_room


def call(hall: PlayedHall, n: int, number: str, counter: str = "3") -> Call:
    return Call(n=n, number=number, counter=CounterId(counter), at=hall.hung.now)


def test_a_new_call_stands_out_and_grows_calm(board: BoardWindow, hall: PlayedHall, qtbot: QtBot) -> None:
    assert board.context.glow == 0.0
    hall.hung = replace(hall.hung, calls=(call(hall, 1, "A012"),))
    qtbot.waitUntil(lambda: board.context.glow > 0.9)
    assert "A012: Quầy 3" in board.accessibleName()
    board._glow.setCurrentTime(board._glow.duration())
    assert board.context.glow == 0.0


def test_what_was_called_before_the_board_was_hung_does_not_flash(hall: PlayedHall, board: BoardWindow) -> None:
    board.board = None
    board.show_board(replace(hall.hung, calls=(call(hall, 1, "A001"),)))
    assert board._glow.state() is not QVariantAnimation.State.Running


def test_the_same_call_once_more_stands_out_again(board: BoardWindow, hall: PlayedHall, qtbot: QtBot) -> None:
    hall.hung = replace(hall.hung, calls=(call(hall, 1, "A012"),))
    qtbot.waitUntil(lambda: board.context.glow > 0.9)
    board._glow.stop()
    hall.hung = replace(hall.hung, calls=(call(hall, 2, "A012"),))
    qtbot.waitUntil(lambda: board.context.glow > 0.9)


def test_a_desk_that_is_gone_is_said_and_the_last_calls_stay(
    board: BoardWindow, hall: PlayedHall, qtbot: QtBot
) -> None:
    hall.hung = replace(hall.hung, calls=(call(hall, 1, "A012"),))
    qtbot.waitUntil(lambda: board.board is not None and bool(board.board.calls))
    hall.there = False
    qtbot.waitUntil(lambda: "Đang nối lại…" in board.accessibleName())
    assert "A012" in board.accessibleName()
    hall.there = True
    qtbot.waitUntil(lambda: not board.reconnecting)
    assert "Đang nối lại" not in board.accessibleName()


def test_notices_and_services_take_turns(board: BoardWindow, hall: PlayedHall, qtbot: QtBot) -> None:
    waiting = tuple(Waiting(service=f"Việc {n}", english="", count=n) for n in range(9))
    hall.hung = replace(hall.hung, notices=("một", "hai"), waiting=waiting)
    qtbot.waitUntil(lambda: board.context.notice == "một")
    board._turned()
    assert board.context.notice == "hai"
    assert board.context.first_waiting == waiting_room(board.width(), board.height())
    board._turned()
    assert board.context.notice == "một"


def test_looks_that_change_nothing_paint_nothing(
    board: BoardWindow, hall: PlayedHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    monkeypatch.setattr(board, "update", lambda: painted.append(1))
    for second in range(1, 50):
        board.show_board(replace(hall.hung, now=hall.hung.now + timedelta(seconds=second)))
    assert painted == []
    board.show_board(replace(hall.hung, now=hall.hung.now + timedelta(seconds=61)))
    assert painted == [1]


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (3840, 2160)])
def test_numbers_called_are_an_eighth_of_the_screen_and_are_not_cut(
    board: BoardWindow, hall: PlayedHall, width: int, height: int
) -> None:
    board.resize(width, height)
    hall.hung = replace(hall.hung, calls=tuple(call(hall, 9 - n, f"AB{n:03d}", "12") for n in range(4)))
    board.show_board(hall.hung)
    assert not board.grab().isNull()
    font = board.font()
    font.setPixelSize(round(height * CALLED))
    capitals = QFontMetrics(font).capHeight()
    millimetres = capitals * 952 / 1920 * 1920 / width  # a set of 43 inches is 952 mm wide
    assert millimetres / 8000 > 20 / 3438, "20 minutes of arc from 8 m"
    assert QFontMetrics(font).horizontalAdvance("AB000") < width * 0.64 / 2


def test_weeks_of_looks_keep_nothing(board: BoardWindow, hall: PlayedHall) -> None:
    before = len(board.findChildren(QObject))
    for n in range(500):
        board.show_board(replace(hall.hung, calls=(call(hall, n, f"A{n:03d}"),)))
        board._turned()
    assert len(board.findChildren(QObject)) == before


@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (768, 1366), (1024, 700), (1920, 1080)])
def test_a_long_notice_goes_on_in_a_second_line(
    board: BoardWindow, hall: PlayedHall, width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[str] = []
    plain = QFontMetrics.elidedText

    def elided(metrics: QFontMetrics, text: str, mode: Qt.TextElideMode, room: int) -> str:
        cut.append(text)
        return plain(metrics, text, mode, room)

    monkeypatch.setattr(QFontMetrics, "elidedText", elided)
    notice = "Chiều thứ Sáu bộ phận một cửa nghỉ sớm lúc 16 giờ để tổng vệ sinh; mời bà con quay lại sáng thứ Hai."
    board.resize(width, height)
    hall.hung = replace(hall.hung, notices=(notice,), waiting=())
    board.show_board(hall.hung)
    assert not board.grab().isNull()
    assert notice not in cut


@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (768, 1366), (2160, 3840)])
def test_an_upright_board_has_its_calls_above_those_who_wait_and_cuts_nothing(
    board: BoardWindow, hall: PlayedHall, width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[str] = []
    plain = QFontMetrics.elidedText

    def elided(metrics: QFontMetrics, text: str, mode: Qt.TextElideMode, room: int) -> str:
        shown = plain(metrics, text, mode, room)
        if shown != text:
            cut.append(text)
        return shown

    monkeypatch.setattr(QFontMetrics, "elidedText", elided)
    board.resize(width, height)
    hall.hung = replace(
        hall.hung,
        office="Trung tâm Phục vụ hành chính công phường Ba Đình",
        calls=tuple(call(hall, 9 - n, f"AB{n:03d}", "12") for n in range(4)),
        waiting=tuple(Waiting(service=f"Chứng thực, hộ tịch {n}", english="", count=n) for n in range(4)),
    )
    board.show_board(hall.hung)
    assert not board.grab().isNull()
    assert cut == []
    assert waiting_room(width, height) >= 4
    font = board.font()
    font.setPixelSize(round(unit(width, height) * CALLED))
    assert QFontMetrics(font).horizontalAdvance("AB000") < width / 2
