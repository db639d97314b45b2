"""All rows from nothing but the log: after their shape changed, or when somebody doubts them."""

import gc
from collections.abc import Callable, Iterator, Sequence
from itertools import count, groupby

from msgspec import Struct
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlcipher3 import dbapi2

from models.history import Recorded
from models.ids import DOSSIER, TICKET, SubjectId
from models.store import tables
from models.store.codec import number_of, recorded_of
from models.store.file.database import Database, Values, insert_into, sql
from models.store.folds import OLD_DOSSIER, OLD_TICKET, dossier_values_of, ticket_values_of
from models.store.tallies import Tallies
from models.subjects.rows import ROWS_VERSION

Progress = Callable[[int, int], None]
"""Told ``(events done, events in all)``."""

_NEW_DOSSIER = insert_into(tables.dossier)
_NEW_TICKET = insert_into(tables.ticket)
_IN_ORDER = "SELECT * FROM event WHERE subject >= ? AND subject < ? ORDER BY subject, clock, place LIMIT ?"
_CHUNK = 5_000


def _behind(kind: str) -> str:
    """Sorts behind every subject of a kind, and before whatever follows."""
    return kind[:-1] + chr(ord(kind[-1]) + 1)


class _Made(Struct, frozen=True):
    """How the rows of a kind are made and counted."""

    put: str
    taken: str
    values_of: Callable[[SubjectId, int, Sequence[Recorded]], Values]
    count: Callable[[Tallies, Values], None]


_SPANS: tuple[tuple[str, str | bytes, _Made | None], ...] = (
    ("", DOSSIER, None),
    (DOSSIER, _behind(DOSSIER), _Made(_NEW_DOSSIER, OLD_DOSSIER, dossier_values_of, Tallies.dossier)),
    (_behind(DOSSIER), TICKET, None),
    (TICKET, _behind(TICKET), _Made(_NEW_TICKET, OLD_TICKET, ticket_values_of, Tallies.ticket)),
    (_behind(TICKET), b"", None),  # SQLite sorts bytes behind every text
)
"""The whole log by subjects: those that have rows, and those between them, which are only counted."""


def rows_version(database: Database) -> int:
    """The shape the rows have now; 0 = none, or a rebuild was cut short."""
    value = database.one("SELECT value FROM meta WHERE name = 'rows'")
    return 0 if value is None else int(value)


def rebuild(database: Database, on_progress: Progress | None = None) -> None:
    """All rows and the search from the log alone. Cut short, it starts anew at the next opening."""
    with database.transaction():
        _set_version(database, 0)
        for name in ("search", "fresh", "dossier", "ticket", "tally"):
            database.run(f"DROP TABLE IF EXISTS {name}")
        if database.one("SELECT sql FROM sqlite_master WHERE name = 'event_looks'") != tables.LOOKS:
            database.run("DROP INDEX IF EXISTS event_looks")
            database.run(tables.LOOKS)  # reads through the log once; afterwards SQLite keeps it
        for table in (tables.fresh, tables.dossier, tables.ticket, tables.tally):
            database.run(sql(CreateTable(table)))
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                database.run(sql(CreateIndex(index)))
        database.run(tables.SEARCH)
    total = int(database.one("SELECT count(*) FROM event"))
    done, counted = 0, Tallies()
    # Events and folds hold no cycles; looking for some among millions of them takes a quarter of the time.
    swept = gc.isenabled()
    gc.disable()
    try:
        for start, end, made in _SPANS:
            for chunk in _between(database, start, end):
                if made is not None:
                    rows = [made.values_of(id_, number_of(id_), history) for id_, history in chunk]
                    _put(database, made.put, made.taken, rows)
                    for row in rows:
                        made.count(counted, row)
                for _, history in chunk:
                    counted.log(history)
                    done += len(history)
                if on_progress is not None:
                    on_progress(done, total)
        with database.transaction():
            counted.write(database)
            database.run("INSERT INTO search (search, rank) VALUES ('hashsize', 16777216)")
            database.run("INSERT INTO search (search) VALUES ('rebuild')")
            database.run("INSERT INTO search (search, rank) VALUES ('hashsize', 1048576)")
    finally:
        if swept:
            gc.enable()
    with database.transaction():
        _set_version(database, ROWS_VERSION)


def _put(database: Database, put: str, taken: str, rows: Sequence[Values]) -> None:
    """Add the rows of subjects that have none yet. Two that share a number are a rare thing, looked up only then."""
    try:
        with database.transaction():
            database.run_many(put, rows)
    except dbapi2.IntegrityError:
        with database.transaction():
            for number, *values in rows:
                free = next(n for n in count(number) if database.one(taken, n) is None)
                database.run(put, (free, *values))


def histories(database: Database, kind: str) -> Iterator[list[tuple[SubjectId, list[Recorded]]]]:
    """Every subject of a kind with its history in order, some thousand events at a time along the index."""
    return _between(database, kind, _behind(kind))


def _between(database: Database, start: str, end: str | bytes) -> Iterator[list[tuple[SubjectId, list[Recorded]]]]:
    limit = _CHUNK
    while rows := database.run(_IN_ORDER, (start, end, limit)).fetchall():
        groups = [
            (subject, list(group)) for subject, group in groupby(map(recorded_of, rows), key=lambda row: row.subject)
        ]
        if len(rows) == limit:
            # The last history may go on behind the cut: it is read again, whole, with the next ones.
            groups.pop()
            if not groups:
                limit *= 2
                continue
        limit = _CHUNK
        start = groups[-1][0] + "\0"
        yield groups


def _set_version(database: Database, version: int) -> None:
    database.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('rows', ?)", (str(version),))
