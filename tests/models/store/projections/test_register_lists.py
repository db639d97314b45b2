from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.calendar.clock import local_day
from models.events import DossierReceived, DossierVoided, DueDate, Intake, ResultHandedOver, SupplementAsked
from models.ids import ClerkId, DeviceId, DossierCode, DossierId, new_dossier_id
from models.person import Person, Unit
from models.procedure import ProcedureTaken
from models.store import Store, open_store
from models.store.projections.dossier_lists import by_procedure
from models.store.projections.register_lists import Register
from models.subjects.dossier import DossierStatus
from models.subjects.register import RegisterLine, RegisterQuery
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain
from tests.models.store.conftest import KEY
from tests.models.store.desks import settle

CLERK = ClerkId("mau")
HERE, PROVINCE = Unit(id="H99.99.99", name="UBND xã Mẫu Sơn"), Unit(id="H99.01", name="Sở Tư pháp")
YEAR = RegisterQuery(first=date(2026, 1, 1), last=date(2026, 12, 31))
NEW_YEAR = datetime(2026, 12, 31, 17, tzinfo=UTC)
"""Midnight on the office wall."""


def intake(name: str = "Nguyễn Văn Mẫu", field: str = "Hộ tịch", unit: Unit = HERE) -> Intake:
    return Intake(
        procedure=ProcedureTaken(code="1", name="Thủ tục", field=field, catalogue="1"),
        submitter=Person(full_name=name, address="Bản Mới"),
        received_by=HERE,
        resolved_by=unit,
    )


def received(code: str, said: Intake) -> DossierReceived:
    return DossierReceived(code=DossierCode(code), intake=said, due=DueDate(at=None))


def take_in(store: Store, code: str, said: Intake | None = None) -> DossierId:
    id_ = new_dossier_id()
    store.log.record(id_, CLERK, received(code, said or intake()))
    return id_


@pytest.fixture(params=["fresh", "settled", "half"])
def ages(request: pytest.FixtureRequest) -> str:
    """Where the rows lie makes no difference to any answer."""
    return str(request.param)


def let_lie(store: Store, ages: str, *, half: bool = False) -> None:
    if ages == "settled" or (ages == "half" and half):
        with store._database.transaction():
            settle(store)


def whole(register: Register, asked: RegisterQuery, limit: int = 200) -> list[RegisterLine]:
    """Page by page."""
    lines: list[RegisterLine] = []
    while page := register.page(asked, limit=limit, after=lines[-1] if lines else None):
        lines += page
    return lines


def numbered(lines: list[RegisterLine]) -> list[tuple[int, str]]:
    return [(line.number, line.row.code) for line in lines]


def test_numbers_go_on_through_the_year_and_begin_again_at_new_year(
    store: Store, clock: TurnedClock, ages: str
) -> None:
    clock.now = NEW_YEAR - timedelta(days=2)
    for place in range(5):
        take_in(store, f"A-{place}")
        let_lie(store, ages, half=place == 2)
        clock.turn(days=1)
    register = store.lists(Register)
    both = RegisterQuery(first=date(2026, 12, 30), last=date(2027, 1, 31))
    expected = [(1, "A-0"), (2, "A-1"), (1, "A-2"), (2, "A-3"), (3, "A-4")]
    assert numbered(whole(register, both)) == expected
    assert numbered(whole(register, both, limit=1)) == expected
    assert [line.year for line in whole(register, both)] == [2026, 2026, 2027, 2027, 2027]
    assert numbered(whole(register, RegisterQuery(first=date(2026, 12, 31), last=date(2026, 12, 31)))) == [(2, "A-1")]
    assert numbered(whole(register, RegisterQuery(first=date(2027, 1, 2), last=date(2027, 1, 2)))) == [(2, "A-3")]


def test_of_one_moment_the_codes_give_the_order(store: Store, ages: str) -> None:
    for place, code in enumerate(("H-261123-3002", "H-261123-1001", "H-261123-2001")):
        take_in(store, code)
        let_lie(store, ages, half=place == 1)
    assert numbered(whole(store.lists(Register), YEAR, limit=2)) == [
        (1, "H-261123-1001"),
        (2, "H-261123-2001"),
        (3, "H-261123-3002"),
    ]


def test_each_field_has_its_own_register_and_an_extract_keeps_the_numbers(
    store: Store, clock: TurnedClock, ages: str
) -> None:
    for place in range(8):
        said = intake(
            name="Trần Thị Ví Dụ" if place in {3, 6} else "Lê Văn Mẫu",
            field="Hộ tịch" if place % 2 else "Chứng thực",
            unit=PROVINCE if place in {1, 3, 7} else HERE,
        )
        take_in(store, f"A-{place}", said)
        let_lie(store, ages, half=place == 4)
        clock.turn(hours=1)
    register = store.lists(Register)

    def told(**asked: str) -> list[tuple[int, str]]:
        query = RegisterQuery(first=YEAR.first, last=YEAR.last, **asked)
        lines = whole(register, query, limit=2)
        assert register.count(query) == len(lines)
        return numbered(lines)

    assert told(field="Hộ tịch") == [(1, "A-1"), (2, "A-3"), (3, "A-5"), (4, "A-7")]
    assert told(unit=PROVINCE.id) == [(2, "A-1"), (4, "A-3"), (8, "A-7")]
    assert told(field="Hộ tịch", unit=PROVINCE.id) == [(1, "A-1"), (2, "A-3"), (4, "A-7")]
    assert told(words="vi du tran") == [(4, "A-3"), (7, "A-6")]
    assert told(words="dụ", field="Hộ tịch") == [(2, "A-3")]
    assert told(words="không có ai") == []
    assert register.fields(YEAR.first, YEAR.last) == [("Chứng thực", 4), ("Hộ tịch", 4)]
    assert [(u.id, u.name, u.count) for u in register.units(YEAR.first, YEAR.last)] == [
        (HERE.id, HERE.name, 5),
        (PROVINCE.id, PROVINCE.name, 3),
    ]


