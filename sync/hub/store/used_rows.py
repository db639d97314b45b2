"""Rows of storage used per device."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.postgres import HotStatement
from sync.hub.store.tables import used, used_files

SINCE_REVOKED = -1
"""Stands for the day, of a device that was revoked."""


WHOLE_OFFICE = 0
"""Stands for the device, of what all devices of an office have sent of files."""


def add_used(connection: sa.Connection, office: str, device: int, day: int, events: int, size: int) -> tuple[int, int]:
    """Add events and bytes to a device's usage; returns the new sums."""
    row = {"office": office, "device": device, "day": day, "events": events, "bytes": size}
    return _add(connection, _ADD_EVENTS, row)


def add_used_files(connection: sa.Connection, office: str, device: int, day: int, size: int) -> tuple[int, int]:
    """Add one file of so many bytes to the usage; returns the new sums."""
    row = {"office": office, "device": device, "day": day, "files": 1, "bytes": size}
    return _add(connection, _ADD_FILES, row)


def _adding(table: sa.Table, number: sa.Column[int]) -> HotStatement:
    def put(insert: Callable[[sa.Table], Any]) -> sa.Executable:
        one = insert(table)
        more = {column.name: column + one.excluded[column.name] for column in (number, table.c.bytes)}
        key = [column.name for column in table.primary_key]
        found: sa.Executable = one.on_conflict_do_update(index_elements=key, set_=more).returning(number, table.c.bytes)
        return found

    return HotStatement(put(postgresql.insert), put(sqlite.insert))


def _add(connection: sa.Connection, adding: HotStatement, row: Mapping[str, object]) -> tuple[int, int]:
    found = adding.row(connection, row)
    assert found is not None, "an upsert returns its row"  # noqa: S101  # for the type checker
    return found[0], found[1]


_ADD_EVENTS = _adding(used, used.c.events)
_ADD_FILES = _adding(used_files, used_files.c.files)
