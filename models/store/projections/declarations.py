"""Projection of declarations that were filled in: how many of each."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import DECLARATION
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.service.filled_declaration import FilledDeclaration, fold

_COUNTED = "SELECT declaration, COUNT(*) FROM filled_declaration WHERE filled_on BETWEEN ? AND ? GROUP BY declaration"

_table = sa.Table(
    "filled_declaration",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("filled_on", sa.Text, nullable=False),
    sa.Column("declaration", sa.Text, nullable=False),
)
sa.Index("filled_declaration_by_day", _table.c.filled_on, _table.c.declaration)


def _values(number: int, one: FilledDeclaration) -> tuple[object, ...]:
    return number, one.id, local_day(one.at).isoformat() if one.at else "", one.declaration


FILLED_DECLARATIONS = Projection(prefix=DECLARATION, version=1, fold=fold, values=_values, table=_table)
"""One row for each paper that was filled in."""


class FilledDeclarations:
    """Queries of the declarations that were filled in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counted(self, first: date, last: date) -> dict[str, int]:
        """How many of each declaration were filled in on these days, by its id."""
        with self._database.reading():
            rows: list[Any] = self._database.run(_COUNTED, (first.isoformat(), last.isoformat())).fetchall()
        return {row[0]: row[1] for row in rows}
