"""Never half a bundle: a desk killed at each step that stores anything, a machine that has received a piece only."""

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from types import FrameType

import pytest
from msgspec.structs import replace

from desk.bundles import bundles
from desk.bundles.taking_in import take_in_together
from desk.desk import Desk
from desk.dossiers import outcome
from desk.opening import close_desk, open_desk
from desk.pauses import bundle_waits
from desk.training.training import training_settings
from models.events import BundleTakenIn, BundleWaitEnded, PaidBy
from models.history import Recorded
from models.ids import DeviceId, DossierId
from models.subjects.processing import ProcessStage
from tests.conftest import TurnedClock
from tests.desk.bundles.test_bundles import BIRTH_BUNDLE, filled
from tests.fakes.events import START

_STORES = frozenset({"execute", "executemany", "commit"})
"""Calls into C by which a desk stores anything."""

WRONG = 3
"""What a life ends with that found half of something."""


def whole(desk: Desk) -> int:
    """How many bundles there are; each with all its dossiers and its money, and each clock as its parts stand."""
    links = {one.subject: one.event for one in desk.store.log.events() if isinstance(one.event, BundleTakenIn)}
    dossiers = {row.id for row in desk.store.dossiers.page(limit=10_000)}
    assert dossiers == {part.dossier for link in links.values() for part in link.parts}
    for id_, link in links.items():
        found = bundles.standing(desk, id_)
        assert [one.part for one in found.parts] == list(link.parts)
        filing = bundles.on_portal(desk, found.bundle)
        assert filing is not None
        assert filing.belongs_to == id_
        first, *others = (one.dossier for one in found.parts)
        assert first is not None
        done = first.processing.stage is ProcessStage.DECIDED
        for dossier in (first, *others):
            assert dossier is not None
            assert dossier.bundle is not None
            assert dossier.bundle.id == id_
            assert not dossier.owes
        assert [one is not None and one.waits_in_bundle is None for one in others] == [done] * len(others)
    return len(links)


def live(folder: Path, life: int) -> None:
    """Prove what the lives before have left; then take a bundle in and decide its first part, killed at one step."""
    desk = opened(folder, life)
    try:
        whole(desk)
    except AssertionError:
        traceback.print_exc()
        os._exit(WRONG)
    form = replace(filled(desk, BIRTH_BUNDLE, paid_by=PaidBy.CASH), portal_code=f"000.00.00.G22-261123-{life:04}")
    left, driver = life, desk.store.log._database._driver
    stands = (driver.total_changes, driver.in_transaction)

    def profiled(_frame: FrameType, what: str, of: object) -> None:
        """Ends this life behind one of the calls that changed anything: between two of them it makes no difference."""
        nonlocal left, stands
        if what == "c_return" and getattr(of, "__name__", "") in _STORES:
            before, stands = stands, (driver.total_changes, driver.in_transaction)
            left -= stands != before
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(profiled)
    taken = take_in_together(desk, form)
    outcome.decide(desk, [taken.dossiers[0].id])
    sys.setprofile(None)


def opened(folder: Path, life: int) -> Desk:
    clock = TurnedClock(START + life * timedelta(minutes=1))
    return open_desk(folder, settings=training_settings(), clock=clock, training=True)


def test_a_desk_killed_at_each_step_has_all_of_a_bundle_or_nothing(tmp_path: Path) -> None:
    killed = 0
    close_desk(opened(tmp_path, 0))
    for life in count(1):
        child = os.fork()
        if child == 0:
            try:
                live(tmp_path, life)
            except BaseException:  # noqa: BLE001  # a process that only copies another has nobody above it to tell
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if ended == 0:
            break
        assert ended == -signal.SIGKILL, life
        killed += 1
    desk = opened(tmp_path, killed + 1)
    try:
        assert desk.store.log.verify() == []
        assert 0 < whole(desk) < killed  # some were cut before the transaction was on the disk, some behind
    finally:
        close_desk(desk)


@pytest.fixture
def other(tmp_path: Path, clock: TurnedClock) -> Iterator[Desk]:
    """Another machine of the same office."""
    with machine(tmp_path / "other", clock, 2) as desk:
        yield desk


