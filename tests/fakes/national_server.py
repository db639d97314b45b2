"""What both fakes of the national system share: a real HTTP server on loopback, and ways to misbehave."""

import json
import threading
from collections import deque
from collections.abc import Callable
from enum import StrEnum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.patience import FOR_EVER, PATIENCE

Json = Any


class Mischief(StrEnum):
    """What goes wrong with one request."""

    REFUSE_LINE = auto()
    """The connection closes before anything was done."""
    FAILS = auto()
    """500, nothing done."""
    FAILS_AFTER = auto()
    """Done, then 500."""
    HTML = auto()
    """A page of HTML with status 200, nothing done."""
    HTML_AFTER = auto()
    LOST = auto()
    """Done, then the connection closes without an answer."""
    CUT = auto()
    """Done, then half an answer."""
    SLOW = auto()
    """Done, and the answer comes after everybody's patience."""
    LATE = auto()
    """Not answered in time, and done only after the next request was: out of order."""
    EMPTY = auto()
    """Status 200 and nothing else, nothing done."""
    NO_SESSION = auto()
    """The session is told to be over (generation A)."""


DONE = frozenset({Mischief.FAILS_AFTER, Mischief.HTML_AFTER, Mischief.LOST, Mischief.CUT, Mischief.SLOW})
HTML = b"<!DOCTYPE html><html><body>B\xe1\xba\xa3o tr\xc3\xac</body></html>"


class Patience(Exception):  # noqa: N818
    """The handler gives no answer."""


class NationalServer:
    """A server that does ``self.serve(path, headers, message)`` for each POST, unless mischief says otherwise.

    Attributes:
        asked: paths (generation B) or services (A) in the order in which they came.
        mischief: what happens to the next requests that do something, first come first served; None = nothing.
        silent: a request was dealt with as told, and gets no answer.
        spared: names of requests to which no mischief happens.
    """

    spared: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.mischief: deque[Mischief | None] = deque()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.silent = threading.Event()
        self._late: list[Callable[[], object]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)

    def name(self, path: str, message: Json) -> str:
        """What this request is called."""
        raise NotImplementedError

    def serve(self, path: str, headers: dict[str, str], message: Json) -> tuple[int, str, bytes]:
        """Do it: status, media type, body."""
        raise NotImplementedError

    def over(self) -> tuple[int, str, bytes]:
        """The answer that the session is over; without sessions none."""
        raise Patience

    def _answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        with self._lock:
            message = json.loads(body)
            name = self.name(path, message)
            self.asked.append(name)
            wrong = self.mischief.popleft() if self.mischief and name not in self.spared else None
            late, self._late = self._late, []
            done = self.serve(path, headers, message) if wrong is None or wrong in DONE else None
            for one in late:
                one()
            if wrong is Mischief.LATE:
                self._late.append(lambda: self.serve(path, headers, message))
        return self._spoiled(wrong, done)

    def _spoiled(self, wrong: Mischief | None, done: tuple[int, str, bytes] | None) -> tuple[int, str, bytes]:
        match wrong:
            case None if done is not None:
                return done
            case Mischief.FAILS | Mischief.FAILS_AFTER:
                return 500, "application/json", b'{"error_code":"500"}'
            case Mischief.HTML | Mischief.HTML_AFTER:
                return 200, "text/html; charset=utf-8", HTML
            case Mischief.EMPTY:
                return 200, "application/json", b""
            case Mischief.NO_SESSION:
                return self.over()
            case Mischief.SLOW | Mischief.LATE:
                self.silent.set()
                self._over.wait(FOR_EVER)
                raise Patience
            case Mischief.CUT if done is not None:
                status, media, body = done
                return -status, media, body
            case _:
                raise Patience

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                try:
                    status, media, answer = fake._answer(self.path, dict(self.headers), body)
                    self.send_response(abs(status))
                    self.send_header("Content-Type", media)
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer if status > 0 else answer[: len(answer) // 2])
                    self.close_connection = status < 0
                except (Patience, BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server calls it
                """Nothing on stderr."""

        return Handler


def told(answer: Json, status: int = 200) -> tuple[int, str, bytes]:
    """An answer in JSON."""
    return status, "application/json; charset=utf-8", json.dumps(answer, ensure_ascii=False).encode()


class Kept:
    """What a fake has stored, and the faults it found.

    Attributes:
        dossiers: by MaHoSo, as last told.
        steps: by MaHoSo, in the order told.
        created, updated: how often each dossier was.
        refused: what was refused, and why.
    """

    def __init__(self) -> None:
        self.dossiers: dict[str, Json] = {}
        self.steps: dict[str, list[Json]] = {}
        self.created: dict[str, int] = {}
        self.updated: dict[str, int] = {}
        self.refused: list[tuple[str, list[str]]] = []

    def put(self, item: Json, faults: list[str], *, update: bool) -> str:
        """Store a dossier; what is wrong with it, or nothing."""
        code = str(item.get("MaHoSo", "")) if isinstance(item, dict) else ""
        if faults:
            self.refused.append((code, faults))
            return "Dữ liệu không hợp lệ: " + "; ".join(faults)
        if update and code not in self.dossiers:
            return f"Hồ sơ {code} không tồn tại"
        if not update and code in self.dossiers:
            return f"Hồ sơ {code} đã tồn tại"
        counts = self.updated if update else self.created
        counts[code] = counts.get(code, 0) + 1
        self.dossiers[code] = item
        return ""

    def put_steps(self, steps: Json, faults: list[str], *, first_received: bool) -> str:
        """Store steps, all or none; what is wrong with them, or nothing."""
        if not faults and not (isinstance(steps, list) and 1 <= len(steps) <= 10):
            faults = ["not 1 to 10 steps"]
        if faults:
            self.refused.append(("steps", faults))
            return "Dữ liệu không hợp lệ: " + "; ".join(faults)
        for step in steps:
            have = self.steps.get(step["MaHoSo"], [])
            if step["MaHoSo"] not in self.dossiers:
                return f"Hồ sơ {step['MaHoSo']} không tồn tại"
            if step in have:
                return "Tiến trình đã tồn tại"
            if first_received and not have and steps[0]["TrangThai"] != "2":
                return "Bước đầu tiên phải là tiếp nhận"
        for step in steps:
            self.steps.setdefault(step["MaHoSo"], []).append(step)
        return ""
