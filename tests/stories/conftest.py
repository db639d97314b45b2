"""An office of two machines at a real hub."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sync.hub.offices import offices
from sync.hub.store import HubStore
from tests.conftest import TurnedClock
from tests.stories.machines import OFFICE, Machine
from tests.sync.hub.conftest import open_store


@pytest.fixture
def hub_store(tmp_path: Path) -> Iterator[HubStore]:
    store = open_store(f"sqlite:///{tmp_path / 'hub.db'}")
    offices.create_office(store, OFFICE, "UBND xã Thử Nghiệm")
    yield store
    store.close()


@pytest.fixture
def machines(tmp_path: Path, hub_store: HubStore, clock: TurnedClock) -> Iterator[tuple[Machine, Machine]]:
    with ExitStack() as stack:
        both = []
        for name in ("quay", "xach-tay"):
            made = Machine(tmp_path / name, hub_store, clock)
            stack.callback(made.close)
            both.append(made)
        yield both[0], both[1]
