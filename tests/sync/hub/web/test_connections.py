"""Whatever comes over a connection ends in a bounded time, with a fitting status or none; others are answered."""

import asyncio
import re
import secrets
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from unittest import mock

import pytest
import trustme
from msgspec.structs import replace
from uvicorn import Config
from uvicorn.server import ServerState

from models.ids import new_ticket_id
from sync.hub.settings import Limits, Tls
from sync.hub.web.addresses import Addresses
from sync.hub.web.connections import MOST_HEADERS, MOST_PIPELINED, STATE, Connections, LimitedProtocol, _OneWrite
from sync.messages import PATH_COUNTS, PATH_HUB, PATH_NEWS, PATH_UP, Cursor, NewsAsked, UpAnswer, pack
from tests.fakes.hub import WITHIN, RunningHub, Speaker, running, settings_for
from tests.sync.hub.conftest import Desk

LIMITS = Limits(
    disk_free=1,
    body=256 << 10,
    connections=12,
    per_machine=4,
    head_seconds=0.5,
    slowest=1 << 20,
    answers=1 << 20,
)
WHO = f"GET {PATH_HUB} HTTP/1.1\r\nHost: hub\r\n\r\n".encode()
UP = f"POST {PATH_UP} HTTP/1.1\r\nHost: hub\r\n".encode()


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder: Path = tmp_path_factory.mktemp("hub")
    settings = settings_for(folder, f"sqlite:///{folder / 'hub.db'}")
    with running(replace(settings, limits=LIMITS)) as found:
        yield found


@pytest.fixture(scope="module")
def member(hub: RunningHub) -> Speaker:
    return hub.join()


class Raw:
    """A connection on which bytes are sent as they are."""

    def __init__(self, hub: RunningHub, sent: bytes = b"", *, room: int = 0) -> None:
        port = int(hub.url.rpartition(":")[2])
        self.socket = socket.socket()
        if room:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self.socket.settimeout(WITHIN)
        self.socket.connect(("127.0.0.1", port))
        self.send(sent)

    def send(self, data: bytes) -> None:
        """Whatever becomes of it."""
        try:
            self.socket.sendall(data)
        except OSError:
            return

    def rest(self) -> bytes:
        """All that comes until the hub has closed it."""
        got = b""
        try:
            while more := self.socket.recv(65_536):
                got += more
        except ConnectionError:
            pass
        return got

    def answer(self) -> bytes:
        """One answer whose body is short."""
        got = b""
        while b"\r\n\r\n" not in got or len(got.partition(b"\r\n\r\n")[2]) < _length(got):
            more = self.socket.recv(65_536)
            assert more, got
            got += more
        return got

    def close(self) -> None:
        self.socket.close()


def _length(answer: bytes) -> int:
    found = re.search(rb"content-length: (\d+)", answer)
    return int(found[1]) if found else 0


def statuses(answers: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"HTTP/1\.1 (\d{3}) ", answers)]


def signed(speaker: Speaker, body: bytes = b"", *, method: str = "POST", path: str = PATH_UP) -> bytes:
    """First line and headers without the length and the last empty line."""
    told = "".join(f"{name}: {value}\r\n" for name, value in speaker.headers(method, path, body).items())
    return f"{method} {path} HTTP/1.1\r\nHost: hub\r\n{told}".encode()


def ends(hub: RunningHub, member: Speaker, sent: bytes) -> list[int]:
    """What statuses come back before the hub closes; a member is answered meanwhile."""
    with closing(Raw(hub, sent)) as raw:
        assert member.send("GET", PATH_COUNTS).status_code == 200
        begun = time.monotonic()
        found = statuses(raw.rest())
        assert time.monotonic() - begun < WITHIN / 2
    return found


