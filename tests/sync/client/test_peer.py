"""Whatever is exchanged with one peer says nothing of another: who has an event is known of each by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.events import DossierWithdrawn
from models.files.scans import Files, digest_of
from models.ids import PROVINCE, ClerkId, DeviceId, PeerName, new_dossier_id
from models.store import Store, open_store
from models.trouble import NetworkTrouble
from sync.client import hub_answer
from sync.client.exchange import direct_access, exchange_all, read_news, send
from sync.client.files import fetch_file
from sync.client.membership import Membership
from sync.client.pace import Pace
from sync.client.rate import TransferRate
from sync.hub.offices import offices
from sync.messages import UpAnswer
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain as Foreign
from tests.fakes.memory_peer import MemoryPeer
from tests.sync.client.test_exchange import Desk, at_hub
from tests.sync.filing import send_bytes
from tests.sync.hub.conftest import open_store as open_store_of_hub
from tests.sync.near import NOW, admitted

CLERK = ClerkId("mau")
KEY = bytes(range(1, 33))
OFFICE_SERVER = PeerName("office server")
MEMBER = Membership(
    url="http://127.0.0.1:1",
    hub_name="Tỉnh Mẫu",
    office="H99.99.99",
    device=DeviceId(1),
    key=bytes(32),
    sign_key="00" * 32,
    seal_key="00" * 32,
    enrolled_at=NOW,
)


class Between:
    """A desk between two peers, each of which also hears from a desk of its own."""

    def __init__(self, store: Store, clock: TurnedClock) -> None:
        self.store = store
        self.clock = clock
        self.peers = [MemoryPeer(name, MEMBER, clock) for name in (PROVINCE, OFFICE_SERVER)]
        self.others = {PROVINCE: Foreign(8), OFFICE_SERVER: Foreign(9)}

    def turn(self, what: str, peer: MemoryPeer, count: int) -> None:
        match what:
            case "record":
                self.store.log.record(new_dossier_id(), CLERK, *[DossierWithdrawn(reason="rút")] * count)
            case "hear":
                told = DossierWithdrawn(reason="máy khác")
                peer.stream.append(self.others[peer.name].add(new_dossier_id(), self.clock.now, told))
            case "lose":
                peer.lose(len(peer.stream) // count)
            case "send":
                send(peer, direct_access(self.store), Pace(count))
            case "read":
                read_news(peer, direct_access(self.store))

    def known(self, name: PeerName) -> tuple[object, ...]:
        """What is remembered of a peer."""
        log, record = self.store.log, self.store.of_peer(name)
        cursor = hub_answer.cursor_of(self.store, name)
        return log.acknowledged(name), cursor, record.get("backfill"), record.last_arrival()


@contextmanager
def between() -> Iterator[Between]:
    clock = TurnedClock(NOW)
    with (
        TemporaryDirectory() as folder,
        open_store(Path(folder) / "a.db", KEY, device=DeviceId(1), clock=clock, create=True) as store,
    ):
        yield Between(store, clock)


turns = st.lists(
    st.tuples(
        st.sampled_from(["record", "record", "send", "send", "read", "read", "hear", "lose"]),
        st.integers(0, 1),
        st.booleans(),
        st.integers(1, 4),
    ),
    max_size=24,
)
BOTH_HAVE_IT = [("record", 0, True, 4), ("send", 0, True, 4), ("send", 1, True, 4)]


@settings(max_examples=60, deadline=None)
@given(turns=turns)
@example([*BOTH_HAVE_IT, ("lose", 0, True, 4), ("read", 0, True, 1)])
@example([*BOTH_HAVE_IT, ("lose", 1, True, 4), ("read", 1, True, 1)])
@example([*BOTH_HAVE_IT, ("lose", 0, True, 4), ("send", 0, True, 1)])
@example([*BOTH_HAVE_IT, ("lose", 1, True, 4), ("send", 1, True, 1)])
def test_what_one_peer_has_never_counts_as_had_by_another(turns: list[tuple[str, int, bool, int]]) -> None:
    with between() as desk:
        log = desk.store.log
        for what, which, answers, count in turns:
            peer, other = desk.peers[which], desk.peers[1 - which]
            before = desk.known(other.name)
            peer.answers = answers
            try:
                desk.turn(what, peer, count)
            except NetworkTrouble:
                pass  # an answer that did not come proves nothing
            finally:
                peer.answers = True
            assert desk.known(other.name) == before
            if what not in {"lose", "hear"}:
                there = {event.id for event in peer.chain(log.device)}
                reached = log.acknowledged(peer.name)
                assert reached > len(there) or {log.own(seq).id for seq in range(1, reached + 1)} <= there
            assert log.counts().unsent == log.unsent_count() == log.head().seq - log.acknowledged(PROVINCE)
        for peer in desk.peers * 2:  # the second round brings on what the other has told
            exchange_all(peer, direct_access(desk.store))
        for peer in desk.peers:
            assert (log.unsent_count(peer.name), len(peer.chain(log.device))) == (0, log.head().seq)
        assert log.verify() == []


@pytest.mark.parametrize("first", [0, 1])
def test_what_the_office_has_is_not_sent_to_the_province_until_the_province_says_so(first: int) -> None:
    with between() as desk:
        log = desk.store.log
        desk.turn("record", desk.peers[0], 3)
        one, other = desk.peers[first], desk.peers[1 - first]
        exchange_all(one, direct_access(desk.store))
        assert (log.acknowledged(one.name), log.acknowledged(other.name)) == (3, 0)
        assert log.unsent_count() == (0 if one.name == PROVINCE else 3)
        assert (desk.store.province.last_arrival() is not None) == (one.name == PROVINCE)
        assert len(log.chain(9, 1 << 20).events) == log.unsent_count()
        assert other.stream == []


@pytest.mark.parametrize("which", [0, 1])
def test_an_answer_that_has_less_takes_back_what_that_peer_had(which: int) -> None:
    with between() as desk:
        log = desk.store.log
        desk.turn("record", desk.peers[0], 3)
        for peer in desk.peers:
            exchange_all(peer, direct_access(desk.store))
        name, other = desk.peers[which].name, desk.peers[1 - which].name
        own = log.digest_of(1)
        answer = UpAnswer(1, own, 1, 0, upto=1, proof=own) if own else None
        assert answer is not None
        taken = hub_answer.take_answer(desk.store, url="", answer=answer, acknowledged=3, peer=name)
        assert (taken.taken_back, taken.unsent) == (True, 2)
        assert (log.acknowledged(name), log.acknowledged(other)) == (1, 3)


def test_beside_the_true_hub_another_peer_has_what_it_has(tmp_path: Path) -> None:
    hub_store = open_store_of_hub(f"sqlite:///{tmp_path / 'hub.db'}")
    clock = TurnedClock(NOW)
    office = offices.create_office(hub_store, "H97.03", "UBND xã Mẫu Sơn")
    desk = Desk(tmp_path / "a.db", admitted(hub_store, office), hub_store, clock)
    server = MemoryPeer(OFFICE_SERVER, desk.hub.membership, clock)
    desk.record(3)
    exchange_all(server, desk.ask)
    assert (desk.store.log.unsent_count(), at_hub(hub_store, office)) == (3, [])
    exchange_all(desk.hub, desk.ask)
    assert desk.store.log.unsent_count() == 0
    assert [event.id for event in at_hub(hub_store, office)] == desk.recorded
    desk.record(1)
    exchange_all(desk.hub, desk.ask)
    assert desk.store.log.unsent_count(OFFICE_SERVER) == 1
    server.lose(1)
    exchange_all(server, desk.ask)
    assert [event.id for event in server.stream] == desk.recorded
    assert desk.store.log.unsent_count() == 0
    desk.store.close()
    hub_store.close()


def test_scanned_files_go_to_a_peer_without_http(tmp_path: Path) -> None:
    content = b"%PDF-1.7" + bytes(200_000)
    digest, rate = digest_of(content), TransferRate(lambda _: False, needed=lambda: False)
    peer = MemoryPeer(OFFICE_SERVER, MEMBER, TurnedClock(NOW))
    files = Files(tmp_path, KEY)
    assert not fetch_file(peer, files, digest, rate)
    send_bytes(peer, digest, content, rate)
    assert fetch_file(peer, files, digest, rate)
    assert files.get(digest) == content
