"""What the version before this one asks is answered as it was then; what today's desk asks, that version understands.

The recordings are what desk and hub of that version said over the wire (``record.py``), ``understood.py`` is how they
read.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from msgspec.structs import replace

from models.ids import DeviceId, EventId, FileDigest
from models.store import Store, open_store
from sync.client.exchange import direct_access, exchange_all, send
from sync.client.https import HubClient, enrol, hub_facts
from sync.client.membership import Membership
from sync.client.pace import Pace
from sync.hub.editions import editions
from sync.hub.offices import join_codes, offices
from sync.hub.settings import read_keys
from sync.messages import (
    MEDIA,
    PROBLEM,
    PROTOCOL,
    Backfill,
    Cursor,
    EnrolAsked,
    LoadAsked,
    Up,
    chain_of,
    events_of,
    pack,
    unpack,
)
from tests.fakes.answering import Asked, Says, answering, as_hub
from tests.fakes.hub import WITHIN, running, settings_for
from tests.sync.compatibility.record import AT, EDITION, KEYS, OFFICE, SCAN, Frame, Recording
from tests.sync.compatibility.understood import (
    ANSWERS,
    QUESTIONS,
    OldEdition,
    OldLoad,
    OldNews,
    OldSigned,
    Place,
    read,
)

T = TypeVar("T")
HERE = Path(__file__).parent / "recorded"
RECORDED = sorted(path.name for path in HERE.glob("*.json"))
HUB_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(3, 35)))
OF_THE_HUB = ("sign_key", "seal_key", "signature", "body")
"""Fields that differ from hub to hub, or are signed by it."""


@pytest.fixture(params=RECORDED)
def recording(request: pytest.FixtureRequest) -> Recording:
    return msgspec.json.decode((HERE / request.param).read_bytes(), type=Recording)


def frame(recording: Recording, name: str) -> Frame:
    return next(one for one in recording.frames if one.name == name)


def comparable(message: Struct | None) -> object:
    """A message without what each hub has of its own, as plain values."""
    if isinstance(message, OldNews | OldLoad):
        cursor = message.cursor
        return msgspec.to_builtins(replace(message, cursor=Place(b"", cursor.position, cursor.mark)))
    return _without_keys(msgspec.to_builtins(message))


def _without_keys(plain: object) -> object:
    if isinstance(plain, dict):
        return {name: _without_keys(value) for name, value in plain.items() if name not in OF_THE_HUB}
    return plain


# ---- that desk, and the hub of today ----


def test_the_hub_of_today_answers_a_desk_one_version_back_as_its_own_hub_did(
    recording: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    with (
        running(settings, clock=lambda: AT, office=OFFICE) as hub,
        httpx.Client(base_url=hub.url, timeout=WITHIN) as line,
    ):
        for code in recording.codes.values():
            monkeypatch.setattr(join_codes, "fresh", lambda code=code: code)
            offices.make_code(hub.store, OFFICE, now=AT)
        for one in recording.frames:
            if one.name == "edition":
                editions.publish(hub.store, EDITION, read_keys(hub.settings).sign, AT)
            answer = line.request(one.method, one.path, content=one.body, headers=one.headers)
            assert answer.status_code == one.status, one.name
            media = answer.headers.get("content-type", "")
            assert media == one.media, one.name
            assert {name: answer.headers.get(name) for name in one.told} == one.told, one.name
            then, now = (read(ANSWERS, one.path, media, body) for body in (one.answer, answer.content))
            assert comparable(now) == comparable(then), one.name
            if one.name == "edition":
                assert isinstance(now, OldSigned)
                inside = msgspec.json.decode(now.body, type=OldEdition)
                assert (inside.version, inside.name) == (EDITION.version, EDITION.name)
            if one.name == "file, fetched":
                assert answer.content == SCAN


# ---- the desk of today, and that hub ----


class OldHub:
    """A hub one version back: it answers as was recorded, reads as it did, and knows no other address."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.understood: list[str] = []
        self.next: list[str] = []

    def says(self, asked: Asked) -> Says:
        """The recorded answer to this question, which it must understand."""
        path = asked.path.partition("?")[0]
        media = asked.headers.get("content-type", "")
        read(QUESTIONS, path, media, asked.body)
        self.understood.append(path)
        name = self.next.pop(0) if self.next else ""
        if name == "news, none":
            news = self._news()
            return Says(200, MEDIA, pack(replace(news, chains=())))
        found = next((one for one in self.recording.frames if one.name == name), None)
        if found is None or found.path.partition("?")[0] != path or found.method != asked.method:
            return Says(404, PROBLEM, b'{"type":"not_found"}')
        return Says(found.status, found.media, found.answer, tuple(found.told.items()))

    def _news(self) -> OldNews:
        return unpack(frame(self.recording, "news").answer, OldNews)


def member_of(device: int, name: str, url: str) -> Membership:
    return Membership(
        url=url,
        hub_name="Tỉnh Mẫu",
        office=OFFICE,
        device=DeviceId(device),
        key=KEYS[name],
        sign_key=HUB_KEY.public_key().public_bytes_raw().hex(),
        seal_key="00" * 32,
        enrolled_at=AT,
    )


