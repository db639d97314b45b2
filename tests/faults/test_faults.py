"""Most faults, played small, by an office of three. ``make faults`` plays all of them long, by one of five."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.fakes.citizens import visits
from tests.fakes.postgres import PostgreSQL
from tests.faults import database, kills, machines, network
from tests.faults.report import Report, compare

pytestmark = pytest.mark.slow

Scenario = Callable[..., Report]


@pytest.mark.parametrize(
    ("scenario", "size"),
    [
        (partial(network.hostile_network, desks=3), 200),
        (network.captive_portal, 60),
        (partial(kills.desks_and_hub_killed, desks=3), 400),
        (partial(database.postgres_restarted, desks=3), 200),
        (partial(database.hub_restored, desks=3), 150),
        (machines.clocks_wrong, 60),
        (partial(machines.file_restored_after_new_work, batch=1), 120),
        (partial(machines.file_restored_after_new_work, batch=40), 120),
    ],
    ids=lambda value: getattr(getattr(value, "func", value), "__name__", ""),
)
def test_nothing_is_lost_nothing_doubled_and_all_tell_the_same(
    scenario: Scenario, size: int, postgres: PostgreSQL
) -> None:
    report = scenario(postgres, size, 1)
    assert report.is_clean, report


def test_what_the_province_says_after_a_restore_reaches_every_desk(postgres: PostgreSQL) -> None:
    report = database.hub_restored_after_report(postgres, 60, 1)
    assert report.is_clean, report


def test_a_full_disk_at_the_hub_loses_nothing(postgres: PostgreSQL) -> None:
    if not database.may_mount():
        pytest.skip("a small disk is mounted for this, which needs root and the right to mount")
    report = database.disk_full(postgres, 300, 1)
    assert report.is_clean, report


def test_a_report_sees_what_is_lost_doubled_or_different() -> None:
    events = list(visits(3, seed=1))
    told = [recorded.id for recorded in events]
    assert compare("", told, events, [events], 0.0).is_clean
    assert compare("", told, events[:-1], [events], 0.0).lost == 1
    assert compare("", told, events, [events, events[1:]], 0.0).lost == 1
    assert compare("", told, [*events, events[0]], [events], 0.0).doubled == 1
    assert not compare("", told[:-1], events, [events[:-1]], 0.0).equal
    assert not compare("", [], [], [], 0.0).is_clean
