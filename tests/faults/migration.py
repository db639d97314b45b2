"""Every database since the first is opened by today's program, which is killed at each step of the migration.

A step is a statement that may write, a file written, renamed or removed (``tests.faults.steps``): beginnings and ends
of transactions, schema steps, the rows of each kind made anew, the journal brought home, the file of what it has
reached. What SQLite writes within one statement is not cut in two.
"""

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from desk.opening import close_desk, open_desk
from models.history import Recorded
from models.ids import FileDigest
from sync.hub.settings import read_keys
from sync.hub.store import HubStore
from tests.faults import steps
from tests.faults.report import Report
from tests.old_databases import facts
from tests.old_databases.frozen import FOLDERS, HERE, Frozen, thawed

HUB_FILES = [name for name in FOLDERS if (HERE / name / "hub" / "hub.db").exists()]

Table = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Found:
    """What a file holds after a migration.

    Attributes:
        events: ids of what happened, in the order of the file; those of a desk are also in the tables.
        tables: rows of all tables by name, in an order of their own.
        findings: kinds of what ``verify`` tells.
        scans: bytes of each scanned file, read with the keys that the file holds.
    """

    events: tuple[str, ...]
    tables: dict[str, Table]
    findings: tuple[str, ...] = ()
    scans: tuple[int, ...] = ()


class Migrated:
    """One file of a frozen folder: how it is opened by today's program, and what it holds then."""

    def __init__(self, name: str) -> None:
        self.name = name

    def fresh(self, to: Path) -> Frozen:
        """The folder as it was left, to be written to."""
        if to.exists():
            shutil.rmtree(to)
        return thawed(self.name, to)

    def open(self, frozen: Frozen) -> None:
        """The work that is killed: open, which migrates, and close."""
        raise NotImplementedError

    def found(self, frozen: Frozen) -> Found:
        """What it holds, once it was opened whole."""
        raise NotImplementedError


class DeskFile(Migrated):
    """The desk's own folder."""

    def open(self, frozen: Frozen) -> None:
        """As the window opens it, and closes it."""
        close_desk(open_desk(frozen.folder / "desk", clock=frozen.clock, training=True, create=False))

    def found(self, frozen: Frozen) -> Found:
        """Events, all tables, findings."""
        desk = open_desk(frozen.folder / "desk", clock=frozen.clock, training=True, create=False)
        try:
            events: list[Recorded] = list(desk.store.log.events())
            run = desk.store._database.run
            tables = _tables(lambda sql: list(run(sql)))
            scans = tuple(len(desk.files.get(FileDigest(digest))) for digest in frozen.facts.scans)
            return Found(tuple(one.id for one in events), tables, facts.findings_of(desk.store), scans)
        finally:
            close_desk(desk)


class HubFile(Migrated):
    """The file of the hub beside it."""

    def open(self, frozen: Frozen) -> None:
        """As the hub does it at its start, and closes it."""
        self._prepared(frozen).close()

    def found(self, frozen: Frozen) -> Found:
        """Events and all tables."""
        store = self._prepared(frozen)
        try:
            with store.reading() as reading:
                tables = _tables(lambda sql: [tuple(row) for row in reading.exec_driver_sql(sql)])
            return Found(tuple(str(row) for row in tables["event"]), tables)
        finally:
            store.close()

    @staticmethod
    def _prepared(frozen: Frozen) -> HubStore:
        settings = frozen.settings(None)
        store = HubStore.open(settings.database.url, key=read_keys(settings).database)
        store.prepare()
        return store


_TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_PASSING = {"meta": ("journal",), "keeping": ("files keys",)}
"""Rows by their first column that say how the file was closed, or are drawn at random once: no two need be equal.
Whether the keys of scanned files are the right ones is seen by reading the scans."""

_SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")
"""Tables that SQLite's search keeps for itself; the searched ones are read through their own names."""


