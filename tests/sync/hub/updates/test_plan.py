"""Which version an office is offered: rings open one after the other, one pause stops all, every change is kept."""

from datetime import datetime, timedelta

from sync.hub.offices import offices
from sync.hub.store import HubStore
from sync.hub.store.fleet import update_rows
from sync.hub.updates import changes
from sync.hub.updates.changes import ChangeAuthor
from sync.hub.updates.overview import overview
from sync.messages import UpdateOffer
from tests.sync.hub.conftest import NOW, OFFICE

PILOT = "H99.01.01"
RINGS = 3
HOUR = timedelta(hours=1)
AUTHOR = ChangeAuthor("Lê Văn Mẫu", NOW, "thử ở một xã trước")


def offered(store: HubStore, office: str, at: datetime) -> UpdateOffer:
    with store.autocommit() as reading:
        return changes.offer(reading, office, RINGS, at)


def test_each_ring_is_offered_a_release_from_its_own_time_and_a_pause_stops_all(hub_store: HubStore) -> None:
    offices.create_office(hub_store, PILOT, "UBND xã Thử")
    assert offered(hub_store, PILOT, NOW) == UpdateOffer()
    changes.put_in_ring(hub_store, AUTHOR, PILOT, 1)
    changes.open_release(hub_store, AUTHOR, "0.9.0", {1: NOW, 3: NOW})
    changes.open_release(hub_store, AUTHOR, "0.10.0", {1: NOW, 3: NOW + HOUR})
    assert [offered(hub_store, one, NOW).version for one in (PILOT, OFFICE)] == ["0.10.0", "0.9.0"]
    assert [offered(hub_store, one, NOW + HOUR).version for one in (PILOT, OFFICE)] == ["0.10.0", "0.10.0"]
    changes.pause(hub_store, AUTHOR)
    assert offered(hub_store, PILOT, NOW) == UpdateOffer(version=None, paused=True)
    changes.resume(hub_store, AUTHOR)
    changes.withdraw(hub_store, AUTHOR, "0.10.0")
    assert offered(hub_store, PILOT, NOW + HOUR).version == "0.9.0"

    found = overview(hub_store, RINGS, NOW)
    assert [(one.ring, one.offices, one.version) for one in found.rings] == [
        (1, 1, "0.9.0"),
        (2, 0, None),
        (3, 1, "0.9.0"),
    ]
    assert [one.kind for one in found.changes] == ["ring", *["open"] * 4, "pause", "resume", "withdraw"]
    assert {(one.made_by, one.note) for one in found.changes} == {(AUTHOR.name, AUTHOR.note)}


def test_a_release_said_again_has_its_new_time_and_a_ring_that_is_no_more_counts_as_the_last(
    hub_store: HubStore,
) -> None:
    changes.put_in_ring(hub_store, AUTHOR, OFFICE, 7)
    changes.open_release(hub_store, AUTHOR, "1.0", {3: NOW})
    changes.open_release(hub_store, AUTHOR, "1.0", {3: NOW + HOUR})
    assert offered(hub_store, OFFICE, NOW) == UpdateOffer()
    assert offered(hub_store, OFFICE, NOW + HOUR).version == "1.0"
    with hub_store.reading() as reading:
        assert len(update_rows.changes_for(reading, OFFICE)) == 3
        assert len(update_rows.changes_for(reading, PILOT)) == 2
