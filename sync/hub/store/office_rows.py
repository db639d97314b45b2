"""Rows of offices, devices, one-time codes and requests seen."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from models.ids import FIRST_PROVINCE, NO_DIGEST, DeviceId, Digest
from sync.hub.store.postgres import HotStatement
from sync.hub.store.receipts.receipt_tables import series
from sync.hub.store.tables import aside, code, device, edition, event, former_key, nonce, office

LONGEST_NONCE = 100
"""Characters of a request's number that are remembered; ours have 16."""

_Connection = sa.Connection


class OfficeRow(Struct, frozen=True):
    """An office: the end of its stream and its newest edition."""

    id: str
    name: str
    epoch: bytes
    position: int
    clock: int
    edition: int
    made_at: int


class DeviceRow(Struct, frozen=True):
    """A device and the end of its chain; column for column as the table has it."""

    office: str
    number: DeviceId
    key_id: str | None
    public_key: bytes | None
    head: int
    digest: Digest
    missing: int
    enrolled_at: int
    revoked_at: int | None
    heard_at: int | None
    instead_of: int
    block_first: int
    block_last: int
    letter: str
    program: str
    visit_laptop: int = 0


class CodeRow(Struct, frozen=True):
    """A one-time code, stored as its hash only."""

    hash: bytes
    office: str
    device: int | None
    made_at: int
    ends_at: int
    used_at: int | None
    used_by: str | None


_OFFICE = sa.select(office).where(office.c.id == sa.bindparam("office"))
_OFFICE_LOCKED = _OFFICE.with_for_update()
_DEVICE = sa.select(device).where(device.c.office == sa.bindparam("office"), device.c.number == sa.bindparam("number"))
_BOTH_LOCKED = HotStatement(
    sa.select(office, device)
    .where(office.c.id == sa.bindparam("office"), device.c.office == office.c.id)
    .where(device.c.number == sa.bindparam("number"))
    .with_for_update(of=(office, device))
)
_BY_KEY = sa.select(device).where(device.c.key_id == sa.bindparam("key_id"))
_MOVE_OFFICE = HotStatement(
    sa.update(office)
    .where(office.c.id == sa.bindparam("of"))
    .values(position=sa.bindparam("to"), clock=sa.bindparam("at_clock"), epoch=sa.bindparam("life"))
)
_MOVE_DEVICE = HotStatement(
    sa.update(device)
    .where(device.c.office == sa.bindparam("of"), device.c.number == sa.bindparam("which"))
    .values(
        head=sa.bindparam("to"),
        digest=sa.bindparam("ends_in"),
        missing=sa.bindparam("lost"),
        heard_at=sa.bindparam("at"),
    )
)
_PUT_NONCE = HotStatement(
    *(insert(nonce).on_conflict_do_nothing().returning(nonce.c.key_id) for insert in (postgresql.insert, sqlite.insert))
)


# ---- offices -----------------------------------------------------------------------------------------------


def put_office(connection: _Connection, row: OfficeRow) -> bool:
    """Add an office; False when there is one of this id."""
    values = {name: getattr(row, name) for name in row.__struct_fields__}
    return _put_once(connection, office, values)


def drop_unused_office(connection: _Connection, office_id: str) -> bool:
    """Remove an office with its codes, devices and editions; False if events were received from it."""
    row = connection.execute(_OFFICE_LOCKED, {"office": office_id}).one_or_none()
    if row is None or OfficeRow(*row).position or any(one.head for one in devices_of(connection, office_id)):
        return False
    for table in (event, aside):
        if connection.execute(sa.select(table.c.seq).where(table.c.office == office_id).limit(1)).first():
            return False
    for table in (code, former_key, device, edition, series):
        connection.execute(sa.delete(table).where(table.c.office == office_id))
    connection.execute(sa.delete(office).where(office.c.id == office_id))
    return True


def _is_no_id(office_id: str) -> bool:
    """A zero byte is in no id; asked for it, PostgreSQL would fail instead of finding none."""
    return "\0" in office_id


def find_office(connection: _Connection, office_id: str) -> OfficeRow | None:
    """An office by id, as committed."""
    if _is_no_id(office_id):
        return None
    row = connection.execute(_OFFICE, {"office": office_id}).one_or_none()
    return None if row is None else OfficeRow(*row)


def lock_office(connection: _Connection, office_id: str) -> OfficeRow | None:
    """An office's row, locked until this transaction ends."""
    if _is_no_id(office_id):
        return None
    row = connection.execute(_OFFICE_LOCKED, {"office": office_id}).one_or_none()
    return None if row is None else OfficeRow(*row)


def all_offices(connection: _Connection) -> list[OfficeRow]:
    """All offices, by id."""
    return [OfficeRow(*row) for row in connection.execute(sa.select(office).order_by(office.c.id))]


def lock_office_and_device(connection: _Connection, office_id: str, number: int) -> tuple[OfficeRow, DeviceRow] | None:
    """The rows of an office and of one of its devices, locked until this transaction ends; None = there is no such."""
    row = _BOTH_LOCKED.row(connection, {"office": office_id, "number": number})
    first = len(office.c)
    return None if row is None else (OfficeRow(*row[:first]), DeviceRow(*row[first:]))


