"""Rows of how many requests were refused."""

from enum import StrEnum

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.tables import turned_away


class RejectReason(StrEnum):
    """Why a request was refused. Each has its words in ``sync.hub.words``."""

    CODE = "code"
    """A one-time code that there never was."""
    SIGNER = "signer"
    """Signed with a key that no machine has."""
    SIGNATURE = "signature"
    """Signed with another key than the request says."""
    UNSIGNED = "unsigned"
    """Not signed at all."""
    SENSELESS = "senseless"
    """No HTTP, or more of it than a request may have."""
    OFTEN = "often"
    """Of what anybody may ask, more than is answered in a second."""


class RejectedRow(Struct, frozen=True):
    """One reason on one day; column for column as the table has it.

    Attributes:
        day: since 1970, UTC.
        at: of the last one, microseconds.
        address: of the last one, as far as it is known.
    """

    day: int
    why: str
    count: int
    at: int
    address: str


def add(connection: sa.Connection, row: RejectedRow) -> None:
    """Add to a day's count."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    put = insert(turned_away).values({name: getattr(row, name) for name in row.__struct_fields__})
    more = {
        "count": turned_away.c.count + put.excluded["count"],
        "at": put.excluded.at,
        "address": put.excluded.address,
    }
    connection.execute(put.on_conflict_do_update(index_elements=["day", "why"], set_=more))


def since(connection: sa.Connection, day: int) -> list[RejectedRow]:
    """Counts from this day on, by reason."""
    found = sa.select(turned_away).where(turned_away.c.day >= day).order_by(turned_away.c.why, turned_away.c.day)
    return [RejectedRow(*row) for row in connection.execute(found)]


def forget(connection: sa.Connection, day: int) -> None:
    """Delete counts before this day."""
    connection.execute(sa.delete(turned_away).where(turned_away.c.day < day))
