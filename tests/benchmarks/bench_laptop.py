"""A visit laptop: 200 visits' histories come aboard over loopback, out of an office that has many more."""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from models.calendar.clock import wall_clock
from models.events import Form as PrintedForm
from models.events import FormPrinted, LaptopLoaded, LaptopSetUp, VisitRequested, laptop_subject
from models.history import Recorded
from models.ids import DeviceId, SubjectId
from models.store import Store, open_store, tables
from models.store.codec import event_values
from models.store.file.database import insert_into
from sync.client import exchange
from sync.client.https import HubClient
from sync.client.load import read_load
from sync.client.membership import Membership
from sync.client.pace import Pace
from sync.hub.offices import offices
from tests.benchmarks.figures import Figure
from tests.fakes.citizens import CLERK, OFFICE, Chain, citizen, reception, subject_at
from tests.fakes.postgres import PostgreSQL
from tests.faults.office import HubProcess, membership

VISITS, DOSSIERS_EACH, EVENTS_EACH = 200, 3, 8
OTHERS = 5_000
"""Dossiers of the office that are not named, two events each."""
KEY = bytes(32)


def figures() -> Iterator[Figure]:
    """The load, page by page."""
    with (
        PostgreSQL(durable=True, settings={"shared_buffers": "256MB"}) as server,
        tempfile.TemporaryDirectory(prefix="motcua-bench-") as place,
    ):
        folder = Path(place)
        hub = HubProcess(folder / "hub", server.fresh())
        hub.start()
        try:
            store = hub.store()
            try:
                offices.create_office(store, OFFICE.id, OFFICE.name)
                desk, laptop = (membership(store, hub, OFFICE.id, number, hub.url) for number in (1, 2))
            finally:
                store.close()
            _send(folder, desk, laptop.device)
            yield _load(folder, laptop)
        finally:
            hub.stop()
            hub.give_up()


def _opened(folder: Path, member: Membership) -> Store:
    path = folder / f"desk-{member.device}.db"
    return open_store(path, KEY, device=member.device, clock=wall_clock, create=True)


def _send(folder: Path, member: Membership, laptop: DeviceId) -> None:
    """The office's desk has all of it, names what the visits need, and sends."""
    named: list[SubjectId] = []
    with _opened(folder, member) as store:
        database = store._database
        with database.transaction():
            database.run_many(insert_into(tables.event), map(event_values, _log(member.device, named)))
    with _opened(folder, member) as store:
        loaded = LaptopLoaded(laptop=laptop, subjects=tuple(named), days=7, until=date(2026, 12, 7))
        store.log.record(laptop_subject(laptop), CLERK, loaded)
        hub, pace = HubClient(member, wall_clock), Pace()
        while exchange.send(hub, exchange.direct_access(store), pace).unsent:
            pass
        hub.abort()


def _log(device: DeviceId, named: list[SubjectId]) -> Iterator[Recorded]:
    chance = random.Random(1)  # noqa: S311  # no secret, the same each run
    chain = Chain(device, named=True)
    at = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
    numbers = iter(range(1_000_000))

    def dossier(events: int) -> Iterator[Recorded]:
        subject = subject_at("dossier/", at, chance)
        number = next(numbers)
        code = f"{OFFICE.id}-{at:%y%m%d}-{number % 9999 + 1:04d}"
        yield chain.add(subject, at, reception(citizen(chance), code, at, chance))
        for copy in range(1, events):
            yield chain.add(subject, at, FormPrinted(form=PrintedForm.RECEIPT, version="tt03-2025", copy=copy))

    for _ in range(VISITS):
        at += timedelta(minutes=7)
        subject = subject_at("visit/", at, chance)
        yield chain.add(subject, at, VisitRequested(person=citizen(chance)))
        named.append(subject)
        for _ in range(DOSSIERS_EACH):
            at += timedelta(minutes=1)
            for recorded in dossier(EVENTS_EACH):
                if not named or named[-1] != recorded.subject:
                    named.append(recorded.subject)
                yield recorded
        for _ in range(OTHERS // VISITS):
            at += timedelta(minutes=1)
            yield from dossier(2)


def _load(folder: Path, member: Membership) -> Figure:
    with _opened(folder, member) as store:
        assert store.log.mark_load_file()
        store.log.record(
            laptop_subject(member.device), CLERK, LaptopSetUp(name="2", seal_key="00" * 32, code_key="00" * 32)
        )
        hub, ask = HubClient(member, wall_clock), exchange.direct_access(store)
        exchange.send(hub, ask, Pace())
        started, events = time.perf_counter(), 0
        while True:
            read = read_load(hub, ask)
            events += len(read.changed.recorded)
            if not read.news.remaining:
                break
        seconds = time.perf_counter() - started
        hub.abort()
        assert events > VISITS * DOSSIERS_EACH * EVENTS_EACH
        assert store.log.verify() == []
    return Figure(
        f"{VISITS} visits' histories aboard, {events:,} events of {OTHERS * 2 + events:,} of the office",
        seconds,
        "s",
        0.0,
        "",
        "≤ 10 s",
    )
