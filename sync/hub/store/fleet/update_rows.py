"""Rows of changes to what offices are offered."""

import sqlalchemy as sa
from msgspec import Struct

from sync.hub.store.fleet.fleet_tables import change


class UpdateChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change.

    Attributes:
        at: when it was made, microseconds since 1970.
        made_by: who made it.
        kind: which (``sync.hub.updates.plan.ChangeKind``).
        office: whose ring it is; empty = it concerns all.
        version: of the release.
        ring: 1, 2, 3…; 0 = none.
        opens_at: when the release is offered to that ring, microseconds since 1970.
        note: why, as whoever made it says.
    """

    at: int
    made_by: str
    kind: str
    office: str = ""
    version: str = ""
    ring: int = 0
    opens_at: int = 0
    note: str = ""


_COLUMNS = [change.c[name] for name in UpdateChange.__struct_fields__]
_IN_ORDER = sa.select(*_COLUMNS).order_by(change.c.number)
_FOR_OFFICE = _IN_ORDER.where(change.c.office.in_(["", sa.bindparam("of")]))


def put_change(connection: sa.Connection, row: UpdateChange) -> None:
    """Add a change."""
    connection.execute(sa.insert(change).values({name: getattr(row, name) for name in row.__struct_fields__}))


def changes(connection: sa.Connection) -> list[UpdateChange]:
    """All changes, oldest first."""
    return _read(connection.execute(_IN_ORDER))


def changes_for(connection: sa.Connection, office: str) -> list[UpdateChange]:
    """The changes that concern one office, oldest first."""
    return _read(connection.execute(_FOR_OFFICE, {"of": office}))


def _read(found: sa.CursorResult[tuple[object, ...]]) -> list[UpdateChange]:
    names = UpdateChange.__struct_fields__
    return [UpdateChange(**dict(zip(names, row, strict=True))) for row in found]  # type: ignore[arg-type]
