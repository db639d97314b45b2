"""What lists and counts ask goes along an index and reads no more among many than among few."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

from models.calendar.clock import local_day
from models.events import (
    DossierRead,
    FeeTaken,
    Form,
    FormPrinted,
    HandOverListConfirmed,
    HandOverListMade,
    PeopleShown,
    ReadBy,
    ResultHandedOver,
    SupplementAsked,
    TicketClosedAtDayEnd,
    TicketIssued,
)
from models.ids import ClerkId, DeviceId, DossierId, SubjectId, TicketId
from models.process import Holder
from models.store import Store, open_store
from models.store.projections.hand_over_lists import HandOverLists
from models.store.projections.shelf_lists import Shelf
from models.store.projections.work_lists import WorkLists
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import DueSpan, Order
from models.subjects.work_lists import WorkMark, WorkQuery, WorkSpan
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain, citizen, reception, subject_at
from tests.fakes.events import START
from tests.models.store.conftest import KEY
from tests.models.store.desks import settle

FEW, MANY = 300, 1_800
PAGE = 20
CLERK, RARE = ClerkId("mau"), ClerkId("hiem")
MERCHANT = citizen(random.Random(5))  # noqa: S311  # no secret, the same each run
DAILY = "1.001193"
BETWEEN = timedelta(minutes=20)
LATE = DueSpan(before=START + timedelta(days=300))
"""Everything at work, of which there is as much in both towns."""

Question = Callable[[Store], object]


def town(path: Path, dossiers: int) -> Store:
    """So many dossiers, all settled, the later ones still at work; somebody looked at three of them."""
    clock, chance = TurnedClock(START), random.Random(7)  # noqa: S311  # no secret, the same each run
    store = open_store(path, KEY, device=DeviceId(1), clock=clock, create=True)
    other = Chain(2)
    heard = []
    for number in range(dossiers):
        clock.now = START + number * BETWEEN
        id_ = DossierId(subject_at("dossier/", clock.now, chance))
        code = f"H99.99.99-{clock.now:%y%m%d}-{number % 9999 + 1:04d}"
        received = reception(citizen(chance) if number % 3 else MERCHANT, code, clock.now, chance)
        if number % 9:
            heard.append(other.add(id_, clock.now, received))
        else:
            asked = SupplementAsked(number=code, missing=(), reason="thiếu", intake=received.intake)
            heard.append(other.add(id_, clock.now, asked))
        heard.append(other.add(id_, clock.now, FeeTaken(amount=8_000)))
        if number < dossiers - 60:
            heard.append(other.add(id_, clock.now, ResultHandedOver(to="người nộp")))
        ticket = TicketId(subject_at("ticket/", clock.now, chance))
        drawn = TicketIssued(number=f"B{number % 999:03d}", day=local_day(clock.now), services=("1",))
        if number % 10 == 0:
            made = HandOverListMade(number=f"BG.{code}", to=Holder(unit="vp"), dossiers=(id_,))
            list_ = SubjectId(subject_at("list/", clock.now, chance))
            heard.append(other.add(list_, clock.now, made))
            if number < dossiers - 60:
                heard.append(other.add(list_, clock.now, HandOverListConfirmed(holder=Holder(unit="vp"))))
        heard += [other.add(ticket, clock.now, drawn), other.add(ticket, clock.now, TicketClosedAtDayEnd())]
    store.log.merge(heard)
    for row in store.dossiers.page(limit=3):
        store.log.record(row.id, RARE, DossierRead(by=ReadBy.LIST))
    with store._database.transaction():
        settle(store)
    return store


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    folder = tmp_path_factory.mktemp("towns")
    few, many = town(folder / "few.db", FEW), town(folder / "many.db", MANY)
    yield few, many
    few.close()
    many.close()


def first_page(status: DossierStatus | None, order: Order) -> Question:
    return lambda store: store.dossiers.page(status=status, order=order, limit=PAGE)


def deep_page(status: DossierStatus | None, order: Order) -> Question:
    """Behind the middle of whatever there is."""

    def ask(store: Store) -> object:
        middle = store.dossiers.page(status=status, order=order, limit=max(1, store.dossiers.count(status) // 2))
        return lambda: store.dossiers.page(status=status, order=order, limit=PAGE, after=middle[-1])

    return ask


def newest(store: Store) -> Any:  # noqa: ANN401  # a row
    return store.dossiers.page(limit=1)[0]


def worked(span: WorkSpan, *, deep: bool = False, of: ClerkId = ClerkId("")) -> Question:  # noqa: B008 - a name
    """A page of a list of the day."""
    asked = WorkQuery(spans=(span,), of=of)

    def ask(store: Store) -> object:
        lists = store.lists(WorkLists)
        after = (lists.page(asked, limit=5) or [newest(store)])[-1] if deep else None
        return lambda: lists.page(asked, limit=PAGE, after=after)

    return ask


def counted_work(span: WorkSpan, of: ClerkId = ClerkId("")) -> Question:  # noqa: B008 - a name
    return lambda store: store.lists(WorkLists).count(WorkQuery(spans=(span,), of=of))


STATUSES = (None, DossierStatus.RECEIVED, DossierStatus.SUPPLEMENT, DossierStatus.HANDED_OVER)
LISTS: dict[str, Question] = {
    f"{name} {status} {order}": page(status, order)
    for (name, page), status, order in product((("first", first_page), ("deep", deep_page)), STATUSES, get_args(Order))
}
OTHERS: dict[str, Question] = {
    "count": lambda store: store.dossiers.count(),
    "count of a status": lambda store: store.dossiers.count(DossierStatus.HANDED_OVER),
    "first overdue": lambda store: store.dossiers.page(due=LATE, limit=PAGE),
    "more overdue": lambda store: store.dossiers.page(due=LATE, limit=PAGE, after=store.dossiers.page(due=LATE)[5]),
    "count of those due": lambda store: store.dossiers.count(due=LATE),
    "first of a unit": lambda store: store.dossiers.page(unit="vp", limit=PAGE),
    "more of a unit, due": lambda store: (
        lambda: store.dossiers.page(unit="vp", due=LATE, limit=PAGE, after=newest(store))
    ),
    "first of a unit and a status": lambda store: store.dossiers.page(
        unit="vp", status=DossierStatus.RECEIVED, limit=PAGE
    ),
    "count of a unit": lambda store: store.dossiers.count(unit="vp", due=LATE),
    "counts": lambda store: store.log.counts(),
    "tally": lambda store: store.log.tally(),
    "heads": lambda store: store.log.heads(),
    "looks of a clerk": lambda store: store.log.looks_of(RARE),
    "code": lambda store: store.dossiers.by_code(newest(store).code or newest(store).slip),
    "code of one": lambda store: store.dossiers.code_of(newest(store).id),
    "unknown code": lambda store: store.dossiers.by_code("H99.99.99-200101-0001"),
    "open of a number": lambda store: store.dossiers.open_of_owner("1.001193", number=newest(store).personal_number),
    "open of one who comes every day": lambda store: store.dossiers.open_of_owner(
        DAILY, number=MERCHANT.personal_number
    ),
    "open of a name that comes every day": lambda store: store.dossiers.open_of_owner(DAILY, name=MERCHANT.full_name),
    "last number": lambda store: store.dossiers.last_number("H99.99.99-261123", 1, 9999),
    "favourites": lambda store: store.dossiers.favourites(local_day(START)),
    "tickets of a day": lambda store: store.tickets.of_day(local_day(START)),
    "tickets left open": lambda store: store.tickets.open_before(local_day(START + 900 * BETWEEN)),
    "lists of a day": lambda store: store.lists(HandOverLists).of_day(local_day(START)),
    "lists that wait": lambda store: store.lists(HandOverLists).waiting(),
    "a list": lambda store: store.lists(HandOverLists).by_number("BG.H99.99.99-261123-0001"),
    "last number of a list": lambda store: store.lists(HandOverLists).last_number("BG.H99.99.99-261123", 1, 9999),
    "everything": lambda store: store.dossiers.find("", limit=PAGE),
    "places of the shelf": lambda store: store.lists(Shelf).places(),
    "a person": lambda store: store.dossiers.by_personal_number(newest(store).personal_number),
}
WORK = {
    **{mark.name: WorkSpan(mark=mark) for mark in WorkMark},
    "overdue": WorkSpan(mark=WorkMark.RUNS, before=START + timedelta(days=300)),
    "a day": WorkSpan(mark=WorkMark.RUNS, since=START, before=START + timedelta(days=1)),
    "long ready": WorkSpan(mark=WorkMark.READY, before=START),
}
DAILY_LISTS: dict[str, Question] = {
    **{f"first of {name}": worked(span) for name, span in WORK.items()},
    **{f"more of {name}": worked(span, deep=True) for name, span in WORK.items()},
    **{f"first of {name}, narrowed": worked(span, of=ClerkId("mau")) for name, span in WORK.items()},
    **{f"count of {name}": counted_work(span) for name, span in WORK.items()},
    **{f"count of {name}, narrowed": counted_work(span, of=ClerkId("mau")) for name, span in WORK.items()},
}
QUESTIONS = LISTS | OTHERS | DAILY_LISTS


def prepared(question: Question, store: Store) -> Callable[[], object]:
    """The question itself, where it first has to find out what to ask."""
    asked = question(store)
    return asked if callable(asked) else lambda: question(store)


def statements_of(store: Store, ask: Callable[[], object]) -> list[str]:
    said: list[str] = []
    connection = store._database._core.connection.driver_connection
    assert connection is not None
    connection.set_trace_callback(said.append)
    ask()
    connection.set_trace_callback(None)
    return [one for one in said if one.startswith("SELECT")]


def steps_of(store: Store, ask: Callable[[], object]) -> int:
    """Instructions of SQLite's machine."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection = store._database._core.connection.driver_connection
    assert connection is not None
    connection.set_progress_handler(step, 1)
    ask()
    connection.set_progress_handler(None, 0)
    return steps


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_sorts_or_reads_through_what_grows(towns: tuple[Store, Store], name: str) -> None:
    many = towns[1]
    said = statements_of(many, prepared(QUESTIONS[name], many))
    assert said
    for statement in said:
        for *_, step in many._database.run(f"EXPLAIN QUERY PLAN {statement}").fetchall():
            assert "TEMP B-TREE" not in step, (statement, step)
            if step.startswith("SCAN") and "VIRTUAL TABLE" not in step:
                # An index walked in its order as far as the page goes; and tables that do not grow.
                in_order = " USING INDEX dossier_by_" in step and "LIMIT" in statement
                assert in_order or step.startswith(("SCAN fresh", "SCAN quarantine")), (statement, step)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_takes_as_many_steps_among_many_as_among_few(towns: tuple[Store, Store], name: str) -> None:
    few, many = (steps_of(store, prepared(QUESTIONS[name], store)) for store in towns)
    assert many <= few * 1.5 + 100, (few, many)


