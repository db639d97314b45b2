"""Folds of long histories, gone on with where they ended: who tells a thousand events in slices folds each but once.

Only rows of the log make them, so they are never newer than it; a transaction that fails forgets them all.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from models.history import Recorded, place
from models.ids import DOSSIER, TICKET, DossierId, SubjectId, TicketId
from models.store.codec import place_of, recorded_of
from models.store.file.database import Database
from models.store.folds import History
from models.subjects import dossier, ticket
from models.subjects.folding import Folding, Place

LONG = 200
"""A history of fewer events is read and folded anew each time."""

MOST_KEPT = 8
"""Folds that are kept; the one that was asked for the longest time ago goes first."""

_ALL = "SELECT * FROM event WHERE subject = ? ORDER BY clock, place"
_BEHIND = "SELECT * FROM event WHERE subject = ? AND (clock, place) > (?, ?) ORDER BY clock, place"


class LongFolds:
    """The folds of one open file.

    Attributes:
        read: how many events were read from the log to fold them since the file was opened.
    """

    def __init__(self, database: Database) -> None:
        self.read = 0
        self._database = database
        self._kept: dict[SubjectId, Folding[Any]] = {}

    @contextmanager
    def unless_it_fails(self) -> Iterator[None]:
        """Around a transaction: what is kept may be of events that are not written after all."""
        try:
            yield
        except BaseException:
            self._kept.clear()
            raise

    def told(self, subject: SubjectId, new: Sequence[Recorded] = ()) -> History:
        """All that happened to a subject.

        Args:
            subject: whose.
            new: what was written down since this was asked for the last time.
        """
        kept = self._kept.pop(subject, None)
        if kept is None:
            history = self._read(_ALL, subject)
            if len(history) < LONG or not subject.startswith((DOSSIER, TICKET)):
                return history
            kept = _folding(subject)
            kept.tell(history)
        elif new:
            self._go_on(kept, subject, min(map(place, new)))
        self._kept[subject] = kept
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return kept

    def _go_on(self, kept: Folding[Any], subject: SubjectId, first: Place) -> None:
        """Tell it what is there behind all that was told; when something came late, from before that on."""
        if kept.last is not None and first <= kept.last:
            kept.go_back(first)
        if kept.last is None:
            kept.tell(self._read(_ALL, subject))
        else:
            clock, device, seq = kept.last
            kept.tell(self._read(_BEHIND, subject, clock, place_of(device, seq)))

    def _read(self, statement: str, *values: object) -> list[Recorded]:
        found = [recorded_of(row) for row in self._database.run(statement, values)]
        self.read += len(found)
        return found


def _folding(subject: SubjectId) -> Folding[Any]:
    if subject.startswith(DOSSIER):
        return dossier.folding(DossierId(subject))
    return ticket.folding(TicketId(subject))
