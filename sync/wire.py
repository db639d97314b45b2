"""One HTTPS connection to one address: sends requests and checks that an answer can be the hub's.

The only module of the desk that uses urllib3. No retries here.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
import truststore
import urllib3
from msgspec import Struct
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    LocationParseError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.util import SKIP_HEADER

from models.system.decoding import prepared
from models.trouble import (
    NotTheProvince,
    ProvinceAddressWrong,
    ProvinceBusy,
    ProvinceFull,
    ProvinceNotReached,
    ProvinceRefused,
    ProvinceTooSlow,
)
from sync.messages import MOST_UNPACKED, PROBLEM, Refusal, Refused
from sync.timed_connection import OneSend, SentTooSlowly

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
"""Longest silence while an answer is awaited; a long-poll adds the time it asked the hub to wait."""

_BUSY = frozenset({429, 500, 502, 503, 504})
_TOO_LARGE = 413
ON_THE_WAY = _BUSY | {_TOO_LARGE}
"""What a proxy may say as well as the hub: it is busy, or this is too large for it. Neither promises anything."""
_GOOD = frozenset({200, 201, 204, 206})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


_NO_FURTHER = {"Accept-Encoding": SKIP_HEADER, "User-Agent": SKIP_HEADER}
"""What http.client and urllib3 would send of themselves: no hub reads it, and an intake has six times as many bytes."""


class Answer(Struct, frozen=True):
    """An HTTP answer. Header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """Its media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Wire:
    """Connections to one address, for any number of threads.

    Args:
        url: https://host[:port][/path]; http only to this machine itself.
        authority: PEM of the only certificate authority to trust; empty = those of the PC.
        silence: seconds of silence while an answer is awaited.

    Raises:
        ProvinceAddressWrong: nothing of ours can be asked there.
    """

    def __init__(self, url: str, authority: str = "", *, silence: float | None = None) -> None:
        self.url = url.rstrip("/")
        self._silence = READ_SECONDS if silence is None else silence
        self._open: set[Any] = set()
        self._opening = threading.Lock()
        self._cut = threading.Event()
        self._pool = self._pool_of(authority)

    def _pool_of(self, authority: str) -> urllib3.HTTPConnectionPool:
        try:
            parsed = urllib3.util.parse_url(self.url)
        except LocationParseError as wrong:
            raise ProvinceAddressWrong(self.url) from wrong
        host, wire = parsed.host or "", self
        if not host or parsed.query or parsed.fragment or parsed.auth:
            raise ProvinceAddressWrong(self.url)
        self._prefix = (parsed.path or "").rstrip("/")
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=self._silence)

        class Plain(OneSend):
            silence = self._silence

            def connect(self) -> None:
                super().connect()
                wire.opened(self)

        class Secure(OneSend, urllib3.connection.HTTPSConnection):
            silence = self._silence

            def connect(self) -> None:
                super().connect()
                wire.opened(self)

        if parsed.scheme == "https":
            secure = urllib3.HTTPSConnectionPool(
                host, parsed.port or 443, timeout=timeout, maxsize=4, retries=False, ssl_context=_trust(authority)
            )
            secure.ConnectionCls = Secure
            return secure
        if parsed.scheme == "http" and host in _LOOPBACK:
            plain = urllib3.HTTPConnectionPool(host, parsed.port or 80, timeout=timeout, maxsize=4, retries=False)
            plain.ConnectionCls = Plain
            return plain
        raise ProvinceAddressWrong(self.url)

    def opened(self, connection: Any) -> None:  # noqa: ANN401 - one of the two classes above
        """Register a connection, so that ``cut`` reaches it."""
        with self._opening:
            self._open = {known for known in self._open if known.sock is not None} | {connection}
            if self._cut.is_set():
                self._shut(connection)

    def cut(self) -> None:
        """Abort all requests, in any thread, and allow no new ones."""
        with self._opening:
            self._cut.set()
            for connection in self._open:
                self._shut(connection)
        self._pool.close()

    @property
    def is_cut(self) -> bool:
        """Whether it was cut."""
        return self._cut.is_set()

    @staticmethod
    def _shut(connection: Any) -> None:  # noqa: ANN401 - likewise
        """Shut down the TCP socket below TLS, which belongs to the reading thread: its next read ends."""
        sock = connection.sock
        if sock is not None:
            with contextlib.suppress(OSError):  # closed by the other end in this very moment
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def path(self, path: str) -> str:
        """A path of the hub below the address's own."""
        return self._prefix + path

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str], *, wait: float = 0.0) -> Answer:
        """Send one request and read its whole answer.

        Raises:
            Stale: a kept connection was closed by the other end: once more, on a fresh one.
            ProvinceNotReached, NotTheProvince.
        """
        if self._cut.is_set():
            raise ProvinceNotReached(self.url, "closed")
        before = self._pool.num_connections
        try:
            response = self._pool.urlopen(
                method,
                self.path(path),
                body=body or None,
                headers={**_NO_FURTHER, **headers},
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=self._silence + wait),
            )
            return self._whole(response)
        except SentTooSlowly as error:
            raise ProvinceTooSlow(self.url, str(error)) from error
        except (ConnectTimeoutError, NewConnectionError) as error:
            raise ProvinceNotReached(self.url, str(error)) from error
        except ReadTimeoutError as error:
            raise ProvinceTooSlow(self.url, str(error)) from error
        except SSLError as error:
            if isinstance(error.args[0] if error.args else None, ssl.SSLCertVerificationError):
                raise NotTheProvince(self.url, str(error)) from error
            raise ProvinceNotReached(self.url, str(error)) from error
        except DecodeError as error:
            raise NotTheProvince(self.url, str(error)) from error
        except ProtocolError as error:
            if self._pool.num_connections == before and not self._cut.is_set():
                raise Stale(self.url, str(error)) from error
            raise ProvinceNotReached(self.url, str(error)) from error
        except (HTTPError, OSError, ValueError) as error:  # ValueError: a socket that was cut while it was read
            raise ProvinceNotReached(self.url, str(error)) from error

    def _whole(self, response: urllib3.BaseHTTPResponse) -> Answer:
        """The answer with its body; one without an end is not read to it."""
        whole = False
        try:
            body = response.read(MOST_UNPACKED + 1, decode_content=True)
            while 0 < len(body) <= MOST_UNPACKED and (more := response.read(MOST_UNPACKED + 1 - len(body))):
                body += more
            if len(body) > MOST_UNPACKED:
                raise NotTheProvince(self.url, "endless")
            whole = True
        finally:
            if whole:
                response.release_conn()
            else:
                response.close()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, headers, body)


