"""Clocks, numbers and times that nobody can have: whatever others send, this desk goes on, and loses nothing."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.events import DossierWithdrawn, TicketIssued
from models.history import FAR_AHEAD, Recorded
from models.ids import ClerkId, DeviceId, SubjectId, new_dossier_id, new_ticket_id
from models.store import FindingKind, Store
from models.store.codec import MAX_CLOCK
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain
from tests.fakes.events import DOSSIERS, START
from tests.models.store.desks import open_desk, rows_of

CLERK = ClerkId("mau")
FAR = 1 << 60
WITHDRAWN = DossierWithdrawn(reason="rút")


def at_clock(chain: Chain, clock: int) -> Recorded:
    """The next event of another desk, with this very clock."""
    chain.clock = clock - 1
    return chain.add(DOSSIERS[0], START, WITHDRAWN)


def clocks(store: Store) -> list[int]:
    return sorted(event.clock for event in store.log.events())


def test_a_clock_far_ahead_is_set_aside_and_all_others_go_on(store: Store) -> None:
    store.log.record(new_dossier_id(), CLERK, WITHDRAWN)
    other, honest = Chain(9), Chain(8)
    far, near = at_clock(other, FAR), at_clock(honest, 5)
    changed = store.log.merge([far, near])
    assert changed.recorded == (near,)
    (recorded,) = store.log.record(new_dossier_id(), CLERK, WITHDRAWN).recorded
    assert recorded.clock == 6
    (found,) = store.log.verify()
    assert (found.kind, found.device, found.seq) == (FindingKind.SET_ASIDE, 9, 1)
    assert store.log.counts().set_aside == 1


def test_what_nobody_can_have_counted_offline_is_far_and_what_they_can_is_not(store: Store) -> None:
    assert store.log.merge([at_clock(Chain(9), FAR_AHEAD)]).recorded
    assert not store.log.merge([at_clock(Chain(8), 2 * FAR_AHEAD + 1)]).recorded
    assert store.log.head().clock == FAR_AHEAD


def test_what_was_set_aside_comes_in_when_the_hub_says_how_far_the_office_is(store: Store) -> None:
    other = Chain(9)
    far = [at_clock(other, FAR), at_clock(other, FAR + 1)]
    assert not store.log.merge(far).recorded
    assert not store.log.merge(far).recorded  # the same twice is kept once
    assert store.log.counts().set_aside == 2
    later = at_clock(Chain(8), 7)
    changed = store.log.merge([later], clock=FAR + 1)
    assert set(changed.recorded) == {later, *far}
    assert changed.subjects == {DOSSIERS[0]}
    assert store.log.counts().set_aside == 0
    assert store.log.verify() == []
    (recorded,) = store.log.record(new_dossier_id(), CLERK, WITHDRAWN).recorded
    assert recorded.clock == FAR + 2


def test_a_known_event_is_known_whatever_its_clock(store: Store) -> None:
    far = at_clock(Chain(9), FAR)
    store.log.merge([far], clock=FAR)
    store._database.run("DELETE FROM quarantine")
    head = store.log._head
    store.log._head = replace(head, clock=1)  # as a desk that was told of it before it knew of bounds
    store.log.merge([far])
    assert store.log.counts().set_aside == 0


def test_a_file_whose_own_clock_is_at_the_end_still_records(tmp_path: Path, clock: TurnedClock) -> None:
    with open_desk(tmp_path, 1, clock) as store:
        own = Chain(1)
        store.log.merge([at_clock(own, MAX_CLOCK)])  # its own chain given back: stays whole
    with open_desk(tmp_path, 1, clock) as store:
        store.log.record(new_dossier_id(), CLERK, WITHDRAWN, WITHDRAWN)
        assert clocks(store) == [MAX_CLOCK] * 3
        assert [event.seq for event in store.log.events()] == [1, 2, 3]


numbers = st.one_of(
    st.integers(-5, 50),
    st.sampled_from(
        [
            *(-(1 << 62), -(1 << 63), -1, 0, 1, 1 << 22, 1 << 30, (1 << 30) + 1, 1 << 40, (1 << 40) - 1),
            *(1 << 60, 1 << 61, (1 << 62) - 1, 1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 1),
        ]
    ),
)
times = st.sampled_from(
    [
        START,
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(9999, 12, 30, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ]
)
TICKET = new_ticket_id()
foreign = st.builds(
    lambda device, seq, clock, at, about: replace(
        Chain(9).add(
            SubjectId(about),
            at,
            TicketIssued(number="A001", day=START.date(), services=()) if about == TICKET else WITHDRAWN,
        ),
        device=DeviceId(device),
        seq=seq,
        clock=clock,
    ),
    st.one_of(st.integers(1, 4), numbers),
    numbers,
    numbers,
    times,
    st.sampled_from([DOSSIERS[0], TICKET]),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(foreign, max_size=4), max_size=6), numbers)
def test_no_events_of_others_keep_a_desk_from_recording(batches: list[list[Recorded]], said: int) -> None:
    clock = TurnedClock(START)
    with TemporaryDirectory() as folder, open_desk(Path(folder), 1, clock) as store:
        own: list[Recorded] = []
        for batch in batches:
            store.log.merge([event for event in batch if event.device != 1], clock=said)
            own += store.log.record(DOSSIERS[0], CLERK, WITHDRAWN).recorded
        kept, aside = store.log.counts().events, store.log.counts().set_aside
        sent = {(e.device, e.seq, e.clock, e.at, e.subject) for batch in batches for e in batch if e.device != 1}
        assert kept - len(own) + aside >= len({(device, seq) for device, seq, *_ in sent})  # nothing is dropped
        assert [event.seq for event in own] == list(range(1, len(own) + 1))
        assert all(event.clock <= MAX_CLOCK for event in own)
        rows_of(store)
        store.log.rebuild()
        assert {finding.kind for finding in store.log.verify()} <= {
            FindingKind.SET_ASIDE,
            FindingKind.FORK,
            FindingKind.MISSING,
            FindingKind.BROKEN_CHAIN,
        }
        with open_desk(Path(folder), 2, clock) as colleague:
            assert len(colleague.log.merge(own, clock=max((e.clock for e in own), default=0)).recorded) == len(own)