SENSELESS = {
    "noise": (bytes(range(256)), 400),
    "a path with a NUL": (b"GET /v1/\0hub HTTP/1.1\r\nHost: hub\r\n\r\n", 400),
    "a header with a NUL": (b"GET /v1/hub HTTP/1.1\r\nHost: h\0ub\r\n\r\n", 400),
    "a header without a name": (b"GET /v1/hub HTTP/1.1\r\n: hub\r\n\r\n", 400),
    "another protocol": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "a protocol of the future": (b"GET /v1/hub HTTP/9.9\r\n\r\n", 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(32), 400),
    "more headers": (WHO[:-2] + b"".join(b"X-%d: a\r\n" % n for n in range(MOST_HEADERS)) + b"\r\n", 431),
    "a longer header": (WHO[:-2] + b"X: " + b"a" * LIMITS.head + b"\r\n\r\n", 431),
    "a header without an end": (WHO[:-2] + b"X: " + b"a" * 3 * LIMITS.head, 431),
    "a name without an end": (WHO[:-2] + b"X" * 3 * LIMITS.head, 431),
    "a longer path": (b"GET /" + b"a" * LIMITS.head + b" HTTP/1.1\r\nHost: hub\r\n\r\n", 431),
    "a negative length": (UP + b"Signature: x\r\nContent-Length: -1\r\n\r\n", 400),
    "a length that is none": (UP + b"Signature: x\r\nContent-Length: 1a\r\n\r\n", 400),
    "a length of thirty digits": (UP + b"Signature: x\r\nContent-Length: " + b"9" * 30 + b"\r\n\r\n", 400),
    "two lengths": (UP + b"Signature: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    "a length beside chunks": (
        UP + b"Signature: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "an unsigned body": (UP + b"Content-Length: 9\r\n\r\n123456789", 401),
    "an unsigned body that is large": (UP + b"Content-Length: 4194304\r\n\r\n" + b"a" * 100_000, 401),
    "an unsigned body in chunks": (UP + b"Transfer-Encoding: chunked\r\n\r\n10000\r\n" + b"a" * 65_536, 401),
    "an unsigned body that is waited for": (UP + b"Expect: 100-continue\r\nContent-Length: 9\r\n\r\n", 401),
}


@pytest.mark.parametrize("name", SENSELESS)
def test_what_its_head_refuses_is_refused_and_closed(hub: RunningHub, member: Speaker, name: str) -> None:
    sent, status = SENSELESS[name]
    assert ends(hub, member, sent) == [status]


def test_a_slow_head_ends_without_an_answer(hub: RunningHub, member: Speaker) -> None:
    assert ends(hub, member, b"") == []
    assert ends(hub, member, WHO[:-1]) == []
    with closing(Raw(hub, UP + b"X: ")) as raw:
        begun = time.monotonic()
        raw.socket.settimeout(0.05)
        got = None
        while got is None and time.monotonic() - begun < WITHIN:
            raw.send(b"a")
            try:
                got = raw.socket.recv(100)
            except TimeoutError:
                continue
            except ConnectionError:
                got = b""
        assert got == b""


def test_a_slow_body_ends_when_the_slowest_line_would_have_brought_it(hub: RunningHub, member: Speaker) -> None:
    body = b"a" * 1000
    head = signed(member, body) + b"Content-Length: 1000\r\n\r\n"
    assert ends(hub, member, head + body[:-1]) == []
    # Nobody vouches for this one, so it has no time but that of a head.
    stranger = hub.speaker()
    assert ends(hub, member, signed(stranger, body) + b"Content-Length: 1000\r\n\r\na") in ([], [401])


def test_a_body_shorter_or_longer_than_it_says_is_not_what_was_signed(hub: RunningHub, member: Speaker) -> None:
    body = b"0123456789"
    # What comes after its end is taken for the next request, which makes no sense.
    assert ends(hub, member, signed(member, body) + b"Content-Length: 5\r\n\r\n" + body) in ([401], [])
    assert ends(hub, member, signed(member, body) + b"Content-Length: 99\r\n\r\n" + body) == []


def test_chunks_are_counted_as_they_come(hub: RunningHub, member: Speaker) -> None:
    body = b"a" * (LIMITS.body + 1)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:65_536], body[65_536:])) + b"0\r\n\r\n"
    head = signed(member, body) + b"Transfer-Encoding: chunked\r\n"
    with closing(Raw(hub, head + b"Connection: close\r\n\r\n" + chunks)) as raw:
        assert statuses(raw.rest()) in ([413], [])
    small = pack(NewsAsked(Cursor(), 0, 0))
    head = signed(member, small, path=PATH_NEWS) + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    assert ends(hub, member, head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(small), small)) == [200]


