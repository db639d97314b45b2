"""Projection of hand-over lists. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import HAND_OVER_LIST
from models.store.projections.projection import Projection
from models.subjects.hand_over_list import HandOverList, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(HandOverList)).decode

_table = sa.Table(
    "hand_over_list",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("printed", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("waits", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("hand_over_list_by_printed", _table.c.printed)
sa.Index("hand_over_list_by_day", _table.c.day)
sa.Index("hand_over_list_waits", _table.c.waits, sqlite_where=_table.c.waits == 1)


def _values(number: int, made: HandOverList) -> tuple[object, ...]:
    day = local_day(made.made_at).isoformat() if made.made_at else ""
    return number, made.id, made.number, day, int(made.waits), _encode(made)


def list_of(values: Any) -> HandOverList:  # noqa: ANN401  # one row of the table
    """The list of a row."""
    made: HandOverList = _decode(values[-1])
    return made


HAND_OVER_LISTS = Projection(prefix=HAND_OVER_LIST, version=1, fold=fold, values=_values, table=_table)
"""Columns: ``printed`` is the number as the paper bears it, ``waits`` whether nobody has confirmed it."""
