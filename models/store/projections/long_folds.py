"""Cache of folds, so that recording a long history in slices folds each event once.

Folded from rows of the log alone, so never newer than it; a failed transaction clears the cache.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from models.history import Recorded, place
from models.ids import SubjectId
from models.store import tables
from models.store.codec import place_of, recorded_of
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.folding import MOST, Folding, Place

S = TypeVar("S")

LONG = 200
"""A history of fewer events is read and folded anew each time."""

MOST_KEPT = 8
"""Folds that are kept; the one that was asked for the longest time ago goes first."""

_BEHIND = "SELECT * FROM event WHERE subject = ? AND (clock, place) > (?, ?) ORDER BY clock, place"


class LongFolds:
    """The cached folds of one open file.

    Attributes:
        read: how many events were read from the log to fold them since the file was opened.
    """

    def __init__(self, database: Database) -> None:
        self.read = 0
        self._database = database
        self._kept: dict[SubjectId, Folding[Any]] = {}

    @contextmanager
    def unless_it_fails(self) -> Iterator[None]:
        """Wraps a transaction: on failure the cache is cleared, since its events may not have been written."""
        try:
            yield
        except BaseException:
            self._kept.clear()
            raise

    def whole(self, kind: Projection[S], subject: SubjectId) -> S:
        """The subject with all tuples complete."""
        told = self._told(kind, subject, ())
        return told.whole() if isinstance(told, Folding) else kind.fold(subject, told)

    def recent(self, kind: Projection[S], subject: SubjectId, new: Sequence[Recorded]) -> S:
        """The subject with at least the last ``MOST`` items of each growing tuple, enough for its row.

        Args:
            kind: its kind.
            subject: its name.
            new: what was written down since this was asked for the last time.
        """
        told = self._told(kind, subject, new)
        return told.recent(MOST) if isinstance(told, Folding) else kind.fold(subject, told)

    def _told(
        self, kind: Projection[S], subject: SubjectId, new: Sequence[Recorded]
    ) -> Sequence[Recorded] | Folding[S]:
        """The fold of its history, from the cache where that is long."""
        kept = self._kept.pop(subject, None)
        if kept is None:
            history = self._read(tables.HISTORY, subject)
            if len(history) < LONG:
                return history
            kept = kind.fold.begin(subject)
            kept.tell(history)
        elif new:
            self._go_on(kept, subject, min(map(place, new)))
        self._kept[subject] = kept
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return kept

    def _go_on(self, kept: Folding[Any], subject: SubjectId, first: Place) -> None:
        """Fold the events not folded yet; if one arrived late, from the point before it."""
        if kept.last is not None and first <= kept.last:
            kept.go_back(first)
        if kept.last is None:
            kept.tell(self._read(tables.HISTORY, subject))
        else:
            clock, device, seq = kept.last
            kept.tell(self._read(_BEHIND, subject, clock, place_of(device, seq)))

    def _read(self, statement: str, *values: object) -> list[Recorded]:
        found = [recorded_of(row) for row in self._database.run(statement, values)]
        self.read += len(found)
        return found
