"""The hall over HTTP: each end proves itself with each message, and nobody's sleep holds anybody else up."""

import os
import pickle
import socket
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from desk.hall import connection as connection_module
from desk.hall import server as server_module
from desk.hall.at_desk import AtDesk
from desk.hall.client import HallClient
from desk.hall.connection import HallRequestHandler
from desk.hall.hall import Board, SlipState, TicketRequest
from desk.hall.protocol import FILE, HERE, PATH_BOARD, PATH_TICKETS, HallAddress, read_address, write_address
from desk.hall.server import HallServer
from desk.line import waiting
from models.calendar.clock import wall_clock
from models.trouble import HallNotReached, HallRefused
from sync.signatures.answers import check_answer
from sync.signatures.requests import SignatureWrong, sign
from sync.wire import Answer, Wire
from tests.conftest import TurnedClock
from tests.desk.hall.conftest import Counter
from tests.patience import PATIENCE

BOARD = f"{PATH_BOARD}?since=-1"


def address_in(folder: Path) -> HallAddress:
    address = read_address(folder)
    assert address is not None
    return address


class Caller:
    """Speaks HTTP to the desk of a folder, signed or as a test wants it."""

    def __init__(self, folder: Path) -> None:
        self.address = address_in(folder)
        self.wire = Wire(self.address.url)

    def signed(self, method: str, path: str, body: bytes = b"", *, ago: float = 0) -> dict[str, str]:
        at = wall_clock() - timedelta(seconds=ago)
        return sign(self.address.asking, method, self.address.url + path, {}, body, at=at)

    def says(self, method: str, path: str, body: bytes = b"") -> Answer:
        return self.wire.ask(method, path, body, self.signed(method, path, body))


@pytest.fixture
def caller(tmp_path: Path, answering: HallServer) -> Caller:
    del answering
    return Caller(tmp_path)


def raw(folder: Path, *parts: bytes) -> socket.socket:
    """A connection on which these bytes were sent."""
    wire = socket.create_connection((HERE, address_in(folder).port), timeout=PATIENCE)
    for part in parts:
        wire.sendall(part)
    return wire


def test_numbers_are_drawn_and_the_board_read_from_another_process(
    tmp_path: Path, counter: Counter, answering: HallServer
) -> None:
    client = HallClient(tmp_path)
    drawn = counter.while_(lambda: client.draw(TicketRequest(services=("ho-tich",), name="Nguyễn Văn Mẫu")))
    assert drawn.number == "A001"
    assert client.slip(drawn.ticket).state is SlipState.PRINTING
    heard = counter.while_(lambda: client.board(-1)).heard
    waiting.call_next(counter.desk)
    board = counter.while_(lambda: client.board(heard))
    assert [call.number for call in board.say] == ["A001"]
    assert counter.while_(client.offer).services[0].waiting == 0
    assert answering.connected == 1
    client.close()


def test_a_refusal_comes_over_as_its_sentence(tmp_path: Path, counter: Counter, answering: HallServer) -> None:
    del answering
    client = HallClient(tmp_path)
    with pytest.raises(HallRefused, match="dịch vụ"):
        counter.while_(lambda: client.draw(TicketRequest(services=("?",))))
    assert counter.while_(lambda: client.draw(TicketRequest(services=("ho-tich",)))).number == "A001"
    client.close()


def test_several_are_answered_at_once(tmp_path: Path, counter: Counter, answering: HallServer) -> None:
    clients = [HallClient(tmp_path) for _ in range(5)]
    for client in clients:
        counter.while_(lambda client=client: client.board(-1))  # type: ignore[misc] # bound now
    assert answering.connected == 5
    for client in clients:
        client.close()


def test_the_file_that_says_how_to_reach_the_desk_is_its_owners_alone_and_goes_with_it(
    tmp_path: Path, answering: HallServer
) -> None:
    if sys.platform != "win32":
        assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    answering.stop()
    assert not (tmp_path / FILE).exists()


def test_a_file_as_earlier_versions_wrote_it_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'{"port":40123,"key":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}')
    assert read_address(tmp_path) == HallAddress(40123, bytes(range(32)))


def test_who_does_not_know_the_secret_is_hung_up_on(tmp_path: Path, counter: Counter, answering: HallServer) -> None:
    del answering
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    write_address(stranger, HallAddress(address_in(tmp_path).port, os.urandom(32)))
    with pytest.raises(HallNotReached):
        HallClient(stranger).board(-1)
    assert counter.asked.empty()


