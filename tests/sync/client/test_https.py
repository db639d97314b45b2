"""Answers are believed only when they can be nobody else's; what can be done at once is done at once."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import trustme
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from models.calendar.clock import wall_clock
from models.ids import NO_DIGEST, DeviceId, Digest
from models.trouble import (
    ClockWrong,
    NetworkTrouble,
    NotTheProvince,
    ProvinceAddressWrong,
    ProvinceBusy,
    ProvinceNotReached,
    ProvinceRefused,
    ProvinceTooSlow,
)
from sync import timed_connection, wire
from sync.client.https import HubClient, enrol, hub_facts
from sync.client.membership import Membership
from sync.hub.settings import Limits, Tls
from sync.messages import MEDIA, MOST_UNPACKED, Chain, Cursor, EnrolAsked, NewsAsked, Refusal, Up, UpAnswer, pack
from tests.conftest import TurnedClock
from tests.fakes.answering import Answering, Asked, Says, answering, as_hub
from tests.fakes.hub import RunningHub, running, settings_for
from tests.patience import FOR_EVER, PATIENCE
from tests.sync.machines import enrolled

NOTHING = Up(Chain(DeviceId(1), 1, NO_DIGEST, (), NO_DIGEST))
ANSWER = UpAnswer(0, NO_DIGEST, 0, 0)
GOOD = Says(200, MEDIA, pack(ANSWER))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def member_at(url: str) -> Membership:
    return Membership(
        url=url,
        hub_name="Tỉnh Mẫu",
        office="H99.99.99",
        device=DeviceId(1),
        key=bytes(32),
        sign_key=KEY.public_key().public_bytes_raw().hex(),
        seal_key="00" * 32,
        enrolled_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


@contextmanager
def signing(says: Callable[[Asked], Says]) -> Iterator[Answering]:
    """A server that answers so, each answer signed with the hub's key."""
    with answering(as_hub(KEY, member_at("http://127.0.0.1:1"), says)) as server:
        yield server


def problem(refusal: Refusal, status: int, **facts: object) -> Says:
    body = msgspec.json.encode({"type": refusal.value, **facts})
    return Says(status, "application/problem+json", body)


def asked_once(says: Says, clock: TurnedClock) -> UpAnswer:
    with signing(lambda _: says) as server:
        hub = HubClient(member_at(server.url), clock)
        try:
            return hub.up(NOTHING)
        finally:
            hub.abort()


@pytest.mark.parametrize(
    ("says", "trouble"),
    [
        (Says(), NotTheProvince),
        (Says(body=b""), NotTheProvince),
        (Says(302, headers=(("Location", "http://127.0.0.1:9/login"),)), NotTheProvince),
        (Says(200, MEDIA, b"<html>"), NotTheProvince),
        (Says(200, MEDIA, pack(ANSWER)[:-3]), NotTheProvince),
        (Says(200, MEDIA, b"x" * (MOST_UNPACKED + 10)), NotTheProvince),
        (Says(200, MEDIA, pack(ANSWER), (("Content-Encoding", "gzip"),)), NotTheProvince),
        (Says(200, MEDIA, pack(ANSWER), cut=4), ProvinceNotReached),
        (Says(200, "application/json", pack(ANSWER)), NotTheProvince),
        (Says(401), NotTheProvince),
        (Says(404), NotTheProvince),
        (Says(407), NotTheProvince),
        (Says(511), NotTheProvince),
        (Says(500, "application/problem+json", b"no JSON"), NotTheProvince),
        (Says(502), ProvinceBusy),
        (Says(503, "text/plain", b""), ProvinceBusy),
        (Says(429), ProvinceBusy),
        (problem(Refusal.HUB_FAILING, 503), ProvinceBusy),
        (problem(Refusal.SIGNATURE, 401), ProvinceRefused),
        (problem(Refusal.DEVICE_REVOKED, 403), ProvinceRefused),
        (Says(413), ProvinceRefused),
    ],
    ids=str,
)
def test_what_is_no_answer_of_the_hub_is_never_taken_for_one(
    says: Says, trouble: type[NetworkTrouble], clock: TurnedClock
) -> None:
    with pytest.raises(trouble) as found:
        asked_once(says, clock)
    assert type(found.value) is trouble


