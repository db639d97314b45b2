"""Rows of how much was stored of each device."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.tables import used

SINCE_REVOKED = -1
"""Stands for the day, of a device that was revoked."""


def add_used(connection: sa.Connection, office: str, device: int, day: int, events: int, size: int) -> tuple[int, int]:
    """So many events and bytes more; how many there are then."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    put = insert(used).values(office=office, device=device, day=day, events=events, bytes=size)
    more = {"events": used.c.events + put.excluded.events, "bytes": used.c.bytes + put.excluded.bytes}
    key = [column.name for column in used.primary_key]
    added = put.on_conflict_do_update(index_elements=key, set_=more).returning(used.c.events, used.c.bytes)
    row = connection.execute(added).one()
    return row.events, row.bytes
