"""An update killed at each step: fetched, unpacked, tried on a copy, switched to; its self-test; and the way back.

A step is as of ``tests.faults.steps``. After each kill a whole version starts, the office's data are as they were, and
the same work done again comes to its end.
"""

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from desk.desk import Desk
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.settings import read_settings, write_settings
from desk.training.training import training_settings
from desk.updates import trial
from desk.updates.launcher import is_whole, next_start, write_state
from desk.updates.putting_back import put_back
from desk.updates.self_test import run_self_test
from desk.updates.sources import FolderSource
from desk.updates.standing import UpdateStanding
from desk.updates.switching import switch
from desk.updates.trial_messages import TrialAsked
from desk.updates.updates import Looker
from desk.updates.versions import OwnProgram, note_ready, state_of
from models.store.file import opening
from models.store.keys.key import find_key
from models.store.migrations import STEPS
from models.trouble import FileTooNew
from sync.client.rate import TransferRate
from tests.conftest import TurnedClock
from tests.fakes.releases import PLATFORM, Publisher
from tests.faults import steps
from tests.faults.migration import spread
from tests.faults.report import Report
from tests.old_databases.frozen import FOLDERS, thawed

PASSES = (
    f"#!/bin/sh\nexec '{sys.executable}' -I -S -c '"
    "import json, sys; asked = json.load(sys.stdin); "
    'json.dump({"nonce": asked["nonce"], "whole": True}, open(asked["answer"], "w"))\'\n'
)
"""An interpreter whose self-test is passed at once; the real one is killed by ``self_test_killed``."""

TICKETS = 3
OLD, NEW = "0.1.0", "0.2.0"


