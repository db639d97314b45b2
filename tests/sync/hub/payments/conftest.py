"""A hub that hears of money on an office's account, and SePay on the other end."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from msgspec.structs import replace

from models.calendar.clock import from_local
from models.codes.payment_reference import payment_reference
from models.events import PAYMENT, TransferArrived
from models.ids import SubjectId, new_subject
from sync.hub.log import stream
from sync.hub.payments.poller import Poller
from sync.hub.payments.settings import read
from sync.hub.payments.sources import sources_of
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore, transfer_rows
from tests.conftest import TurnedClock
from tests.fakes.hub import OFFICE, RunningHub, running, settings_for
from tests.fakes.sepay import KEY, TOKEN, SePayServer

ACCOUNT, VIRTUAL = "0071000888888", "VCB0011ABC004"


def with_payments(settings: HubSettings, url: str = "", **more: object) -> HubSettings:
    """What an administrator would set for SePay at this address."""
    folder = Path(settings.folder)
    for name, content in (("sepay.key", KEY), ("sepay.token", TOKEN)):
        (folder / name).write_text(content + "\n", "utf-8")
        (folder / name).chmod(0o600)
    source: dict[str, object] = {
        "provider": "sepay",
        "accounts": {"0071 000 888 888": OFFICE, VIRTUAL: OFFICE},
        "key_file": "sepay.key",
    }
    if url:
        source |= {"url": url, "token_file": "sepay.token"}
    return replace(settings, payments={"since": "2026-11-20", "source": [source | more]})


def reference() -> str:
    """Of a payment that somebody was asked for."""
    return payment_reference(SubjectId(new_subject(PAYMENT)))


class Town:
    """A running hub with SePay."""

    def __init__(self, hub: RunningHub, sepay: SePayServer, clock: TurnedClock) -> None:
        self.hub, self.sepay, self.clock = hub, sepay, clock
        self.store: HubStore = hub.store
        self.poller = self.another()

    def another(self) -> Poller:
        """A poller as after a restart."""
        settings = self.hub.settings
        payments = read(settings)
        assert payments is not None
        (source,) = sources_of(settings, self.store, ask=True, pause=lambda _: None).values()
        since = from_local(datetime.combine(payments.since, time()))
        return Poller(self.store, source, since, clock=self.clock, chance=lambda: 1.0)

    def told(self) -> list[TransferArrived]:
        """What the office's desks hear, in order."""
        events = [event.event for _, event in stream.read(self.store, OFFICE, 0, 10_000)]
        assert all(isinstance(event, TransferArrived) for event in events)
        return [event for event in events if isinstance(event, TransferArrived)]

    def amounts(self) -> list[int]:
        """Of all of it, the smallest first."""
        return sorted(event.amount for event in self.told())

    def asked_upto(self) -> transfer_rows.SourceRow:
        """How far SePay was asked."""
        with self.store.reading() as reading:
            return transfer_rows.find_source(reading, "sepay")


@pytest.fixture
def town(tmp_path: Path, clock: TurnedClock) -> Iterator[Town]:
    """SePay tells by webhook, and may be asked."""
    sepay = SePayServer(clock)
    sepay.start()
    settings = with_payments(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}"), sepay.url)
    with running(settings, clock=clock) as hub:
        sepay.hub = f"{hub.url}/v1/payments/sepay"
        yield Town(hub, sepay, clock)
    sepay.stop()
