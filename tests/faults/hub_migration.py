"""The hub's database in PostgreSQL, as each version left it, is migrated by today's hub and killed at each step.

A step is a statement, or a commit. Killed is the hub's process, or the server's process of its connection, which makes
the server recover. Each time the next start of the hub takes it up again, and all tables are as without a kill.
"""

import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from sync.hub.store import HubStore, HubStoreFailing
from tests.fakes.postgres import PostgreSQL
from tests.faults import steps
from tests.faults.migration import spread
from tests.faults.report import Report
from tests.faults.steps import StepCounter
from tests.old_databases.frozen import HERE

DUMPS = sorted(path.parent.parent.name for path in HERE.glob("*/hub/hub.pgdump"))

_STARTS = 20
"""So often the service is started again until the server answers."""

_ALL = 'SELECT * FROM "{}"'

Found = dict[str, list[tuple[Any, ...]]]

_COLUMNS = (
    "SELECT attrelid::regclass::text, attname, atttypid, attnotnull FROM pg_attribute a JOIN pg_tables t "
    "ON a.attrelid = to_regclass(quote_ident(t.tablename)) WHERE schemaname = 'public' AND attnum > 0"
)
_SHAPE = (
    _COLUMNS,
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
)


def killed_while_migrating(
    server: PostgreSQL, name: str, at: Callable[[int], Sequence[int]], *, backend: bool
) -> Report:
    """Kill the migration of a dump at steps, one life each, and set what is there beside a migration without a kill.

    Args:
        server: where it is restored.
        name: of the frozen folder.
        at: given how many steps there are, says which.
        backend: the server's process is killed, not the hub's.
    """
    restored = server.restore(HERE / name / "hub" / "hub.pgdump")
    clean = server.copy(restored)
    there = steps.count(partial(_migrate, clean), _watch)
    expected = _found(clean)
    chosen, lost, doubled, equal, since = at(there), 0, 0, True, time.monotonic()
    for step in chosen:
        url = server.copy(restored)
        if backend:
            _backend_killed(server, url, step)
            _migrate_when_it_answers(server, url)
        else:
            assert steps.killed(partial(_migrate, url), step, _watch), f"step {step} of {there} was not reached"
            _migrate(url)
        found = _found(url)
        lost += len(set(expected["event"]) - set(found["event"]))
        doubled += len(found["event"]) - len(set(found["event"]))
        equal = equal and found == expected
        server.drop(url)
    for url in (clean, restored):
        server.drop(url)
    facts: dict[str, object] = {"steps": there, "kills": len(chosen)}
    what = "backend" if backend else "hub"
    scenario = f"migration of {name} in PostgreSQL, {what} killed"
    return Report(scenario, len(expected["event"]), lost, doubled, equal, time.monotonic() - since, facts)


def every_migration_killed(server: PostgreSQL, size: int, seed: int) -> Report:
    """All dumps, both ways of killing, each at ``size`` steps: at every one when there are fewer."""
    at = spread(size, random.Random(seed))  # noqa: S311  # no secret, the same each run
    reports = [killed_while_migrating(server, name, at, backend=way) for name in DUMPS for way in (False, True)]
    return Report(
        f"migration of {len(DUMPS)} old databases in PostgreSQL killed",
        sum(one.events for one in reports),
        sum(one.lost for one in reports),
        sum(one.doubled for one in reports),
        all(one.equal for one in reports),
        sum(one.recovered_in for one in reports),
        {name: sum(int(str(one.facts[name])) for one in reports) for name in ("steps", "kills")},
    )


def _migrate(url: str) -> None:
    """As the hub does at its start."""
    store = HubStore.open(url, pool=1)
    try:
        store.prepare()
    finally:
        store.close()


def _migrate_when_it_answers(server: PostgreSQL, url: str) -> None:
    """As the service is started again after a failure.

    The server may answer once more before it notices that one of its processes was killed, and goes into recovery.
    """
    for _ in range(_STARTS):
        server.start()
        try:
            _migrate(url)
        except HubStoreFailing:
            continue
        return
    raise AssertionError(f"not migrated in {_STARTS} starts")


def _watch(counter: StepCounter) -> None:
    _each_step(lambda _: counter.step())


def _each_step(told: Callable[[sa.Connection], object]) -> Callable[[], None]:
    """Told before each statement and each commit of any engine; returns what ends that."""

    def statement(connection: sa.Connection, *_: object) -> None:
        told(connection)

    sa.event.listen(sa.Engine, "before_cursor_execute", statement)
    sa.event.listen(sa.Engine, "commit", statement)

    def end() -> None:
        sa.event.remove(sa.Engine, "before_cursor_execute", statement)
        sa.event.remove(sa.Engine, "commit", statement)

    return end


def _backend_killed(server: PostgreSQL, url: str, step: int) -> None:
    """Migrate, and kill the server's process of the connection before a step: the hub is refused."""
    left = iter(range(step - 1, -1, -1))

    def kill(connection: sa.Connection) -> None:
        if next(left, -1) == 0:
            driver: Any = connection.connection.dbapi_connection
            server.kill_backend(driver.info.backend_pid)

    end = _each_step(kill)
    try:
        _migrate(url)
    except HubStoreFailing:
        return
    finally:
        end()
    raise AssertionError(f"step {step} was not reached")


def _found(url: str) -> Found:
    """Rows of all tables, and what the tables are."""
    store = HubStore.open(url, pool=1)
    try:
        with store.reading() as reading:
            names = reading.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars()
            asked = {name: _ALL.format(name) for name in names} | {sql: sql for sql in _SHAPE}
            return {
                name: sorted((tuple(row) for row in reading.exec_driver_sql(sql)), key=repr)
                for name, sql in asked.items()
            }
    finally:
        store.close()
