"""After a version that migrated and did not start: the copy of before comes back, if nothing is lost by it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk.backup.database_keys import BEFORE_UPDATE
from desk.desk import Desk
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.settings import DATABASE, read_settings, write_settings
from desk.training.training import training_settings
from desk.updates.launcher import write_state
from desk.updates.putting_back import PutBack, put_back
from desk.updates.versions import OwnProgram
from models.store import migrations
from models.store.file import opening
from models.trouble import FileTooNew
from tests.conftest import TurnedClock
from tests.fakes.releases import PLATFORM


def _another(execute: Callable[[str], Any]) -> None:
    execute("CREATE TABLE another (x)")


@pytest.fixture
def data(tmp_path: Path, clock: TurnedClock) -> Path:
    """The folder of a desk with one ticket."""
    folder = tmp_path / "data"
    write_settings(folder, training_settings())
    desk = open_desk(folder, clock=clock, training=True)
    waiting.issue(desk, ["ho-tich"])
    close_desk(desk)
    return folder


@pytest.fixture
def newer(
    data: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[Desk], object]], None]:
    """Has a newer version open the folder, migrate it, do something, and end."""

    def opened(does: Callable[[Desk], object]) -> None:
        with monkeypatch.context() as changed:
            changed.setattr(opening, "STEPS", (*migrations.STEPS, _another))
            desk = open_desk(data, clock=clock, training=True)
            does(desk)
            close_desk(desk)

    return opened


@pytest.fixture
def back(tmp_path: Path, data: Path, clock: TurnedClock) -> Callable[[str], PutBack | None]:
    """What the version before makes of the folder, the newer one having been given up for this reason."""

    def put(why: str) -> PutBack | None:
        home = tmp_path / "program"
        home.mkdir(exist_ok=True)
        write_state(home, {"bad": {"version": "0.2.0", "why": why}})
        program = OwnProgram(version="0.1.0", platform=PLATFORM, home=home, root=b"")
        return put_back(program, data, read_settings(data), clock, use_keyring=False)

    return put


def tickets(data: Path, clock: TurnedClock) -> int:
    desk = open_desk(data, clock=clock, training=True)
    try:
        assert desk.store.log.verify() == []
        return len(waiting.line(desk).waiting)
    finally:
        close_desk(desk)


def test_what_was_migrated_and_not_written_to_comes_back_as_it_was(
    data: Path, newer: Callable[..., None], back: Callable[[str], PutBack | None], clock: TurnedClock
) -> None:
    newer(lambda _: None)
    with pytest.raises(FileTooNew):
        open_desk(data, clock=clock, training=True)
    done = back("starts")
    assert done is not None
    assert (done.aside / DATABASE).exists()  # nothing is thrown away
    assert done.copy.is_relative_to(data / BEFORE_UPDATE)
    assert tickets(data, clock) == 1


def test_one_event_more_and_the_file_stays_and_says_so(
    data: Path, newer: Callable[..., None], back: Callable[[str], PutBack | None], clock: TurnedClock
) -> None:
    newer(lambda desk: waiting.issue(desk, ["chung-thuc"]))
    before = (data / DATABASE).read_bytes()
    assert back("starts") is None
    assert (data / DATABASE).read_bytes() == before
    with pytest.raises(FileTooNew):
        open_desk(data, clock=clock, training=True)


def test_an_event_that_lies_in_the_journal_alone_counts(
    data: Path, newer: Callable[..., None], back: Callable[[str], PutBack | None], tmp_path: Path
) -> None:
    kept = tmp_path / "killed"
    kept.mkdir()

    def killed(desk: Desk) -> None:
        waiting.issue(desk, ["chung-thuc"])
        for file in data.glob(f"{DATABASE}*"):
            (kept / file.name).write_bytes(file.read_bytes())

    newer(killed)
    for file in kept.iterdir():
        (data / file.name).write_bytes(file.read_bytes())
    assert back("starts") is None


@pytest.mark.parametrize("why", ["", "trial"])
def test_without_a_version_that_did_not_start_nothing_is_put_back(
    why: str, newer: Callable[..., None], back: Callable[[str], PutBack | None]
) -> None:
    newer(lambda _: None)
    assert back(why) is None


def test_without_its_copy_the_file_stays(
    data: Path, newer: Callable[..., None], back: Callable[[str], PutBack | None]
) -> None:
    newer(lambda _: None)
    (data / BEFORE_UPDATE).rename(data.parent / "elsewhere")
    assert back("starts") is None
    assert (data / DATABASE).exists()
