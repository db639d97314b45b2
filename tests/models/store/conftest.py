"""A real encrypted file for each test that asks for one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from models.ids import DeviceId
from models.store import Store, open_store
from tests.conftest import TurnedClock

KEY = bytes(range(1, 33))

Opens = Callable[..., Store]


@pytest.fixture
def opens(tmp_path: Path, clock: TurnedClock) -> Iterator[Opens]:
    """Opens the file of a device, made when it is not there; closed when the test ends."""
    with ExitStack() as stack:

        def open_device(device: int = 1, name: str = "desk.db") -> Store:
            store = open_store(tmp_path / name, KEY, device=DeviceId(device), clock=clock, create=True)
            return stack.enter_context(store)

        yield open_device


@pytest.fixture
def store(opens: Opens) -> Store:
    """The file of device 1."""
    return opens()
