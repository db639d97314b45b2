"""Projection of payments. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import PAYMENT
from models.store.projections.projection import Projection
from models.subjects.payment import Payment, PaymentState, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(Payment)).decode

_table = sa.Table(
    "payment",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("shift", sa.Text, nullable=False),
    sa.Column("clerk", sa.Text, nullable=False),
    sa.Column("paid_by", sa.Text, nullable=False),
    sa.Column("amount", sa.Integer, nullable=False),
    sa.Column("returned_on", sa.Text, nullable=False),
    sa.Column("doubled", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("payment_by_shift", _table.c.shift, _table.c.number, sqlite_where=_table.c.shift != "")
sa.Index("payment_by_day", _table.c.day, _table.c.number)
sa.Index("payment_by_return", _table.c.returned_on, _table.c.number, sqlite_where=_table.c.returned_on != "")
sa.Index("payment_asked", _table.c.number, sqlite_where=_table.c.state == PaymentState.ASKED.value)
sa.Index("payment_doubled", _table.c.number, sqlite_where=_table.c.doubled == 1)

_MOST = (1 << 62) - 1


def _values(number: int, payment: Payment) -> tuple[object, ...]:
    return (
        number,
        payment.id,
        payment.state.value,
        local_day(payment.at).isoformat() if payment.at else "",
        payment.shift,
        payment.by,
        payment.paid_by.value,
        max(-_MOST, min(payment.amount, _MOST)),
        max((local_day(one.at).isoformat() for one in payment.back), default=""),
        int(payment.doubled or payment.returned_apart),
        _encode(payment),
    )


def payment_of(values: Any) -> Payment:  # noqa: ANN401  # one row of the table
    """The payment of a row."""
    payment: Payment = _decode(values[-1])
    return payment


PAYMENTS = Projection(prefix=PAYMENT, version=6, fold=fold, values=_values, table=_table, fresh="fresh_payment")
"""Columns: ``day`` is that of taking it, or of asking while nobody has taken it; ``amount`` in đồng; ``returned_on``
the last day on which some of it was given back, empty = none was; ``doubled`` is 1 where two machines took it, or gave
money of it back."""
