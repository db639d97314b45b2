"""Keeps the rows in step with the folds, one subject at a time."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from models import dossier, ticket
from models.folding import Folding
from models.history import Recorded
from models.ids import DOSSIER, TICKET, DossierId, SubjectId, TicketId
from models.rows import MOST, dossier_row, ticket_row
from models.store import tables
from models.store.codec import dossier_values, number_of, ticket_values
from models.store.database import Database, Values, insert_into, sql

History = Sequence[Recorded] | Folding[Any]
"""All events of a subject, or, where there are many, their fold."""

FRESH = 200
"""How many rows may lie unsettled; the search reads through them one by one."""

_PUT_FRESH = insert_into(tables.fresh, replace=True)
_PUT_DOSSIER = insert_into(tables.dossier, replace=True)
_PUT_TICKET = insert_into(tables.ticket, replace=True)
_F, _D, _T = tables.fresh.c, tables.dossier.c, tables.ticket.c
_AT = sa.bindparam("number", type_=sa.Integer)
_OLD_FRESH = sql(sa.select(_F.id).where(_F.number == _AT))
OLD_DOSSIER = sql(sa.select(_D.id, _D.words).where(_D.number == _AT))
OLD_TICKET = sql(sa.select(_T.id).where(_T.number == _AT))
_INDEX = "INSERT INTO search (rowid, words) VALUES (?, ?)"
_UNINDEX = "INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)"


def dossier_values_of(id_: SubjectId, number: int, history: History) -> Values:
    """The row this history makes."""
    folded = history.recent(MOST) if isinstance(history, Folding) else dossier.fold(DossierId(id_), history)
    return dossier_values(number, dossier_row(folded), folded.events)


def ticket_values_of(id_: SubjectId, number: int, history: History) -> Values:
    """The row this history makes."""
    folded = history.recent(MOST) if isinstance(history, Folding) else ticket.fold(TicketId(id_), history)
    row = ticket_row(folded)
    return ticket_values(number, row.ticket, is_open=row.open)


def refresh(database: Database, subject: SubjectId, history: History) -> None:
    """Write the row of one subject anew, from its whole history. Inside a transaction of the caller."""
    if subject.startswith(DOSSIER):
        _refresh_dossier(database, subject, history)
    elif subject.startswith(TICKET):
        number = number_of(subject)
        while (old := database.one(OLD_TICKET, number)) is not None and old != subject:
            number += 1
        database.run(_PUT_TICKET, ticket_values_of(subject, number, history))


def _refresh_dossier(database: Database, id_: SubjectId, history: History) -> None:
    """Two subjects named in the same millisecond: the later one takes the next free number."""
    number = number_of(id_)
    while True:
        settled = database.run(OLD_DOSSIER, (number,)).fetchone()
        if settled is None:
            if database.one(_OLD_FRESH, number) in {None, id_}:
                database.run(_PUT_FRESH, dossier_values_of(id_, number, history))
                return
        elif settled[0] == id_:
            values = dossier_values_of(id_, number, history)
            if settled[1] != values[-2]:
                database.run(_UNINDEX, (number, settled[1]))
                database.run(_INDEX, (number, values[-2]))
            database.run(_PUT_DOSSIER, values)
            return
        number += 1


def count_fresh(database: Database) -> int:
    """How many rows lie unsettled."""
    return int(database.one("SELECT count(*) FROM fresh"))


def settle(database: Database) -> None:
    """Bring the fresh rows to the others, with their indexes and the search. Inside a transaction of the caller."""
    database.run("INSERT INTO search (rowid, words) SELECT number, words FROM fresh ORDER BY number")
    database.run("INSERT INTO dossier SELECT * FROM fresh ORDER BY number")
    database.run("DELETE FROM fresh")
