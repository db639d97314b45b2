"""Bank transfers at the hub: heard of one by one and by the page, beside bare commits on the same server."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from models.calendar.clock import wall_clock
from sync.hub import logs
from sync.hub.offices import offices
from sync.hub.payments.arrivals import Arrivals
from sync.hub.payments.provider import BankTransaction
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore
from sync.hub.store.transfer_rows import POLL, WEBHOOK
from tests.benchmarks.bench_hub import ALONE, bare_commits
from tests.benchmarks.figures import Figure, percentile
from tests.fakes.hub import OFFICE, running, settings_for
from tests.fakes.postgres import PostgreSQL
from tests.fakes.sepay import SePayServer
from tests.sync.hub.payments.conftest import ACCOUNT, with_payments

PAGE = 2_000


def figures() -> Iterator[Figure]:
    """One by one in the store, one by one over HTTP, and a page after an outage."""
    with PostgreSQL(durable=True) as server, tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        bare = percentile(bare_commits(server), 0.5)
        in_store = _in_store(server)
        yield _one("a transfer: row and event in one transaction, p50", in_store, bare)
        yield _one(
            "a transfer: SePay's webhook → answered after the commit, p50", _over_http(server, Path(folder)), bare
        )
        yield Figure(
            f"{PAGE:,} transfers asked for after an outage",
            PAGE / _page(server),
            "a second",
            1 / bare,
            "bare commits",
            "",
        )


def _one(what: str, taken: list[float], bare: float) -> Figure:
    return Figure(what, percentile(taken, 0.5) * 1e3, "ms", bare * 1e3, "one bare INSERT with its commit", "")


def _transaction(number: int) -> BankTransaction:
    content = f"NGUYEN VAN MAU chuyen tien ho so {number} MC0123456789A FT{number}"
    return BankTransaction(
        id=str(number), amount=20_000, incoming=True, account=ACCOUNT, content=content, happened_at=wall_clock()
    )


def _store(server: PostgreSQL) -> HubStore:
    store = HubStore.open(server.fresh())
    store.prepare()
    offices.create_office(store, OFFICE, "UBND xã Mẫu Sơn")
    return store


def _in_store(server: PostgreSQL) -> list[float]:
    store = _store(server)
    arrivals = Arrivals(store, "sepay", "sepay", {ACCOUNT: OFFICE})
    taken = []
    for number in range(1, ALONE + 1):
        started = time.perf_counter()
        arrivals.take([_transaction(number)], wall_clock(), heard_by=WEBHOOK)
        taken.append(time.perf_counter() - started)
    store.close()
    return taken


def _page(server: PostgreSQL) -> float:
    store = _store(server)
    arrivals = Arrivals(store, "sepay", "sepay", {ACCOUNT: OFFICE})
    page = [_transaction(number) for number in range(1, PAGE + 1)]
    started = time.perf_counter()
    arrivals.take(page, wall_clock(), heard_by=POLL)
    took = time.perf_counter() - started
    store.close()
    return took


def _over_http(server: PostgreSQL, folder: Path) -> list[float]:
    settings: HubSettings = with_payments(settings_for(folder, server.fresh()))
    sepay = SePayServer(wall_clock)
    taken = []
    logs.configure()  # to stderr: the table is what goes to stdout
    with running(settings) as hub, httpx.Client(trust_env=False) as client:
        sepay.hub = f"{hub.url}/v1/payments/sepay"
        for _ in range(ALONE // 3):  # fewer than the rate of unsigned requests allows at once
            body = sepay.webhook(sepay.pays(20_000, "NGUYEN VAN MAU MC0123456789A"))
            headers = sepay.headers(body)
            started = time.perf_counter()
            answer = client.post(sepay.hub, content=body, headers=headers)
            taken.append(time.perf_counter() - started)
            if answer.status_code != 200:
                raise RuntimeError(answer.text)
    return taken