def _tables(read: Callable[[str], Sequence[Any]]) -> dict[str, Table]:
    there = {name: str(sql).upper() for name, sql in read(_TABLES)}
    searched = tuple(name for name, sql in there.items() if sql.startswith("CREATE VIRTUAL"))
    own = {name + shadow for name in searched for shadow in _SHADOWS}
    everything = 'SELECT * FROM "{}"'
    rows = {name: map(tuple, read(everything.format(name))) for name in there if name not in own}
    return {
        name: sorted((row for row in found if row[0] not in _PASSING.get(name, ())), key=repr)
        for name, found in rows.items()
    }


def killed_while_migrating(migrated: Migrated, folder: Path, at: Callable[[int], Sequence[int]]) -> Report:
    """Kill the migration at steps, one life each, and set what is there afterwards beside a migration without a kill.

    Args:
        migrated: whose.
        folder: to work in.
        at: given how many steps there are, says which.
    """
    clean = migrated.fresh(folder / "clean")
    there = steps.count(partial(migrated.open, clean))
    expected = migrated.found(clean)
    chosen, killed, lost, doubled, equal = at(there), 0, 0, 0, True
    ended = time.monotonic()
    for step in chosen:
        frozen = migrated.fresh(folder / "killed")
        killed += steps.killed(partial(migrated.open, frozen), step)
        found = migrated.found(frozen)
        lost += len(set(expected.events) - set(found.events))
        doubled += len(found.events) - len(set(found.events))
        equal = equal and found == expected
    assert killed == len(chosen), f"{migrated.name}: {killed} of {len(chosen)} lives reached their step"
    return _report(migrated, expected, lost=lost, doubled=doubled, equal=equal, since=ended, steps=there, kills=killed)


def killed_again_and_again(migrated: Migrated, folder: Path, times: int, chance: random.Random) -> Report:
    """As ``killed_while_migrating``, but one file is killed many times, each life where the one before left it."""
    clean = migrated.fresh(folder / "clean")
    there = steps.count(partial(migrated.open, clean))
    expected = migrated.found(clean)
    frozen = migrated.fresh(folder / "killed")
    ended, killed = time.monotonic(), 0
    for _ in range(times):
        killed += steps.killed(partial(migrated.open, frozen), chance.randint(1, there))
    found = migrated.found(frozen)
    lost = len(set(expected.events) - set(found.events))
    doubled = len(found.events) - len(set(found.events))
    equal = found == expected
    return _report(migrated, expected, lost=lost, doubled=doubled, equal=equal, since=ended, steps=there, kills=killed)


def _report(
    migrated: Migrated, expected: Found, *, lost: int, doubled: int, equal: bool, since: float, **more: int
) -> Report:
    what = "desk" if isinstance(migrated, DeskFile) else "hub"
    scenario = f"migration of {migrated.name}, {what}"
    return Report(scenario, len(expected.events), lost, doubled, equal, time.monotonic() - since, dict(more))


def spread(number: int, chance: random.Random) -> Callable[[int], Sequence[int]]:
    """So many steps, one from each of as many equal parts."""

    def chosen(there: int) -> Sequence[int]:
        if number >= there:
            return range(1, there + 1)
        edges = [1 + there * part // number for part in range(number + 1)]
        return [chance.randrange(low, high) for low, high in pairwise(edges)]

    return chosen


def every_migration_killed(_: object, size: int, seed: int) -> Report:
    """All databases, each killed at ``size`` steps: at every one when there are fewer."""
    chance = random.Random(seed)  # noqa: S311  # no secret, the same each run
    files: list[Migrated] = [*map(DeskFile, FOLDERS), *map(HubFile, HUB_FILES)]
    reports = []
    with tempfile.TemporaryDirectory() as folder:
        for one in files:
            reports.append(killed_while_migrating(one, Path(folder), spread(size, chance)))
            assert reports[-1].equal, reports[-1]
    return Report(
        f"migration of {len(files)} old databases killed",
        sum(one.events for one in reports),
        sum(one.lost for one in reports),
        sum(one.doubled for one in reports),
        all(one.equal for one in reports),
        sum(one.recovered_in for one in reports),
        {name: sum(int(str(one.facts[name])) for one in reports) for name in ("steps", "kills")},
    )
