"""Projection of parcels. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import PARCEL
from models.store.projections.projection import Projection
from models.subjects.post.parcel import Parcel, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(Parcel)).decode

_table = sa.Table(
    "parcel",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("printed", sa.Text, nullable=False),
    sa.Column("list_number", sa.Text, nullable=False),
    sa.Column("handed_on", sa.Text, nullable=False),
    sa.Column("heard_on", sa.Text, nullable=False),
    sa.Column("open", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("parcel_by_printed", _table.c.printed)
sa.Index("parcel_by_list", _table.c.list_number)
sa.Index("parcel_by_handed", _table.c.handed_on)
sa.Index("parcel_by_day", _table.c.heard_on)
sa.Index("parcel_open", _table.c.open, sqlite_where=_table.c.open == 1)


def _values(number: int, parcel: Parcel) -> tuple[object, ...]:
    heard = local_day(parcel.last_heard).isoformat() if parcel.last_heard else ""
    handed = local_day(parcel.handed_at).isoformat() if parcel.handed_at else ""
    return number, parcel.id, parcel.number, parcel.list_number, handed, heard, int(parcel.is_open), _encode(parcel)


def parcel_of(values: Any) -> Parcel:  # noqa: ANN401  # one row of the table
    """The parcel of a row."""
    parcel: Parcel = _decode(values[-1])
    return parcel


PARCELS = Projection(prefix=PARCEL, version=2, fold=fold, values=_values, table=_table)
"""Columns: ``printed`` is the number as the slip bears it, ``handed_on``, ``heard_on``: days of hand-over and stage."""
