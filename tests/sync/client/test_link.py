"""The link's two threads between a real file and a real hub."""

import threading
from base64 import b64encode
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from secrets import token_bytes

import pytest
from msgspec.structs import replace

from models.calendar.clock import wall_clock
from models.events import DossierWithdrawn
from models.store import Store
from models.trouble import (
    BatchTooLarge,
    EditionUnusable,
    NetworkTrouble,
    NotTheProvince,
    ProvinceBusy,
    ProvinceNotReached,
    ProvinceRefused,
)
from sync.client import link as link_module
from sync.client.https import HubClient
from sync.client.link import Link, LinkState, Phase
from sync.client.membership import Membership
from sync.hub.editions import editions
from sync.hub.fleet.overview import FleetQuestion, all_machines
from sync.hub.fleet.settings import FleetSettings
from sync.hub.log import stream
from sync.hub.offices import offices
from sync.hub.settings import read_keys
from sync.messages import (
    AsideReason,
    DeviceReport,
    Edition,
    News,
    NewsAsked,
    Refusal,
    ReportedState,
    pack_report,
)
from tests.fakes.answering import Asked, Says, answering
from tests.fakes.hub import RunningHub
from tests.fakes.network import HostileProxy, Mischief
from tests.fakes.set_back import set_back
from tests.models.store.test_log import received
from tests.sync.machines import Closing, enrolled, linked, machine


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


def test_a_machine_tells_of_itself_as_often_as_the_hub_wants_to_hear_it(hub: RunningHub, tmp_path: Path) -> None:
    member, asked = enrolled(hub), list[Store]()
    packed = pack_report(DeviceReport("0.2.0", ReportedState.OK, 5_000, 0))

    def report(store: Store) -> bytes:
        asked.append(store)
        return packed

    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        with linked(desk, member, wall_clock, report=report):
            for _ in range(4):  # the first answer says how often
                desk.until_sent()
                desk.record(1)
            desk.until_sent()
        assert asked == [desk.store]
    (told,) = all_machines(hub.store, FleetQuestion(office=hub.office), FleetSettings(), wall_clock())
    assert (told.device, told.program, told.disk_free) == (member.device, "0.2.0", 5_000_000_000)


class Leading(HubClient):
    """A hub that says each time that there is more further on, and tells nothing; ``lost``: or that it lost all."""

    def __init__(self, member: Membership, *, lost: bool = False) -> None:
        super().__init__(member, wall_clock)
        self.lost = lost

    def news(self, asked: NewsAsked) -> News:
        further = replace(asked.cursor, position=asked.cursor.position + 1)
        return News(further, (), 5, 0 if self.lost else asked.head)


@pytest.mark.parametrize(("lost", "rests"), [(False, [0, 0, 0, 1, 1]), (True, [1, 1, 1, 1, 1])])
def test_a_hub_that_leads_nowhere_is_asked_once_a_second(
    hub: RunningHub, tmp_path: Path, *, lost: bool, rests: list[int]
) -> None:
    """Or says again and again that it lost what it acknowledges: two hubs behind one address, one of them old."""
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        desk.record(3)
        desk.ask(lambda store: store.log.acknowledge(3))
        leading = Leading(member, lost=lost)
        link = Link(leading, desk.ask, tmp_path, wall_clock, desk.on_state, desk.on_merged)
        found = []
        for _ in rests:
            found.append(link._turn_down())
            desk.ask(lambda store: store.log.acknowledge(3))
        assert found == [rest * link_module.SHORTEST_ASKING for rest in rests]
        link.stop()


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


