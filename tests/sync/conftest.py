"""One real hub for the tests of a file; each test has an office of its own."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.hub import RunningHub, running, settings_for

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def one_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder: Path = tmp_path_factory.mktemp("hub")
    with running(settings_for(folder, f"sqlite:///{folder / 'hub.db'}")) as hub:
        yield hub


@pytest.fixture
def hub(one_hub: RunningHub) -> Iterator[RunningHub]:
    """The hub, seen from a new office."""
    seen = one_hub.seen_from(f"H99.99.{next(_numbers):02d}")
    yield seen
    seen.let_go()
