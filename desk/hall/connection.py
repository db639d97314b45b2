"""One HTTP connection of a kiosk or board: requests are read with time limits, authenticated and answered.

The standard library parses heads and bodies (2 ms and 0.4 MB to load; uvicorn: 130 ms and 6 MB). Who may ask, the
limits of size and time, and the answers are decided here.
"""

import io
import socket
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl

import msgspec

from desk.hall import protocol
from desk.hall.hall import Hall, TicketRequest
from desk.hall.protocol import HallAddress, RefusalAnswer
from models.calendar.clock import Clock
from models.ids import SubjectId, TicketId
from models.system.decoding import prepared
from models.trouble import HallRefused
from sync.messages import JSON
from sync.signatures.answers import DIGEST, Signer, digest_of
from sync.signatures.requests import SignatureWrong, Signed, check_body, check_head

LONGEST_HEAD = 16_384
LONGEST_BODY = 65_536
"""Bytes of what is asked; a wish has some hundred."""

SAYS_WITHIN = 5.0
"""Seconds in which a request begun is here whole, and in which a new connection begins its first."""

_QUIET = 60.0
"""Seconds a proven connection may be silent between two requests; kiosk and board ask each second."""

_TAKES_WITHIN = 10.0
"""Seconds in which an answer has to be taken."""

_FRESH = timedelta(seconds=60)
"""How far the time of a signature may lie from now; both ends have the same clock."""


class HallRequestHandler:
    """Authenticates and answers requests to the hall. Any thread.

    Args:
        hall: who answers.
        release_file: gives the file away; None = it is not given away (a window has it).
        address: whose keys sign.
        clock: tells the time.
    """

    def __init__(self, hall: Hall, release_file: Callable[[], None] | None, address: HallAddress, clock: Clock) -> None:
        self._hall = hall
        self._release_file = release_file
        self._asking = address.asking.public_key()
        self._signer = Signer(address.answering)
        self._clock = clock
        self._used: dict[str, Signed] = {}
        self._lock = threading.Lock()

    def signed(self, method: str, target: str, headers: Mapping[str, str]) -> Signed:
        """Verify the signature of a head.

        Raises:
            SignatureWrong: it is not of our key, or not of now.
        """
        signed = check_head(method, protocol.ANY_HOST + target, headers, self._asking)
        if not self._is_fresh(signed):
            raise SignatureWrong("created")
        return signed

    def only_once(self, signed: Signed, body: bytes) -> None:
        """Record the request's nonce, and verify its body.

        Raises:
            SignatureWrong: it came before, or its body is not the one it was signed with.
        """
        check_body(signed, body)
        with self._lock:
            while self._used and not self._is_fresh(oldest := next(iter(self._used.values()))):
                del self._used[oldest.nonce]
            if self._used.setdefault(signed.nonce, signed) is not signed:
                raise SignatureWrong("nonce")

    def answer(self, method: str, target: str, body: bytes) -> tuple[HTTPStatus, bytes]:
        """The status and message that answer a request.

        Raises:
            HallNotReached: the desk is being closed.
        """
        try:
            ask = self._asked(method, target, body)
        except (KeyError, ValueError, msgspec.DecodeError, RecursionError):
            return HTTPStatus.BAD_REQUEST, b""
        if ask is None:
            return HTTPStatus.NOT_FOUND, b""
        try:
            return HTTPStatus.OK, msgspec.json.encode(ask())
        except HallRefused as refused:
            return HTTPStatus.CONFLICT, msgspec.json.encode(RefusalAnswer(refused.sentence))

    def sign(self, asked: Mapping[str, str], status: HTTPStatus, message: bytes) -> dict[str, str]:
        """The headers of an answer, bound to its request."""
        headers = {"content-type": JSON, DIGEST: digest_of(message)}
        return headers | self._signer.sign(asked, status, headers, at=self._clock())

    def _asked(self, method: str, target: str, body: bytes) -> Callable[[], object] | None:
        path, _, query = target.partition("?")
        facts = dict(parse_qsl(query))
        match method, path:
            case "GET", protocol.PATH_OFFER:
                return self._hall.offer
            case "POST", protocol.PATH_TICKETS:
                return partial(self._hall.draw, msgspec.json.decode(body, type=prepared(TicketRequest)))
            case "GET", protocol.PATH_SLIP:
                return partial(self._hall.slip, TicketId(SubjectId(facts["ticket"])))
            case "GET", protocol.PATH_BOARD:
                return partial(self._hall.board, int(facts["since"]))
            case "DELETE", protocol.PATH_FILE:
                return self._give_away
            case _:
                return None

    def _give_away(self) -> None:
        if self._release_file is None:
            raise HallRefused("")
        self._release_file()

    def _is_fresh(self, signed: Signed) -> bool:
        return abs(signed.created - self._clock()) <= _FRESH


