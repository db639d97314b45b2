"""Queries of appointments."""

from datetime import date

from models.person import Person
from models.store.file.database import Database
from models.store.projections.appointments.appointment import appointment_of
from models.subjects.appointments.appointment import Appointment
from models.text import name_key, phone_key

_OF_DAYS = "SELECT * FROM appointment WHERE day >= ? AND day <= ? ORDER BY day, number"
_HELD = (
    "SELECT * FROM appointment WHERE day >= ? AND day <= ? "
    "UNION SELECT * FROM appointment INDEXED BY appointment_moved_twice WHERE moved_twice = 1"
)
_BY_CODE = "SELECT * FROM appointment WHERE code = ? ORDER BY number"
_OPEN_BEFORE = (
    "SELECT * FROM appointment INDEXED BY appointment_unresolved "
    "WHERE state IN ('booked', 'unresolved') AND day < ? ORDER BY day, number LIMIT ?"
)
_BY_NUMBER = "SELECT * FROM appointment WHERE personal_number = ? AND personal_number != '' ORDER BY number"
_BY_PHONE = (
    "SELECT * FROM appointment WHERE phone = ? AND phone != '' AND personal_number = '' AND person = ? ORDER BY number"
)
_MOST = 1000
"""Appointments of earlier days that are listed at most."""


class Appointments:
    """Queries over the rows of all appointments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_days(self, first: date, last: date) -> list[Appointment]:
        """Those of the days between two, both included, whatever became of them; by time."""
        found = self._all(_OF_DAYS, first.isoformat(), last.isoformat())
        return sorted(found, key=lambda one: (one.seat is None, one.seat, one.id))

    def held_between(self, first: date, last: date) -> list[Appointment]:
        """Those that may hold a seat of the days between two, both included."""
        return self._all(_HELD, first.isoformat(), last.isoformat())

    def of_code(self, code: str) -> list[Appointment]:
        """Those that bear a code: one."""
        return self._all(_BY_CODE, code)

    def of_person(self, person: Person) -> list[Appointment]:
        """Those of a person, the oldest first: by number; booked without one, by telephone and name together."""
        numbered = self._all(_BY_NUMBER, person.personal_number) if person.personal_number else []
        phone = phone_key(person.phone)
        return [*numbered, *(self._all(_BY_PHONE, phone, name_key(person.full_name)) if phone else [])]

    def open_before(self, day: date) -> list[Appointment]:
        """Those of earlier days to which nobody came, and of which nobody has said why."""
        return self._all(_OPEN_BEFORE, day.isoformat(), _MOST)

    def _all(self, question: str, *asked: object) -> list[Appointment]:
        with self._database.reading():
            return [appointment_of(row) for row in self._database.run(question, asked)]
