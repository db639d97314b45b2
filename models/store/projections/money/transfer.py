"""Projection of arrived transfers. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.events import TRANSFER
from models.store.projections.projection import Projection
from models.subjects.transfer import ArrivedTransfer, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(ArrivedTransfer)).decode

_table = sa.Table(
    "transfer",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("waits", sa.Integer, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("payment", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("transfer_waits", _table.c.number, sqlite_where=_table.c.waits == 1)
sa.Index("transfer_by_reference", _table.c.reference, sqlite_where=_table.c.reference != "")
sa.Index("transfer_by_payment", _table.c.payment, sqlite_where=_table.c.payment != "")


def _values(number: int, transfer: ArrivedTransfer) -> tuple[object, ...]:
    return number, transfer.id, int(transfer.waits), transfer.reference, transfer.payment, _encode(transfer)


def transfer_of(values: Any) -> ArrivedTransfer:  # noqa: ANN401  # one row of the table
    """The transfer of a row."""
    transfer: ArrivedTransfer = _decode(values[-1])
    return transfer


TRANSFERS = Projection(prefix=TRANSFER, version=3, fold=fold, values=_values, table=_table)
"""Columns: ``waits`` says whether somebody has yet to say what it is for."""