def test_stopping_ends_the_waiting_for_the_hub_and_tells_nothing_afterwards(
    hub: RunningHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert link_module.END_SECONDS < 1.0, "a clerk who closes the window waits no longer"
    monkeypatch.setattr(link_module, "END_SECONDS", link_module.LONG_POLL / 2)  # a busy machine gets its time
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        link = Link(HubClient(member, wall_clock), desk.ask, tmp_path, wall_clock, desk.on_state, desk.on_merged)
        link.start()
        desk.until_sent()
        link.stop()
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
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with machine(path, member.device, wall_clock) as desk:
        desk.record(2)
        with linked(desk, member, wall_clock):
            desk.until_sent()
    set_back(path, copy)
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
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with machine(path, member.device, wall_clock) as desk:
        desk.record(3)
        with linked(desk, member, wall_clock):
            desk.until_sent()
        whole = desk.events()
    set_back(path, copy)
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

        links.append(Link(HubClient(member, wall_clock), desk.ask, tmp_path, wall_clock, told, desk.on_merged))
        links[0].start()
        desk.record(3)
        desk.until_state(lambda state: up_to_date(state) and state.last_arrival_at)
        links[0].stop()


def test_a_new_desk_reads_the_whole_office_and_tells_how_far_it_is(hub: RunningHub, tmp_path: Path) -> None:
    old, new = enrolled(hub), enrolled(hub)
    with machine(tmp_path / "old.db", old.device, wall_clock) as desk, linked(desk, old, wall_clock):
        for _ in range(3):
            desk.record(400)
        desk.until_sent()
        events = desk.events()
    with machine(tmp_path / "new.db", new.device, wall_clock) as desk:
        with linked(desk, new, wall_clock):
            desk.until(lambda m: sum(len(c.recorded) for c in m.merged) == 1_200)
            desk.until_sent()
        assert desk.events() == events
        reading = [state for state in desk.states if state.remaining]
        assert {state.total for state in reading} == {1_200}
        assert list(dict.fromkeys(state.remaining for state in reading)) == [700, 200]
        assert {state.phase for state in reading} <= {Phase.SENDING}


def test_when_the_line_is_back_both_directions_go_on_at_once(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with (
        HostileProxy(hub.url, plan={Mischief.PORTAL: 1.0}) as line,
        machine(tmp_path / "a.db", member.device, wall_clock) as desk,
    ):
        away = replace(member, url=line.url)
        with linked(desk, away, wall_clock, chance=lambda: 1.0) as link:
            state = desk.until_state(lambda state: state.phase is Phase.OFFLINE)
            assert isinstance(state.trouble, NotTheProvince)
            desk.record(4)
            desk.until_state(lambda state: state.unsent == 4)
            line.behave()
            link.send_now()
            state = desk.until_sent()
            assert (state.trouble, state.retry_at) == (None, None)


def test_an_edition_is_fetched_and_told_once_it_may_be_used(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk, linked(desk, member, wall_clock) as link:
        desk.until_sent()
        sign_key = read_keys(hub.settings).sign
        whole = Edition(version=1, name="Bản 1", valid_from=date(2026, 1, 1), office=hub.office)
        editions.publish(hub.store, whole, sign_key)
        link.send_now()
        desk.until_state(lambda state: state.edition_waiting == 1)
        link.edition_applied()
        desk.until_state(lambda state: state.edition_waiting == 0)
        editions.publish(hub.store, replace(whole, version=2, holidays="days = 3"), sign_key)
        link.send_now()
        state = desk.until_state(lambda state: isinstance(state.trouble, EditionUnusable))
        assert (state.phase, state.edition_waiting) == (Phase.UP_TO_DATE, 0)


def test_nothing_waits_for_an_edition_that_the_other_direction_fetches(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk, linked(desk, member, wall_clock) as link:
        desk.until_sent()
        with link._fetching:  # over a thin line
            for _ in range(3):
                desk.record(1)
                desk.until_sent()


def test_what_was_set_aside_is_judged_anew_when_asked_for(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk, linked(desk, member, wall_clock) as link:
        desk.record(1, received("H00.00.00-261123-0001"))
        state = desk.until_state(lambda state: state.set_aside)
        assert [aside.why for aside in state.set_aside] == [AsideReason.FOREIGN_CODE]
        assert state.unsent == 0
        link.judge_again([1])
        desk.until(lambda _: not link._again)
        assert [aside.why for aside in desk.until_sent().set_aside] == [AsideReason.FOREIGN_CODE]


def test_an_event_too_large_for_the_hub_is_said_and_tried_again(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)

    def says(asked: Asked) -> Says:
        return Says(413) if asked.path.endswith("/up") else Says(503)

    with answering(says) as server, machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        desk.record(3)
        with linked(desk, replace(member, url=server.url), wall_clock):
            state = desk.until_state(lambda state: isinstance(state.trouble, BatchTooLarge))
            assert isinstance(state.trouble, BatchTooLarge)
            assert (state.phase, state.trouble.seq) == (Phase.REFUSED, 1)


def test_an_event_larger_than_a_request_may_be_holds_up_nothing_and_goes_when_it_may(
    hub: RunningHub, tmp_path: Path
) -> None:
    member, limits = enrolled(hub), hub.hub.door.limits
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        desk.record()
        random = b64encode(token_bytes(1 << 20)).decode()  # which no packing makes smaller
        desk.record(1, DossierWithdrawn(reason=random))
        desk.record()
        hub.hub.door.limits = replace(limits, body=1 << 19)
        with linked(desk, member, wall_clock) as link:
            state = desk.until_state(lambda state: state.set_aside and not state.unsent)
            assert [(aside.seq, aside.why) for aside in state.set_aside] == [(2, AsideReason.TOO_LARGE)]
            hub.hub.door.limits = limits
            link.judge_again([2])
            desk.until_state(lambda state: not state.set_aside)
        assert [event.seq for _, event in stream.read(hub.store, member.office, 0, 10)] == [1, 3, 2]


def test_a_busy_hub_is_no_refusal(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with answering(lambda _: Says(503)) as server, machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        with linked(desk, replace(member, url=server.url), wall_clock):
            state = desk.until_state(lambda state: state.phase is Phase.OFFLINE)
        assert isinstance(state.trouble, ProvinceBusy)


def test_after_an_error_of_ours_the_exchange_goes_on_by_itself(
    hub: RunningHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda facts: bugs.append(facts.exc_value))
    member, mended = enrolled(hub), threading.Event()

    def report(_: Store) -> bytes:
        if not mended.is_set():
            raise ZeroDivisionError
        return b""

    with (
        machine(tmp_path / "a.db", member.device, wall_clock) as desk,
        linked(desk, member, wall_clock, report=report),
    ):
        desk.record(1)
        state = desk.until_state(lambda state: state.trouble)
        assert type(state.trouble) is NetworkTrouble
        assert state.phase is Phase.OFFLINE
        mended.set()
        desk.until_sent()
        desk.until_state(lambda state: up_to_date(state) and state.trouble is None)
    assert {type(bug) for bug in bugs} == {ZeroDivisionError}


def test_a_desk_that_closes_under_the_link_hurts_nobody_the_link_by_itself(hub: RunningHub, tmp_path: Path) -> None:
    member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk, linked(desk, member, wall_clock) as link:
        desk.until_sent()
        desk.close()
        link.send_now()
        desk.until_state(lambda state: isinstance(state.trouble, Closing))
