"""Projection of consignments. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import CONSIGNMENT
from models.store.projections.projection import Projection
from models.subjects.post.consignment import Consignment, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(Consignment)).decode

_table = sa.Table(
    "consignment",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("printed", sa.Text, nullable=False),
    sa.Column("post_number", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("made_on", sa.Text, nullable=False),
    sa.Column("heard_on", sa.Text, nullable=False),
    sa.Column("open", sa.Integer, nullable=False),
    sa.Column("slip_by", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("consignment_by_printed", _table.c.printed)
sa.Index("consignment_by_post_number", _table.c.post_number, sqlite_where=_table.c.post_number != "")
sa.Index("consignment_by_record", _table.c.record, sqlite_where=_table.c.record != "")
sa.Index("consignment_by_made", _table.c.made_on)
sa.Index("consignment_by_day", _table.c.heard_on)
sa.Index("consignment_open", _table.c.open, sqlite_where=_table.c.open == 1)
sa.Index("consignment_by_slip", _table.c.slip_by, sqlite_where=_table.c.slip_by != "")


def _values(number: int, one: Consignment) -> tuple[object, ...]:
    made = local_day(one.made_at).isoformat() if one.made_at else ""
    heard = local_day(one.last_heard).isoformat() if one.last_heard else ""
    open_ = int(one.is_open)
    slip_by = one.slip_by.isoformat() if one.slip_by and one.slip_awaited else ""
    return number, one.id, one.number, one.post_number, one.record, made, heard, open_, slip_by, _encode(one)


def consignment_of(values: Any) -> Consignment:  # noqa: ANN401  # one row of the table
    """The consignment of a row."""
    found: Consignment = _decode(values[-1])
    return found


CONSIGNMENTS = Projection(prefix=CONSIGNMENT, version=2, fold=fold, values=_values, table=_table)
"""Columns: ``printed`` is the number as the slip bears it, ``heard_on`` the day of the furthest stage, ``slip_by`` the
day by which the dossier's slip is to be with the sender, while it is not."""
