"""Much at once: a desk that was away for months, a new desk in an old office; and what goes over the wire.

The hub is a process of its own (one worker answers one desk) on a PostgreSQL that really writes to the disk; the desk
is this process with a real encrypted file, poured full as a rebuild would find it.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

import psycopg
from msgspec.structs import replace

from models.calendar.clock import wall_clock
from models.events import Form, FormPrinted
from models.history import Recorded
from models.ids import DeviceId
from models.store import Store, open_store, tables
from models.store.codec import event_values
from models.store.file.database import insert_into
from sync.client import exchange, hub_answer
from sync.client.https import HubClient
from sync.client.membership import Membership
from sync.client.pace import Pace
from sync.client.up_ahead import send_on
from sync.hub.offices import offices
from sync.messages import Up, chain_of, pack
from tests.benchmarks.figures import Figure
from tests.fakes.citizens import CLERK, OFFICE, Chain, citizen, reception, subject_at
from tests.fakes.network import HostileProxy
from tests.fakes.postgres import PostgreSQL, name_of
from tests.faults.office import HubProcess, membership
from tests.sync.messages.train_typical import intakes

EVENTS = 100_000
DOSSIERS = EVENTS // 2
INTAKES = 50
KEY = bytes(32)
ENDS = b"connection: close\r\n"
"""What the hub answers on top to the counting proxy, which does not keep its connections; desks keep theirs."""

T = TypeVar("T")


def figures() -> Iterator[Figure]:
    """Up, down, and the bytes."""
    with (
        PostgreSQL(durable=True, settings={"shared_buffers": "256MB"}) as server,
        tempfile.TemporaryDirectory(prefix="motcua-bench-") as place,
    ):
        folder = Path(place)
        hub = HubProcess(folder / "hub", server.fresh())
        hub.start()
        try:
            desk, newcomer, counted = _members(hub)
            yield from _up(hub, desk, folder, server)
            yield from _down(hub, newcomer, folder, server)
            yield from _wire(hub, counted, folder)
        finally:
            hub.stop()
            hub.give_up()


def _members(hub: HubProcess) -> list[Membership]:
    store = hub.store()
    try:
        offices.create_office(store, OFFICE.id, OFFICE.name)
        return [membership(store, hub, OFFICE.id, number, hub.url) for number in (1, 2, 3)]
    finally:
        store.close()


def _opened(folder: Path, member: Membership) -> Store:
    path = folder / f"desk-{member.device}.db"
    return open_store(path, KEY, device=member.device, clock=wall_clock, create=True)


# ---- up ----------------------------------------------------------------------------------------------------


def _up(hub: HubProcess, member: Membership, folder: Path, server: PostgreSQL) -> Iterator[Figure]:
    with _opened(folder, member) as store:
        size = _pour(store, member.device)
    with _opened(folder, member) as store:
        speaking, pace, ask = HubClient(member, wall_clock), Pace(), exchange.direct_access(store)
        started = time.perf_counter()
        while exchange.send(speaking, ask, pace).unsent:  # as a turn of the link does
            send_on(speaking, ask, pace, lambda _: None)
        rate = EVENTS / (time.perf_counter() - started)
        speaking.abort()
        assert store.log.acknowledged() == EVENTS
    bare = _bare_copy(server, name_of(hub.database))
    yield Figure(
        f"{EVENTS:,} events of {size:.0f} bytes from one desk's file, acknowledged after commit",
        rate,
        "events/s",
        bare,
        "bare COPY of the same rows into the same table with its indexes, one transaction",
        "≥ 25,000, ≥ 0.2x",
    )
    bytes_all = server.execute(
        "SELECT sum(pg_total_relation_size(relid)) FROM pg_stat_user_tables WHERE relname LIKE 'event%'",
        name_of(hub.database),
    )[0][0]
    yield Figure(
        "PostgreSQL: one event on disk, indexes included", float(bytes_all) / EVENTS, "bytes", size, "its body", ""
    )


def _log(device: DeviceId) -> Iterator[Recorded]:
    """Dossiers taken in, each with its slip."""
    chance = random.Random(1)  # noqa: S311  # no secret, the same each run
    chain = Chain(device, named=True)
    first = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)
    for place in range(DOSSIERS):
        at = first + timedelta(seconds=30 * place)
        dossier = subject_at("dossier/", at, chance)
        code = f"{OFFICE.id}-{at:%y%m%d}-{place % 9999 + 1:04d}"
        yield chain.add(dossier, at, reception(citizen(chance), code, at, chance))
        yield chain.add(dossier, at, FormPrinted(form=Form.RECEIPT, version="tt03-2025", copy=1))


def _pour(store: Store, device: DeviceId) -> float:
    """The log in whole chunks; bytes of a body on average."""
    database, put, size = store._database, insert_into(tables.event), 0
    log = _log(device)
    while chunk := list(islice(log, 20_000)):
        size += sum(len(recorded.body) for recorded in chunk)
        with database.transaction():
            database.run_many(put, map(event_values, chunk))
    return size / EVENTS


def _bare_copy(server: PostgreSQL, name: str) -> float:
    """Rows a second into an empty table with the same indexes, in one transaction that is on the disk in the end."""
    with psycopg.connect(server.conninfo(name)) as connection:
        with connection.cursor().copy("COPY (SELECT * FROM event) TO STDOUT (FORMAT BINARY)") as copy:
            rows = [bytes(piece) for piece in copy]
        connection.execute("CREATE TABLE bare (LIKE event INCLUDING ALL)")
        connection.commit()
        started = time.perf_counter()
        with connection.cursor().copy("COPY bare FROM STDIN (FORMAT BINARY)") as copy:
            for row in rows:
                copy.write(row)
        connection.commit()
        rate = EVENTS / (time.perf_counter() - started)
        connection.execute("DROP TABLE bare")
        connection.commit()
        return rate


# ---- down --------------------------------------------------------------------------------------------------


def _down(hub: HubProcess, member: Membership, folder: Path, server: PostgreSQL) -> Iterator[Figure]:
    """A new desk reads the whole office, its rows and search included."""
    with _opened(folder, member) as store:
        speaking, longest = HubClient(member, wall_clock), 0.0

        def ask(work: Callable[[Store], T]) -> T:
            nonlocal longest
            begun = time.perf_counter()
            try:
                return work(store)
            finally:
                longest = max(longest, time.perf_counter() - begun)

        started = time.perf_counter()
        while exchange.read_news(speaking, ask).news.remaining:
            pass
        took = time.perf_counter() - started
        speaking.abort()
        assert store.log.counts().events == EVENTS
    bare = _bare_read(server, name_of(hub.database), folder, member)
    yield Figure(
        f"first sync of a new desk: {DOSSIERS:,} dossiers, {EVENTS:,} events",
        took,
        "s",
        bare,
        "SELECT of the same rows, bare inserts into an encrypted file",
        "≤ 60 s",
    )
    yield Figure("first sync: longest time that the desk's own work waits", longest * 1e3, "ms", 0, "", "window usable")


def _bare_read(server: PostgreSQL, name: str, folder: Path, member: Membership) -> float:
    path = folder / "bare.db"
    with open_store(path, KEY, device=member.device, clock=wall_clock, create=True) as store:
        database, put = store._database, insert_into(tables.event)
        started = time.perf_counter()
        with psycopg.connect(server.conninfo(name)) as connection:
            rows = connection.execute(
                "SELECT (device << 40) | seq, id, subject, clock, at, clerk, prev, digest, body FROM event"
            ).fetchall()
        for start in range(0, len(rows), hub_answer.SLICE):
            with database.transaction():
                database.run_many(put, rows[start : start + hub_answer.SLICE])
        return time.perf_counter() - started


# ---- the wire ----------------------------------------------------------------------------------------------


def _wire(hub: HubProcess, member: Membership, folder: Path) -> Iterator[Figure]:
    """Intakes one by one, as at a counter: each goes up as soon as it is stored, and the hub was spoken to before."""
    with _opened(folder, member) as store, HostileProxy(hub.url) as proxy:
        speaking = HubClient(replace(member, url=proxy.url), wall_clock)
        ask = exchange.direct_access(store)
        chance = random.Random(9)  # noqa: S311  # likewise
        exchange.send(speaking, ask, Pace())
        plain, before = 0, proxy.bytes_up + proxy.bytes_down
        for number in range(INTAKES):
            at = wall_clock()
            dossier = subject_at("dossier/", at, chance)
            code = f"{OFFICE.id}-{at:%y%m%d}-{number + 1:04d}"
            received = reception(citizen(chance), code, at, chance)
            printed = FormPrinted(form=Form.RECEIPT, version="tt03-2025", copy=1)
            new = store.log.record(dossier, CLERK, received, printed).recorded
            plain += sum(len(recorded.body) for recorded in new)
            exchange.send(speaking, ask, Pace())
        speaking.abort()
        whole = (proxy.bytes_up + proxy.bytes_down - before) / INTAKES - len(ENDS)
    real = intakes(55, "Hoà Thử")
    yield Figure(
        "bytes of one intake, sent alone (real desk, office and citizens unlike those learnt from)",
        sum(len(pack(Up(chain_of([recorded])))) for recorded in real) / len(real),
        "bytes",
        sum(len(recorded.body) for recorded in real) / len(real),
        "its body, not compressed",
        "≤ 400",
    )
    yield Figure(
        "one intake and its slip with HTTP, signature and answer (without TLS)",
        whole,
        "bytes",
        plain / INTAKES,
        "its two bodies, not compressed",
        "≤ 600",
    )
