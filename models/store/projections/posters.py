"""Projection of the writings of posters. The row holds the whole fold; an office has a few a year."""

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from models.events import POSTERS
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.poster_run import PosterRun, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(PosterRun)).decode
_ALL = "SELECT * FROM poster_run"

_table = sa.Table(
    "poster_run",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)


def _values(number: int, run: PosterRun) -> tuple[object, ...]:
    return number, run.id, _encode(run)


POSTER_RUNS = Projection(prefix=POSTERS, version=1, fold=fold, values=_values, table=_table)
"""One writing of posters, as the fold of its event."""


class PosterUp(Struct, frozen=True):
    """What the youngest poster of a procedure for a hamlet says, and when it was written."""

    digest: str
    at: datetime


class Posters:
    """Queries of the posters that were written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def up(self) -> dict[tuple[str, str], PosterUp]:
        """The youngest poster of each procedure and hamlet."""
        with self._database.reading():
            rows: list[Any] = self._database.run(_ALL).fetchall()
        found: dict[tuple[str, str], PosterUp] = {}
        for run in sorted((_decode(row[-1]) for row in rows), key=lambda run: run.order):
            if run.at is not None:
                found |= {(one.procedure, one.hamlet): PosterUp(one.digest, run.at) for one in run.posters}
        return found
