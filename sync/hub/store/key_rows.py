"""Rows of the keys that machines have, and of those they had before."""

from collections.abc import Iterator

import sqlalchemy as sa
from msgspec import Struct

from sync.hub.store.office_rows import DeviceRow
from sync.hub.store.tables import device, former_key, office


class KeyRow(Struct, frozen=True):
    """One key of a machine, with what is said of it; times in microseconds since 1970."""

    office: str
    office_name: str
    number: int
    public_key: bytes
    since: int
    until: int | None
    revoked_at: int | None


_NOW = (
    sa.select(
        device.c.office,
        office.c.name,
        device.c.number,
        device.c.public_key,
        device.c.enrolled_at,
        sa.null(),
        device.c.revoked_at,
    )
    .join(office, office.c.id == device.c.office)
    .where(device.c.public_key.is_not(None))
    .order_by(device.c.office, device.c.number)
)
_FORMER = sa.select(former_key).order_by(former_key.c.office, former_key.c.number, former_key.c.until)


def put_former_key(connection: sa.Connection, row: DeviceRow, at: int) -> None:
    """Note the key that a machine has, before it gets another; one without a key has nothing to be noted."""
    if row.public_key is None:
        return
    place = (former_key.c.office == row.office, former_key.c.number == row.number)
    last = connection.execute(sa.select(sa.func.max(former_key.c.until)).where(*place)).scalar()
    values = {"office": row.office, "number": row.number, "public_key": row.public_key}
    since = row.enrolled_at if last is None else last
    connection.execute(sa.insert(former_key).values(values | {"since": since, "until": at}))


def last_former_key(connection: sa.Connection, row: DeviceRow) -> int:
    """When a machine last got another key under its number; 0 = it never did."""
    place = (former_key.c.office == row.office, former_key.c.number == row.number)
    return connection.execute(sa.select(sa.func.max(former_key.c.until)).where(*place)).scalar() or 0


def all_keys(connection: sa.Connection) -> Iterator[KeyRow]:
    """Every key of the province: each machine's own, behind those it had before."""
    former: dict[tuple[str, int], list[sa.Row[tuple[str, int, bytes, int, int]]]] = {}
    for one in connection.execute(_FORMER):
        former.setdefault((one.office, one.number), []).append(one)
    for found in connection.execute(_NOW):
        row = KeyRow(*found)
        before = former.get((row.office, row.number), [])
        for one in before:
            yield KeyRow(row.office, row.office_name, row.number, one.public_key, one.since, one.until, row.revoked_at)
        since = before[-1].until if before else row.since
        yield KeyRow(row.office, row.office_name, row.number, row.public_key, since, None, row.revoked_at)
