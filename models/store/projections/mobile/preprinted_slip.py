"""Projection of slips printed before the trip, and what is asked of them. The row holds the whole fold."""

from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import PREPRINTED_SLIP
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.mobile.preprinted_slip import PreprintedSlip, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(PreprintedSlip)).decode

_table = sa.Table(
    "preprinted_slip",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("digits", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("used_on", sa.Text, nullable=False),
    sa.Column("moved_on", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("preprinted_slip_by_state", _table.c.state, _table.c.digits)
sa.Index("preprinted_slip_by_use", _table.c.used_on, _table.c.digits)
sa.Index("preprinted_slip_by_day", _table.c.moved_on)


def _values(number: int, slip: PreprintedSlip) -> tuple[object, ...]:
    moved = slip.used_at or slip.closed_at or slip.made_at
    return (
        number,
        slip.id,
        slip.number,
        slip.state.value,
        _day_of(slip.code),
        local_day(moved).isoformat() if moved else "",
        _encode(slip),
    )


def _day_of(code: str) -> str:
    """YyMMdd of a dossier code; empty = it has none."""
    parts = code.split("-")
    return parts[-2] if len(parts) > 2 else ""


PREPRINTED_SLIPS = Projection(prefix=PREPRINTED_SLIP, version=1, fold=fold, values=_values, table=_table)
"""Columns: ``digits`` is the number a slip bears, ``used_on`` the day in its code (yyMMdd), ``moved_on`` the day of its
use, its end or its making."""

_OF_STATE = "SELECT * FROM preprinted_slip WHERE state = ? ORDER BY digits, number"
_KEPT = (
    "SELECT digits FROM preprinted_slip WHERE state IN ('open', 'lost') AND digits BETWEEN ? AND ? "
    "UNION SELECT digits FROM preprinted_slip WHERE used_on = ? AND used_on != '' AND digits BETWEEN ? AND ?"
)
_BY_DIGITS = "SELECT * FROM preprinted_slip WHERE state = ? AND digits = ? ORDER BY number DESC"
_SINCE = "SELECT * FROM preprinted_slip WHERE moved_on >= ? AND state NOT IN ('open', 'lost') ORDER BY number"


class PreprintedSlips:
    """Queries over the rows of all slips printed before the trip."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_state(self, state: str) -> list[PreprintedSlip]:
        """Those, by number."""
        return self._slips(_OF_STATE, state)

    def ended_since(self, day: date) -> list[PreprintedSlip]:
        """Those used, returned or void since this day."""
        return self._slips(_SINCE, day.isoformat())

    def kept(self, first: int, last: int, day: date) -> set[int]:
        """Numbers of a block that no other dossier of this day may have: of slips that are out, lost, or used on it."""
        with self._database.reading():
            rows = self._database.run(_KEPT, (first, last, f"{day:%y%m%d}", first, last))
            return {int(row[0]) for row in rows}

    def with_number(self, state: str, number: int) -> list[PreprintedSlip]:
        """Those of this state that bear this number: several only where machines share a block."""
        return self._slips(_BY_DIGITS, state, number)

    def _slips(self, statement: str, *values: object) -> list[PreprintedSlip]:
        with self._database.reading():
            return [slip_of(row) for row in self._database.run(statement, values)]


def slip_of(values: Any) -> PreprintedSlip:  # noqa: ANN401  # one row of the table
    """The slip of a row."""
    slip: PreprintedSlip = _decode(values[-1])
    return slip
