"""A hub with an office whose desks issue receipts, and whose clock tests turn."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.calendar.clock import micros
from models.events import AnyEvent, FeeLine, ReceiptIssued
from models.ids import SubjectId, new_subject
from models.money import FeeLineKind, ReceiptNumber
from models.receipt_leases import HIGHEST_NUMBER, ReceiptPool
from sync.hub.editions import editions
from sync.hub.log import intake
from sync.hub.offices.offices import Device
from sync.hub.receipts.lease_files import LeaseFiles
from sync.hub.receipts.leases import lease_due
from sync.hub.receipts.settings import LeaseRules
from sync.hub.store import HubStore
from sync.hub.store.receipts import receipt_rows
from sync.hub.store.receipts.receipt_rows import SeriesRow
from sync.messages import Edition
from tests.sync.hub.conftest import NOW, OFFICE, Desk, Enrol

RULES = LeaseRules(size=10, least=4, days=2, passed_over=100)
LINE = FeeLine(name="Lệ phí chứng thực", amount=10_000, kind=FeeLineKind.FEE)


class Office:
    """Desks of one office that issue receipts, and the leasing hub.

    Attributes:
        now: what everybody's clock says.
    """

    def __init__(self, store: HubStore, enrolled: Enrol, folder: Path) -> None:
        self.store, self._enrolled = store, enrolled
        self.files = LeaseFiles(folder)
        self.key = Ed25519PrivateKey.generate()
        self.now = NOW
        self.desks: dict[int, tuple[Device, Desk]] = {}

    def desk(self) -> int:
        """One more desk; its number."""
        device, desk, _ = self._enrolled()
        self.desks[device.number] = (device, desk)
        return device.number

    def series(self, name: str = "26TAB", *, last: int = HIGHEST_NUMBER, kind: str = "") -> None:
        """The administrator tells of a series."""
        row = SeriesRow(OFFICE, "EBL01", name, kind, b"", 1, last, "", micros(self.now))
        with self.store.writing() as writing:
            assert receipt_rows.put_series(writing, row)

    def lease(self, rules: LeaseRules = RULES) -> int:
        """What is due now; the version that tells of it."""
        self.now += timedelta(seconds=1)
        return lease_due(self.store, OFFICE, rules, self.files, self.key, self.now)

    def pools(self, device: int = 0) -> list[ReceiptPool]:
        """What the newest edition leases, to all or to one."""
        signed = editions.newest(self.store, OFFICE)
        assert signed is not None
        self.key.public_key().verify(signed.signature, signed.body)
        return self.pools_unsigned(device)

    def pools_unsigned(self, device: int) -> list[ReceiptPool]:
        """The same, whoever signed it."""
        signed = editions.newest(self.store, OFFICE)
        assert signed is not None
        receipts = msgspec.json.decode(signed.body, type=Edition).receipts
        return [pool for pool in receipts if device in (0, pool.device)]

    def ranges(self, device: int) -> list[tuple[int, int]]:
        """The numbers of what it leases to one."""
        return [(pool.first, pool.last) for pool in self.pools(device)]

    def record(self, device: int, subject: SubjectId, *events: AnyEvent, at: datetime | None = None) -> None:
        """At a desk, not sent yet."""
        desk = self.desks[device][1]
        desk.now = at or self.now
        desk.record(subject, *events)

    def issue(self, device: int, *numbers: int, series: str = "26TAB", lease: str = "") -> list[SubjectId]:
        """Receipts of a desk, sent at once."""
        subjects = []
        for number in numbers:
            subjects.append(new_subject("receipt/"))
            (of,) = [one.lease for one in self.pools(device) if one.first <= number <= one.last] or [SubjectId(lease)]
            told = ReceiptNumber(form="EBL01", series=series, number=number)
            self.record(device, subjects[-1], ReceiptIssued(number=told, lines=(LINE,), lease=of))
        self.send(device)
        return subjects

    def send(self, device: int) -> None:
        """Everything that the desk has recorded."""
        who, desk = self.desks[device]
        if desk.log:
            intake.take_in(self.store, who, desk.up(), self.now)


@pytest.fixture
def hub_url(prepared_file: Path, tmp_path: Path) -> str:
    """The file; what differs on PostgreSQL is tested in a file of its own."""
    return f"sqlite:///{shutil.copy(prepared_file, tmp_path / 'hub.db')}"


@pytest.fixture
def office(hub_store: HubStore, enrolled: Enrol, tmp_path: Path) -> Office:
    return Office(hub_store, enrolled, tmp_path / "numbers")
