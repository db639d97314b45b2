"""The registry of kinds: what one kind calls its own, no other kind and no other table of the file is called."""

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa

from models.store import tables
from models.store.projections.kinds import KINDS


def names_of(table: sa.Table) -> Iterator[str]:
    yield table.name
    yield from (str(index.name) for index in table.indexes)


def test_tables_indexes_and_searches_of_all_kinds_bear_names_of_their_own() -> None:
    names = Counter(name for table in (*tables.truth.tables.values(), tables.tally) for name in names_of(table))
    for kind in KINDS:
        names.update((*names_of(kind.table), *filter(None, (kind.fresh, kind.search))))
    assert [name for name, times in names.items() if times > 1] == []


def test_prefixes_and_counts_of_all_kinds_are_their_own() -> None:
    names = Counter(name for kind in KINDS for name in (kind.prefix, *kind.counts))
    assert [name for name, times in names.items() if times > 1] == []
    assert all(kind.prefix.index("/") == len(kind.prefix) - 1 for kind in KINDS)