def test_an_answerer_who_does_not_know_the_secret_is_not_believed(tmp_path: Path) -> None:
    with socket.create_server((HERE, 0)) as door:
        write_address(tmp_path, HallAddress(door.getsockname()[1], os.urandom(32)))

        def impostor() -> None:
            wire, _ = door.accept()
            with wire:
                wire.recv(10_000)
                wire.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\nnull")

        thread = threading.Thread(target=impostor)
        thread.start()
        with pytest.raises(HallNotReached):
            HallClient(tmp_path).request_file_close()
        thread.join(PATIENCE)


def test_a_request_that_is_sent_again_is_refused_and_nothing_is_drawn_twice(caller: Caller, counter: Counter) -> None:
    wish = b'{"services":["ho-tich"]}'
    asked = caller.signed("POST", PATH_TICKETS, wish)
    first = counter.while_(lambda: caller.wire.ask("POST", PATH_TICKETS, wish, asked))
    assert first.status == 200
    assert caller.wire.ask("POST", PATH_TICKETS, wish, asked).status == 401
    assert len(waiting.today(counter.desk)) == 1


def test_an_answer_to_another_question_is_not_believed(caller: Caller, counter: Counter) -> None:
    asked = caller.signed("GET", BOARD)
    answer = counter.while_(lambda: caller.wire.ask("GET", BOARD, b"", asked))
    public = caller.address.answering.public_key()
    check_answer(asked, answer.status, answer.headers, answer.body, public)
    with pytest.raises(SignatureWrong):
        check_answer(caller.signed("GET", BOARD), answer.status, answer.headers, answer.body, public)


@pytest.mark.parametrize("ago", [61, -90])  # what is signed ahead comes nearer on a slow machine
def test_a_signature_of_another_time_is_refused(caller: Caller, counter: Counter, ago: float) -> None:
    assert caller.wire.ask("GET", BOARD, b"", caller.signed("GET", BOARD, ago=ago)).status == 401
    assert counter.asked.empty()


def test_a_body_or_path_that_was_not_signed_is_refused(caller: Caller, counter: Counter) -> None:
    asked = caller.signed("POST", PATH_TICKETS, b'{"services":["ho-tich"]}')
    assert caller.wire.ask("POST", PATH_TICKETS, b'{"services":["cu-truuu"]}', asked).status == 401
    assert caller.wire.ask("GET", f"{PATH_BOARD}?since=7", b"", caller.signed("GET", BOARD)).status == 401
    assert counter.asked.empty()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", PATH_TICKETS, pickle.dumps({"never": "read"}), 400),
        ("POST", PATH_TICKETS, b"[" * 60_000, 400),
        ("POST", PATH_TICKETS, b"", 400),
        ("POST", PATH_TICKETS, b"{" * 65_537, 401),
        ("GET", f"{PATH_BOARD}?since=x", b"", 400),
        ("GET", PATH_BOARD, b"", 400),
        ("GET", PATH_TICKETS, b"", 404),
        ("GET", "/v1/hall/", b"", 404),
        ("PUT", PATH_TICKETS, b"", 501),
    ],
)
def test_what_is_no_question_gets_a_status_and_reaches_nobody(
    caller: Caller, counter: Counter, method: str, path: str, body: bytes, status: int
) -> None:
    assert caller.says(method, path, body).status == status
    assert counter.asked.empty()
    assert counter.while_(lambda: caller.says("GET", BOARD)).status == 200


