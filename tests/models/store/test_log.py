import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlcipher3 import dbapi2

from models.events import (
    DossierRead,
    DossierReceived,
    DossierWithdrawn,
    DueDate,
    FeeTaken,
    Form,
    FormPrinted,
    Intake,
    PeopleShown,
    ReadBy,
    TicketCalled,
    TicketIssued,
    UnknownEvent,
)
from models.history import MOST_EVENT_BYTES, Recorded, digest, read, write
from models.ids import (
    NO_DIGEST,
    ClerkId,
    CounterId,
    DeviceId,
    Digest,
    DossierCode,
    DossierId,
    EventId,
    new_dossier_id,
    new_ticket_id,
)
from models.not_allowed import EventTooLarge
from models.person import Person
from models.procedure import ProcedureTaken
from models.store import Finding, FindingKind, Store
from models.subjects import dossier_fold as dossier
from models.subjects.dispute import DisputeKind
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain
from tests.fakes.events import DOSSIERS, START, UNIT, happenings, turns
from tests.models.store.conftest import Opens
from tests.models.store.desks import open_desk, rows_of

CLERK = ClerkId("mau")
PRINTED = FormPrinted(form=Form.RECEIPT, version="1", copy=1)


def received(code: str = "H99.99.99-261123-0001", name: str = "Nguyễn Văn Mẫu") -> DossierReceived:
    return DossierReceived(
        code=DossierCode(code),
        due=DueDate(at=None),
        intake=Intake(
            procedure=ProcedureTaken(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", catalogue="1"),
            submitter=Person(full_name=name, personal_number="001099000001"),
            received_by=UNIT,
            resolved_by=UNIT,
        ),
    )


def test_what_is_recorded_together_is_written_together(store: Store) -> None:
    id_, told = new_dossier_id(), list[int]()
    store.log.after_record = lambda: told.append(store.log.counts().events)
    with store.log.together():
        store.log.record(id_, CLERK, received())
        assert store.log.dossier(id_).code == received().code
        store.log.record(id_, CLERK, PRINTED)
        assert told == []
    assert told == [2]
    assert store.log.dossier(id_).printed(Form.RECEIPT) == 1
    assert store.log.verify() == []


def test_of_what_is_recorded_together_nothing_stays_when_the_last_of_it_fails(store: Store, clock: TurnedClock) -> None:
    kept, lost = new_dossier_id(), new_dossier_id()
    store.log.record(kept, CLERK, received())
    latest, told = store.log.latest, list[int]()
    store.log.after_record = lambda: told.append(store.log.counts().events)
    clock.turn(minutes=1)

    def fail() -> None:
        raise KeyError

    def take_in() -> None:
        with store.log.together():
            store.log.record(lost, CLERK, received("H99.99.99-261123-0002"))
            store.log.record(lost, CLERK, PRINTED, beside=fail)

    with pytest.raises(KeyError):
        take_in()
    assert told == []
    assert store.log.history(lost) == []
    assert store.log.latest == latest
    assert store.log.counts().dossiers == 1
    store.log.record(kept, CLERK, PRINTED)
    assert told == [2]
    assert [event.seq for event in store.log.events()] == [1, 2]
    assert store.log.verify() == []


def test_events_of_a_device_are_numbered_without_gaps_and_chained(store: Store, clock: TurnedClock) -> None:
    id_ = new_dossier_id()
    changed = store.log.record(id_, CLERK, received(), PRINTED)
    clock.turn(minutes=1)
    changed_later = store.log.record(new_ticket_id(), CLERK, TicketCalled(counter=CounterId("1")))
    events = [*changed.recorded, *changed_later.recorded]
    assert changed.subjects == {id_}
    assert [(e.device, e.seq, e.clock) for e in events] == [(1, 1, 1), (1, 2, 2), (1, 3, 3)]
    assert [e.prev for e in events] == [NO_DIGEST, digest(events[0]), digest(events[1])]
    assert events[2].at - events[0].at == timedelta(minutes=1)
    assert list(store.log.events()) == events
    assert store.log.history(id_) == events[:2]
    assert store.log.dossier(id_) == dossier.fold(id_, events[:2])


def test_recording_nothing_changes_nothing(store: Store) -> None:
    changed = store.log.record(new_dossier_id(), CLERK)
    assert not changed.subjects
    assert not changed.recorded
    assert store.log.counts().dossiers == 0


def test_a_subject_nobody_has_heard_of_is_new_and_empty(store: Store) -> None:
    assert store.log.dossier(new_dossier_id()).intake is None
    assert store.log.ticket(new_ticket_id()).number == ""


def test_the_chain_goes_on_after_reopening(opens: Opens) -> None:
    with opens() as store:
        first = store.log.record(new_dossier_id(), CLERK, received()).recorded[0]
    with opens() as store:
        second = store.log.record(new_dossier_id(), CLERK, received()).recorded[0]
    assert (second.seq, second.clock, second.prev) == (2, 2, digest(first))


def test_a_refused_writing_leaves_nothing_and_the_next_one_goes_on(store: Store) -> None:
    whole = store.log.record(new_dossier_id(), CLERK, received()).recorded[0]
    with pytest.raises(UnicodeEncodeError):
        store.log.record(new_dossier_id(), CLERK, received(name="\ud800"))
    after = store.log.record(new_dossier_id(), CLERK, received()).recorded[0]
    assert (after.seq, after.prev) == (2, digest(whole))
    assert store.log.verify() == []


def test_the_engine_itself_refuses_to_change_or_shorten_the_log(store: Store) -> None:
    store.log.record(new_dossier_id(), CLERK, received())
    for statement in (
        "UPDATE event SET clerk = 'x'",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT * FROM event",
    ):
        with pytest.raises(dbapi2.IntegrityError, match="the log is never"):
            store._database.run(statement)
    assert store.log.verify() == []


def test_unsent_is_what_nobody_has_acknowledged_and_never_grows_backwards(store: Store) -> None:
    for _ in range(5):
        store.log.record(new_dossier_id(), CLERK, PRINTED)
    assert [e.seq for e in store.log.unsent(2)] == [1, 2]
    store.log.acknowledge(3)
    assert [e.seq for e in store.log.unsent(10)] == [4, 5]
    store.log.acknowledge(1)
    assert store.log.counts().unsent == 2
    store.log.acknowledge(99)
    assert store.log.unsent(10) == []
    store.log.record(new_dossier_id(), CLERK, PRINTED)
    assert [e.seq for e in store.log.unsent(10)] == [6]


def test_events_of_other_desks_are_not_ours_to_send(store: Store) -> None:
    store.log.merge([Chain(2).add(DOSSIERS[0], START, received())])
    assert store.log.unsent(10) == []
    assert store.log.counts().unsent == 0


def test_what_is_recorded_after_a_merge_comes_after_it_everywhere(store: Store) -> None:
    chain = Chain(9)
    chain.clock = 500
    store.log.merge([chain.add(DOSSIERS[0], START, received())])
    mine = store.log.record(DOSSIERS[0], CLERK, PRINTED).recorded[0]
    assert mine.clock == 502
    assert [e.device for e in store.log.history(DOSSIERS[0])] == [9, 1]


def test_the_same_events_again_change_nothing(store: Store) -> None:
    chain = Chain(2)
    foreign = [chain.add(DOSSIERS[0], START, received()), chain.add(DOSSIERS[0], START, PRINTED)]
    assert store.log.merge([*foreign, *foreign]).subjects == {DOSSIERS[0]}
    assert store.log.merge(reversed(foreign)).recorded == ()
    assert store.log.counts().events == 2


def test_a_gap_is_known_until_it_is_filled(store: Store) -> None:
    chain = Chain(2)
    foreign = [chain.add(DOSSIERS[0], START, PRINTED) for _ in range(5)]
    store.log.merge([foreign[0], foreign[4]])
    assert store.log.verify() == [Finding(kind=FindingKind.MISSING, device=2, seq=2, count=3)]
    store.log.merge(foreign[1:4])
    assert store.log.verify() == []


def test_a_fork_is_set_aside_and_told_never_written_over(store: Store) -> None:
    first = Chain(2).add(DOSSIERS[0], START, received(name="Trần Văn Mẫu"))
    other = Chain(2).add(DOSSIERS[1], START, received(name="Lê Thị Mẫu"))
    store.log.merge([first])
    for _ in range(2):
        assert store.log.merge([other]).recorded == ()
    assert list(store.log.events()) == [first]
    fork = Finding(kind=FindingKind.FORK, device=2, seq=1, subject=DOSSIERS[1])
    assert store.log.verify() == [fork]
    assert store.log.counts().set_aside == 1


def test_an_event_that_goes_on_from_another_than_is_here_is_set_aside_and_told(store: Store) -> None:
    """Another office's machine of the same number: where its chain goes beyond ours it must not be taken for ours."""
    ours, theirs = Chain(2), Chain(2)
    here = [ours.add(DOSSIERS[0], START, received(name="Trần Văn Mẫu")) for _ in range(3)]
    there = [theirs.add(DOSSIERS[1], START, received(name="Lê Thị Mẫu")) for _ in range(5)]
    store.log.merge(here)
    assert store.log.merge(there).recorded == ()
    assert list(store.log.events()) == here
    assert {found.seq for found in store.log.verify() if found.kind is FindingKind.FORK} == {1, 2, 3, 4, 5}
    assert store.log.counts().set_aside == 5


def test_an_event_before_one_that_goes_on_from_another_is_set_aside(store: Store) -> None:
    ours, theirs = Chain(2), Chain(2)
    here = [ours.add(DOSSIERS[0], START, received(name="Trần Văn Mẫu")) for _ in range(3)]
    there = [theirs.add(DOSSIERS[1], START, received(name="Lê Thị Mẫu")) for _ in range(3)]
    store.log.merge(here[2:])
    assert store.log.merge(there[:2]).recorded == (there[0],)
    assert store.log.merge(here[1:2]).recorded == ()


def test_what_the_province_keeps_apart_leaves_a_gap_that_may_be_filled_later(store: Store) -> None:
    chain = Chain(2)
    told = [chain.add(DOSSIERS[0], START, received()) for _ in range(4)]
    store.log.merge([told[0], told[3]])
    assert store.log.merge([told[2], told[1]]).recorded == (told[2], told[1])
    assert (list(store.log.events()), store.log.verify()) == (told, [])


def test_our_own_events_come_back_after_an_old_copy_was_restored(opens: Opens) -> None:
    with opens(1, "lost.db") as lost:
        gone = [lost.log.record(new_dossier_id(), CLERK, received()).recorded[0] for _ in range(3)]
    with opens(1, "restored.db") as restored:
        restored.log.merge(gone)
        mine = restored.log.record(new_dossier_id(), CLERK, received()).recorded[0]
        assert (mine.seq, mine.prev) == (4, digest(gone[2]))
        assert restored.log.verify() == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"seq": 0},
        {"seq": 1 << 70},
        {"device": 0},
        {"device": 1 << 30},
        {"clock": -1},
        {"clock": 1 << 80},
        {"at": START.replace(tzinfo=None)},
    ],
)
def test_an_event_without_a_place_is_set_aside_and_told(store: Store, spoilt: dict[str, object]) -> None:
    good = Chain(2).add(DOSSIERS[0], START, received())
    assert store.log.merge([replace(good, **spoilt), good]).recorded == (good,)
    assert [f.kind for f in store.log.verify()] == [FindingKind.SET_ASIDE]


