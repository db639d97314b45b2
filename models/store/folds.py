"""Keeps the rows in step with the folds: one subject after an event, or all of them from nothing."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from models import dossier, ticket
from models.history import Recorded
from models.ids import DOSSIER, TICKET, DossierId, SubjectId, TicketId
from models.rows import ROWS_VERSION, dossier_row, ticket_row
from models.store import tables
from models.store.codec import dossier_values, number_of, recorded_of, ticket_values
from models.store.database import Database, insert_into, sql

Progress = Callable[[int, int], None]
"""Told ``(events done, events in all)``."""

_D, _T = tables.dossier.c, tables.ticket.c
_PUT_DOSSIER = insert_into(tables.dossier, replace=True)
_PUT_TICKET = insert_into(tables.ticket, replace=True)
_NEW_DOSSIER = insert_into(tables.dossier)
_NEW_TICKET = insert_into(tables.ticket)
_OLD_DOSSIER = sql(sa.select(_D.id, _D.words).where(_D.number == sa.bindparam("number")))
_OLD_TICKET = sql(sa.select(_T.id).where(_T.number == sa.bindparam("number")))
_INDEX = "INSERT INTO search (rowid, words) VALUES (?, ?)"
_UNINDEX = "INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)"
_IN_ORDER = "SELECT * FROM event WHERE subject > ? AND subject < ? ORDER BY subject, clock, place LIMIT ?"
_CHUNK = 5_000


def dossier_values_of(id_: DossierId, number: int, history: Sequence[Recorded]) -> tuple[object, ...]:
    """The row this history makes."""
    folded = dossier.fold(id_, history)
    return dossier_values(number, dossier_row(folded), folded.events)


def ticket_values_of(id_: TicketId, number: int, history: Sequence[Recorded]) -> tuple[object, ...]:
    """The row this history makes."""
    folded = ticket.fold(id_, history)
    return ticket_values(number, folded, is_open=ticket_row(folded).open)


def refresh(database: Database, subject: SubjectId, history: Sequence[Recorded]) -> None:
    """Write the row of one subject anew, from its whole history. Inside a transaction of the caller."""
    if subject.startswith(DOSSIER):
        number, old = _find(database, _OLD_DOSSIER, subject)
        values = dossier_values_of(DossierId(subject), number, history)
        words = values[-2]
        if old is None or old[1] != words:
            if old is not None:
                database.run(_UNINDEX, (number, old[1]))
            database.run(_INDEX, (number, words))
        database.run(_PUT_DOSSIER, values)
    elif subject.startswith(TICKET):
        number, _ = _find(database, _OLD_TICKET, subject)
        database.run(_PUT_TICKET, ticket_values_of(TicketId(subject), number, history))


def _find(database: Database, statement: str, subject: SubjectId) -> tuple[int, Sequence[str] | None]:
    """The number of a subject's row and what stands there; the next free one when two share a number."""
    number = number_of(subject)
    while True:
        row = database.run(statement, (number,)).fetchone()
        if row is None or row[0] == subject:
            return number, row
        number += 1


def rows_version(database: Database) -> int:
    """The shape the rows have now; 0 = none, or a rebuild was cut short."""
    value = database.one("SELECT value FROM meta WHERE name = 'rows'")
    return 0 if value is None else int(value)


def rebuild(database: Database, on_progress: Progress | None = None) -> None:
    """All rows and the search from the log alone. Cut short, it starts anew at the next opening."""
    with database.transaction():
        _set_version(database, 0)
        for name in ("search", "dossier", "ticket"):
            database.run(f"DROP TABLE IF EXISTS {name}")
        for table in (tables.dossier, tables.ticket):
            database.run(sql(sa.schema.CreateTable(table)))
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                database.run(sql(sa.schema.CreateIndex(index)))
        database.run(tables.SEARCH)
    total = int(database.one("SELECT count(*) FROM event"))
    done = 0
    # Rows are a cache and marked as unfinished: a power cut may take the last of them, not the order of writing.
    database.run("PRAGMA synchronous = NORMAL")
    try:
        for chunk in histories(database, DOSSIER):
            _put_all(
                database,
                _NEW_DOSSIER,
                _OLD_DOSSIER,
                [(id_, list(dossier_values_of(DossierId(id_), number_of(id_), history))) for id_, history in chunk],
            )
            done += sum(len(history) for _, history in chunk)
            if on_progress is not None:
                on_progress(done, total)
        for chunk in histories(database, TICKET):
            _put_all(
                database,
                _NEW_TICKET,
                _OLD_TICKET,
                [(id_, list(ticket_values_of(TicketId(id_), number_of(id_), history))) for id_, history in chunk],
            )
            done += sum(len(history) for _, history in chunk)
            if on_progress is not None:
                on_progress(done, total)
        with database.transaction():
            database.run("INSERT INTO search (search, rank) VALUES ('hashsize', 16777216)")
            database.run("INSERT INTO search (search) VALUES ('rebuild')")
            database.run("INSERT INTO search (search, rank) VALUES ('hashsize', 1048576)")
    finally:
        database.run("PRAGMA synchronous = FULL")
    with database.transaction():
        _set_version(database, ROWS_VERSION)


def _put_all(database: Database, put: str, old: str, rows: Sequence[tuple[SubjectId, list[object]]]) -> None:
    """Add the rows of subjects that have none yet; two that share a number are a rare thing and looked up then."""
    try:
        with database.transaction():
            database.run_many(put, [values for _, values in rows])
    except dbapi2.IntegrityError:
        with database.transaction():
            for subject, values in rows:
                values[0], _ = _find(database, old, subject)
                database.run(put, values)


def histories(database: Database, kind: str) -> Iterator[list[tuple[SubjectId, list[Recorded]]]]:
    """Every subject of a kind with its history in order, some thousand events at a time along the index."""
    end = kind[:-1] + chr(ord(kind[-1]) + 1)
    after, limit = kind, _CHUNK
    while rows := database.run(_IN_ORDER, (after, end, limit)).fetchall():
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
        after = groups[-1][0]
        yield groups


def _set_version(database: Database, version: int) -> None:
    database.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('rows', ?)", (str(version),))