class Asking:
    """A machine of today with the old hub: its client, its own file, and what the hub is to answer next."""

    def __init__(self, recording: Recording, hub: HubClient, old: OldHub, path: Path) -> None:
        self.recording = recording
        self.hub = hub
        self.old = old
        self.path = path

    def ask(self, what: str, ask: Callable[[HubClient], T]) -> T:
        """The answer of today's client to a question that is answered by this recording."""
        self.old.next = [what]
        return ask(self.hub)

    @contextmanager
    def file(self) -> Iterator[Store]:
        """Its file."""
        device = self.hub.membership.device
        with open_store(self.path, bytes(32), device=device, clock=lambda: AT, create=True) as store:
            yield store


@contextmanager
def asking(recording: Recording, folder: Path, device: int, name: str) -> Iterator[Asking]:
    """One of the two machines, over loopback."""
    old = OldHub(recording)
    with answering(as_hub(HUB_KEY, member_of(device, name, "http://127.0.0.1:1"), old.says)) as server:
        client = HubClient(member_of(device, name, server.url), lambda: AT)
        try:
            yield Asking(recording, client, old, folder / f"{name}.db")
        finally:
            client.abort()


def test_a_desk_of_today_sends_to_a_hub_one_version_back(recording: Recording, tmp_path: Path) -> None:
    digest = FileDigest(hashlib.sha256(SCAN).hexdigest())
    with asking(recording, tmp_path, 1, "a") as desk, desk.file() as store:
        store.log.merge(events_of(unpack(frame(recording, "up").body, Up).chain))
        store.log.send_again_from(1)
        assert desk.ask("up", lambda hub: send(hub, direct_access(store), Pace())).unsent == 0
        assert desk.ask("counts", lambda hub: hub.counts()).devices[0].head == 3
        assert desk.ask("edition", lambda hub: hub.edition()) is not None
        assert desk.ask("edition, none", lambda hub: hub.edition()) is None
        assert desk.ask("keys", lambda hub: hub.keys("")) is not None
        assert desk.ask("file, announced", lambda hub: hub.file_reached(digest, len(SCAN))) == 0
        assert desk.ask("file, a piece", lambda hub: hub.send_piece(digest, len(SCAN), 0, SCAN)) == len(SCAN)
        piece = desk.ask("file, fetched", lambda hub: hub.fetch_piece(digest, 0, len(SCAN)))
        assert piece is not None
        assert piece.content == SCAN
        assert desk.ask("file, none", lambda hub: hub.fetch_piece(digest, 0, 10)) is None
        renewing = EnrolAsked(public_key="11" * 32, unit=OFFICE, has_events=True, program="1")
        assert desk.ask("renew", lambda hub: hub.renew(renewing)).office == OFFICE
        assert {*desk.old.understood} >= {"/v1/up", "/v1/counts", "/v1/edition", "/v1/keys", "/v1/enrolment/renewal"}


def test_a_desk_of_today_reads_from_a_hub_one_version_back(recording: Recording, tmp_path: Path) -> None:
    events = events_of(unpack(frame(recording, "up").body, Up).chain)
    with asking(recording, tmp_path, 2, "b") as desk, desk.file() as store:
        desk.old.next = ["up, nothing", "news", "news, none"]
        done = exchange_all(desk.hub, direct_access(store))
        assert (done.received, list(store.log.events())) == (3, events)
        assert desk.ask("backfill", lambda hub: hub.backfill(Backfill((chain_of(events),)))).taken == 0
        assert desk.ask("load", lambda hub: hub.load(LoadAsked(EventId(""), Cursor(), 1))).load


def test_a_desk_of_today_joins_a_hub_one_version_back(recording: Recording) -> None:
    answer = msgspec.json.decode(frame(recording, "enrol a").answer)
    answer["hub"]["sign_key"] = HUB_KEY.public_key().public_bytes_raw().hex()
    old = OldHub(recording)
    key = Ed25519PrivateKey.from_private_bytes(KEYS["a"])

    def says(asked: Asked) -> Says:
        return replace(old.says(asked), body=msgspec.json.encode(answer))

    old.next = ["hub"]
    with answering(old.says) as server:
        facts = hub_facts(server.url)
    assert (facts.protocol, facts.oldest) == (PROTOCOL, 0), "a hub of before does not say which is its oldest"
    old.next = ["enrol a"]
    with answering(as_hub(HUB_KEY, member_of(1, "a", "http://127.0.0.1:1"), says)) as server:
        asked = EnrolAsked(public_key="", unit=OFFICE, code=recording.codes["a"], program="1")
        enrolled = enrol(server.url, key, asked, at=AT, sign_key=answer["hub"]["sign_key"])
    assert (enrolled.office, enrolled.device, old.understood[-1]) == (OFFICE, DeviceId(1), "/v1/enrolment")
