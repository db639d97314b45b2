"""What counts as sent is at the hub, whatever became of the file, in batches of any size.

A file is copied, worked on, put back, worked on again, once, twice, or at two machines at once; the hub's database too.
"""

import ast
import shutil
from collections.abc import Iterator
from math import ceil, log2
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.events import DossierWithdrawn, FeeTaken, PaidBy
from models.history import digest
from models.ids import NO_DIGEST, Digest, new_dossier_id
from models.trouble import NetworkTrouble, NotTheProvince, ProvinceRefused
from sync.client import exchange
from sync.client.exchange import exchange_all, send
from sync.client.hub_answer import Forked, Parted, news_request, take_answer
from sync.client.pace import Pace
from sync.hub.offices import offices
from sync.messages import Refusal, Up, UpAnswer
from tests.conftest import TurnedClock
from tests.sync.client.test_exchange import CLERK, Desk, at_hub
from tests.sync.hub.conftest import open_store as open_hub
from tests.sync.near import GOOD, NOW, Fate, admitted

BATCHES = [1, 7, 500]
LONG = "x" * 4096
"""So long a reason makes a body of which 255 fill a batch."""


def most_requests(*, events: int, batch: int, forks: int = 1) -> int:
    """Requests of one whole exchange with nothing lost on the way, when this many events lie on either side.

    Each event goes up once before a fork is seen and once under its new number, comes down once or is told over, and
    goes up once more when it had come down as this machine's own; a fork costs ``1 + log2`` of its number.
    """
    pages = ceil(events / min(batch, 250)) + ceil(events / 250)
    return (forks + 1) * (3 * pages + 8 + ceil(log2(events + 2)))


class Site:
    """A hub whose database is copied and put back, one desk whose file is, and a clone of that desk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = folder / "hub.db"
        self.clock = TurnedClock(NOW)
        self.hub = open_hub(f"sqlite:///{self._database}")
        self.office = offices.create_office(self.hub, "H97.03", "UBND xã Mẫu Sơn")
        self.desks = [self._desk("0"), self._desk("1")]
        self.recorded: set[str] = set()

    def _desk(self, name: str) -> Desk:
        return Desk(self._folder / f"{name}.db", admitted(self.hub, self.office), self.hub, self.clock)

    def record(self, which: int, count: int, *, reason: str = "rút") -> list[str]:
        desk = self.desks[which]
        before = len(desk.recorded)
        events = [DossierWithdrawn(reason=reason)] * count
        changed = desk.store.log.record(new_dossier_id(), CLERK, *events)
        desk.recorded += [event.id for event in changed.recorded]
        return desk.recorded[before:]

    def fee(self, which: int) -> str:
        desk = self.desks[which]
        paid = FeeTaken(amount=8_000, paid_by=PaidBy.CASH)
        (recorded,) = desk.store.log.record(new_dossier_id(), CLERK, paid).recorded
        desk.recorded.append(recorded.id)
        return recorded.id

    def clone(self, which: int) -> None:
        """The folder of a machine is copied to another PC: two machines bear one number and one key."""
        desk = self.desks[which]
        desk.store.close()
        path = self._folder / f"{len(self.desks)}.db"
        shutil.copy(desk.path, path)
        desk.open(desk.hub.membership)
        self.desks.append(Desk(path, desk.hub.membership, self.hub, self.clock))

    def keep_hub(self) -> None:
        self.hub.close()
        shutil.copy(self._database, self._database.with_suffix(".kept"))
        self._open_hub()

    def restore_hub(self) -> None:
        if self._database.with_suffix(".kept").exists():
            self.hub.close()
            shutil.copy(self._database.with_suffix(".kept"), self._database)
            self._open_hub()

    def _open_hub(self) -> None:
        self.hub = open_hub(f"sqlite:///{self._database}")
        for desk in self.desks:
            desk.hub.store = desk.hub_store = self.hub

    def finish(self, batch: int) -> None:
        """Each desk exchanges everything; a hub that was restored needs a second round, others' forks a third."""
        for desk in self.desks * 3:
            events = sum(len(list(one.store.log.events())) for one in self.desks) + len(at_hub(self.hub, self.office))
            asked, forks = 0, 0
            while True:
                desk.hub.most = desk.hub.asked + most_requests(events=events, batch=batch)
                asked -= desk.hub.asked
                try:
                    exchange_all(desk.hub, desk.ask, pace=Pace(batch))
                except Forked as fork:
                    forks += 1
                    assert forks <= 1, "a new number is nobody's"
                    self.acknowledged_is_there()
                    desk.renumber(fork)
                    continue
                break

    def acknowledged_is_there(self) -> None:
        """What any desk counts as sent is in the hub."""
        there = {event.id for event in at_hub(self.hub, self.office)}
        for desk in self.desks:
            reached = desk.store.log.acknowledged()
            assert {desk.store.log.own(seq).id for seq in range(1, reached + 1)} <= there

    def everything_once(self) -> None:
        """What was recorded and still was in any file stands at the hub once, and every desk has it."""
        ids = [event.id for event in at_hub(self.hub, self.office)]
        assert len(ids) == len(set(ids))
        for desk in self.desks:
            assert set(desk.recorded) <= set(ids)
            assert sorted(event.id for event in desk.store.log.events()) == sorted(ids)
            assert (desk.store.log.unsent_count(), desk.store.log.verify()) == (0, [])
        self.acknowledged_is_there()

    def close(self) -> None:
        self.hub.close()
        for desk in self.desks:
            desk.store.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("reason", ["rút", LONG], ids=["short", "long"])
