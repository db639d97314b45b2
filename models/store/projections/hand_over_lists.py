"""Queries of hand-over lists."""

from datetime import date

from models.store.file.database import Database
from models.store.projections.hand_over_list import list_of
from models.subjects.hand_over_list import HandOverList

_OF_DAY = "SELECT * FROM hand_over_list WHERE day = ? ORDER BY number"
_WAITING = "SELECT * FROM hand_over_list WHERE waits = 1 ORDER BY number"
_PRINTED = "SELECT * FROM hand_over_list WHERE printed = ? ORDER BY number DESC LIMIT 1"
_HIGHEST = "SELECT max(printed) FROM hand_over_list WHERE printed >= ? AND printed <= ?"


class HandOverLists:
    """Queries over the rows of all lists."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_day(self, day: date) -> list[HandOverList]:
        """All lists made on a day, in the order of their making."""
        with self._database.reading():
            return [list_of(row) for row in self._database.run(_OF_DAY, (day.isoformat(),))]

    def waiting(self) -> list[HandOverList]:
        """All lists that nobody has confirmed, of whatever day, the oldest first."""
        with self._database.reading():
            return [list_of(row) for row in self._database.run(_WAITING)]

    def by_number(self, number: str) -> HandOverList | None:
        """The list of this number."""
        if not number:
            return None
        with self._database.reading():
            row = self._database.run(_PRINTED, (number,)).fetchone()
        return None if row is None else list_of(row)

    def last_number(self, stem: str, first: int, last: int) -> int | None:
        """The highest NNNN between ``first`` and ``last`` used by a number ``<stem>-NNNN``."""
        with self._database.reading():
            found = self._database.one(_HIGHEST, f"{stem}-{first:04d}", f"{stem}-{last:04d}")
        return None if found is None else int(str(found).rpartition("-")[2])