def move_office(connection: _Connection, office_id: str, position: int, clock: int, epoch: bytes) -> None:
    """Update the end of an office's stream."""
    _MOVE_OFFICE.run(connection, {"of": office_id, "to": position, "at_clock": clock, "life": epoch})


def set_edition(connection: _Connection, office_id: str, version: int) -> None:
    """Update the number of an office's newest edition."""
    connection.execute(sa.update(office).where(office.c.id == office_id).values(edition=version))


# ---- devices -----------------------------------------------------------------------------------------------


def put_device(connection: _Connection, row: DeviceRow) -> None:
    """Add a device."""
    connection.execute(sa.insert(device).values({name: getattr(row, name) for name in row.__struct_fields__}))


def fresh_device(office_id: str, number: DeviceId, at: int) -> DeviceRow:
    """A new device without key and events."""
    return DeviceRow(
        office=office_id,
        number=number,
        key_id=None,
        public_key=None,
        head=0,
        digest=NO_DIGEST,
        missing=0,
        enrolled_at=at,
        revoked_at=None,
        heard_at=None,
        instead_of=0,
        block_first=0,
        block_last=0,
        letter="",
        program="",
    )


def find_device(connection: _Connection, office_id: str, number: int) -> DeviceRow | None:
    """A device by office and number."""
    row = connection.execute(_DEVICE, {"office": office_id, "number": number}).one_or_none()
    return None if row is None else DeviceRow(*row)


def find_key(connection: _Connection, key_id: str) -> DeviceRow | None:
    """A device by the name of its key."""
    row = connection.execute(_BY_KEY, {"key_id": key_id}).one_or_none()
    return None if row is None else DeviceRow(*row)


def find_keys(connection: _Connection, key_ids: Sequence[str]) -> list[DeviceRow]:
    """Devices by the names of their keys."""
    return [DeviceRow(*row) for row in connection.execute(sa.select(device).where(device.c.key_id.in_(key_ids)))]


def devices_of(connection: _Connection, office_id: str, *, province: bool = False) -> list[DeviceRow]:
    """All devices of an office, revoked ones included, by number; the province's own row only when asked for."""
    found = sa.select(device).where(device.c.office == office_id).order_by(device.c.number)
    if not province:
        found = found.where(device.c.number < FIRST_PROVINCE)
    return [DeviceRow(*row) for row in connection.execute(found)]


def move_device(connection: _Connection, row: DeviceRow, head: int, digest: Digest, missing: int, at: int) -> None:
    """Update the end of a device's chain, and when it was last heard of."""
    moved = {"of": row.office, "which": row.number, "to": head, "ends_in": digest, "lost": missing, "at": at}
    _MOVE_DEVICE.run(connection, moved)


def mark_laptop(connection: _Connection, office_id: str, number: DeviceId) -> None:
    """This device is a visit laptop from now on."""
    here = (device.c.office == office_id, device.c.number == number)
    connection.execute(sa.update(device).where(*here).values(visit_laptop=1))


def change_device(connection: _Connection, row: DeviceRow, **values: Any) -> None:  # noqa: ANN401  # column values
    """Update single columns."""
    where = (device.c.office == row.office, device.c.number == row.number)
    connection.execute(sa.update(device).where(*where).values(values))


# ---- codes and requests ------------------------------------------------------------------------------------


def put_code(connection: _Connection, row: CodeRow) -> None:
    """Add a code."""
    connection.execute(sa.insert(code).values({name: getattr(row, name) for name in row.__struct_fields__}))


def lock_code(connection: _Connection, hashed: bytes) -> CodeRow | None:
    """A code, locked until this transaction ends."""
    row = connection.execute(sa.select(code).where(code.c.hash == hashed).with_for_update()).one_or_none()
    return None if row is None else CodeRow(*row)


def find_codes(connection: _Connection, hashes: Sequence[bytes]) -> list[bytes]:
    """Which of these hashes are codes."""
    return list(connection.execute(sa.select(code.c.hash).where(code.c.hash.in_(hashes))).scalars())


def use_code(connection: _Connection, row: CodeRow, at: int, key_id: str) -> None:
    """Mark a code as used."""
    connection.execute(sa.update(code).where(code.c.hash == row.hash).values(used_at=at, used_by=key_id))


def put_nonce(connection: _Connection, key_id: str, number: str, at: int) -> bool:
    """Record a nonce; False = it was recorded before."""
    values = {"key_id": key_id, "nonce": number[:LONGEST_NONCE], "at": at}
    return _PUT_NONCE.row(connection, values) is not None


def forget_nonces(connection: _Connection, before: int) -> None:
    """Delete nonces of requests so old that their time alone refuses them."""
    connection.execute(sa.delete(nonce).where(nonce.c.at < before))


def _put_once(connection: _Connection, table: sa.Table, values: dict[str, Any]) -> bool:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    key = next(iter(table.primary_key))
    done = connection.execute(insert(table).values(values).on_conflict_do_nothing().returning(key))
    return done.first() is not None
