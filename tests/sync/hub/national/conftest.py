"""A hub with an office and a desk, a national system of either generation, and a sender whose clock tests turn."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from models.events import AnyEvent, DossierReceived, DueDate, FeeDue, FeeLine, Intake
from models.ids import DossierCode, DossierId, SubjectId, new_dossier_id
from models.person import Person, Unit
from models.procedure import ProcedureTaken
from sync.hub.log import intake
from sync.hub.national.sender import Sender, line_of
from sync.hub.national.settings import National, read
from sync.hub.settings import DatabaseSettings, HubSettings
from sync.hub.store import HubStore, national_rows
from tests.conftest import TurnedClock
from tests.fakes.national_a import PASSWORD, STATION, UNIT, USER, NationalA
from tests.fakes.national_b import NationalB
from tests.sync.hub.conftest import NOW, OFFICE, Enrol, open_store

TIME_OUT = 10.0
HERE = Unit(id=OFFICE, name="Trung tâm Phục vụ hành chính công xã Mẫu Sơn")
MAU = Person(full_name="Nguyễn Văn Mẫu", personal_number="001099000001", phone="0901234567", address="Thôn Mẫu")


def received(number: int, person: Person = MAU) -> DossierReceived:
    """The intake of a dossier with this number."""
    return DossierReceived(
        code=DossierCode(f"{OFFICE}-261123-{number:04d}"),
        intake=Intake(
            procedure=ProcedureTaken(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", catalogue="1"),
            submitter=person,
            received_by=HERE,
            resolved_by=HERE,
        ),
        due=DueDate(at=NOW),
        fee=FeeDue(lines=(FeeLine(name="Lệ phí hộ tịch", amount=8000),)),
    )


Fake = NationalA | NationalB


@pytest.fixture
def hub_url(tmp_path: Path) -> str:
    """An encrypted file; ``test_sender_on_postgresql`` has its own."""
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    open_store(url).close()
    return url


@pytest.fixture(params=["a", "b"])
def fake(request: pytest.FixtureRequest) -> Iterator[Fake]:
    """The national system."""
    with NationalA() if request.param == "a" else NationalB() as server:
        yield server


def settings_of(folder: Path, fake: Fake, **more: object) -> HubSettings:
    """What an administrator would set for it."""
    (folder / "national.key").write_text(PASSWORD, "utf-8")
    national: dict[str, object] = {
        "generation": "a" if isinstance(fake, NationalA) else "b",
        "url": fake.url,
        "user": USER,
        "password_file": "national.key",
        "unit": UNIT,
        "station": STATION,
        "time_out": TIME_OUT,
        "rules": {"fields": {"Hộ tịch": "G15-HT01"}},
    }
    return HubSettings(
        name="Tỉnh Mẫu",
        database=DatabaseSettings(url="unused"),
        national=national | more,
        folder=str(folder.absolute()),
    )


class Town:
    """An office that works, and the sender behind it."""

    def __init__(self, store: HubStore, enrolled: Enrol, settings: HubSettings, clock: TurnedClock) -> None:
        self.store, self.clock = store, clock
        self.device, self.desk, _key = enrolled()
        self._acknowledged = 0
        self.settings = settings
        self.national: National = read(settings)
        self.sender = self.another()

    def another(self, chance: Callable[[], float] = lambda: 1.0) -> Sender:
        """A sender as after a restart."""
        line = line_of(self.settings, self.national)
        assert line is not None
        return Sender(self.store, self.national, line, clock=self.clock, chance=chance)

    def loses_patience(self) -> None:
        """From now on an answer may take a quarter of a second."""
        self.sender._line.close()
        self.national = replace(self.national, time_out=0.25)
        self.sender = self.another()

    def happens(self, subject: SubjectId, *events: AnyEvent) -> None:
        """At the desk, and at the hub at once."""
        self.desk.now = self.clock()
        self.desk.record(subject, *events)
        answer = intake.take_in(self.store, self.device, self.desk.up(self._acknowledged + 1), self.clock())
        self._acknowledged = answer.head
        assert not answer.set_aside

    def receives(self, number: int, person: Person = MAU) -> DossierId:
        """One more dossier."""
        subject = new_dossier_id()
        self.happens(subject, received(number, person))
        return subject

    def settles(self, hours: int = 6) -> None:
        """Time goes by, until nothing is left to be sent or the hours are over."""
        for _ in range(hours * 12):
            self.sender.turn()
            with self.store.reading() as reading:
                if national_rows.next_due(reading) is None:
                    return
            self.clock.turn(minutes=5)


@pytest.fixture
def town(hub_store: HubStore, enrolled: Enrol, fake: Fake, clock: TurnedClock, tmp_path: Path) -> Iterator[Town]:
    """An office whose province speaks to ``fake``."""
    made = Town(hub_store, enrolled, settings_of(tmp_path, fake), clock)
    yield made
    made.sender._line.close()
