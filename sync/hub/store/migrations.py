"""Creates and migrates the tables. Steps are numbered and never edited afterwards."""

from collections.abc import Callable

import sqlalchemy as sa

from models.events import LaptopSetUp, laptop_subject
from models.ids import DeviceId
from sync.hub.store import (  # noqa: F401  # their tables belong to the truth
    aside_rows,
    event_rows,
    national_tables,
    notice_tables,
    transfer_rows,
)
from sync.hub.store.failing import HubStoreTooNew
from sync.hub.store.fleet import fleet_tables  # noqa: F401  # likewise
from sync.hub.store.receipts import e_receipt_tables, receipt_tables  # noqa: F401  # likewise
from sync.hub.store.seats import seat_tables  # noqa: F401  # likewise
from sync.hub.store.tables import aside, device, event, schema, truth


def _aside_in_columns(connection: sa.Connection) -> None:
    """Step 1 to 2: listed and summed values of events set aside get columns of their own."""
    there = {column["name"] for column in sa.inspect(connection).get_columns(aside.name)}
    collation = "" if connection.dialect.name == "sqlite" else ' COLLATE "C"'
    for name, kind in (("clock", "BIGINT NOT NULL DEFAULT 0"), ("amount", "BIGINT"), ("paid_by", f"TEXT{collation}")):
        if name not in there:
            connection.exec_driver_sql(f"ALTER TABLE {aside.name} ADD COLUMN {name} {kind}")
    key = sa.tuple_(*aside.primary_key)
    found = sa.select(*aside.primary_key, aside.c.recorded).order_by(*aside.primary_key).limit(aside_rows.PAGE)
    beyond: tuple[sa.ColumnElement[bool], ...] = ()
    while rows := connection.execute(found.where(*beyond)).all():
        for *place, recorded in rows:
            here = sa.tuple_(*map(sa.literal, place))
            values = aside_rows.for_sums(aside_rows.recorded_in(recorded))
            connection.execute(sa.update(aside).where(key == here).values(values))
        beyond = (key > here,)


def _laptops_marked(connection: sa.Connection) -> None:
    """Step 2 to 3: machines that have set themselves up as visit laptops are marked as such."""
    name = "visit_laptop"
    if name not in {column["name"] for column in sa.inspect(connection).get_columns(device.name)}:
        connection.exec_driver_sql(f"ALTER TABLE {device.name} ADD COLUMN {name} BIGINT NOT NULL DEFAULT 0")
    for office, number in connection.execute(sa.select(device.c.office, device.c.number)).all():
        subject = laptop_subject(DeviceId(number))
        told = event_rows.of_subject(connection, office, subject)
        if any(isinstance(one.event, LaptopSetUp) and one.device == number for one in told):
            here = (device.c.office == office, device.c.number == number)
            connection.execute(sa.update(device).where(*here).values(visit_laptop=1))


STEPS: tuple[Callable[[sa.Connection], None], ...] = (_aside_in_columns, _laptops_marked)
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


_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master",
    "postgresql": "SELECT relname FROM pg_catalog.pg_class WHERE pg_catalog.pg_table_is_visible(oid)",
}
"""Tables and indexes that are there: one question, where asking for each by its name takes some seventy."""


def bring_up_to_date(connection: sa.Connection, partitions: int) -> None:
    """Run the missing steps in the caller's transaction, which holds the schema lock."""
    there = _names(connection)
    version = connection.execute(sa.select(sa.func.max(schema.c.version))).scalar() if schema.name in there else None
    if version is not None and version > VERSION:
        raise HubStoreTooNew(f"{version} > {VERSION}")
    missing = [table for table in truth.sorted_tables if table.name not in there]
    truth.create_all(connection, tables=missing, checkfirst=False)
    _freeze(connection, partitions)
    for number, step in enumerate(STEPS[(version or VERSION) - 1 :], version or VERSION):
        step(connection)
        connection.execute(sa.insert(schema).values(version=number + 1))
    there = _names(connection)
    for table in truth.sorted_tables:
        for index in table.indexes:
            if index.name not in there:
                index.create(connection)  # an index that is only new needs no step either
    if version is None:
        connection.execute(sa.insert(schema).values(version=VERSION))


def _names(connection: sa.Connection) -> set[str]:
    return set(connection.exec_driver_sql(_NAMES[connection.dialect.name]).scalars())


def _freeze(connection: sa.Connection, partitions: int) -> None:
    """Create the partitions of a new table, and the triggers that make its rows immutable."""
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
