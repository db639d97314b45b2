"""Rows of the queue of notices to citizens."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.notice_tables import cursor, notice
from sync.hub.store.request_queue import literals

WAITING, SENDING, UNKNOWN = "waiting", "sending", "unknown"
"""A row that is still ``sending`` when its time comes was sent by somebody who died: its outcome is unknown too."""

SENT = "sent"
REFUSED = "refused"
"""The gateway takes no message to this address."""
FAILED = "failed"
"""Tried for days in vain."""
NO_ADDRESS = "no_address"
"""The citizen gave no address that any gateway of the province reaches."""
DROPPED = "dropped"
"""No longer true when its turn came: returned meanwhile, say."""

DUE = (WAITING, SENDING, UNKNOWN)
WATCHED = (*DUE, REFUSED, FAILED)
"""Waiting, or gone wrong. How many were sent, or have no address, grows for ever."""

TO_TELEPHONE = (UNKNOWN, REFUSED, FAILED, NO_ADDRESS)
"""Nobody can say that the citizen was told: somebody has to call."""

NEVER = 1 << 62
"""Time of a row that moves only when a person says so."""


class NoticeRow(Struct, frozen=True):
    """One notice; column for column as the table has it."""

    id: str
    office: str
    subject: str
    event: str
    kind: str
    channel: str
    state: str
    reason: str
    tries: int
    made_at: int
    happened_at: int
    next_at: int
    changed_at: int


def _rows(connection: sa.Connection, select: sa.Select[Any]) -> list[NoticeRow]:
    return [NoticeRow(*row) for row in connection.execute(select)]


def put(connection: sa.Connection, rows: Sequence[NoticeRow]) -> None:
    """Write notices; those that are there already stay as they are."""
    if rows:
        names = NoticeRow.__struct_fields__
        values = [{name: getattr(row, name) for name in names} for row in rows]
        connection.execute(_insert(connection, notice).on_conflict_do_nothing(), values)


def due(connection: sa.Connection, now: int, most: int) -> list[NoticeRow]:
    """Notices whose time has come, longest waiting first."""
    where = (notice.c.state.in_(literals(DUE)), notice.c.next_at <= now)
    return _rows(connection, sa.select(notice).where(*where).order_by(notice.c.next_at, notice.c.id).limit(most))


def next_due(connection: sa.Connection) -> int | None:
    """When the next one is due; None = none is waiting."""
    found: int | None = connection.execute(
        sa.select(sa.func.min(notice.c.next_at)).where(notice.c.state.in_(literals(DUE)))
    ).scalar()
    return None if found is None or found >= NEVER else found


def change(connection: sa.Connection, row: NoticeRow, **values: object) -> bool:
    """Change a notice; False = somebody else changed it since it was read."""
    unchanged = (notice.c.id == row.id, notice.c.state == row.state, notice.c.next_at == row.next_at)
    return connection.execute(sa.update(notice).where(*unchanged).values(**values)).rowcount == 1


def of_subject(connection: sa.Connection, office: str, subject: str) -> list[NoticeRow]:
    """The notices of a dossier."""
    where = (notice.c.office == office, notice.c.subject == subject)
    return _rows(connection, sa.select(notice).where(*where).order_by(notice.c.made_at, notice.c.id))


def in_states(connection: sa.Connection, states: Collection[str], office: str | None, most: int) -> list[NoticeRow]:
    """Notices of one office, or of all, in some of the states; the oldest first."""
    where = [notice.c.state.in_(states)] + ([notice.c.office == office] if office is not None else [])
    return _rows(connection, sa.select(notice).where(*where).order_by(notice.c.made_at, notice.c.id).limit(most))


def counts(connection: sa.Connection, states: Collection[str] | None = None) -> dict[str, int]:
    """How many notices are in each state, or in each of these."""
    select = sa.select(notice.c.state, sa.func.count()).group_by(notice.c.state)
    if states is not None:
        select = select.where(notice.c.state.in_(literals(states)))
    return {row.state: row[1] for row in connection.execute(select)}


# ---- how far the streams were read -------------------------------------------------------------------------


def position(connection: sa.Connection, office: str) -> int:
    """Position of an office's last event that was turned into notices."""
    return connection.execute(sa.select(cursor.c.position).where(cursor.c.office == office)).scalar() or 0


def move(connection: sa.Connection, office: str, to: int) -> None:
    """Set that position."""
    insert = _insert(connection, cursor).values(office=office, position=to)
    connection.execute(insert.on_conflict_do_update(index_elements=["office"], set_={"position": to}))


def _insert(connection: sa.Connection, table: sa.Table) -> Any:  # noqa: ANN401  # either dialect's
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
