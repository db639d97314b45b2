"""The row written to test that the database accepts a write."""

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.tables import device, heartbeat

_PATIENCE = "SET LOCAL lock_timeout = '2s'"
_CLOCK = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


class Heartbeat(Struct, frozen=True):
    """Times in microseconds since 1970.

    Attributes:
        database_at: what the database's own clock says; None = it has none.
        latest: when any machine brought something last, by the hub's clock then.
    """

    database_at: int | None
    latest: int


def beat(connection: sa.Connection, at: int) -> Heartbeat:
    """Rewrite the row; returns the times the database knows."""
    server = connection.dialect.name == "postgresql"
    if server:
        connection.exec_driver_sql(_PATIENCE)
    put = (postgresql.insert if server else sqlite.insert)(heartbeat).values(one=1, at=at)
    connection.execute(put.on_conflict_do_update(index_elements=[heartbeat.c.one], set_={"at": at}))
    latest: int | None = connection.execute(sa.select(sa.func.max(device.c.heard_at))).scalar()
    return Heartbeat(connection.exec_driver_sql(_CLOCK).scalar_one() if server else None, latest or 0)
