"""Projection of receipts. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import RECEIPT
from models.store.projections.projection import Projection
from models.subjects.receipt import Receipt, ReceiptState, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(Receipt)).decode

_table = sa.Table(
    "receipt",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("series", sa.Text, nullable=False),
    sa.Column("receipt_number", sa.Integer, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("void_day", sa.Text, nullable=False),
    sa.Column("slip", sa.Text, nullable=False),
    sa.Column("due_on", sa.Text, nullable=False),
    sa.Column("payment", sa.Text, nullable=False),
    sa.Column("lease", sa.Text, nullable=False),
    sa.Column("issued_on", sa.Integer, nullable=False),
    sa.Column("crossed", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index(
    "receipt_by_number",
    _table.c.series,
    _table.c.form,
    _table.c.receipt_number,
    sqlite_where=_table.c.receipt_number > 0,
)
# What is counted of the last days stands in the index: one more would be written with each payment.
sa.Index("receipt_by_day", _table.c.day, _table.c.issued_on, _table.c.lease, sqlite_where=_table.c.day != "")
sa.Index("receipt_by_void_day", _table.c.void_day, _table.c.number, sqlite_where=_table.c.void_day != "")
sa.Index("receipt_by_slip", _table.c.slip, sqlite_where=_table.c.slip != "")
sa.Index("receipt_by_payment", _table.c.payment)
sa.Index("receipt_crossed", _table.c.payment, sqlite_where=_table.c.crossed == 1)
sa.Index("receipt_owed", _table.c.due_on, _table.c.number, sqlite_where=_table.c.state == ReceiptState.OWED.value)


def _values(number: int, receipt: Receipt) -> tuple[object, ...]:
    known = receipt.number
    return (
        number,
        receipt.id,
        receipt.state.value,
        known.form if known else "",
        known.series if known else "",
        max(0, min(known.number, (1 << 62) - 1)) if known else 0,
        local_day(receipt.issued_at).isoformat() if receipt.issued_at else "",
        local_day(receipt.voided_at).isoformat() if receipt.voided_at else "",
        receipt.slip,
        receipt.due_on.isoformat() if receipt.due_on else "",
        receipt.payment,
        receipt.lease,
        receipt.issued_on,
        int(receipt.crossed),
        _encode(receipt),
    )


def receipt_of(values: Any) -> Receipt:  # noqa: ANN401  # one row of the table
    """The receipt of a row."""
    receipt: Receipt = _decode(values[-1])
    return receipt


RECEIPTS = Projection(prefix=RECEIPT, version=7, fold=fold, values=_values, table=_table, fresh="fresh_receipt")
"""Columns: ``receipt_number`` is 0 and ``day`` empty while it has no number, ``void_day`` until it is void;
``issued_on`` is the machine that gave it its number; ``crossed`` is 1 where two machines changed it apart."""
