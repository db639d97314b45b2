"""What a machine remembers of the province: values, arrivals, and the run of events that waits to be sent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.calendar.clock import micros, wall_clock
from models.events import DossierWithdrawn, FeeTaken, PaidBy
from models.ids import NO_DIGEST, ClerkId, DeviceId, PeerName, new_dossier_id
from models.store import Arrival, Store, migrations, open_store
from models.store.file import opening
from sync.messages import Chain, ChainLink, events_of
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain as Foreign
from tests.models.store.conftest import KEY, Opens

CLERK = ClerkId("mau")


def record(store: Store, events: int) -> None:
    subject = new_dossier_id()
    for number in range(events):
        store.log.record(subject, CLERK, DossierWithdrawn(reason=f"lý do {number}"))


def test_a_value_is_kept_replaced_and_forgotten(opens: Opens) -> None:
    store = opens()
    assert store.province.get("cursor") is None
    store.province.put("cursor", b"1")
    store.province.put("cursor", b"2")
    store.close()
    again = opens()
    assert again.province.get("cursor") == b"2"
    again.province.drop("cursor", "nothing")
    assert again.province.get("cursor") is None


def test_an_event_has_arrived_with_the_batch_that_brought_it(store: Store, clock: TurnedClock) -> None:
    record(store, 5)
    first = clock.now
    store.province.arrived(2, first, 20)
    clock.turn(minutes=1)
    store.province.arrived(4, clock.now, 31)
    assert [store.province.arrival_of(seq) for seq in range(1, 6)] == [
        Arrival(first, 20),
        Arrival(first, 20),
        Arrival(clock.now, 31),
        Arrival(clock.now, 31),
        None,
    ]
    assert store.province.last_arrival() == Arrival(clock.now, 31)
    assert store.log.counts().unsent == store.log.unsent_count() == 1


def test_an_answer_that_comes_late_changes_nothing(store: Store, clock: TurnedClock) -> None:
    record(store, 4)
    at = clock.now
    store.province.arrived(4, at, 9)
    clock.turn(hours=1)
    store.province.arrived(2, clock.now, 12)
    assert store.log.acknowledged() == 4
    assert store.province.arrival_of(2) == Arrival(at, 9)


def test_what_the_province_lost_is_unsent_again_and_what_it_kept_has_still_arrived(
    store: Store, clock: TurnedClock
) -> None:
    record(store, 6)
    store.province.arrived(3, clock.now, 3)
    store.province.arrived(6, clock.now, 6)
    store.log.send_again_from(5)
    assert [run_seq for run_seq, _ in enumerate(store.log.chain(10, 1 << 20).events, 5)] == [5, 6]
    assert store.province.arrival_of(4) == Arrival(clock.now, 6)
    assert store.province.arrival_of(5) is None
    store.log.send_again_from(1)
    assert store.log.acknowledged() == 0
    assert store.province.last_arrival() is None


def test_nothing_is_acknowledged_that_was_never_recorded(store: Store, clock: TurnedClock) -> None:
    record(store, 2)
    store.province.arrived(99, clock.now, 99)
    assert store.log.acknowledged() == 2
    assert store.log.verify() == []


def test_the_run_to_send_is_the_chain_as_it_lies(store: Store) -> None:
    record(store, 7)
    store.log.acknowledge(2)
    run = store.log.chain(3, 1 << 20)
    chain = Chain(run.device, run.first, run.prev, tuple(ChainLink(*event) for event in run.events), run.last)
    assert events_of(chain) == list(store.log.events())[2:5]
    assert run.prev == store.log.digest_of(2)


def test_a_run_holds_no_more_bytes_than_asked_but_always_one_event(store: Store) -> None:
    record(store, 5)
    size = len(store.log.own(1).body)
    assert len(store.log.chain(10, size * 3).events) == 3
    assert len(store.log.chain(10, 1).events) == 1


def test_a_run_of_nothing_tells_where_the_chain_stands(store: Store) -> None:
    assert (store.log.chain(10, 1).first, store.log.chain(10, 1).prev) == (1, NO_DIGEST)
    record(store, 2)
    store.log.acknowledge(2)
    run = store.log.chain(10, 1)
    assert (run.first, run.events, run.prev, run.last) == (3, (), store.log.head().digest, store.log.head().digest)


def test_an_event_that_is_not_here_has_no_digest(store: Store) -> None:
    assert store.log.digest_of(0) == NO_DIGEST
    assert store.log.digest_of(1) is None
    with pytest.raises(KeyError):
        store.log.own(1)


def test_whoever_waits_is_told_after_each_commit(store: Store) -> None:
    told: list[int] = []
    store.log.after_record = lambda: told.append(store.log.counts().events)
    record(store, 3)
    assert told == [1, 2, 3]


def test_the_tally_counts_each_device_by_itself(store: Store) -> None:
    record(store, 3)
    other = Foreign(9)
    at = wall_clock()
    dossier = new_dossier_id()
    events = [other.add(dossier, at, FeeTaken(amount=amount)) for amount in (5_000, 7_000)]
    events.append(other.add(dossier, at, FeeTaken(amount=1_000, paid_by=PaidBy.CARD)))
    store.log.merge(events)
    own, foreign = store.log.tally()
    assert (own.device, own.events, own.head, own.money) == (1, 3, 3, {})
    assert own.digest == store.log.head().digest
    assert (foreign.device, foreign.events) == (9, 3)
    assert foreign.money == {PaidBy.CASH: (12_000, 2), PaidBy.CARD: (1_000, 1)}


def test_a_file_of_the_first_version_gets_its_tables_at_opening(
    tmp_path: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    with monkeypatch.context() as then:
        then.setattr(opening, "STEPS", migrations.STEPS[:1])
        database = opening.open_database(path, KEY, create=True)
        database.run("INSERT INTO draft VALUES ('form', x'01')")
        database.run("INSERT INTO peer VALUES (1, 0)")
        database.close()
    with open_store(path, KEY, device=DeviceId(1), clock=clock) as store:
        record(store, 1)
        store.province.arrived(1, clock.now, 1)
        assert store.drafts.load("form") == b"\x01"
        assert store.province.last_arrival() == Arrival(clock.now, 1)
        assert store.log.verify() == []
        assert store._database.one("PRAGMA user_version") == len(migrations.STEPS)


def test_arrivals_are_kept_to_the_microsecond(store: Store, clock: TurnedClock) -> None:
    record(store, 1)
    clock.turn(microseconds=1)
    store.province.arrived(1, clock.now, 1)
    arrival = store.province.last_arrival()
    assert arrival is not None
    assert micros(arrival.at) == micros(clock.now)


def test_what_a_file_of_before_had_acknowledged_was_the_province(
    tmp_path: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    with open_store(path, KEY, device=DeviceId(1), clock=clock, create=True) as store:
        record(store, 3)
    with monkeypatch.context() as then:
        then.setattr(opening, "STEPS", (*migrations.STEPS, _as_before))
        opening.open_database(path, KEY).close()
    with monkeypatch.context() as then:
        then.setattr(opening, "STEPS", (*migrations.STEPS, _as_before, migrations.STEPS[4]))
        store = open_store(path, KEY, device=DeviceId(1), clock=clock)
    with store:
        assert (store.log.acknowledged(), store.log.acknowledged(PeerName("other"))) == (2, 0)
        assert store.log.verify() == []


def _as_before(run: Callable[[str], object]) -> None:
    """The tables of step 4, in which nobody's name stood."""
    run("DROP TABLE acknowledged")
    run("CREATE TABLE peer (device INTEGER PRIMARY KEY NOT NULL, acknowledged INTEGER NOT NULL)")
    run("INSERT INTO peer VALUES (1, 2)")


def test_each_peer_has_its_own_values_and_its_own_reach(store: Store, clock: TurnedClock) -> None:
    record(store, 4)
    other = store.of_peer(PeerName("other"))
    store.province.put("cursor", b"1")
    assert other.get("cursor") is None
    other.put("cursor", b"2")
    other.arrived(3, clock.now, 3)
    assert (store.province.get("cursor"), other.get("cursor")) == (b"1", b"2")
    assert (store.log.acknowledged(), store.log.unsent_count(), store.log.unsent_count(PeerName("other"))) == (0, 4, 1)
    assert (store.province.last_arrival(), other.last_arrival()) == (None, None)
    store.province.arrived(2, clock.now, 2)
    store.log.send_again_from(2, PeerName("other"))
    assert (store.log.acknowledged(), store.log.acknowledged(PeerName("other"))) == (2, 1)
    assert store.province.last_arrival() == Arrival(clock.now, 2)
    other.drop("cursor")
    assert (store.province.get("cursor"), other.get("cursor")) == (b"1", None)
