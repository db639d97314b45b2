"""Rows of orders to the post, and of what it has told of them."""

import sqlalchemy as sa
from msgspec import Struct

from sync.hub.store.post.order_tables import cursor, order, status
from sync.hub.store.request_queue import STUCK, RequestQueue, StreamCursor, put_one

TAKEN, REFUSED = "taken", "refused"

CLOSED = (TAKEN, REFUSED)


class OrderRow(Struct, frozen=True):
    """An order; column for column as the table has it."""

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


class StatusRow(Struct, frozen=True):
    """One word of the post about an order; column for column as the table has it."""

    id: str
    office: str
    reference: str
    code: str
    stage: str
    happened_at: int
    heard_at: int


_queue: RequestQueue[OrderRow] = RequestQueue(order, OrderRow, CLOSED, (REFUSED, STUCK))
put, find, of_reference = _queue.put, _queue.find, _queue.of_reference
due, next_due, claim, change = _queue.due, _queue.next_due, _queue.claim, _queue.change
counts, troubled = _queue.counts, _queue.troubled

CURSOR = StreamCursor(cursor)
"""How far the offices' streams were read."""


def put_status(connection: sa.Connection, row: StatusRow) -> bool:
    """Note what the post tells; False = it was told before."""
    return put_one(connection, status, row)


def unknown_codes(connection: sa.Connection, most: int) -> list[tuple[str, int]]:
    """States of the post that the settings do not explain, and how often each was told, the commonest first."""
    many = sa.func.count()
    found = sa.select(status.c.code, many).where(status.c.stage == "?").group_by(status.c.code)
    return [(code, count) for code, count in connection.execute(found.order_by(many.desc()).limit(most))]


def heard_since(connection: sa.Connection, at: int) -> int:
    """How many words of the post were heard from an instant on."""
    found = sa.select(sa.func.count()).where(status.c.heard_at >= at)
    return connection.execute(found).scalar() or 0
