"""Requests of one moment are recorded by one statement, each with its own answer."""

from sync.hub.log.intake import take_in
from sync.hub.offices import offices
from sync.hub.store import HubStore
from sync.hub.store.admission_rows import SignedOnce
from sync.signatures.requests import key_id
from tests.fakes.events import DOSSIERS
from tests.sync.hub.conftest import NOW, OFFICE, Enrol
from tests.sync.hub.dossiers import code_of, received


def test_each_of_many_is_told_whether_it_came_before_and_who_it_is(hub_store: HubStore, enrolled: Enrol) -> None:
    (first, desk, key), (second, _, other) = enrolled(), enrolled()
    desk.record(DOSSIERS[0], received(code_of(1)))
    take_in(hub_store, first, desk.up(), NOW)
    names = [key_id(one.public_key()) for one in (key, other)]
    offices.record_requests(hub_store, [SignedOnce(names[0], "n-1", OFFICE, 0)], NOW)

    asked = [
        SignedOnce(names[1], "n-1", OFFICE, 1),
        SignedOnce(names[0], "n-1", OFFICE, 1),
        SignedOnce("0" * 32, "n-1", OFFICE, 1),
        SignedOnce(names[0], "n-2", OFFICE, 2),
    ]
    seen = offices.record_requests(hub_store, asked, NOW)
    assert list(map(seen.__contains__, asked)) == [True, True, False, True]
    assert [seen[one].fresh for one in asked if one in seen] == [True, False, True]
    assert [seen[one].own.number for one in asked if one in seen] == [second.number, first.number, first.number]
    assert [seen[one].mark for one in asked if one in seen] == [desk.end()[:8], desk.end()[:8], b""]
    assert {one.office.id for one in seen.values()} == {OFFICE}
