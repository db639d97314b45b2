"""``Projection``: the fold of one kind, the row made of it, and the tables of these rows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from msgspec import Struct

from models.ids import SubjectId
from models.store.tallies import Key
from models.subjects.folding import Fold

S = TypeVar("S")


def _counts_nothing(_values: Sequence[Any]) -> tuple[Key, ...]:
    return ()


class Projection(Struct, Generic[S], frozen=True, kw_only=True):
    """One kind of subject. What time alone changes (overdue) is no row: a list asks for it by comparing.

    Attributes:
        prefix: begins the names of its subjects, for instance ``ticket/``.
        version: raised with any change of the fold, the row or the tables: each desk then makes these rows anew, from
            the log, at its next start. 1 and up.
        fold: what events tell of a subject.
        values: the row of a subject: its number and the subject as it stands → the values of ``table``'s columns.
        table: the rows, with an index for each question that is asked of them. The first columns are ``number`` and
            ``id``. Numbers grow with the time of the subject's making.
        fresh: name of a table with the same columns and no index, for the youngest rows, few enough to be read one by
            one: no index and no search has to be written for them while a citizen waits. Empty = each row goes to
            ``table`` at once.
        search: name of the full-text index over the column ``words`` of ``table``; empty = these are not searched.
            It needs ``fresh``.
        counts: what the counts of this kind are called (the first half of their keys).
        counted: the keys that a row of ``table`` counts for.
    """

    prefix: str
    version: int
    fold: Fold[S]
    values: Callable[[int, S], tuple[object, ...]]
    table: sa.Table
    fresh: str = ""
    search: str = ""
    counts: tuple[str, ...] = ()
    counted: Callable[[Sequence[Any]], Iterable[Key]] = _counts_nothing

    @property
    def rows(self) -> str:
        """All rows, as a statement reads from them."""
        if not self.fresh:
            return self.table.name
        return f"(SELECT * FROM {self.table.name} UNION ALL SELECT * FROM {self.fresh})"

    @property
    def behind(self) -> str:
        """A name that sorts after all subjects of this kind and before the next kind."""
        return self.prefix[:-1] + chr(ord(self.prefix[-1]) + 1)


def prefix_of(subject: SubjectId) -> str:
    """The prefix of a subject's name that gives its kind; empty = none."""
    kind, slash, _ = subject.partition("/")
    return kind + slash if slash else ""
