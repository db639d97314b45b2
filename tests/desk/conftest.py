"""A real desk in a folder of its own: training settings, encrypted file, a clock that tests turn. And a real hub."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from tests.conftest import MORNING, TurnedClock
from tests.desk.joining import opened
from tests.fakes.hub import RunningHub, running, settings_for

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a desk made and closed, to be copied: that costs half of making another."""
    folder = tmp_path_factory.mktemp("new") / "desk"
    close_desk(open_desk(folder, settings=training_settings(), clock=TurnedClock(MORNING), training=True))
    return folder


@pytest.fixture
def desk(new_desk: Path, tmp_path: Path, clock: TurnedClock) -> Iterator[Desk]:
    folder = shutil.copytree(new_desk, tmp_path / "desk")
    opened = open_desk(folder, settings=training_settings(), clock=clock, training=True)
    yield opened
    close_desk(opened)


@pytest.fixture(scope="module")
def one_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder = tmp_path_factory.mktemp("hub")
    with running(settings_for(folder, f"sqlite:///{folder / 'hub.db'}")) as hub:
        yield hub


@pytest.fixture
def hub(one_hub: RunningHub) -> RunningHub:
    """The hub, seen from an office of this test alone."""
    return one_hub.seen_from(f"H96.99.{next(_numbers):02d}")


@pytest.fixture
def held(tmp_path: Path, hub: RunningHub) -> Iterator[list[Desk]]:
    """One desk of that office, not joined yet, as a list: the verbs of joining may give another one."""
    held = [opened(tmp_path / "desk", hub)]
    yield held
    close_desk(held[0])
