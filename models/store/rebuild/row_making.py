"""Makes rows of a part of the log: a pure step, in this process or in another one."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from msgspec import Struct

from models.history import Recorded
from models.ids import SubjectId
from models.store.codec import EventValues, number_of, recorded_of
from models.store.projections.projection import Projection
from models.store.tallies import Collected, Tallies


class LogPart(Struct, frozen=True, array_like=True):
    """Whole histories of some subjects of one kind.

    Attributes:
        prefix: of the kind; empty = these have no rows.
        events: rows of the log, by subject, those of one in their order.
    """

    prefix: str
    events: list[EventValues]


class MadeRows(Struct, frozen=True, array_like=True):
    """What came of a part of the log.

    Attributes:
        rows: one for each subject in turn, under the number it has where no other subject has the same.
        counted, counted_log: what the rows count for, and what the events do.
    """

    rows: list[tuple[Any, ...]]
    counted: Collected
    counted_log: Collected


def make_rows(kind: Projection[Any] | None, part: LogPart) -> MadeRows:
    """Fold the histories of a part; without a kind its events are only counted."""
    rows: list[tuple[Any, ...]] = []
    counted, counted_log = Tallies(), Tallies()
    recorded = list(map(recorded_of, part.events))
    counted_log.log(recorded)
    if kind is not None:
        for subject, history in groupby(recorded, key=attrgetter("subject")):
            row = kind.values(number_of(subject), kind.fold(subject, history))
            counted.add(kind.counted(row))
            rows.append(row)
    return MadeRows(rows, counted.collected(), counted_log.collected())


def histories_of(part: LogPart) -> Iterator[tuple[SubjectId, Sequence[Recorded]]]:
    """The subjects of a part, and what happened to each."""
    for subject, history in groupby(map(recorded_of, part.events), key=attrgetter("subject")):
        yield subject, list(history)
