"""What desks ask for their updates: an offer for their office, and files of the signed repository in pieces."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from models.calendar.clock import micros
from models.ids import DeviceId, new_ticket_id
from sync.hub.settings import read_keys
from sync.hub.store import office_rows
from sync.hub.updates import changes
from sync.hub.updates.changes import ChangeAuthor
from sync.hub.updates.repository import PIECE, WHOLE
from sync.hub.web.app import make
from sync.messages import BYTES, PATH_UP, PATH_UPDATES, Refusal, UpAnswer, UpdateOffer, pack, unpack
from sync.signatures.requests import key_id, sign
from tests.fakes.hub import OFFICE, RunningHub, Speaker, refusal, running, settings_for
from tests.sync.hub.conftest import Desk
from tests.sync.hub.dossiers import PAID

DESKS, FIRST = 400, 1001
BIG = "ab12.motcua-0.2.0.deb"
TARGET = bytes(range(256)) * ((WHOLE + PIECE) // 256) + b"end"
ROOT = b'{"signed":{"_type":"root"}}'


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder: Path = tmp_path_factory.mktemp("hub")
    for part, name, content in (("metadata", "1.root.json", ROOT), ("targets", BIG, TARGET)):
        (folder / "updates" / part).mkdir(parents=True)
        (folder / "updates" / part / name).write_bytes(content)
    (folder / "updates" / "targets" / "outside").symlink_to(folder / "hub.db")
    settings = settings_for(folder, f"sqlite:///{folder / 'hub.db'}")
    limits = replace(settings.limits, waiting=64)
    with running(replace(settings, updates={"folder": "updates", "pieces": 20}, limits=limits)) as found:
        yield found


@pytest.fixture(scope="module")
def desk(hub: RunningHub) -> Speaker:
    return hub.join()


def ask(desk: Speaker, below: str, ranged: str = "") -> httpx.Response:
    target = PATH_UPDATES + below
    headers = desk.headers("GET", target) | ({"Range": ranged} if ranged else {})
    return desk.send("GET", target, headers=headers)


def test_a_desk_is_told_what_its_office_is_offered(hub: RunningHub, desk: Speaker) -> None:
    assert ask(desk, "").json() == {"version": None, "paused": False}
    author = ChangeAuthor("mau", hub.hub.clock())
    changes.open_release(hub.store, author, "0.2.0", {3: author.now})
    assert ask(desk, "").json() == {"version": "0.2.0", "paused": False}
    changes.pause(hub.store, author)
    assert ask(desk, "").json() == {"version": None, "paused": True}
    assert httpx.get(hub.url + PATH_UPDATES, trust_env=False).status_code == HTTPStatus.UNAUTHORIZED


def test_a_large_file_comes_in_pieces_that_make_it_whole(desk: Speaker) -> None:
    assert ask(desk, "/metadata/1.root.json").content == ROOT
    assert refusal(ask(desk, f"/targets/{BIG}")).type == Refusal.TOO_LARGE
    got = b""
    while len(got) < len(TARGET):
        answer = ask(desk, f"/targets/{BIG}", f"bytes={len(got)}-{len(TARGET) + 5}")
        assert (answer.status_code, answer.headers["content-type"]) == (HTTPStatus.PARTIAL_CONTENT, BYTES)
        end = len(got) + len(answer.content) - 1
        assert answer.headers["content-range"] == f"bytes {len(got)}-{end}/{len(TARGET)}"
        got += answer.content
    assert got == TARGET
    beyond = ask(desk, f"/targets/{BIG}", f"bytes={len(TARGET)}-{len(TARGET)}")
    assert beyond.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE


@pytest.mark.parametrize(
    "below",
    [
        "/targets/../hub.db",
        "/targets/..%2F..%2Fhub.db",
        "/metadata/%2e%2e",
        "/metadata/.hidden",
        "/targets/outside",
        "/targets/a%00b",
        "/targets/none.deb",
        "/keys/1.root.json",
    ],
)
def test_names_that_lead_elsewhere_are_not_found(hub: RunningHub, desk: Speaker, below: str) -> None:
    assert (hub.settings.files_folder.parent / "hub.db").exists()
    assert ask(desk, below).status_code == HTTPStatus.NOT_FOUND


def test_a_hub_without_a_repository_offers_nothing(tmp_path: Path) -> None:
    with running(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")) as hub:
        alone = hub.join()
        changes.open_release(hub.store, ChangeAuthor("mau", hub.hub.clock()), "0.2.0", {3: hub.hub.clock()})
        assert msgspec.json.decode(ask(alone, "").content, type=UpdateOffer) == UpdateOffer()
        assert ask(alone, "/metadata/1.root.json").status_code == HTTPStatus.NOT_FOUND


def test_hundreds_of_desks_at_once_are_served_or_told_when_to_come_again_and_events_still_come_in(
    hub: RunningHub,
) -> None:
    """Asked in this process, since a client with hundreds of connections costs more than the hub."""
    app = make(hub.settings, hub.store, keys=read_keys(hub.settings), clock=hub.hub.clock)
    keys = [Ed25519PrivateKey.generate() for _ in range(DESKS)]
    with hub.store.writing() as writing:
        for number, key in enumerate(keys, FIRST):
            row = replace(
                office_rows.fresh_device(OFFICE, DeviceId(number), micros(hub.hub.clock())),
                key_id=key_id(key.public_key()),
                public_key=key.public_key().public_bytes_raw(),
            )
            office_rows.put_device(writing, row)
    event = Desk(DeviceId(FIRST))
    event.record(new_ticket_id(), PAID)

    async def asked(client: httpx.AsyncClient, key: Ed25519PrivateKey, path: str, body: bytes = b"") -> httpx.Response:
        method = "POST" if body else "GET"
        headers = sign(key, method, hub.url + path, {}, body, at=hub.hub.clock()) | {"Range": "bytes=0-9999"}
        return await client.request(method, path, content=body, headers=headers)

    async def all_at_once() -> tuple[list[httpx.Response], httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=hub.url) as client:
            paths = (PATH_UPDATES, f"{PATH_UPDATES}/targets/{BIG}")
            crowd = [asked(client, key, paths[number % 2]) for number, key in enumerate(keys)]
            found = await asyncio.gather(*crowd)
            return found, await asked(client, keys[0], PATH_UP, pack(event.up()))

    found, up = asyncio.run(all_at_once())
    app.state.hub.door.close()
    told = Counter(HTTPStatus(one.status_code) for one in found)
    assert set(told) == {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.SERVICE_UNAVAILABLE}
    assert sum(told.values()) == DESKS
    assert all(int(one.headers["retry-after"]) > 0 for one in found if one.status_code == 503)
    assert all(one.content == TARGET[:10000] for one in found if one.status_code == 206)
    assert unpack(up.content, UpAnswer).head == 1
