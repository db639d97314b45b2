"""The network between a desk and the province at its worst: a proxy that loses, repeats, delays and alters.

It speaks just enough HTTP/1.1 to know where a request ends. Each request goes to the hub over a connection of its own
and its answer is read whole, so the proxy knows what the hub did before it decides what the desk gets to hear. What
happens to a request is drawn from a seeded random; how often, the test says.
"""

import random
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit


class Mischief(StrEnum):
    """What can happen to one request."""

    REFUSED = "refused"
    """The connection ends before anything was read."""
    REQUEST_LOST = "request_lost"
    """The hub never hears of it."""
    REQUEST_CUT = "request_cut"
    """The hub gets its first half."""
    REQUEST_FLIPPED = "request_flipped"
    """One bit of its body is another."""
    REQUEST_TWICE = "request_twice"
    """The hub gets it twice; the desk hears the second answer."""
    REQUEST_LATE = "request_late"
    """The desk's connection ends; the hub gets the request after a later one."""
    ANSWER_LOST = "answer_lost"
    """The hub did it; the desk never hears."""
    ANSWER_CUT = "answer_cut"
    ANSWER_FLIPPED = "answer_flipped"
    ANSWER_SWAPPED = "answer_swapped"
    """The hub did it; the desk gets the answer to another request for the same path, whoever made it."""
    ANSWER_CACHED = "answer_cached"
    """The hub never hears of it; the desk gets the last answer to that path again."""
    DELAYED = "delayed"
    PORTAL = "portal"
    """Wi-Fi that wants a log-in answers anything with 200 and HTML."""
    BAD_GATEWAY = "bad_gateway"
    """A proxy on the way answers 502 in its own words."""


HOSTILE: Mapping[Mischief, float] = dict.fromkeys(Mischief, 0.025)
"""About one request in three meets something."""

SLOW_LINE = 256_000 // 8
"""Bytes a second on a line of 256 kbit/s."""

HEAD_END = b"\r\n\r\n"
PORTAL_PAGE = "<!doctype html><title>Đăng nhập Wi-Fi</title><p>Mời quý khách đăng nhập để dùng mạng.".encode()
KEPT_ANSWERS = 16
"""For each path, to be swapped or given again."""

HOP_SECONDS = 60.0
"""Longer than the longest poll."""