@pytest.mark.parametrize(
    "said",
    [
        b"\0\0\0\x20" + bytes(32),
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno header\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 5_000,
        b"G" * 20_000,
    ],
)
def test_any_other_bytes_are_hung_up_on(
    tmp_path: Path, counter: Counter, answering: HallServer, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    del answering
    monkeypatch.setattr(connection_module, "SAYS_WITHIN", 0.2)
    with raw(tmp_path, said) as wire:
        heard = b""
        try:
            while part := wire.recv(4096):
                heard += part
        except ConnectionError:  # reset: what it sent was not read to its end
            pass
    assert b"200" not in heard
    assert counter.asked.empty()


def test_one_who_says_half_a_thing_and_sleeps_holds_nobody_up(
    tmp_path: Path, counter: Counter, answering: HallServer
) -> None:
    sleepers = [raw(tmp_path), raw(tmp_path, b"GE"), raw(tmp_path, b"GET / HTTP/1.1\r\nhost:")]
    other = HallClient(tmp_path)
    assert counter.while_(lambda: other.board(-1)).heard == 0
    assert answering.connected == 4
    for wire in sleepers:
        wire.close()
    other.close()


def test_one_who_says_a_letter_at_a_time_is_hung_up_on_in_time(
    tmp_path: Path, answering: HallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    del answering
    monkeypatch.setattr(connection_module, "SAYS_WITHIN", 0.3)
    with raw(tmp_path) as wire:
        wire.settimeout(0.02)
        said = 0
        with pytest.raises(OSError):  # noqa: PT012 - until it is hung up
            while said < 500:
                wire.sendall(b"G")
                said += 1
                try:
                    if not wire.recv(1):
                        raise ConnectionError
                except TimeoutError:
                    pass
        assert said < 100


def test_one_who_takes_no_answer_is_hung_up_on_and_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "_TAKES_WITHIN", 0.3)
    bugs: list[Exception] = []

    class Large:
        def board(self, since: int) -> Board:
            return Board(office="", now=wall_clock(), notices=("x" * 30_000_000,) if since == -1 else ())

    made = HallServer(tmp_path, Large(), on_error=bugs.append)  # type: ignore[arg-type] # answers one question
    made.start()
    head = "".join(f"{name}: {value}\r\n" for name, value in Caller(tmp_path).signed("GET", BOARD).items())
    with raw(tmp_path, f"GET {BOARD} HTTP/1.1\r\n{head}\r\n".encode()) as wire:
        assert wire.recv(1)
        (sleeping,) = (thread for thread in made._threads if thread.name == "hall-connection")
        other = HallClient(tmp_path)
        assert other.board(0).notices == ()
        sleeping.join(PATIENCE)
        assert not sleeping.is_alive()
        assert other.board(0).notices == ()
        other.close()
    made.stop()
    assert bugs == []


def test_more_than_a_hall_can_have_are_hung_up_on_and_may_come_again(
    tmp_path: Path, counter: Counter, answering: HallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "MOST", 1)
    first, second = HallClient(tmp_path), HallClient(tmp_path)
    counter.while_(lambda: first.board(-1))
    with pytest.raises(HallNotReached):
        second.board(-1)
    first.close()
    for thread in [t for t in answering._threads if t.name == "hall-connection"]:
        thread.join(PATIENCE)
    assert counter.while_(lambda: second.board(-1)).heard == 0
    second.close()


def test_after_a_restart_of_the_desk_the_next_question_finds_it(
    tmp_path: Path, counter: Counter, answering: HallServer
) -> None:
    client = HallClient(tmp_path)
    counter.while_(lambda: client.board(-1))
    answering.stop()
    with pytest.raises(HallNotReached):
        client.board(-1)
    again = HallServer(tmp_path, answering._hall, on_error=lambda _: None)
    again.start()
    assert counter.while_(lambda: client.board(-1)).heard == 0
    client.close()
    again.stop()


def test_nobody_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(HallNotReached):
        HallClient(tmp_path).board(-1)
    (tmp_path / FILE).write_text("half")
    with pytest.raises(HallNotReached):
        HallClient(tmp_path).board(-1)


def test_a_window_does_not_give_its_file_away(tmp_path: Path, answering: HallServer) -> None:
    del answering
    client = HallClient(tmp_path)
    with pytest.raises(HallRefused):
        client.request_file_close()
    client.close()


def test_a_bug_of_ours_is_told_and_ends_one_connection(tmp_path: Path, counter: Counter) -> None:
    bugs: list[Exception] = []

    class Broken:
        def board(self, since: int) -> object:
            raise ZeroDivisionError(since)

    made = HallServer(tmp_path, Broken(), on_error=bugs.append)  # type: ignore[arg-type] # answers one question, wrongly
    made.start()
    with pytest.raises(HallNotReached):
        HallClient(tmp_path).board(-1)
    made.stop()
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]
    assert counter.asked.empty()


@pytest.mark.parametrize("turned", [timedelta(minutes=3), timedelta(days=-2)])
def test_numbers_used_once_are_forgotten_when_their_time_is_over(
    hall: AtDesk, clock: TurnedClock, turned: timedelta
) -> None:
    address = HallAddress(1, bytes(32))
    questions = HallRequestHandler(hall, None, address, clock)

    def ask() -> None:
        asked = sign(address.asking, "GET", address.url + BOARD, {}, b"", at=clock())
        questions.only_once(questions.signed("GET", BOARD, {name.lower(): asked[name] for name in asked}), b"")

    for _ in range(5):
        ask()
    assert len(questions._used) == 5
    clock.now += turned
    ask()
    assert len(questions._used) == 1