def test_an_event_of_a_newer_version_passes_through_with_its_bytes(store: Store) -> None:
    body = b'{ "type":"DossierSung", "song": {"key":"F\xc3\xa0", "verses":[1, 2.50]} }'
    newer = Recorded(
        id=EventId("0193a000-0000-7000-8000-000000000009"),
        subject=DOSSIERS[0],
        device=DeviceId(2),
        seq=1,
        clock=1,
        at=START,
        clerk=CLERK,
        prev=Digest(NO_DIGEST),
        body=body,
        event=read(body),
    )
    store.log.merge([newer])
    (kept,) = store.log.history(DOSSIERS[0])
    assert kept.event == UnknownEvent(type="DossierSung")
    assert kept.body == body
    assert kept == newer
    assert store.log.verify() == []


def test_a_subject_of_a_kind_not_known_yet_is_kept_without_a_row(store: Store) -> None:
    drawer = DossierId(DOSSIERS[0].replace("dossier/", "drawer/"))  # type: ignore[arg-type]  # any subject
    store.log.merge([Chain(2).add(drawer, START, PRINTED)])
    assert len(store.log.history(drawer)) == 1
    store.log.rebuild()
    assert store.log.verify() == []


def test_two_desks_that_took_in_the_same_dossier_see_the_same_dispute(opens: Opens) -> None:
    one, two = opens(1, "1.db"), opens(2, "2.db")
    id_ = new_dossier_id()
    mine = one.log.record(id_, CLERK, received("H99.99.99-261123-1001"))
    yours = two.log.record(id_, CLERK, received("H99.99.99-261123-2001"))
    one.log.merge(yours.recorded)
    two.log.merge(mine.recorded)
    assert one.log.dossier(id_) == two.log.dossier(id_)
    assert [d.kind for d in one.log.dossier(id_).disputes] == [DisputeKind.RECEIVED_TWICE]
    assert one.dossiers.page() == two.dossiers.page()
    assert one.dossiers.page()[0].disputed


