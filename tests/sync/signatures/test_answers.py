"""An answer is believed by whom it was given to, for what was asked, and by nobody else."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count, starmap
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import wall_clock
from models.events import DossierWithdrawn
from models.files.scans import digest_of as digest_of_file
from models.ids import NO_DIGEST, DeviceId, new_dossier_id
from models.store import Store, open_store
from models.trouble import NotTheProvince, ProvinceRefused
from sync.client.exchange import direct_access, exchange_all, send
from sync.client.https import HubClient, enrol, hub_facts
from sync.client.membership import Membership
from sync.client.pace import Pace
from sync.client.rate import TransferRate
from sync.hub.editions import editions
from sync.hub.offices import offices
from sync.hub.settings import read_keys
from sync.messages import (
    MEDIA,
    PATH_UP,
    Chain,
    ChainLink,
    Cursor,
    Edition,
    EnrolAsked,
    NewsAsked,
    Up,
    UpAnswer,
    pack,
    unpack,
)
from sync.signatures.answers import DIGEST, FOR, READ, Signer, asker, check_answer, digest_of
from sync.signatures.requests import SignatureWrong, sign
from tests.fakes.answering import Says, answering
from tests.fakes.hub import RunningHub
from tests.fakes.network import HostileProxy, Mischief
from tests.sync.client.test_exchange import KEY
from tests.sync.client.test_https import ANSWER, NOTHING, member_at
from tests.sync.filing import send_bytes
from tests.sync.machines import CLERK, enrolled

HUB, DESK = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (7, 8))
NOW = wall_clock()
_numbers = count(1)


def a_question(body: bytes = b"question", key: Ed25519PrivateKey = DESK) -> dict[str, str]:
    return sign(key, "POST", "http://hub/v1/up", {"Content-Type": MEDIA}, body, at=NOW)


def an_answer(question: dict[str, str], body: bytes = b"answer", status: int = 200) -> dict[str, str]:
    headers = {"content-type": MEDIA, DIGEST: digest_of(body), FOR: asker("H99.99", DeviceId(3)), "upload-offset": "5"}
    asked = {name.lower(): value for name, value in question.items()}
    return headers | Signer(HUB).sign(asked, status, headers, at=NOW)


def test_what_the_hub_signs_the_library_finds_signed() -> None:
    question = a_question()
    found = check_answer(question, 200, an_answer(question), b"answer", HUB.public_key())
    assert found == {"content-type": MEDIA, FOR: "H99.99 3", "upload-offset": "5"}
    assert set(found) <= set(READ)


def test_a_header_that_is_not_signed_is_not_given_to_the_desk() -> None:
    question = a_question()
    answer = an_answer(question) | {"content-range": "bytes 0-9/10", "retry-after": "9"}
    assert "content-range" not in check_answer(question, 200, answer, b"answer", HUB.public_key())


@pytest.mark.parametrize(
    "altered",
    [
        lambda _, a: (a_question(), 200, a, b"answer"),
        lambda _, a: (a_question(key=HUB), 200, a, b"answer"),
        lambda q, a: (q, 201, a, b"answer"),
        lambda q, a: (q, 200, a, b"another"),
        lambda q, a: (q, 200, a | {DIGEST: digest_of(b"another")}, b"another"),
        lambda q, a: (q, 200, a | {"upload-offset": "6"}, b"answer"),
        lambda q, a: (q, 200, a | {FOR: "H99.98 3"}, b"answer"),
        lambda q, a: (q, 200, a | {"content-type": "text/html"}, b"answer"),
        lambda q, a: (q, 200, {n: v for n, v in a.items() if n != "signature"}, b"answer"),
        lambda q, a: (q, 200, {n: v for n, v in a.items() if n != FOR}, b"answer"),
        lambda q, a: (q, 200, {n: v for n, v in a.items() if not n.startswith("signature")}, b"answer"),
        lambda q, a: (q, 200, a | {"signature-input": a["signature-input"].replace("answer-v1", "v1")}, b"answer"),
    ],
)
def test_whatever_is_altered_is_seen(altered: Callable[..., tuple[dict[str, str], int, dict[str, str], bytes]]) -> None:
    question = a_question()
    asked, status, headers, body = altered(question, an_answer(question))
    with pytest.raises(SignatureWrong):
        check_answer(asked, status, headers, body, HUB.public_key())


def test_another_hubs_answer_is_none() -> None:
    question = a_question()
    with pytest.raises(SignatureWrong):
        check_answer(question, 200, an_answer(question), b"answer", DESK.public_key())


@pytest.mark.parametrize("header", ["", "motcua-v1=:no:", "other=:" + "A" * 86 + "==:", 'motcua-v1=:x:, "\n'])
def test_a_question_without_a_signature_of_ours_is_answered_unsigned(header: str) -> None:
    asked = {"signature": header, "signature-input": a_question()["Signature-Input"]}
    assert Signer(HUB).sign(asked, 200, {DIGEST: digest_of(b"")}, at=NOW) == {}


# ---- versions that meet --------------------------------------------------------------------------------------


class _AnswerOfBefore(Struct, frozen=True, array_like=True):
    """``UpAnswer`` as desks of before know it."""

    head: int
    digest: bytes
    position: int
    at: int
    forked_at: int = 0
    set_aside: tuple[object, ...] = ()
    edition: int = 0


def test_a_desk_of_before_reads_todays_answers(hub: RunningHub) -> None:
    speaker = hub.join()
    up = Up(Chain(speaker.device, 1, NO_DIGEST, (), NO_DIGEST))
    answer = speaker.send("POST", PATH_UP, pack(up))
    assert unpack(answer.content, _AnswerOfBefore).head == 0
    assert unpack(answer.content, UpAnswer).proof == NO_DIGEST


def test_a_hub_of_before_that_signs_nothing_is_not_believed() -> None:
    with answering(lambda _: Says(200, MEDIA, pack(ANSWER))) as server:
        hub = HubClient(member_at(server.url), wall_clock)
        with pytest.raises(NotTheProvince):
            hub.up(NOTHING)
        hub.abort()


# ---- a proxy that mixes up answers -----------------------------------------------------------------------------


class Line:
    """One machine behind the proxy."""

    def __init__(self, member: Membership, path: Path, way: str) -> None:
        self.member = replace(member, url=way)
        self.store: Store = open_store(path, KEY, device=member.device, clock=wall_clock, create=True)
        self.hub = HubClient(self.member, wall_clock)
        self.ask = direct_access(self.store)

    def begin_anew(self, *, short: bool) -> None:
        """As after a start; ``short``: when the hub has said that it has the short form."""
        self.hub.abort()
        self.hub = HubClient(self.member, wall_clock)
        if short:
            asks_up(self)

    def record(self, number: int) -> None:
        self.store.log.record(new_dossier_id(), CLERK, *[DossierWithdrawn(reason="rút")] * number)

    def close(self) -> None:
        self.hub.abort()
        self.store.close()


@pytest.fixture
def proxy(hub: RunningHub) -> Iterator[HostileProxy]:
    with HostileProxy(hub.url, seed=5) as made:
        yield made


@pytest.fixture
def lines(hub: RunningHub, proxy: HostileProxy, tmp_path: Path) -> Iterator[list[Line]]:
    """Two machines of one office, two of another: the numbers are the same in both."""
    other = hub.seen_from(f"H88.{next(_numbers):02d}")
    with ExitStack() as stack:
        made = [Line(enrolled(at), tmp_path / f"{n}.db", proxy.url) for n, at in enumerate((hub, hub, other, other))]
        for line in made:
            stack.callback(line.close)
        yield made


def test_through_a_proxy_that_mixes_up_answers_each_office_has_its_own_and_all_of_it(
    lines: list[Line], proxy: HostileProxy
) -> None:
    proxy.behave({Mischief.ANSWER_SWAPPED: 0.3, Mischief.ANSWER_CACHED: 0.3})
    refused = 0
    for turn in range(12):
        for line in lines:
            line.record(3)
            try:
                exchange_all(line.hub, line.ask, pace=Pace((1, 7, 40)[turn % 3]))
            except NotTheProvince:
                refused += 1
    proxy.behave()
    for line in lines * 2:
        exchange_all(line.hub, line.ask)
    assert refused > 10
    for one, two in (lines[:2], lines[2:]):
        events = [[event.id for event in line.store.log.events()] for line in (one, two)]
        assert sorted(events[0]) == sorted(events[1])
        assert len(set(events[0])) == 2 * 12 * 3
        for line in (one, two):
            assert (line.store.log.unsent_count(), line.store.log.verify()) == (0, [])


def at_once() -> TransferRate:
    """A line as fast as it goes."""
    return TransferRate(lambda _: False, needed=lambda: False)


CONTENT = b"%PDF-1.4 scan" * 100
FILE = digest_of_file(CONTENT)


def asks_up(line: Line) -> object:
    return line.hub.up(Up(Chain(line.member.device, 1, NO_DIGEST, (), NO_DIGEST)))


def asks_news(line: Line) -> object:
    return line.hub.news(NewsAsked(Cursor(), 0, 0))


def asks_edition(line: Line) -> object:
    return line.hub.edition()


def asks_counts(line: Line) -> object:
    return line.hub.counts()


def asks_renewal(line: Line) -> object:
    public = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    return line.hub.renew(EnrolAsked(public_key=public, unit=line.member.office))


def sends_a_file(line: Line) -> None:
    send_bytes(line.hub, FILE, CONTENT, at_once())


def asks_for_a_file(line: Line) -> object:
    return line.hub.request("GET", f"/v1/files/{FILE}", media="application/octet-stream")


IN_LONG_FORM = (asks_up, asks_news, asks_edition, asks_counts, asks_renewal, sends_a_file, asks_for_a_file)
ASKS = ((asks_up, True), (asks_news, True), *((asks, False) for asks in IN_LONG_FORM))


@pytest.mark.parametrize("mischief", [Mischief.ANSWER_SWAPPED, Mischief.ANSWER_CACHED])
@pytest.mark.parametrize("whose", [0, 1, 2], ids=["its own", "of the office", "of another office"])
def test_no_path_takes_an_answer_to_another_question(
    hub: RunningHub, lines: list[Line], proxy: HostileProxy, whose: int, mischief: Mischief
) -> None:
    for line in (lines[0], lines[2]):
        send_bytes(line.hub, FILE, CONTENT, at_once())
        edition = Edition(version=1, name="Bộ thử", valid_from=wall_clock().date(), office=line.member.office)
        editions.publish(hub.store, edition, read_keys(hub.settings).sign)
    for asks, short in ASKS:
        for line in (lines[whose], lines[0]):
            line.begin_anew(short=short)
        asks(lines[whose])
        proxy.behave({mischief: 1.0})
        with pytest.raises(NotTheProvince):
            asks(lines[0])
        proxy.behave()
        asks(lines[0])


def test_enrolment_takes_no_answer_to_another(hub: RunningHub, proxy: HostileProxy) -> None:
    facts = hub_facts(hub.url)

    def joins() -> DeviceId:
        key = Ed25519PrivateKey.generate()
        code = offices.make_code(hub.store, hub.office, now=hub.hub.clock())
        public = key.public_key().public_bytes_raw().hex()
        asked = EnrolAsked(public_key=public, unit=hub.office, code=code)
        return enrol(proxy.url, key, asked, at=facts.at, sign_key=facts.sign_key).device

    assert joins() == 1
    proxy.behave({Mischief.ANSWER_CACHED: 1.0})
    with pytest.raises(NotTheProvince):
        joins()
    proxy.behave()
    assert joins() == 2


def test_a_refusal_is_bound_to_its_question_too(lines: list[Line], proxy: HostileProxy) -> None:
    """Another desk's gap would else make this one send everything again."""
    line, other = lines[:2]
    line.record(3)
    for one in (line, other):
        exchange_all(one.hub, one.ask)
    other.record(5)
    run = other.store.log.chain(1, 1 << 20, after=4)
    gap = Up(Chain(run.device, run.first, run.prev, tuple(starmap(ChainLink, run.events)), run.last))
    with pytest.raises(ProvinceRefused):
        other.hub.up(gap)
    proxy.behave({Mischief.ANSWER_CACHED: 1.0})
    with pytest.raises(NotTheProvince):
        send(line.hub, line.ask, Pace())
    assert line.store.log.acknowledged() == 3
