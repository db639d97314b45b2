"""Rows of the outbox to the national system: claimed one dossier at a time, in the order of its steps."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.national_tables import cursor, lease, message
from sync.hub.store.request_queue import literals

WAITING, SENT, UNKNOWN, ACCEPTED, REFUSED = "waiting", "sent", "unknown", "accepted", "refused"
DROPPED = "dropped"
"""Its dossier goes by another code now: two desks had decided differently, and a person settled it."""

CLOSED = (ACCEPTED, DROPPED)
DUE = (WAITING, SENT, UNKNOWN)
"""A row that is still ``sent`` when its time comes was sent by somebody who died: nobody knows what became of it."""


class MessageRow(Struct, frozen=True):
    """One message; column for column as the table has it."""

    office: str
    code: str
    step: int
    subject: str
    source: str
    body: bytes
    wanted: bytes
    sent: bytes
    taken: bytes
    at_nation: bool
    state: str
    reason: str
    tries: int
    next_at: int
    changed_at: int

    @property
    def doubtful(self) -> bool:
        """Whether it may have been accepted without our knowing."""
        return self.state in (SENT, UNKNOWN)


def _rows(connection: sa.Connection, select: sa.Select[Any]) -> list[MessageRow]:
    return [MessageRow(*row) for row in connection.execute(select)]


def of_subject(connection: sa.Connection, office: str, subject: str) -> list[MessageRow]:
    """The messages of a dossier, by step."""
    where = (message.c.office == office, message.c.subject == subject)
    return _rows(connection, sa.select(message).where(*where).order_by(message.c.step))


def of_code(connection: sa.Connection, code: str) -> list[MessageRow]:
    """The messages of a dossier by MaHoSo."""
    return _rows(connection, sa.select(message).where(message.c.code == code).order_by(message.c.step))


def put(connection: sa.Connection, rows: Sequence[MessageRow]) -> None:
    """Write new messages."""
    if rows:
        names = MessageRow.__struct_fields__
        connection.execute(sa.insert(message), [{name: getattr(row, name) for name in names} for row in rows])


def change(connection: sa.Connection, row: MessageRow, **values: object) -> None:
    """Change a message."""
    connection.execute(sa.update(message).where(*_key(row)).values(**values))


def _heads() -> sa.Select[Any]:
    """The first open message of each dossier, where it is not refused."""
    first = (
        sa.select(message.c.office, message.c.code, sa.func.min(message.c.step).label("step"))
        .where(message.c.state.not_in(literals(CLOSED)))
        .group_by(message.c.office, message.c.code)
        .subquery()
    )
    same = (message.c.office == first.c.office, message.c.code == first.c.code, message.c.step == first.c.step)
    return sa.select(message).join(first, sa.and_(*same)).where(message.c.state.in_(DUE))


def due(connection: sa.Connection, now: int, most: int) -> list[MessageRow]:
    """The first open message of each dossier whose time has come, longest waiting first.

    A message that was refused is open and never due: what follows it in its dossier waits with it.
    """
    return _rows(connection, _heads().where(message.c.next_at <= now).order_by(message.c.next_at).limit(most))


def next_due(connection: sa.Connection) -> int | None:
    """When the next message is due; None = none is waiting."""
    heads = _heads().subquery()
    found: int | None = connection.execute(sa.select(sa.func.min(heads.c.next_at))).scalar()
    return found


def following(connection: sa.Connection, row: MessageRow, most: int) -> list[MessageRow]:
    """The steps from this one on that can be sent with it: in order, each open, none refused."""
    where = (message.c.office == row.office, message.c.code == row.code, message.c.step >= row.step)
    rows = _rows(connection, sa.select(message).where(*where).order_by(message.c.step).limit(most))
    together: list[MessageRow] = []
    for found in rows:
        if found.state not in DUE:
            break
        together.append(found)
    return together


def claim(connection: sa.Connection, row: MessageRow, **values: object) -> bool:
    """Claim a message for sending; False = it was claimed or changed meanwhile."""
    unchanged = (message.c.state == row.state, message.c.next_at == row.next_at, message.c.wanted == row.wanted)
    done = connection.execute(sa.update(message).where(*_key(row), *unchanged).values(state=SENT, **values))
    return done.rowcount == 1


def _key(row: MessageRow) -> tuple[sa.ColumnElement[bool], ...]:
    return (message.c.office == row.office, message.c.code == row.code, message.c.step == row.step)


def reopen(connection: sa.Connection, office: str, code: str, now: int) -> int:
    """Queue refused messages of a dossier again. Returns how many."""
    where = (message.c.office == office, message.c.code == code, message.c.state == REFUSED)
    changed = {"state": WAITING, "tries": 0, "next_at": now, "changed_at": now}
    return connection.execute(sa.update(message).where(*where).values(**changed)).rowcount


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many messages are in each state."""
    select = sa.select(message.c.state, sa.func.count()).group_by(message.c.state)
    return {row.state: row[1] for row in connection.execute(select)}


def open_counts(connection: sa.Connection) -> dict[str, int]:
    """How many open messages are in each state: what is done grows for ever and is not looked at."""
    select = sa.select(message.c.state, sa.func.count()).where(message.c.state.not_in(literals(CLOSED)))
    return {row.state: row[1] for row in connection.execute(select.group_by(message.c.state))}


def troubled(connection: sa.Connection, most: int) -> list[MessageRow]:
    """Messages that were refused or keep failing, the latest first."""
    bad = sa.or_(message.c.state == REFUSED, sa.and_(message.c.state.not_in(literals(CLOSED)), message.c.reason != ""))
    return _rows(connection, sa.select(message).where(bad).order_by(message.c.changed_at.desc()).limit(most))


# ---- how far the streams were read -------------------------------------------------------------------------


def position(connection: sa.Connection, office: str) -> int:
    """Position of an office's last event that was turned into messages."""
    return connection.execute(sa.select(cursor.c.position).where(cursor.c.office == office)).scalar() or 0


def move(connection: sa.Connection, office: str, to: int) -> None:
    """Set that position."""
    _upsert(connection, cursor, {"office": office}, {"position": to})


# ---- who sends ---------------------------------------------------------------------------------------------


def take_lease(connection: sa.Connection, holder: str, now: int, until: int) -> bool:
    """Take or renew the sender's lease until a time; False = another process has it."""
    found = connection.execute(sa.select(lease.c.holder, lease.c.until).with_for_update()).first()
    if found is not None and found.holder != holder and found.until > now:
        return False
    _upsert(connection, lease, {"id": 1}, {"holder": holder, "until": until})
    return True


def release_lease(connection: sa.Connection, holder: str) -> None:
    """Release the lease."""
    connection.execute(sa.update(lease).where(lease.c.holder == holder).values(until=0))


def _upsert(connection: sa.Connection, table: sa.Table, key: dict[str, object], values: dict[str, object]) -> None:
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table).values(**key, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=[*key], set_=values))