class Stale(ProvinceNotReached):
    """A kept connection had been closed by the hub meanwhile: no error."""


def _trust(authority: str) -> ssl.SSLContext:
    if not authority:
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return ssl.create_default_context(cadata=authority)


def judged(url: str, answer: Answer, media: str) -> Answer:
    """The answer, if it is a success of the hub.

    Args:
        url: the hub's address, for the trouble.
        answer: as it came.
        media: what it must be; empty = anything but a page for people.

    Raises:
        NotTheProvince, ProvinceBusy, ProvinceRefused.
    """
    if answer.media == PROBLEM and answer.status >= 400:
        try:
            refused = msgspec.json.decode(answer.body, type=prepared(Refused))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            raise NotTheProvince(url, str(wrong)) from wrong
        if refused.at is not None and refused.at.tzinfo is None:
            raise NotTheProvince(url, "at")
        if refused.type == Refusal.HUB_FAILING and answer.status == HTTPStatus.INSUFFICIENT_STORAGE:
            raise ProvinceFull(url, refused.title)
        if refused.type == Refusal.HUB_FAILING:
            raise ProvinceBusy(url, refused.title)
        raise ProvinceRefused(url, refused.type, refused.at, refused.head, refused.title)
    if answer.status == _TOO_LARGE:
        raise ProvinceRefused(url, Refusal.TOO_LARGE.value)
    if answer.status in _BUSY:
        raise ProvinceBusy(url, str(answer.status))
    if answer.status in _GOOD and (answer.media == media if media else answer.media != "text/html"):
        return answer
    raise NotTheProvince(url, f"{answer.status} {answer.media}")
