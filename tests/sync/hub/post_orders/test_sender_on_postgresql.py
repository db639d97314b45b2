"""The same queue on PostgreSQL: a lost answer, two senders at once, and a status told to two workers."""

import json

import pytest

from models.events import ParcelOrderState
from sync.hub.post_orders.statuses import StatusOutcome
from tests.fakes.national_server import Mischief
from tests.fakes.post_office import KEY
from tests.fakes.postgres import PostgreSQL
from tests.sync.hub.conftest import truncated
from tests.sync.hub.post_orders.conftest import Counter


@pytest.fixture
def hub_url(postgres: PostgreSQL, prepared_database: str) -> str:
    return truncated(postgres, prepared_database)


def test_of_two_senders_one_orders_and_a_status_is_told_once(counter: Counter) -> None:
    plain, lost = counter.hands_over(), counter.hands_over(cod=0)
    counter.post.mischief.append(Mischief.LOST)
    first, second = counter.sender(), counter.sender()
    for _ in range(60):
        first.turn()
        second.turn()
        counter.clock.turn(seconds=30)
    assert [counter.parcel(one).order for one in (plain, lost)] == [ParcelOrderState.TAKEN] * 2
    assert set(counter.post.times.values()) == {1}
    body = json.dumps({"items": [{"orderNumber": counter.parcel(plain).number, "status": "2", "statusId": "9"}]})
    told = [one.take(one.read({"X-Api-Key": KEY}, body.encode()), counter.clock()) for one in (counter.statuses(),) * 2]
    assert told == [[StatusOutcome.TOLD], [StatusOutcome.KNOWN]]
