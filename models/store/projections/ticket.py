"""Projection of tickets. The row holds the whole fold."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from models.ids import TICKET, SubjectId, TicketId
from models.store.projections.projection import Projection
from models.store.tallies import Key
from models.subjects.ticket import Ticket, fold
from models.subjects.ticket_row import TicketRow, ticket_row
from models.system.decoding import prepared

COUNT = "tickets"

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(Ticket)).decode

_table = sa.Table(
    "ticket",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("ticket_number", sa.Text, nullable=False),
    sa.Column("open", sa.Integer, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("ticket_by_day", _table.c.day)
sa.Index("ticket_open", _table.c.open, _table.c.day, sqlite_where=_table.c.open == 1)


def _values(number: int, ticket: Ticket) -> tuple[object, ...]:
    row = ticket_row(ticket)
    return number, row.id, row.day.isoformat(), row.number, int(row.open), row.ticket.events, _encode(row.ticket)


def row_of(values: Any) -> TicketRow:  # noqa: ANN401  # one row of the ticket table
    """A row as shown in the waiting line."""
    _, id_, day, number, is_open, _events, body = values
    return TicketRow(
        id=TicketId(SubjectId(id_)),
        day=date.fromisoformat(day),
        number=number,
        open=bool(is_open),
        ticket=_decode(body),
    )


def _counted(_values: Sequence[Any]) -> tuple[Key, ...]:
    return ((COUNT, ""),)


TICKETS = Projection(
    prefix=TICKET, version=2, fold=fold, values=_values, table=_table, counts=(COUNT,), counted=_counted
)