def test_a_fee_recorded_before_the_first_contact_of_a_restored_file_arrives(
    site: Site, batch: int, reason: str
) -> None:
    """The copy has 700 unsent events; the original sent them and 200 more before the copy was put back."""
    desk = site.desks[0]
    site.record(0, 700, reason=reason)
    desk.turn("copy", GOOD, 0)
    site.record(0, 200, reason=reason)
    exchange_all(desk.hub, desk.ask)
    desk.turn("restore", GOOD, 0)
    fee = site.fee(0)
    site.finish(batch)
    assert fee in {event.id for event in at_hub(site.hub, site.office)}
    site.everything_once()
    assert (desk.hub.membership.device, desk.store.log.head().seq) == (3, 1)


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("new", [0, 3, 45, 90], ids=["nothing new", "fewer than lost", "as many", "more than lost"])
def test_a_restored_file_whose_end_lies_before_at_or_beyond_the_hubs(site: Site, batch: int, new: int) -> None:
    desk = site.desks[0]
    site.record(0, 30)
    desk.turn("copy", GOOD, 0)
    site.record(0, 45)
    site.finish(500)
    desk.turn("restore", GOOD, 0)
    site.record(0, new)
    site.finish(batch)
    site.everything_once()
    assert desk.hub.membership.device == (3 if new else 1)


@pytest.mark.parametrize("batch", BATCHES)
def test_a_file_restored_twice_gets_a_number_each_time(site: Site, batch: int) -> None:
    desk = site.desks[0]
    site.record(0, 60)
    desk.turn("copy", GOOD, 0)
    for _ in range(2):
        site.record(0, 50)
        site.finish(batch)
        desk.turn("restore", GOOD, 0)
    site.record(0, 1)
    site.finish(batch)
    site.everything_once()
    assert desk.hub.membership.device == 4


@pytest.mark.parametrize("batch", BATCHES)
def test_a_clone_and_its_original_both_work_on(site: Site, batch: int) -> None:
    site.record(0, 100)
    send(site.desks[0].hub, site.desks[0].ask, Pace(batch))
    site.clone(0)
    for count in (1, 50, 3):
        site.record(0, count)
        site.record(2, count)
        site.finish(batch)
    site.everything_once()
    assert sorted(desk.hub.membership.device for desk in site.desks) == [1, 2, 3]