DEEP = b'{"x":' + b"[" * 100_000
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    "says",
    [
        Says(200, "application/json", DEEP),
        Says(409, PROBLEM, DEEP),
        Says(401, PROBLEM, b'{"type":"clock","at":"2026-11-23T01:00:00"}'),
        Says(401, PROBLEM, b'{"type":"clock","at":"9999-12-31T23:59:59.999999-14:00"}'),
        Says(409, PROBLEM, b'{"type":"gap","head":-5}'),
    ],
)
def test_no_answer_is_more_than_a_trouble(clock: TurnedClock, says: Says) -> None:
    with signing(lambda _: says) as server:
        hub = HubClient(member_at(server.url), clock)
        for ask in (hub.counts, hub.edition, lambda: hub.up(NOTHING)):
            with pytest.raises(NetworkTrouble):
                ask()
        hub.abort()


def test_a_refusal_keeps_its_facts(clock: TurnedClock) -> None:
    with pytest.raises(ProvinceRefused) as found:
        asked_once(problem(Refusal.GAP, 409, head=7), clock)
    assert (found.value.refusal, found.value.head) == (Refusal.GAP, 7)


def test_a_good_answer_is_taken(clock: TurnedClock) -> None:
    assert asked_once(GOOD, clock) == ANSWER


@pytest.mark.parametrize(
    "url", ["http://hub.example", "ftp://hub.example", "https://", "hub", "https://u:p@hub.example", "https://[::1"]
)
def test_an_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(ProvinceAddressWrong):
        hub_facts(url)


def test_nobody_at_the_address_is_no_answer(clock: TurnedClock) -> None:
    hub = HubClient(member_at("http://127.0.0.1:9"), clock)
    with pytest.raises(ProvinceNotReached):
        hub.up(NOTHING)


def test_a_silent_hub_is_too_slow(clock: TurnedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "READ_SECONDS", 0.05)
    with pytest.raises(ProvinceTooSlow):
        asked_once(Says(silent=True), clock)


@contextmanager
def line(answers: Callable[[socket.socket], None]) -> Iterator[wire.Wire]:
    """The way to somebody who has one connection, and does with it what a test wants."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with listening.accept()[0] as connection, suppress(OSError):  # who waits no longer hangs up
                answers(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        opened = wire.Wire(f"http://127.0.0.1:{listening.getsockname()[1]}", silence=0.1)
        try:
            yield opened
        finally:
            opened.cut()
            thread.join(PATIENCE)
            assert not thread.is_alive()


@pytest.mark.parametrize(
    "begins",
    [
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
    ],
)
def test_an_answer_that_trickles_is_not_waited_for_to_its_end(begins: bytes) -> None:
    waits = threading.Event()

    def trickle(connection: socket.socket) -> None:
        connection.sendall(begins)
        while not waits.wait(0.02):  # five times as often as silence would end it
            connection.sendall(b"x")

    with line(trickle) as there:
        try:
            with pytest.raises(ProvinceTooSlow):
                there.ask("GET", "/", b"", {})
        finally:
            waits.set()


def test_one_who_says_for_ever_that_he_will_answer_is_not_heard_to_the_end() -> None:
    def promise(connection: socket.socket) -> None:
        while True:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)

    with line(promise) as there, pytest.raises(ProvinceNotReached):
        there.ask("GET", "/", b"", {})


def test_what_the_line_takes_slowly_goes_as_long_as_it_goes_on_and_is_else_too_much_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The time of silence is one for each piece, not one for all: a large batch on a slow line would never arrive."""
    monkeypatch.setattr(timed_connection, "_SENT_AT_ONCE", 4)
    pieces: list[bytes] = []

    class Line:
        """A socket that takes what fits into its time, and no more than three pieces."""

        seconds: float | None = None

        def settimeout(self, seconds: float | None) -> None:
            self.seconds = seconds

        def sendall(self, data: bytes) -> None:
            assert self.seconds == timed_connection.SILENCE
            if len(data) > 4 or len(pieces) == 3:
                raise TimeoutError("timed out")
            pieces.append(data)

        def close(self) -> None:
            """Nothing is open."""

    connection = timed_connection.OneSend("127.0.0.1")
    connection.sock = Line()
    connection.send(b"twelve bytes")
    assert pieces == [b"twel", b"ve b", b"ytes"]
    there = wire.Wire("http://127.0.0.1:9")
    monkeypatch.setattr(there._pool, "_new_conn", lambda: connection)
    with pytest.raises(ProvinceTooSlow):
        there.ask("POST", "/", b"more", {})


