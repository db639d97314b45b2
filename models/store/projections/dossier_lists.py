"""Queries of dossier lists: pages of rows, sorted and counted by the database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from models.calendar.clock import micros
from models.ids import DossierCode, DossierId
from models.person_key import PersonKey, entry_of, key_word, number_in
from models.store import tallies
from models.store.file.database import Database, Values
from models.store.projections import search
from models.store.projections.dossier import (
    DOSSIERS,
    DUE_ORDER_AT,
    IN_UNIT,
    IS_OPEN,
    OWNER_KEY_AT,
    RECEIVED,
    RECEIVED_BY_AT,
    REUSED,
    STAGE_AT,
    STATUS,
    STATUS_AT,
    UNIT_AT,
    counted,
    row_of,
    values_of,
)
from models.store.projections.row_numbers import row_number
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import DossierRow, DueSpan, NamedAs, Order, named_in
from models.text import name_key, search_words

_ANY = (1 << 63) - 1
_FAVOURITE_DAYS = 30
# Constants of ours alone. The conditions of partial indexes stand in the words, so that they are used.
_OPEN = {
    "number": f"personal_number = ? AND personal_number != '' AND procedure = ? AND {IS_OPEN}",
    "name": f"name_key = ? AND procedure = ? AND {IS_OPEN}",
}
_CODED = "SELECT * FROM {table} WHERE {column} = ? AND {column} != '' ORDER BY number DESC LIMIT 1"
_HIGHEST = "SELECT max({column}) FROM {table} WHERE {column} != '' AND {column} >= ? AND {column} <= ?"
_CODE = "SELECT id, code FROM dossier WHERE number = ? UNION ALL SELECT id, code FROM fresh WHERE number = ?"
_DUE = "SELECT count(*) FROM {table} WHERE due_order >= ? AND due_order < ?"
_BY_UNIT = f"SELECT * FROM dossier INDEXED BY dossier_by_unit WHERE {IN_UNIT} AND unit = ? AND "
_BY_CLERK = "SELECT * FROM dossier INDEXED BY dossier_by_receiver WHERE received_by = ? AND "
_ALL = "SELECT * FROM dossier WHERE "
_TABLES, _CODES = ("dossier", "fresh"), ("code", "slip")

Key = tuple[str | int, int]
"""Where a row stands in an order; see ``_Sorting.key``."""

Piece = tuple[str, str, tuple[str | int, ...]]
"""A range of an index: condition, order, and values of the condition."""


class _Sorting(Struct, frozen=True):
    """One order of the list: by a column, then by number.

    Attributes:
        column: what is sorted by, upwards; empty = the number alone.
        place: of the column in a row.
        down: of equals the highest number comes first.
    """

    column: str
    place: int
    down: bool

    def key(self, row: Sequence[Any]) -> Key:
        """Sort key for rows in the database's order."""
        return (row[self.place] if self.column else 0, -row[0] if self.down else row[0])

    def pieces(self, behind: Key | None, bounds: tuple[int, int] | None) -> list[Piece]:
        """Index ranges behind a key, in this order: the rest of those with its value, then all higher ones.

        Args:
            behind: None = from the first on.
            bounds: lowest value of the column, and the one behind the highest; None = all.

        """
        by, beyond = ("number DESC", "number < ?") if self.down else ("number", "number > ?")
        if not self.column:
            return [(beyond, by, (_ANY if behind is None else abs(behind[1]),))]
        column, all_by = self.column, f"{self.column}, {by}"
        first, last = ((f"{column} >= ?", (bounds[0],)), (f" AND {column} < ?", (bounds[1],))) if bounds else _NO_BOUNDS
        if behind is None:
            return [(first[0] + last[0], all_by, first[1] + last[1])]
        value, number = behind[0], abs(behind[1])
        return [
            (f"{column} = ? AND {beyond}", by, (value, number)),
            (f"{column} > ?{last[0]}", all_by, (value, *last[1])),
        ]


