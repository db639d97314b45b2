"""A clock that was never counted: its machine gets a new number and counts anew, and nobody else notices."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from models.events import DossierWithdrawn
from models.history import Recorded
from models.ids import new_dossier_id
from models.store.codec import MAX_CLOCK
from sync.client.exchange import exchange_all, send
from sync.client.hub_answer import Forked
from sync.hub.log import quarantine
from sync.hub.offices import offices
from sync.hub.store import HubStore
from sync.messages import AsideReason
from tests.conftest import TurnedClock
from tests.sync.client.test_exchange import CLERK, Desk, Desks, at_hub, same_everywhere
from tests.sync.hub.conftest import open_store as open_hub
from tests.sync.near import admitted

OFFICE = "H99.01"
WITHDRAWN = DossierWithdrawn(reason="rút")


@pytest.fixture
def hub_store(tmp_path: Path) -> Iterator[HubStore]:
    store = open_hub(f"sqlite:///{tmp_path / 'hub.db'}")
    offices.create_office(store, OFFICE, "UBND xã Mẫu Sơn")
    yield store
    store.close()


@pytest.fixture
def desks(hub_store: HubStore, tmp_path: Path, clock: TurnedClock) -> Iterator[Desks]:
    made: list[Desk] = []

    def make() -> Desk:
        made.append(Desk(tmp_path / f"{len(made)}.db", admitted(hub_store, OFFICE), hub_store, clock))
        return made[-1]

    yield make
    for desk in made:
        desk.store.close()


def jump(desk: Desk, clock: int) -> None:
    """As if its memory had flipped a bit."""
    desk.store.log._head = replace(desk.store.log._head, clock=clock)


@pytest.mark.parametrize("far", [1 << 31, 1 << 45, 1 << 60, MAX_CLOCK - 2])
def test_its_machine_counts_anew_under_a_new_number_and_all_have_everything(
    hub_store: HubStore,
    desks: Desks,
    far: int,
) -> None:
    first, second = desks(), desks()
    first.record(3)
    first.finish()
    second.record(2)
    second.finish()
    jump(first, far)
    first.record(4)
    with pytest.raises(Forked) as found:
        send(first.hub, first.ask, first.pace)
    assert (found.value.seq, found.value.clock) == (4, 3)
    second.finish()  # nobody is told of it
    second.record(1)
    second.finish()
    assert {why.why for _, why in quarantine.open_entries(hub_store, OFFICE)} == {AsideReason.CLOCK}
    first.record(2)  # the clerk goes on until there is a new number
    for desk in (first, second, first):
        desk.finish()
    same_everywhere(hub_store, OFFICE, first, second)
    assert list(quarantine.open_entries(hub_store, OFFICE)) == []
    assert max(event.clock for event in at_hub(hub_store, OFFICE)) < 100
    assert first.hub.membership.device == 3
    assert exchange_all(first.hub, first.ask).answer.set_aside == ()


def test_what_it_counted_anew_stays_in_its_order_behind_what_others_did(
    desks: Desks,
) -> None:
    first, second = desks(), desks()
    about = new_dossier_id()
    jump(first, 1 << 50)
    mine: list[Recorded] = []
    for _ in range(5):
        mine += first.store.log.record(about, CLERK, WITHDRAWN).recorded
    second.record(5)
    second.finish()
    for desk in (first, second, first):
        desk.finish()
    for desk in (first, second):
        assert [event.id for event in desk.store.log.history(about)] == [event.id for event in mine]
    assert min(event.clock for event in first.store.log.history(about)) > 5


def test_an_office_that_took_over_a_far_clock_once_goes_on(
    hub_store: HubStore,
    desks: Desks,
) -> None:
    """A version without this bound let a clock of 2^60 in, and set aside what came after it."""
    first, second = desks(), desks()
    for desk in (first, second):
        jump(desk, 1 << 60)
        desk.record(2)
    with hub_store.writing() as writing:
        writing.exec_driver_sql("UPDATE office SET clock = ? WHERE id = ?", (1 << 60, OFFICE))
    for desk in (first, second, first):
        desk.finish()
    third = desks()  # one that comes new reads all of it
    third.finish()
    same_everywhere(hub_store, OFFICE, first, second, third)
    third.record(1)
    for desk in (third, first, second):
        desk.finish()
    same_everywhere(hub_store, OFFICE, first, second, third)
    assert [desk.hub.membership.device for desk in (first, second, third)] == [1, 2, 3]
