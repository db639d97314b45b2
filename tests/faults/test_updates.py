"""An update that is killed: the office works on, and the next attempt is whole. ``make faults`` kills oftener."""

import random
import sys
from pathlib import Path

import pytest

from tests.faults.migration import spread
from tests.faults.updates import putting_back_killed, self_test_killed, update_killed
from tests.old_databases.frozen import FOLDERS

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are of unix")]

KILLS = 5
OF_A_SELF_TEST = 2
"""They take seconds each."""


def test_killed_at_any_step_an_update_loses_nothing_and_is_done_the_next_time(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311  # no secret, the same each run
    report = update_killed(tmp_path, spread(KILLS, chance))
    assert report.is_clean, report


def test_a_self_test_that_is_killed_has_touched_nothing_but_its_copy(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311  # no secret, the same each run
    report = self_test_killed(FOLDERS[0], tmp_path, spread(OF_A_SELF_TEST, chance))
    assert report.is_clean, report


def test_killed_at_any_step_the_way_back_loses_nothing_that_the_newer_version_had_recorded(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311  # no secret, the same each run
    report = putting_back_killed(tmp_path, spread(KILLS, chance))
    assert report.is_clean, report
