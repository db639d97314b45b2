"""What a desk sends is stored once, in order, and answered with where its chain stands."""

import pytest

from models.events import FeeTaken
from models.ids import PROVINCE
from sync.hub import stream
from sync.hub.intake import GapFound, take_in
from sync.hub.store import HubStore
from sync.messages import Chain, Up
from tests.fakes.events import DOSSIERS
from tests.sync.hub.conftest import NOW, OFFICE, Enrol

PAID = FeeTaken(amount=50_000)


def test_a_batch_is_stored_and_answered_with_its_end(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID, PAID, PAID)
    answer = take_in(hub_store, device, desk.up(), NOW)
    assert (answer.head, answer.digest, answer.position, answer.set_aside) == (3, desk.end(), 3, ())
    assert [recorded for _, recorded in stream.read(hub_store, OFFICE, 0, 10)] == desk.log
    again = take_in(hub_store, device, desk.up(2), NOW)
    assert (again.head, again.position) == (3, 3)


def test_a_gap_is_refused_and_told_where_to_begin(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID, PAID, PAID)
    with pytest.raises(GapFound) as found:
        take_in(hub_store, device, desk.up(2), NOW)
    assert found.value.head == 0
    assert stream.read(hub_store, OFFICE, 0, 10) == []
