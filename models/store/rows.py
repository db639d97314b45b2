"""What the lists of the screen ask: pages of rows, sorted and counted by the database."""

from datetime import date, datetime, time, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from models.clock import VIETNAM, micros
from models.dossier import ENDED, Status
from models.ids import DossierId
from models.rows import DossierRow, TicketRow
from models.store import search, tables
from models.store.codec import dossier_row_of, number_of, ticket_row_of
from models.store.database import Database, sql
from models.text import name_sort_key, search_words

Order = Literal["newest", "name", "due"]

_D, _T = tables.dossiers.c, tables.ticket.c
_ANY = (1 << 63) - 1
_FAVOURITE_DAYS = 30
_ENDED = ", ".join(f"'{status.value}'" for status in sorted(ENDED))
_OPEN = {
    name: f"SELECT * FROM {{table}} WHERE {where} AND procedure = ? AND status NOT IN ({_ENDED}) "  # noqa: S608
    "ORDER BY number DESC LIMIT ?"
    for name, where in (("number", "personal_number = ? AND personal_number != ''"), ("name", "owner_key = ?"))
}
"""Constants of ours alone. The condition of the partial index stands in the words, so that it is used."""
_ID = sa.select(_D.id).where(_D.number == sa.bindparam("number", type_=sa.Integer))


class Rows:
    """The rows of all dossiers and tickets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self, words: str, *, limit: int = 50, offset: int = 0, before: DossierId | None = None
    ) -> list[DossierRow]:
        """Dossiers in which every word begins a name, code, number or word of an address; newest first.

        Args:
            words: as typed: with or without marks, any order; the last four digits of a number are enough.
                Nothing asked = all dossiers.
            limit: how many at most.
            offset: how many of the newest to leave out.
            before: only those older than this one, for going on where a page ended.
        """
        asked = search_words(words)
        with self._database.reading():
            below = _ANY if before is None else self._number(before)
            if not asked:
                statement = sa.select(tables.dossiers).where(_D.number < below).order_by(_D.number.desc())
                return self._dossiers(statement.limit(limit).offset(offset))
            return search.find(self._database, asked, before=below, limit=limit, offset=offset)

    def dossiers(
        self,
        *,
        status: Status | None = None,
        received_on: date | None = None,
        order: Order = "newest",
        limit: int = 200,
        offset: int = 0,
    ) -> list[DossierRow]:
        """One page of the dossiers list.

        Args:
            status: only those that stand there.
            received_on: only those received on this day of the office calendar.
            order: newest first; by Vietnamese name order of the owner; or by due date, those without one last.
            limit: rows of the page.
            offset: rows before it.
        """
        ordered: dict[Order, tuple[sa.ColumnElement[Any], ...]] = {
            "newest": (_D.number.desc(),),
            "name": (_D.owner_key, _D.number.desc()),
            "due": (_D.due_at, _D.number),
        }
        statement = sa.select(tables.dossiers).where(*_where(status, received_on)).order_by(*ordered[order])
        with self._database.reading():
            return self._dossiers(statement.limit(limit).offset(offset))

    def count(self, *, status: Status | None = None, received_on: date | None = None) -> int:
        """How many dossiers ``dossiers`` would list in all."""
        statement = sa.select(sa.func.count()).select_from(tables.dossiers).where(*_where(status, received_on))
        with self._database.reading():
            return int(self._database.select(statement)[0][0])

    def by_code(self, code: str) -> DossierRow | None:
        """The dossier with this code, or with this number on its supplement or refusal slip."""
        if not code:
            return None
        with self._database.reading():
            for column in (_D.code, _D.slip):
                found = self._dossiers(
                    sa.select(tables.dossiers).where(column == code, column != "").order_by(_D.number.desc()).limit(1)
                )
                if found:
                    return found[0]
        return None

    def by_personal_number(self, number: str, limit: int = 10) -> list[DossierRow]:
        """Dossiers that this person owned or submitted, newest first. The whole number, never a part of it."""
        asked = search_words(number)
        if not asked:
            return []
        with self._database.reading():
            return search.find(self._database, asked, before=_ANY, limit=limit, offset=0, whole=True)

    def open_of_owner(self, procedure: str, *, number: str = "", name: str = "", limit: int = 20) -> list[DossierRow]:
        """Dossiers of this procedure still at work whose owner has this number, else this name; newest first.

        Args:
            procedure: its code.
            number: personal number or tax code; empty = look for the name.
            name: the whole name, as it is written.
            limit: how many at most.
        """
        if not procedure or not (number or name):
            return []
        column, value = ("number", number) if number else ("name", name_sort_key(name))
        with self._database.reading():
            found = [
                row
                for table in ("dossier", "fresh")
                for row in self._database.run(_OPEN[column].format(table=table), (value, procedure, limit)).fetchall()
            ]
        found.sort(key=lambda row: row[0], reverse=True)
        return [dossier_row_of(row) for row in found[:limit]]

    def last_number(self, stem: str, first: int, last: int) -> int | None:
        """The highest NNNN between ``first`` and ``last`` that a code or a slip ``<stem>-NNNN`` has used."""
        used = []
        with self._database.reading():
            for column in (_D.code, _D.slip):
                highest = self._database.select(
                    sa.select(sa.func.max(column)).where(
                        column != "", column >= f"{stem}-{first:04d}", column <= f"{stem}-{last:04d}"
                    )
                )[0][0]
                if highest is not None:
                    used.append(int(highest.rpartition("-")[2]))
        return max(used, default=None)

    def favourites(self, day: date, limit: int = 9) -> list[str]:
        """Codes of the procedures most received in the thirty days up to this one, most first."""
        since, until = _span(day - timedelta(days=_FAVOURITE_DAYS - 1))[0], _span(day)[1]
        often = sa.func.count()
        statement = (
            sa.select(_D.procedure)
            .where(_D.received_at >= since, _D.received_at < until, _D.procedure != "")
            .group_by(_D.procedure)
            .order_by(often.desc(), _D.procedure)
            .limit(limit)
        )
        with self._database.reading():
            return [row[0] for row in self._database.select(statement)]

    def tickets(self, day: date) -> list[TicketRow]:
        """All tickets of a day, in the order they were drawn."""
        with self._database.reading():
            return self._tickets(_T.day == day.isoformat())

    def open_tickets_before(self, day: date) -> list[TicketRow]:
        """Tickets of earlier days that nobody has closed."""
        with self._database.reading():
            return self._tickets(_T.open == sa.literal_column("1"), _T.day < day.isoformat())

    def _number(self, id_: DossierId) -> int:
        """The number of a dossier's row: its own, or the next ones when another was named in the same moment."""
        first = number = number_of(id_)
        while (found := self._database.one(sql(_ID), number)) is not None:
            if found == id_:
                return number
            number += 1
        return first

    def _dossiers(self, statement: sa.Select[Any]) -> list[DossierRow]:
        return [dossier_row_of(row) for row in self._database.select(statement)]

    def _tickets(self, *where: sa.ColumnElement[bool]) -> list[TicketRow]:
        statement = sa.select(tables.ticket).where(*where).order_by(_T.number)
        return [ticket_row_of(row) for row in self._database.select(statement)]


def _span(day: date) -> tuple[int, int]:
    """A day of the office calendar as the first microsecond of it and of the next one."""
    start = datetime.combine(day, time(), VIETNAM)
    return micros(start), micros(start + timedelta(days=1))


def _where(status: Status | None, received_on: date | None) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if status is not None:
        where.append(_D.status == status.value)
    if received_on is not None:
        first, behind = _span(received_on)
        where += [_D.received_at >= first, _D.received_at < behind]
    return where
