"""Rows of the queue of requests to the provider of electronic receipts."""

import sqlalchemy as sa
from msgspec import Struct

from sync.hub.store.receipts.e_receipt_tables import cursor, request, traffic
from sync.hub.store.request_queue import STUCK, RequestQueue, StreamCursor, put_once

ASKED = "asked"
"""The provider has it and is not done."""
ISSUED, DELIVERED, REFUSED, DROPPED = "issued", "delivered", "refused", "dropped"

CLOSED = (DELIVERED, REFUSED, DROPPED)


class RequestRow(Struct, frozen=True):
    """A request; column for column as the table has it."""

    office: str
    reference: str
    subject: str
    state: str
    told: str
    reason: str
    tries: int
    absents: int
    by_person: int
    sent_at: int
    asked_at: int
    next_at: int
    changed_at: int


class TrafficRow(Struct, frozen=True):
    """One exchange with the provider, masked."""

    office: str
    reference: str
    at: int
    what: str
    sent: str
    received: str


_queue: RequestQueue[RequestRow] = RequestQueue(request, RequestRow, CLOSED, (REFUSED, STUCK))
put, find, of_subject, of_reference = _queue.put, _queue.find, _queue.of_subject, _queue.of_reference
due, next_due, claim, change = _queue.due, _queue.next_due, _queue.claim, _queue.change
counts, open_counts, troubled = _queue.counts, _queue.open_counts, _queue.troubled

CURSOR = StreamCursor(cursor)
"""How far the offices' streams were read."""


# ---- traffic -----------------------------------------------------------------------------------------------


def put_traffic(connection: sa.Connection, row: TrafficRow) -> None:
    """Keep one exchange."""
    put_once(connection, traffic, [row])


def traffic_of(connection: sa.Connection, reference: str) -> list[TrafficRow]:
    """What went to and fro about a request, oldest first."""
    found = sa.select(traffic).where(traffic.c.reference == reference).order_by(traffic.c.at)
    return [TrafficRow(*row) for row in connection.execute(found)]


def forget_traffic(connection: sa.Connection, before: int) -> None:
    """Remove what is older."""
    connection.execute(sa.delete(traffic).where(traffic.c.at < before))
