"""A publisher with two releases, and a PC on which the first is installed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.updates.repository import Repository
from desk.updates.sources import FolderSource, UpdateSource, WebSource
from sync.client.rate import TransferRate
from tests.conftest import TurnedClock
from tests.fakes.answering import answering
from tests.fakes.releases import Publisher, WebFolder


@pytest.fixture
def publisher(tmp_path: Path, clock: TurnedClock) -> Publisher:
    made = Publisher(tmp_path / "publisher", clock)
    made.release("0.2.0")
    return made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "program"


@pytest.fixture
def web(publisher: Publisher) -> WebFolder:
    return WebFolder(publisher.folder)


@pytest.fixture
def url(web: WebFolder) -> Iterator[str]:
    with answering(web) as server:
        yield server.url


def at_once() -> TransferRate:
    """A rate that never pauses."""
    return TransferRate(lambda _: False, needed=lambda: False)


@pytest.fixture
def seen(home: Path, publisher: Publisher, clock: TurnedClock) -> Callable[[UpdateSource], Repository]:
    """What the PC makes of a source."""
    return lambda source: Repository(home, publisher.root, source, at_once(), clock())


@pytest.fixture
def shown(seen: Callable[[UpdateSource], Repository], publisher: Publisher) -> Callable[[], Repository]:
    """What the PC makes of the publisher's folder, as a stick carries it."""
    return lambda: seen(FolderSource(publisher.folder))


@pytest.fixture
def over_web(seen: Callable[[UpdateSource], Repository], url: str) -> Callable[[], Repository]:
    """The same over HTTP."""
    return lambda: seen(WebSource(url))
