"""HTTPS to the hub: signed requests, answers that are believed only when they can be nobody else's.

The one file that knows urllib3. Nothing here tries again by itself beyond what costs no time: a connection that had
gone stale, a clock that is off by a known amount, a request that came twice.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
import truststore
import urllib3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
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

from models.clock import Clock
from models.trouble import (
    ClockWrong,
    NotTheProvince,
    ProvinceAddressWrong,
    ProvinceBusy,
    ProvinceNotReached,
    ProvinceRefused,
    ProvinceTooSlow,
)
from sync.membership import Membership
from sync.messages import (
    MEDIA,
    MOST_UNPACKED,
    PATH_COUNTS,
    PATH_EDITION,
    PATH_ENROL,
    PATH_HUB,
    PATH_NEWS,
    PATH_RENEW,
    PATH_UP,
    Counts,
    EnrolAsked,
    Enrolled,
    HubFacts,
    MessageUnreadable,
    News,
    NewsAsked,
    Refusal,
    Refused,
    SignedEdition,
    Up,
    UpAnswer,
    pack,
    unpack,
)
from sync.signing import sign

T = TypeVar("T")
B = TypeVar("B", bound=Struct)

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
"""Longest silence while an answer is awaited; a long-poll adds the time it asked the hub to wait."""

CLOCK_LIMIT = timedelta(days=730)
"""A PC whose clock is further off is not corrected silently: a person has to set it."""

JSON = "application/json"
PROBLEM = "application/problem+json"
_BUSY = frozenset({429, 500, 502, 503, 504})
_TOO_LARGE = 413
_GOOD = frozenset({200, 201, 204, 206})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})
_TRIES = 3


class Answer(Struct, frozen=True):
    """What came back. Names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """Its media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Wire:
    """Connections to one address, of any number of threads.

    Args:
        url: https://host[:port][/path]; http only to this machine itself.
        authority: PEM of the only certificate authority to trust; empty = those of the PC.

    Raises:
        ProvinceAddressWrong: nothing of ours can be asked there.
    """

    def __init__(self, url: str, authority: str = "") -> None:
        self.url = url.rstrip("/")
        self._open: set[Any] = set()
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
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)

        class Plain(urllib3.connection.HTTPConnection):
            def connect(self) -> None:
                super().connect()
                wire.opened(self)

        class Secure(urllib3.connection.HTTPSConnection):
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
        """Remember a connection, so that it can be cut while somebody waits on it."""
        self._open = {known for known in self._open if known.sock is not None} | {connection}
        if self._cut.is_set():
            self._shut(connection)

    def cut(self) -> None:
        """End whatever is under way, in any thread, and let nothing begin again."""
        self._cut.set()
        for connection in self._open:
            self._shut(connection)

    @property
    def is_cut(self) -> bool:
        """Whether it was cut."""
        return self._cut.is_set()

    @staticmethod
    def _shut(connection: Any) -> None:  # noqa: ANN401 - likewise
        """Past the TLS layer, which belongs to the thread that reads: its next read finds the end."""
        sock = connection.sock
        if sock is not None:
            with contextlib.suppress(OSError):  # closed by the other end in this very moment
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def path(self, path: str) -> str:
        """A path of the hub below the address's own."""
        return self._prefix + path

    def ask(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], *, wait: float = 0.0
    ) -> tuple[Answer, bool]:
        """Send one request and read its answer whole; and whether that connection was a fresh one.

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
                headers=dict(headers),
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS + wait),
            )
            return self._whole(response), self._pool.num_connections > before
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
    """A connection kept from an earlier request had been closed by the hub: nothing is known to be wrong."""


def _trust(authority: str) -> ssl.SSLContext:
    if not authority:
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return ssl.create_default_context(cadata=authority)


class Hub:
    """The hub as this machine speaks to it. Any thread.

    Attributes:
        offset: how far the hub's clock is before this PC's, as far as it is known.
    """

    def __init__(self, membership: Membership, clock: Clock) -> None:
        self.membership = membership
        self.offset = timedelta(0)
        self._clock = clock
        self._key = membership.private_key
        self._wire = Wire(membership.url, membership.authority)

    def up(self, up: Up) -> UpAnswer:
        """Send this device's own events."""
        return self._batch(PATH_UP, up, UpAnswer)

    def news(self, asked: NewsAsked) -> News:
        """What else happened in the office; waits as long as ``asked.wait`` says."""
        return self._batch(PATH_NEWS, asked, News, wait=asked.wait)

    def edition(self) -> SignedEdition | None:
        """The office's newest edition; None = the province has set none."""
        try:
            return self._json("GET", PATH_EDITION, SignedEdition)
        except ProvinceRefused as refused:
            if refused.refusal == Refusal.NOT_FOUND:
                return None
            raise

    def counts(self) -> Counts:
        """What the hub has of the office, device by device."""
        return self._json("GET", PATH_COUNTS, Counts)

    def renew(self, asked: EnrolAsked) -> Enrolled:
        """A new number for this machine under the new key it names; signed with the old one."""
        return self._json("POST", PATH_RENEW, Enrolled, msgspec.json.encode(asked))

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        media: str = "",
        wait: float = 0.0,
    ) -> Answer:
        """One signed request; its answer, when it is a success of the hub.

        Args:
            method: "GET", "POST", "HEAD", "PATCH"…
            path: below the hub's address, with its query.
            body: as it travels.
            headers: sent along.
            media: what the answer must be; empty = it has no body, or none that matters.
            wait: seconds that the answer may take beyond the usual.

        Raises:
            ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused, ClockWrong.
        """
        for attempt in range(1, _TRIES + 1):
            at = self._clock() + self.offset
            signed = _signed(self._key, self._wire, method, path, headers or {}, body, at)
            try:
                answer, _ = self._wire.ask(method, path, body, signed, wait=wait)
                return judged(self._wire.url, answer, media)
            except Stale:
                if attempt == _TRIES:
                    raise
            except ProvinceRefused as refused:
                self._consider(refused, last=attempt == _TRIES)
        raise AssertionError(path)

    def saw(self, at: datetime) -> None:
        """What the hub's clock says now."""
        self.offset = at - self._clock()

    def cut(self) -> None:
        """End whatever is under way, in any thread; the hub cannot be asked through this any more."""
        self._wire.cut()

    def _consider(self, refused: ProvinceRefused, *, last: bool) -> None:
        """Whether a refusal can be answered at once by asking again, differently."""
        if refused.refusal == Refusal.CLOCK and refused.at is not None:
            offset = refused.at - self._clock()
            if abs(offset) > CLOCK_LIMIT:
                raise ClockWrong(self._wire.url, refused.at) from refused
            self.offset = offset
        elif refused.refusal != Refusal.REPLAY:
            raise refused
        if last:
            raise refused

    def _batch(self, path: str, message: Struct, kind: type[B], *, wait: float = 0.0) -> B:
        answer = self.request("POST", path, pack(message), {"Content-Type": MEDIA}, media=MEDIA, wait=wait)
        try:
            return unpack(answer.body, kind)
        except MessageUnreadable as wrong:
            raise NotTheProvince(self._wire.url, str(wrong)) from wrong

    def _json(self, method: str, path: str, kind: type[T], body: bytes = b"") -> T:
        headers = {"Content-Type": JSON, "Accept-Encoding": "gzip"} if body else {"Accept-Encoding": "gzip"}
        return _read(self._wire.url, self.request(method, path, body, headers, media=JSON), kind)


