"""Queries of the register (sổ theo dõi hồ sơ): dossiers in the order of their receipt, numbered from 1 each year.

A register is all dossiers, or those of one field of procedures (lĩnh vực), received in one calendar year. Its order is
(time of receipt, code): every desk that holds the same events numbers them alike. A question for one unit or for
words shows an extract, in which each dossier keeps its number. A closed register keeps its order and numbers for ever:
what was not known when it was closed follows behind its last number, as a part of its own.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from models.calendar.clock import micros
from models.events import REGISTER
from models.store.codec import place_of
from models.store.file.database import Database
from models.store.projections.dossier import DOSSIERS, RECEIVED_AT, row_of
from models.store.projections.projection import Projection
from models.subjects.register import RegisterKey, RegisterLine, RegisterQuery, UnitCount
from models.subjects.register_closing import RegisterClosing, fold
from models.system.decoding import prepared
from models.text import search_words

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(RegisterClosing)).decode

_closing_table = sa.Table(
    "register_closing",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("register_closing_by_year", _closing_table.c.year)


def _closing_values(number: int, closing: RegisterClosing) -> tuple[object, ...]:
    return number, closing.id, closing.year, _encode(closing)


def _closing_of(values: Any) -> RegisterClosing:  # noqa: ANN401  # one row of the table
    """The closing of a row."""
    made: RegisterClosing = _decode(values[-1])
    return made


REGISTER_CLOSINGS = Projection(prefix=REGISTER, version=1, fold=fold, values=_closing_values, table=_closing_table)
"""The closings of registers, one row each, which holds the whole fold."""

_COLUMNS = DOSSIERS.table.c.keys()
_CODE_AT, _FIELD_AT, _RESOLVER_AT, _WORDS_AT, _PLACE_AT = map(
    _COLUMNS.index, ("code", "field", "resolver", "words", "received_place")
)
_BETWEEN = (
    "received_at >= ? AND received_at <= ? AND (received_at, code, number) > (?, ?, ?) "
    "AND (received_at, code, number) <= (?, ?, ?)"
)
"""The first two say the same again: only of plain comparisons SQLite sees that the partial index has all such rows."""
_BY = "received_at, code, number"
_DAY = 86_400_000_000
_CLOSINGS = "SELECT * FROM register_closing WHERE year = ?"
_LAST_CODE, _LAST_NUMBER = "\U0010ffff", (1 << 63) - 1
_EACH = "SELECT {column} FROM dossier WHERE received_at >= ? AND received_at < ?"
_NAME = (
    "SELECT resolver_name FROM dossier WHERE number = (SELECT number FROM dossier "
    "WHERE received_at >= ? AND received_at < ? AND resolver = ? ORDER BY received_at DESC LIMIT 1)"
)


class _Part(NamedTuple):
    """The lines of a year that one closing closed, or that none has; ``before``: the closings before it."""

    year: int
    before: tuple[RegisterClosing, ...]
    closing: RegisterClosing | None

    @property
    def number(self) -> int:
        """See ``RegisterLine.part``."""
        return len(self.before)

    @property
    def where(self) -> str:
        """What its rows fulfil, in front of it `` AND ``; numbers of ours alone."""
        closed = f" AND {_closed(self.closing)}" if self.closing else ""
        return closed + "".join(f" AND NOT {_closed(one)}" for one in self.before)

    def has(self, place: int) -> bool:
        """The same of a row that was taken in at this place of the log."""
        closed = self.closing is None or self.closing.closes(place)
        return closed and not any(one.closes(place) for one in self.before)


def _closed(by: RegisterClosing) -> str:
    spans = " OR ".join(
        f"received_place BETWEEN {place_of(device, 0)} AND {place_of(device, seq)}" for device, seq in by.heads.items()
    )
    absent = "".join(
        f" AND received_place NOT BETWEEN {place_of(device, first)} AND {place_of(device, last)}"
        for device, first, last in by.absent
    )
    return f"(({spans}){absent})"


class Register:
    """Queries over the dossiers that were received."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def closings(self, year: int) -> list[RegisterClosing]:
        """The closings of a year's register, in the order all desks agree on."""
        found = [_closing_of(row) for row in self._database.run(_CLOSINGS, (year,))]
        return sorted(found, key=lambda one: one.order)

    def page(self, asked: RegisterQuery, *, limit: int = 200, after: RegisterLine | None = None) -> list[RegisterLine]:
        """The next lines of the register: the first ones, or those behind a line."""
        lines: list[RegisterLine] = []
        with self._database.reading():
            fresh = self._fresh(asked.field)
            for part in self._parts(asked.first, asked.last):
                if after is None or (part.year, part.number) >= (after.year, after.part):
                    behind = after if after and (part.year, part.number) == (after.year, after.part) else None
                    lines += self._of_part(asked, part, behind, limit - len(lines), fresh)
                if len(lines) == limit:
                    break
        return lines

    def sizes(self, year: int, field: str = "") -> list[int]:
        """How many lines each part of a year's register has: the register itself, then its supplements."""
        with self._database.reading():
            fresh = self._fresh(field)
            begin, end = _new_year(year), _new_year(year + 1)
            parts = self._parts(date(year, 1, 1), date(year, 12, 31))
            return [self._how_many(field, begin, end, part, fresh) for part in parts]

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

    def _parts(self, first: date, last: date) -> Iterator[_Part]:
        """The parts of the registers of these days, in order."""
        for year in range(first.year, last.year + 1):
            before: list[RegisterClosing] = []
            for closing in self.closings(year):
                yield _Part(year, tuple(before), closing)
                before.append(closing)
            yield _Part(year, tuple(before), None)

    def _of_part(
        self,
        asked: RegisterQuery,
        part: _Part,
        after: RegisterLine | None,
        limit: int,
        fresh: Sequence[Sequence[Any]],
    ) -> list[RegisterLine]:
        begin, behind = _period(asked.first, asked.last)
        low, high = max((begin - 1, _LAST_CODE, _LAST_NUMBER), _new_year(part.year)), _new_year(part.year + 1)
        low = low if after is None else after.key
        high = min((behind - 1, _LAST_CODE, _LAST_NUMBER), high)
        rows = [row for row in fresh if low < _key(row) <= high and _fits(row, asked) and part.has(row[_PLACE_AT])]
        rows += self._settled(asked, part, low, high, limit)
        rows.sort(key=_key)
        return list(self._numbered(asked, part, rows[:limit], after, fresh))

    def _settled(
        self, asked: RegisterQuery, part: _Part, low: RegisterKey, high: RegisterKey, limit: int
    ) -> list[Sequence[Any]]:
        where, values = _conditions(asked)
        where += part.where
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
        part: _Part,
        rows: Sequence[Sequence[Any]],
        after: RegisterLine | None,
        fresh: Sequence[Sequence[Any]],
    ) -> Iterator[RegisterLine]:
        """Each row with its number: one more than the one before, unless lines lie between."""
        last = after
        is_extract = bool(asked.unit or search_words(asked.words))
        for row in rows:
            key = _key(row)
            if last is not None:
                between = self._how_many(asked.field, last.key, key, part, fresh) if is_extract else 1
                number = last.number + between
            else:
                number = self._begin(asked.field, part, fresh)
                number += self._how_many(asked.field, _new_year(part.year), key, part, fresh)
            last = RegisterLine(number, row_of(row), key, part.number)
            yield last

    def _begin(self, field: str, part: _Part, fresh: Sequence[Sequence[Any]]) -> int:
        """Lines of the year in the parts before this one."""
        begin, end = _new_year(part.year), _new_year(part.year + 1)
        earlier = (_Part(part.year, part.before[:n], closing) for n, closing in enumerate(part.before))
        return sum(self._how_many(field, begin, end, one, fresh) for one in earlier)

    def _how_many(
        self, field: str, low: RegisterKey, high: RegisterKey, part: _Part, fresh: Sequence[Sequence[Any]]
    ) -> int:
        """Lines of a part of the register behind one place up to another."""
        where, values = (" AND field = ?", (field,)) if field else ("", ())
        settled = self._database.one(
            f"SELECT count(*) FROM dossier WHERE {_BETWEEN}{where}{part.where}", *_between(low, high), *values
        )
        return int(settled) + sum(low < _key(row) <= high and part.has(row[_PLACE_AT]) for row in fresh)


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
