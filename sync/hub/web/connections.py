"""Limits on connections of one worker before authentication: count, size, duration.

uvicorn reads headers of any size, waits for the rest of a request without end, and keeps what it has read as long. Here
each connection is measured while it is read. A connection with a correctly signed request is *proven*; when all are
taken, the oldest unproven one is closed. So a flood of idle connections displaces its own, and a desk, which signs at
once, gets a place.

What can be refused by its head alone is refused here, before the application, its log and its metrics spend time on it.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import msgspec
from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.protocols.utils import get_remote_addr

from sync.hub.settings import Limits
from sync.hub.store.rejected_rows import RejectReason
from sync.hub.web.addresses import Addresses
from sync.hub.web.rate_limits import RateLimit
from sync.hub.web.responses import STATUS
from sync.messages import (
    PATH_HUB,
    PATH_PAYMENTS,
    PATH_PORTAL,
    PATH_POST,
    PATH_REPORTS,
    PROBLEM,
    SHORT_PATHS,
    Refusal,
    Refused,
)
from sync.signatures.short import MOST_SHORT

if TYPE_CHECKING:
    from uvicorn import Config
    from uvicorn.server import ServerState

STATE = "connections"
"""Name of the worker's ``Connections`` in the application's state, and of a request's own one in the request's."""

MOST_HEADERS = 64
MOST_PIPELINED = 4
"""Requests sent before earlier ones are answered. Desks and proxies send none."""

WASTED = 256 << 10
"""Bytes of a refused body that are still read and dropped, so that its sender gets to read the answer."""

ROUGHLY = 320 << 10
"""Bytes that a body may be longer on the way than its limit: one reading of the socket, and the frames of chunks."""

UNREAD_ANSWER = 4 << 10
"""Bytes of answers that a connection may leave unread before they count among ``Limits.answers``."""

LINGER = 2.0
"""Seconds for a refused sender to read why."""

LOOK = 1.0
"""Seconds between two looks at who is overdue."""

RETRY = 5
"""Seconds after which one who was turned away may come again, as he is told."""

OPEN = frozenset({PATH_HUB, PATH_REPORTS, PATH_PAYMENTS, PATH_POST, PATH_PORTAL})
"""Below ``VERSIONED``, what may be asked without a signature: who answers, what bears the token of a department or of
the portal, and what bears the secret of the post or of a provider of payments (by ``_opened``, where these have paths
below)."""

VERSIONED = "/v1/"

_CONTINUE = b"HTTP/1.1 100"

_SHORT = frozenset(path.encode() for path in SHORT_PATHS.values())
"""Their signature stands in the body, which is no longer than a head may be."""

HEALTH = "/health"
"""Asked by balancers, which take no answer for a dead hub: never turned away for its number; one proof serves many."""

_log = logging.getLogger("motcua.hub.connections")
_log.setLevel(logging.ERROR)
"""Of uvicorn's protocol: a line for each senseless request would let anybody fill the disk."""


