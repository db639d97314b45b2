"""Queries of home visits."""

from datetime import date

from models.store.file.database import Database
from models.store.projections.visits.visit import WAITING, visit_of
from models.subjects.visits.visit import Visit
from models.text import name_key

_WAITING = f"SELECT * FROM visit INDEXED BY visit_waiting WHERE {WAITING} ORDER BY number LIMIT ?"
_OF_DAY = "SELECT * FROM visit WHERE day = ? ORDER BY number"
_OPEN = "SELECT * FROM visit INDEXED BY visit_open WHERE open = 1 ORDER BY number LIMIT ?"
_DAYS = "SELECT day, count(*) FROM visit WHERE day >= ? AND day <= ? AND state = 'planned' GROUP BY day ORDER BY day"
_LEFT = "SELECT * FROM visit WHERE day > '' AND day < ? AND open = 1 ORDER BY day, number LIMIT ?"
_ENDED = "SELECT * FROM visit WHERE ended_on >= ? AND ended_on <= ? ORDER BY ended_on, number"
_BY_NUMBER = "SELECT * FROM visit WHERE personal_number = ? AND open = 1 ORDER BY number"
_BY_NAME = "SELECT * FROM visit WHERE person = ? AND open = 1 ORDER BY number"
_EVER_BY_NUMBER = "SELECT * FROM visit WHERE personal_number = ? ORDER BY number"
_EVER_BY_NAME = "SELECT * FROM visit WHERE person = ? ORDER BY number"
_MOST = 1000
"""Visits that are listed at most."""


class Visits:
    """Queries over the rows of all visits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self) -> list[Visit]:
        """Those that have no day, the oldest first."""
        return self._all(_WAITING, _MOST)

    def of_day(self, day: date) -> list[Visit]:
        """Those planned for a day, whatever became of them; in no order of the route."""
        return self._all(_OF_DAY, day.isoformat())

    def left_before(self, day: date) -> list[Visit]:
        """Those of earlier days of which nobody has said what became of them."""
        return self._all(_LEFT, day.isoformat(), _MOST)

    def ended(self, first: date, last: date) -> list[Visit]:
        """Those that came to their end between two days, both included."""
        return self._all(_ENDED, first.isoformat(), last.isoformat())

    def days(self, first: date, last: date) -> dict[date, int]:
        """How many are planned on each day between two, both included."""
        with self._database.reading():
            found = self._database.run(_DAYS, (first.isoformat(), last.isoformat())).fetchall()
        return {date.fromisoformat(day): int(count) for day, count in found}

    def open(self) -> list[Visit]:
        """All that are not ended, the oldest first."""
        return self._all(_OPEN, _MOST)

    def open_of(self, personal_number: str, full_name: str) -> list[Visit]:
        """Open ones of a person, by the number where it is known, and by the name."""
        return self._of(_BY_NUMBER, _BY_NAME, personal_number, full_name)

    def ever_of(self, personal_number: str, full_name: str) -> list[Visit]:
        """Likewise, those that have ended too."""
        return self._of(_EVER_BY_NUMBER, _EVER_BY_NAME, personal_number, full_name)

    def _of(self, by_number: str, by_name: str, personal_number: str, full_name: str) -> list[Visit]:
        found = self._all(by_number, personal_number) if personal_number else []
        seen = {one.id for one in found}
        return [*found, *(one for one in self._all(by_name, name_key(full_name)) if one.id not in seen)]

    def _all(self, question: str, *asked: object) -> list[Visit]:
        with self._database.reading():
            return [visit_of(row) for row in self._database.run(question, asked)]
