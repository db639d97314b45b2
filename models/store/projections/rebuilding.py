"""Rebuilds rows from the log: of kinds whose version changed, or of all on request."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import msgspec

from models.history import Recorded
from models.ids import SubjectId
from models.store import tables
from models.store.codec import recorded_of
from models.store.file.database import Database, created
from models.store.projections.kind_rows import KindRows
from models.store.projections.projection import Projection
from models.store.tallies import Tallies, forget_others

Progress = Callable[[int, int], None]
"""Told ``(events done, events in all)``."""

Histories = list[tuple[SubjectId, list[Recorded]]]
"""Subjects, and what happened to each in order."""

_SAID = "SELECT name, value FROM meta WHERE name IN ('projections', 'rows')"
_SAY = "INSERT OR REPLACE INTO meta (name, value) VALUES ('projections', ?)"
_IN_ORDER = "SELECT * FROM event WHERE subject >= ? AND subject < ? ORDER BY subject, clock, place LIMIT ?"
_COUNT = "SELECT count(*) FROM event WHERE subject >= ? AND subject < ?"
_CHUNK = 5_000

_INDEXING_KIB = 262_144
"""Of pages kept while indexes are made: each reads through all rows of a kind, and decrypting them costs most of it.
SQLite takes as much as there are rows; this holds the 200,000 dossiers of a large office."""

_Span = tuple[str, str | bytes, KindRows | None]
"""A part of the log: the first name of a subject, what sorts behind the last, the rows made of it."""


def bring_up_to_date(database: Database, kinds: Sequence[KindRows], on_progress: Progress | None = None) -> None:
    """Rebuild the rows of kinds whose version changed, in one pass over their part of the log."""
    there, today = _versions(database), _todays(kinds)
    if there.get("") != tables.SHARED_VERSION:
        rebuild(database, kinds, on_progress)
    elif there != today:
        stale = [rows for rows in kinds if there.get(rows.kind.prefix) != rows.kind.version]
        kept = {prefix: version for prefix, version in today.items() if there.get(prefix) == version}
        with database.transaction():
            _say(database, kept)
            forget_others(database, {name for rows in kinds for name in rows.kind.counts})
            for rows in stale:
                rows.make_tables()
        _fill(database, stale, [_span(rows) for rows in _sorted(stale)], today, on_progress)


def rebuild(database: Database, kinds: Sequence[KindRows], on_progress: Progress | None = None) -> None:
    """Rebuild all rows, counters and the search, in one pass over the whole log."""
    spans: list[_Span] = []
    at = ""
    for rows in _sorted(kinds):
        spans += [(at, rows.kind.prefix, None), _span(rows)]
        at = rows.kind.behind
    spans.append((at, b"", None))  # SQLite sorts bytes behind every text
    with database.transaction():
        _say(database, {})
        database.run("DROP TABLE IF EXISTS tally")
        database.run(created(tables.tally))
        if database.one("SELECT sql FROM sqlite_master WHERE name = 'event_looks'") != tables.LOOKS:
            database.run("DROP INDEX IF EXISTS event_looks")
            database.run(tables.LOOKS)  # reads through the log once; afterwards SQLite keeps it
        for rows in kinds:
            rows.make_tables()
    _fill(database, kinds, spans, _todays(kinds), on_progress, count_log=True)


def histories(database: Database, kind: Projection[Any]) -> Iterator[Histories]:
    """Every subject of a kind with its ordered history, some thousand events at a time by the index."""
    return _between(database, kind.prefix, kind.behind)


def _fill(
    database: Database,
    kinds: Sequence[KindRows],
    spans: Sequence[_Span],
    versions: Mapping[str, int],
    on_progress: Progress | None,
    *,
    count_log: bool = False,
) -> None:
    """Fill the empty tables. Versions are stored last, so that an interrupted rebuild is repeated."""
    total = sum(database.one(_COUNT, start, end) for start, end, _ in spans)
    done, counted = 0, Tallies()
    with no_search_for_cycles():
        for start, end, rows in spans:
            for chunk in _between(database, start, end):
                if rows is not None:
                    rows.fill(chunk, counted)
                for _, history in chunk:
                    if count_log:
                        counted.log(history)
                    done += len(history)
                if on_progress is not None:
                    on_progress(done, total)
        with database.larger_cache(_INDEXING_KIB), database.transaction():
            counted.write(database)
            for filled in kinds:
                filled.fill_indexes()
            _say(database, versions)


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Events and folds hold no cycles; looking for some among millions of them takes a quarter of the time."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def _between(database: Database, start: str, end: str | bytes) -> Iterator[Histories]:
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


def _sorted(kinds: Sequence[KindRows]) -> list[KindRows]:
    """Kinds in the order of their subjects in the log."""
    return sorted(kinds, key=lambda rows: rows.kind.prefix)


def _span(rows: KindRows) -> _Span:
    return rows.kind.prefix, rows.kind.behind, rows


def _todays(kinds: Sequence[KindRows]) -> dict[str, int]:
    return {"": tables.SHARED_VERSION} | {rows.kind.prefix: rows.kind.version for rows in kinds}


def _versions(database: Database) -> dict[str, int]:
    """Versions of the rows by prefix, and under no prefix that of what all kinds share. Cut short, they have none.

    An older program, which said ``rows`` instead, may have opened the file since: then nothing is known of them.
    """
    said = dict(database.run(_SAID).fetchall())
    return {} if "rows" in said else msgspec.json.decode(said.get("projections", "{}"), type=dict[str, int])


def _say(database: Database, versions: Mapping[str, int]) -> None:
    database.run("DELETE FROM meta WHERE name = 'rows'")
    database.run(_SAY, (msgspec.json.encode(versions).decode(),))
