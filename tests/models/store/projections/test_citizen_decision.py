"""The rows of decisions about people: they say what the decisions say, whenever these arrived."""

from random import Random

from models.ids import DeviceId
from models.store import Store
from models.store.projections.citizen_decision import CitizenDecisions
from models.subjects.citizen_decision import group_of
from tests.models.subjects.test_citizen_decision import KEYS, decisions, office

_ACTS = ["merge", "merge", "tell", "apart", "wrong", "back"]


def test_the_rows_say_the_same_as_the_decisions_in_any_order_and_after_a_rebuild(store: Store) -> None:
    random = Random(15)  # noqa: S311  # no secret, the same each run
    done = [(random.randrange(3), act, random.randrange(5), random.randrange(5)) for act in _ACTS * 6]
    told = office(done)
    arrived = list(told)
    random.shuffle(arrived)
    for recorded in arrived:
        store.log.merge([recorded])
    rows = store.lists(CitizenDecisions)
    people = {key: group_of(key, decisions(told)) for key in KEYS}
    assert any(person.contested for person in people.values())
    assert any(len(person.keys) > 1 for person in people.values())
    assert {key: rows.person(key) for key in KEYS} == people
    contested = {one.id for person in people.values() for one in person.contested}
    assert {one.id for one in rows.contested()} == contested
    store.log.rebuild()
    assert {key: rows.person(key) for key in KEYS} == people
    assert store.log.verify() == []
    assert {one.device for one in told} == {DeviceId(1), DeviceId(2), DeviceId(3)}
