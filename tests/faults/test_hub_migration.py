"""The hub's migration in PostgreSQL, killed: taken up again, nothing lost. ``make faults`` kills it at every step."""

import random
import sys

import pytest

from tests.fakes.postgres import PostgreSQL
from tests.faults.hub_migration import DUMPS, killed_while_migrating
from tests.faults.migration import spread

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are of unix")]

KILLS = 3


@pytest.mark.parametrize("backend", [False, True], ids=["hub", "backend"])
def test_a_migration_that_is_killed_is_taken_up_again(postgres: PostgreSQL, backend: object) -> None:
    at = spread(KILLS, random.Random(1))  # noqa: S311  # no secret, the same each run
    report = killed_while_migrating(postgres, DUMPS[0], at, backend=bool(backend))
    assert report.is_clean, report