_NO_BOUNDS: tuple[tuple[str, tuple[int, ...]], tuple[str, tuple[int, ...]]] = (("true", ()), ("", ()))

_SORTINGS: dict[Order, _Sorting] = {
    "newest": _Sorting("", 0, down=True),
    "name": _Sorting("owner_key", OWNER_KEY_AT, down=True),
    "due": _Sorting("due_order", DUE_ORDER_AT, down=False),
}


def _bounds(due: DueSpan) -> tuple[int, int]:
    """Lowest place in the order of due dates, and the one behind the highest."""
    return -_ANY if due.since is None else micros(due.since), micros(due.before)


def by_status(database: Database) -> Counter[str]:
    """Number of dossiers by status."""
    found = tallies.of_kind(database, STATUS)
    found.update(status for (status,) in database.run("SELECT status FROM fresh"))
    return found


def by_procedure(database: Database, first: date, last: date) -> Counter[str]:
    """Number of dossiers received from one day to another, both included, by procedure."""
    days = first.isoformat(), (last + timedelta(days=1)).isoformat()
    settled = tallies.between(database, RECEIVED, *days)
    found: Counter[str] = Counter()
    for name, number in settled.items():
        found[name.partition(" ")[2]] += number
    for row in database.run("SELECT * FROM fresh"):
        for kind, name in counted(row):
            if kind == RECEIVED and days[0] <= name < days[1]:
                found[name.partition(" ")[2]] += 1
    return found


