"""What a power cut leaves: the folder as it lies on the disk while an act is being written, opened anew."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.prints import print_jobs


class Left(NamedTuple):
    """How many events, and how many papers that wait for a printer."""

    events: int
    papers: int


def left_on_disk(desk: Desk) -> Left:
    """What would be found if the power were cut now."""
    with TemporaryDirectory() as folder:
        copy = shutil.copytree(desk.folder, Path(folder) / "desk")
        found = open_desk(copy, settings=desk.settings, clock=desk.clock, training=True)
        try:
            assert found.store.log.verify() == []
            return Left(found.store.log.counts().events, len(print_jobs.unprinted(found)))
        finally:
            close_desk(found)


def written_with_its_papers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], *, papers: int = 1, facts: int = 1
) -> None:
    """Do it, and show that whenever the power is cut, either none of it or all of it with its papers is on the disk.

    Args:
        desk: open.
        monkeypatch: the fixture.
        act: what is done.
        papers: how many are written down with it; the power is cut before each.
        facts: how many events it records at least, besides that each paper was printed.
    """
    before, cut, write = left_on_disk(desk), list[Left](), desk.store.print_jobs.put

    def write_after_a_cut(key: str, body: bytes) -> None:
        cut.append(left_on_disk(desk))
        write(key, body)

    with monkeypatch.context() as watched:
        watched.setattr(desk.store.print_jobs, "put", write_after_a_cut)
        act()
    assert cut == [before] * papers
    after = left_on_disk(desk)
    assert after.papers == before.papers + papers
    assert after.events >= before.events + papers + facts
