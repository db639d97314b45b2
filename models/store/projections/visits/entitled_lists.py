"""Queries of the people who are served at home."""

from models.store.file.database import Database
from models.store.projections.visits.entitled_person import entry_of
from models.subjects.visits.entitled_person import EntitledPerson
from models.text import name_key

_ALL = "SELECT * FROM entitled_person INDEXED BY entitled_person_stands WHERE stands = 1 ORDER BY number LIMIT ?"
_COUNT = "SELECT count(*) FROM entitled_person WHERE stands = 1"
_BY_NUMBER = "SELECT * FROM entitled_person WHERE personal_number = ? ORDER BY number"
_BY_NAME = "SELECT * FROM entitled_person WHERE name = ? ORDER BY number"
_BEGINS = "SELECT * FROM entitled_person WHERE name >= ? AND name < ? AND stands = 1 ORDER BY name, number LIMIT ?"
_MOST = 5000
"""Entries that are listed at most; a commune has some hundreds."""


class EntitledPeople:
    """Queries over the rows of all entries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[EntitledPerson]:
        """Everybody on the list, in the order of entry."""
        return self._found(_ALL, _MOST)

    def count(self) -> int:
        """How many are on it."""
        with self._database.reading():
            return int(self._database.one(_COUNT))

    def by_number(self, personal_number: str) -> list[EntitledPerson]:
        """Entries of this personal number, removed ones too."""
        return self._found(_BY_NUMBER, personal_number) if personal_number else []

    def by_name(self, full_name: str) -> list[EntitledPerson]:
        """Entries of this name, removed ones too."""
        return self._found(_BY_NAME, name_key(full_name))

    def beginning(self, typed: str, most: int) -> list[EntitledPerson]:
        """People on the list whose name begins with what is typed."""
        key = name_key(typed)
        return self._found(_BEGINS, key, key + "\uffff", most) if key else []

    def _found(self, question: str, *asked: object) -> list[EntitledPerson]:
        with self._database.reading():
            return [entry_of(row) for row in self._database.run(question, asked)]
