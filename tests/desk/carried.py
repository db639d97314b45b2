"""Two desks of an office, a hub, and a USB stick between them that everything may happen to."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from msgspec.structs import replace

from desk.desk import Desk
from desk.health.device_report import packed_report
from desk.opening import close_desk, open_desk
from desk.province.stick import read_stick, write_stick
from desk.training.training import training_settings
from models.calendar.clock import Clock
from models.events import FeeTaken, FileAttached
from models.files.scans import digest_of
from models.history import Recorded
from models.ids import ClerkId, DeviceId, Digest, EventId, SubjectId, new_dossier_id
from models.trouble import ProvinceRefused
from sync.client import exchange
from sync.client.https import HubClient
from sync.client.membership import MEMBERSHIP, Membership, written
from sync.client.pace import Pace
from sync.hub.log import delivery, intake, stream
from sync.hub.log.intake import GapFound
from sync.hub.log.office_files import OfficeFiles
from sync.hub.offices import offices
from sync.hub.offices.offices import Device
from sync.hub.settings import HubKeys
from sync.hub.stick import StickOutcome, take_stick
from sync.hub.store import HubStore
from sync.messages import Cursor, EnrolAsked, HubFacts, News, NewsAsked, Refusal, Up, UpAnswer
from sync.signatures.requests import key_id
from sync.stick.exchange import StickRead, StickWritten

OFFICE = training_settings().office.unit.id
CLERK = ClerkId("mau")
NAME = "Nguyễn Văn Mẫu"


class TheHub:
    """A hub with one office; sticks are brought to it."""

    def __init__(self, folder: Path, clock: Clock, *, seed: int = 1) -> None:
        self.clock = clock
        self.keys = HubKeys(
            sign=Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32),
            seal=X25519PrivateKey.from_private_bytes(bytes([seed + 1]) * 32),
            database=bytes(32),
        )
        self._path = folder / f"hub{seed}.db"
        self.store = HubStore.open(f"sqlite:///{self._path}", key=bytes(32))
        self.store.prepare()
        self.files = OfficeFiles(folder / f"hub files {seed}", bytes(32), clock)
        offices.create_office(self.store, OFFICE, "Thử Nghiệm")

    def admits(self, number: int, office: str = OFFICE, *, has_events: bool = False) -> Membership:
        """A machine joins under this number; with events of its own, under the one it had."""
        key = Ed25519PrivateKey.generate()
        facts = HubFacts(
            name="Tỉnh Mẫu",
            protocol=1,
            at=self.clock(),
            sign_key=self.keys.sign.public_key().public_bytes_raw().hex(),
            seal_key=self.keys.seal.public_key().public_bytes_raw().hex(),
        )
        code = offices.make_code(self.store, office, device=number, now=self.clock())
        public = key.public_key().public_bytes_raw().hex()
        asked = EnrolAsked(public_key=public, unit=office, code=code, wanted=DeviceId(number), has_events=has_events)
        enrolled = offices.enrol(self.store, asked, facts, self.clock())
        return Membership(
            url="https://hub.example",
            hub_name=facts.name,
            office=enrolled.office,
            device=enrolled.device,
            key=key.private_bytes_raw(),
            sign_key=facts.sign_key,
            seal_key=facts.seal_key,
            enrolled_at=self.clock(),
        )

    def takes(self, stick: Path) -> StickOutcome:
        """An administrator puts the stick in."""
        return take_stick(stick, self.store, self.keys, self.files, self.clock())

    def kept(self) -> None:
        """The administrator keeps a copy of the database."""
        self.store.close()
        shutil.copy(self._path, self._path.with_suffix(".kept"))
        self.store = HubStore.open(f"sqlite:///{self._path}", key=bytes(32))

    def restored(self) -> None:
        """The database is the kept copy again."""
        self.store.close()
        for path in self._path.parent.glob(self._path.name + "*"):
            path.unlink()
        shutil.copy(self._path.with_suffix(".kept"), self._path)
        self.store = HubStore.open(f"sqlite:///{self._path}", key=bytes(32))

    def has(self) -> list[Recorded]:
        """All events of the office, in its order."""
        return [recorded for _, recorded in stream.read(self.store, OFFICE, 0, 100_000)]


class DirectLine(HubClient):
    """The line, without the wire: what is asked reaches the hub's verbs as they are."""

    def __init__(self, membership: Membership, hub: TheHub) -> None:
        self.membership = membership
        self._hub = hub
        device = offices.find_device(hub.store, key_id(membership.private_key.public_key()))
        assert device is not None
        self._device: Device = device

    def up(self, up: Up) -> UpAnswer:
        has_file = lambda digest: self._hub.files.has(OFFICE, digest)  # noqa: E731
        try:
            return intake.take_in(self._hub.store, self._device, up, self._hub.clock(), has_file=has_file)
        except GapFound as gap:
            raise ProvinceRefused("https://hub.example", Refusal.GAP, head=gap.head) from gap

    def news(self, asked: NewsAsked) -> News:
        return delivery.news(self._hub.store, self._device, asked)


