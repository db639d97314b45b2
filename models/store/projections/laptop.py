"""Projection of visit laptops. The row holds the whole fold; an office has a few."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.events import LAPTOP
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.laptop import Laptop, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(Laptop)).decode
_ALL = "SELECT * FROM laptop"

_table = sa.Table(
    "laptop",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)


def _values(number: int, laptop: Laptop) -> tuple[object, ...]:
    return number, laptop.id, _encode(laptop)


LAPTOPS = Projection(prefix=LAPTOP, version=3, fold=fold, values=_values, table=_table)
"""A visit laptop, as the fold of its events."""


class Laptops:
    """Queries of the office's visit laptops."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Laptop]:
        """Every one, by its number."""
        with self._database.reading():
            rows: list[Any] = self._database.run(_ALL).fetchall()
        return sorted((_decode(row[-1]) for row in rows), key=lambda laptop: laptop.device)
