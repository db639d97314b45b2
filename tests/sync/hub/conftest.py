"""A hub's store on either database, with an office and an enrolled device."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.events import AnyEvent
from models.history import Recorded, digest, read, write
from models.ids import NO_DIGEST, ClerkId, DeviceId, Digest, SubjectId, new_event_id
from sync.hub.offices import offices
from sync.hub.offices.offices import Device
from sync.hub.store import HubStore
from sync.hub.store.tables import schema, truth
from sync.messages import EnrolAsked, Enrolled, HubFacts, Up, chain_of
from sync.signatures.requests import key_id
from tests.fakes.postgres import PostgreSQL, name_of

OFFICE = "H99.99.99"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
FACTS = HubFacts(name="Tỉnh Mẫu", protocol=1, at=NOW, sign_key="00" * 32, seal_key="00" * 32)


class Desk:
    """A desk's own log, as short as it can be: it records, and makes the chains it would send."""

    def __init__(self, device: DeviceId, clerk: str = "mau") -> None:
        self.device = device
        self.clerk = ClerkId(clerk)
        self.log: list[Recorded] = []
        self.clock = 0
        self.now = NOW

    def record(self, subject: SubjectId, *happened: AnyEvent | bytes) -> list[Recorded]:
        """Events, or bodies as they are, one after the other."""
        for event in happened:
            body = event if isinstance(event, bytes) else write(event)
            self.clock += 1
            prev = digest(self.log[-1]) if self.log else NO_DIGEST
            self.log.append(
                Recorded(
                    id=new_event_id(),
                    subject=subject,
                    device=self.device,
                    seq=len(self.log) + 1,
                    clock=self.clock,
                    at=self.now,
                    clerk=self.clerk,
                    prev=prev,
                    body=body,
                    event=read(body),
                )
            )
        return self.log[-len(happened) :]

    def adopt(self, events: Sequence[Recorded]) -> None:
        """Bring events under this number: same ids, times and bodies."""
        for event in events:
            (new,) = self.record(event.subject, event.body)
            self.log[-1] = _with_id(new, event)

    def up(self, first: int = 1, last: int | None = None, again: tuple[int, ...] = ()) -> Up:
        """The chain from ``first`` to ``last``, both with."""
        return Up(chain_of(self.log[first - 1 : last]), again)

    def end(self) -> Digest:
        """Of its last event."""
        return digest(self.log[-1]) if self.log else NO_DIGEST


def _with_id(new: Recorded, old: Recorded) -> Recorded:
    values = {name: getattr(new, name) for name in new.__struct_fields__} | {"id": old.id, "clock": old.clock}
    return Recorded(**values)


def open_store(url: str) -> HubStore:
    """A store with its tables; few partitions, which is quicker made and shows the same."""
    store = HubStore.open(url, key=bytes(32) if url.startswith("sqlite") else None, pool=4, partitions=2)
    store.prepare()
    return store


def enrol(store: HubStore, key: Ed25519PrivateKey, *, office: str = OFFICE, wanted: int = 0) -> Enrolled:
    """A machine of an office, admitted with a code of its own."""
    code = offices.make_code(store, office, now=NOW)
    public = key.public_key().public_bytes_raw().hex()
    asked = EnrolAsked(public_key=public, unit=office, code=code, wanted=DeviceId(wanted))
    return offices.enrol(store, asked, FACTS, NOW)


Enrol = Callable[[], tuple[Device, Desk, Ed25519PrivateKey]]


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted file with the hub's tables, to be copied."""
    path = tmp_path_factory.mktemp("hub") / "hub.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def prepared_database(postgres_of_the_process: PostgreSQL) -> str:
    """One database for all tests of this process: emptying it costs a tenth of making another."""
    postgres_of_the_process.start()
    url = postgres_of_the_process.fresh()
    open_store(url).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def hub_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with the hub's tables and nothing in them, on either kind."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("prepared_file"), tmp_path / "hub.db")
        return f"sqlite:///{path}"
    server: PostgreSQL = request.getfixturevalue("postgres")
    return truncated(server, request.getfixturevalue("prepared_database"))


def truncated(server: PostgreSQL, url: str) -> str:
    """The database with nothing in its tables."""
    tables = ", ".join(table.name for table in truth.sorted_tables if table is not schema)
    server.execute(f"TRUNCATE {tables}", name_of(url))
    return url


@pytest.fixture
def hub_store(hub_url: str) -> Iterator[HubStore]:
    """With the office ``OFFICE``."""
    store = open_store(hub_url)
    offices.create_office(store, OFFICE, "UBND xã Mẫu Sơn")
    yield store
    store.close()


@pytest.fixture
def enrolled(hub_store: HubStore) -> Enrol:
    """Call it for one more machine of the office: as requests are checked by, its log, its key."""

    def one_more() -> tuple[Device, Desk, Ed25519PrivateKey]:
        key = Ed25519PrivateKey.generate()
        answer = enrol(hub_store, key)
        device = offices.find_device(hub_store, key_id(key.public_key()))
        assert device is not None
        return device, Desk(answer.device), key

    return one_more
