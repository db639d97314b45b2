"""Transfers heard of, each once, and how far each provider has been asked: tables and rows."""

from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.tables import BIG, number_column, text_column, truth

WEBHOOK, POLL = "webhook", "poll"
"""How a transfer was heard of first."""


# A row is never deleted: its key lets every transfer be written into its office's log once, in the same transaction as
# the row. ``office``: empty while nobody knows whose account it is; only then ``said`` holds what the provider told,
# which else lies in the log alone. ``set_aside``: why an administrator took it off that list. ``contradicted_at``: when
# the same transfer was last told with another sum or account; the first word stays.
transfer = sa.Table(
    "transfer",
    truth,
    text_column("provider", key=True),
    text_column("id", key=True),
    text_column("source"),
    text_column("office"),
    text_column("account"),
    number_column("amount"),
    sa.Column("happened_at", BIG),
    number_column("heard_at"),
    text_column("heard_by"),
    sa.Column("said", sa.LargeBinary, nullable=False),
    text_column("set_aside"),
    sa.Column("contradicted_at", BIG),
    sa.Index("transfer_by_time", "heard_at"),
)
_OF_NOBODY = transfer.c.office == ""
sa.Index("transfer_of_nobody", transfer.c.heard_at, postgresql_where=_OF_NOBODY, sqlite_where=_OF_NOBODY)
_CONTRADICTED = transfer.c.contradicted_at.is_not(None)
sa.Index(
    "transfer_contradicted",
    transfer.c.contradicted_at,
    postgresql_where=_CONTRADICTED,
    sqlite_where=_CONTRADICTED,
)

# ``asked_upto``: everything that the provider knew at this time was asked for. ``failing_since``, ``failing_why``:
# since when it gives no usable answer; empty = it does.
source = sa.Table(
    "transfer_source",
    truth,
    text_column("source", key=True),
    number_column("asked_upto"),
    sa.Column("failing_since", BIG),
    text_column("failing_why"),
)


class TransferRow(Struct, frozen=True):
    """One transfer; column for column as the table has it."""

    provider: str
    id: str
    source: str
    office: str
    account: str
    amount: int
    happened_at: int | None
    heard_at: int
    heard_by: str
    said: bytes = b""
    set_aside: str = ""
    contradicted_at: int | None = None


class SourceRow(Struct, frozen=True):
    """How far a provider has been asked; times in microseconds."""

    source: str
    asked_upto: int = 0
    failing_since: int | None = None
    failing_why: str = ""


_WAITS = (transfer.c.office == "", transfer.c.set_aside == "")


def put(connection: sa.Connection, row: TransferRow) -> bool:
    """Write a transfer; False = it is there. Waits for another transaction that is writing the same."""
    insert = _insert(connection, transfer).values({name: getattr(row, name) for name in row.__struct_fields__})
    return connection.execute(insert.on_conflict_do_nothing().returning(transfer.c.id)).first() is not None


def find(connection: sa.Connection, provider: str, id_: str) -> TransferRow | None:
    """A transfer by its provider and the provider's id."""
    row = connection.execute(sa.select(transfer).where(*_key(provider, id_))).one_or_none()
    return None if row is None else TransferRow(*row)


def change(connection: sa.Connection, row: TransferRow, **values: object) -> bool:
    """Change a transfer; False = somebody else has given it an office since it was read."""
    same = (*_key(row.provider, row.id), transfer.c.office == row.office)
    return connection.execute(sa.update(transfer).where(*same).values(**values)).rowcount == 1


def of_nobody(connection: sa.Connection, most: int) -> list[TransferRow]:
    """Transfers on accounts of which nobody knows whose they are, the oldest first."""
    found = sa.select(transfer).where(*_WAITS).order_by(transfer.c.heard_at, transfer.c.id).limit(most)
    return [TransferRow(*row) for row in connection.execute(found)]


def contradicted(connection: sa.Connection, most: int) -> list[TransferRow]:
    """Transfers that were told again with another sum or account, the latest first."""
    where = transfer.c.contradicted_at.is_not(None)
    found = sa.select(transfer).where(where).order_by(transfer.c.contradicted_at.desc(), transfer.c.id).limit(most)
    return [TransferRow(*row) for row in connection.execute(found)]


def count_of_nobody(connection: sa.Connection) -> int:
    """How many transfers wait for somebody to say whose account it is."""
    return connection.execute(sa.select(sa.func.count()).select_from(transfer).where(*_WAITS)).scalar_one()


def count_contradicted(connection: sa.Connection) -> int:
    """How many transfers were told again with another sum or account."""
    where = transfer.c.contradicted_at.is_not(None)
    return connection.execute(sa.select(sa.func.count()).select_from(transfer).where(where)).scalar_one()


def heard_since(connection: sa.Connection, since: int) -> int:
    """How many transfers were heard of from this time on."""
    return connection.execute(
        sa.select(sa.func.count()).select_from(transfer).where(transfer.c.heard_at >= since)
    ).scalar_one()


def last_heard(connection: sa.Connection) -> int | None:
    """When the latest transfer was heard of; None = none ever was."""
    return connection.execute(sa.select(sa.func.max(transfer.c.heard_at))).scalar()


def sources(connection: sa.Connection) -> list[SourceRow]:
    """How far each provider was asked."""
    return [SourceRow(*row) for row in connection.execute(sa.select(source).order_by(source.c.source))]


def find_source(connection: sa.Connection, name: str) -> SourceRow:
    """How far this one was asked; from nothing on, when it never was."""
    row = connection.execute(sa.select(source).where(source.c.source == name)).one_or_none()
    return SourceRow(name) if row is None else SourceRow(*row)


def put_source(connection: sa.Connection, row: SourceRow) -> None:
    """Write how far a provider was asked."""
    values = {name: getattr(row, name) for name in row.__struct_fields__}
    insert = _insert(connection, source).values(values)
    connection.execute(insert.on_conflict_do_update(index_elements=["source"], set_=values))


def _key(provider: str, id_: str) -> tuple[sa.ColumnElement[bool], ...]:
    return transfer.c.provider == provider, transfer.c.id == id_


def _insert(connection: sa.Connection, table: sa.Table) -> Any:  # noqa: ANN401  # either dialect's
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
