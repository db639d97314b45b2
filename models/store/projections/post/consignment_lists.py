"""Queries of consignments."""

from datetime import date

from models.store.file.database import Database
from models.store.projections.post.consignment import consignment_of
from models.subjects.post.consignment import Consignment

_OPEN = "SELECT * FROM consignment WHERE open = 1 ORDER BY number"
_ENDED = "SELECT * FROM consignment WHERE heard_on >= ? AND open = 0 ORDER BY heard_on, number"
_SLIPS = "SELECT * FROM consignment WHERE slip_by != '' ORDER BY slip_by, number"
_MADE = "SELECT * FROM consignment WHERE made_on >= ? AND made_on <= ? ORDER BY made_on, number"
_PRINTED = "SELECT * FROM consignment WHERE printed = ? ORDER BY number DESC LIMIT 1"
_OF_POST = "SELECT * FROM consignment WHERE post_number = ? AND post_number != '' ORDER BY number DESC LIMIT 1"
_OF_RECORD = "SELECT * FROM consignment WHERE record = ? AND record != '' ORDER BY printed"
_HIGHEST = "SELECT max(printed) FROM consignment WHERE printed >= ? AND printed <= ?"


class Consignments:
    """Queries over the rows of all consignments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self) -> list[Consignment]:
        """Those not handed in yet, the oldest first."""
        with self._database.reading():
            return [consignment_of(row) for row in self._database.run(_OPEN)]

    def ended_since(self, day: date) -> list[Consignment]:
        """Those that were handed in or sent back on this day or later."""
        with self._database.reading():
            return [consignment_of(row) for row in self._database.run(_ENDED, (day.isoformat(),))]

    def slips_awaited(self) -> list[Consignment]:
        """Those whose sender is to get the dossier's slip from the post, the most pressing first."""
        with self._database.reading():
            return [consignment_of(row) for row in self._database.run(_SLIPS)]

    def made_between(self, first: date, last: date) -> list[Consignment]:
        """Those whose slip was made out on the days from one to another, both included."""
        with self._database.reading():
            return [consignment_of(row) for row in self._database.run(_MADE, (first.isoformat(), last.isoformat()))]

    def by_number(self, number: str) -> Consignment | None:
        """The consignment of this number: ours, or the post's."""
        if not number:
            return None
        with self._database.reading():
            for asked in (_PRINTED, _OF_POST):
                row = self._database.run(asked, (number,)).fetchone()
                if row is not None:
                    return consignment_of(row)
        return None

    def of_record(self, record: str) -> list[Consignment]:
        """What was handed in with this record."""
        with self._database.reading():
            return [consignment_of(row) for row in self._database.run(_OF_RECORD, (record,))] if record else []

    def last_number(self, stem: str, first: int, last: int) -> int | None:
        """The highest NNNN between ``first`` and ``last`` used by a number ``<stem>-NNNN``."""
        with self._database.reading():
            found = self._database.one(_HIGHEST, f"{stem}-{first:04d}", f"{stem}-{last:04d}")
        return None if found is None else int(str(found).rpartition("-")[2])
