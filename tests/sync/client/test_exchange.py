"""Whatever happens to requests and answers: each event is at the hub once, and at every desk once."""

import itertools
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.events import DossierWithdrawn, FileAttached
from models.history import MOST_EVENT_BYTES, Recorded
from models.ids import NO_DIGEST, ClerkId, EventId, FileDigest, new_dossier_id
from models.store import Store, open_store
from models.store.file.rehoming import rehome
from models.trouble import BatchTooLarge, NetworkTrouble, NotTheProvince, ProvinceRefused, ProvinceTooSlow
from sync.client import hub_answer
from sync.client.exchange import direct_access, exchange_all, read_news, send
from sync.client.hub_answer import Forked
from sync.client.membership import Membership
from sync.client.pace import Pace
from sync.client.up_ahead import send_on
from sync.hub.log import stream
from sync.hub.offices import offices
from sync.hub.store import HubStore
from sync.messages import (
    AsideReason,
    ChainLink,
    EnrolAsked,
    MessageUnreadable,
    News,
    NewsAsked,
    SetAside,
    Up,
    UpAnswer,
    pack,
    unpack,
)
from tests.conftest import TurnedClock
from tests.fakes.set_back import set_back
from tests.models.store.test_log import received
from tests.sync.hub.conftest import open_store as open_hub
from tests.sync.near import FACTS, GOOD, NOW, Fate, NearHub, admitted

CLERK = ClerkId("mau")
KEY = bytes(range(1, 33))
_offices = itertools.count(1)
_seeds = itertools.count(1)

fates = st.one_of(
    st.just(GOOD),
    st.builds(
        Fate,
        arrives=st.booleans(),
        twice=st.booleans(),
        answered=st.booleans(),
        slow=st.booleans(),
        old=st.booleans(),
        too_large=st.sampled_from([0, 1, 3]),
    ),
)
WHAT = ["record", "record", "send", "send", "read", "read", "copy", "restore"]
turns = st.lists(
    st.tuples(
        st.integers(0, 1), st.sampled_from(["record", "send", "read", "copy", "restore"]), fates, st.integers(1, 4)
    ),
    max_size=16,
)


class Desk:
    """A desk with a file of its own and its way to the hub; ``recorded`` is what must never get lost."""

    def __init__(self, path: Path, member: Membership, hub: HubStore, clock: TurnedClock) -> None:
        self.path = path
        self.clock = clock
        self.hub_store = hub
        self.recorded: list[str] = []
        self.copied: Membership | None = None
        self.pace = Pace(8)
        self.open(member)

    def open(self, member: Membership) -> None:
        self.store: Store = open_store(self.path, KEY, device=member.device, clock=self.clock, create=True)
        self.hub = NearHub(self.hub_store, member, self.clock)
        self.ask = direct_access(self.store)

    def record(self, count: int) -> None:
        changed = self.store.log.record(new_dossier_id(), CLERK, *[DossierWithdrawn(reason="rút")] * count)
        self.recorded += [event.id for event in changed.recorded]

    def turn(self, what: str, fate: Fate, count: int) -> None:
        if what == "record":
            self.record(count)
            return
        if what == "copy":
            self.copy()
            return
        if what == "restore":
            self.restore()
            return
        self.hub.fate = fate
        try:
            if what == "send":
                send(self.hub, self.ask, self.pace)
                send_on(self.hub, self.ask, self.pace, lambda _: None)
            else:
                read_news(self.hub, self.ask)
        except NetworkTrouble:
            pass  # what is not so is not acknowledged: the end shows it
        except Forked as fork:
            self.hub.fate = GOOD
            self.renumber(fork)
        finally:
            self.hub.fate = GOOD

    def copy(self) -> None:
        """A backup of the file as it lies, and of who it belongs to."""
        member = self.hub.membership
        self.store.close()
        shutil.copy(self.path, self.path.with_suffix(".copy"))
        self.copied = member
        self.open(member)

    def restore(self) -> None:
        """The file is the copy again; what was nowhere else is gone with the disk."""
        if self.copied is None:
            return
        self.store.close()
        set_back(self.path, self.path.with_suffix(".copy"))
        self.open(self.copied)
        there = {event.id for event in at_hub(self.hub_store, self.copied.office)}
        there |= {event.id for event in self.store.log.events()}
        self.recorded = [id_ for id_ in self.recorded if id_ in there]

    def renumber(self, fork: Forked) -> None:
        """As ``desk.province.province.rehome`` does it."""
        member = self.hub.membership
        seed = next(_seeds).to_bytes(32)
        key = Ed25519PrivateKey.from_private_bytes(seed)
        public = key.public_key().public_bytes_raw().hex()
        answer = self.hub.renew(EnrolAsked(public_key=public, unit=member.office))
        self.store.close()
        rehome(
            self.path,
            KEY,
            old=member.device,
            new=answer.device,
            from_seq=fork.seq,
            day=NOW.date(),
            put={},
            drop=(hub_answer.CURSOR,),
            clock=fork.clock,
        )
        values = {name: getattr(member, name) for name in member.__struct_fields__}
        self.open(Membership(**values | {"device": answer.device, "key": seed}))

    def finish(self) -> None:
        try:
            exchange_all(self.hub, self.ask)
        except Forked as fork:
            self.renumber(fork)
            exchange_all(self.hub, self.ask)


