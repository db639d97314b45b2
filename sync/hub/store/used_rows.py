"""Rows of storage used per device."""

from collections.abc import Mapping
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.tables import used, used_files

SINCE_REVOKED = -1
"""Stands for the day, of a device that was revoked."""


WHOLE_OFFICE = 0
"""Stands for the device, of what all devices of an office have sent of files."""


def add_used(connection: sa.Connection, office: str, device: int, day: int, events: int, size: int) -> tuple[int, int]:
    """Add events and bytes to a device's usage; returns the new sums."""
    row = {"office": office, "device": device, "day": day, "events": events, "bytes": size}
    return _add(connection, used, row, used.c.events)


def add_used_files(connection: sa.Connection, office: str, device: int, day: int, size: int) -> tuple[int, int]:
    """Add one file of so many bytes to the usage; returns the new sums."""
    row = {"office": office, "device": device, "day": day, "files": 1, "bytes": size}
    return _add(connection, used_files, row, used_files.c.files)


def _add(
    connection: sa.Connection, table: sa.Table, row: Mapping[str, object], number: sa.Column[int]
) -> tuple[int, int]:
    found = connection.execute(_adding(connection.dialect.name, table, number), dict(row)).one()
    return found[0], found[1]


@lru_cache(4)
def _adding(dialect: str, table: sa.Table, number: sa.Column[int]) -> sa.Executable:
    """The statement, made once: every batch asks it, and to make it takes as long as to ask it."""
    put = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    more = {column.name: column + put.excluded[column.name] for column in (number, table.c.bytes)}
    key = [column.name for column in table.primary_key]
    return put.on_conflict_do_update(index_elements=key, set_=more).returning(number, table.c.bytes)
