"""A hub with an office and a desk, and a sender of notices whose clock tests turn."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from models.events import AnyEvent, DossierReceived, DueDate, Intake, NoticeReported, ResultCheckedIn
from models.ids import DossierCode, DossierId, SubjectId, new_dossier_id
from models.person import Person, Unit
from models.procedure import ProcedureTaken
from sync.hub.log import intake, stream
from sync.hub.notices.sender import NoticeSender, gateways_of
from sync.hub.notices.settings import read
from sync.hub.settings import DatabaseSettings, HubSettings
from sync.hub.store import HubStore, notice_rows
from tests.conftest import TurnedClock
from tests.fakes.mail_server import MailServer
from tests.sync.hub.conftest import NOW, OFFICE, Enrol

HERE = Unit(id=OFFICE, name="Trung tâm Phục vụ hành chính công xã Mẫu Sơn")
MAU = Person(full_name="Nguyễn Văn Mẫu", personal_number="001099000001", phone="0901 234 567", email="mau@mau.example")
BY_MAIL = replace(MAU, phone="")
READY = ResultCheckedIn(place="B-12")


def code_of(number: int) -> DossierCode:
    """Of the dossier with this number."""
    return DossierCode(f"{OFFICE}-261123-{number:04d}")


def received(number: int, person: Person = MAU, **more: object) -> DossierReceived:
    """The intake of a dossier."""
    taken = ProcedureTaken(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", catalogue="1")
    made = Intake(procedure=taken, submitter=person, received_by=HERE, resolved_by=HERE)
    return DossierReceived(code=code_of(number), intake=replace(made, **more), due=DueDate(at=NOW))


def hub_settings(folder: Path, notices: Mapping[str, object]) -> HubSettings:
    """A hub's settings with this notices part."""
    return HubSettings(
        name="Tỉnh Mẫu",
        database=DatabaseSettings(url="unused"),
        notices={"since": NOW.date(), **notices},
        folder=str(folder.absolute()),
    )


def by_mail(server: MailServer, **more: object) -> dict[str, object]:
    """The mail server as a gateway."""
    said = {"gateway": "smtp", "host": "127.0.0.1", "port": server.port, "security": "none"}
    return {"email": {**said, "sender": "motcua@mau.example", **more}}


BY_FILE: dict[str, object] = {"sms": {"gateway": "file", "folder": "sms"}}


class Office:
    """An office that works, and the notices behind it."""

    def __init__(self, store: HubStore, enrolled: Enrol, clock: TurnedClock, folder: Path) -> None:
        self.store, self.clock, self.folder = store, clock, folder
        self.device, self.desk, _key = enrolled()
        self._acknowledged = 0

    def happens(self, subject: SubjectId, *events: AnyEvent) -> None:
        """At the desk, and at the hub at once."""
        self.desk.now = self.clock()
        self.desk.record(subject, *events)
        answer = intake.take_in(self.store, self.device, self.desk.up(self._acknowledged + 1), self.clock())
        self._acknowledged = answer.head
        assert not answer.set_aside

    def receives(self, number: int, person: Person = MAU, *events: AnyEvent, **more: object) -> DossierId:
        """One more dossier, and what happens to it."""
        subject = new_dossier_id()
        self.happens(subject, received(number, person, **more), *events)
        return subject

    def sender(self, **notices: object) -> NoticeSender:
        """A sender as after a start."""
        settings = hub_settings(self.folder, notices)
        said = read(settings)
        assert said is not None
        return NoticeSender(self.store, said, gateways_of(settings, said), clock=self.clock)

    def counts(self) -> dict[str, int]:
        """Notices by state."""
        with self.store.reading() as reading:
            return notice_rows.counts(reading)

    def reported(self) -> list[tuple[SubjectId, NoticeReported]]:
        """What the office was told of its notices, in order."""
        told = (one for _, one in stream.read(self.store, OFFICE, 0, 100_000))
        return [(one.subject, one.event) for one in told if isinstance(one.event, NoticeReported)]

    def files(self) -> list[str]:
        """What the file gateway wrote, in order of its text."""
        return sorted(path.read_text("utf-8") for path in (self.folder / "sms").glob("*.txt"))


@pytest.fixture
def office(hub_store: HubStore, enrolled: Enrol, clock: TurnedClock, tmp_path: Path) -> Office:
    """An office whose hub has no gateway yet."""
    return Office(hub_store, enrolled, clock, tmp_path)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server."""
    with MailServer() as server:
        yield server
