"""Old databases whose migration is killed: nothing lost, all rows as without a kill. ``make faults`` kills oftener."""

import random
import sys
from pathlib import Path

import pytest

from tests.faults import migration, steps
from tests.faults.migration import DeskFile, HubFile, Migrated
from tests.old_databases.frozen import FOLDERS

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are of unix")]

FILES: list[Migrated] = [*map(DeskFile, FOLDERS), *map(HubFile, migration.HUB_FILES)]
KILLS = 3
"""Of each file here; drawn anew for each, the same in each run."""


@pytest.mark.parametrize("number", range(len(FILES)), ids=[f"{one.name}-{type(one).__name__}" for one in FILES])
def test_a_migration_killed_again_and_again_comes_to_the_same_file(number: int, tmp_path: Path) -> None:
    chance = random.Random(number)  # noqa: S311  # no secret, the same each run
    report = migration.killed_again_and_again(FILES[number], tmp_path, KILLS, chance)
    assert report.is_clean, report


def test_a_step_is_one_change_of_the_disk_and_the_last_one_is_reached(tmp_path: Path) -> None:
    there = tmp_path / "a"

    def work() -> None:
        there.write_bytes(b"1")
        there.rename(tmp_path / "b")
        (tmp_path / "b").unlink()

    assert steps.count(work) == 3
    for step, left in ((1, set()), (2, {"a"}), (3, {"b"})):
        assert steps.killed(work, step)
        assert {path.name for path in tmp_path.iterdir()} == left
        for path in tmp_path.iterdir():
            path.unlink()
    assert not steps.killed(work, 4)
