"""The link's two threads between a real file and a real hub."""

import threading
import time
from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import replace

from models.clock import wall_clock
from models.trouble import ProvinceNotReached, ProvinceRefused
from sync.hub import offices
from sync.link import Link, LinkState, Phase
from sync.messages import Refusal
from tests.fakes.hub import RunningHub
from tests.sync.machines import enrolled, linked, machine


def up_to_date(state: LinkState) -> bool:
    return state.phase is Phase.UP_TO_DATE


def test_what_is_recorded_arrives_at_once_and_is_acknowledged(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk, linked(desk, member, wall_clock):
        desk.until_sent()
        desk.record(3)
        state = desk.until_state(lambda state: up_to_date(state) and state.last_arrival_at)
        assert state.unsent == 0
        assert desk.ask(lambda store: store.log.unsent_count()) == 0
        arrival = desk.ask(lambda store: store.province.arrival_of(3))
        assert arrival is not None
        assert arrival.position == 3


def test_what_was_recorded_before_the_link_began_is_sent_first(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        desk.record(1_203)
        with linked(desk, member, wall_clock):
            assert desk.until(lambda m: m.states and m.states[0]).unsent <= 1_203
            desk.until_sent()
        assert desk.states[0].phase is Phase.SENDING
        assert max(state.unsent for state in desk.states) == 1_203


def test_two_desks_of_an_office_see_each_others_work(hub: RunningHub, tmp_path: Path) -> None:
    with ExitStack() as open_:
        desks = []
        for name in ("a", "b"):
            member = enrolled(hub)
            desk = open_.enter_context(machine(tmp_path / f"{name}.db", member.device, wall_clock))
            open_.enter_context(linked(desk, member, wall_clock))
            desks.append(desk)
        for desk in desks:
            desk.until_sent()
            desk.record(20)
        for desk in desks:
            desk.until(lambda m: sum(len(c.recorded) for c in m.merged) == 20)
            desk.until_sent()
        one, two = (desk.events() for desk in desks)
        assert one == two
        assert len(one) == 40
        for desk in desks:
            assert desk.ask(lambda store: store.log.verify()) == []


def test_stopping_takes_less_than_a_second_even_while_the_hub_is_waited_for(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        link = Link(member, desk.ask, tmp_path, wall_clock, desk.on_state, desk.on_merged)
        link.start()
        desk.until_sent()
        started = time.monotonic()
        link.stop()
        assert time.monotonic() - started < 1.0
        told = len(desk.states)
        desk.record()
        assert len(desk.states) == told
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("province-")]


def test_without_an_answer_work_goes_on_and_is_counted(hub: RunningHub, tmp_path: Path) -> None:
    member = replace(enrolled(hub), url="http://127.0.0.1:9")
    with (
        machine(tmp_path / "a.db", member.device, wall_clock) as desk,
        linked(desk, member, wall_clock, chance=lambda: 1.0),
    ):
        state = desk.until_state(lambda state: state.phase is Phase.OFFLINE)
        assert isinstance(state.trouble, ProvinceNotReached)
        assert state.retry_at is not None
        desk.record(5)
        desk.until_state(lambda state: state.unsent == 5)


def test_a_revoked_machine_is_told_so_and_may_still_deliver(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk, linked(desk, member, wall_clock):
        desk.until_sent()
        offices.revoke(hub.store, hub.office, member.device, hub.hub.clock())
        desk.record(2)
        state = desk.until_state(lambda state: state.phase is Phase.REFUSED and not state.unsent)
        assert isinstance(state.trouble, ProvinceRefused)
        assert state.trouble.refusal == Refusal.DEVICE_REVOKED
        assert len(desk.until_state(lambda state: len(state.set_aside) == 2).set_aside) == 2


def test_a_desk_restored_from_a_copy_asks_for_a_new_number(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    path = tmp_path / "a.db"
    with machine(path, member.device, wall_clock) as desk:
        desk.record(2)
        with linked(desk, member, wall_clock):
            desk.until_sent()
    copy = path.read_bytes()
    with machine(path, member.device, wall_clock) as desk:
        desk.record(2)
        with linked(desk, member, wall_clock):
            desk.until_sent()
    path.write_bytes(copy)
    with machine(path, member.device, wall_clock) as desk:
        desk.record(1)
        with linked(desk, member, wall_clock):
            state = desk.until_state(lambda state: state.phase is Phase.FORKED)
        assert state.retry_at is None
        assert desk.ask(lambda store: store.log.unsent_count()) == 1


def test_a_restored_desk_that_recorded_nothing_yet_reads_its_own_events_back(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    path = tmp_path / "a.db"
    with machine(path, member.device, wall_clock) as desk:
        desk.record(2)
        with linked(desk, member, wall_clock):
            desk.until_sent()
    copy = path.read_bytes()
    with machine(path, member.device, wall_clock) as desk:
        desk.record(3)
        with linked(desk, member, wall_clock):
            desk.until_sent()
        whole = desk.events()
    path.write_bytes(copy)
    with machine(path, member.device, wall_clock) as desk:
        with linked(desk, member, wall_clock):
            desk.until(lambda m: sum(len(c.recorded) for c in m.merged) == 3)
            desk.record(1)
            desk.until_sent()
        assert desk.events()[:-1] == whole
        assert desk.ask(lambda store: (store.log.unsent_count(), store.log.verify())) == (0, [])


def test_on_state_may_ask_the_link_itself(hub: RunningHub, tmp_path: Path) -> None:
    """Nothing is told from under a lock: whoever is told may call back."""
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        links: list[Link] = []

        def told(state: LinkState) -> None:
            links[0].wake()
            links[0].judge_again([])
            desk.on_state(state)

        links.append(Link(member, desk.ask, tmp_path, wall_clock, told, desk.on_merged))
        links[0].start()
        desk.record(3)
        desk.until_state(lambda state: up_to_date(state) and state.last_arrival_at)
        links[0].stop()