def test_a_change_of_a_settled_dossier_touches_the_indexes_of_what_changed_alone(towns: tuple[Store, Store]) -> None:
    few = towns[0]
    row = few.dossiers.page(status=DossierStatus.RECEIVED)[-1]
    said: list[str] = []
    connection = few._database._core.connection.driver_connection
    assert connection is not None
    connection.set_trace_callback(said.append)
    few.log.record(row.id, CLERK, FormPrinted(form=Form.RECEIPT, version="tt03-2025", copy=1))
    connection.set_trace_callback(None)
    (update,) = (statement for statement in said if statement.startswith("UPDATE dossier"))
    assert re.findall(r"(\w+) = ", update) == ["changed_at", "events", "number"]
    assert not [
        statement for statement in said if re.match(r"(INSERT|DELETE)[A-Z ]*(dossier|search|tally)\b", statement)
    ]


def test_a_subject_without_a_row_is_recorded_alike_after_few_events_and_many(towns: tuple[Store, Store]) -> None:
    few, session = towns[0], SubjectId("clerk/mau")
    shown = PeopleShown(by=ReadBy.SHOWN, count=1)

    def record() -> None:
        few.log.record(session, CLERK, shown)

    record()
    at_first = steps_of(few, record)
    few.log.record(session, CLERK, *[shown] * 500)
    assert steps_of(few, record) <= at_first + 20


def test_no_plan_rests_on_statistics_of_tables(towns: tuple[Store, Store]) -> None:
    few = towns[0]
    assert few._database.one("SELECT count(*) FROM sqlite_master WHERE name LIKE 'sqlite_stat%'") == 0