def hub_facts(url: str, authority: str = "") -> HubFacts:
    """Who answers at this address.

    Raises:
        ProvinceAddressWrong, ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused.
    """
    wire = Wire(url, authority)
    try:
        answer, _ = wire.ask("GET", PATH_HUB, b"", {})
        return _read(wire.url, judged(wire.url, answer, JSON), HubFacts)
    finally:
        wire.cut()


def enrol(url: str, key: Ed25519PrivateKey, asked: EnrolAsked, *, at: datetime, authority: str = "") -> Enrolled:
    """A machine's first words, signed with the key they name.

    Args:
        url: the hub's address.
        key: the machine's new one.
        asked: with the one-time code.
        at: now, by the hub's clock (``hub_facts``).
        authority: see ``Wire``.

    Raises:
        ProvinceAddressWrong, ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused.
    """
    wire = Wire(url, authority)
    body = msgspec.json.encode(asked)
    try:
        answer, _ = wire.ask(
            "POST", PATH_ENROL, body, _signed(key, wire, "POST", PATH_ENROL, {"Content-Type": JSON}, body, at)
        )
        return _read(wire.url, judged(wire.url, answer, JSON), Enrolled)
    finally:
        wire.cut()


def _signed(
    key: Ed25519PrivateKey,
    wire: Wire,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    at: datetime,
) -> dict[str, str]:
    """The path as the hub sees it is signed: what a proxy in front of it takes off the address is not part of it."""
    host = wire.url.removesuffix(wire.path("")) if wire.path("") else wire.url
    return sign(key, method, host + path, headers, body, at=at)


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
            refused = msgspec.json.decode(answer.body, type=Refused)
        except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
            raise NotTheProvince(url, str(wrong)) from wrong
        if refused.type == Refusal.HUB_FAILING:
            raise ProvinceBusy(url, refused.title)
        raise ProvinceRefused(url, refused.type.value, refused.at, refused.head, refused.title)
    if answer.status == _TOO_LARGE:
        raise ProvinceRefused(url, Refusal.TOO_LARGE.value)
    if answer.status in _BUSY:
        raise ProvinceBusy(url, str(answer.status))
    if answer.status in {200, 201, 204, 206} and (answer.media == media if media else answer.media != "text/html"):
        return answer
    raise NotTheProvince(url, f"{answer.status} {answer.media}")


def _read(url: str, answer: Answer, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise NotTheProvince(url, str(wrong)) from wrong
