"""The hub gives a visit laptop whole histories of what its office named, in pages, on either database."""

from datetime import date

import pytest

from models.events import LaptopLoaded, LaptopLost, LaptopSetUp, LaptopWiped, laptop_subject
from models.history import Recorded
from models.ids import DeviceId, EventId, SubjectId
from sync.hub.log import loads
from sync.hub.log.intake import take_in
from sync.hub.offices.offices import Device, NotAdmitted
from sync.hub.store import HubStore
from sync.messages import Cursor, LoadAsked, Refusal, events_of
from tests.fakes.events import DOSSIERS
from tests.sync.hub.conftest import NOW, Enrol
from tests.sync.hub.dossiers import PAID

WANTED, OTHER = DOSSIERS[:2], DOSSIERS[2]


def _loaded(device: DeviceId, *subjects: SubjectId) -> LaptopLoaded:
    return LaptopLoaded(laptop=device, subjects=subjects, days=7, until=date(2026, 12, 7))


def _read(store: HubStore, device: Device, *, most: int, head: int = 0) -> list[Recorded]:
    """Until nothing remains; each page says truly how much is left."""
    heard: list[Recorded] = []
    asked = LoadAsked(EventId(""), Cursor(), head, most)
    while True:
        page = loads.load(store, device, asked, clock=lambda: NOW)
        heard += [event for chain in page.chains for event in events_of(chain)]
        if not page.remaining:
            return heard
        asked = LoadAsked(page.load, page.cursor, head, most)


@pytest.mark.parametrize("most", [1, 3, 500])
def test_a_laptop_gets_what_is_named_and_nothing_else(hub_store: HubStore, enrolled: Enrol, most: int) -> None:
    one, desk, _ = enrolled()
    laptop, _, _ = enrolled()
    for subject in (*WANTED, OTHER) * 2:
        desk.record(subject, PAID)
    desk.record(laptop_subject(laptop.number), _loaded(laptop.number, *WANTED))
    desk.record(WANTED[0], PAID)
    take_in(hub_store, one, desk.up(), NOW)
    named = {*WANTED, laptop_subject(laptop.number)}
    assert _read(hub_store, laptop, most=most) == [event for event in desk.log if event.subject in named]
    assert _read(hub_store, one, most=most, head=len(desk.log)) == []


def test_only_what_is_newer_is_told_and_another_load_is_told_from_its_beginning(
    hub_store: HubStore, enrolled: Enrol
) -> None:
    one, desk, _ = enrolled()
    laptop, _, _ = enrolled()
    name = laptop_subject(laptop.number)
    desk.record(WANTED[0], PAID)
    desk.record(name, _loaded(laptop.number, WANTED[0]))
    take_in(hub_store, one, desk.up(), NOW)
    whole = loads.load(hub_store, laptop, LoadAsked(EventId(""), Cursor(), 0), clock=lambda: NOW)
    desk.record(OTHER, PAID)
    desk.record(WANTED[0], PAID)
    take_in(hub_store, one, desk.up(), NOW)
    newer = loads.load(hub_store, laptop, LoadAsked(whole.load, whole.cursor, 0), clock=lambda: NOW)
    assert [event.seq for chain in newer.chains for event in events_of(chain)] == [4]
    desk.record(name, LaptopWiped(upto=0, load=whole.load))
    take_in(hub_store, one, desk.up(), NOW)
    gone = loads.load(hub_store, laptop, LoadAsked(newer.load, newer.cursor, 0), clock=lambda: NOW)
    assert gone.load == ""
    assert {event.subject for chain in gone.chains for event in events_of(chain)} == {name}


def test_a_lost_laptop_gets_nothing_and_is_revoked_if_it_was_one(hub_store: HubStore, enrolled: Enrol) -> None:
    one, desk, _ = enrolled()
    laptop, own, _ = enrolled()
    name = laptop_subject(laptop.number)
    own.record(name, LaptopSetUp(name="Q2", seal_key="00" * 32, code_key="00" * 32))
    take_in(hub_store, laptop, own.up(), NOW)
    desk.record(name, LaptopLost(reason="Rơi ở bến đò"))
    take_in(hub_store, one, desk.up(), NOW)
    with pytest.raises(NotAdmitted) as refused:
        loads.load(hub_store, laptop, LoadAsked(EventId(""), Cursor(), 0), clock=lambda: NOW)
    assert refused.value.refusal == Refusal.DEVICE_REVOKED
