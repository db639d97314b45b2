"""The line between waiting room and desk: proved, typed, and nobody's sleep holds anybody else up."""

import os
import pickle
import socket
import struct
import sys
from pathlib import Path

import pytest

from desk.hall import server as answering_module
from desk.hall.client import OverLine
from desk.hall.hall import SlipState, Wish
from desk.hall.protocol import FILE, HERE, Address, reach, read_address, write_address
from desk.hall.server import Answering
from desk.line import waiting
from models.trouble import HallNotReached, HallRefused
from tests.desk.hall.conftest import Counter
from tests.patience import PATIENCE


def test_numbers_are_drawn_and_the_board_read_over_the_line(
    tmp_path: Path, counter: Counter, answering: Answering
) -> None:
    line = OverLine(tmp_path)
    drawn = counter.while_(lambda: line.draw(Wish(services=("ho-tich",), name="Nguyễn Văn Mẫu")))
    assert drawn.number == "A001"
    assert line.slip(drawn.ticket).state is SlipState.PRINTING
    heard = counter.while_(lambda: line.board(-1)).heard
    waiting.call_next(counter.desk)
    board = counter.while_(lambda: line.board(heard))
    assert [call.number for call in board.say] == ["A001"]
    assert counter.while_(line.offer).services[0].waiting == 0
    assert answering.connected == 1
    line.close()


def test_a_refusal_comes_over_as_its_sentence(tmp_path: Path, counter: Counter, answering: Answering) -> None:
    del answering
    line = OverLine(tmp_path)
    with pytest.raises(HallRefused, match="dịch vụ"):
        counter.while_(lambda: line.draw(Wish(services=("?",))))
    assert counter.while_(lambda: line.draw(Wish(services=("ho-tich",)))).number == "A001"
    line.close()


def test_several_are_answered_at_once(tmp_path: Path, counter: Counter, answering: Answering) -> None:
    lines = [OverLine(tmp_path) for _ in range(5)]
    for line in lines:
        counter.while_(lambda line=line: line.board(-1))  # type: ignore[misc] # bound now
    assert answering.connected == 5
    for line in lines:
        line.close()


def test_the_file_that_says_how_to_reach_the_desk_is_its_owners_alone_and_goes_with_it(
    tmp_path: Path, answering: Answering
) -> None:
    if sys.platform != "win32":
        assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    answering.stop()
    assert not (tmp_path / FILE).exists()


def test_who_does_not_know_the_key_is_hung_up_on(tmp_path: Path, counter: Counter, answering: Answering) -> None:
    del answering
    address = read_address(tmp_path)
    assert address is not None
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    write_address(stranger, Address(address.port, os.urandom(32)))
    with pytest.raises(HallNotReached):
        OverLine(stranger).board(-1)
    assert counter.asked.empty()


def test_an_answerer_who_does_not_know_the_key_is_not_believed(tmp_path: Path) -> None:
    with socket.create_server((HERE, 0)) as door:
        write_address(tmp_path, Address(door.getsockname()[1], os.urandom(32)))
        line = OverLine(tmp_path)

        def impostor() -> None:
            wire, _ = door.accept()
            with wire:
                wire.sendall(struct.pack(">I", 32) + bytes(32))
                wire.sendall(struct.pack(">I", 32) + bytes(32))
                wire.recv(1000)
                wire.recv(1000)

        from threading import Thread  # noqa: PLC0415 - here alone

        thread = Thread(target=impostor)
        thread.start()
        with pytest.raises(HallNotReached):
            line.board(-1)
        thread.join(PATIENCE)


def test_what_is_no_message_ends_that_line_and_is_never_unpickled(
    tmp_path: Path, counter: Counter, answering: Answering
) -> None:
    line = reach(tmp_path, patience=5)
    line.tell(pickle.dumps({"never": "read"}))
    with pytest.raises(OSError, match=r"closed|reset|aborted"):
        line.hear()
    line.close()
    other = OverLine(tmp_path)
    assert counter.while_(lambda: other.board(-1)).heard == 0
    other.close()
    assert answering.connected <= 1


def test_one_who_says_half_a_thing_and_sleeps_holds_nobody_up(
    tmp_path: Path, counter: Counter, answering: Answering
) -> None:
    del answering
    address = read_address(tmp_path)
    assert address is not None
    sleeper = socket.create_connection((HERE, address.port))
    sleeper.sendall(b"\0\0")
    half = reach(tmp_path, patience=5)
    half._wire.sendall(b"\0\0\0\x20{")
    other = OverLine(tmp_path)
    assert counter.while_(lambda: other.board(-1)).heard == 0
    for wire in (sleeper, half._wire):
        wire.close()
    other.close()


def test_more_than_a_hall_can_have_are_hung_up_on_and_may_come_again(
    tmp_path: Path, counter: Counter, answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering_module, "MOST", 1)
    first, second = OverLine(tmp_path), OverLine(tmp_path)
    counter.while_(lambda: first.board(-1))
    with pytest.raises(HallNotReached):
        second.board(-1)
    first.close()
    for thread in [t for t in answering._threads if t.name == "hall-line"]:
        thread.join(PATIENCE)
    assert counter.while_(lambda: second.board(-1)).heard == 0
    second.close()


def test_a_line_that_broke_is_made_anew_with_the_next_question(
    tmp_path: Path, counter: Counter, answering: Answering
) -> None:
    line = OverLine(tmp_path)
    counter.while_(lambda: line.board(-1))
    answering.stop()
    with pytest.raises(HallNotReached):
        line.board(-1)
    again = Answering(tmp_path, answering._hall, on_error=lambda _: None)
    again.start()
    assert counter.while_(lambda: line.board(-1)).heard == 0
    line.close()
    again.stop()


def test_nobody_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(HallNotReached):
        OverLine(tmp_path).board(-1)
    (tmp_path / FILE).write_text("half")
    with pytest.raises(HallNotReached):
        OverLine(tmp_path).board(-1)


def test_a_window_does_not_give_its_file_away(tmp_path: Path, answering: Answering) -> None:
    del answering
    line = OverLine(tmp_path)
    with pytest.raises(HallRefused):
        line.let_go()
    line.close()
