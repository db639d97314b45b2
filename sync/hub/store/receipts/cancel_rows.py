"""Rows of the queue of requests to cancel electronic receipts that are void."""

from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.receipts.e_receipt_rows import DROPPED, REFUSED, STUCK
from sync.hub.store.receipts.e_receipt_tables import cancel

CANCELLED = "cancelled"

CLOSED = (CANCELLED, DROPPED)


class CancelRow(Struct, frozen=True):
    """A request to cancel; column for column as the table has it."""

    office: str
    reference: str
    subject: str
    state: str
    reason: str
    tries: int
    by_person: int
    sent_at: int
    asked_at: int
    next_at: int
    changed_at: int


def put(connection: sa.Connection, rows: Sequence[CancelRow]) -> None:
    """Add requests; one that is there stays as it is."""
    if rows:
        insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(cancel)
        values = [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows]
        connection.execute(insert.on_conflict_do_nothing(), values)


def find(connection: sa.Connection, office: str, reference: str) -> CancelRow | None:
    """The request to cancel what was issued by this reference."""
    row = connection.execute(sa.select(cancel).where(*_key(office, reference))).one_or_none()
    return None if row is None else CancelRow(*row)


def of_reference(connection: sa.Connection, reference: str) -> list[CancelRow]:
    """Those of this reference, of any office."""
    return [CancelRow(*row) for row in connection.execute(sa.select(cancel).where(cancel.c.reference == reference))]


def due(connection: sa.Connection, now: int, most: int) -> list[CancelRow]:
    """The open ones whose time has come, longest waiting first."""
    where = (cancel.c.state.not_in(CLOSED), cancel.c.next_at <= now)
    found = sa.select(cancel).where(*where).order_by(cancel.c.next_at, cancel.c.reference).limit(most)
    return [CancelRow(*row) for row in connection.execute(found)]


def next_due(connection: sa.Connection) -> int | None:
    """When the next one is due; None = none is open."""
    found: int | None = connection.execute(
        sa.select(sa.func.min(cancel.c.next_at)).where(cancel.c.state.not_in(CLOSED))
    ).scalar()
    return found


def claim(connection: sa.Connection, row: CancelRow, **values: object) -> bool:
    """Change one that is as it was read; False = somebody else works on it."""
    same = (cancel.c.state == row.state, cancel.c.next_at == row.next_at, cancel.c.changed_at == row.changed_at)
    done = connection.execute(sa.update(cancel).where(*_key(row.office, row.reference), *same).values(**values))
    return done.rowcount == 1


def change(connection: sa.Connection, row: CancelRow, **values: object) -> None:
    """Change one."""
    connection.execute(sa.update(cancel).where(*_key(row.office, row.reference)).values(**values))


def counts(connection: sa.Connection, office: str | None = None) -> dict[str, int]:
    """How many are in each state."""
    found = sa.select(cancel.c.state, sa.func.count()).group_by(cancel.c.state)
    if office is not None:
        found = found.where(cancel.c.office == office)
    return dict(connection.execute(found).all())


def troubled(connection: sa.Connection, office: str | None, most: int) -> list[CancelRow]:
    """Those that were refused, are stuck or keep failing, the latest first."""
    bad = sa.or_(cancel.c.state.in_((REFUSED, STUCK)), sa.and_(cancel.c.state.not_in(CLOSED), cancel.c.reason != ""))
    found = sa.select(cancel).where(bad).order_by(cancel.c.changed_at.desc()).limit(most)
    if office is not None:
        found = found.where(cancel.c.office == office)
    return [CancelRow(*row) for row in connection.execute(found)]


def _key(office: str, reference: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (cancel.c.office == office, cancel.c.reference == reference)
