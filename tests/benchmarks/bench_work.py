"""The page of the day's work over 50,000 dossiers at work, and what keeping its counts costs an act."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.dossiers.work_lists import WorkFilter
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from desk.views.open_desk import OpenDesk
from models.calendar.pauses import ClockRule
from models.clerk import Clerk, Role
from models.events import (
    AnyEvent,
    ConsultationAsked,
    Decision,
    DossierAccepted,
    DossierForwarded,
    DossierSubmitted,
    FeeTaken,
    ResultCheckedIn,
    ResultDecided,
    SupplementAsked,
)
from models.ids import DossierId
from models.process import Holder, ProcessStep
from models.store import Store
from models.store.file.database import Values
from models.store.projections.dossier import DOSSIERS, values_of
from models.store.projections.kind_rows import KindRows
from models.subjects.work_lists import WorkList
from models.text import search_key
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.large_office import CLERKS, Happened, chained, poured
from tests.conftest import TurnedClock
from tests.fakes.citizens import citizen, reception, subject_at

OPEN = 50_000
PAGE = 200
RUNS = 8
ACTS = 400
_NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
_STEPS = ProcessStep(id="examine", name="Thẩm định", share=0.8), ProcessStep(id="sign", name="Ký", share=0.2)
_UNITS = tuple(Holder(unit=f"dv{n}", unit_name=f"Đơn vị {n}") for n in range(6))

_FILTERS = (
    WorkFilter(),
    WorkFilter(field="Hộ tịch"),
    WorkFilter(unit="dv3"),
    WorkFilter(mine=True),
    WorkFilter(field="Chứng thực", unit="", mine=True),
)


def figures() -> Iterator[Figure]:
    """First pages of every list, whole and narrowed; all counts; and the counters' share of an act."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        store = poured(Path(folder) / "work.db", chained(_log()))
        desk = open_desk(Path(folder) / "desk", settings=training_settings(), clock=TurnedClock(_NOW), training=True)
        office = replace(desk, store=store, clerk=_clerk(Role.CLERK))
        try:
            pages = _pages(office)
            yield Figure(
                f"work page, {OPEN:,} dossiers at work, first {PAGE} rows of every list, whole and narrowed, p95",
                percentile(pages, 0.95),
                "ms",
                statistics.median(_timed(partial(_as_they_lie, store)) for _ in range(RUNS * 4)),
                "as many rows read as they lie, not made into lines",
                "≤ 30 ms",
            )
            yield Figure(
                f"counts of all lists among {OPEN:,}, whole and narrowed, p95",
                percentile(_counts(office), 0.95),
                "ms",
                0,
                "",
                "≤ 30 ms",
            )
            acts, plain = _counting(store)
            yield Figure(
                "keeping the counts of the work page right after an act, p95",
                percentile(acts, 0.95),
                "ms",
                statistics.median(plain),
                "one counter changed",
                "≤ 1 ms",
            )
        finally:
            close_desk(desk)
            store.close()


def _clerk(role: Role) -> Clerk:
    return Clerk(id=CLERKS[0], name="Cán bộ", roles=frozenset({role}))


def _pages(office: Desk) -> list[float]:
    """Milliseconds of each first page: of the whole office, and as each filter and role narrows it."""
    took = []
    for role in (Role.CLERK, Role.POSTAL):
        work = OpenDesk(replace(office, clerk=_clerk(role)))
        for _ in range(RUNS):
            for of in WorkList:
                took += [_timed(partial(work.work.page, of, narrowed, None)) for narrowed in _FILTERS]
    return took


def _counts(office: Desk) -> list[float]:
    """Milliseconds of all counts, likewise."""
    views = [OpenDesk(replace(office, clerk=_clerk(role))).work for role in (Role.CLERK, Role.POSTAL)]
    return [_timed(partial(one.counts, narrowed)) for one in views for narrowed in _FILTERS for _ in range(RUNS)]


def _counting(store: Store) -> tuple[list[float], list[float]]:
    """Milliseconds of the counters' changes of one act each, and of one plain counter."""
    database = store._database
    rows = KindRows(database, DOSSIERS)
    took, plain = [], []
    with database.transaction():
        for row in store.dossiers.page(order="due", limit=ACTS):
            old: Values = values_of(1, row, 1)
            moved = values_of(1, _forwarded(row), 2)
            took.append(_timed(partial(rows._count, old=[old], new=[moved])))
            add = "INSERT INTO tally (kind, name, number, amount) VALUES ('bench', 'x', 1, 0) ON CONFLICT (kind, name) "
            plain.append(_timed(partial(database.run, add + "DO UPDATE SET number = number + 1")))
    return took, plain


def _forwarded(row: Any) -> Any:  # noqa: ANN401  # a row
    """The row after it went to another list and was given another date."""
    later = None if row.due_at is None else row.due_at + timedelta(days=1)
    return with_(row, work=row.work ^ 0b0000_0110, due_at=later)


def _log() -> Iterator[Happened]:
    """Dossiers of the last weeks, none of them ended, at every step of the office's work."""
    chance = random.Random(12)  # noqa: S311  # no secret, the same each run
    for number in range(OPEN):
        at = _NOW - timedelta(days=20) + number * timedelta(seconds=34)
        id_ = DossierId(subject_at("dossier/", at, chance))
        by, code = CLERKS[number % len(CLERKS)], f"H99.99.99-{at:%y%m%d}-{number % 9999 + 1:04d}"
        yield id_, by, at, reception(citizen(chance), code, at, chance)
        for event in _after(number, at, chance):
            yield id_, by, at, event


def _after(number: int, at: datetime, chance: random.Random) -> Iterator[AnyEvent]:
    unit, (examine, sign) = chance.choice(_UNITS), _STEPS
    if number % 3:
        yield FeeTaken(amount=8_000)
    match number % 10:
        case 0 | 1:
            pass
        case 2:
            yield SupplementAsked(number=f"S-{number}", missing=(), reason="thiếu", clock=ClockRule.RESTART)
        case stage:
            yield DossierForwarded(to=unit, step=examine, number=1)
            if stage > 3:
                clerk = chance.choice(CLERKS)
                yield DossierAccepted(
                    holder=Holder(unit=unit.unit, unit_name=unit.unit_name, clerk=clerk, name=search_key(clerk))
                )
            if stage == 5:
                by = at + timedelta(days=chance.randrange(30))
                yield ConsultationAsked(number="YK1", agency="Sở", question="?", due_at=by, clock=ClockRule.DEDUCT)
            if stage > 6:
                yield DossierSubmitted(to=_UNITS[0], step=sign, number=2)
            if stage > 7:
                yield ResultDecided(outcome=Decision.GRANTED)
            if stage > 8:
                yield ResultCheckedIn(place="B-12")


def _as_they_lie(store: Store) -> None:
    store._database.run("SELECT * FROM dossier ORDER BY number DESC LIMIT ?", (PAGE,)).fetchall()


def _timed(ask: Callable[[], object]) -> float:
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1e3