def test_who_waits_to_be_asked_for_a_body_is_asked_when_his_head_is_good(hub: RunningHub, member: Speaker) -> None:
    body = pack(NewsAsked(Cursor(), 0, 0))
    head = signed(member, body, path=PATH_NEWS) + b"Content-Length: %d\r\nExpect: 100-continue\r\n" % len(body)
    with closing(Raw(hub, head + b"Connection: close\r\n\r\n")) as raw:
        assert raw.socket.recv(100).startswith(b"HTTP/1.1 100 ")
        raw.send(body)
        assert statuses(raw.rest()) == [200]
    large = signed(member, b"a" * 4_000_000) + b"Content-Length: 4000000\r\nExpect: 100-continue\r\n\r\n"
    assert ends(hub, member, large) == [413]


def test_the_head_of_an_answer_leaves_with_its_body_and_a_word_before_it_at_once() -> None:
    written = _Written()
    answer = _OneWrite(written)
    answer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert written.pieces == [b"HTTP/1.1 100 Continue\r\n\r\n"]
    answer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    assert len(written.pieces) == 1
    answer.write(b"body")
    answer.write(b"more")
    assert written.pieces[1:] == [b"HTTP/1.1 200 OK\r\n\r\nbody", b"more"]
    empty = _OneWrite(written)
    empty.write(b"HTTP/1.1 204 No Content\r\n\r\n")
    empty.write(b"")
    assert written.pieces[-1] == b"HTTP/1.1 204 No Content\r\n\r\n"


class _Written(asyncio.Transport):
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.pieces.append(bytes(data))


def test_an_older_protocol_is_answered_and_closed(hub: RunningHub, member: Speaker) -> None:
    for sent in (f"GET {PATH_HUB} HTTP/1.0\r\n\r\n", f"GET {PATH_HUB}\r\n\r\n"):
        assert ends(hub, member, sent.encode()) == [200]


@pytest.mark.parametrize("to", [b"websocket", b"h2c", b"TLS/1.0"])
def test_nothing_is_upgraded(hub: RunningHub, member: Speaker, to: bytes) -> None:
    asked = WHO[:-2] + b"Connection: Upgrade\r\nUpgrade: " + to + b"\r\n\r\n"
    found = ends(hub, member, asked + b"\x81\x05hello" + WHO)
    assert 101 not in found
    assert found[:1] == [200]


def test_requests_sent_ahead_are_answered_in_turn_and_too_many_end(hub: RunningHub, member: Speaker) -> None:
    assert ends(hub, member, WHO * 2 + WHO[:-2] + b"Connection: close\r\n\r\n") == [200, 200, 200]
    found = ends(hub, member, WHO * 200)
    assert len(found) <= MOST_PIPELINED + 1


def test_one_who_ends_his_side_is_answered_or_closed(hub: RunningHub, member: Speaker) -> None:
    for sent in (WHO, WHO[:-1], UP + b"Content-Length: 9\r\n\r\n12", b""):
        with closing(Raw(hub, sent)) as raw:
            raw.socket.shutdown(socket.SHUT_WR)
            assert member.send("GET", PATH_COUNTS).status_code == 200
            assert statuses(raw.rest()) in ([], [200], [401])


