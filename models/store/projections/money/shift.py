"""Projection of shifts. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import SHIFT
from models.store.projections.projection import Projection
from models.subjects.shift import Shift, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(Shift)).decode

_table = sa.Table(
    "shift",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("is_open", sa.Integer, nullable=False),
    sa.Column("clerk", sa.Text, nullable=False),
    sa.Column("device", sa.Integer, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("kept", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("shift_by_day", _table.c.day, _table.c.number)
sa.Index("shift_open", _table.c.clerk, _table.c.device, sqlite_where=_table.c.is_open == 1)
sa.Index("shift_kept", _table.c.number, sqlite_where=_table.c.kept == 1)


def _values(number: int, shift: Shift) -> tuple[object, ...]:
    day = local_day(shift.opened_at).isoformat() if shift.opened_at else ""
    kept = int(shift.is_kept)
    return number, shift.id, int(shift.is_open), shift.clerk, shift.device, day, kept, _encode(shift)


def shift_of(values: Any) -> Shift:  # noqa: ANN401  # one row of the table
    """The shift of a row."""
    shift: Shift = _decode(values[-1])
    return shift


SHIFTS = Projection(prefix=SHIFT, version=3, fold=fold, values=_values, table=_table)
