"""Lists and counts among few dossiers and many, in one run, beside reading as many rows as they lie.

Among a million the pages by state, name and due date are asked of rows that no log lies behind (``many_rows``).

``python -m tests.benchmarks.bench_lists 1000000`` prints every question by itself, with its plan where SQLite sorts or
reads through something; ``--keep FOLDER`` leaves the files there for the next time.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, get_args

from models.calendar.clock import local_day, wall_clock
from models.store import Store, open_store
from models.store.projections.dossier import row_of as dossier_row_of
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import DossierRow, DueSpan, Order
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.large_office import CLERKS, DEVICE, KEY, large_office
from tests.benchmarks.many_rows import pour_rows

FEW, MANY, HUGE = 30_000, 300_000, 1_000_000
PAGE = 200
RUNS = 15
_WORDS = "words typed"
"""What two common words have in common is found by walking along the rarer of them, so this grows with its number."""
STATUSES = (None, DossierStatus.RECEIVED, DossierStatus.SUPPLEMENT, DossierStatus.HANDED_OVER, DossierStatus.REFUSED)
_BY = {"newest": "number DESC", "name": "owner_key, number DESC", "due": "due_order, number"}
_TYPED = (
    *("nguyen", "n", "tran thi h", "le an", "0912", "0123", "1234 nguyen", "dong mau", "H99.99.99-2", "khong co ai"),
    *("tran nguyen", "nguyen tran phan vu", "huynh pham le", "khu to"),  # common words, nearly never together
)

_OVER = datetime(2040, 1, 1, tzinfo=UTC)
"""When everything still at work is overdue."""

Question = Callable[[], object]


def figures() -> Iterator[Figure]:
    """First and deep pages, counts, and words typed, cold and warm."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        few = _measured(Path(folder) / "few.db", FEW)
        many = _measured(Path(folder) / "many.db", MANY)
        among_few = _pages(Path(folder) / "few-rows.db", FEW)
        among_huge = _pages(Path(folder) / "huge.db", HUGE)
    for how in ("warm", "decrypted anew"):
        yield Figure(
            f"a page of a list by state, name or due date, {how}, {HUGE:,} dossiers, p95",
            percentile(among_huge[how], 0.95),
            "ms",
            percentile(among_few[how], 0.95),
            f"the same among {FEW:,}",
            "≤ 20 ms, ≤ 2x",
        )
    for kind in many.warm:
        for how, here, there in (("warm", many.warm, few.warm), ("decrypted anew", many.cold, few.cold)):
            yield Figure(
                f"{kind}, {how}, {MANY:,} dossiers, slowest",
                max(here[kind]),
                "ms",
                max(there[kind]),
                f"the same among {FEW:,}",
                "≤ 30 ms" if kind == _WORDS else "≤ 30 ms, ≤ 2x",
            )
    yield Figure(
        f"a page of {PAGE} rows by an index, median",
        statistics.median(many.warm["a deep page"]),
        "ms",
        many.as_they_lie,
        "as many rows read as they lie, not made into lines",
        "≤ 5x",
    )


class _Measured:
    """Milliseconds of each question (the median of its runs) by kind."""

    def __init__(self, store: Store) -> None:
        self.warm: dict[str, list[float]] = {}
        self.cold: dict[str, list[float]] = {}
        self.by_name: list[tuple[str, float, float]] = []
        for kind, asked in questions(store).items():
            for name, ask in asked.items():
                cold = statistics.median(_timed(store, ask, forget=True) for _ in range(RUNS))
                warm = statistics.median(_timed(store, ask) for _ in range(RUNS))
                self.cold.setdefault(kind, []).append(cold)
                self.warm.setdefault(kind, []).append(warm)
                self.by_name.append((f"{kind}: {name}", cold, warm))
        self.as_they_lie = statistics.median(_timed(store, partial(_as_they_lie, store)) for _ in range(RUNS))


def pages(store: Store) -> tuple[dict[str, Question], dict[str, Question]]:
    """Of the list of dossiers, of all and of each state in each order: first pages, and deep ones."""
    rows = store.dossiers
    first: dict[str, Question] = {}
    deep: dict[str, Question] = {}
    for status in STATUSES:
        for order in get_args(Order):
            of = f"{status or 'all'} by {order}"
            first[of] = partial(rows.page, status=status, order=order, limit=PAGE)
            for share in (0.1, 0.5, 0.9):
                last = _row(store, status, order, share)
                deep[f"{of} from {share:.0%}"] = partial(rows.page, status=status, order=order, limit=PAGE, after=last)
    return first, deep