@pytest.fixture(scope="module")
def hub_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubStore]:
    store = open_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}")
    yield store
    store.close()


@pytest.fixture
def office(hub_store: HubStore) -> str:
    return offices.create_office(hub_store, f"H99.{next(_offices):03d}", "UBND xã Mẫu Sơn")


Desks = Callable[..., Desk]


@pytest.fixture
def desks(hub_store: HubStore, office: str, tmp_path: Path, clock: TurnedClock) -> Iterator[Desks]:
    made: list[Desk] = []

    def make() -> Desk:
        made.append(Desk(tmp_path / f"{len(made)}.db", admitted(hub_store, office), hub_store, clock))
        return made[-1]

    yield make
    for desk in made:
        desk.store.close()


def at_hub(store: HubStore, office: str) -> list[Recorded]:
    return [event for _, event in stream.read(store, office, 0, 10_000)]


def same_everywhere(hub: HubStore, office: str, *desks: Desk) -> None:
    """0 lost, 0 doubled: what was recorded is at the hub, and every desk has all of it."""
    told = at_hub(hub, office)
    ids = sorted(event.id for event in told)
    assert ids == sorted(id_ for desk in desks for id_ in desk.recorded)
    for desk in desks:
        assert sorted(event.id for event in desk.store.log.events()) == ids
        assert desk.store.log.unsent_count() == 0
        assert desk.store.log.verify() == []


@settings(max_examples=12)
@given(happens=turns)
def test_any_order_of_losses_repeats_and_late_answers_ends_the_same(
    hub_store: HubStore, tmp_path_factory: pytest.TempPathFactory, happens: list[tuple[int, str, Fate, int]]
) -> None:
    office = offices.create_office(hub_store, f"H98.{next(_offices):04d}", "UBND xã Mẫu Sơn")
    folder = tmp_path_factory.mktemp("desks")
    clock = TurnedClock(NOW)
    with ExitStack() as stack:
        both = [Desk(folder / f"{n}.db", admitted(hub_store, office), hub_store, clock) for n in range(2)]
        for desk in both:
            stack.callback(desk.store.close)
        for who, what, fate, count in happens:
            both[who].turn(what, fate, count)
        for desk in (*both, both[0]):
            desk.finish()
        same_everywhere(hub_store, office, *both)
    shutil.rmtree(folder)


def test_a_batch_too_large_for_a_proxy_is_halved_until_it_fits(hub_store: HubStore, office: str, desks: Desks) -> None:
    desk = desks()
    desk.record(40)
    desk.pace = Pace(500)
    desk.hub.fate = Fate(too_large=3)
    while desk.store.log.unsent_count():
        send(desk.hub, desk.ask, desk.pace)
    same_everywhere(hub_store, office, desk)


