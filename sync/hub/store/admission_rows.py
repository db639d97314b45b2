"""Queries of admission: nonce unused, device known; and of waiting desks. One round trip each.

Every request and every wake-up asks this, so each is one statement where the database can do so.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from msgspec import Struct

from models.ids import FIRST_PROVINCE, DeviceId
from sync.hub.store import event_rows, office_rows
from sync.hub.store.office_rows import LONGEST_NONCE, DeviceRow, OfficeRow
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
_WATCH = f"""
SELECT (SELECT e.digest FROM event e WHERE e.office = %(office)s AND e.position = %(position)s), {_OFFICE}, {_DEVICE}
FROM office o JOIN device d ON d.office = o.id WHERE o.id = %(office)s AND d.number < {FIRST_PROVINCE}
"""  # noqa: S608  # likewise
_FIRST = 3
_OWN = _FIRST + len(office.c)


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
    many = connection.exec_driver_sql(_WATCH, asked).all()
    if not many:
        return None
    own = 1 + len(office.c)
    devices = [DeviceRow(*row[own:]) for row in many]
    mark = (many[0][0] or b"")[: event_rows.MARK]
    return Gathered(OfficeRow(*many[0][1:own]), {row.number: row for row in devices}, mark)


def remember(
    connection: sa.Connection, key_id: str, nonce: str, at: int, *, office: str, position: int = 0
) -> SenderRecord | None:
    """Record a request's nonce and read its sender; None = no device has this key.

    Args:
        connection: of ``HubStore.noting``.
        key_id: of the key it was signed with.
        nonce: of the request.
        at: now, microseconds.
        office: whose key it was, as far as is known; says where to look for the position.
        position: of the office's stream.
    """
    if connection.dialect.name == "sqlite":
        fresh = office_rows.put_nonce(connection, key_id, nonce, at)
        own = office_rows.find_key(connection, key_id)
        found = None if own is None else office_rows.find_office(connection, own.office)
        if own is None or found is None:
            return None
        return SenderRecord(fresh, found, own, event_rows.mark_at(connection, own.office, position))
    asked = {"key_id": key_id, "nonce": nonce[:LONGEST_NONCE], "at": at, "office": office, "position": position}
    row = connection.exec_driver_sql(_ASK, asked).one_or_none()
    if row is None:
        return None
    return SenderRecord(
        bool(row[1]), OfficeRow(*row[_FIRST:_OWN]), DeviceRow(*row[_OWN:]), (row[2] or b"")[: event_rows.MARK]
    )