def test_a_ticket_called_by_two_counters_is_disputed_at_both(opens: Opens, clock: TurnedClock) -> None:
    one, two = opens(1, "1.db"), opens(2, "2.db")
    id_, day = new_ticket_id(), START.date()
    issued = one.log.record(id_, CLERK, TicketIssued(number="A001", day=day, services=("hotich",)))
    two.log.merge(issued.recorded)
    mine = one.log.record(id_, CLERK, TicketCalled(counter=CounterId("1")))
    clock.turn(seconds=1)
    yours = two.log.record(id_, CLERK, TicketCalled(counter=CounterId("2")))
    one.log.merge(yours.recorded)
    two.log.merge(mine.recorded)
    assert one.tickets.of_day(day) == two.tickets.of_day(day)
    assert [d.kind for d in one.log.ticket(id_).disputes] == [DisputeKind.CALLED_TWICE]


@settings(max_examples=25)
@given(
    lives=st.lists(st.tuples(st.integers(0, 2), happenings, turns, st.booleans()), max_size=30),
    seed=st.integers(0, 2**32),
)
def test_any_interleaving_repetition_and_partial_delivery_converges(
    tmp_path_factory: pytest.TempPathFactory,
    lives: list[tuple[int, tuple[DossierId, FormPrinted], timedelta, bool]],
    seed: int,
) -> None:
    chance = random.Random(seed)  # noqa: S311  # hypothesis chooses the seed
    clock = TurnedClock(START)
    folder = tmp_path_factory.mktemp("desks")
    desks = [open_desk(folder, device, clock) for device in (1, 2, 3)]
    try:
        for desk, (subject, event), turn, deliver in lives:
            clock.now += turn
            desks[desk].log.record(subject, CLERK, event)
            if deliver:  # some of what one desk has, in no order, twice, to another
                known = [e for e in desks[desk].log.events() if chance.random() < 0.6]
                chance.shuffle(known)
                desks[chance.randrange(3)].log.merge(known + known[:2])
        everything = [e for desk in desks for e in desk.log.events()]
        for desk_ in desks:
            chance.shuffle(everything)
            for start in range(0, len(everything), 7):
                desk_.log.merge(everything[start : start + 7])
        assert list(desks[0].log.events()) == list(desks[1].log.events()) == list(desks[2].log.events())
        assert rows_of(desks[0]) == rows_of(desks[1]) == rows_of(desks[2])
        assert desks[0].log.verify() == desks[1].log.verify() == desks[2].log.verify() == []
    finally:
        for desk_ in desks:
            desk_.close()


