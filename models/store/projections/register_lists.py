"""Queries of the register (sổ theo dõi hồ sơ): dossiers in the order of their receipt, numbered from 1 each year.

A register is all dossiers, or those of one field of procedures (lĩnh vực), received in one calendar year. Its order is
(time of receipt, code): every desk that holds the same events numbers them alike. A question for one unit or for
words shows an extract, in which each dossier keeps its number.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from models.calendar.clock import micros
from models.store.file.database import Database
from models.store.projections.dossier import DOSSIERS, RECEIVED_AT, row_of
from models.subjects.register import RegisterKey, RegisterLine, RegisterQuery, UnitCount, year_of
from models.text import search_words

_COLUMNS = DOSSIERS.table.c.keys()
_CODE_AT, _FIELD_AT, _RESOLVER_AT, _WORDS_AT = map(_COLUMNS.index, ("code", "field", "resolver", "words"))
_BETWEEN = (
    "received_at >= ? AND received_at <= ? AND (received_at, code, number) > (?, ?, ?) "
    "AND (received_at, code, number) <= (?, ?, ?)"
)
"""The first two say the same again: only of plain comparisons SQLite sees that the partial index has all such rows."""
_BY = "received_at, code, number"
_DAY = 86_400_000_000
_LAST_CODE, _LAST_NUMBER = "\U0010ffff", (1 << 63) - 1
_EACH = "SELECT {column} FROM dossier WHERE received_at >= ? AND received_at < ?"
_NAME = (
    "SELECT resolver_name FROM dossier WHERE number = (SELECT number FROM dossier "
    "WHERE received_at >= ? AND received_at < ? AND resolver = ? ORDER BY received_at DESC LIMIT 1)"
)


class Register:
    """Queries over the dossiers that were received."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, asked: RegisterQuery, *, limit: int = 200, after: RegisterLine | None = None) -> list[RegisterLine]:
        """The next lines of the register: the first ones, or those behind a line."""
        begin, behind = _period(asked.first, asked.last)
        low = after.key if after is not None else (begin - 1, _LAST_CODE, _LAST_NUMBER)
        high = (behind - 1, _LAST_CODE, _LAST_NUMBER)
        with self._database.reading():
            fresh = self._fresh(asked.field)
            rows = [row for row in fresh if low < _key(row) <= high and _fits(row, asked)]
            rows += self._settled(asked, low, high, limit)
            rows.sort(key=_key)
            return list(self._numbered(asked, rows[:limit], after, fresh))

    def count(self, asked: RegisterQuery) -> int:
        """How many lines ``page`` gives in all."""
        begin, behind = _period(asked.first, asked.last)
        low, high = (begin - 1, _LAST_CODE, _LAST_NUMBER), (behind - 1, _LAST_CODE, _LAST_NUMBER)
        with self._database.reading():
            where, values = _conditions(asked)
            settled = self._database.one(
                f"SELECT count(*) FROM dossier WHERE {_BETWEEN}{where}", *_between(low, high), *values
            )
            fresh = self._fresh(asked.field)
            return int(settled) + sum(low < _key(row) <= high and _fits(row, asked) for row in fresh)

    def fields(self, first: date, last: date) -> list[tuple[str, int]]:
        """Fields of procedures of a period and how many dossiers each has, most first."""
        with self._database.reading():
            counted = self._counted("field", _FIELD_AT, first, last)
        return sorted(counted.items(), key=lambda one: (-one[1], one[0]))

    def units(self, first: date, last: date) -> list[UnitCount]:
        """Units that resolve dossiers of a period, most dossiers first; each by its latest name."""
        with self._database.reading():
            counted = self._counted("resolver", _RESOLVER_AT, first, last)
            found = [UnitCount(id_, self._name_of(id_, first, last), number) for id_, number in counted.items()]
        return sorted(found, key=lambda one: (-one.count, one.id))

    def _counted(self, column: str, place: int, first: date, last: date) -> Counter[str]:
        period = _period(first, last)
        counted = Counter(value for (value,) in self._database.run(_EACH.format(column=column), period))
        counted.update(row[place] for row in self._fresh("") if period[0] <= row[RECEIVED_AT] < period[1])
        return counted

    def _name_of(self, unit: str, first: date, last: date) -> str:
        period = _period(first, last)
        for row in sorted(self._fresh(""), key=_key, reverse=True):
            if row[_RESOLVER_AT] == unit and period[0] <= row[RECEIVED_AT] < period[1]:
                return row_of(row).resolver_name
        return str(self._database.one(_NAME, *period, unit))

    def _settled(self, asked: RegisterQuery, low: RegisterKey, high: RegisterKey, limit: int) -> list[Sequence[Any]]:
        where, values = _conditions(asked)
        statement = f"SELECT * FROM dossier WHERE {_BETWEEN}{where} ORDER BY {_BY} LIMIT ?"
        return list(self._database.run(statement, (*_between(low, high), *values, limit)).fetchall())

    def _fresh(self, field: str) -> list[Sequence[Any]]:
        """The youngest rows of a register, which no index has yet; few."""
        return [
            row
            for row in self._database.run("SELECT * FROM fresh")
            if row[RECEIVED_AT] is not None and (not field or row[_FIELD_AT] == field)
        ]

    def _numbered(
        self,
        asked: RegisterQuery,
        rows: Sequence[Sequence[Any]],
        after: RegisterLine | None,
        fresh: Sequence[Sequence[Any]],
    ) -> Iterator[RegisterLine]:
        """Each row with its number: one more than the one before, unless lines lie between or a year begins."""
        last = after
        is_extract = bool(asked.unit or search_words(asked.words))
        for row in rows:
            key = _key(row)
            if last is not None and last.year == year_of(key):
                between = self._how_many(asked.field, last.key, key, fresh) if is_extract else 1
                number = last.number + between
            else:
                number = self._how_many(asked.field, _new_year(year_of(key)), key, fresh)
            last = RegisterLine(number, row_of(row), key)
            yield last

    def _how_many(self, field: str, low: RegisterKey, high: RegisterKey, fresh: Sequence[Sequence[Any]]) -> int:
        """Lines of the register behind one place up to another."""
        where, values = (" AND field = ?", (field,)) if field else ("", ())
        settled = self._database.one(
            f"SELECT count(*) FROM dossier WHERE {_BETWEEN}{where}", *_between(low, high), *values
        )
        return int(settled) + sum(low < _key(row) <= high for row in fresh)


