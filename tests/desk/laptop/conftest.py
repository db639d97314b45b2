"""An office with a desk and a visit laptop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import TurnedClock
from tests.desk.laptop.office import Office


@pytest.fixture
def office(tmp_path: Path, clock: TurnedClock) -> Iterator[Office]:
    made = Office(tmp_path, clock)
    yield made
    made.close()
