"""Projection of leases of seats, and what lists ask of them. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.events import SEAT_LEASE
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.appointments.seat_lease import SeatLease, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(SeatLease)).decode

_table = sa.Table(
    "seat_lease",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("open", sa.Integer, nullable=False),
    sa.Column("device", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("seat_lease_open", _table.c.number, sqlite_where=_table.c.open == 1)

_OPEN = "SELECT * FROM seat_lease INDEXED BY seat_lease_open WHERE open = 1 ORDER BY number"


def _values(number: int, lease: SeatLease) -> tuple[object, ...]:
    return number, lease.id, int(bool(lease.installation) and not lease.returned), lease.device, _encode(lease)


SEAT_LEASES = Projection(prefix=SEAT_LEASE, version=1, fold=fold, values=_values, table=_table)


class SeatLeases:
    """Queries over the rows of leases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self) -> list[SeatLease]:
        """Those asked for and not returned, of every machine, the oldest first."""
        with self._database.reading():
            return [_lease(row) for row in self._database.run(_OPEN, ())]


def _lease(values: Any) -> SeatLease:  # noqa: ANN401  # one row of the table
    found: SeatLease = _decode(values[-1])
    return found
