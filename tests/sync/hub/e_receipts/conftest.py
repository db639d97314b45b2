"""A hub with a desk that requests electronic receipts, a provider, and a sender whose clock tests turn."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.events import (
    AnyEvent,
    EReceiptCancelReported,
    EReceiptReported,
    EReceiptRequested,
    EReceiptState,
    FeeLine,
    ReceiptIssued,
    ReceiptOwed,
    ReceiptVoided,
)
from models.ids import ClerkId, DossierId, SubjectId, new_subject
from models.money import FeeLineKind, PaidFee, ReceiptNumber
from models.subjects.receipt import Receipt, fold
from sync.hub.e_receipts.sender import EReceiptSender, issuer_of
from sync.hub.e_receipts.settings import read
from sync.hub.log import intake
from sync.hub.settings import DatabaseSettings, HubSettings
from sync.hub.store import HubStore, event_rows
from sync.hub.store.receipts import cancel_rows, e_receipt_rows
from tests.conftest import TurnedClock
from tests.fakes.e_receipt_provider import FORMAT, EReceiptProvider
from tests.sync.hub.conftest import NOW, OFFICE, Enrol

LINES = (
    FeeLine(name="Lệ phí chứng thực", amount=15_000, kind=FeeLineKind.FEE),
    FeeLine(name="Bản sao", amount=6_000, kind=FeeLineKind.FEE),
)
PAYER = "Nguyễn Văn Mẫu"


def settings_with(folder: Path, provider: str, **more: object) -> HubSettings:
    """A hub's settings with this provider."""
    said = {**FORMAT, "url": provider, "time_out": 1.0, "absent_after": 90.0, "repeat_is_safe": True, **more}
    return HubSettings(
        name="Tỉnh Mẫu", database=DatabaseSettings(url="unused"), e_receipts=said, folder=str(folder.absolute())
    )


class Counter:
    """A desk that requests receipts, and the sender behind it."""

    def __init__(
        self, store: HubStore, enrolled: Enrol, clock: TurnedClock, folder: Path, provider: EReceiptProvider
    ) -> None:
        self.store, self.clock, self.folder, self.provider = store, clock, folder, provider
        self.device, self.desk, _ = enrolled()
        self.references = 0

    def happens(self, subject: SubjectId, *events: AnyEvent) -> None:
        """At the desk, and at the hub at once."""
        self.desk.now = self.clock()
        self.desk.record(subject, *events)
        assert not intake.take_in(self.store, self.device, self.desk.up(), self.clock()).set_aside

    def requests(self, number: int | None = None, *, replaces: SubjectId | None = None) -> tuple[SubjectId, str]:
        """A receipt for which an electronic one is asked; with this number, or with one the provider gives."""
        self.references += 1
        subject, reference = new_subject("receipt/"), f"yc-{self.references:04d}"
        fees = (PaidFee(dossier=DossierId(SubjectId("dossier/1")), amount=21_000),)
        if number is None:
            owed = ReceiptOwed(
                slip="PT-1", payment=SubjectId("payment/1"), fees=fees, lines=LINES, payer=PAYER, payer_address="Thôn 1"
            )
            self.happens(subject, owed, EReceiptRequested(reference=reference))
        else:
            own = ReceiptNumber(form="EBL01", series="26TAB", number=number)
            issued = ReceiptIssued(number=own, fees=fees, lines=LINES, payer=PAYER, replaces=replaces or SubjectId(""))
            self.happens(subject, issued, EReceiptRequested(reference=reference, number=own))
        return subject, reference

    def sender(self, **more: object) -> EReceiptSender:
        """A sender, as after a start of the hub."""
        settings = settings_with(self.folder, self.provider.url, **more)
        said = read(settings)
        assert said is not None
        return EReceiptSender(self.store, said, issuer_of(settings, said), clock=self.clock, chance=lambda: 1.0)

    def works(self, sender: EReceiptSender, *, minutes: float = 60.0) -> None:
        """So long, turn by turn."""
        end = self.clock() + timedelta(minutes=minutes)
        while self.clock() < end:
            wait = sender.turn()
            self.clock.turn(seconds=max(wait, 1.0))

    def row(self, reference: str) -> e_receipt_rows.RequestRow:
        """The request of this reference."""
        with self.store.reading() as reading:
            found = e_receipt_rows.find(reading, OFFICE, reference)
        assert found is not None
        return found

    def voids(self, subject: SubjectId) -> None:
        """Two people make a receipt void."""
        self.happens(subject, ReceiptVoided(reason="Ghi nhầm người nộp", confirmed_by=ClerkId("hai")))

    def cancel_row(self, reference: str) -> cancel_rows.CancelRow:
        """The request to cancel what was issued by this reference."""
        with self.store.reading() as reading:
            found = cancel_rows.find(reading, OFFICE, reference)
        assert found is not None
        return found

    def cancels_told(self, subject: SubjectId) -> list[EReceiptCancelReported]:
        """What the office was told of cancelling a receipt."""
        with self.store.reading() as reading:
            history = sorted(event_rows.of_subject(reading, OFFICE, subject), key=lambda one: one.clock)
        return [one.event for one in history if isinstance(one.event, EReceiptCancelReported)]

    def told(self, subject: SubjectId) -> list[EReceiptReported]:
        """What the office was told of a receipt, in order."""
        with self.store.reading() as reading:
            history = sorted(event_rows.of_subject(reading, OFFICE, subject), key=lambda one: one.clock)
        return [one.event for one in history if isinstance(one.event, EReceiptReported)]

    def states(self, subject: SubjectId) -> list[EReceiptState]:
        """The states of it."""
        return [event.state for event in self.told(subject)]

    def receipt(self, subject: SubjectId) -> Receipt:
        """As it stands."""
        with self.store.reading() as reading:
            return fold(subject, event_rows.of_subject(reading, OFFICE, subject))


@pytest.fixture
def hub_url(prepared_file: Path, tmp_path: Path) -> str:
    """The file; what differs on PostgreSQL is tested in a file of its own."""
    return f"sqlite:///{shutil.copy(prepared_file, tmp_path / 'hub.db')}"


@pytest.fixture
def provider() -> Iterator[EReceiptProvider]:
    with EReceiptProvider() as found:
        yield found
        assert found.faults == []


@pytest.fixture
def counter(hub_store: HubStore, enrolled: Enrol, tmp_path: Path, provider: EReceiptProvider) -> Counter:
    return Counter(hub_store, enrolled, TurnedClock(NOW), tmp_path, provider)
