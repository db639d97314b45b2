"""Rows of a million dossiers within a minute or two. No log lies behind them.

Of some thousand dossiers they are those that a rebuild makes; and these again and again, each time some weeks later and
of people with other numbers.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from models.calendar.clock import instant
from models.ids import DOSSIER
from models.store import Store
from models.store.codec import number_of
from models.store.projections.dossier import DOSSIERS, NEVER
from models.store.projections.kind_rows import KindRows
from models.store.rebuild.rebuilding import INDEXING_KIB, no_search_for_cycles
from models.store.tallies import Tallies
from tests.benchmarks.large_office import chained, happenings

FOLDED = 20_000
"""Dossiers whose rows are made of events: there are 14,000 names."""

_CHUNK = 20_000
_DAY = timedelta(days=1)
_COLUMNS = DOSSIERS.table.c.keys()
_AT = {name: place for place, name in enumerate(_COLUMNS)}
_TIMES = tuple(
    _AT[name] for name in ("received_at", "changed_at", "consulted_by", "ready_at", "step_due_at", "ended_at")
)
_DIGITS = "0123456789"

Row = tuple[Any, ...]


def pour_rows(store: Store, dossiers: int, *, search: bool) -> None:
    """Fill an empty file with the rows of so many dossiers, their counts and indexes, as ``rebuild`` does.

    Args:
        store: the open file.
        dossiers: how many.
        search: make the full-text index too.
    """
    database, counted = store._database, Tallies()
    kind = KindRows(database, DOSSIERS if search else replace(DOSSIERS, search=""))
    rows = islice(_rows(min(dossiers, FOLDED)), dossiers)
    with no_search_for_cycles():
        with database.transaction():
            kind.make_tables()
        while chunk := list(islice(rows, _CHUNK)):
            kind.fill(chunk, ())
            for row in chunk:
                counted.add(DOSSIERS.counted(row))
        with database.larger_cache(INDEXING_KIB), database.transaction():
            counted.write(database)
            kind.fill_indexes()
    database.checkpoint()


def _rows(folded: int) -> Iterator[Row]:
    """Endlessly many rows, from the oldest on."""
    first = _folded(folded)
    span = (instant(first[-1][_AT["changed_at"]]) - instant(first[0][_AT["changed_at"]])) // _DAY + 1
    yield from first
    turn = 0
    while True:
        turn += 1
        for row in first:
            yield _later(row, turn, turn * span)


def _folded(dossiers: int) -> list[Row]:
    """Their rows, each made of its events."""
    of_dossiers = (recorded for recorded in chained(happenings(dossiers)) if recorded.subject.startswith(DOSSIER))
    rows: list[Row] = []
    for subject, history in groupby(of_dossiers, key=attrgetter("subject")):
        rows.append(DOSSIERS.values(number_of(subject), DOSSIERS.fold(subject, history)))
    return rows


def _later(row: Row, turn: int, days: int) -> Row:
    """The same dossier so many days later, of somebody with other numbers."""
    later = list(row)
    millis, micros = days * 86_400_000, days * 86_400_000_000
    number = row[0] + millis
    name = f"{number:012x}"
    later[0], later[1] = number, f"{DOSSIER}{name[:8]}-{name[8:]}{row[1][len(DOSSIER) + 13 :]}"
    for at in _TIMES:
        if row[at] is not None:
            later[at] = row[at] + micros
    if row[_AT["due_at"]] != NEVER:
        later[_AT["due_at"]] = row[_AT["due_at"]] + micros
    order = row[_AT["due_order"]]
    later[_AT["due_order"]] = order + micros if order < NEVER else order - millis if order > NEVER else order
    if row[_AT["received_place"]]:
        later[_AT["received_place"]] = row[_AT["received_place"]] + turn * FOLDED * 10
    old_day = row[_AT["code"] if row[_AT["code"]] else _AT["slip"]].split("-")[1]
    new_day = f"{instant(later[_AT['changed_at']]):%y%m%d}"
    others = str.maketrans(_DIGITS[1:], _DIGITS[1 + turn % 9 :] + _DIGITS[1 : 1 + turn % 9])
    words = row[_AT["words"]].replace(old_day, new_day) + " "
    for at in (_AT["personal_number"], _AT["phone"]):
        old = row[at]
        later[at] = new = old[:2] + old[2:].translate(others)
        words = words.replace(old, new).replace(f" {old[-4:]} ", f" {new[-4:]} ")
        later[_AT["people"]] = later[_AT["people"]].replace(old, new)
    later[_AT["words"]] = words.rstrip()
    for at in (_AT["code"], _AT["slip"]):
        later[at] = row[at].replace(f"-{old_day}-", f"-{new_day}-")
    return tuple(later)
