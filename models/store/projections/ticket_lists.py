"""Queries of the waiting line."""

from datetime import date

from models.store.file.database import Database
from models.store.projections.ticket import row_of
from models.subjects.ticket_row import TicketRow

_OF_DAY = "SELECT * FROM ticket WHERE day = ? ORDER BY number"
_LEFT_OPEN = "SELECT * FROM ticket WHERE open = 1 AND day < ?"


class Tickets:
    """Queries over the rows of all tickets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_day(self, day: date) -> list[TicketRow]:
        """All tickets of a day, in the order they were drawn."""
        with self._database.reading():
            return [row_of(row) for row in self._database.run(_OF_DAY, (day.isoformat(),))]

    def open_before(self, day: date) -> list[TicketRow]:
        """Unclosed tickets of earlier days, in the order they were drawn."""
        with self._database.reading():
            found = self._database.run(_LEFT_OPEN, (day.isoformat(),)).fetchall()
        return [row_of(row) for row in sorted(found)]
