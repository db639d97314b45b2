"""The rows are the folds at every moment, whatever happens at several desks and however they hear of each other."""

import random
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models.events import AnyEvent, ResultHandedOver
from models.history import Recorded
from models.ids import ClerkId, SubjectId, new_dossier_id
from models.store import Store
from models.store.codec import number_of
from models.store.projections import all_rows
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain, subject_at
from tests.fakes.events import DOSSIERS, START, TICKETS, happenings, turns
from tests.models.store.desks import count_fresh, open_desk, rows_of, settle
from tests.models.store.test_log import PRINTED, received

CLERK = ClerkId("mau")
DESKS = 3


class Office(RuleBasedStateMachine):
    """Three desks with real files: they record, hear of each other in pieces, restart, settle, rebuild."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="motcua-office-")
        self.clock = TurnedClock(START)
        self.desks: list[Store] = []
        self.told: list[list[Recorded]] = [[] for _ in range(DESKS)]

    @initialize()
    def open(self) -> None:
        self.desks = [open_desk(Path(self.folder.name), device + 1, self.clock) for device in range(DESKS)]

    desk_numbers = st.integers(0, DESKS - 1)

    @rule(desk=desk_numbers, happening=happenings, turn=turns)
    def record(self, desk: int, happening: tuple[SubjectId, AnyEvent], turn: timedelta) -> None:
        self.clock.now += turn
        subject, event = happening
        changed = self.desks[desk].log.record(subject, CLERK, event)
        self.told[desk] += changed.recorded

    @rule(here=desk_numbers, there=desk_numbers, seed=st.integers(0, 2**16))
    def hear_a_part_of_it(self, here: int, there: int, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311  # hypothesis chooses the seed
        part = [event for event in self.told[there] if chance.random() < 0.5]
        chance.shuffle(part)
        self.desks[here].log.merge(part + part)

    @rule(desk=desk_numbers)
    def restart(self, desk: int) -> None:
        self.desks[desk].close()
        self.desks[desk] = open_desk(Path(self.folder.name), desk + 1, self.clock)

    @rule(desk=desk_numbers)
    def settle(self, desk: int) -> None:
        database = self.desks[desk]._database
        with database.transaction():
            settle(self.desks[desk])

    @rule(desk=desk_numbers)
    def rebuild(self, desk: int) -> None:
        before = rows_of(self.desks[desk])
        self.desks[desk].log.rebuild()
        assert rows_of(self.desks[desk]) == before

    @rule()
    def everybody_hears_everything(self) -> None:
        for desk in self.desks:
            for told in self.told:
                desk.log.merge(reversed(told))
        assert rows_of(self.desks[0]) == rows_of(self.desks[1]) == rows_of(self.desks[2])
        for subject in (*DOSSIERS, *TICKETS):
            assert len({tuple(e.id for e in desk.log.history(subject)) for desk in self.desks}) == 1

    @invariant()
    @precondition(lambda self: self.desks)
    def own_events_are_all_there(self) -> None:
        for desk, told in zip(self.desks, self.told, strict=True):
            assert desk.log.unsent(1000) == told

    @invariant()
    @precondition(lambda self: self.desks)
    def nothing_is_wrong_but_what_has_not_arrived(self) -> None:
        for desk in self.desks:
            assert {finding.kind.value for finding in desk.log.verify()} <= {"missing"}

    def teardown(self) -> None:
        for desk in self.desks:
            desk.close()
        self.folder.cleanup()


TestOffice = Office.TestCase
TestOffice.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)


def test_subjects_named_in_the_same_millisecond_each_have_their_row(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(all_rows, "FRESH", 3)
    same = [SubjectId(f"dossier/0193a000-0000-7000-8000-{place:012d}") for place in range(8)]
    assert len({number_of(subject) for subject in same}) == 1
    for place, subject in enumerate(same):
        store.log.record(subject, CLERK, received(f"H99.99.99-261123-{place:04d}"))
    for subject in same:
        store.log.record(subject, CLERK, PRINTED)
    assert {row.id for row in store.dossiers.page()} == set(same)
    assert store.log.verify() == []
    pages, page = [], store.dossiers.find("mau", limit=3)
    while page:
        pages += page
        page = store.dossiers.find("mau", limit=3, before=page[-1].id)
    assert [row.id for row in pages] == [row.id for row in store.dossiers.page()]
    for subject in same[::2]:  # the place of what has ended in the order of due dates follows from its number
        store.log.record(subject, CLERK, ResultHandedOver(to=""))
    before = [row.id for row in store.dossiers.page(order="due")]
    store.log.rebuild()
    assert {row.id for row in store.dossiers.page()} == set(same)
    assert [row.id for row in store.dossiers.page(order="due")] == before
    assert store.log.verify() == []


def test_a_subject_not_named_by_time_has_a_row_too(store: Store) -> None:
    for subject in (SubjectId("dossier/x"), SubjectId("dossier/"), SubjectId("dossier/Ẩn \x00"), SubjectId("ticket/1")):
        store.log.record(subject, CLERK, received())
    assert store.log.verify() == []
    store.log.rebuild()
    assert store.log.verify() == []
    assert store.log.counts().dossiers == 3


def test_what_was_merged_lies_settled_at_once_however_much_it_is(store: Store) -> None:
    chance, chain = random.Random(2), Chain(2)  # noqa: S311  # no secret, the same each run
    moments = [START + timedelta(milliseconds=at) for at in range(3 * all_rows.FRESH)]  # each has a number of its own
    heard = [chain.add(subject_at("dossier/", moment, chance), START, PRINTED) for moment in moments]
    store.log.merge(heard)
    assert count_fresh(store) == 0
    assert store.log.counts().dossiers == 3 * all_rows.FRESH
    assert store.log.verify() == []


def test_rows_settle_by_the_hundred(store: Store) -> None:
    for _ in range(all_rows.FRESH + 1):
        store.log.record(new_dossier_id(), CLERK, PRINTED)
    assert count_fresh(store) == 1
    assert store.log.counts().dossiers == all_rows.FRESH + 1
    assert store.log.verify() == []