def test_what_was_never_taken_in_is_not_in_it_and_what_was_voided_is(store: Store, clock: TurnedClock) -> None:
    store.log.record(new_dossier_id(), CLERK, SupplementAsked(number="B-1", missing=(), reason="", intake=intake()))
    voided, returned = take_in(store, "A-1"), take_in(store, "A-2")
    clock.turn(days=1)
    store.log.record(voided, CLERK, DossierVoided(reason="Nhập nhầm", confirmed_by=ClerkId("ld")))
    store.log.record(returned, CLERK, ResultHandedOver(to="Nguyễn Văn Mẫu"))
    clock.turn(days=1)
    store.log.record(returned, CLERK, ResultHandedOver(to="Nguyễn Văn Mẫu"))
    lines = whole(store.lists(Register), YEAR)
    assert [(line.row.status, line.row.ended_at) for line in lines] == [
        (DossierStatus.VOIDED, clock.now - timedelta(days=1)),
        (DossierStatus.HANDED_OVER, clock.now - timedelta(days=1)),
    ]
    assert (lines[0].row.address, lines[0].row.resolver_name, lines[0].row.field) == (
        "Bản Mới",
        HERE.name,
        "Hộ tịch",
    )


@settings(max_examples=25)
@given(
    made=st.lists(
        st.tuples(st.integers(1, 3), st.integers(0, 900), st.integers(0, 2), st.booleans()), min_size=1, max_size=25
    ),
    days=st.tuples(st.integers(0, 900), st.integers(0, 900)),
    seed=st.randoms(use_true_random=False),
)
def test_desks_that_hold_the_same_events_number_alike_and_count_as_the_lists_do(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[tuple[int, int, int, bool]],
    days: tuple[int, int],
    seed: object,
) -> None:
    first = datetime(2025, 6, 1, 2, tzinfo=UTC)
    chains = {device: Chain(device, named=True) for device in (1, 2, 3)}
    events = []
    for place, (device, day, field, ends) in enumerate(made):
        id_, at = new_dossier_id(), first + timedelta(days=day)
        said = intake(field=("Hộ tịch", "Chứng thực", "Đất đai")[field])
        events.append(chains[device].add(id_, at, received(f"H-{device}{place:03d}", said)))
        if ends:
            events.append(chains[device].add(id_, at + timedelta(days=1), ResultHandedOver(to="")))
    folder = tmp_path_factory.mktemp("registers")
    one, other = (_store(folder / f"{number}.db", number) for number in (7, 8))
    try:
        one.log.merge(events)
        with one._database.transaction():
            settle(one)
        mixed = list(events)
        seed.shuffle(mixed)  # type: ignore[attr-defined]  # a Random
        for recorded in mixed:
            other.log.merge([recorded])
        begin, end = sorted(local_day(first + timedelta(days=day)) for day in days)
        for asked in (
            RegisterQuery(first=begin, last=end),
            RegisterQuery(first=begin, last=end, field="Chứng thực"),
            RegisterQuery(first=begin, last=end, unit=HERE.id),
        ):
            lines = whole(one.lists(Register), asked, limit=3)
            assert numbered(lines) == numbered(whole(other.lists(Register), asked, limit=4))
            assert len(lines) == one.lists(Register).count(asked) == other.lists(Register).count(asked)
            for before, behind in pairwise(lines):
                assert behind.number == (1 if behind.year > before.year else before.number + 1)
        assert len(whole(one.lists(Register), RegisterQuery(first=begin, last=end))) == (
            by_procedure(one._database, begin, end).total()
        )
        every = whole(one.lists(Register), RegisterQuery(first=date(2025, 1, 1), last=date(2028, 12, 31)))
        standing = Counter(line.row.status for line in every)
        assert standing == {status: number for status in DossierStatus if (number := one.dossiers.count(status))}
        assert (
            sum(n for _, n in one.lists(Register).fields(begin, end)) == by_procedure(one._database, begin, end).total()
        )
    finally:
        one.close()
        other.close()


def _store(path: Path, device: int) -> Store:
    return open_store(
        path, KEY, device=DeviceId(device), clock=TurnedClock(datetime(2028, 1, 1, tzinfo=UTC)), create=True
    )


def test_a_page_and_its_numbers_are_read_along_one_index(store: Store, clock: TurnedClock) -> None:
    take_in(store, "A-1")
    register = store.lists(Register)
    (line,) = register.page(YEAR)
    clock.turn(days=1)
    take_in(store, "A-2")
    with store._database.transaction():
        settle(store)
    said: list[str] = []
    connection = store._database._core.connection.driver_connection
    assert connection is not None
    connection.set_trace_callback(said.append)
    for asked in (YEAR, RegisterQuery(first=YEAR.first, last=YEAR.last, field="Hộ tịch", unit=HERE.id, words="mau")):
        assert len(register.page(asked, after=line)) == register.count(asked) - 1 == 1
    register.fields(YEAR.first, YEAR.last)
    register.units(YEAR.first, YEAR.last)
    connection.set_trace_callback(None)
    plans = [
        (statement, step)
        for statement in said
        if statement.startswith("SELECT")
        for *_, step in store._database.run(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    ]
    assert plans
    for statement, step in plans:
        assert "TEMP B-TREE" not in step, statement
        assert "SCAN dossier" not in step, statement
        if "count(*)" in statement and "instr" not in statement:
            assert "COVERING INDEX dossier_by_received" in step or step == "SCAN fresh", (statement, step)
