"""The rows of one kind in an open file, updated with the fold of each subject."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from models.history import Recorded
from models.ids import SubjectId
from models.store.codec import number_of
from models.store.file.database import Database, Values, created, insert_into
from models.store.projections.projection import Projection
from models.store.tallies import Tallies

_SEARCH = (
    "CREATE VIRTUAL TABLE {name} USING fts5(words, content='{table}', content_rowid='number', detail=none, "
    "columnsize=0, prefix='1 2 3 4 5 6', tokenize='ascii')"
)
"""The words arrive folded (models.text.search_key), so the plain tokenizer is exact. Only rowids are asked of the
index, hence neither positions nor sizes are kept; the words themselves stay in the row."""


@lru_cache(maxsize=256)
def _fresh_of(table: sa.Table, name: str) -> sa.Table:
    return table.to_metadata(sa.MetaData(), name=name)


class KindRows:
    """The rows of one kind. Writing methods are called within the caller's transaction.

    Attributes:
        kind: what is kept of it.
    """

    def __init__(self, database: Database, kind: Projection[Any]) -> None:
        self.kind = kind
        self._database = database
        self._name = kind.table.name
        self._columns = tuple(kind.table.c.keys())
        self._fresh = _fresh_of(kind.table, kind.fresh) if kind.fresh else None
        self._put = insert_into(kind.table)
        self._put_fresh = "" if self._fresh is None else insert_into(self._fresh, replace=True)
        self._at = f"SELECT * FROM {self._name} WHERE number = ?"
        self._fresh_at = f"SELECT id FROM {kind.fresh} WHERE number = ?"
        self._index = f"INSERT INTO {kind.search} (rowid, words) VALUES (?, ?)"
        self._unindex = f"INSERT INTO {kind.search} ({kind.search}, rowid, words) VALUES ('delete', ?, ?)"

    def refresh(self, id_: SubjectId, subject: object) -> None:
        """Update the row of one subject.

        Two subjects named in the same millisecond: the later one takes the next free number.
        """
        for number in count(number_of(id_)):
            settled = self._database.run(self._at, (number,)).fetchone()
            if settled is None and self._is_free(number, id_):
                return self._add(self.kind.values(number, subject))
            if settled is not None and settled[1] == id_:
                return self._change(settled, self.kind.values(number, subject))
        return None

    def count_fresh(self) -> int:
        """How many rows are not settled yet."""
        return int(self._database.one(f"SELECT count(*) FROM {self.kind.fresh}")) if self.kind.fresh else 0

    def settle(self) -> None:
        """Move the fresh rows to the main table, with its indexes and search."""
        fresh, search = self.kind.fresh, self.kind.search
        if search:
            self._database.run(f"INSERT INTO {search} (rowid, words) SELECT number, words FROM {fresh} ORDER BY number")
        self._database.run(f"INSERT INTO {self._name} SELECT * FROM {fresh} ORDER BY number")
        self._count(new=self._database.run(f"SELECT * FROM {fresh}").fetchall())
        self._database.run(f"DELETE FROM {fresh}")

    def make_tables(self) -> None:
        """Recreate the tables empty, in the current shape and without indexes; counters of this kind are cleared."""
        run = self._database.run
        for name in filter(None, (self.kind.search, self.kind.fresh, self._name)):
            run(f"DROP TABLE IF EXISTS {name}")
        for name in self.kind.counts:
            run("DELETE FROM tally WHERE kind = ?", (name,))
        run(created(self.kind.table))
        if self._fresh is not None:
            run(created(self._fresh))
        if self.kind.search:
            run(_SEARCH.format(name=self.kind.search, table=self._name))

    def fill(self, rows: Sequence[Values], histories: Iterable[tuple[SubjectId, Sequence[Recorded]]]) -> None:
        """Insert settled rows of subjects that have none.

        Args:
            rows: under the numbers they have where no other subject has the same.
            histories: what they are made of; asked only where two share a number.
        """
        try:
            with self._database.transaction():
                self._database.run_many(self._put, rows)
        except dbapi2.IntegrityError:
            with self._database.transaction():
                for id_, history in histories:
                    free = next(n for n in count(number_of(id_)) if self._database.one(self._at, n) is None)
                    # Made anew: more of the row than its first column may follow from the number.
                    self._database.run(self._put, self.kind.values(free, self.kind.fold(id_, history)))

    def fill_indexes(self) -> None:
        """Make the indexes, the search's too, from all settled rows: sorting once costs less than many insertions."""
        for index in sorted(self.kind.table.indexes, key=lambda index: str(index.name)):
            self._database.run(created(index))
        name = self.kind.search
        if name:
            self._database.run(f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', 16777216)")
            self._database.run(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")
            self._database.run(f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', 1048576)")

    def _is_free(self, number: int, id_: SubjectId) -> bool:
        return not self.kind.fresh or self._database.one(self._fresh_at, number) in {None, id_}

    def _add(self, values: Values) -> None:
        self._database.run(self._put_fresh or self._put, values)
        if not self.kind.fresh:
            self._count(new=[values])

    def _change(self, old: Values, new: Values) -> None:
        """Update only the changed columns of a settled row, so that other indexes are not touched."""
        changed = {name: place for place, name in enumerate(self._columns) if new[place] != old[place]}
        if not changed:
            return
        number = new[0]
        if self.kind.search and "words" in changed:
            words = changed["words"]
            self._database.run(self._unindex, (number, old[words]))
            self._database.run(self._index, (number, new[words]))
        setting = ", ".join(f"{name} = ?" for name in changed)
        values = (*(new[place] for place in changed.values()), number)
        self._database.run(f"UPDATE {self._name} SET {setting} WHERE number = ?", values)
        self._count(old=[old], new=[new])

    def _count(self, *, old: Sequence[Values] = (), new: Sequence[Values] = ()) -> None:
        changed, counted = Tallies(), self.kind.counted
        for row in old:
            changed.add(counted(row), -1)
        for row in new:
            changed.add(counted(row))
        changed.write(self._database)
