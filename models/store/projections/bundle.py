"""Projection of bundles, and what lists ask of them. The row holds the whole fold.

Whether a bundle is open stands in no row: it is open while one of its dossiers is, and those may end at other machines.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from models.events import BUNDLE
from models.ids import SubjectId
from models.store.file.database import Database
from models.store.projections.dossier import IS_OPEN
from models.store.projections.projection import Projection
from models.subjects.service.bundle import Bundle, fold
from models.subjects.work_lists import WorkMark
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(Bundle)).decode

_table = sa.Table(
    "bundle",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)


def _values(number: int, bundle: Bundle) -> tuple[object, ...]:
    return number, bundle.id, _encode(bundle)


BUNDLES = Projection(prefix=BUNDLE, version=1, fold=fold, values=_values, table=_table)
"""The bundles of an office, each once."""

_NEWEST = "SELECT * FROM bundle ORDER BY number DESC LIMIT ?"
_OPEN = (
    f"SELECT DISTINCT bundle FROM dossier INDEXED BY dossier_by_bundle WHERE bundle != '' AND {IS_OPEN}",
    f"SELECT DISTINCT bundle FROM fresh WHERE bundle != '' AND {IS_OPEN}",
)
_WAITING = tuple(
    f"SELECT DISTINCT bundle FROM {table} WHERE work & {WorkMark.BUNDLED.value}" for table in ("dossier", "fresh")
)


class Bundles:
    """Queries over bundles and the rows of their dossiers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, most: int) -> list[Bundle]:
        """Those that arrived last, the youngest first."""
        with self._database.reading():
            rows: list[Any] = self._database.run(_NEWEST, (most,)).fetchall()
        return [_decode(row[-1]) for row in rows]

    def open_ids(self) -> set[SubjectId]:
        """Bundles of which a dossier known here is at work."""
        return self._named(_OPEN)

    def waiting_ids(self) -> set[SubjectId]:
        """Bundles of which a part waits for another."""
        return self._named(_WAITING)

    def _named(self, questions: Iterable[str]) -> set[SubjectId]:
        with self._database.reading():
            return {SubjectId(row[0]) for question in questions for row in self._database.run(question)}
