"""On PostgreSQL, where several workers write at once: each transfer once, and no two wait for each other."""

from concurrent.futures import ThreadPoolExecutor

from sync.hub.log import counts, stream
from sync.hub.offices import offices
from sync.hub.payments.arrivals import Arrivals, TransferOutcome
from sync.hub.payments.provider import BankTransaction
from sync.hub.store.transfer_rows import POLL, WEBHOOK
from tests.fakes.postgres import PostgreSQL
from tests.sync.hub.conftest import NOW, OFFICE, open_store

OTHER = "H99.99.98"
ACCOUNTS = {"1": OFFICE, "2": OTHER}


def test_workers_and_the_poller_that_hear_of_the_same_at_once_count_it_once(postgres: PostgreSQL) -> None:
    store = open_store(postgres.fresh())
    for office in (OFFICE, OTHER):
        offices.create_office(store, office, "UBND xã Mẫu Sơn")
    told = [
        BankTransaction(id=str(number), amount=number, incoming=True, account=str(number % 3 + 1))
        for number in range(1, 31)
    ]

    def hears(worker: int) -> list[TransferOutcome]:
        arrivals = Arrivals(store, "sepay", "sepay", ACCOUNTS)
        if worker == 0:
            return arrivals.take(told, NOW, heard_by=POLL)
        some = told[worker::2] if worker % 2 else list(reversed(told))
        return [outcome for one in some for outcome in arrivals.take([one], NOW, heard_by=WEBHOOK)]

    with ThreadPoolExecutor(4) as workers:
        outcomes = [outcome for found in workers.map(hears, range(4)) for outcome in found]
    assert (outcomes.count(TransferOutcome.ARRIVED), outcomes.count(TransferOutcome.NOBODY)) == (20, 10)
    assert set(outcomes) == {TransferOutcome.ARRIVED, TransferOutcome.NOBODY, TransferOutcome.KNOWN}
    for office in (OFFICE, OTHER):
        events = [recorded for _, recorded in stream.read(store, office, 0, 99)]
        assert len(events) == len({recorded.subject for recorded in events}) == 10
        (device,) = counts.counts(store, office).devices
        assert (device.events, device.head) == (10, 10)
    store.close()


def test_zero_bytes_in_what_a_provider_tells_lose_no_transfer(postgres: PostgreSQL) -> None:
    store = open_store(postgres.fresh())
    offices.create_office(store, OFFICE, "UBND xã Mẫu Sơn")
    arrivals = Arrivals(store, "payos", "payos", ACCOUNTS)
    strange = BankTransaction(id="\0/1", amount=7, incoming=True, account="\0", sub_account="\0", content="a\0b")
    ours = BankTransaction(id="1/\0", amount=8, incoming=True, account="1", content="a\0b", dossier="\0")
    for outcomes in ([TransferOutcome.NOBODY, TransferOutcome.ARRIVED], [TransferOutcome.KNOWN] * 2):
        assert arrivals.take([strange, ours], NOW, heard_by=WEBHOOK) == outcomes
    assert len(stream.read(store, OFFICE, 0, 9)) == 1
    store.close()
