"""Rebuilds rows from the log: of kinds whose version changed, or of all on request."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from heapq import heappop, heappush

import msgspec

from models.store import tables
from models.store.file.database import Database, created
from models.store.projections.kind_rows import KindRows
from models.store.rebuild.row_making import LogPart, histories_of
from models.store.rebuild.row_process import rows_made
from models.store.tallies import Tallies, forget_others
from models.system.decoding import prepared
from models.system.memory import give_back

Progress = Callable[[int, int], None]
"""Told ``(events done, events in all)``."""

_SAID = "SELECT name, value FROM meta WHERE name IN ('projections', 'rows')"
_SAY = "INSERT OR REPLACE INTO meta (name, value) VALUES ('projections', ?)"
_IN_ORDER = "SELECT * FROM event WHERE subject >= ? AND subject < ? ORDER BY subject, clock, place LIMIT ?"
_COUNT = "SELECT count(*) FROM event WHERE subject >= ? AND subject < ?"
_CHUNK = 5_000
_SUBJECT = tables.event.c.keys().index("subject")

INDEXING_KIB = 262_144
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


def parts_of(database: Database, prefix: str, start: str, end: str | bytes) -> Iterator[LogPart]:
    """The log from one name of a subject to another one, some thousand events at a time by the index.

    Args:
        database: the open file.
        prefix: of all subjects between these; empty = these have no rows.
        start: the first name.
        end: what sorts behind the last.
    """
    limit = _CHUNK
    while rows := database.run(_IN_ORDER, (start, end, limit)).fetchall():
        if len(rows) == limit:
            # The last history may go on behind the cut: it is read again, whole, with the next ones.
            cut = rows[-1][_SUBJECT]
            while rows and rows[-1][_SUBJECT] == cut:
                rows.pop()
            if not rows:
                limit *= 2
                continue
        limit = _CHUNK
        start = rows[-1][_SUBJECT] + "\0"
        yield LogPart(prefix, rows)


def in_turn(parts: Iterable[Iterator[LogPart]]) -> Iterator[LogPart]:
    """The parts of several kinds, always the next one of the kind that has got least far in time.

    Names of subjects begin with the time of their making. What was recorded together lies on the same pages of the log,
    so these are decrypted once for all kinds, and not once for each.
    """
    reached = [("", place, of) for place, of in enumerate(parts)]
    while reached:
        _, place, of = heappop(reached)
        part = next(of, None)
        if part is not None:
            _, _, last, *_ = part.events[-1]
            heappush(reached, (last.partition("/")[2], place, of))
            yield part


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
    of = {rows.kind.prefix: rows for rows in kinds}
    done, counted = 0, Tallies()
    parts = in_turn(
        parts_of(database, rows.kind.prefix if rows is not None else "", start, end) for start, end, rows in spans
    )
    with no_search_for_cycles():
        with closing(rows_made({prefix: rows.kind for prefix, rows in of.items()}, parts, total)) as made:
            for part, what in made:
                if part.prefix:
                    of[part.prefix].fill(what.rows, histories_of(part))
                    counted.add_collected(what.counted)
                if count_log:
                    counted.add_collected(what.counted_log)
                done += len(part.events)
                if on_progress is not None:
                    on_progress(done, total)
        with database.larger_cache(INDEXING_KIB), database.transaction():
            counted.write(database)
            for filled in kinds:
                filled.fill_indexes()
            _say(database, versions)
    give_back()


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
    return {} if "rows" in said else msgspec.json.decode(said.get("projections", "{}"), type=prepared(dict[str, int]))


def _say(database: Database, versions: Mapping[str, int]) -> None:
    database.run("DELETE FROM meta WHERE name = 'rows'")
    database.run(_SAY, (msgspec.json.encode(versions).decode(),))
