"""Pages of a list are its rows in order, each once, whatever is added or changed while somebody turns them."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.events import (
    AnyEvent,
    DossierCorrected,
    DossierReceived,
    DueDate,
    DueDateChanged,
    Intake,
    ResultHandedOver,
    SupplementAsked,
)
from models.ids import ClerkId, DossierCode, DossierId, SubjectId
from models.person import Person
from models.procedure import ProcedureTaken
from models.store import Store
from models.subjects.dossier import ENDED, DossierStatus
from models.subjects.dossier_row import DossierRow, DueSpan, Order
from models.text import name_sort_key
from tests.conftest import TurnedClock
from tests.fakes.events import START, UNIT
from tests.models.store.desks import open_file, settle

CLERK = ClerkId("mau")
NAMES = ("", "Lê An", "Đỗ An")
LAST = datetime.max.replace(tzinfo=START.tzinfo)

names = st.sampled_from(NAMES)
dues = st.none() | st.integers(0, 1).map(lambda days: START + timedelta(days=days))
orders: st.SearchStrategy[Order] = st.sampled_from(get_args(Order))
statuses = st.none() | st.sampled_from((DossierStatus.RECEIVED, DossierStatus.SUPPLEMENT, DossierStatus.HANDED_OVER))
spans = st.builds(
    lambda since, days: DueSpan(since=since, before=START + timedelta(days=days)),
    st.sampled_from((None, START, START + timedelta(hours=1))),
    st.integers(0, 2),
)
Step = tuple[Literal["new", "name", "due", "end", "settle"], int, str, datetime | None]
steps: st.SearchStrategy[Step] = st.tuples(
    st.sampled_from(("new", "name", "due", "end", "settle")), st.integers(0, 30), names, dues
)
made: st.SearchStrategy[Step] = st.tuples(st.just("new"), st.integers(0, 30), names, dues)
SETTLE: Step = ("settle", 0, "", None)


def intake(name: str) -> Intake:
    return Intake(
        procedure=ProcedureTaken(code="1", name="Thủ tục", field="Hộ tịch", catalogue="1"),
        submitter=Person(full_name=name),
        received_by=UNIT,
        resolved_by=UNIT,
    )


class Register:
    """A store, and what of it was added or changed since the first page was asked for."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.made: list[DossierId] = []
        self.touched: set[DossierId] = set()

    def take(self, step: Step) -> None:
        """Let it happen."""
        what, number, name, due = step
        if what == "settle":
            with self.store._database.transaction():
                settle(self.store)
        elif what == "new" or not self.made:
            # Four to the same millisecond: their numbers are the next free ones.
            made = len(self.made)
            id_ = DossierId(SubjectId(f"dossier/0193a000-{made // 4:04x}-7000-8000-{made:012d}"))
            self.made.append(id_)
            self._record(id_, self._first(number, name, due))
        else:
            id_ = self.made[number % len(self.made)]
            self._record(id_, self._change(what, name, due))

    def _record(self, id_: DossierId, event: AnyEvent) -> None:
        self.store.log.record(id_, CLERK, event)
        self.touched.add(id_)

    @staticmethod
    def _first(number: int, name: str, due: datetime | None) -> AnyEvent:
        if number % 3 == 0:
            return SupplementAsked(number=f"S-{number}", missing=(), reason="thiếu", intake=intake(name))
        return DossierReceived(code=DossierCode(f"H-{number}"), intake=intake(name), due=DueDate(at=due))

    @staticmethod
    def _change(what: str, name: str, due: datetime | None) -> AnyEvent:
        if what == "name":
            return DossierCorrected(reason="viết sai", submitter=Person(full_name=name))
        if what == "due":
            return DueDateChanged(due_at=due or START, reason="chờ", confirmed_by=CLERK)
        return ResultHandedOver(to="người nộp")


def due_of(row: DossierRow) -> datetime | None:
    """The date by which it is asked whether it is late."""
    return row.due_at if row.runs else None


def sorted_by_hand(rows: list[DossierRow], order: Order) -> list[DossierRow]:
    """``rows`` come newest first; sorting keeps that among equals, or the other way round by due date."""
    if order == "name":
        return sorted(rows, key=lambda row: name_sort_key(row.owner))
    if order == "due":
        oldest_first = [row for row in rows[::-1] if row.status not in ENDED]
        ended = [row for row in rows if row.status in ENDED]
        return [*sorted(oldest_first, key=lambda row: due_of(row) or LAST), *ended]
    return rows


def within(rows: list[DossierRow], due: DueSpan | None) -> list[DossierRow]:
    """Those of the rows that are at work and due then."""
    if due is None:
        return rows
    return [row for row in rows if (at := due_of(row)) and (due.since is None or due.since <= at) and at < due.before]


@settings(max_examples=150, deadline=None)
@given(
    first=st.lists(made, min_size=4, max_size=20),
    later=st.lists(steps, max_size=8),
    settled=st.sampled_from(("the first", "all")),
    between=st.lists(st.lists(steps, max_size=3), max_size=12),
    order=orders,
    only=statuses | spans,
    size=st.integers(1, 5),
)
def test_pages_are_the_sorted_list_whatever_happens_between_them(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[Step],
    later: list[Step],
    settled: str,
    between: list[list[Step]],
    order: Order,
    only: DossierStatus | DueSpan | None,
    size: int,
) -> None:
    path = tmp_path_factory.mktemp("pages") / "desk.db"
    with open_file(path, 1, TurnedClock(START)) as store:
        register = Register(store)
        for step in (*first, SETTLE, *later) if settled == "the first" else (*first, *later, SETTLE):
            register.take(step)
        register.touched.clear()
        status, due = (None, only) if isinstance(only, DueSpan) else (only, None)
        order = order if due is None else "due"
        newest_first = [
            row for row in store.dossiers.find("", limit=100) if status in {None, DossierStatus(row.status)}
        ]
        before = within(sorted_by_hand(newest_first, order), due)
        assert store.dossiers.page(status=status, due=due, order=order, limit=100) == before
        assert store.dossiers.count(status, due) == len(before)
        told: list[DossierRow] = []
        happening = iter(between)
        page = store.dossiers.page(status=status, due=due, order=order, limit=size)
        while page:
            told += page
            for step in next(happening, []):
                register.take(step)
            page = store.dossiers.page(status=status, due=due, order=order, limit=size, after=page[-1])
        untouched = [row for row in before if row.id not in register.touched]
        assert [row for row in told if row.id not in register.touched] == untouched
        keys = [
            name_sort_key(row.owner) if order == "name" else (row.status in ENDED, due_of(row) or LAST) for row in told
        ]
        assert order == "newest" or keys == sorted(keys)
        assert len(told) == len({(row.id, row.owner, row.due_at, row.status) for row in told})
        assert store.log.verify() == []


def test_pages_of_newest_go_on_among_those_of_one_millisecond(tmp_path: Path) -> None:
    with open_file(tmp_path / "desk.db", 1, TurnedClock(START)) as store:
        register = Register(store)
        for number in range(12):
            register.take(("new", number, "An", None))
            if number == 5:
                register.take(("settle", 0, "", None))
        told: list[DossierRow] = []
        while page := store.dossiers.page(limit=3, after=told[-1] if told else None):
            told += page
        assert {row.id for row in told} == set(register.made)
        assert told == store.dossiers.page(limit=100) == store.dossiers.find("", limit=100)
