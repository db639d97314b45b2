"""Carries everything that a newer program has recorded in a file into an older copy of that file, event for event.

The log is the same bytes in every version: what this program cannot read of it, it stores and passes on as it does with
events of a newer colleague. What else the newer file may hold nobody here knows, and nothing is guessed.
"""

from collections.abc import Callable, Collection, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from models.history import Recorded, digest
from models.store import tables
from models.store.codec import recorded_of
from models.store.file.checking import journaled
from models.store.key_value import KeyValues
from models.store.store import Store
from models.trouble import FileTooNew

Run = Callable[..., Any]

_EVENTS = f"SELECT {', '.join(column.name for column in tables.event.columns)} FROM event ORDER BY place"  # noqa: S608 - ours
_COLUMNS = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
_OF_PROVINCE = "SELECT value FROM province WHERE name = ?"


def carry(path: Path, key: bytes, store: Store, *, same: Collection[str] = ()) -> int:
    """Carry the log, accounts, drafts, print jobs and what the machine remembers; returns how many events came.

    Where the exchange with the province stood stays as it was in the older copy: what was told since is told again.

    Args:
        path: a copy of the newer file, beside its journal; nobody else has it open.
        key: of it.
        store: the older copy, open; on any error it is of no use any more.
        same: names of values of the province that must be the same in both.

    Raises:
        FileTooNew: a table is not kept as this program keeps it, or the two files do not continue one another.
        FileDamaged, DiskFull, DiskFailing
    """
    beside = {
        tables.draft.name: store.drafts,
        tables.account.name: store.accounts,
        tables.print_job.name: store.print_jobs,
        tables.keeping.name: store.key_values,
    }
    with journaled(path, key) as run:
        for table in (tables.event, tables.draft, tables.account, tables.print_job, tables.keeping, tables.province):
            if [name for (name,) in run(_COLUMNS, (table.name,))] != [column.name for column in table.columns]:
                raise FileTooNew(str(path), table.name)
        for name in same:
            told = run(_OF_PROVINCE, (name,)).fetchone()
            if (told and told[0]) != store.province.get(name):
                raise FileTooNew(str(path), name)
        came = len(store.log.merge(_events(run)).recorded)
        for name, values in beside.items():
            _replace(values, dict(run(f"SELECT key, body FROM {name}")))  # noqa: S608 - a table of ours
        for one, other in zip_longest(_events(run), store.log.events()):
            if one is None or other is None or digest(one) != digest(other):
                raise FileTooNew(str(path), tables.event.name)
    return came


def _events(run: Run) -> Iterator[Recorded]:
    return map(recorded_of, run(_EVENTS))


def _replace(values: KeyValues, by: dict[str, bytes]) -> None:
    for key, body in values.all():
        if by.get(key) != body:
            values.drop(key)
    for key, body in by.items():
        if values.load(key) != body:
            values.save(key, body)
