"""A market day of 300 dossiers at twelve desks and their hub, beside the same events written bare."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from models.history import Recorded
from models.ids import DossierId
from models.store import Store, open_store, tables
from models.store.codec import event_values
from models.store.file.database import insert_into
from sync.hub.log import stream
from sync.hub.offices import offices
from sync.hub.store import HubStore
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.large_office import DEVICE, KEY
from tests.conftest import TurnedClock
from tests.stories.machines import OFFICE
from tests.stories.market_day import DESKS, Act, MarketDay
from tests.sync.hub.conftest import open_store as open_hub

DOSSIERS = 300
_NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class TimedDay(MarketDay):
    """Takes down how long each act of a dossier and each exchange took, in milliseconds."""

    def __init__(self, folder: Path, hub: HubStore, clock: TurnedClock) -> None:
        super().__init__(folder, hub, clock, dossiers=DOSSIERS, seed=11)
        self.acts: list[float] = []
        self.exchanges: list[float] = []

    def act(self, number: int, act: Act, dossiers: list[DossierId]) -> None:
        """See ``MarketDay``."""
        self.acts.append(_timed(lambda: super(TimedDay, self).act(number, act, dossiers)) / len(dossiers))

    def exchange(self, number: int) -> None:
        """See ``MarketDay``."""
        self.exchanges.append(_timed(lambda: super(TimedDay, self).exchange(number)))


def figures() -> Iterator[Figure]:
    """The day, one act, one exchange; all of one seeded day."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        hub = open_hub(f"sqlite:///{Path(folder) / 'hub.db'}")
        offices.create_office(hub, OFFICE, "UBND xã Thử Nghiệm")
        day = TimedDay(Path(folder), hub, TurnedClock(_NOW))
        try:
            whole = _timed(day.live) + _timed(day.come_together)
            told = [recorded for _, recorded in stream.read(hub, OFFICE, 0, 1_000_000)]
            assert len({recorded.id for recorded in told}) == len(told)
            alike = {machine.at(id_) == one for id_, one in day.at_hub().items() for machine in day.machines}
            assert alike == {True}
            # Of what everybody heard an exchange brings so much; written bare, as it is at each desk and at the hub.
            batch = max(1, len(told) * DESKS // len(day.exchanges))
            commits, batches = _bare(Path(folder), told, batch)
        finally:
            day.close()
            hub.close()
    each = statistics.median(commits)
    yield Figure(
        f"market day, {DOSSIERS} dossiers at {DESKS} desks, {len(told):,} events, {day.broken} exchanges broken",
        whole / 1e3,
        "s",
        (each * len(told) + statistics.median(batches) * len(told) / batch * DESKS) / 1e3,
        f"each event committed bare at its own desk, and in batches of {batch} at the hub and all other desks",
        "",
    )
    limit = "one event committed, told to nobody"
    yield Figure("an act on one dossier, several in one go, median", statistics.median(day.acts), "ms", each, limit, "")
    yield Figure("likewise, p95", percentile(day.acts, 0.95), "ms", each, limit, "≤ 50 ms")
    yield Figure(
        "an exchange of one desk, those that broke too, p95",
        percentile(day.exchanges, 0.95),
        "ms",
        statistics.median(batches),
        f"{batch} events committed in one transaction",
        "≤ 500 ms",
    )


def _bare(folder: Path, told: Sequence[Recorded], batch: int) -> tuple[list[float], list[float]]:
    """Milliseconds of single commits, and of commits of so many."""
    single = open_store(folder / "single.db", KEY, device=DEVICE, clock=TurnedClock(_NOW), create=True)
    many = open_store(folder / "many.db", KEY, device=DEVICE, clock=TurnedClock(_NOW), create=True)
    try:
        commits = [_timed(lambda: _write(single, [one])) for one in told]  # noqa: B023 - called at once
        parts = [told[at : at + batch] for at in range(0, len(told) - batch + 1, batch)]
        return commits, [_timed(lambda: _write(many, part)) for part in parts]  # noqa: B023 - likewise
    finally:
        single.close()
        many.close()


def _write(bare: Store, events: Sequence[Recorded]) -> None:
    with bare._database.transaction():
        bare._database.run_many(insert_into(tables.event), [event_values(event) for event in events])


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1e3
