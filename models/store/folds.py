"""Keeps the rows in step with the folds, one subject at a time."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from models.history import Recorded
from models.ids import DOSSIER, TICKET, DossierId, SubjectId, TicketId
from models.store import tables
from models.store.codec import dossier_values, number_of, ticket_values
from models.store.file.database import Database, Values, insert_into, sql
from models.store.tallies import Tallies
from models.subjects import dossier, ticket
from models.subjects.folding import Folding
from models.subjects.rows import MOST, dossier_row, ticket_row

History = Sequence[Recorded] | Folding[Any]
"""All events of a subject, or, where there are many, their fold."""

FRESH = 200
"""How many rows may lie unsettled; the search reads through them one by one."""

_PUT_FRESH = insert_into(tables.fresh, replace=True)
_PUT_TICKET = insert_into(tables.ticket, replace=True)
_F, _D, _T = tables.fresh.c, tables.dossier.c, tables.ticket.c
_AT = sa.bindparam("number", type_=sa.Integer)
_OLD_FRESH = sql(sa.select(_F.id).where(_F.number == _AT))
_OLD_DOSSIER = sql(sa.select(tables.dossier).where(_D.number == _AT))
OLD_DOSSIER = sql(sa.select(_D.id).where(_D.number == _AT))
OLD_TICKET = sql(sa.select(_T.id).where(_T.number == _AT))
_COLUMNS = tuple(tables.dossier.c.keys())
_WORDS = _COLUMNS.index("words")
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


def has_row(subject: SubjectId) -> bool:
    """Whether anything is shown of it in lists: of all others no history need be read."""
    return subject.startswith((DOSSIER, TICKET))


def refresh(database: Database, subject: SubjectId, history: History) -> None:
    """Write the row of one subject anew, from its whole history. Inside a transaction of the caller."""
    if subject.startswith(DOSSIER):
        _refresh_dossier(database, subject, history)
    elif subject.startswith(TICKET):
        number = number_of(subject)
        while (old := database.one(OLD_TICKET, number)) is not None and old != subject:
            number += 1
        database.run(_PUT_TICKET, ticket_values_of(subject, number, history))
        if old is None:
            changed = Tallies()
            changed.ticket()
            changed.write(database)


def _refresh_dossier(database: Database, id_: SubjectId, history: History) -> None:
    """Two subjects named in the same millisecond: the later one takes the next free number."""
    number = number_of(id_)
    while True:
        settled = database.run(_OLD_DOSSIER, (number,)).fetchone()
        if settled is None:
            if database.one(_OLD_FRESH, number) in {None, id_}:
                database.run(_PUT_FRESH, dossier_values_of(id_, number, history))
                return
        elif settled[1] == id_:
            _change(database, settled, dossier_values_of(id_, number, history))
            return
        number += 1


def _change(database: Database, old: Values, new: Values) -> None:
    """Write what differs of a settled row: an index none of whose columns changed is not touched."""
    differing = [place for place, value in enumerate(new) if value != old[place]]
    if not differing:
        return
    number = new[0]
    if _WORDS in differing:
        database.run(_UNINDEX, (number, old[_WORDS]))
        database.run(_INDEX, (number, new[_WORDS]))
    setting = ", ".join(f"{_COLUMNS[place]} = ?" for place in differing)
    database.run(f"UPDATE dossier SET {setting} WHERE number = ?", (*(new[place] for place in differing), number))  # noqa: S608  # our columns
    changed = Tallies()
    changed.dossier(old, -1)
    changed.dossier(new)
    changed.write(database)


def count_fresh(database: Database) -> int:
    """How many rows lie unsettled."""
    return int(database.one("SELECT count(*) FROM fresh"))


def settle(database: Database) -> None:
    """Bring the fresh rows to the others, with their indexes and the search. Inside a transaction of the caller."""
    database.run("INSERT INTO search (rowid, words) SELECT number, words FROM fresh ORDER BY number")
    database.run("INSERT INTO dossier SELECT * FROM fresh ORDER BY number")
    changed = Tallies()
    for row in database.run("SELECT * FROM fresh"):
        changed.dossier(row)
    changed.write(database)
    database.run("DELETE FROM fresh")