class Connections:
    """All connections of one worker. Runs in its event loop.

    Args:
        limits: of the settings.
        addresses: tell proxies from clients.
        turned: told of each who is turned away here, and from where.

    Attributes:
        tls: of this hub; None = it speaks plain HTTP.
    """

    def __init__(self, limits: Limits, addresses: Addresses, turned: Callable[[RejectReason, str], None]) -> None:
        self.limits = limits
        self.turned = turned
        self.tls: ssl.SSLContext | None = None
        self._addresses = addresses
        self._unproven: dict[LimitedProtocol, str] = {}
        self._proven: dict[LimitedProtocol, str] = {}
        self._of: dict[str, dict[LimitedProtocol, None]] = {}
        self._from: dict[str, dict[LimitedProtocol, None]] = {}
        self._unread: dict[LimitedProtocol, int] = {}
        self._unread_bytes = 0
        self._behind: dict[LimitedProtocol, int] = {}
        self._unsigned: dict[str, RateLimit] = {}

    def __len__(self) -> int:
        return len(self._unproven) + len(self._proven)

    @property
    def most(self) -> int:
        """The maximum of connections; over TLS each counts three times."""
        return self.limits.connections if self.tls is None else max(1, self.limits.connections // 3)

    def arrived(self, one: "LimitedProtocol", address: str) -> None:
        """Register a connection. When all are taken, the oldest unproven one is closed: of this address, or of all."""
        counted = "" if self._addresses.is_proxy(address) or not self.limits.per_address else address
        from_there = self._from.get(counted, {})
        if len(from_there) >= self.limits.per_address and counted:
            self._end(next(iter(from_there)))
        elif len(self) >= self.most:
            if not self._unproven:
                one.end()
                return
            self._end(next(iter(self._unproven)))
        self._unproven[one] = counted
        if counted:
            self._from.setdefault(counted, {})[one] = None

    def left(self, one: "LimitedProtocol") -> None:
        """Unregister a connection."""
        self.caught_up(one)
        self.release_body(one)
        who = self._proven.pop(one, "")
        if who:
            self._of[who].pop(one)
            if not self._of[who]:
                del self._of[who]
        counted = self._unproven.pop(one, "")
        if counted:
            self._from[counted].pop(one)
            if not self._from[counted]:
                del self._from[counted]

    def prove(self, one: "LimitedProtocol", who: str) -> None:
        """Mark it proven: it carried a request validly signed by ``who``, or a department's token.

        Behind a proxy one connection carries many machines' requests: it counts for the last of them.
        """
        if one not in self._unproven and self._proven.get(one, who) == who:
            return
        size = self._behind.get(one, 0)
        self.left(one)
        if size:
            self.behind(one, size)
        self._proven[one] = who
        its = self._of.setdefault(who, {})
        its[one] = None
        if len(its) > self.limits.per_machine:
            self._end(next(iter(its)))

    def knows(self, one: "LimitedProtocol") -> bool:
        """Whether it is proven."""
        return one in self._proven

    def may_ask(self, path: str, now: float) -> bool:
        """Whether one more unsigned request is accepted: a rate limit per path.

        Args:
            path: as asked; all that lead nowhere count as one.
            now: of the loop's clock.
        """
        path = _opened(path)
        rate = self._unsigned.setdefault(path, RateLimit(self.limits.unsigned, self.limits.unsigned * 2))
        return rate.take(now)

    def room(self, one: "LimitedProtocol", size: int) -> bool:
        """Whether so many more bytes of an unproven connection's body may be buffered."""
        self._unread[one] = self._unread.get(one, 0) + size
        self._unread_bytes += size
        return self._unread_bytes <= self.limits.unread

    def release_body(self, one: "LimitedProtocol") -> None:
        """Its body is no longer buffered here, or counts among those of proven connections."""
        self._unread_bytes -= self._unread.pop(one, 0)

    def behind(self, one: "LimitedProtocol", size: int) -> None:
        """Its unread answers have this size. If all together exceed the limit, the one waiting longest is closed."""
        self._behind[one] = size
        while self.unread_answers > self.limits.answers:
            self._end(next(iter(self._behind)))

    @property
    def unread_answers(self) -> int:
        """Bytes of answers that clients have not read yet."""
        return sum(self._behind.values())

    def caught_up(self, one: "LimitedProtocol") -> None:
        """It has read its answers."""
        self._behind.pop(one, None)

    def sweep(self, now: float) -> None:
        """Close overdue connections.

        Args:
            now: of the loop's clock.
        """
        for one in [*self._unproven, *self._proven]:
            if one.overdue(now, proven=one in self._proven):
                one.end()

    async def keep_sweeping(self) -> None:
        """Sweep until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(LOOK)
            self.sweep(clock())

    def _end(self, one: "LimitedProtocol") -> None:
        self.left(one)
        one.end()


def _opened(path: str) -> str:
    """The entry of ``OPEN`` that a path belongs to; empty = none."""
    above = next((one for one in (PATH_PAYMENTS, PATH_PORTAL) if path.startswith(f"{one}/")), path)
    return above if above in OPEN else ""


def proved(request: Request, who: str) -> None:
    """Mark the connection of this request as proven under this name."""
    one = request.scope.get("state", {}).get(STATE)
    if isinstance(one, LimitedProtocol):
        one.all.prove(one, who)


def has_left(request: Request) -> bool:
    """Whether the client of this request has closed its connection.

    Starlette's own question starts a scope of cancellation each time, for what is asked of every request.
    """
    one = request.scope.get("state", {}).get(STATE)
    return isinstance(one, LimitedProtocol) and one.transport.is_closing()


class _Refused(Exception):  # noqa: N818 - how a callback of the parser stops it
    """By what has come of it so far."""


def _hand_on(transport: asyncio.Transport, data: bytes) -> None:
    """Pass bytes to the protocol that has taken over a transport (asyncio and uvloop have the same interface)."""
    taker = cast("asyncio.BufferedProtocol", transport.get_protocol())
    while data and not transport.is_closing():
        room = memoryview(taker.get_buffer(len(data)))
        took = min(len(room), len(data))
        room[:took] = data[:took]
        taker.buffer_updated(took)
        data = data[took:]


class _OneWrite:
    """What an answer is written to: its head leaves with the first of its body, by one system call in one packet.

    uvicorn writes the head alone, and each write to an idle connection is sent at once.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head: bytes | None = b""

    def write(self, data: bytes) -> None:
        """As the transport's; the first is kept back until the second. "100 Continue" is no answer yet."""
        if self._head == b"" and not data.startswith(_CONTINUE):
            self._head = data
            return
        if self._head:
            data, self._head = self._head + data, None
        self._transport.write(data)

    def close(self) -> None:
        """As the transport's."""
        self._transport.close()

    def is_closing(self) -> bool:
        """As the transport's."""
        return self._transport.is_closing()


class _Waits(Enum):
    """What a connection waits for from its client."""

    REQUEST = "request"
    """Nothing has come, or the one before is being answered."""
    HEAD = "head"
    BODY = "body"
    END = "end"
    """It was refused; what still comes is dropped."""


class LimitedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol with limits. Handling of a request is unchanged."""

    def __init__(
        self,
        config: "Config",
        server_state: "ServerState",
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.logger = _log
        self.all: Connections = app_state[STATE]
        self._waits, self._since = _Waits.REQUEST, self.loop.time()
        self._address = ""
        self._securing: asyncio.Task[None] | None = None
        self._secured, self._early = False, b""
        self._lost = False
        self._answering: float | None = None
        self._largest = 0
        self._raw = 0
        """Bytes of the head or body under way, as they came."""
        self._parsed = 0
        """Bytes of the head under way, as the parser told them."""
        self._wasted = 0
        self._declared = 0
        self._signed = False
        self._status = int(HTTPStatus.BAD_REQUEST)
        self._why: Refusal | None = None
        self._turned = RejectReason.SENSELESS

    # ---- as asyncio calls it ----

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Register it. TLS starts with the first bytes: it takes 50 kB each, and many clients never send any."""
        self.transport = transport
        there = get_remote_addr(transport)
        self._address = there[0] if there else ""
        self.all.arrived(self, self._address)
        if self.all.tls is None:
            self._connected(transport)

    async def _secure(self, hello: bytes, tls: ssl.SSLContext) -> None:
        """Start TLS, and pass on the bytes already received."""
        plain, within = self.transport, self.all.limits.head_seconds
        starting = self.loop.create_task(
            self.loop.start_tls(
                plain, self, tls, server_side=True, ssl_handshake_timeout=within, ssl_shutdown_timeout=within
            )
        )
        await asyncio.sleep(0)  # until it stands between this and the transport; it is told of that before of any byte
        self.loop.call_soon(_hand_on, plain, hello)
        try:
            secured = await starting
        except OSError:  # no TLS, none of ours, or none in time
            secured = None
        if secured is None:
            self.all.left(self)
            self.all.turned(RejectReason.SENSELESS, self._address)
            plain.abort()
        elif not self._lost:  # who hangs up with the last byte of the handshake is gone before it is known to be whole
            self._secured = True
            self._connected(secured)
            early, self._early = self._early, b""
            if early:
                self.data_received(early)

    def _connected(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=UNREAD_ANSWER)

    def connection_lost(self, exc: Exception | None) -> None:
        """Unregister it."""
        self._lost = True
        self.all.left(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse and measure: reading stops at a head or body that is too large."""
        if self.transport.is_closing():
            return
        if self.all.tls is not None and self._securing is None:
            self.transport.pause_reading()
            self._securing = self.loop.create_task(self._secure(data, self.all.tls))
            return
        if self._securing is not None and not self._secured:
            self._early += data  # read already, while the handshake's end is still on its way here
            return
        if self._waits is _Waits.END:
            self._wasted += len(data)
            if self._wasted > WASTED:
                self.end()
            return
        if self._waits is _Waits.REQUEST:
            self._wait(_Waits.HEAD)
        before = self._waits
        super().data_received(data)
        if self.transport.is_closing() or self._waits is not before:
            return
        self._raw += len(data)
        if before is _Waits.HEAD and self._raw > self.all.limits.head:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif before is _Waits.BODY:
            if self.cycle.response_complete:
                self._wasted += len(data)
            if self._raw > self.all.limits.body + ROUGHLY or (self._wasted > WASTED and not self.all.knows(self)):
                self.end()

    def pause_writing(self) -> None:
        """The client does not read its answers."""
        super().pause_writing()
        self.all.behind(self, self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """The client reads again."""
        super().resume_writing()
        self.all.caught_up(self)

    # ---- as the parser and the application call it ----

    def on_message_begin(self) -> None:
        """A head begins."""
        if len(self.pipeline) >= MOST_PIPELINED:
            self._status = HTTPStatus.TOO_MANY_REQUESTS
            raise _Refused
        self._wait(_Waits.HEAD)
        super().on_message_begin()
        self.scope["state"][STATE] = self

    def on_url(self, url: bytes) -> None:
        """Part of the head."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header of the head."""
        self._count(len(name) + len(value) + len(b": \r\n"))
        if len(self.headers) >= MOST_HEADERS:
            self._status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise _Refused
        super().on_header(name, value)
        match self.headers[-1][0]:
            case b"content-length" if value.isdigit():
                self._declared = int(value[:20])
            case b"signature":
                self._signed = True

    def on_headers_complete(self) -> None:
        """The head is complete: refuse by it, or set the body's time limit from its size."""
        self._wait(_Waits.BODY)
        short = self.url in _SHORT
        if short and self._declared > MOST_SHORT:
            self._status, self._why = STATUS[Refusal.TOO_LARGE], Refusal.TOO_LARGE
            raise _Refused
        if not (self._signed or short):
            self._unsigned()
        super().on_headers_complete()
        if self.scope["method"] != "HEAD":
            self.cycle.transport = cast("asyncio.Transport", _OneWrite(self.transport))
        if short:
            self.cycle.default_headers = []  # the date: whoever needs the hub's time has it in the message

    def on_body(self, body: bytes) -> None:
        """Buffer the body until the application reads it, within the limits."""
        if not (self.cycle.response_complete or self.all.knows(self) or self.all.room(self, len(body))):
            raise _Refused
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is complete: nothing is expected until it is answered."""
        self._wait(_Waits.REQUEST)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Expect the next request, or the rest of this one's body, which is discarded."""
        if self.cycle.response_complete:
            self.cycle.body = bytearray()
            self.all.release_body(self)
        if self._waits is _Waits.REQUEST:
            self._wait(_Waits.REQUEST)
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """As uvicorn's, with the fitting status."""
        del msg
        self._refuse(self._status, self._why)

    # ---- bounds ----

    def overdue(self, now: float, *, proven: bool) -> bool:
        """Whether it has exceeded a time limit.

        Args:
            now: of the loop's clock.
            proven: its sender is known.
        """
        limits, took = self.all.limits, now - self._since
        if self._answers_too_long(now):
            return True
        answered = self.cycle is None or self.cycle.response_complete
        match self._waits:
            case _Waits.HEAD:
                return took > limits.head_seconds
            case _Waits.BODY:
                size = min(self._declared, limits.body) if proven and not answered else 0
                return took > limits.head_seconds + size / limits.slowest
            case _Waits.END:
                return took > LINGER
            case _Waits.REQUEST:
                return answered and took > (self.timeout_keep_alive if proven else limits.head_seconds)

    def end(self) -> None:
        """Close it now and drop its buffers."""
        self.transport.abort()

    def _answers_too_long(self, now: float) -> bool:
        size = self.transport.get_write_buffer_size()
        if not size:
            self._answering, self._largest = None, 0
            return False
        if self._answering is None:
            self._answering = now
        self._largest = max(self._largest, size)
        return now - self._answering > self.all.limits.head_seconds + self._largest / self.all.limits.slowest

    def _wait(self, what: _Waits) -> None:
        if what is _Waits.HEAD and self._waits is _Waits.HEAD and not self._parsed:
            return  # its first bytes were an empty line, or came in this very moment
        self._waits, self._since = what, self.loop.time()
        self._raw = self._parsed = self._wasted = 0
        if what is _Waits.HEAD:
            self._declared, self._signed = 0, False

    def _count(self, size: int) -> None:
        self._parsed += size
        if self._parsed > self.all.limits.head:
            self._status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise _Refused

    def _unsigned(self) -> None:
        """Refuse an unsigned request, except for public paths."""
        path = self.url.partition(b"?")[0].decode("latin-1")
        if path.startswith(VERSIONED) and not _opened(path):
            self._status, self._why, self._turned = STATUS[Refusal.SIGNATURE], Refusal.SIGNATURE, RejectReason.UNSIGNED
            raise _Refused
        if path != HEALTH and not self.all.may_ask(path, self.loop.time()):
            self._status, self._why, self._turned = STATUS[Refusal.HUB_FAILING], Refusal.HUB_FAILING, RejectReason.OFTEN
            raise _Refused

    def _refuse(self, status: int, why: Refusal | None = None) -> None:
        """Send the refusal and discard further input until it is read. During another answer, just close."""
        if self.transport.is_closing():
            return
        self.all.turned(self._turned, self._address)
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.close()
            return
        body = b"" if why is None else msgspec.json.encode(Refused(type=why))
        lines = [b"%s: %s\r\n" % header for header in self.server_state.default_headers]
        lines.append(b"content-length: %d\r\nconnection: close\r\n" % len(body))
        if body:
            lines.append(b"content-type: %s\r\n" % PROBLEM.encode())
        if status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
            lines.append(b"retry-after: %d\r\n" % RETRY)
        self.transport.write(b"".join([STATUS_LINE[status], *lines, b"\r\n", body]))
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self._wait(_Waits.END)
        else:
            self.transport.close()
