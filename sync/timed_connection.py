"""HTTP connections on which nothing is waited for without an end, to the hub and from it to others.

urllib3 gives sending the time of connecting, for all of a body, and reading a limit of each read alone.
"""

import http.client
import io
import socket
import time
from collections.abc import Mapping
from typing import Any

import urllib3

SILENCE = 30.0
"""Seconds that a line may take nothing of what is sent, where nothing else is said."""

SLOWEST = 2 << 10
"""Bytes a second of a line that is still waited for; an answer that comes more slowly than that has no end."""

_MOST = 24 << 20
"""Bytes of an answer with its head, of which http.client reads 100 lines of 64 KiB: whoever asks takes 16 MiB of it."""

_SENT_AT_ONCE = 64 << 10
"""Bytes that a line must take within the time of silence; what most requests need one system call for."""


class _Timed(io.RawIOBase):
    """The bytes of one answer, as long as they come faster than ``SLOWEST`` and end some time.

    A time limit of the socket is one for each read alone: an answer that trickled would hold its thread for ever.

    Args:
        raw: where they come from.
        sock: the socket below; its time limit is how long the first byte may take, and the rest beyond its size.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        super().__init__()
        self._raw = raw
        self._silence = sock.gettimeout() or SILENCE
        self._until: float | None = None
        self._left = _MOST

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401  # as io's
        """As io's.

        Raises:
            TimeoutError: so slowly nothing is waited for.
            OSError: there is more than any answer has: one may begin with answers that say nothing (100) for ever.
        """
        got = self._raw.readinto(buffer)
        now = time.monotonic()
        self._until = (now + self._silence if self._until is None else self._until) + (got or 0) / SLOWEST
        self._left -= got or 0
        if got and now > self._until:
            raise TimeoutError("trickles")
        if self._left < 0:
            raise OSError("endless")
        return got

    def close(self) -> None:
        """As io's."""
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **more: Any) -> None:  # noqa: ANN401  # as http.client's
        super().__init__(sock, *args, **more)
        self.fp = io.BufferedReader(_Timed(self.fp.detach(), sock))


class SentTooSlowly(Exception):  # noqa: N818 - a fact about a line
    """The line takes what is sent too slowly. No ``OSError``, which urllib3 would tell as a connection that ended."""


class OneSend(urllib3.connection.HTTPConnection):
    """A connection whose request leaves whole: its head with its body, by one system call in one packet.

    urllib3 sends the head alone; then the hub wakes for it, and once more for the body.
    """

    response_class = _TimedResponse
    _head: bytes | None = None
    silence = SILENCE
    """Seconds that the line may take nothing of what is sent."""

    def request(  # type: ignore[override]  # as urllib3's own, which says so too
        self,
        method: str,
        url: str,
        body: Any = None,  # noqa: ANN401  # as urllib3's
        headers: Mapping[str, str] | None = None,
        **more: bool,
    ) -> None:
        """As urllib3's; the body is one piece of bytes."""
        self._head = b"" if body else None
        try:
            super().request(method, url, body, headers, **more)
        finally:
            self._head = None

    def send(self, data: Any) -> None:  # noqa: ANN401  # as http.client's
        """As http.client's; of a request with a body the first is kept back until the second."""
        if self._head == b"":
            self._head = data
            return
        if self._head:
            data, self._head = self._head + data, None
        if self.sock is None:
            self.connect()
        self.sock.settimeout(self.silence)  # of one piece: Python's is one for all that is given at once
        try:
            for start in range(0, len(data), _SENT_AT_ONCE):
                super().send(data[start : start + _SENT_AT_ONCE])
        except TimeoutError as slow:
            raise SentTooSlowly(str(slow)) from slow