class _Bytes(io.RawIOBase):
    """Reads a socket up to a size and a deadline: sending bytes one by one extends no wait."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire
        self.until = 0.0
        self.most = 0

    def readable(self) -> bool:
        """As ``io`` asks."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # what BufferedReader gives
        """As ``io`` asks."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if self.most <= 0:
            raise ConnectionError("too long")
        self._wire.settimeout(left)
        count = self._wire.recv_into(buffer[: self.most])
        self.most -= count
        return count


class Connection(BaseHTTPRequestHandler):
    """One connection; ``handle`` answers its requests until either end closes it."""

    protocol_version = "HTTP/1.1"

    def __init__(self, wire: socket.socket, questions: HallRequestHandler) -> None:
        self._questions = questions
        self._bytes = _Bytes(wire)
        self._quiet = SAYS_WITHIN
        self.connection = wire
        self.rfile = io.BufferedReader(self._bytes)
        self.wfile = io.BytesIO()  # what the library itself would say; nobody waits for it

    def handle_one_request(self) -> None:
        """Wait for the next request and answer it."""
        self._bytes.until, self._bytes.most = time.monotonic() + self._quiet, LONGEST_HEAD
        super().handle_one_request()

    def parse_request(self) -> bool:
        """Parse the request; its first line has been read."""
        self._bytes.until = time.monotonic() + SAYS_WITHIN
        return super().parse_request()

    def do_GET(self) -> None:
        """Answer a request; ``http.server`` calls it by method name."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            signed = self._questions.signed(self.command, self.path, headers)
            body = self._body(headers)
            self._questions.only_once(signed, body)
        except SignatureWrong:
            self.send_error(HTTPStatus.UNAUTHORIZED)
            return
        self._quiet = _QUIET
        status, message = self._questions.answer(self.command, self.path, body)
        self._tell(status, message, self._questions.sign(headers, status, message))

    do_POST = do_DELETE = do_GET  # noqa: N815 - as http.server names them

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send an unsigned status and close."""
        del message, explain
        self.close_connection = True
        self._tell(HTTPStatus(code), b"", {"connection": "close"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server names it
        """Does nothing: requests arrive every second."""

    def _body(self, headers: Mapping[str, str]) -> bytes:
        """The request's body.

        Raises:
            SignatureWrong: it is larger than anything that is asked, or of no told length.
            ConnectionError: it ends too early.
        """
        told = headers.get("content-length", "0")
        if "transfer-encoding" in headers or not told.isdecimal() or len(told) > 9 or int(told) > LONGEST_BODY:
            raise SignatureWrong("content-length")
        self._bytes.most += int(told)
        body = self.rfile.read(int(told))
        if len(body) < int(told):
            raise ConnectionError("closed")
        return body

    def _tell(self, status: HTTPStatus, message: bytes, headers: Mapping[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} {status.phrase}", f"content-length: {len(message)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.connection.settimeout(_TAKES_WITHIN)
        self.connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + message)
