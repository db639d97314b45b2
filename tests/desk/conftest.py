"""A real desk in a folder of its own: training settings, encrypted file, a clock that tests turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.training import training_settings
from tests.conftest import TurnedClock


@pytest.fixture
def desk(tmp_path: Path, clock: TurnedClock) -> Iterator[Desk]:
    opened = open_desk(tmp_path / "desk", settings=training_settings(), clock=clock, training=True)
    yield opened
    close_desk(opened)