class Carried:
    """A desk, its membership, and what a clerk does with it."""

    def __init__(self, desk: Desk, hub: TheHub, member: Membership | None = None) -> None:
        self.desk = desk
        self.hub = hub
        self.member = member or hub.admits(desk.settings.device.number)
        desk.store.province.put(MEMBERSHIP, written(self.member))
        self._amounts = count(1)

    def works(self, events: int = 1) -> SubjectId:
        """Money is taken for a new dossier."""
        subject = new_dossier_id()
        happened = [FeeTaken(amount=next(self._amounts), reference=NAME) for _ in range(events)]
        self.desk.store.log.record(subject, CLERK, *happened)
        return subject

    def scans(self, content: bytes = b"%PDF-1.4 scan") -> None:
        """A paper is scanned."""
        content += b" %d" % next(self._amounts)
        digest = self.desk.files.put(content)
        event = FileAttached(digest=digest_of(content), size=len(content), media="application/pdf", name=f"{NAME}.pdf")
        assert digest == event.digest
        self.desk.store.log.record(new_dossier_id(), CLERK, event)

    def out(self, stick: Path) -> StickWritten:
        """What waits goes on the stick."""
        return write_stick(self.desk, stick, packed_report(self.desk))

    def back(self, stick: Path) -> StickRead:
        """What came back is taken in."""
        return read_stick(self.desk, stick)

    def over_the_line(self) -> None:
        """For once there is a network: one turn up, one down, files apart."""
        line = DirectLine(self.member, self.hub)
        for recorded in self.desk.store.log.unsent(10_000):
            if isinstance(recorded.event, FileAttached):
                self.hub.files.of(OFFICE).put(self.desk.files.get(recorded.event.digest))
        with suppress(ProvinceRefused):
            exchange.send(line, self.ask, Pace())
        exchange.read_news(line, self.ask)

    def epoch(self) -> bytes:
        """Which life of the office's stream the hub tells of now."""
        return DirectLine(self.member, self.hub).news(NewsAsked(Cursor(), 0, 0)).cursor.epoch

    def ask(self, work):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  # as sync.client.membership.Ask
        """The store's thread is this one."""
        return work(self.desk.store)

    def has(self) -> dict[EventId, Digest]:
        """All events here, with what each follows."""
        return {recorded.id: recorded.prev for recorded in self.desk.store.log.events()}


@contextmanager
def a_desk(folder: Path, hub: TheHub, number: int, *, member: Membership | None = None) -> Iterator[Carried]:
    """A desk that has joined under this number, just now or, with its ``member``, before."""
    settings = training_settings()
    device = replace(settings.device, number=DeviceId(number))
    desk = open_desk(folder, settings=replace(settings, device=device), clock=hub.clock, training=True)
    try:
        yield Carried(desk, hub, member)
    finally:
        close_desk(desk)


def letters(stick: Path) -> list[Path]:
    """All files on the stick."""
    return sorted(path for path in stick.rglob("*") if path.is_file())


def copied(stick: Path, to: Path) -> Path:
    """A copy of the stick, as anybody can make one."""
    if to.exists():
        shutil.rmtree(to)
    shutil.copytree(stick, to)
    return to