class HostileProxy:
    """Listens on loopback; ``url`` stands in for the hub's.

    Args:
        hub: URL of the hub.
        seed: of all chances.
        plan: how likely each mischief is; the rest pass untouched.
        delay: seconds a delayed request waits at most.
        bytes_per_second: the speed of the line in each direction, shared by all; 0 = as fast as it goes.
    """

    def __init__(
        self,
        hub: str,
        *,
        seed: int = 1,
        plan: Mapping[Mischief, float] | None = None,
        delay: float = 0.05,
        bytes_per_second: int = 0,
    ) -> None:
        self.hub = hub
        self.happened: Counter[Mischief | None] = Counter()
        self.bytes_up = self.bytes_down = 0
        self._plan = dict(plan or {})
        self._chance = random.Random(seed)  # noqa: S311  # no secret, the same each run
        self._delay = delay
        self._line = {"up": _Line(bytes_per_second), "down": _Line(bytes_per_second)}
        self._lock = threading.Lock()
        self._late: list[bytes] = []
        self._answers: dict[bytes, deque[bytes]] = {}
        self._open: set[socket.socket] = set()
        self._stopping = False
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._accepting = threading.Thread(target=self._accept, name="hostile proxy", daemon=True)
        self._accepting.start()

    def behave(self, plan: Mapping[Mischief, float] | None = None) -> None:
        """From now on this plan; none = every request passes."""
        with self._lock:
            self._plan = dict(plan or {})

    def cut_all(self) -> None:
        """Break every connection there is right now."""
        with self._lock:
            standing = list(self._open)
        for one in standing:
            _end(one)

    def stop(self) -> None:
        """Stop listening and break what stands."""
        self._stopping = True
        _end(self._socket)
        self.cut_all()
        self._accepting.join(HOP_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # ---- connections ---------------------------------------------------------------------------------------

    def _accept(self) -> None:
        while not self._stopping:
            try:
                desk, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(desk,), daemon=True).start()

    def _serve(self, desk: socket.socket) -> None:
        with self._lock:
            self._open.add(desk)
        try:
            with suppress(OSError):  # a desk that hangs up is what this is about
                self._one_request(desk)
        finally:
            with self._lock:
                self._open.discard(desk)
            _end(desk)

    def _one_request(self, desk: socket.socket) -> None:
        mischief = self._draw()
        if mischief is Mischief.REFUSED:
            return
        request = _read_request(desk)
        if not request:
            return
        self.bytes_up += len(request)
        self._line["up"].carry(len(request))
        answer = self._through(request, mischief)
        if answer is None:
            return
        self.bytes_down += len(answer)
        self._line["down"].carry(len(answer))
        desk.sendall(answer)

    def _through(self, request: bytes, mischief: Mischief | None) -> bytes | None:
        """What the desk gets to hear; None = nothing."""
        match mischief:
            case Mischief.REQUEST_LOST:
                return None
            case Mischief.PORTAL:
                return _page("200 OK", PORTAL_PAGE)
            case Mischief.BAD_GATEWAY:
                return _page("502 Bad Gateway", b"<h1>502</h1>")
            case Mischief.REQUEST_CUT:
                self._ask(request[: self._between(1, len(request))], whole=False)
                return None
            case Mischief.REQUEST_FLIPPED:
                return self._ask(self._flip(request))
            case Mischief.REQUEST_TWICE:
                self._ask(request)
                return self._ask(request)
            case Mischief.REQUEST_LATE:
                with self._lock:
                    self._late.append(request)
                return None
            case Mischief.ANSWER_CACHED if kept := self._kept(request):
                return kept[-1]
            case Mischief.DELAYED:
                time.sleep(self._delay * self._between(0, 100) / 100)  # what a slow network does
            case _:
                pass
        answer, others = self._ask(request), self._kept(request)
        if answer:
            self._keep(request, answer)
        self._deliver_late()
        match mischief:
            case Mischief.ANSWER_LOST:
                return None
            case Mischief.ANSWER_CUT:
                return answer[: self._between(0, len(answer))] if answer else None
            case Mischief.ANSWER_FLIPPED:
                return self._flip(answer) if answer else None
            case Mischief.ANSWER_SWAPPED if others:
                return others[self._between(0, len(others))]
            case _:
                return answer

    def _ask(self, request: bytes, *, whole: bool = True) -> bytes | None:
        """The hub's whole answer; None when it is not there, or hangs up without one."""
        place = urlsplit(self.hub)
        try:
            with socket.create_connection((place.hostname or "", place.port or 80), timeout=HOP_SECONDS) as hub:
                with self._lock:
                    self._open.add(hub)
                try:
                    hub.sendall(_closing(request))
                    if not whole:
                        return None
                    return b"".join(iter(lambda: hub.recv(65536), b"")) or None
                finally:
                    with self._lock:
                        self._open.discard(hub)
        except OSError:
            return None

    def _kept(self, request: bytes) -> list[bytes]:
        """Answers to earlier requests for the same path, oldest first."""
        with self._lock:
            return list(self._answers.get(_path(request), ()))

    def _keep(self, request: bytes, answer: bytes) -> None:
        with self._lock:
            self._answers.setdefault(_path(request), deque(maxlen=KEPT_ANSWERS)).append(answer)

    def _deliver_late(self) -> None:
        with self._lock:
            late, self._late = self._late, []
        for request in late:
            self._ask(request)

    # ---- chance --------------------------------------------------------------------------------------------

    def _draw(self) -> Mischief | None:
        with self._lock:
            at, drawn = self._chance.random(), None
            for mischief, likely in self._plan.items():
                at -= likely
                if at < 0:
                    drawn = mischief
                    break
            self.happened[drawn] += 1
            return drawn

    def _between(self, low: int, high: int) -> int:
        with self._lock:
            return self._chance.randrange(low, max(high, low + 1))

    def _flip(self, message: bytes) -> bytes:
        """One bit of the body turned; a message without body stays as it is."""
        start = message.find(HEAD_END) + len(HEAD_END)
        if start >= len(message):
            return message
        place = self._between(start, len(message))
        flipped = message[place] ^ (1 << self._between(0, 8))
        return message[:place] + bytes([flipped]) + message[place + 1 :]


class _Line:
    """A line of a certain speed that all share: each message waits for those before it."""

    def __init__(self, bytes_per_second: int) -> None:
        self._speed = bytes_per_second
        self._free_at = 0.0
        self._lock = threading.Lock()

    def carry(self, size: int) -> None:
        """Return when so many bytes have passed."""
        if not self._speed:
            return
        with self._lock:
            now = time.monotonic()
            self._free_at = max(now, self._free_at) + size / self._speed
            wait = self._free_at - now
        time.sleep(wait)  # what a slow line does


def _path(request: bytes) -> bytes:
    """Without its query."""
    return request.split(b" ", 2)[1].partition(b"?")[0]


def _read_request(desk: socket.socket) -> bytes:
    """One request, head and body; empty when the desk hangs up first."""
    message = b""
    while HEAD_END not in message:
        piece = desk.recv(65536)
        if not piece:
            return b""
        message += piece
    head, _, body = message.partition(HEAD_END)
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
        if name.strip().lower() == b"transfer-encoding":
            raise NotImplementedError("a desk sends whole bodies")
    while len(body) < length:
        piece = desk.recv(65536)
        if not piece:
            return b""
        body += piece
    return head + HEAD_END + body


def _closing(request: bytes) -> bytes:
    """The request, asking the hub to hang up after its answer."""
    head, end, body = request.partition(HEAD_END)
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join(lines) + b"\r\nconnection: close" + end + body if end else request


def _page(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {len(body)}\r\n"
    return head.encode() + b"connection: close" + HEAD_END + body


def _end(one: socket.socket) -> None:
    with suppress(OSError):  # it may be gone already
        one.shutdown(socket.SHUT_RDWR)
    one.close()
