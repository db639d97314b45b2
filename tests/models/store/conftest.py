"""A real encrypted file for each test that asks for one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from models.store import Store
from tests.conftest import TurnedClock
from tests.models.store.desks import KEY, open_file

__all__ = ["KEY"]

Opens = Callable[..., Store]


@pytest.fixture
def opens(tmp_path: Path, clock: TurnedClock) -> Iterator[Opens]:
    """Opens the file of a device, made when it is not there; closed when the test ends."""
    with ExitStack() as stack:

        def open_device(device: int = 1, name: str = "desk.db") -> Store:
            return stack.enter_context(open_file(tmp_path / name, device, clock))

        yield open_device


@pytest.fixture
def store(opens: Opens) -> Store:
    """The file of device 1."""
    return opens()