def test_a_single_event_that_is_too_large_is_named(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desks()
    desk.record(2)
    desk.finish()
    desk.record(1)

    def refused(_: Up) -> UpAnswer:
        raise ProvinceRefused("near", "too_large")

    monkeypatch.setattr(desk.hub, "up", refused)
    with pytest.raises(BatchTooLarge) as found:
        send(desk.hub, desk.ask, desk.pace)
    assert found.value.seq == 3


@pytest.fixture
def unbounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a version recorded that knew no largest event."""
    monkeypatch.setattr("models.store.log.MOST_EVENT_BYTES", 1 << 30)


@pytest.mark.usefixtures("unbounded")
@pytest.mark.parametrize("batch", [1, 7, 500])
def test_an_event_too_large_for_the_hub_is_told_and_all_after_it_go_on(
    hub_store: HubStore, office: str, desks: Desks, batch: int
) -> None:
    desk, other = desks(), desks()
    desk.record(3)
    large = desk.store.log.record(new_dossier_id(), CLERK, DossierWithdrawn(reason="x" * MOST_EVENT_BYTES)).recorded
    desk.record(3)
    desk.pace = Pace(batch)
    while desk.store.log.unsent_count():
        sent = send(desk.hub, desk.ask, desk.pace)
    assert [(one.seq, one.id, one.why) for one in sent.answer.set_aside] == [(4, large[0].id, AsideReason.TOO_LARGE)]
    assert int(sent.answer.set_aside[0].facts["bytes"]) == len(large[0].body)
    exchange_all(other.hub, other.ask)
    assert sorted(event.id for event in other.store.log.events()) == sorted(desk.recorded)
    assert [event.id for event in at_hub(hub_store, office)] == desk.recorded
    # Asked to look again, the hub says the same, and is brought nothing that it cannot take.
    assert send(desk.hub, desk.ask, desk.pace, again=(4,)).answer.set_aside == sent.answer.set_aside
    assert desk.store.log.verify() == []


def test_what_a_proxy_lets_not_pass_stays_behind_until_it_does(hub_store: HubStore, office: str, desks: Desks) -> None:
    desk, other = desks(), desks()
    desk.record(2)
    changed = desk.store.log.record(new_dossier_id(), CLERK, DossierWithdrawn(reason="x" * (1 << 20)))
    desk.recorded += [event.id for event in changed.recorded]
    desk.record(2)
    desk.hub.fate = Fate(body=1 << 19)
    while desk.store.log.unsent_count():
        sent = send(desk.hub, desk.ask, desk.pace)
    assert [(one.seq, one.why) for one in sent.answer.set_aside] == [(3, AsideReason.TOO_LARGE)]
    assert send(desk.hub, desk.ask, desk.pace, again=(3,)).answer.set_aside == sent.answer.set_aside
    desk.hub.fate = GOOD
    assert send(desk.hub, desk.ask, desk.pace, again=(3,)).answer.set_aside == ()
    exchange_all(other.hub, other.ask)
    same_everywhere(hub_store, office, desk, other)


@pytest.mark.usefixtures("unbounded")
def test_a_fork_with_an_event_too_large_waits_under_the_new_number(
    hub_store: HubStore, office: str, desks: Desks
) -> None:
    desk = desks()
    desk.record(2)
    desk.copy()
    desk.record(2)
    while desk.store.log.unsent_count():
        send(desk.hub, desk.ask, desk.pace)
    desk.restore()
    large = desk.store.log.record(new_dossier_id(), CLERK, DossierWithdrawn(reason="x" * MOST_EVENT_BYTES)).recorded
    desk.record(1)
    desk.finish()
    answer = send(desk.hub, desk.ask, desk.pace).answer
    assert [(one.id, one.why) for one in answer.set_aside] == [(large[0].id, AsideReason.TOO_LARGE)]
    assert desk.store.log.unsent_count() == 0
    assert sorted(event.id for event in at_hub(hub_store, office)) == sorted(desk.recorded)


def test_a_slow_line_makes_batches_smaller_and_a_good_one_larger_again(desks: Desks) -> None:
    desk = desks()
    desk.record(30)
    desk.hub.fate = Fate(answered=False, slow=True)
    for _ in range(4):
        with pytest.raises(ProvinceTooSlow):
            send(desk.hub, desk.ask, desk.pace)
    assert desk.pace.events == 1
    desk.hub.fate = GOOD
    sizes = []
    while desk.store.log.unsent_count():
        sizes.append(send(desk.hub, desk.ask, desk.pace).events)
    assert sizes[:4] == [1, 2, 4, 8]


def test_of_many_batches_one_is_under_way_and_the_next_begins_where_it_ends(
    hub_store: HubStore, office: str, desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, other = desks(), desks()
    desk.record(40)
    under_way, firsts, left = threading.Lock(), list[int](), list[int]()
    up = desk.hub.up

    def watched(asked: Up) -> UpAnswer:
        assert under_way.acquire(blocking=False)
        try:
            firsts.append(asked.chain.first)
            return up(asked)
        finally:
            under_way.release()

    monkeypatch.setattr(desk.hub, "up", watched)
    send_on(desk.hub, desk.ask, desk.pace, lambda sent: left.append(sent.unsent))
    assert (firsts, left) == ([1, 9, 17, 25, 33], [32, 24, 16, 8, 0])
    send_on(desk.hub, desk.ask, desk.pace, lambda sent: left.append(sent.unsent))
    assert len(firsts) == len(left) == 5
    exchange_all(other.hub, other.ask)
    same_everywhere(hub_store, office, desk, other)


def test_an_answer_without_the_right_digest_acknowledges_nothing(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desks()
    desk.record(2)
    monkeypatch.setattr(desk.hub, "up", lambda up: UpAnswer(2, up.chain.prev, 2, 0))
    with pytest.raises(NotTheProvince):
        send(desk.hub, desk.ask, desk.pace)
    assert desk.store.log.acknowledged() == 0


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("head", -1),
        ("head", 1 << 63),
        ("position", 1 << 63),
        ("at", -1),
        ("at", 1 << 62),
        ("forked_at", -1),
        ("edition", -1),
        ("upto", 1 << 63),
        ("report_every", -1),
    ],
)
def test_numbers_that_no_table_holds_are_no_answer(name: str, wrong: int) -> None:
    told = msgspec.structs.asdict(UpAnswer(0, NO_DIGEST, 0, 0)) | {name: wrong}
    with pytest.raises(MessageUnreadable):
        unpack(pack(UpAnswer(**told)), UpAnswer)


def test_a_hub_that_leads_on_for_ever_is_left(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, asked = desks(), itertools.count(1)

    def news(question: NewsAsked) -> News:
        assert next(asked) < 100, "for ever"
        return News(replace(question.cursor, position=question.cursor.position + 1), (), 5, question.head)

    monkeypatch.setattr(desk.hub, "news", news)
    with pytest.raises(NotTheProvince):
        exchange_all(desk.hub, desk.ask)


@pytest.mark.parametrize("highest", ["", "abc", "-1", "9" * 5_000, str(1 << 62)])
def test_a_clock_that_is_none_renumbers_nothing(desks: Desks, monkeypatch: pytest.MonkeyPatch, highest: str) -> None:
    """From the office's highest clock what was set aside is counted anew: with another nothing could be recorded."""
    desk = desks()
    desk.record(2)
    real = desk.hub.up
    aside = SetAside(
        device=desk.store.log.device,
        seq=1,
        id=EventId(desk.recorded[0]),
        subject=new_dossier_id(),
        why=AsideReason.CLOCK,
        facts={"highest": highest},
    )
    monkeypatch.setattr(desk.hub, "up", lambda up: replace(real(up), set_aside=(aside,)))
    with pytest.raises(NotTheProvince):
        send(desk.hub, desk.ask, desk.pace)
    assert desk.store.log.acknowledged() == 0
    monkeypatch.setattr(desk.hub, "up", real)
    assert send(desk.hub, desk.ask, desk.pace).unsent == 0


def test_a_hub_restored_from_yesterday_gets_back_what_it_lost(tmp_path: Path, clock: TurnedClock) -> None:
    path = tmp_path / "hub.db"
    hub = open_hub(f"sqlite:///{path}")
    office = offices.create_office(hub, "H97.01", "UBND xã Mẫu Sơn")
    both = [Desk(tmp_path / f"{n}.db", admitted(hub, office), hub, clock) for n in range(2)]
    for desk in both:
        desk.record(3)
    for desk in (*both, both[0]):
        desk.finish()
    hub.close()
    shutil.copy(path, tmp_path / "yesterday.db")
    hub = open_hub(f"sqlite:///{path}")
    for desk in both:
        desk.hub.store = desk.hub_store = hub
        desk.record(5)
    for desk in (*both, both[0]):
        desk.finish()
    hub.close()
    shutil.copy(tmp_path / "yesterday.db", path)
    hub = open_hub(f"sqlite:///{path}")
    for desk in both:
        desk.hub.store = desk.hub_store = hub
    both[0].record(1)
    for desk in (*both, both[0], both[1]):
        desk.finish()
    same_everywhere(hub, office, *both)
    for desk in both:
        desk.store.close()
    hub.close()


@pytest.mark.parametrize("reads_first", [False, True])
@pytest.mark.parametrize("new", [0, 1, 6])
def test_a_desk_restored_from_yesterday_loses_nothing(
    hub_store: HubStore, office: str, desks: Desks, new: int, *, reads_first: bool
) -> None:
    desk, other = desks(), desks()
    desk.record(3)
    desk.finish()
    desk.store.close()
    shutil.copy(desk.path, desk.path.with_suffix(".yesterday"))
    desk.open(desk.hub.membership)
    desk.record(4)
    desk.finish()
    desk.store.close()
    set_back(desk.path, desk.path.with_suffix(".yesterday"))
    desk.open(desk.hub.membership)
    if new:
        desk.record(new)
    if reads_first:
        desk.turn("read", GOOD, 0)
        if new:
            desk.record(1)
    for one in (desk, other, desk):
        one.finish()
    same_everywhere(hub_store, office, desk, other)
    assert (desk.hub.membership.device == 1) == (new == 0)


def test_scans_are_brought_before_the_events_that_name_them(desks: Desks) -> None:
    desk = desks()
    named = FileAttached(digest=FileDigest("ab" * 32), size=3, media="application/pdf", name="tờ khai")
    desk.store.log.record(new_dossier_id(), CLERK, named)
    desk.record(2)
    asked: list[Recorded] = []
    done = exchange_all(desk.hub, desk.ask, before_events=asked.extend)
    assert [event.event for event in asked] == [named]
    assert done.sent == 3


def test_scans_that_do_not_get_through_keep_their_events_here(desks: Desks) -> None:
    desk = desks()
    named = FileAttached(digest=FileDigest("ab" * 32), size=3, media="application/pdf", name="tờ khai")
    desk.store.log.record(new_dossier_id(), CLERK, named)

    def broken(_: object) -> None:
        raise ProvinceTooSlow("near")

    with pytest.raises(ProvinceTooSlow):
        send(desk.hub, desk.ask, desk.pace, before_events=broken)
    assert desk.store.log.unsent_count() == 1


def test_what_the_hub_sets_aside_holds_nothing_up(desks: Desks) -> None:
    desk, other = desks(), desks()
    desk.store.log.record(new_dossier_id(), CLERK, received("H00.00.00-261123-0001"))
    desk.record(2)
    done = exchange_all(desk.hub, desk.ask)
    other.finish()
    (aside,) = done.answer.set_aside
    assert (aside.seq, aside.why) == (1, AsideReason.FOREIGN_CODE)
    assert desk.store.log.unsent_count() == 0
    assert [event.id for event in other.store.log.events()] == desk.recorded
    again = send(desk.hub, desk.ask, desk.pace, again=[1])
    assert again.answer.set_aside == (aside,)


def test_a_restored_desk_keeps_its_number_although_some_of_its_work_is_set_aside(
    hub_store: HubStore, office: str, desks: Desks
) -> None:
    desk, other = desks(), desks()
    desk.turn("copy", GOOD, 0)
    desk.record(130)
    desk.store.log.record(new_dossier_id(), CLERK, received("H00.00.00-261123-0001"))
    desk.record(130)
    other.record(600)
    desk.finish()
    other.finish()
    desk.finish()
    had = list(desk.store.log.events())
    desk.turn("restore", GOOD, 0)
    desk.finish()
    assert (desk.hub.membership.device, list(desk.store.log.events())) == (1, had)
    assert desk.store.log.verify() == []
    desk.record(1)
    desk.finish()
    assert at_hub(hub_store, office)[-1].id == desk.recorded[-1]


def test_sending_costs_no_more_than_the_events_themselves(desks: Desks) -> None:
    """The links are the very rows of the log: what goes up is byte for byte what was recorded."""
    desk = desks()
    desk.record(2)
    run = desk.store.log.chain(10, 1 << 20)
    links = tuple(itertools.starmap(ChainLink, run.events))
    assert [link.body for link in links] == [event.body for event in desk.store.log.events()]
    assert pack(links[0])
    assert FACTS.protocol == 1
