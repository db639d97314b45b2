"""Projection of closed ranges of receipt numbers. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.events import RECEIPT_LEASE
from models.store.projections.projection import Projection
from models.subjects.receipt_lease import ReceiptLease, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(ReceiptLease)).decode

_table = sa.Table(
    "receipt_lease",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)


def _values(number: int, lease: ReceiptLease) -> tuple[object, ...]:
    return number, lease.id, _encode(lease)


def lease_of(values: Any) -> ReceiptLease:  # noqa: ANN401  # one row of the table
    """The range of a row."""
    lease: ReceiptLease = _decode(values[-1])
    return lease


RECEIPT_LEASES = Projection(prefix=RECEIPT_LEASE, version=1, fold=fold, values=_values, table=_table)