def questions(store: Store) -> dict[str, dict[str, Question]]:
    """Everything a screen or a command asks of a list, by kind."""
    rows, log = store.dossiers, store.log
    first, deep = pages(store)
    overdue = DueSpan(before=_OVER)
    first["overdue"] = partial(rows.page, due=overdue, limit=PAGE)
    late = store.dossiers.count(due=overdue)
    deep["overdue from 50%"] = partial(
        rows.page, due=overdue, limit=PAGE, after=_row(store, None, "due", late / 2 / store.dossiers.count())
    )
    middle = _row(store, None, "newest", 0.5)
    day = local_day(middle.received_at) if middle.received_at else None
    assert day is not None
    return {
        "a first page": first,
        "a deep page": deep,
        "a count": {
            **{f"of {status or 'all'}": partial(rows.count, status) for status in STATUSES},
            "of those overdue": partial(rows.count, due=overdue),
            "of everything": log.counts,
            "by device and money": log.tally,
            "usual procedures": partial(rows.favourites, day),
            "tickets of a day": partial(store.tickets.of_day, day),
            "tickets left open": partial(store.tickets.open_before, day),
            "last number of a day": partial(rows.last_number, f"H99.99.99-{day:%y%m%d}", 1, 9_999),
        },
        "a page of what a clerk looked at": {
            "first": partial(log.looks_of, CLERKS[3]),
            "later": partial(log.looks_of, CLERKS[3], after=log.looks_of(CLERKS[3])[-1]),
        },
        _WORDS: {
            **{words: partial(rows.find, words) for words in _TYPED},
            **{f"{words} from 50%": partial(rows.find, words, before=middle.id) for words in _TYPED},
            "a code": partial(rows.by_code, middle.code),
            "a number": partial(rows.by_personal_number, middle.personal_number),
            "the same matter": partial(rows.open_of_owner, middle.procedure, name=middle.owner),
        },
    }


def _row(store: Store, status: DossierStatus | None, order: str, share: float) -> DossierRow:
    """The row at this share of a list, found the slow way."""
    where = f"WHERE status = '{status.value}'" if status else ""
    offset = int(store.dossiers.count(status) * share)
    asked = f"SELECT * FROM dossier {where} ORDER BY {_BY[order]} LIMIT 1 OFFSET {offset}"  # noqa: S608  # ours
    return dossier_row_of(store._database.run(asked).fetchone())


def _as_they_lie(store: Store) -> None:
    store._database.run("SELECT * FROM dossier ORDER BY number DESC LIMIT ?", (PAGE,)).fetchall()


def _timed(store: Store, ask: Question, *, forget: bool = False) -> float:
    if forget:
        store._database.run("PRAGMA shrink_memory")  # every page is read and decrypted again
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1e3


def _measured(path: Path, dossiers: int) -> _Measured:
    office = large_office(path, dossiers)
    try:
        return _Measured(office.store)
    finally:
        office.store.close()


def _pages(path: Path, dossiers: int) -> dict[str, list[float]]:
    """Milliseconds of each page, each run by itself, of a file that has rows alone; it is removed afterwards."""
    found: dict[str, list[float]] = {"warm": [], "decrypted anew": []}
    with open_store(path, KEY, device=DEVICE, clock=wall_clock, create=True) as store:
        pour_rows(store, dossiers, search=False)
        for asked in pages(store):
            for ask in asked.values():
                found["decrypted anew"] += [_timed(store, ask, forget=True) for _ in range(RUNS)]
                found["warm"] += [_timed(store, ask) for _ in range(RUNS)]
    path.unlink()
    return found


def _plans(store: Store, ask: Question) -> Iterator[str]:
    """Steps of a plan that sort or read through something."""
    said: list[str] = []
    connection: Any = store._database._core.connection.driver_connection
    connection.set_trace_callback(said.append)
    ask()
    connection.set_trace_callback(None)
    for statement in said:
        if statement.startswith("SELECT"):
            for *_, step in store._database.run(f"EXPLAIN QUERY PLAN {statement}").fetchall():
                if "TEMP B-TREE" in step or (step.startswith("SCAN") and "fresh" not in step):
                    yield step


def main() -> int:
    """Every question by itself."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_lists")
    parser.add_argument("dossiers", type=int)
    parser.add_argument("--keep", type=Path, help="folder in which the file stays")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        kept = asked.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        office = large_office(kept / f"{asked.dossiers}.db", asked.dossiers)
        for kind, named in questions(office.store).items():
            for name, ask in named.items():
                for step in _plans(office.store, ask):
                    sys.stdout.write(f"{kind}: {name}: {step}\n")
        measured = _Measured(office.store)
        for name, cold, warm in measured.by_name:
            sys.stdout.write(f"{name:60} decrypted anew {cold:8.2f} ms   warm {warm:8.2f} ms\n")
        sys.stdout.write(f"{PAGE} rows as they lie: {measured.as_they_lie:.2f} ms\n")
        office.store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
