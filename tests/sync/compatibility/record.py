"""``python -m tests.sync.compatibility.record FILE VERSION``: what desk and hub of the present tree say to each other.

Run once for each landed piece, in its tree (copy this file there). Every kind of exchange is asked once, by the tree's
own client of the tree's own hub, at a clock that stands still.
"""

import argparse
import hashlib
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.catalogue.catalogue import shipped
from models.events import DossierWithdrawn, LaptopLoaded, LaptopSetUp, laptop_subject
from models.history import Recorded
from models.ids import NO_DIGEST, ClerkId, DeviceId, EventId, FileDigest, new_dossier_id
from models.store import open_store
from models.trouble import ProvinceRefused
from sync import wire
from sync.client.https import HubClient, enrol, hub_facts
from sync.client.membership import Membership
from sync.hub.editions import editions
from sync.hub.offices import offices
from sync.hub.settings import read_keys
from sync.messages import (
    Backfill,
    Chain,
    Cursor,
    Edition,
    EnrolAsked,
    LoadAsked,
    NewsAsked,
    Up,
    chain_of,
)
from tests.fakes.hub import RunningHub, running, settings_for

OFFICE = "H99.99.99"
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SCAN = b"%PDF-1.4 to khai cua nguoi duoc hu cau"
EDITION = Edition(
    version=1,
    name="Bản 1",
    valid_from=date(2026, 11, 1),
    office=OFFICE,
    catalogue=msgspec.structs.replace(shipped(), procedures=()),
)
KEYS = {"a": bytes(range(32)), "b": bytes(range(1, 33)), "a, renewed": bytes(range(2, 34))}
"""Seeds of test keys, used nowhere else."""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """One request and its answer, as they travelled; ``headers`` are the request's."""

    name: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    status: int
    media: str
    answer: bytes
    told: dict[str, str] = {}


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, in order; ``codes`` are the one-time codes that admitted the machines, ``events`` those of "a"."""

    version: str
    codes: dict[str, str]
    frames: tuple[Frame, ...]


class _Recorder:
    def __init__(self, hub: RunningHub) -> None:
        self.hub = hub
        self.frames: list[Frame] = []
        self._name = ""
        self._ask = wire.Wire.ask
        recorder = self

        def ask(
            self: wire.Wire, method: str, path: str, body: bytes, headers: Mapping[str, str], *, wait: float = 0.0
        ) -> wire.Answer:
            answer = recorder._ask(self, method, path, body, headers, wait=wait)
            frame = Frame(
                name=recorder._name,
                method=method,
                path=path,
                headers=dict(headers),
                body=body,
                status=answer.status,
                media=answer.media,
                answer=answer.body,
                told={name: answer.headers[name] for name in _TOLD if name in answer.headers},
            )
            recorder.frames.append(frame)
            return answer

        wire.Wire.ask = ask  # type: ignore[method-assign]

    def say(self, name: str, asks: Callable[[], object]) -> object:
        """Ask under this name; a refusal is an answer too."""
        self._name = name
        try:
            return asks()
        except ProvinceRefused:
            return None

    def machine(self, name: str) -> tuple[HubClient, str]:
        """A machine that joins."""
        code = offices.make_code(self.hub.store, OFFICE, now=AT)
        key = Ed25519PrivateKey.from_private_bytes(KEYS[name])
        facts = hub_facts(self.hub.url)
        asked = EnrolAsked(public_key=_public(KEYS[name]), unit=OFFICE, code=code, program="0")
        self._name = f"enrol {name}"
        told = enrol(self.hub.url, key, asked, at=AT, sign_key=facts.sign_key)
        member = Membership(
            url=self.hub.url,
            hub_name=facts.name,
            office=OFFICE,
            device=told.device,
            key=KEYS[name],
            sign_key=facts.sign_key,
            seal_key=facts.seal_key,
            enrolled_at=AT,
            block=told.block,
        )
        return HubClient(member, lambda: AT), code


_TOLD = ("content-range", "upload-offset")


def main() -> None:
    """Record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("version")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(Path(folder), f"sqlite:///{folder}/hub.db")
        with running(settings, clock=lambda: AT, office=OFFICE) as hub:
            found = _session(_Recorder(hub), Path(folder), asked.version)
    asked.file.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")


def _session(recorder: _Recorder, folder: Path, version: str) -> Recording:
    hub, say = recorder.hub, recorder.say
    say("hub", lambda: hub_facts(hub.url))
    (a, code_a), (b, code_b) = recorder.machine("a"), recorder.machine("b")
    events = recorded_by(a.membership.device, folder / "a.db", _withdrawn)
    laptop = b.membership.device
    say("up, nothing", lambda: b.up(Up(Chain(laptop, 1, NO_DIGEST, (), NO_DIGEST))))
    say("up", lambda: a.up(Up(chain_of(events[:3]))))
    say("up, a gap", lambda: a.up(Up(chain_of(events[4:5]))))
    say("news", lambda: b.news(NewsAsked(Cursor(), 0, 0)))
    say("edition, none", a.edition)
    editions.publish(hub.store, EDITION, read_keys(hub.settings).sign, AT)
    say("edition", a.edition)
    say("keys", lambda: a.keys(""))
    say("counts", a.counts)
    say("backfill", lambda: b.backfill(Backfill((chain_of(events[:3]),))))
    digest = FileDigest(hashlib.sha256(SCAN).hexdigest())
    say("file, announced", lambda: a.file_reached(digest, len(SCAN)))
    say("file, a piece", lambda: a.send_piece(digest, len(SCAN), 0, SCAN))
    say("file, fetched", lambda: a.fetch_piece(digest, 0, len(SCAN)))
    say("file, none", lambda: a.fetch_piece(FileDigest("7e" * 32), 0, 10))
    set_up = recorded_by(
        laptop, folder / "b.db", lambda: LaptopSetUp(name="Máy 2", seal_key="11" * 32, code_key="22" * 32)
    )
    say("up, a laptop", lambda: b.up(Up(chain_of(set_up[:1]))))
    say("up, its load", lambda: a.up(Up(chain_of(events[3:4]))))
    say("load", lambda: b.load(LoadAsked(EventId(""), Cursor(), 1)))
    renewed = EnrolAsked(public_key=_public(KEYS["a, renewed"]), unit=OFFICE, has_events=True, program="0")
    say("renew", lambda: a.renew(renewed))
    return Recording(version=version, codes={"a": code_a, "b": code_b}, frames=tuple(recorder.frames))


def recorded_by(device: DeviceId, path: Path, what: Callable[[], DossierWithdrawn | LaptopSetUp]) -> list[Recorded]:
    """Some events of a machine, in a file of its own."""
    store = open_store(path, bytes(range(1, 33)), device=device, clock=lambda: AT, create=True)
    try:
        first = new_dossier_id()
        for number in range(5):
            laptop = DeviceId(device + 1)
            if isinstance(event := what(), LaptopSetUp):
                store.log.record(laptop_subject(device), ClerkId("mau"), event)
            elif number == 3:
                load = LaptopLoaded(laptop=laptop, subjects=(first,), days=7, until=date(2026, 12, 7))
                store.log.record(laptop_subject(laptop), ClerkId("mau"), load)
            else:
                store.log.record(first, ClerkId("mau"), event)
        return list(store.log.events())
    finally:
        store.close()


def _withdrawn() -> DossierWithdrawn:
    return DossierWithdrawn(reason="Rút.")


def _public(seed: bytes) -> str:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


if __name__ == "__main__":
    main()
