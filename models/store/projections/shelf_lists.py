"""Queries of the shelf: which places results lie in."""

from models.store.file.database import Database
from models.store.projections.dossier import ON_SHELF


class Shelf:
    """Places of the results that lie at the desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def places(self) -> frozenset[str]:
        """Every place in which a result lies; read from its partial index alone."""
        with self._database.reading():
            found = (
                self._database.run(f"SELECT place FROM {table} WHERE {ON_SHELF}").fetchall()
                for table in ("dossier", "fresh")
            )
            return frozenset(place for rows in found for (place,) in rows)
