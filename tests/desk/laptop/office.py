"""An office with one desk and a visit laptop at a hub without wires: each day of it is a few lines."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import intake
from desk.laptop import laptops
from desk.opening import close_desk, open_desk
from desk.settings import Settings, write_settings
from desk.training.training import training_settings
from models.events import FileAttached
from models.ids import CounterId, DeviceId, DossierId
from models.person import Person
from models.store import Store
from models.subjects.dossier import Dossier
from models.trouble import ProvinceRefused
from sync.client.exchange import exchange_all
from sync.client.membership import MEMBERSHIP, Membership, read_membership, written
from sync.hub.log import backfill, counts, loads
from sync.hub.offices import offices
from sync.hub.offices.offices import NotAdmitted
from sync.messages import (
    Backfill,
    BackfillAnswer,
    Counts,
    EnrolAsked,
    Enrolled,
    HubFacts,
    Load,
    LoadAsked,
    News,
    NewsAsked,
)
from tests.conftest import TurnedClock
from tests.desk.carried import DirectLine, TheHub
from tests.desk.intake.test_intake import COPIES, complete

T = TypeVar("T")
LAPTOP = DeviceId(2)


class Line(DirectLine):
    """The line of one machine; at most ``most`` events come in a page."""

    most = 500

    def load(self, asked: LoadAsked) -> Load:
        asked = replace(asked, most=self.most)
        try:
            return loads.load(self._hub.store, self._device, asked, clock=self._hub.clock)
        except NotAdmitted as refused:
            raise ProvinceRefused(self.membership.url, refused.refusal.value) from refused

    def news(self, asked: NewsAsked) -> News:
        try:
            return super().news(asked)
        except NotAdmitted as refused:
            raise ProvinceRefused(self.membership.url, refused.refusal.value) from refused

    def counts(self) -> Counts:
        return counts.counts(self._hub.store, self.membership.office)

    def backfill(self, brought: Backfill) -> BackfillAnswer:
        try:
            return backfill.take_back(self._hub.store, self._device, brought, self._hub.clock())
        except NotAdmitted as refused:
            raise ProvinceRefused(self.membership.url, refused.refusal.value) from refused

    def renew(self, asked: EnrolAsked) -> Enrolled:
        facts = HubFacts(
            name="Tỉnh Mẫu",
            protocol=1,
            at=self._hub.clock(),
            sign_key=self.membership.sign_key,
            seal_key=self.membership.seal_key,
        )
        return offices.renew(self._hub.store, self._device, asked, facts, self._hub.clock())

    def abort(self) -> None:
        """There is nothing to cut."""


class Machine:
    """A machine of the office, open or closed between its days."""

    def __init__(self, folder: Path, hub: TheHub, number: int, *, visit_laptop: bool = False) -> None:
        self.folder = folder
        self.hub = hub
        plain = training_settings()
        first = number * 1_000 + 1
        device = replace(
            plain.device,
            number=DeviceId(number),
            counter=CounterId(f"Q{number}"),
            block_first=first,
            block_last=first + 998,
            visit_laptop=visit_laptop,
        )
        write_settings(folder, replace(plain, device=device))
        self.member: Membership = hub.admits(number)
        self.desk: Desk = open_desk(folder, clock=hub.clock)
        self.desk.store.province.put(MEMBERSHIP, written(self.member))
        self.reopen()

    def reopen(self) -> Desk:
        """Closed in the evening, opened in the morning."""
        if self.desk.store.is_open:
            close_desk(self.desk)
        self.desk = open_desk(self.folder, clock=self.hub.clock)
        return self.desk

    def ask(self, work: Callable[[Store], T]) -> T:
        """The store's thread is this one."""
        return work(self.desk.store)

    def line(self) -> Line:
        """To the hub, as the machine is now."""
        return Line(read_membership(self.desk.store) or self.member, self.hub)

    def exchange(self) -> None:
        """Send everything, read everything."""
        line = self.line()
        for recorded in self.desk.store.log.unsent(10_000):
            if isinstance(recorded.event, FileAttached):
                self.hub.files.of(self.member.office).put(self.desk.files.get(recorded.event.digest))
        exchange_all(line, self.ask)

    def takes_in(self, name: str) -> Dossier:
        """A citizen hands something in."""
        form = complete(self.desk, COPIES, pages=3)
        assert isinstance(form.submitter, Person)
        person = replace(form.submitter, full_name=name)
        done = intake.take_in(self.desk, replace(form, submitter=person))
        return self.desk.store.log.dossier(DossierId(done.id))

    def close(self) -> None:
        """At the end of a test."""
        if self.desk.store.is_open:
            close_desk(self.desk)


class Office:
    """Desk 1, laptop 2, and their hub."""

    def __init__(self, folder: Path, clock: TurnedClock) -> None:
        self.clock = clock
        self.hub = TheHub(folder, clock)
        self.desk = Machine(folder / "desk", self.hub, 1)
        self.laptop = Machine(folder / "laptop", self.hub, LAPTOP, visit_laptop=True)

    def loads(self, *dossiers: Dossier, days: int = 7) -> None:
        """What the desk puts together comes aboard."""
        self.laptop.exchange()
        self.desk.exchange()
        laptops.load(self.desk.desk, LAPTOP, [one.id for one in dossiers], days=days)
        self.desk.exchange()
        self.laptop.exchange()

    def later(self, **time: float) -> None:
        """Some days or hours go by."""
        self.clock.now += timedelta(**time)

    def close(self) -> None:
        """At the end of a test."""
        self.desk.close()
        self.laptop.close()
        self.hub.store.close()


def settings_of(machine: Machine, change: Callable[[Settings], Settings]) -> None:
    """Other settings from the next opening on."""
    write_settings(machine.folder, change(machine.desk.settings))
    machine.reopen()
