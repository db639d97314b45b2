"""Projection of mobile points, and what is asked of them. The row holds the whole fold."""

from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from models.events import MOBILE_POINT
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.mobile.mobile_point import MobilePoint, PointState, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(MobilePoint)).decode

_table = sa.Table(
    "mobile_point",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("open", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("mobile_point_by_day", _table.c.day)
sa.Index("mobile_point_open", _table.c.open, sqlite_where=_table.c.open == 1)


def _values(number: int, point: MobilePoint) -> tuple[object, ...]:
    day = point.day.isoformat() if point.day else ""
    return number, point.id, day, int(point.state is PointState.OPEN), _encode(point)


MOBILE_POINTS = Projection(prefix=MOBILE_POINT, version=1, fold=fold, values=_values, table=_table)

_OPEN = "SELECT * FROM mobile_point WHERE open = 1 ORDER BY number"
_SINCE = "SELECT * FROM mobile_point WHERE day >= ? AND day != '' ORDER BY day, number"


class MobilePoints:
    """Queries over the rows of all mobile points."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self) -> list[MobilePoint]:
        """Those at which a machine works now."""
        with self._database.reading():
            return [point_of(row) for row in self._database.run(_OPEN)]

    def since(self, day: date) -> list[MobilePoint]:
        """Those of this day and later, in the order of their days."""
        with self._database.reading():
            return [point_of(row) for row in self._database.run(_SINCE, (day.isoformat(),))]


def point_of(values: Any) -> MobilePoint:  # noqa: ANN401  # one row of the table
    """The point of a row."""
    point: MobilePoint = _decode(values[-1])
    return point