@pytest.mark.parametrize("batch", BATCHES)
def test_the_file_and_the_hub_are_both_restored(site: Site, batch: int) -> None:
    desk, other = site.desks
    site.record(0, 40)
    site.record(1, 40)
    site.finish(500)
    site.keep_hub()
    desk.turn("copy", GOOD, 0)
    site.record(0, 50)
    site.record(1, 10)
    site.finish(500)
    desk.turn("restore", GOOD, 0)
    desk.recorded = desk.recorded[:40]
    site.record(0, 5)
    site.restore_hub()
    site.finish(batch)
    ids = [event.id for event in at_hub(site.hub, site.office)]
    assert len(ids) == len(set(ids))
    assert {*desk.recorded, *other.recorded} <= set(ids)
    site.acknowledged_is_there()


def test_a_fork_is_found_by_halving_whatever_lies_before_it(site: Site) -> None:
    """2,000 acknowledged events below a fork: 12 questions without events, not 2,000 events again."""
    desk = site.desks[0]
    site.record(0, 2_000)
    exchange_all(desk.hub, desk.ask)
    site.clone(0)
    clone = site.desks[2]
    site.record(0, 1)
    site.record(2, 1)
    send(desk.hub, desk.ask, Pace(1))
    clone.store.log.acknowledge(2_001)  # as a file of before this was mended may say
    clone.hub.asked = 0
    with pytest.raises(Forked) as fork:
        exchange_all(clone.hub, clone.ask, pace=Pace(1))
    assert fork.value.seq == 2_001
    assert clone.hub.asked <= 1 + ceil(log2(2_001))