def test_what_no_province_takes_is_not_written_down(store: Store) -> None:
    before = store.log.head()
    fits = DossierWithdrawn(reason="x" * (MOST_EVENT_BYTES - len(write(DossierWithdrawn(reason="")))))
    with pytest.raises(EventTooLarge) as refused:
        store.log.record(
            new_dossier_id(), CLERK, DossierWithdrawn(reason="rút"), replace(fits, reason=fits.reason + "x")
        )
    assert refused.value.size == MOST_EVENT_BYTES + 1
    assert store.log.head() == before
    assert len(store.log.record(new_dossier_id(), CLERK, fits).recorded[0].body) == MOST_EVENT_BYTES


def test_what_a_clerk_looked_at_comes_in_pages_from_all_desks_in_the_common_order(opens: Opens) -> None:
    store, chains = opens(), [Chain(device) for device in (5, 6)]
    looked, id_ = DossierRead(by=ReadBy.LIST), new_dossier_id()
    others = [chain.add(id_, START, looked) for _ in range(9) for chain in chains]  # each clock twice
    others.append(chains[0].add(id_, START, FeeTaken(amount=1)))
    store.log.merge(others)
    store.log.record(id_, CLERK, PeopleShown(by=ReadBy.SHOWN, count=3), PRINTED)
    store.log.record(id_, ClerkId("khac"), looked)
    told: list[Recorded] = []
    while page := store.log.looks_of(CLERK, after=told[-1] if told else None, limit=4):
        told += page
    assert told == [
        one for one in store.log.history(id_) if one.clerk == CLERK and isinstance(one.event, DossierRead | PeopleShown)
    ]
    assert len(told) == 19
