"""Projection of declarations that were filled in: how many of each."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import DECLARATION
from models.ids import DossierId
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.service.filled_declaration import FilledDeclaration, fold

_COUNTED = "SELECT declaration, COUNT(*) FROM filled_declaration WHERE filled_on BETWEEN ? AND ? GROUP BY declaration"

_OF_DOSSIER = (
    "SELECT declaration FROM filled_declaration "
    "WHERE dossier = ? AND dossier != '' AND declaration != '' ORDER BY number"
)
_HANDED_IN = "SELECT COUNT(*) FROM filled_declaration WHERE handed_in_on BETWEEN ? AND ? AND handed_in_on != ''"

_table = sa.Table(
    "filled_declaration",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("filled_on", sa.Text, nullable=False),
    sa.Column("declaration", sa.Text, nullable=False),
    sa.Column("dossier", sa.Text, nullable=False),
    sa.Column("handed_in_on", sa.Text, nullable=False),
)
sa.Index("filled_declaration_by_day", _table.c.filled_on, _table.c.declaration)

sa.Index("filled_declaration_by_dossier", _table.c.dossier, sqlite_where=_table.c.dossier != "")
sa.Index("filled_declaration_handed_in", _table.c.handed_in_on, sqlite_where=_table.c.handed_in_on != "")


def _values(number: int, one: FilledDeclaration) -> tuple[object, ...]:
    filled_on = local_day(one.at).isoformat() if one.at else ""
    handed_in_on = local_day(one.handed_in_at).isoformat() if one.handed_in_at else ""
    return number, one.id, filled_on, one.declaration, one.dossier or "", handed_in_on


FILLED_DECLARATIONS = Projection(prefix=DECLARATION, version=2, fold=fold, values=_values, table=_table)
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

    def of_dossier(self, dossier: DossierId) -> list[str]:
        """Ids of the declarations that were filled in for a dossier, the first filled in first."""
        with self._database.reading():
            return [row[0] for row in self._database.run(_OF_DOSSIER, (dossier,))]

    def handed_in(self, first: date, last: date) -> int:
        """How many came with a dossier that was taken in on these days."""
        with self._database.reading():
            return int(self._database.run(_HANDED_IN, (first.isoformat(), last.isoformat())).fetchone()[0])
