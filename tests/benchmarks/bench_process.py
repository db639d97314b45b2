"""Forwarding 200 dossiers in one act, beside writing as many events as they are."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from desk.desk import Desk
from desk.dossiers import process
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from models.clerk import Clerk, Role
from models.history import Recorded
from models.ids import ClerkId, DossierId
from models.store import Store, open_store, tables
from models.store.codec import event_values
from models.store.file.database import insert_into
from tests.benchmarks.figures import Figure
from tests.benchmarks.large_office import DEVICE, KEY
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete

MANY = 200
RUNS = 4
_NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def figures() -> Iterator[Figure]:
    """Median of several acts, each on dossiers that no act has touched."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        desk = open_desk(Path(folder) / "desk", settings=training_settings(), clock=TurnedClock(_NOW), training=True)
        bare = open_store(Path(folder) / "bare.db", KEY, device=DEVICE, clock=TurnedClock(_NOW), create=True)
        try:
            office = replace(desk, clerk=Clerk(id=ClerkId("mot"), name="Cán bộ", roles=frozenset({Role.CLERK})))
            took, written = [], []
            for _ in range(RUNS):
                ids = [intake.take_in(office, complete(office, RESIDENCE)).id for _ in range(MANY)]
                took.append(_timed(partial(_forward, office, ids)))
                events = [office.store.log.history(id_)[-1] for id_ in ids]
                written.append(_timed(partial(_write, bare, events)))
            yield Figure(
                f"forwarding {MANY} dossiers in one act, median",
                statistics.median(took),
                "ms",
                statistics.median(written),
                f"{MANY} events written in one transaction, told to nobody",
                "≤ 1,000 ms",
            )
        finally:
            bare.close()
            close_desk(desk)


def _forward(office: Desk, ids: list[DossierId]) -> None:
    done = process.forward(office, ids)
    assert len(done.dossiers) == MANY, done.refused


def _write(bare: Store, events: list[Recorded]) -> None:
    with bare._database.transaction():
        bare._database.run_many(insert_into(tables.event), [event_values(event) for event in events])


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1e3