def test_a_hub_that_is_restored_while_a_fork_is_sought_is_asked_anew(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = site.desks[0]
    site.record(0, 10)
    exchange_all(desk.hub, desk.ask)
    site.keep_hub()
    desk.turn("copy", GOOD, 0)
    site.record(0, 30)
    exchange_all(desk.hub, desk.ask)
    desk.turn("restore", GOOD, 0)
    site.record(0, 30)
    up, asked = desk.hub.up, []

    def restored_in_between(what: object) -> UpAnswer:
        asked.append(what)
        if len(asked) == 2:
            site.restore_hub()
        return up(what)  # type: ignore[arg-type]  # handed through as it came

    monkeypatch.setattr(desk.hub, "up", restored_in_between)
    assert send(desk.hub, desk.ask, Pace(7)).taken_back
    site.finish(7)
    assert set(desk.recorded[-30:]) <= {event.id for event in at_hub(site.hub, site.office)}
    site.acknowledged_is_there()


# ---- loops end -----------------------------------------------------------------------------------------------


def test_a_hub_that_takes_back_what_it_said_again_and_again_is_given_up(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = site.desks[0]
    site.record(0, 5)
    news = desk.hub.news
    monkeypatch.setattr(desk.hub, "news", lambda asked: replace(news(asked), head=asked.acknowledged - 1))
    desk.hub.most = 3 * exchange.MOST_LOST + 3
    with pytest.raises(NotTheProvince):
        exchange_all(desk.hub, desk.ask)


def test_a_hub_that_tells_the_same_page_again_and_again_is_given_up(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, other = site.desks
    site.record(1, 5)
    exchange_all(other.hub, other.ask)
    page = desk.hub.news(news_request(desk.store))
    monkeypatch.setattr(desk.hub, "news", lambda _: replace(page, remaining=9))
    with pytest.raises(NotTheProvince):
        exchange_all(desk.hub, desk.ask)


def test_a_hub_that_finds_a_gap_whatever_is_sent_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = site.desks[0]
    site.record(0, 50)
    exchange_all(desk.hub, desk.ask)
    asked = []

    def gap(up: Up) -> UpAnswer:
        asked.append(up)
        raise ProvinceRefused("near", Refusal.GAP.value, None, up.chain.first - 2)

    monkeypatch.setattr(desk.hub, "up", gap)
    with pytest.raises(NotTheProvince):
        send(desk.hub, desk.ask, Pace())
    assert len(asked) == exchange.MOST_TRIES


# ---- each step of "why an event that counts as sent is at the hub" (DECISIONS.md) ----------------------------


def answer_of(desk: Desk, **facts: object) -> UpAnswer:
    """One that tells the truth of this desk's own chain, but for these facts."""
    head = desk.store.log.head()
    given: dict[str, object] = {"head": head.seq, "digest": head.digest, "position": head.seq, "at": 0}
    return UpAnswer(**given | facts)  # type: ignore[arg-type]  # as the test says


def test_only_a_digest_of_this_machines_own_event_acknowledges(site: Site) -> None:
    desk = site.desks[0]
    site.record(0, 5)
    log = desk.store.log
    third = log.digest_of(3)
    for answer, reached in (
        (answer_of(desk, head=9, digest=Digest(b"d" * 32)), 0),
        (answer_of(desk, head=9, digest=Digest(b"d" * 32), upto=3, proof=third), 3),
        (answer_of(desk, head=9, digest=Digest(b"d" * 32), upto=9, proof=b"d" * 32), 3),
        (answer_of(desk), 5),
    ):
        take_answer(desk.store, url="", answer=answer, acknowledged=0)
        assert log.acknowledged() == reached


@pytest.mark.parametrize("forked_at", [0, 2])
def test_another_digest_acknowledges_nothing(site: Site, forked_at: int) -> None:
    desk = site.desks[0]
    site.record(0, 5)
    wrong = answer_of(desk, upto=5, proof=b"d" * 32, forked_at=forked_at)
    with pytest.raises(Parted):
        take_answer(desk.store, url="", answer=wrong, acknowledged=0)
    assert desk.store.log.acknowledged() == 0


def test_an_answer_that_proves_more_than_the_hub_has_is_none(site: Site) -> None:
    desk = site.desks[0]
    site.record(0, 5)
    with pytest.raises(NotTheProvince):
        take_answer(desk.store, url="", answer=answer_of(desk, head=2, upto=5, proof=b"d" * 32), acknowledged=0)


def test_nothing_but_an_answer_with_a_proof_acknowledges() -> None:
    """``acknowledge`` is called by ``arrived``, and that by ``take_answer``: nobody else in the program."""
    root = Path(exchange.__file__).parents[2]
    sources = (
        (path, path.read_bytes())
        for part in ("models", "sync", "desk", "printing", "ui")
        for path in (root / part).rglob("*.py")
    )
    functions = [
        (f"{path.relative_to(root).as_posix()}:{found.name}", found)
        for path, source in sources
        if b"acknowledge(" in source or b"arrived(" in source
        for found in ast.walk(ast.parse(source))
        if isinstance(found, ast.FunctionDef)
    ]
    called = {
        (".".join(ast.unparse(node.func).split(".")[-2:]).lstrip("_"), name)
        for name, function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"acknowledge", "arrived"}
    }
    assert {(what, by) for what, by in called if what in {"log.acknowledge", "of_peer(peer).arrived"}} == {
        ("log.acknowledge", "models/store/province.py:arrived"),
        ("of_peer(peer).arrived", "sync/client/hub_answer.py:take_answer"),
    }
    assert not {by for what, by in called if what.endswith("province.arrived")}
    assert not {by for what, by in called if what.endswith(".acknowledge") and what != "log.acknowledge"}


def test_where_two_chains_have_the_same_digest_all_before_is_the_same(site: Site) -> None:
    site.record(0, 4)
    own = list(site.desks[0].store.log.events())
    prev = NO_DIGEST
    for event in own:
        assert event.prev == prev
        prev = digest(event)
    altered = [replace(event, body=event.body + b" ") for event in own[:1]]
    assert digest(altered[0]) != own[1].prev


def test_events_of_a_fork_wait_under_the_new_number(site: Site) -> None:
    desk = site.desks[0]
    site.record(0, 9)
    desk.turn("copy", GOOD, 0)
    site.record(0, 3)
    exchange_all(desk.hub, desk.ask)
    desk.turn("restore", GOOD, 0)
    waiting = site.record(0, 5)
    with pytest.raises(Forked) as fork:
        exchange_all(desk.hub, desk.ask)
    desk.renumber(fork.value)
    assert (desk.store.log.device, desk.store.log.acknowledged()) == (3, 0)
    assert [event.id for event in desk.store.log.unsent(99)] == waiting


def test_what_the_hub_lost_does_not_count_as_sent_once_it_is_heard(site: Site) -> None:
    desk = site.desks[0]
    site.record(0, 3)
    exchange_all(desk.hub, desk.ask)
    site.keep_hub()
    site.record(0, 4)
    exchange_all(desk.hub, desk.ask)
    site.restore_hub()
    exchange.read_news(desk.hub, desk.ask)
    assert desk.store.log.acknowledged() == 3
    site.finish(40)
    site.everything_once()


# ---- any order -----------------------------------------------------------------------------------------------

happens = st.lists(
    st.tuples(
        st.sampled_from(
            ["record", "record", "send", "send", "lose", "read", "copy", "restore", "keep", "lost hub", "clone"]
        ),
        st.integers(0, 3),
        st.sampled_from(BATCHES),
        st.sampled_from([1, 2, 3, 9, 41, 90]),
    ),
    max_size=24,
)


class Chances:
    """What is drawn, played at a site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._numbers = 2
        self.hub_lost = False

    def play(self, what: str, which: int, batch: int, count: int) -> None:
        site = self._site
        which %= len(site.desks)
        desk = site.desks[which]
        match what:
            case "record":
                site.record(which, count)
            case "copy" | "restore":
                desk.turn(what, GOOD, 0)
            case "clone" if len(site.desks) < 4:
                site.clone(which)
            case "keep":
                site.keep_hub()
                self._numbers = self._given()
            case "lost hub" if self._numbers == self._given():  # it would else not know a machine any more
                site.restore_hub()
                self.hub_lost = True
            case "send" | "lose" | "read":
                self._exchange(desk, what, batch)

    def _exchange(self, desk: Desk, what: str, batch: int) -> None:
        desk.hub.fate = Fate(answered=what != "lose")
        try:
            if what == "read":
                exchange.read_news(desk.hub, desk.ask)
            else:
                send(desk.hub, desk.ask, Pace(batch))
                self.is_there(desk)
        except NetworkTrouble:
            assert what == "lose"
        except Forked as fork:
            desk.hub.fate = GOOD
            desk.renumber(fork)
        finally:
            desk.hub.fate = GOOD

    def is_there(self, desk: Desk) -> None:
        there = {event.id for event in at_hub(self._site.hub, self._site.office)}
        reached = desk.store.log.acknowledged()
        assert {desk.store.log.own(seq).id for seq in range(1, reached + 1)} <= there

    def _given(self) -> int:
        return max(desk.hub.membership.device for desk in self._site.desks)

    def ends(self, batch: int) -> None:
        """Everything is exchanged: each event that any file has is at the hub once."""
        site = self._site
        mine = {
            event.id
            for desk in site.desks
            for event in desk.store.log.events()
            if event.device == desk.store.log.device
        }
        at_last = {event.id for event in at_hub(site.hub, site.office)} | mine
        site.finish(batch)
        ids = [event.id for event in at_hub(site.hub, site.office)]
        assert len(ids) == len(set(ids))
        assert at_last <= set(ids)
        site.acknowledged_is_there()
        if not self.hub_lost:
            for desk in site.desks:
                assert sorted(event.id for event in desk.store.log.events()) == sorted(ids)
                assert (desk.store.log.unsent_count(), desk.store.log.verify()) == (0, [])


@settings(max_examples=12)
@given(happens, st.sampled_from(BATCHES))
def test_whatever_happens_what_counts_as_sent_is_at_the_hub_and_everything_arrives_once(
    happens: list[tuple[str, int, int, int]], batch: int
) -> None:
    with TemporaryDirectory() as folder:
        site = Site(Path(folder))
        try:
            chances = Chances(site)
            for what, which, size, count in happens:
                chances.play(what, which, size, count)
            chances.ends(batch)
        finally:
            site.close()
