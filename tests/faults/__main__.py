"""``python -m tests.faults [NAME ...]``: every fault at length, with a report; ends with 1 when anything was lost.

It runs for about an hour on two cores. ``--seed`` changes every chance. What is about batches is played with each of
``BATCHES``, a quarter of the events for each. Migrations and updates are killed at 120 steps each, at every single one
with ``--size 10 migration``; the hub's in PostgreSQL at 40, at every single one with ``--size 25 hub-migration``.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.cluster.cluster import Cluster, missing
from tests.cluster.load import primary_killed
from tests.fakes.postgres import PostgreSQL
from tests.faults import database, hostile, hub_migration, kills, machines, migration, network, updates
from tests.faults.report import Report


@dataclass(frozen=True)
class Played:
    """One fault at its full size; ``may`` says why it cannot be played here, or nothing.

    ``batches``: each of these numbers of events sent at once is played, as a share of the size.
    """

    play: Callable[..., Report]
    size: int
    may: Callable[[], str] = lambda: ""
    batches: tuple[int, ...] = ()


def _cluster(_: PostgreSQL, size: int, seed: int) -> Report:
    del seed  # chance is not in it
    with Cluster() as cluster:
        return primary_killed(cluster, size, kills=3)


def _cluster_may() -> str:
    return f"not installed: {' '.join(missing())}" if missing() else ""


def _disk_may() -> str:
    return "" if database.may_mount() else "a small disk is mounted for this, which needs root"


def _forks_may() -> str:
    return "processes are forked for this" if sys.platform == "win32" else ""


BATCHES = (1, 7, 40, 500)

SCENARIOS = {
    "network": Played(network.hostile_network, 20_000, batches=BATCHES),
    "kills": Played(kills.desks_and_hub_killed, 20_000, batches=BATCHES),
    "hostile": Played(hostile.hostile_clients, 60),
    "portal": Played(network.captive_portal, 1_000),
    "postgres": Played(database.postgres_restarted, 5_000),
    "restored": Played(database.hub_restored, 3_000, batches=BATCHES),
    "embedded": Played(database.embedded_hub_restored, 3_000, batches=BATCHES),
    "disk": Played(database.disk_full, 3_000, _disk_may),
    "clocks": Played(machines.clocks_wrong, 600),
    "quiet": Played(machines.file_restored_before_new_work, 1_200, batches=BATCHES),
    "fork": Played(machines.file_restored_after_new_work, 1_200, batches=BATCHES),
    "migration": Played(migration.every_migration_killed, 120, _forks_may),
    "hub-migration": Played(hub_migration.every_migration_killed, 40, _forks_may),
    "updates": Played(updates.updates_killed, 120, _forks_may),
    "cluster": Played(_cluster, 12_000, _cluster_may),
}


def main() -> int:
    """Play, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=float, default=1.0, help="of each, as a share of its full size")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SCENARIOS)}")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(SCENARIOS):
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    names = asked.names or list(SCENARIOS)
    clean = 0
    for name in names:
        clean += _play(name, asked.size, asked.seed)
    sys.stdout.write(f"{clean} of {len(names)} clean\n")
    return 0 if clean == len(names) else 1


def _play(name: str, share: float, seed: int) -> bool:
    """Whether it was clean; what cannot be played here is not."""
    played = SCENARIOS[name]
    if why := played.may():
        sys.stdout.write(f"NOT PLAYED  {name}: {why}\n")
        return False
    each: list[dict[str, int]] = [{"batch": batch} for batch in played.batches] or [{}]
    clean = [_play_once(name, max(int(played.size * share) // len(each), 1), seed, more) for more in each]
    return all(clean)


def _play_once(name: str, size: int, seed: int, more: dict[str, int]) -> bool:
    started = time.monotonic()
    try:
        with PostgreSQL() as server:
            report = SCENARIOS[name].play(server, size, seed, **more)
    except (AssertionError, OSError, RuntimeError) as wrong:
        sys.stdout.write(f"FAILED  {name} {more}: {type(wrong).__name__} {str(wrong)[:2000]}\n")
        return False
    told = f", batches of {more['batch']}" if more else ""
    sys.stdout.write(f"{report}{told} ({time.monotonic() - started:.0f} s in all)\n")
    sys.stdout.flush()
    return report.is_clean


if __name__ == "__main__":
    sys.exit(main())
