"""A desk and the real hub: offered by its ring, fetched in the hub's pieces, stopped by its switch."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.updates.sources import HubSource
from desk.updates.updates import Looker, Standing
from desk.updates.versions import Program
from models.calendar.clock import wall_clock
from sync.client.https import HubClient
from sync.hub.updates import changes
from sync.hub.updates.changes import ChangeAuthor
from sync.hub.updates.repository import PIECE
from tests.conftest import TurnedClock
from tests.desk.updates.conftest import at_once
from tests.fakes.hub import OFFICE, RunningHub, running, settings_for
from tests.fakes.releases import PLATFORM, Publisher
from tests.sync.machines import enrolled


@pytest.fixture
def hub(tmp_path: Path, publisher: Publisher) -> Iterator[RunningHub]:
    publisher.release("0.3.0", filler=3 * PIECE)
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    with running(replace(settings, updates={"folder": str(publisher.folder)})) as found:
        yield found


def test_a_desk_gets_what_its_ring_is_offered_and_nothing_while_updates_are_paused(
    hub: RunningHub, home: Path, publisher: Publisher, clock: TurnedClock
) -> None:
    program = Program(version="0.1.0", platform=PLATFORM, home=home, root=publisher.root)
    line = HubClient(enrolled(hub), wall_clock)
    looker: Callable[[], Looker] = lambda: Looker(program, HubSource(line), at_once(), clock())  # noqa: E731
    author = ChangeAuthor("mau", wall_clock())

    assert looker().look().standing is Standing.NOT_OFFERED
    changes.open_release(hub.store, author, "0.2.0", {3: author.now})
    changes.open_release(hub.store, author, "0.3.0", {1: author.now})
    assert looker().look().version == "0.2.0"
    changes.put_in_ring(hub.store, author, OFFICE, 1)
    changes.pause(hub.store, author)
    assert looker().look().standing is Standing.PAUSED
    changes.resume(hub.store, author)
    now = looker()
    found = now.look()
    assert (found.standing, found.version) == (Standing.AVAILABLE, "0.3.0")
    now.prepare(found, lambda _: None)
    assert looker().look().standing is Standing.READY
    line.abort()
