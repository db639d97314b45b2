"""A real hub in this process: uvicorn on loopback, a real store, real signatures. And whoever speaks to it."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from models.calendar.clock import Clock, wall_clock
from models.ids import DeviceId
from sync.hub.offices import offices
from sync.hub.settings import DatabaseSettings, HubSettings, Limits, make_keys, read_keys
from sync.hub.store import HubStore
from sync.hub.web.administration import administered
from sync.hub.web.app import Hub, make
from sync.hub.web.serving import ReadyServer, configuration
from sync.hub.web.sockets import bound_to
from sync.messages import (
    MEDIA,
    OLDEST_PROTOCOL,
    PATH_ENROL,
    PROTOCOL,
    EnrolAsked,
    Enrolled,
    Refused,
    pack,
    unpack,
)
from sync.signatures.requests import sign
from tests.patience import PATIENCE

T = TypeVar("T", bound=Struct)
OFFICE = "H99.99.99"
WITHIN = PATIENCE
"""Seconds after which a test gives up waiting."""


class RunningHub:
    """A hub that answers at ``url``, as one office sees it; the administrator asks it at ``admin``."""

    def __init__(
        self, url: str, settings: HubSettings, store: HubStore, hub: Hub, office: str, *, admin: str = ""
    ) -> None:
        self.admin = admin
        self.office = office
        self.url = url
        self.settings = settings
        self.store = store
        self.hub = hub
        self.speakers: list[Speaker] = []

    def speaker(self, key: Ed25519PrivateKey | None = None, *, verify: ssl.SSLContext | bool = True) -> "Speaker":
        """Whoever holds this key (a fresh one); nobody the hub knows."""
        self.speakers.append(Speaker(self.url, key or Ed25519PrivateKey.generate(), self.hub.clock, verify=verify))
        return self.speakers[-1]

    def seen_from(self, office: str) -> "RunningHub":
        """The same hub, for a test that has this new office to itself."""
        offices.create_office(self.store, office, "UBND xã Mẫu Sơn")
        return RunningHub(self.url, self.settings, self.store, self.hub, office, admin=self.admin)

    def figures(self) -> httpx.Response:
        """What Prometheus reads."""
        return httpx.get(f"{self.admin}/metrics", timeout=WITHIN, trust_env=False)

    def let_go(self) -> None:
        """Close the connections of everybody who spoke."""
        for speaker in self.speakers:
            speaker.client.close()

    def join(self, office: str = "", *, at: datetime | None = None, verify: ssl.SSLContext | bool = True) -> "Speaker":
        """A machine of this office (the one the hub is seen from), enrolled over HTTP with a code of its own."""
        office = office or self.office
        code = offices.make_code(self.store, office, now=self.hub.clock())
        speaker = self.speaker(verify=verify)
        public = speaker.key.public_key().public_bytes_raw().hex()
        asked = EnrolAsked(public_key=public, unit=office, code=code)
        answer = speaker.send("POST", PATH_ENROL, msgspec.json.encode(asked), at=at)
        assert answer.status_code == 200, answer.text
        speaker.enrolled = msgspec.json.decode(answer.content, type=Enrolled)
        return speaker


class Speaker:
    """Sends requests signed with one key, and damaged ones when a test wants that."""

    enrolled: Enrolled

    def __init__(self, url: str, key: Ed25519PrivateKey, clock: Clock, *, verify: ssl.SSLContext | bool = True) -> None:
        self.url = url
        self.key = key
        self.clock = clock
        self.client = httpx.Client(base_url=url, timeout=WITHIN, verify=verify, trust_env=False)

    @property
    def device(self) -> DeviceId:
        """Its number."""
        return self.enrolled.device

    def headers(
        self, method: str, target: str, body: bytes = b"", *, at: datetime | None = None, media: str = MEDIA
    ) -> dict[str, str]:
        """Of a request, signed."""
        return sign(self.key, method, self.url + target, {"Content-Type": media}, body, at=at or self.clock())

    def send(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        *,
        at: datetime | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """A request as given; signed unless it brings headers of its own."""
        signed = self.headers(method, target, body, at=at) if headers is None else headers
        return self.client.request(method, target, content=body, headers=signed)

    def batch(self, target: str, message: Struct, kind: type[T]) -> T:
        """A batch and its answer, which must be a good one."""
        answer = self.send("POST", target, pack(message))
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == MEDIA
        return unpack(answer.content, kind)


def refusal(answer: httpx.Response) -> Refused:
    """What a refusal says."""
    assert answer.headers["content-type"] == "application/problem+json"
    return msgspec.json.decode(answer.content, type=Refused)


def settings_for(folder: Path, url: str, *, pool: int = 4) -> HubSettings:
    """Of a hub over this database, its keys made."""
    settings = HubSettings(
        name="Tỉnh Mẫu",
        listen="127.0.0.1:0",
        admin="127.0.0.1:0",
        workers=1,
        grace=2,
        database=DatabaseSettings(url=url, pool=pool),
        limits=Limits(disk_free=1),
        folder=str(folder),
    )
    make_keys(settings)
    return settings


@contextmanager
def running(
    settings: HubSettings,
    *,
    clock: Clock = wall_clock,
    office: str = OFFICE,
    protocols: tuple[int, int] = (OLDEST_PROTOCOL, PROTOCOL),
) -> Iterator[RunningHub]:
    """A hub in a thread of this process, with an office; it reads these protocols, the oldest and the newest."""
    keys = read_keys(settings)
    store = HubStore.open(settings.database.url, key=keys.database, pool=settings.database.pool)
    store.prepare()
    offices.create_office(store, office, "UBND xã Mẫu Sơn")
    app = make(settings, store, keys=keys, clock=clock, protocols=protocols)
    ready = threading.Event()
    with (
        bound_to(settings.listen) as listening,
        administered(settings, clock, lambda: nullcontext(store), lambda _: app) as admin,
    ):
        server = ReadyServer(configuration(settings, app), ready.set)
        thread = threading.Thread(target=server.run, args=([listening],), name="hub")
        thread.start()
        try:
            assert ready.wait(WITHIN)
            scheme = "https" if settings.tls.certificate else "http"
            url = f"{scheme}://127.0.0.1:{listening.getsockname()[1]}"
            told = f"http://127.0.0.1:{admin}"
            found = RunningHub(url, settings, store, app.state.hub, office, admin=told)
            try:
                yield found
            finally:
                found.let_go()
        finally:
            app.state.hub.waiters.end()
            server.should_exit = True
            thread.join(WITHIN)
            store.close()
    assert not thread.is_alive()
