"""Queries of admission: nonce unused, device known; and of waiting desks. One round trip each.

Every request and every wake-up asks this, so each is one statement where the database can do so: for one request, or
for all of one moment.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from msgspec import Struct

from models.ids import FIRST_PROVINCE, DeviceId
from sync.hub.store import event_rows, office_rows
from sync.hub.store.office_rows import DeviceRow, OfficeRow
from sync.hub.store.postgres import driver_of
from sync.hub.store.tables import device, office

_OFFICE = ", ".join(f"o.{column.name}" for column in office.c)
_DEVICE = ", ".join(f"d.{column.name}" for column in device.c)
_ASK = f"""
WITH fresh AS (
    INSERT INTO nonce (key_id, nonce, at) VALUES (%(key_id)s, %(nonce)s, %(at)s) ON CONFLICT DO NOTHING RETURNING 1
)
SELECT set_config('synchronous_commit', 'off', true), (SELECT count(*) FROM fresh),
    (SELECT e.digest FROM event e WHERE e.office = %(office)s AND e.office = o.id AND e.position = %(position)s),
    {_OFFICE}, {_DEVICE}
FROM device d JOIN office o ON o.id = d.office WHERE d.key_id = %(key_id)s
"""  # noqa: S608  # names of columns; the setting lasts as long as this statement, which waits for no disk
_ASK_ALL = f"""
WITH asked AS (
    SELECT * FROM unnest(%(places)s::int8[], %(key_ids)s::text[], %(nonces)s::text[], %(positions)s::int8[])
        AS a (place, key_id, nonce, position)
), fresh AS (
    INSERT INTO nonce (key_id, nonce, at) SELECT key_id, nonce, %(at)s FROM asked ORDER BY key_id, nonce
    ON CONFLICT DO NOTHING RETURNING key_id, nonce
)
SELECT set_config('synchronous_commit', 'off', true), f.nonce IS NOT NULL,
    (SELECT e.digest FROM event e WHERE e.office = o.id AND e.position = a.position),
    {_OFFICE}, {_DEVICE}, a.place
FROM asked a JOIN device d ON d.key_id = a.key_id JOIN office o ON o.id = d.office
    LEFT JOIN fresh f ON f.key_id = a.key_id AND f.nonce = a.nonce
"""  # noqa: S608  # likewise; in one order, so that two workers never wait for each other
_WATCH = f"""
SELECT (SELECT e.digest FROM event e WHERE e.office = %(office)s AND e.position = %(position)s), {_OFFICE}, {_DEVICE}
FROM office o JOIN device d ON d.office = o.id WHERE o.id = %(office)s AND d.number < {FIRST_PROVINCE}
"""  # noqa: S608  # likewise
_FIRST = 3
_OWN = _FIRST + len(office.c)


class SignedOnce(NamedTuple):
    """A request whose signature is right, to be recorded.

    Attributes:
        key_id, nonce: of the request.
        office: whose key it was, as far as is known; says where to look for the position.
        position: of the office's stream, whose mark is wanted; 0 = none.
    """

    key_id: str
    nonce: str
    office: str
    position: int


class SenderRecord(Struct, frozen=True):
    """The sender of a request as the database has it now.

    Attributes:
        fresh: it did not come before.
        office, own: the sender's, as they are now.
        mark: first 8 bytes of the digest at the position that was asked for; empty = there is none.
    """

    fresh: bool
    office: OfficeRow
    own: DeviceRow
    mark: bytes


class Gathered(Struct, frozen=True):
    """An office with its devices by number, and the mark at a position of its stream; empty = there is none."""

    office: OfficeRow
    devices: Mapping[DeviceId, DeviceRow]
    mark: bytes


def gather(connection: sa.Connection, office_id: str, position: int) -> Gathered | None:
    """An office with all its devices as of now; None = no such office, or it has no device."""
    if connection.dialect.name == "sqlite":
        found = office_rows.find_office(connection, office_id)
        rows = office_rows.devices_of(connection, office_id)
        mark = event_rows.mark_at(connection, office_id, position)
        return None if found is None else Gathered(found, {row.number: row for row in rows}, mark)
    asked = {"office": office_id, "position": position}
    many = driver_of(connection).execute(_WATCH, asked, prepare=True).fetchall()
    if not many:
        return None
    own = 1 + len(office.c)
    devices = [DeviceRow(*row[own:]) for row in many]
    mark = (many[0][0] or b"")[: event_rows.MARK]
    return Gathered(OfficeRow(*many[0][1:own]), {row.number: row for row in devices}, mark)


def remember(connection: sa.Connection, asked: Sequence[SignedOnce], at: int) -> dict[SignedOnce, SenderRecord]:
    """Record the nonces of requests and read their senders; one whose key no device has is missing.

    Args:
        connection: of ``HubStore.lookup``.
        asked: no two with the same key and nonce.
        at: now, microseconds.
    """
    if connection.dialect.name == "sqlite":
        return {one: seen for one in asked if (seen := _remember_in_file(connection, one, at)) is not None}
    if len(asked) == 1:
        row = driver_of(connection).execute(_ASK, {**asked[0]._asdict(), "at": at}, prepare=True).fetchone()
        return {} if row is None else {asked[0]: _seen(row)}
    columns = {
        "places": list(range(len(asked))),
        "key_ids": [one.key_id for one in asked],
        "nonces": [one.nonce for one in asked],
        "positions": [one.position for one in asked],
    }
    rows = driver_of(connection).execute(_ASK_ALL, {**columns, "at": at}, prepare=True).fetchall()
    return {asked[row[-1]]: _seen(row[:-1]) for row in rows}


def _seen(row: Sequence[Any]) -> SenderRecord:
    mark = (row[2] or b"")[: event_rows.MARK]
    return SenderRecord(bool(row[1]), OfficeRow(*row[_FIRST:_OWN]), DeviceRow(*row[_OWN:]), mark)


def _remember_in_file(connection: sa.Connection, one: SignedOnce, at: int) -> SenderRecord | None:
    fresh = office_rows.put_nonce(connection, one.key_id, one.nonce, at)
    own = office_rows.find_key(connection, one.key_id)
    found = None if own is None else office_rows.find_office(connection, own.office)
    if own is None or found is None:
        return None
    return SenderRecord(fresh, found, own, event_rows.mark_at(connection, own.office, one.position))
