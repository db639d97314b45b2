"""Second processes change nothing but the time: the same rows come of them, of one that dies, and of none."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from models.history import read
from models.ids import SubjectId
from models.store import FindingKind, Store, tables
from models.store.codec import event_values
from models.store.file.database import insert_into
from models.store.projections.kinds import KINDS
from models.store.rebuild import rebuilding, row_process
from models.store.rebuild.row_making import LogPart, MadeRows
from models.system.second_process import SecondProcess
from tests.fakes.citizens import Chain, visits
from tests.fakes.events import START
from tests.models.store.conftest import Opens

VISITS = 60
SAMPLES = sorted((Path(__file__).parents[3] / "samples").glob("*.json"))

unix = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts and SIGSTOP are things of unix")


@pytest.fixture
def filled(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Every sample of an event in a subject of each kind and of none, and some visits; worth a second process."""
    store, chain = opens(), Chain(7)
    names = [f"{kind.prefix}0193a000-0001-7000-8000-{place:012d}" for place, kind in enumerate(KINDS)]
    samples = [read(path.read_bytes()) for path in SAMPLES]
    events = [chain.add(SubjectId(name), START, event) for name in (*names, "clerk/mau") for event in samples]
    with store._database.transaction():  # as they lie in a log, without rows
        store._database.run_many(insert_into(tables.event), map(event_values, (*events, *visits(VISITS, seed=5))))
    monkeypatch.setattr(rebuilding, "_CHUNK", 100)
    monkeypatch.setattr(row_process, "WORTH_IT", 1)
    monkeypatch.setattr(row_process, "_processors", lambda: 2)
    monkeypatch.setattr(row_process, "_MOST_WAITING", 1)  # so that answers are waited for
    return store


def everything(store: Store) -> dict[str, list[Any]]:
    """All rows and counters."""
    names = [kind.rows for kind in KINDS]
    return {name: sorted(store._database.run(f"SELECT * FROM {name}"), key=repr) for name in (*names, "tally")}  # noqa: S608  # our tables


def alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    """The rows as one process makes them."""
    with monkeypatch.context() as patch:
        patch.setattr(row_process, "WORTH_IT", 1 << 60)
        store.log.rebuild()
    return everything(store)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One for each part whose rows came from the second process."""
    parts: list[int] = []
    asked = SecondProcess._asked

    def count(self: SecondProcess, part: LogPart, answer: type[MadeRows]) -> MadeRows:
        made = asked(self, part, answer)
        parts.append(1)
        return made

    monkeypatch.setattr(SecondProcess, "_asked", count)
    return parts


def test_two_processes_make_the_rows_of_one_and_prove_them(
    filled: Store, monkeypatch: pytest.MonkeyPatch, answered: list[int]
) -> None:
    expected = alone(filled, monkeypatch)
    filled.log.rebuild()
    assert everything(filled) == expected
    assert answered
    answered.clear()
    filled._database.run("UPDATE dossier SET owner = 'Trần Văn Khác' WHERE number = (SELECT max(number) FROM dossier)")
    assert [finding.kind for finding in filled.log.verify()] == [FindingKind.ROW_DIFFERS]
    assert answered
    assert children() == []


@pytest.mark.parametrize(("processors", "enough_for", "many"), [(3, 9, 2), (4, 9, 3), (64, 9, 3), (64, 2, 2)])
def test_there_is_one_for_each_further_processor_and_for_so_many_events(
    filled: Store, monkeypatch: pytest.MonkeyPatch, answered: list[int], processors: int, enough_for: int, many: int
) -> None:
    expected = alone(filled, monkeypatch)
    monkeypatch.setattr(row_process, "_processors", lambda: processors)
    monkeypatch.setattr(row_process, "WORTH_IT", filled.log.counts().events // enough_for)
    monkeypatch.setattr(row_process, "_MOST_WAITING", 8)
    there: set[int] = set()
    filled.log.rebuild(lambda _done, _total: there.update(child.pid for child in children()))
    assert len(there) == many
    assert everything(filled) == expected
    assert answered
    assert children() == []


def children() -> list[psutil.Process]:
    """Second processes of this one."""
    return [child for child in psutil.Process().children() if row_process.__name__ in child.cmdline()]


@unix
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_what_a_second_process_leaves_undone_is_done_here(
    filled: Store, monkeypatch: pytest.MonkeyPatch, answered: list[int], how: signal.Signals
) -> None:
    expected = alone(filled, monkeypatch)
    hurt: list[int] = []

    def hurt_it(_done: int, _total: int) -> None:
        if answered and not hurt:
            for child in children():
                os.kill(child.pid, how)
                monkeypatch.setattr(row_process, "_PATIENCE", 0.5)
                hurt.append(child.pid)

    filled.log.rebuild(hurt_it)
    assert hurt
    assert everything(filled) == expected
    assert children() == []


def test_it_ends_with_what_goes_wrong_meanwhile(filled: Store) -> None:
    class PulledPlugError(Exception):
        pass

    def pull(_done: int, _total: int) -> None:
        assert children()
        raise PulledPlugError

    with pytest.raises(PulledPlugError):
        filled.log.rebuild(pull)
    assert children() == []


def nothing_there(folder: Path) -> str:
    return str(folder / "python")


def script(line: str, folder: Path) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)
    return str(path)


@unix
@pytest.mark.parametrize(
    "python",
    [
        nothing_there,
        partial(script, "exit 1"),
        partial(script, "exec sleep 1000"),
        partial(script, "printf '\\0\\0\\0\\0\\0\\0\\0\\1\\200'; exec cat"),  # says it knows no kinds at all
        partial(script, "printf '\\0\\0\\0\\0\\0\\0\\0\\1\\1'; exec cat"),  # says a number
        partial(script, "printf '\\377%.0s' 1 2 3 4 5 6 7 8 9; exec cat"),  # no length of anything
    ],
    ids=["none", "ends", "silent", "another version", "something else", "garbage"],
)
def test_without_a_second_process_one_is_enough(
    filled: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, python: Callable[[Path], str], answered: list[int]
) -> None:
    expected = alone(filled, monkeypatch)
    monkeypatch.setattr(sys, "executable", python(tmp_path))
    monkeypatch.setattr(row_process, "_PATIENCE", 0.2)
    filled.log.rebuild()
    assert everything(filled) == expected
    assert not answered


def test_none_is_started_for_a_small_log_or_on_one_processor(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with monkeypatch.context() as patch:
        patch.setattr(row_process, "_processors", lambda: 1)
        filled.log.rebuild()
    monkeypatch.setattr(row_process, "WORTH_IT", filled.log.counts().events + 1)
    filled.log.rebuild()
    assert filled.log.verify() == []