def test_an_idle_connection_of_nobody_known_is_closed_and_a_members_stays(hub: RunningHub, member: Speaker) -> None:
    with closing(Raw(hub, signed(member, method="GET", path=PATH_COUNTS) + b"\r\n")) as known:
        assert statuses(known.answer()) == [200]
        assert ends(hub, member, WHO) == [200]
        assert ends(hub, member, WHO) == [200]
        known.send(signed(member, method="GET", path=PATH_COUNTS) + b"\r\n")
        assert statuses(known.answer()) == [200]


def test_one_more_connection_displaces_the_longest_of_nobody_known(hub: RunningHub, member: Speaker) -> None:
    with ExitStack() as stack:
        silent = [stack.enter_context(closing(Raw(hub))) for _ in range(3 * LIMITS.connections)]
        assert member.send("GET", PATH_COUNTS).status_code == 200
        assert len(hub.hub.connections) <= LIMITS.connections
        assert silent[0].rest() == b""


def test_one_machine_has_so_many_connections(hub: RunningHub, member: Speaker) -> None:
    with ExitStack() as stack:
        opened = []
        for _ in range(LIMITS.per_machine + 2):
            opened.append(stack.enter_context(closing(Raw(hub))))
            opened[-1].send(signed(member, method="GET", path=PATH_COUNTS) + b"\r\n")
            assert statuses(opened[-1].answer()) == [200]
        assert opened[0].rest() == opened[1].rest() == b""
        opened[-1].send(signed(member, method="GET", path=PATH_COUNTS) + b"\r\n")
        assert statuses(opened[-1].answer()) == [200]


def test_answers_that_nobody_reads_are_let_go(hub: RunningHub, member: Speaker) -> None:
    desk, reader = Desk(member.device), hub.join()
    for _ in range(10):
        desk.record(new_ticket_id(), b'{"type":"Later","text":"' + secrets.token_hex(50_000).encode() + b'"}')
        last = len(desk.log)
        assert member.batch(PATH_UP, desk.up(last, last), UpAnswer).head == last
    asked, most, seen = pack(NewsAsked(Cursor(), 0, 0)), LIMITS.answers, 0
    head = signed(reader, asked, path=PATH_NEWS) + b"Content-Length: %d\r\n\r\n" % len(asked)
    until = time.monotonic() + WITHIN
    with closing(Raw(hub, head + asked, room=4096)):
        while not seen or hub.hub.connections.unread_answers:
            assert time.monotonic() < until
            seen = max(seen, hub.hub.connections.unread_answers)
            assert member.send("GET", PATH_COUNTS).status_code == 200
    assert 0 < seen <= most


def test_when_answers_that_wait_are_too_many_who_waits_longest_goes() -> None:
    connections = Connections(Limits(answers=100), Addresses(()), lambda *_: None)
    ended: list[str] = []

    class One:
        def __init__(self, name: str) -> None:
            self.name = name

        def end(self) -> None:
            ended.append(self.name)

    first, second, third = (One(name) for name in ("first", "second", "third"))
    for one, size in ((first, 40), (second, 50), (first, 45), (third, 30)):
        connections.behind(one, size)  # type: ignore[arg-type]
    assert (ended, connections.unread_answers) == (["first"], 80)
    connections.caught_up(second)  # type: ignore[arg-type]
    assert connections.unread_answers == 30


def test_what_anybody_may_ask_is_answered_so_often_a_second(tmp_path: Path) -> None:
    settings = replace(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}"), limits=Limits(unsigned=5))
    with running(settings) as few:
        member = few.join()
        answers = [_once(few, WHO) for _ in range(60)]
        assert [statuses(answer)[0] for answer in answers[:10]] == [200] * 10
        refused = [answer for answer in answers if statuses(answer) == [503]]
        assert refused
        assert all(b"retry-after: 5\r\n" in answer for answer in refused)
        assert member.send("GET", PATH_COUNTS).status_code == 200
        assert member.client.get("/health").status_code == 200


def _once(hub: RunningHub, sent: bytes) -> bytes:
    with closing(Raw(hub, sent)) as raw:
        return raw.answer()


