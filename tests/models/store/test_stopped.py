"""A stop from outside falls anywhere into a write: the file is put away whole, and nothing is said to be missing."""

import itertools
import shutil
import sys
from pathlib import Path
from types import FrameType
from typing import Any, Self

import pytest

from models.calendar.clock import wall_clock
from models.ids import ClerkId, DeviceId, DossierId, new_dossier_id
from models.store import Store, open_store
from models.system.stop_signals import StopRequested
from tests.models.store.conftest import KEY
from tests.models.store.test_log import PRINTED, received

CLERK = ClerkId("mau")
STORE = str(Path("models", "store"))
EVERY = 5
"""Lines between two that are tried."""


class Stopping:
    """Stops what runs at a line of the store, as a signal does; counts them."""

    def __init__(self, at: int) -> None:
        self.lines, self._at = 0, at

    def __enter__(self) -> Self:
        sys.settrace(self._called)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _called(self, frame: FrameType, event: str, arg: object) -> Any:  # noqa: ANN401  as Python has it
        del event, arg
        return self._line if STORE in frame.f_code.co_filename else None

    def _line(self, frame: FrameType, event: str, arg: object) -> Any:  # noqa: ANN401  likewise
        del frame, arg
        if event == "line":
            self.lines += 1
            if self.lines == self._at:
                sys.settrace(None)
                raise StopRequested(2)
        return self._line


def opened(path: Path) -> Store:
    return open_store(path, KEY, device=DeviceId(1), clock=wall_clock)


def two_together(store: Store, dossier: DossierId) -> None:
    with store.log.together():
        store.log.record(dossier, CLERK, received())
        store.log.record(dossier, CLERK, PRINTED)


@pytest.mark.parametrize("goes_on", [False, True], ids=["then it ends", "then something more is recorded"])
def test_a_stop_at_any_line_of_a_write_loses_nothing_and_leaves_no_open_transaction(
    tmp_path: Path, *, goes_on: bool
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    with open_store(made / "desk.db", KEY, device=DeviceId(1), clock=wall_clock, create=True) as store:
        store.log.record(new_dossier_id(), CLERK, received())
    stopped = 0
    for at in itertools.count(1, EVERY):
        path = shutil.copytree(made, tmp_path / str(at)) / "desk.db"
        dossier, was_stopped = new_dossier_id(), False
        with opened(path) as store:
            try:
                with Stopping(at):
                    two_together(store, dossier)
            except StopRequested:
                was_stopped = True
            if goes_on:
                store.log.record(new_dossier_id(), CLERK, received())
        with opened(path) as store:
            assert store.log.verify() == []
            kept = [type(one.event) for one in store.log.history(dossier)]
            assert kept in ([], [type(received()), type(PRINTED)]), at
            assert store.log.counts().events == 1 + len(kept) + goes_on, at
        shutil.rmtree(path.parent)
        if not was_stopped:
            break
        stopped += 1
    assert stopped > 20


def test_a_stop_in_the_middle_of_an_answer_of_the_file_leaves_a_file_that_says_nothing_is_missing(
    tmp_path: Path,
) -> None:
    """An answer that is not read to its end keeps SQLite from emptying the journal, until the connection goes."""
    path = tmp_path / "desk.db"
    with open_store(path, KEY, device=DeviceId(1), clock=wall_clock, create=True) as store:
        store.log.record(new_dossier_id(), CLERK, received())
        store.log.record(new_dossier_id(), CLERK, received())
        half_read = store._database.run("SELECT place FROM event")
        assert half_read.fetchone()
    with opened(path) as store:
        assert store.log.head().seq == 2
        assert store.log.verify() == []
    assert not path.with_name("desk.db-wal").exists()
