"""The list of the province's device keys comes over the line, once until it changes, and by stick."""

from datetime import timedelta
from pathlib import Path

from models.calendar.clock import wall_clock
from models.store import Store
from sync.client import device_keys
from sync.client.device_keys import name_of_kept
from sync.client.https import HubClient
from sync.client.membership import Membership
from sync.hub.offices import offices
from sync.messages import DeviceKey
from tests.conftest import TurnedClock
from tests.desk.carried import OFFICE, TheHub, a_desk
from tests.fakes.hub import RunningHub
from tests.sync.machines import enrolled, linked, machine


def key_of(member: Membership, store: Store, of: Membership) -> DeviceKey:
    known = device_keys.known(store, member)
    assert known is not None
    public = of.private_key.public_key().public_bytes_raw().hex()
    (found,) = [one for one in known.keys if one.key == public]
    assert known.offices[found.office]
    return found


def test_over_the_line_the_list_comes_once_and_again_when_it_has_changed(hub: RunningHub, tmp_path: Path) -> None:
    member, other = enrolled(hub), enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        peer = HubClient(member, wall_clock)
        device_keys.fetch(peer, desk.ask)
        first = desk.ask(lambda store: key_of(member, store, other))
        assert (first.office, first.device, first.until, first.revoked_at) == (hub.office, other.device, None, None)
        assert peer.keys(desk.ask(name_of_kept)) is None
        revoked_at = wall_clock()
        offices.revoke(hub.store, hub.office, other.device, revoked_at)
        device_keys.fetch(peer, desk.ask)
        assert desk.ask(lambda store: key_of(member, store, other)).revoked_at == revoked_at
        peer.abort()


def test_a_linked_desk_has_the_list_without_being_asked_to(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        with linked(desk, member, wall_clock) as link:
            desk.until_sent()
            link.send_now()
            desk.until(lambda told: told.ask(lambda store: store.province.get(device_keys.KEYS)))
        assert desk.ask(lambda store: key_of(member, store, member)).office == hub.office


def test_a_stick_brings_the_list_too(tmp_path: Path, clock: TurnedClock) -> None:
    hub = TheHub(tmp_path, clock)
    with a_desk(tmp_path / "desk", hub, 3) as carried:
        stick = tmp_path / "stick"
        stick.mkdir()
        carried.out(stick)
        clock.turn(minutes=1)
        other = hub.admits(4)
        hub.takes(stick)
        carried.back(stick)
        member, store = carried.member, carried.desk.store
        found = key_of(member, store, other)
        assert (found.office, found.device, found.since) == (OFFICE, 4, clock())
        assert found.since - key_of(member, store, member).since == timedelta(minutes=1)
