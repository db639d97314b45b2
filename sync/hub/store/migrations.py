"""Making the tables, and changing those an older version made. Steps are numbered and never edited afterwards."""

from collections.abc import Callable

import sqlalchemy as sa

from sync.hub.store import national_tables  # noqa: F401  # its tables belong to the same truth
from sync.hub.store.failing import HubStoreTooNew
from sync.hub.store.tables import event, schema, truth

STEPS: tuple[Callable[[sa.Connection], None], ...] = ()
"""Step n brings version n to n + 1. A table that is only new needs no step: what is missing is made."""

VERSION = 1 + len(STEPS)

_FROZEN_IN_POSTGRES = """
CREATE OR REPLACE FUNCTION event_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the log is never changed'; END $$;
CREATE OR REPLACE TRIGGER event_stays BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_stays()
"""
_FROZEN_IN_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS event_stays_{0} BEFORE {0} ON event "
    "BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END"
)


def bring_up_to_date(connection: sa.Connection, partitions: int) -> None:
    """In the caller's transaction, which nobody else's runs beside."""
    found = sa.inspect(connection).has_table(schema.name)
    version = connection.execute(sa.select(sa.func.max(schema.c.version))).scalar() if found else None
    if version is not None and version > VERSION:
        raise HubStoreTooNew(f"{version} > {VERSION}")
    truth.create_all(connection)
    _freeze(connection, partitions)
    for number, step in enumerate(STEPS[(version or VERSION) - 1 :], version or VERSION):
        step(connection)
        connection.execute(sa.insert(schema).values(version=number + 1))
    if version is None:
        connection.execute(sa.insert(schema).values(version=VERSION))


def _freeze(connection: sa.Connection, partitions: int) -> None:
    """The partitions, if the table is new, and the triggers that keep what was written."""
    run = connection.exec_driver_sql
    if connection.dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            run(_FROZEN_IN_SQLITE.format(change))
        return
    if run("SELECT count(*) FROM pg_inherits WHERE inhparent = 'event'::regclass").scalar() == 0:
        for number in range(partitions):
            run(
                f"CREATE TABLE {event.name}_{number:03} PARTITION OF {event.name} "
                f"FOR VALUES WITH (MODULUS {partitions}, REMAINDER {number})"
            )
        run(_FROZEN_IN_POSTGRES)