@contextmanager
def machine(folder: Path, clock: TurnedClock, number: int) -> Iterator[Desk]:
    settings = training_settings()
    settings = replace(settings, device=replace(settings.device, number=DeviceId(number)))
    desk = open_desk(folder, settings=settings, clock=clock, training=True)
    yield desk
    close_desk(desk)


def of(desk: Desk, after: int = 0) -> list[Recorded]:
    return [one for one in desk.store.log.events() if one.device == desk.store.log.device and one.seq > after]


def test_a_machine_that_has_a_piece_of_a_bundle_names_what_is_still_to_come(desk: Desk, other: Desk) -> None:
    start = desk.store.log.head().seq
    taken = take_in_together(desk, filled(desk, BIRTH_BUNDLE, paid_by=PaidBy.CASH))
    events = of(desk, start)
    assert isinstance(events[0].event, BundleTakenIn)
    for arrived in events:
        other.store.log.merge([arrived])
        found = bundles.standing(other, taken.bundle.id)
        assert [one.part.code for one in found.parts] == [one.code for one in taken.dossiers]
        assert not found.closed
    assert [one.dossier for one in found.parts] == list(taken.dossiers)


def test_a_dossier_that_arrives_before_its_bundle_stands_for_itself_until_then(desk: Desk, other: Desk) -> None:
    start = desk.store.log.head().seq
    taken = take_in_together(desk, filled(desk, BIRTH_BUNDLE))
    link, *rest = of(desk, start)
    other.store.log.merge(reversed(rest))
    first = taken.dossiers[0]
    assert bundles.of_dossier(other, first.id) is None
    assert other.store.log.dossier(first.id) == first
    with pytest.raises(bundles.BundleUnknown):
        bundles.standing(other, taken.bundle.id)
    other.store.log.merge([link])
    assert bundles.of_dossier(other, first.id) == bundles.standing(desk, taken.bundle.id)


def test_who_decides_without_knowing_of_the_bundle_starts_no_clock_and_the_machine_that_took_it_in_does(
    desk: Desk, other: Desk, clock: TurnedClock
) -> None:
    start = desk.store.log.head().seq
    taken = take_in_together(desk, filled(desk, BIRTH_BUNDLE))
    birth, residence, _ = (one.id for one in taken.dossiers)
    only = [one for one in of(desk, start) if one.subject == birth]
    other.store.log.merge(only)
    clock.turn(hours=2)
    outcome.decide(other, [birth])
    decided_at = clock.now
    clock.turn(hours=5)
    desk.store.log.merge(of(other))
    assert desk.store.log.dossier(residence).waits_in_bundle is not None
    assert bundle_waits.start_waiting(desk) == 2
    assert bundle_waits.start_waiting(desk) == 0
    (pause,) = desk.store.log.dossier(residence).paused
    assert pause.ended_at == decided_at  # as if it had been told at once


def test_two_machines_that_start_one_clock_say_the_same_and_it_counts_once(
    desk: Desk, other: Desk, clock: TurnedClock
) -> None:
    start = desk.store.log.head().seq
    taken = take_in_together(desk, filled(desk, BIRTH_BUNDLE))
    birth, residence, _ = (one.id for one in taken.dossiers)
    events = of(desk, start)
    other.store.log.merge([one for one in events if one.subject == birth])
    outcome.decide(other, [birth])
    other.store.log.merge(events)
    assert bundle_waits.start_waiting(other) == 0  # the machine that took it in has a day for it
    clock.turn(days=2)
    assert bundle_waits.start_waiting(other) == 2
    desk.store.log.merge([one for one in of(other) if not isinstance(one.event, BundleWaitEnded)])
    assert bundle_waits.start_waiting(desk) == 2
    desk.store.log.merge(of(other))
    other.store.log.merge(of(desk))
    here, there = (one.store.log.dossier(DossierId(residence)) for one in (desk, other))
    assert here == there
    assert len(here.paused) == 1
    assert not here.disputes