class OfficeToUpdate:
    """A desk with a few events, on which the first version is installed, and a stick with the next one."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._clock = folder, _office_clock()
        self._publisher = Publisher(folder / "stick", self._clock)
        self._publisher.release(NEW, filler=40_000, python=PASSES)
        self._made = folder / "made"
        self._place = folder / "made"
        write_settings(self._made / "desk", training_settings())
        desk = self._opened()
        for _ in range(TICKETS):
            waiting.issue(desk, ["ho-tich"])
        self.events = [one.id for one in desk.store.log.events()]
        close_desk(desk)

    def begin_anew(self) -> None:
        """Everything as before the update."""
        self._place = self._folder / "killed"
        shutil.rmtree(self._place, ignore_errors=True)
        shutil.copytree(self._made, self._place)

    def update(self) -> None:
        """What a window does from its opening to its close, and the first start of the version it has switched to."""
        program = self._program(next_start(self._home, OLD, counts=False) or OLD)
        desk = self._opened()
        try:
            looker = Looker(program, FolderSource(self._publisher.folder), _at_once(), self._clock())
            found = looker.look()
            if found.standing is UpdateStanding.AVAILABLE:
                plan = trial.begin(desk)
                try:
                    looker.prepare(found, lambda version: trial.run(plan, version))
                finally:
                    trial.end(desk, plan)
            if state_of(self._home).ready:
                switch(desk, program)
        finally:
            close_desk(desk)
        if next_start(self._home, OLD, counts=True) == NEW:
            note_ready(self._program(NEW))

    def next_start(self) -> str:
        """What starts after a kill, which is whole."""
        version = next_start(self._home, OLD, counts=False)
        assert not version or is_whole(self._home, version)
        return version

    def found(self) -> list[str]:
        """The events of the desk, which stand the proof, and whether all ended well."""
        state = state_of(self._home)
        assert (state.current, state.proven, state.ready, state.bad.version) == (NEW, True, "", "")
        assert not (self._place / "desk" / trial.FOLDER).exists()
        desk = self._opened()
        try:
            assert desk.store.log.verify() == []
            return [one.id for one in desk.store.log.events()]
        finally:
            close_desk(desk)

    @property
    def _home(self) -> Path:
        return self._place / "program"

    def _program(self, version: str) -> OwnProgram:
        return OwnProgram(version=version, platform=PLATFORM, home=self._home, root=self._publisher.root)

    def _opened(self) -> Desk:
        return open_desk(self._place / "desk", clock=self._clock, training=True)


def _at_once() -> TransferRate:
    return TransferRate(lambda _: False, needed=lambda: False)


def update_killed(folder: Path, at: Callable[[int], Sequence[int]]) -> Report:
    """Kill an update at steps, one life each, and do it again after each.

    Args:
        folder: to work in.
        at: given how many steps there are, says which.
    """
    office = OfficeToUpdate(folder)
    office.begin_anew()
    there = steps.count(office.update)
    assert office.found() == office.events
    chosen, lost, doubled, started, since = at(there), 0, 0, set[str](), time.monotonic()
    for step in chosen:
        office.begin_anew()
        assert steps.killed(office.update, step), f"step {step} of {there} was not reached"
        started.add(office.next_start())
        office.update()
        office.update()  # where the kill came between two starts, the one that counts comes now
        found = office.found()
        lost += len(set(office.events) - set(found))
        doubled += len(found) - len(set(found))
    return Report(
        "update killed",
        len(office.events),
        lost,
        doubled,
        started <= {"", NEW},
        time.monotonic() - since,
        {"steps": there, "kills": len(chosen)},
    )


def self_test_killed(name: str, folder: Path, at: Callable[[int], Sequence[int]]) -> Report:
    """Kill the self-test of a version on a copy of an old database, which it migrates, at steps, one life each.

    Args:
        name: of the frozen folder.
        folder: to work in.
        at: given how many steps there are, says which.
    """
    frozen = thawed(name, folder / "office")
    office, copy = frozen.folder / "desk", folder / "copy"
    before = _content(office)
    asked = TrialAsked(
        nonce="n",
        answer="",
        scratch=str(folder / "papers"),
        copy=str(copy),
        key=find_key(office, use_keyring=False),
        device=read_settings(office).device.number,
    )

    def begin_anew() -> None:
        for old in (copy, folder / "papers"):
            shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(office, copy)
        (folder / "papers").mkdir()

    def tested() -> None:
        answer = run_self_test(asked)
        assert answer.whole, answer.detail

    begin_anew()
    there = steps.count(tested)
    chosen, since, equal = at(there), time.monotonic(), True
    for step in chosen:
        begin_anew()
        assert steps.killed(tested, step), f"step {step} of {there} was not reached"
        equal = equal and _content(office) == before
    begin_anew()
    tested()
    events = len(frozen.facts.dossiers) + len(frozen.facts.tickets)
    facts: dict[str, object] = {"steps": there, "kills": len(chosen)}
    return Report(f"self-test on {name} killed", events, 0, 0, equal, time.monotonic() - since, facts)


def putting_back_killed(folder: Path, at: Callable[[int], Sequence[int]]) -> Report:
    """Kill the version before, at steps, while it puts its file back and carries what a newer one had recorded into it.

    Args:
        folder: to work in.
        at: given how many steps there are, says which.
    """
    made, data, home, clock = folder / "made", folder / "data", folder / "program", _office_clock()
    write_settings(made, training_settings())
    close_desk(open_desk(made, clock=clock, training=True))
    expected = _worked_in_by_a_newer_version(made, clock)
    home.mkdir()
    write_state(home, {"bad": {"version": NEW, "why": "starts"}})
    program = OwnProgram(version=OLD, platform=PLATFORM, home=home, root=b"")

    def begin_anew() -> None:
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(made, data)

    def opened() -> list[str]:
        """The events that the version before finds, having put its file back where it must."""
        try:
            desk = open_desk(data, clock=clock, training=True, create=False)
        except FileTooNew:
            assert put_back(program, data, read_settings(data), clock, use_keyring=False)
            desk = open_desk(data, clock=clock, training=True, create=False)
        try:
            assert desk.store.log.verify() == []
            return [one.id for one in desk.store.log.events()]
        finally:
            close_desk(desk)

    begin_anew()
    there = steps.count(opened)
    chosen, lost, doubled, equal, since = at(there), 0, 0, True, time.monotonic()
    for step in chosen:
        begin_anew()
        assert steps.killed(opened, step), f"step {step} of {there} was not reached"
        found = opened()
        lost += len(set(expected) - set(found))
        doubled += len(found) - len(set(found))
        equal = equal and found == expected
    facts: dict[str, object] = {"steps": there, "kills": len(chosen)}
    return Report("putting back killed", len(expected), lost, doubled, equal, time.monotonic() - since, facts)


def _worked_in_by_a_newer_version(data: Path, clock: TurnedClock) -> list[str]:
    """Have a newer version migrate this folder and record in it; ids of all events."""
    with mock.patch.object(opening, "STEPS", (*STEPS, lambda execute: execute("CREATE TABLE of_tomorrow (x)"))):
        desk = open_desk(data, clock=clock, training=True)
        for _ in range(TICKETS):
            waiting.issue(desk, ["ho-tich"])
        events: list[str] = [one.id for one in desk.store.log.events()]
        close_desk(desk)
    return events


def _office_clock() -> TurnedClock:
    return TurnedClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def updates_killed(_: object, size: int, seed: int) -> Report:
    """Update, way back, self-test on the oldest and the newest of old databases: each killed at ``size`` steps."""
    at = spread(size, random.Random(seed))  # noqa: S311  # no secret, the same each run
    with tempfile.TemporaryDirectory() as folder:
        reports = [update_killed(Path(folder) / "update", at), putting_back_killed(Path(folder) / "back", at)]
        reports += [self_test_killed(name, Path(folder) / name, at) for name in (FOLDERS[0], FOLDERS[-1])]
    return Report(
        "update, self-test, way back killed",
        sum(one.events for one in reports),
        sum(one.lost for one in reports),
        sum(one.doubled for one in reports),
        all(one.equal for one in reports),
        sum(one.recovered_in for one in reports),
        {name: sum(int(str(one.facts[name])) for one in reports) for name in ("steps", "kills")},
    )
