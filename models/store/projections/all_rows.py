"""The rows of all kinds in an open file, updated in the transaction that writes the log."""

from collections.abc import Mapping, Sequence
from typing import Any

from models.history import Recorded
from models.ids import SubjectId
from models.store.file.database import Database
from models.store.projections.kind_rows import KindRows
from models.store.projections.long_folds import LongFolds
from models.store.projections.projection import Projection, prefix_of

FRESH = 200
"""How many rows of a kind may lie unsettled; lists and the search read through them one by one."""


class AllRows:
    """The rows of all kinds.

    Attributes:
        kinds: the rows of each kind.
        folds: the subjects themselves.
    """

    def __init__(self, database: Database, kinds: Sequence[Projection[Any]]) -> None:
        self.kinds = tuple(KindRows(database, kind) for kind in kinds)
        self.folds = LongFolds(database)
        self._of = {rows.kind.prefix: rows for rows in self.kinds}
        self._since = FRESH  # so that they are counted before the first one is added

    def refresh(self, happened: Mapping[SubjectId, Sequence[Recorded]]) -> None:
        """Update the rows of these subjects; subjects of kinds without rows are skipped.

        Args:
            happened: what has just been written down, by subject.
        """
        for subject, new in happened.items():
            rows = self._of.get(prefix_of(subject))
            if rows is not None:
                rows.refresh(subject, self.folds.recent(rows.kind, subject, new))
        self._since += len(happened)

    def settle(self) -> None:
        """Move fresh rows to the main tables when they are many. Within the caller's transaction."""
        if self._since >= FRESH:
            for rows in self.kinds:
                if rows.count_fresh() >= FRESH:
                    rows.settle()
            self._since = 0
