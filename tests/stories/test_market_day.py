"""A market day of twelve desks: in the evening everybody tells the same. ``bench_market_day`` has the whole 300."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.subjects.dossier import DossierStatus
from sync.hub.store import HubStore
from tests.conftest import TurnedClock
from tests.stories.market_day import MarketDay


@pytest.fixture
def market_day(tmp_path: Path, hub_store: HubStore, clock: TurnedClock) -> Iterator[MarketDay]:
    day = MarketDay(tmp_path, hub_store, clock, dossiers=32, seed=11)
    yield day
    day.close()


def test_in_the_evening_of_a_market_day_every_desk_and_the_hub_tell_the_same(market_day: MarketDay) -> None:
    market_day.live()
    assert market_day.broken > 0
    market_day.come_together()
    own = [one.id for each in market_day.machines for one in each.desk.store.log.events() if one.device == each.device]
    told = market_day.told()
    assert len(told) == len(set(told)) == len(own)
    assert set(told) == set(own)
    at_hub = market_day.at_hub()
    assert len(at_hub) == 32
    assert {one.status for one in at_hub.values()} == {DossierStatus.HANDED_OVER}
    assert {id_ for id_, one in at_hub.items() if one.contradictions} == market_day.disputed != set()
    assert [one.disputes for one in at_hub.values() if one.disputes] == []
    for machine in market_day.machines:
        assert {id_: machine.at(id_) for id_ in at_hub} == at_hub
    assert market_day.machines[0].desk.store.log.verify() == []
    figures = [market_day.figures(machine) for machine in market_day.machines]
    assert figures == figures[:1] * len(figures)
    assert figures[0].register == 32