BLOCK = {"device": 1, "first": 1001, "last": 1999, "letter": "A"}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("device", 0),
        ("device", 1 << 31),
        ("block", BLOCK | {"first": 0}),
        ("block", BLOCK | {"last": 10_000}),
        ("block", BLOCK | {"first": 2_000}),
        ("block", BLOCK | {"letter": ""}),
        ("block", BLOCK | {"letter": "ABC"}),
        ("seal_key", "no key"),
        ("at", "2026-11-23T01:00:00"),
    ],
)
def test_a_number_a_block_or_keys_that_no_machine_can_work_with_are_not_taken(
    clock: TurnedClock, name: str, wrong: object
) -> None:
    """They would stand in its settings, and it would not open any more."""
    key = KEY.public_key().public_bytes_raw().hex()
    facts = {"name": "Tỉnh Mẫu", "protocol": 1, "at": clock.now.isoformat(), "sign_key": key, "seal_key": key}
    told = {"office": "H99.99.99", "device": 1, "block": BLOCK, "hub": facts}
    asked = EnrolAsked(public_key=key, unit="H99.99.99")
    other = told | ({name: wrong} if name in told else {"hub": facts | {name: wrong}})
    answers = iter([told, other, other])
    with signing(lambda _: Says(200, "application/json", msgspec.json.encode(next(answers)))) as server:
        hub = HubClient(member_at(server.url), clock)
        try:
            assert hub.renew(asked).block.first == 1001
            with pytest.raises(NotTheProvince):
                hub.renew(asked)
            with pytest.raises(NotTheProvince):
                enrol(server.url, KEY, asked, at=clock.now, sign_key=key)
        finally:
            hub.abort()


def test_a_clock_that_is_off_is_allowed_for_from_the_first_refusal_on(clock: TurnedClock) -> None:
    there = clock.now + timedelta(days=40)

    def says(asked: Asked) -> Says:
        created = int(asked.headers["signature-input"].partition("created=")[2].partition(";")[0])
        if abs(created - there.timestamp()) > 300:
            return problem(Refusal.CLOCK, 401, at=there.isoformat())
        return GOOD

    with signing(says) as server:
        hub = HubClient(member_at(server.url), clock)
        assert hub.up(NOTHING) == ANSWER
        assert hub.offset == timedelta(days=40)
        assert hub.up(NOTHING) == ANSWER
        assert len(server.asked) == 3
        hub.abort()


def test_a_clock_ten_years_off_has_to_be_set_by_a_person(clock: TurnedClock) -> None:
    there = clock.now + timedelta(days=3650)
    with pytest.raises(ClockWrong) as found:
        asked_once(problem(Refusal.CLOCK, 401, at=there.isoformat()), clock)
    assert found.value.at == there


def test_a_hub_that_always_complains_of_the_clock_is_asked_three_times_only(clock: TurnedClock) -> None:
    says = problem(Refusal.CLOCK, 401, at=clock.now.isoformat())
    with signing(lambda _: says) as server:
        hub = HubClient(member_at(server.url), clock)
        with pytest.raises(ProvinceRefused):
            hub.up(NOTHING)
        assert len(server.asked) == 3
        hub.abort()


def test_a_request_that_a_proxy_repeated_is_made_anew(clock: TurnedClock) -> None:
    answers = iter([problem(Refusal.REPLAY, 401), GOOD])
    with signing(lambda _: next(answers)) as server:
        hub = HubClient(member_at(server.url), clock)
        assert hub.up(NOTHING) == ANSWER
        one, two = (asked.headers["signature-input"] for asked in server.asked)
        assert one != two
        hub.abort()


def test_a_connection_that_had_gone_stale_costs_nothing(clock: TurnedClock) -> None:
    """The hub may close a kept connection in the very moment it is used again."""
    with signing(lambda _: GOOD) as server:
        hub = HubClient(member_at(server.url), clock)
        hub.up(NOTHING)
        for connection in list(hub._wire._open):
            hub._wire._shut(connection)
        assert hub.up(NOTHING) == ANSWER
        hub.abort()


