"""A stick proves what arrived by the same digests as the line, when the file was restored from a copy meanwhile."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desk.settings import DATABASE
from sync.client.membership import Membership
from sync.stick import exchange
from tests.conftest import TurnedClock
from tests.desk.carried import Carried, TheHub, a_desk, copied
from tests.fakes.set_back import set_back

BATCHES = [1, 7, 40, 500]


class Restored:
    """A desk whose file is copied and put back while it is closed."""

    def __init__(self, folder: Path, hub: TheHub) -> None:
        self.folder = folder
        self._hub = hub
        self._stack = ExitStack()
        self.desk: Carried
        self._member: Membership | None = None
        self._open()

    def _open(self) -> None:
        self.desk = self._stack.enter_context(a_desk(self.folder, self._hub, 1, member=self._member))
        self._member = self.desk.member

    def keep(self) -> None:
        self._stack.close()
        shutil.copy(self.folder / DATABASE, self.folder / "kept")
        self._open()

    def restore(self) -> None:
        self._stack.close()
        set_back(self.folder / DATABASE, self.folder / "kept")
        self._open()

    def close(self) -> None:
        self._stack.close()


@pytest.fixture
def hub(tmp_path: Path, clock: TurnedClock) -> Iterator[TheHub]:
    made = TheHub(tmp_path, clock)
    yield made
    made.store.close()


@pytest.fixture
def there(tmp_path: Path, hub: TheHub) -> Iterator[Restored]:
    made = Restored(tmp_path / "desk", hub)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


@pytest.fixture(params=BATCHES)
def batch(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    size: int = request.param
    monkeypatch.setattr(exchange, "MOST_EVENTS", size)
    return size


def at_hub(hub: TheHub) -> set[str]:
    return {event.id for event in hub.has()}


def counts_as_sent(desk: Carried) -> set[str]:
    log = desk.desk.store.log
    return {log.own(seq).id for seq in range(1, log.acknowledged() + 1)}


@pytest.mark.usefixtures("batch")
def test_an_answer_to_the_original_acknowledges_nothing_that_the_restored_file_recorded(
    there: Restored, hub: TheHub, stick: Path, tmp_path: Path
) -> None:
    there.desk.works(70)
    there.keep()
    there.desk.works(20)
    there.desk.out(stick)
    hub.takes(stick)
    answered = copied(stick, tmp_path / "answered")
    there.restore()
    there.desk.works(1)
    back = there.desk.back(answered)
    assert counts_as_sent(there.desk) <= at_hub(hub)
    assert (back.broken, back.unsent) == (0, 71)


@pytest.mark.usefixtures("batch")
def test_a_fork_is_told_and_keeps_everything_here(there: Restored, hub: TheHub, stick: Path) -> None:
    there.desk.works(70)
    there.keep()
    there.desk.works(20)
    there.desk.out(stick)
    hub.takes(stick)
    there.restore()
    there.desk.works(30)
    there.desk.out(stick)
    hub.takes(stick)
    back = there.desk.back(stick)
    assert back.forked
    assert counts_as_sent(there.desk) <= at_hub(hub)
    assert there.desk.desk.store.log.unsent_count() >= 30


@pytest.mark.usefixtures("batch")
def test_a_restored_file_with_nothing_new_gets_its_own_back_once_and_goes_on(
    there: Restored, hub: TheHub, stick: Path
) -> None:
    there.desk.works(70)
    there.keep()
    there.desk.works(20)
    there.desk.out(stick)
    hub.takes(stick)
    there.restore()
    for _ in range(2):
        there.desk.out(stick)
        hub.takes(stick)
        there.desk.back(stick)
        assert counts_as_sent(there.desk) <= at_hub(hub)
    assert sorted(there.desk.has()) == sorted(at_hub(hub))
    assert len(hub.has()) == 90
    there.desk.works(3)
    there.desk.out(stick)
    hub.takes(stick)
    assert there.desk.back(stick).unsent == 0
    assert sorted(there.desk.has()) == sorted(at_hub(hub))


@pytest.mark.usefixtures("batch")
def test_the_hub_is_restored_too(there: Restored, hub: TheHub, stick: Path) -> None:
    there.desk.works(30)
    there.desk.out(stick)
    hub.takes(stick)
    there.desk.back(stick)
    hub.kept()
    there.keep()
    there.desk.works(45)
    there.desk.out(stick)
    hub.takes(stick)
    there.desk.back(stick)
    there.restore()
    hub.restored()
    there.desk.works(12)
    for _ in range(3):
        there.desk.out(stick)
        hub.takes(stick)
        there.desk.back(stick)
    assert there.desk.desk.store.log.unsent_count() == 0
    assert sorted(there.desk.has()) == sorted(at_hub(hub))
    assert len(hub.has()) == 42
