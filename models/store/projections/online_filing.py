"""Projection of matters filed online with help, and what is asked of them. The row holds the whole fold."""

from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import ASSISTED
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.service.online_filing import AssistedFiling, FilingEnd, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(AssistedFiling)).decode

_table = sa.Table(
    "online_filing",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("helper", sa.Text, nullable=False),
    sa.Column("procedure", sa.Text, nullable=False),
    sa.Column("end", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("online_filing_open", _table.c.number, sqlite_where=sa.text("end = 'open' AND day != ''"))
# What figures are made of, so that counting reads no row.
sa.Index("online_filing_by_day", _table.c.day, _table.c.helper, _table.c.procedure, _table.c.end)


def _values(number: int, filing: AssistedFiling) -> tuple[object, ...]:
    day = local_day(filing.helped_at).isoformat() if filing.helped_at else ""
    procedure = filing.filing.procedure.code if filing.filing else ""
    return number, filing.id, day, filing.helper, procedure, filing.end.value, _encode(filing)


ONLINE_FILINGS = Projection(prefix=ASSISTED, version=2, fold=fold, values=_values, table=_table)

_OPEN = "SELECT * FROM online_filing WHERE end = 'open' AND day != '' ORDER BY number"
_DAYS = "SELECT * FROM online_filing WHERE day >= ? AND day <= ? ORDER BY day DESC, number DESC LIMIT ?"
_COUNTED = (
    "SELECT helper, procedure, end, COUNT(*) FROM online_filing WHERE day >= ? AND day <= ? "
    "GROUP BY helper, procedure, end"
)
_HOW_MANY = "SELECT COUNT(*) FROM online_filing WHERE end = 'open' AND day != ''"


class OnlineFilings:
    """Queries over the rows of all matters filed online with help."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self) -> list[AssistedFiling]:
        """Those that are followed, the oldest first."""
        with self._database.reading():
            return [_decode(row[-1]) for row in self._database.run(_OPEN)]

    def how_many_open(self) -> int:
        """How many are followed."""
        with self._database.reading():
            return int(self._database.run(_HOW_MANY).fetchone()[0])

    def between(self, first: date, last: date, most: int) -> list[AssistedFiling]:
        """Those of these days, both included, the newest first; at most so many."""
        with self._database.reading():
            rows: Any = self._database.run(_DAYS, (first.isoformat(), last.isoformat(), most))
            return [_decode(row[-1]) for row in rows]

    def counted(self, first: date, last: date) -> dict[tuple[str, str, FilingEnd], int]:
        """How many of these days, both included, by helper, procedure and end."""
        with self._database.reading():
            rows = self._database.run(_COUNTED, (first.isoformat(), last.isoformat())).fetchall()
        return {(helper, procedure, FilingEnd(end)): number for helper, procedure, end, number in rows}
