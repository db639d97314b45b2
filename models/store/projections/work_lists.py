"""Queries of the day's lists: pages in the order of each list along its partial index, and counts.

A count of a whole list is read from the tallies: by mark, and of those whose clock runs by the day they are due, so
that overdue and due today are sums over days and a question about the one day that has begun. A narrowed list is
counted along its index, which holds what it is narrowed by.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from models.calendar.clock import from_local, local_day, micros
from models.store import tallies
from models.store.file.database import Database
from models.store.projections.dossier import DOSSIERS, DUE_DAY, WORK, order_of, row_of, values_of
from models.store.projections.row_numbers import row_number
from models.subjects.dossier_row import DossierRow
from models.subjects.work_lists import WorkMark, WorkQuery, WorkSpan

_ANY = (1 << 63) - 1
_RESULT = (WorkMark.DECIDED | WorkMark.READY).value
_TABLES = ("dossier", "fresh")
_ONE_DAY = timedelta(days=1)
_PLACES = {name: DOSSIERS.table.c.keys().index(name) for name in ("due_order", "ready_at", "consulted_by")}


class WorkLists:
    """Queries over the rows of dossiers at work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, asked: WorkQuery, *, limit: int = 200, after: DossierRow | None = None) -> list[DossierRow]:
        """The first dossiers of a list, or those behind one, in the list's order.

        Args:
            asked: which list.
            limit: rows of the page.
            after: the last row of the page before, as it was then.
        """
        with self._database.reading():
            key = None if after is None else self._key(after, asked.spans[0].mark)
            found: list[Sequence[Any]] = []
            for span in asked.spans:
                if len(found) < limit:
                    found += self._rows(asked, span, key, limit - len(found))
        return [row_of(row) for row in found]

    def count(self, asked: WorkQuery) -> int:
        """How many dossiers ``page`` lists in all."""
        with self._database.reading():
            return sum(self._counted(asked, span) for span in asked.spans)

    def _rows(self, asked: WorkQuery, span: WorkSpan, key: tuple[int, int] | None, limit: int) -> list[Sequence[Any]]:
        """Rows of one span behind a key: settled ones by the index, merged with the few fresh ones."""
        column = order_of(span.mark)
        where, values = _condition(asked, span)
        if key is not None:
            # The first comparison says the same again: the index begins with the column alone.
            where += f" AND {column} >= ? AND ({column}, number) > (?, ?)"
            values += (key[0], *key)
        settled = f"SELECT * FROM dossier WHERE {where} ORDER BY {column}, number LIMIT ?"
        found: list[Sequence[Any]] = self._database.run(f"SELECT * FROM fresh WHERE {where}", values).fetchall()
        found += self._database.run(settled, (*values, limit)).fetchall()
        place = _PLACES[column]
        found.sort(key=lambda row: (row[place], row[0]))
        return found[:limit]

    def _counted(self, asked: WorkQuery, span: WorkSpan) -> int:
        if asked.narrowed:
            return self._by_index(asked, span, _TABLES)
        unsettled = self._by_index(asked, span, ("fresh",))
        if span.mark is WorkMark.RUNS:
            return unsettled + self._by_days(asked, span)
        if span.since is None and span.before is None:
            return unsettled + tallies.of_kind(self._database, WORK)[str(span.mark.value)]
        return unsettled + self._by_index(asked, span, ("dossier",))

    def _by_days(self, asked: WorkQuery, span: WorkSpan) -> int:
        """Settled dossiers due in a span: whole days by their sums, the parts of days by the index."""
        first = "" if span.since is None else _first_whole_day(span.since)
        behind = "~" if span.before is None else local_day(span.before).isoformat()
        if first > behind:  # within one day
            return self._by_index(asked, span, ("dossier",))
        total = tallies.between(self._database, DUE_DAY, first, behind).total()
        if span.since is not None and _begins(span.since) != span.since:
            part = WorkSpan(mark=span.mark, since=span.since, before=_begins(span.since) + _ONE_DAY)
            total += self._by_index(asked, part, ("dossier",))
        if span.before is not None and _begins(span.before) != span.before:
            part = WorkSpan(mark=span.mark, since=_begins(span.before), before=span.before)
            total += self._by_index(asked, part, ("dossier",))
        return total

    def _by_index(self, asked: WorkQuery, span: WorkSpan, tables: Sequence[str]) -> int:
        where, values = _condition(asked, span)
        return sum(int(self._database.one(f"SELECT count(*) FROM {table} WHERE {where}", *values)) for table in tables)

    def _key(self, row: DossierRow, mark: WorkMark) -> tuple[int, int]:
        number = row_number(self._database, DOSSIERS, row.id)
        stands: Any = values_of(number, row, 0)[_PLACES[order_of(mark)]]
        return stands, number


def _condition(asked: WorkQuery, span: WorkSpan) -> tuple[str, tuple[int | str, ...]]:
    """What rows of a span fulfil, and its values. The mark stands in the words, as the partial index has it."""
    column = order_of(span.mark)
    where = f"work & {span.mark.value} AND {column} >= ? AND {column} < ?"
    values: tuple[int | str, ...] = (
        -_ANY if span.since is None else micros(span.since),
        _ANY if span.before is None else micros(span.before),
    )
    if asked.field:
        where, values = f"{where} AND field = ?", (*values, asked.field)
    if asked.unit is not None:
        where, values = f"{where} AND unit = ?", (*values, asked.unit)
    if asked.holder:
        where += " AND (holder_clerk = ? OR (holder_clerk = '' AND unit = '' AND received_by = ?))"
        values = (*values, asked.holder, asked.holder)
    if asked.of:
        theirs, values = "received_by = ? OR holder_clerk = ?", (*values, asked.of, asked.of)
        if asked.returned:
            theirs += f" OR (work & {_RESULT} AND procedure IN ({', '.join('?' * len(asked.returned))}))"
            values = (*values, *asked.returned)
        where = f"{where} AND ({theirs})"
    return where, values


def _begins(at: datetime) -> datetime:
    """Midnight of its day on the office wall."""
    return from_local(datetime.combine(local_day(at), time()))


def _first_whole_day(since: datetime) -> str:
    day = local_day(since)
    return (day if _begins(since) == since else day + _ONE_DAY).isoformat()