def test_an_address_has_so_many_unproven_connections_and_the_newest_stay(tmp_path: Path) -> None:
    limits = Limits(per_address=3, proxies=())
    settings = replace(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}"), limits=limits)
    with running(settings) as strict, ExitStack() as stack:
        member = strict.join()
        silent = [stack.enter_context(closing(Raw(strict))) for _ in range(6)]
        assert silent[0].rest() == b""
        assert member.send("GET", PATH_COUNTS).status_code == 200
        assert statuses(_once(strict, WHO)) == [200]


def test_before_tls_a_connection_is_counted_and_ends_as_any_other(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "both.pem"))
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    settings = replace(
        settings,
        limits=replace(LIMITS, head_seconds=2.0),
        tls=Tls(certificate="both.pem", key="both.pem"),
    )
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    with running(settings) as secure, ExitStack() as stack:
        member = secure.join(verify=trusting)
        silent = [stack.enter_context(closing(Raw(secure))) for _ in range(3 * LIMITS.connections)]
        assert member.send("GET", PATH_COUNTS).status_code == 200
        assert len(secure.hub.connections) <= LIMITS.connections
        assert silent[0].rest() == silent[-1].rest() == b""
        for begun in (WHO, b"\x16\x03\x01", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40)):
            with closing(Raw(secure, begun)) as raw:
                assert not statuses(raw.rest())
        assert member.send("GET", PATH_COUNTS).status_code == 200


class HungUp(asyncio.Transport):
    """Of a client that hangs up with the last byte of its handshake; the loop tells that before it says it is whole."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.protocol: asyncio.BaseProtocol = asyncio.BufferedProtocol()
        self.gone = False

    async def start_tls(self, _plain: object, protocol: LimitedProtocol, *_: object, **__: object) -> "HungUp":
        """As the loop's."""
        self.gone = True
        protocol.connection_lost(None)
        return self

    def get_protocol(self) -> asyncio.BaseProtocol:
        """What reads from it."""
        return self.protocol

    def pause_reading(self) -> None:
        """Nothing more comes."""

    def is_closing(self) -> bool:
        """Whether the client has gone."""
        return self.gone

    def close(self) -> None:
        """It is."""


def test_who_hangs_up_with_the_last_byte_of_a_handshake_leaves_nothing_behind() -> None:
    connections = Connections(LIMITS, Addresses(()), lambda *_: None)
    connections.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    config, state, transport = Config(lambda *_: None, interface="asgi3"), ServerState(), HungUp()
    config.load()

    async def begin_and_hang_up() -> None:
        protocol = LimitedProtocol(config, state, {STATE: connections})
        protocol.loop = mock.Mock(wraps=protocol.loop, start_tls=transport.start_tls)
        protocol.connection_made(transport)
        protocol.data_received(b"\x16\x03\x01")
        assert protocol._securing is not None
        await protocol._securing

    asyncio.run(begin_and_hang_up())
    assert len(connections) == 0
    assert state.connections == set()


def test_bodies_of_nobody_known_have_so_much_room_until_they_are_let_go() -> None:
    connections = Connections(Limits(unread=100), Addresses(()), lambda *_: None)
    first, second = object(), object()
    assert connections.room(first, 60)  # type: ignore[arg-type]
    assert not connections.room(second, 41)  # type: ignore[arg-type]
    connections.release_body(second)  # type: ignore[arg-type]
    assert connections.room(first, 40)  # type: ignore[arg-type]
    connections.release_body(first)  # type: ignore[arg-type]
    assert connections.room(second, 100)  # type: ignore[arg-type]


def test_strangers_whose_bodies_find_no_room_are_closed_and_a_member_is_answered(
    hub: RunningHub, member: Speaker
) -> None:
    limits = replace(LIMITS, unread=1000)
    hub.hub.connections.limits = limits
    try:
        body = b"a" * 2000
        head = signed(hub.speaker(), body) + b"Content-Length: 2000\r\n\r\n"
        assert ends(hub, member, head + body) == []
    finally:
        hub.hub.connections.limits = LIMITS
