"""The store against bare SQLCipher on the same disk in the same run.

The many dossiers that must be present are not recorded one by one: the log of 200,000 visits is poured into the event
table as whole chunks, and its rows come from ``rebuild`` (which is measured). The 1,000,000 dossiers of the search are
rows only (``many_rows``), written as ``rebuild`` writes them, without a log behind them.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

import psutil
from sqlcipher3 import dbapi2

from models.calendar.clock import wall_clock
from models.events import Form, FormPrinted, TicketCalled
from models.ids import DeviceId, new_dossier_id, new_ticket_id
from models.store import Store, open_store, tables
from models.store.codec import event_values
from models.store.file.database import CHECKPOINT_PAGES, created, insert_into
from models.store.file.opening import CACHE_KIB
from models.store.projections import dossier
from models.store.projections.ticket import TICKETS
from models.store.rebuild.rebuilding import INDEXING_KIB
from models.text import search_key
from sync.client.hub_answer import SLICE, merge_in_slices
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.many_rows import pour_rows
from tests.fakes.citizens import CLERK, COUNTER, EVENTS_PER_VISIT, Chain, citizen, reception, visits

VISITS = 200_000
DOSSIERS = 1_000_000
INTAKES = 4_000
QUERIES = 1_000
BLOCK = 500
KEY = bytes(range(32))


def figures() -> Iterator[Figure]:
    """Rebuild, record, find."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        path = Path(folder) / "visits.db"
        with open_store(path, KEY, device=DeviceId(2), clock=wall_clock, create=True) as store:
            pour(store)
            yield from _rebuild(store)
            with store._database.transaction():
                store._database.run("DROP TABLE bare_dossier")
                store._database.run("DROP TABLE bare_ticket")
            yield from _record(store, Path(folder) / "bare.db")
        path.unlink()
        yield from _long(Path(folder))
        with open_store(Path(folder) / "many.db", KEY, device=DeviceId(2), clock=wall_clock, create=True) as store:
            pour_rows(store, DOSSIERS, search=True)
            yield from _find(store)


def pour(store: Store, many: int = VISITS) -> None:
    """The log of many visits to another desk, in whole chunks."""
    database, put = store._database, insert_into(tables.event)
    log = visits(many, seed=1)
    while chunk := [event_values(recorded) for recorded in islice(log, 20_000)]:
        with database.transaction():
            database.run_many(put, chunk)


def _rebuild(store: Store) -> Iterator[Figure]:
    events = VISITS * EVENTS_PER_VISIT
    before, peak = _memory(), 0

    def watch(_done: int, _total: int) -> None:
        nonlocal peak
        peak = max(peak, _memory())

    started = time.perf_counter()
    store.log.rebuild(watch)
    took = time.perf_counter() - started
    started = time.perf_counter()
    read = sum(len(body) for (body,) in store._database.run("SELECT body FROM event ORDER BY subject, clock, place"))
    _copy_rows(store)
    bare = events / (time.perf_counter() - started)
    yield Figure(
        "rebuild",
        events / took,
        "events/s",
        bare,
        "SQLite alone: the same bodies read in order, the finished rows copied and indexed (no search)",
        "≥ 80,000 events/s",
    )
    grown = (max(peak, _memory()) - before) / 1024
    yield Figure("rebuild: memory grown", grown, "MB", read / 1e6, "bytes of the log, MB", "flat")


def _copy_rows(store: Store) -> None:
    """What a rebuild writes at least, without Python: rows into empty tables, then their indexes."""
    database = store._database
    for kind in (dossier.DOSSIERS, TICKETS):
        table, bare = kind.table.name, f"bare_{kind.table.name}"
        with database.larger_cache(INDEXING_KIB), database.transaction():
            database.run(created(kind.table).replace(f"TABLE {table} ", f"TABLE {bare} "))
            database.run(f"INSERT INTO {bare} SELECT * FROM {table} ORDER BY number")  # noqa: S608  # our tables
            for index in kind.table.indexes:
                old, new = f"INDEX {index.name} ON {table} ", f"INDEX bare_{index.name} ON {bare} "
                database.run(created(index).replace(old, new))
    assert database.one("SELECT count(*) FROM bare_dossier") == VISITS


