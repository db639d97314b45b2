"""Queries of parcels."""

from datetime import date

from models.store.file.database import Database
from models.store.projections.post.parcel import parcel_of
from models.subjects.post.parcel import Parcel

_OPEN = "SELECT * FROM parcel WHERE open = 1 ORDER BY number"
_SINCE = "SELECT * FROM parcel WHERE heard_on >= ? AND open = 0 ORDER BY heard_on, number"
_HANDED = "SELECT * FROM parcel WHERE handed_on >= ? AND handed_on <= ? ORDER BY handed_on, number"
_PRINTED = "SELECT * FROM parcel WHERE printed = ? ORDER BY number DESC LIMIT 1"
_OF_LIST = "SELECT * FROM parcel WHERE list_number = ? ORDER BY printed"
_HIGHEST = "SELECT max(printed) FROM parcel WHERE printed >= ? AND printed <= ?"


class Parcels:
    """Queries over the rows of all parcels."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self) -> list[Parcel]:
        """Those of which something is waited for, the oldest first."""
        with self._database.reading():
            return [parcel_of(row) for row in self._database.run(_OPEN)]

    def ended_since(self, day: date) -> list[Parcel]:
        """Those that came to their end on this day or later."""
        with self._database.reading():
            return [parcel_of(row) for row in self._database.run(_SINCE, (day.isoformat(),))]

    def handed_between(self, first: date, last: date) -> list[Parcel]:
        """Those that went to the post on the days from one to another, both included."""
        with self._database.reading():
            return [parcel_of(row) for row in self._database.run(_HANDED, (first.isoformat(), last.isoformat()))]

    def by_number(self, number: str) -> Parcel | None:
        """The parcel of this number."""
        if not number:
            return None
        with self._database.reading():
            row = self._database.run(_PRINTED, (number,)).fetchone()
        return None if row is None else parcel_of(row)

    def of_list(self, number: str) -> list[Parcel]:
        """What went to the post on this list."""
        with self._database.reading():
            return [parcel_of(row) for row in self._database.run(_OF_LIST, (number,))] if number else []

    def last_number(self, stem: str, first: int, last: int) -> int | None:
        """The highest NNNN between ``first`` and ``last`` used by a number ``<stem>-NNNN``."""
        with self._database.reading():
            found = self._database.one(_HIGHEST, f"{stem}-{first:04d}", f"{stem}-{last:04d}")
        return None if found is None else int(str(found).rpartition("-")[2])