def _key(row: Sequence[Any]) -> RegisterKey:
    return row[RECEIVED_AT], row[_CODE_AT], row[0]


def _between(low: RegisterKey, high: RegisterKey) -> tuple[int | str, ...]:
    """The values of ``_BETWEEN``."""
    return low[0], high[0], *low, *high


def _new_year(year: int) -> RegisterKey:
    """The place before the first line of a year's register."""
    return _day_begins(date(year, 1, 1)) - 1, _LAST_CODE, _LAST_NUMBER


def _day_begins(day: date) -> int:
    return micros(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - the time on the office wall


def _period(first: date, last: date) -> tuple[int, int]:
    """First microsecond of a period, and the first one after it."""
    return _day_begins(first), _day_begins(last) + _DAY


def _conditions(asked: RegisterQuery) -> tuple[str, tuple[str, ...]]:
    """What else the rows must fulfil, and its values."""
    words = search_words(asked.words)
    where = " AND field = ?" if asked.field else ""
    where += " AND resolver = ?" if asked.unit else ""
    where += " AND instr(' ' || words, ?) > 0" * len(words)
    return where, (*filter(None, (asked.field, asked.unit)), *(f" {word}" for word in words))


def _fits(row: Sequence[Any], asked: RegisterQuery) -> bool:
    """The same of a fresh row."""
    if (asked.field and row[_FIELD_AT] != asked.field) or (asked.unit and row[_RESOLVER_AT] != asked.unit):
        return False
    words = f" {row[_WORDS_AT]}"
    return all(f" {word}" in words for word in search_words(asked.words))
