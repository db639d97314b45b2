import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import trustme

from sync.hub.national.answers import NoAnswer, NoAnswerReason
from sync.hub.national.wire import MOST, NationalWire, Reply, word
from tests.patience import PATIENCE


class Says(BaseHTTPRequestHandler):
    """Answers what the path asks for."""

    answers: ClassVar[dict[str, tuple[int, str, bytes]]] = {
        "/fine": (200, "application/json", '{"error_code": "0", "message": "Thành công"}'.encode()),
        "/text": (200, "text/plain", "Cập nhật thành công".encode()),
        "/list": (200, "application/json", b"[1]"),
        "/busy": (503, "application/json", b"{}"),
        "/often": (429, "application/json", b"{}"),
        "/moved": (302, "text/plain", b"there"),
        "/page": (200, "text/plain", b"  <html>"),
        "/latin": (200, "text/plain", b"\xff\xfe"),
        "/big": (200, "text/plain", b"x" * (MOST + 1)),
        "/wrong": (400, "application/json", b'{"message": "no"}'),
    }

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status, media, body = self.answers[self.path]
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server calls it
        pass


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    made = HTTPServer(("127.0.0.1", 0), Says)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join(PATIENCE)


@pytest.fixture
def wire(server: HTTPServer) -> Iterator[NationalWire]:
    made = NationalWire(f"http://127.0.0.1:{server.server_address[1]}", PATIENCE)
    yield made
    made.close()


def test_an_answer_is_an_object_or_text(wire: NationalWire) -> None:
    fine = wire.post("/fine", {"a": "ă"}, {})
    assert isinstance(fine, Reply)
    assert fine.object == {"error_code": "0", "message": "Thành công"}
    assert wire.post("/text", [], {}) == Reply(200, "Cập nhật thành công", None)
    assert wire.post("/list", [], {}) == Reply(200, "[1]", None)
    assert wire.post("/wrong", [], {}) == Reply(400, '{"message": "no"}', {"message": "no"})


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/busy", NoAnswerReason.FAILING),
        ("/often", NoAnswerReason.FAILING),
        ("/moved", NoAnswerReason.NO_ANSWER),
        ("/page", NoAnswerReason.NO_ANSWER),
        ("/latin", NoAnswerReason.NO_ANSWER),
        ("/big", NoAnswerReason.NO_ANSWER),
    ],
)
def test_what_is_no_answer_leaves_a_doubt(wire: NationalWire, path: str, why: NoAnswerReason) -> None:
    assert wire.post(path, {}, {}) == NoAnswer(why, outcome_unknown=True)


def test_an_answer_that_trickles_is_a_doubt_and_holds_nobody_up() -> None:
    """The hub would else neither send anything more nor stop."""
    waits = threading.Event()

    def trickle(listening: socket.socket) -> None:
        with listening.accept()[0] as connection, suppress(OSError):  # who waits no longer hangs up
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while not waits.wait(0.02):
                connection.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=trickle, args=(listening,))
        thread.start()
        wire = NationalWire(f"http://127.0.0.1:{listening.getsockname()[1]}", 0.1)
        try:
            assert wire.post("/", {}, {}) == NoAnswer(NoAnswerReason.TIME_OUT, outcome_unknown=True)
        finally:
            wire.close()
            waits.set()
            thread.join(PATIENCE)
    assert not thread.is_alive()


def test_nobody_there_leaves_none() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        wire = NationalWire(
            f"http://127.0.0.1:{free.getsockname()[1]}", PATIENCE
        )  # held, so that nobody else listens there
        assert wire.post("/", {}, {}) == NoAnswer(NoAnswerReason.NOT_REACHED, outcome_unknown=False)
        wire.close()


def test_only_whom_the_settings_trust_is_told_anything(server: HTTPServer, tmp_path: Path) -> None:
    ours, theirs = trustme.CA(), trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    url = f"https://127.0.0.1:{server.server_address[1]}"
    for authority, name in ((ours, "ours.pem"), (theirs, "theirs.pem")):
        authority.cert_pem.write_to_path(str(tmp_path / name))
    trusted, strange = (NationalWire(url, PATIENCE, str(tmp_path / name)) for name in ("ours.pem", "theirs.pem"))
    assert isinstance(trusted.post("/fine", {}, {}), Reply)
    trusted.close()
    assert strange.post("/fine", {}, {}) == NoAnswer(NoAnswerReason.NOT_REACHED, outcome_unknown=False)
    strange.close()


def test_keys_are_found_whatever_their_case() -> None:
    assert word({"Error_Code": 0}, "error_code") == "0"
    assert word({"message": " ", "ERROR_MESSAGE": "x"}, "message", "error_message") == "x"
    assert word({"message": True}, "message") == ""
