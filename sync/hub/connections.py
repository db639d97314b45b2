"""Connections of one worker, bounded before anything of a request is believed: how many, how large, how long.

uvicorn reads headers of any size, waits for the rest of a request for ever, and keeps what it has read as long. Here
each connection is measured while it comes in. One whose request bore a good signature is *proven*; when there is no
room for one more, the one that has stood longest without being proven goes. So whoever merely opens connections
displaces others of his kind, and an honest desk, which needs a moment to sign, finds room.
"""

import asyncio
import ipaddress
from collections import Counter
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from sync.hub.settings import Limits

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

LOOK = 1.0
"""Seconds between two looks at who is overdue."""


class Connections:
    """All connections of one worker. Runs in its loop.

    Args:
        limits: of the settings.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._proxies = [ipaddress.ip_network(network) for network in limits.proxies]
        self._unproven: dict[Guarded, str] = {}
        self._proven: set[Guarded] = set()
        self._from: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._unproven) + len(self._proven)

    def arrived(self, one: "Guarded", address: str) -> None:
        """One more; or it is ended at once, or the longest unproven is."""
        counted = "" if self._is_proxy(address) else address
        if counted and self._from[counted] >= self.limits.per_address:
            one.end()
            return
        if len(self) >= self.limits.connections:
            if not self._unproven:
                one.end()
                return
            longest = next(iter(self._unproven))
            self.left(longest)
            longest.end()
        self._unproven[one] = counted
        if counted:
            self._from[counted] += 1

    def left(self, one: "Guarded") -> None:
        """It has ended."""
        self._proven.discard(one)
        counted = self._unproven.pop(one, "")
        if counted:
            self._from[counted] -= 1
            if not self._from[counted]:
                del self._from[counted]

    def prove(self, one: "Guarded") -> None:
        """A request on it bore a good signature, or a department's token."""
        if one in self._unproven:
            self.left(one)
            self._proven.add(one)

    def knows(self, one: "Guarded") -> bool:
        """Whether it is proven."""
        return one in self._proven

    def sweep(self, now: float) -> None:
        """End those that are overdue.

        Args:
            now: of the loop's clock.
        """
        for one in [*self._unproven, *self._proven]:
            if one.overdue(now, proven=one in self._proven):
                one.end()

    async def keep_sweeping(self) -> None:
        """Until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(LOOK)
            self.sweep(clock())

    def _is_proxy(self, address: str) -> bool:
        try:
            at = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(at in network for network in self._proxies)


def proved(request: Request) -> None:
    """Whoever sent this request has shown that the hub knows it."""
    one = request.scope.get("state", {}).get(STATE)
    if isinstance(one, Guarded):
        one.all.prove(one)


class _TooMuch(Exception):  # noqa: N818 - how a callback of the parser stops it
    """Of headers, or of requests at once."""


class _Waits(Enum):
    """What a connection waits for from the other end."""

    REQUEST = "request"
    """Nothing has come, or the one before is being answered."""
    HEAD = "head"
    BODY = "body"


class Guarded(HttpToolsProtocol):
    """uvicorn's own protocol, measured. What it does with a request stays as it is."""

    def __init__(
        self,
        config: "Config",
        server_state: "ServerState",
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.all: Connections = app_state[STATE]
        self._waits, self._since = _Waits.REQUEST, self.loop.time()
        self._answering: float | None = None
        self._largest = 0
        self._raw = 0
        """Bytes of the head or body under way, as they came."""
        self._parsed = 0
        """Bytes of the head under way, as the parser told them."""
        self._wasted = 0
        self._declared = 0
        self._status = 400

    # ---- as asyncio calls it ----

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Counted in."""
        super().connection_made(transport)
        self.all.arrived(self, self.client[0] if self.client else "")

    def connection_lost(self, exc: Exception | None) -> None:
        """Counted out."""
        self.all.left(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parsed, and measured: a head or body that is too large by then is read no further."""
        if self.transport.is_closing():
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

    # ---- as the parser and the application call it ----

    def on_message_begin(self) -> None:
        """A head begins."""
        if len(self.pipeline) >= MOST_PIPELINED:
            self._status = HTTPStatus.TOO_MANY_REQUESTS
            raise _TooMuch
        self._wait(_Waits.HEAD)
        super().on_message_begin()
        self.scope["state"][STATE] = self

    def on_url(self, url: bytes) -> None:
        """Part of the head."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Likewise."""
        self._count(len(name) + len(value) + len(b": \r\n"))
        if len(self.headers) >= MOST_HEADERS:
            self._status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise _TooMuch
        super().on_header(name, value)
        if name.lower() == b"content-length" and value.isdigit():
            self._declared = int(value[:20])

    def on_headers_complete(self) -> None:
        """The head is whole; its body has as long as its size takes on the slowest line."""
        self._wait(_Waits.BODY)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Nothing is waited for but the answer, then the next request."""
        self._wait(_Waits.REQUEST)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """From now on the next request is waited for, unless this one's body still comes."""
        if self._waits is _Waits.REQUEST:
            self._wait(_Waits.REQUEST)
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """uvicorn's, with the status that fits."""
        del msg
        self._refuse(self._status)

    # ---- bounds ----

    def overdue(self, now: float, *, proven: bool) -> bool:
        """Whether it takes longer than it may.

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
            case _Waits.REQUEST:
                return answered and took > (self.timeout_keep_alive if proven else limits.head_seconds)

    def end(self) -> None:
        """Close it now, whatever stands in its buffers."""
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
            self._declared = 0

    def _count(self, size: int) -> None:
        self._parsed += size
        if self._parsed > self.all.limits.head:
            self._status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise _TooMuch

    def _refuse(self, status: int) -> None:
        if not self.transport.is_closing():
            self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
            self.transport.close()