def _record(store: Store, bare_path: Path) -> Iterator[Figure]:
    chance = random.Random(2)  # noqa: S311  # no secret, the same each run
    bare = _bare(bare_path)
    ours: list[float] = []
    theirs: list[float] = []
    sizes: list[int] = []
    # Both files want the disk's journal: turns of some hundred keep each at its own best.
    for _ in range(INTAKES // BLOCK):
        ours += [_timed(_intake(store, chance, sizes)) for _ in range(BLOCK)]
        body = os.urandom(sizes[-1])
        theirs += [_timed(partial(bare, body)) for _ in range(BLOCK)]
    for share, target in ((0.5, "≤ 2x"), (0.99, "≤ 3x")):
        yield Figure(
            f"record an intake, {VISITS:,} dossiers present, p{share * 100:.0f}",
            percentile(ours, share) * 1e3,
            "ms",
            percentile(theirs, share) * 1e3,
            f"bare SQLCipher insert+commit of {sizes[-1]:,} bytes",
            target,
        )


def _intake(store: Store, chance: random.Random, sizes: list[int]) -> Callable[[], object]:
    at = datetime.now(UTC)
    received = reception(citizen(chance), f"H99.99.99-261123-{len(sizes) + 1:04d}", at, chance)
    printed = FormPrinted(form=Form.RECEIPT, version="tt03-2025", copy=1)
    id_ = new_dossier_id()

    def record() -> None:
        changed = store.log.record(id_, CLERK, received, printed)
        if len(sizes) % BLOCK == 0:
            row = dossier.DOSSIERS.values(1, dossier.DOSSIERS.fold(id_, changed.recorded))
            values = [*row, *(value for recorded in changed.recorded for value in event_values(recorded))]
            sizes.append(
                sum(len(v.encode() if isinstance(v, str) else v) for v in values if isinstance(v, str | bytes))
            )
        else:
            sizes.append(sizes[-1])

    return record


def _bare(path: Path) -> Callable[[bytes], None]:
    connection = dbapi2.connect(str(path), isolation_level=None)
    for setting in (
        f"key = \"x'{KEY.hex()}'\"",
        "locking_mode = EXCLUSIVE",
        "journal_mode = WAL",
        "synchronous = FULL",
        f"cache_size = -{CACHE_KIB}",
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
    ):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, body BLOB)")

    def insert(body: bytes) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (body) VALUES (?)", (body,))
        connection.execute("COMMIT")

    return insert


def _long(folder: Path) -> Iterator[Figure]:
    """One ticket with more events than any has, heard of from another desk in slices."""
    per_event = {}
    for count in (1_000, 4_000, 14_000):
        chain, id_ = Chain(1), new_ticket_id()
        events = [chain.add(id_, datetime.now(UTC), TicketCalled(counter=COUNTER)) for _ in range(count)]
        with open_store(folder / f"{count}.db", KEY, device=DeviceId(2), clock=wall_clock, create=True) as store:
            hear = partial(merge_in_slices, lambda work, store=store: work(store), events)
            per_event[count] = _timed(hear) / count * 1e6
    for count in (4_000, 14_000):
        yield Figure(
            f"{count:,} events on one ticket, heard in slices of {SLICE}: each",
            per_event[count],
            "µs",
            per_event[1_000],
            "the same with 1,000 events",
            "≤ 2x",
        )


def _find(store: Store) -> Iterator[Figure]:
    chance = random.Random(4)  # noqa: S311  # no secret, the same each run
    asked = [_typed(chance) for _ in range(QUERIES)]
    ours: list[float] = []
    theirs: list[float] = []
    bare = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 50"
    for words in asked:
        query = " ".join(f"{word}*" for word in search_key(words).split())
        for turn in chance.sample((0, 1), 2):  # either may find the pages warm
            if turn:
                ours.append(_timed(partial(store.dossiers.find, words, limit=50)))
            else:
                theirs.append(_timed(partial(_all, store, bare, query)))
    for share, target in ((0.5, ""), (0.95, "≤ 10 ms, ≤ 1.5x")):
        yield Figure(
            f"prefix search among {DOSSIERS:,} dossiers, p{share * 100:.0f}",
            percentile(ours, share) * 1e3,
            "ms",
            percentile(theirs, share) * 1e3,
            "the FTS5 query alone, row numbers only",
            target,
        )


def _all(store: Store, statement: str, query: str) -> None:
    store._database.run(statement, (query,)).fetchall()


def _typed(chance: random.Random) -> str:
    """What a clerk types on the way to a name: some of its words, some cut short, in any order."""
    person = citizen(chance)
    words = person.full_name.split()
    chance.shuffle(words)
    words = [word[: chance.randint(1 if place else 2, len(word))] for place, word in enumerate(words)]
    words = words[: chance.randint(1, len(words))]
    if chance.random() < 0.2:
        words.append(person.phone[-4:])
    return " ".join(words)


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _memory() -> int:
    """Resident KiB now."""
    return psutil.Process().memory_info().rss // 1024