class Dossiers:
    """Queries over the rows of all dossiers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, words: str, *, limit: int = 50, before: DossierId | None = None) -> list[DossierRow]:
        """Dossiers in which every word begins a name, code, number or word of an address; newest first.

        Args:
            words: as typed: with or without marks, any order; the last four digits of a number are enough.
                Nothing asked = all dossiers.
            limit: how many at most.
            before: only those older than this one, for going on where a page ended.
        """
        asked = search_words(words)
        with self._database.reading():
            if not asked:
                behind = None if before is None else (0, -self._number(before))
                return self._behind("", "newest", behind, limit)
            below = _ANY if before is None else self._number(before)
            return self._found(asked, before=below, limit=limit)

    def find_any(self, asked: Iterable[str], *, limit: int) -> list[DossierRow]:
        """Dossiers that one of several searches finds, each named once.

        Args:
            asked: each as ``find`` takes it; one without a word finds nothing.
            limit: how many at most for each, the newest.
        """
        found: dict[DossierId, Values] = {}
        with self._database.reading():
            for words in dict.fromkeys(tuple(search_words(one)) for one in asked):
                if words:
                    rows = search.find(self._database, DOSSIERS, words, before=_ANY, limit=limit)
                    found |= {row[1]: row for row in rows}
        return [row_of(row) for row in found.values()]

    def page(
        self,
        *,
        status: DossierStatus | None = None,
        due: DueSpan | None = None,
        unit: str = "",
        by: str = "",
        order: Order = "newest",
        limit: int = 200,
        after: DossierRow | None = None,
    ) -> list[DossierRow]:
        """One page of the dossiers list.

        Args:
            status: only those that stand there.
            due: only those at work and due then, by due date whatever the order.
            unit: only those at work that this unit of the office holds (its id), by due date likewise; empty = all.
            by: only what this clerk (the id) has taken in; empty = everybody's.
            order: newest first; by Vietnamese name order of the owner, of one name the newest first; or by due date,
                see ``due_order``.
            limit: rows of the page.
            after: the last row of the page before, as it was then: the page goes on behind it, whatever was added
                or changed since.
        """
        with self._database.reading():
            order = order if due is None and not unit else "due"
            behind = None if after is None else self._key(after, order)
            return self._behind("" if status is None else status.value, order, behind, limit, due, unit, by)

    def count(
        self,
        status: DossierStatus | None = None,
        due: DueSpan | None = None,
        unit: str = "",
        by: str = "",
    ) -> int:
        """How many dossiers ``page`` would list in all; of a status, or due then, of a unit, taken in by somebody."""
        with self._database.reading():
            if unit or by:
                return self._count_some(unit, by, "" if status is None else status.value, due)
            if due is not None:
                return sum(self._database.one(_DUE.format(table=table), *_bounds(due)) for table in _TABLES)
            number = by_status(self._database)
        return number.total() if status is None else number[status.value]

    def _count_some(self, unit: str, by: str, status: str, due: DueSpan | None) -> int:
        """Of a unit, of a clerk, or of both."""
        named = {f"{IN_UNIT} AND unit": unit, "received_by": by, "status": status}
        where = " AND ".join(f"{column} = ?" for column, value in named.items() if value)
        when, bounds = (" AND due_order >= ? AND due_order < ?", _bounds(due)) if due is not None else ("", ())
        values = (*filter(None, named.values()), *bounds)
        return sum(
            self._database.one(f"SELECT count(*) FROM {table} WHERE {where}{when}", *values) for table in _TABLES
        )

    def by_code(self, code: str) -> DossierRow | None:
        """The dossier with this code, or with this number on its supplement or refusal slip."""
        if not code:
            return None
        with self._database.reading():
            for column in _CODES:
                found = [
                    row
                    for table in _TABLES
                    for row in self._database.run(_CODED.format(table=table, column=column), (code,))
                ]
                if found:
                    return row_of(max(found, key=lambda row: row[0]))
        return None

    def code_of(self, id_: DossierId) -> DossierCode:
        """The code of a dossier; empty = it has none, or is unknown."""
        with self._database.reading():
            number = self._number(id_)
            for row in self._database.run(_CODE, (number, number)):
                if row[0] == id_:
                    return DossierCode(row[1])
        return DossierCode("")

    def by_personal_number(self, number: str, limit: int = 10) -> list[DossierRow]:
        """Dossiers owned or submitted by this person, newest first. Whole number only."""
        asked = search_words(number)
        if not asked:
            return []
        with self._database.reading():
            return self._found(asked, before=_ANY, limit=limit, whole=True)

    def of_people(self, keys: Iterable[PersonKey], limit: int = 5_000) -> list[tuple[DossierRow, tuple[NamedAs, ...]]]:
        """Dossiers that name any of these, newest first, and as what each does.

        Args:
            keys: as ``models.person_key`` makes them.
            limit: how many at most for each.
        """
        wanted = frozenset(keys)
        found: dict[DossierId, DossierRow] = {}
        with self._database.reading():
            for key in sorted(wanted):
                entry, number = entry_of(key), number_in(key)
                if entry is not None:
                    rows = self._at(entry[0])
                else:
                    rows = self._found((key_word(key),), before=_ANY, limit=limit, whole=True)
                    rows += self._found((number,), before=_ANY, limit=limit, whole=True) if number else []
                found |= {row.id: row for row in rows}
        named = ((row, tuple(one for one in named_in(row) if one.key in wanted)) for row in found.values())
        return sorted(((row, of) for row, of in named if of), key=lambda one: one[0].id, reverse=True)

    def _at(self, id_: DossierId) -> list[DossierRow]:
        number = self._number(id_)
        asked = [f"SELECT * FROM {table} WHERE number = ?" for table in _TABLES]
        rows = (self._database.run(one, (number,)).fetchone() for one in asked)
        return [row_of(row) for row in rows if row is not None and row[1] == id_]

    def reused(self, first: date, last: date) -> int:
        """How many dossiers received from one day to another, both included, use a paper of an earlier one."""
        days = first.isoformat(), (last + timedelta(days=1)).isoformat()
        with self._database.reading():
            fresh = sum(
                kind == REUSED and days[0] <= name < days[1]
                for row in self._database.run("SELECT * FROM fresh")
                for kind, name in counted(row)
            )
            return tallies.between(self._database, REUSED, *days).total() + fresh

    def received(self, first: date, last: date) -> int:
        """How many dossiers were received from one day to another, both included."""
        with self._database.reading():
            return by_procedure(self._database, first, last).total()

    def open_of_owner(self, procedure: str, *, number: str = "", name: str = "", limit: int = 20) -> list[DossierRow]:
        """Dossiers of this procedure still at work whose owner has this number, else this name; newest first.

        Args:
            procedure: its code.
            number: personal number or tax code; empty = look for the name.
            name: the whole name, however it is written: with or without marks, any apostrophe, i or y.
            limit: how many at most.
        """
        if not procedure or not (number or name):
            return []
        column, value = ("number", number) if number else ("name", name_key(name))
        with self._database.reading():
            found = [
                row
                for table in _TABLES
                for row in self._database.run(f"SELECT * FROM {table} WHERE {_OPEN[column]}", (value, procedure))
            ]
        found.sort(key=lambda row: row[0], reverse=True)
        return [row_of(row) for row in found[:limit]]

    def last_number(self, stem: str, first: int, last: int) -> int | None:
        """The highest NNNN between ``first`` and ``last`` used by a code or slip ``<stem>-NNNN``."""
        numbers = f"{stem}-{first:04d}", f"{stem}-{last:04d}"
        with self._database.reading():
            used = [
                self._database.one(_HIGHEST.format(table=table, column=column), *numbers)
                for table in _TABLES
                for column in _CODES
            ]
        return max((int(code.rpartition("-")[2]) for code in used if code is not None), default=None)

    def favourites(self, day: date, limit: int = 9) -> list[str]:
        """Codes of the procedures received most often in the last thirty days, most frequent first."""
        with self._database.reading():
            received = by_procedure(self._database, day - timedelta(days=_FAVOURITE_DAYS - 1), day)
        known = [(-number, procedure) for procedure, number in received.items() if procedure]
        return [procedure for _, procedure in sorted(known)[:limit]]

    def _found(self, asked: Sequence[str], *, before: int, limit: int, whole: bool = False) -> list[DossierRow]:
        found = search.find(self._database, DOSSIERS, asked, before=before, limit=limit, whole=whole)
        return [row_of(row) for row in found]

    def _behind(
        self,
        status: str,
        order: Order,
        behind: Key | None,
        limit: int,
        due: DueSpan | None = None,
        unit: str = "",
        by: str = "",
    ) -> list[DossierRow]:
        """Rows behind a key: settled ones by an index, merged with the few fresh ones."""
        sorting, bounds = _SORTINGS[order], _bounds(due) if due else None
        found = [
            row
            for row in self._database.run("SELECT * FROM fresh")
            if (not status or row[STATUS_AT] == status)
            and (not unit or (row[UNIT_AT] == unit and row[STAGE_AT]))
            and (not by or row[RECEIVED_BY_AT] == by)
            and (behind is None or sorting.key(row) > behind)
            and (bounds is None or bounds[0] <= row[DUE_ORDER_AT] < bounds[1])
        ]
        found += self._settled(status, unit, by, sorting.pieces(behind, bounds), limit)
        found.sort(key=sorting.key)
        return [row_of(row) for row in found[:limit]]

    def _settled(self, status: str, unit: str, by: str, pieces: Sequence[Piece], limit: int) -> list[Sequence[Any]]:
        only, given = (_BY_UNIT, (unit,)) if unit else (_BY_CLERK, (by,)) if by else (_ALL, ())
        if unit and by:
            only, given = f"{only}received_by = ? AND ", (*given, by)
        if status:
            only, given = f"{only}status = ? AND ", (*given, status)
        found: list[Sequence[Any]] = []
        for where, ordered, values in pieces:
            asked = f"{only}{where} ORDER BY {ordered} LIMIT ?"
            found += self._database.run(asked, (*given, *values, limit - len(found))).fetchall()
        return found

    def _key(self, row: DossierRow, order: Order) -> Key:
        sorting, number = _SORTINGS[order], self._number(row.id)
        return sorting.key(values_of(number, row, 0))

    def _number(self, id_: DossierId) -> int:
        return row_number(self._database, DOSSIERS, id_)