def test_cutting_ends_a_question_that_waits_in_another_thread(clock: TurnedClock) -> None:
    with signing(lambda _: Says(silent=True)) as server:
        hub = HubClient(member_at(server.url), clock)
        found: list[Exception] = []

        def ask() -> None:
            try:
                hub.news(NewsAsked(Cursor(), 0, 0, wait=FOR_EVER))
            except NetworkTrouble as trouble:
                found.append(trouble)

        thread = threading.Thread(target=ask)
        thread.start()
        assert server.heard.wait(PATIENCE)
        hub.abort()
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the hub would never have answered"
        assert isinstance(found[0], ProvinceNotReached)
        with pytest.raises(ProvinceNotReached):
            hub.up(NOTHING)


def test_a_request_leaves_with_its_body_and_one_without_alone() -> None:
    sent: list[bytes] = []

    class Line:
        """A socket that keeps what is sent by it."""

        def settimeout(self, seconds: float | None) -> None:
            """No time passes here."""

        def sendall(self, data: bytes) -> None:
            sent.append(data)

    for method, body in (("POST", b"body"), ("GET", None)):
        connection = timed_connection.OneSend("127.0.0.1")
        connection.sock = Line()
        connection.request(method, "/v1/u", body)
    assert [(one[:4], one[-4:]) for one in sent] == [(b"POST", b"body"), (b"GET ", b"\r\n\r\n")]
    assert b"\r\nContent-Length: 4\r\n" in sent[0]


def test_an_office_without_an_edition_is_told_none(clock: TurnedClock) -> None:
    with signing(lambda _: problem(Refusal.NOT_FOUND, 404)) as server:
        hub = HubClient(member_at(server.url), clock)
        assert hub.edition() is None
        hub.abort()


def test_a_hub_below_a_path_is_asked_there_and_signed_without_it(clock: TurnedClock) -> None:
    with signing(lambda _: GOOD) as server:
        hub = HubClient(member_at(f"{server.url}/mot-cua/"), clock)
        hub.up(NOTHING)
        assert server.asked[0].path == "/mot-cua/v1/up"
        hub.abort()


# ---- TLS ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def secure_hub(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Iterator[RunningHub]:
    folder: Path = tmp_path_factory.mktemp("tls")
    certificate = authority.issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(str(folder / "cert.pem"), append=True)
    tls = Tls(certificate=str(folder / "cert.pem"), key=str(folder / "key.pem"))
    settings = replace(settings_for(folder, f"sqlite:///{folder / 'hub.db'}"), tls=tls)
    with running(settings) as hub:
        yield hub


def test_a_machine_that_is_told_to_wait_with_its_code_takes_the_hub_for_busy(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    key = Ed25519PrivateKey.generate()
    asked = EnrolAsked(public_key=key.public_key().public_bytes_raw().hex(), unit="H99.99.99", code="7KQF-93XB")
    with running(replace(settings, limits=Limits(disk_free=1, proxies=(), wrong_codes=1))) as hub:
        sign_key = hub_facts(hub.url).sign_key
        for expected in (ProvinceRefused, ProvinceBusy):
            with pytest.raises(expected):
                enrol(hub.url, key, asked, at=wall_clock(), sign_key=sign_key)


def test_over_tls_the_authority_of_the_office_is_trusted(secure_hub: RunningHub, authority: trustme.CA) -> None:
    pem = authority.cert_pem.bytes().decode()
    member = enrolled(secure_hub, authority=pem)
    hub = HubClient(member, wall_clock)
    up = Up(Chain(member.device, 1, NO_DIGEST, (), Digest(NO_DIGEST)))
    assert hub.up(up).head == 0
    assert secure_hub.url.startswith("https")
    hub.abort()
    assert hub._wire.is_cut


def test_a_certificate_nobody_trusts_is_somebody_else(secure_hub: RunningHub) -> None:
    with pytest.raises(NotTheProvince):
        hub_facts(secure_hub.url)
    other = trustme.CA().cert_pem.bytes().decode()
    with pytest.raises(NotTheProvince):
        hub_facts(secure_hub.url, other)


def test_a_server_that_speaks_no_tls_is_not_reached(clock: TurnedClock) -> None:
    with signing(lambda _: GOOD) as server:
        hub = HubClient(member_at(server.url.replace("http:", "https:")), clock)
        with pytest.raises((ProvinceNotReached, NotTheProvince)):
            hub.up(NOTHING)
        hub.abort()
    assert ssl.OPENSSL_VERSION_INFO >= (3,)
