"""Rows of the queue of requests to the provider of electronic receipts."""

from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.receipts.e_receipt_tables import cursor, request, traffic

WAITING, SENT, UNKNOWN, ASKED = "waiting", "sent", "unknown", "asked"
"""Not sent yet · on its way · its answer was lost · the provider has it and is not done."""
ISSUED, DELIVERED, REFUSED, DROPPED = "issued", "delivered", "refused", "dropped"
STUCK = "stuck"
"""The provider cannot say what became of it: a person is asked; the provider is too, now and then."""

NEVER = 1 << 62
"""Microseconds: nobody asks any more."""

REASON = 500
"""Characters of a refusal that are kept."""

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


def _values(row: Struct) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__struct_fields__}


def _put_once(connection: sa.Connection, table: sa.Table, rows: Sequence[Struct]) -> None:
    if rows:
        insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
        connection.execute(insert.on_conflict_do_nothing(), [_values(row) for row in rows])


def put(connection: sa.Connection, rows: Sequence[RequestRow]) -> None:
    """Add requests; one that is there stays as it is."""
    _put_once(connection, request, rows)


def find(connection: sa.Connection, office: str, reference: str) -> RequestRow | None:
    """A request by its reference."""
    row = connection.execute(sa.select(request).where(*_key(office, reference))).one_or_none()
    return None if row is None else RequestRow(*row)


def of_subject(connection: sa.Connection, office: str, subject: str) -> list[RequestRow]:
    """The requests of a receipt."""
    where = (request.c.office == office, request.c.subject == subject)
    return [RequestRow(*row) for row in connection.execute(sa.select(request).where(*where))]


def of_reference(connection: sa.Connection, reference: str) -> list[RequestRow]:
    """The requests of this reference, of any office."""
    return [RequestRow(*row) for row in connection.execute(sa.select(request).where(request.c.reference == reference))]


def due(connection: sa.Connection, now: int, most: int) -> list[RequestRow]:
    """The open requests whose time has come, longest waiting first."""
    where = (request.c.state.not_in(CLOSED), request.c.next_at <= now)
    found = sa.select(request).where(*where).order_by(request.c.next_at, request.c.reference).limit(most)
    return [RequestRow(*row) for row in connection.execute(found)]


def next_due(connection: sa.Connection) -> int | None:
    """When the next one is due; None = none is open."""
    found: int | None = connection.execute(
        sa.select(sa.func.min(request.c.next_at)).where(request.c.state.not_in(CLOSED))
    ).scalar()
    return found


def claim(connection: sa.Connection, row: RequestRow, **values: object) -> bool:
    """Change a request that is as it was read; False = somebody else works on it."""
    same = (request.c.state == row.state, request.c.next_at == row.next_at, request.c.changed_at == row.changed_at)
    done = connection.execute(sa.update(request).where(*_key(row.office, row.reference), *same).values(**values))
    return done.rowcount == 1


def change(connection: sa.Connection, row: RequestRow, **values: object) -> None:
    """Change a request."""
    connection.execute(sa.update(request).where(*_key(row.office, row.reference)).values(**values))


def counts(connection: sa.Connection, office: str | None = None) -> dict[str, int]:
    """How many requests are in each state."""
    found = sa.select(request.c.state, sa.func.count()).group_by(request.c.state)
    if office is not None:
        found = found.where(request.c.office == office)
    return dict(connection.execute(found).all())


def troubled(connection: sa.Connection, office: str | None, most: int) -> list[RequestRow]:
    """Requests that were refused, are stuck or keep failing, the latest first."""
    bad = sa.or_(request.c.state.in_((REFUSED, STUCK)), sa.and_(request.c.state.not_in(CLOSED), request.c.reason != ""))
    found = sa.select(request).where(bad).order_by(request.c.changed_at.desc()).limit(most)
    if office is not None:
        found = found.where(request.c.office == office)
    return [RequestRow(*row) for row in connection.execute(found)]


def _key(office: str, reference: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (request.c.office == office, request.c.reference == reference)


# ---- traffic -----------------------------------------------------------------------------------------------


def put_traffic(connection: sa.Connection, row: TrafficRow) -> None:
    """Keep one exchange."""
    _put_once(connection, traffic, [row])


def traffic_of(connection: sa.Connection, reference: str) -> list[TrafficRow]:
    """What went to and fro about a request, oldest first."""
    found = sa.select(traffic).where(traffic.c.reference == reference).order_by(traffic.c.at)
    return [TrafficRow(*row) for row in connection.execute(found)]


def forget_traffic(connection: sa.Connection, before: int) -> None:
    """Remove what is older."""
    connection.execute(sa.delete(traffic).where(traffic.c.at < before))


# ---- how far the streams were read -------------------------------------------------------------------------


def position(connection: sa.Connection, office: str) -> int:
    """Position of an office's last event that was read."""
    return connection.execute(sa.select(cursor.c.position).where(cursor.c.office == office)).scalar() or 0


def move(connection: sa.Connection, office: str, to: int) -> None:
    """Set that position."""
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(cursor)
    values = insert.values(office=office, position=to)
    connection.execute(values.on_conflict_do_update(index_elements=["office"], set_={"position": to}))
