"""Counts that are kept are what counting gives, at every moment."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.events import AnyEvent, FeeReturned, FeeTaken, PaidBy, ResultHandedOver, TicketIssued
from models.ids import ClerkId, DeviceId, DossierId, SubjectId, new_dossier_id, new_ticket_id
from models.store import Finding, FindingKind, Store, tallies
from models.store.projections.dossier_lists import by_procedure
from models.subjects.dossier import DossierStatus
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain
from tests.fakes.events import START
from tests.models.store.conftest import Opens
from tests.models.store.desks import open_desk, settle
from tests.models.store.test_log import received

CLERK = ClerkId("mau")
HANDED_OVER = ResultHandedOver(to="người nộp")


def settled(store: Store) -> None:
    with store._database.transaction():
        settle(store)


def writes_no_count(store: Store, dossier: DossierId, *events: AnyEvent) -> bool:
    said: list[str] = []
    connection = store._database._core.connection.driver_connection
    assert connection is not None
    connection.set_trace_callback(said.append)
    store.log.record(dossier, CLERK, *events)
    connection.set_trace_callback(None)
    assert said
    return not any("tally" in statement for statement in said)


def test_a_change_of_status_moves_a_settled_dossier_from_one_count_to_another(store: Store) -> None:
    ids = [new_dossier_id() for _ in range(4)]
    for id_ in ids:
        store.log.record(id_, CLERK, received())
    settled(store)
    store.log.record(ids[0], CLERK, HANDED_OVER)
    store.log.record(new_dossier_id(), CLERK, received())
    assert store.dossiers.count() == 5
    assert (store.dossiers.count(DossierStatus.RECEIVED), store.dossiers.count(DossierStatus.HANDED_OVER)) == (4, 1)
    assert store.log.verify() == []


def test_an_intake_writes_no_count(store: Store) -> None:
    id_ = new_dossier_id()
    assert writes_no_count(store, id_, received())
    assert writes_no_count(store, id_, HANDED_OVER)
    settled(store)
    assert writes_no_count(store, id_, received())  # once more: a dispute, and the same status
    assert not writes_no_count(store, id_, FeeTaken(amount=8_000))


def test_payments_are_summed_by_device_and_way_of_paying(store: Store) -> None:
    id_ = new_dossier_id()
    for amount, paid_by in ((8_000, PaidBy.CASH), (2_000, PaidBy.CASH), (5_000, PaidBy.CARD)):
        store.log.record(id_, CLERK, FeeTaken(amount=amount, paid_by=paid_by))
    other = Chain(7)
    store.log.merge([other.add(id_, START, FeeTaken(amount=1)), other.add(id_, START, HANDED_OVER)])
    store.log.rebuild()
    store.log.record(id_, CLERK, FeeTaken(amount=1, paid_by=PaidBy.CARD))
    told = {one.device: one.money for one in store.log.tally()}
    assert told == {
        1: {PaidBy.CASH: (10_000, 2), PaidBy.CARD: (5_001, 2)},
        7: {PaidBy.CASH: (1, 1)},
    }
    assert store.log.verify() == []


def test_what_was_given_back_is_summed_apart(store: Store) -> None:
    id_, payment = new_dossier_id(), SubjectId("payment/1")
    back = FeeReturned(amount=2_000, payment=payment)
    store.log.record(
        id_, CLERK, FeeTaken(amount=8_000), back, FeeReturned(amount=1, payment=payment, paid_by=PaidBy.CARD)
    )
    other = Chain(7)
    store.log.merge([other.add(id_, START, back), other.add(id_, START, FeeReturned(amount=1 << 41, payment=payment))])
    expected = {
        1: ({PaidBy.CASH: (8_000, 1)}, {PaidBy.CASH: (2_000, 1), PaidBy.CARD: (1, 1)}),
        7: ({}, {PaidBy.CASH: (2_000, 1)}),
    }
    assert {one.device: (one.money, one.returned) for one in store.log.tally()} == expected
    store.log.rebuild()
    assert {one.device: (one.money, one.returned) for one in store.log.tally()} == expected
    assert store.log.verify() == []


@pytest.mark.parametrize("amount", [1 << 41, -(1 << 62), 1 << 200])
def test_an_amount_that_is_no_money_is_taken_in_and_counts_as_none(store: Store, amount: int) -> None:
    chain, id_ = Chain(7), new_dossier_id()
    store.log.merge([chain.add(id_, START, FeeTaken(amount=amount)), chain.add(id_, START, FeeTaken(amount=5))])
    assert [(one.events, one.money) for one in store.log.tally()] == [(2, {PaidBy.CASH: (5, 1)})]
    store.log.rebuild()
    assert store.log.verify() == []


@settings(max_examples=60, deadline=None)
@given(order=st.permutations(range(8)), cuts=st.lists(st.integers(1, 4), max_size=4))
def test_events_with_gaps_between_them_are_counted_in_whatever_order_they_come(
    order: list[int], cuts: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    chain, id_ = Chain(7), new_dossier_id()
    events = [chain.add(id_, START, FeeTaken(amount=1)) for _ in order]
    with open_desk(tmp_path_factory.mktemp("gaps"), 1, TurnedClock(START)) as store:
        heard = 0
        while heard < len(order):
            part = order[heard : heard + (cuts.pop() if cuts else 3)]
            store.log.merge([events[place] for place in (*part, *part)])
            heard += len(part)
            (told,) = store.log.tally()
            assert (told.events, told.head) == (heard, max(order[:heard]) + 1)
            assert store.log.counts().events == heard
            assert {one.kind for one in store.log.verify()} <= {FindingKind.MISSING}
        assert tallies.missing(store._database) == {}


def test_gaps_in_the_own_chain_are_counted_too(opens: Opens) -> None:
    store, before, id_ = opens(), Chain(1), new_dossier_id()
    events = [before.add(id_, START, HANDED_OVER) for _ in range(5)]
    store.log.merge(events[3:4])
    assert (store.log.counts().events, store.log.head().seq) == (1, 4)
    store.log.record(id_, CLERK, HANDED_OVER)
    assert store.log.counts().events == 2
    store.log.merge(events[:2])
    assert store.log.counts().events == 4
    assert tallies.missing(store._database) == {DeviceId(1): 1}


def test_days_are_the_office_calendar_s(store: Store) -> None:
    chain = Chain(7)
    midnight = START.replace(hour=17, minute=0, second=0, microsecond=0)  # on the office wall
    for at in (midnight - timedelta(microseconds=1), midnight):
        store.log.merge([chain.add(new_dossier_id(), at, received())])
        settled(store)
    day = date(START.year, START.month, START.day)
    tomorrow = day + timedelta(days=1)
    for first, last, number in ((day, day, 1), (tomorrow, tomorrow, 1), (day, tomorrow, 2), (date.min, day, 1)):
        assert by_procedure(store._database, first, last).total() == number


def test_tickets_are_counted_once_whatever_becomes_of_them(store: Store) -> None:
    for _ in range(3):
        ticket = new_ticket_id()
        for _ in range(2):
            store.log.record(ticket, CLERK, TicketIssued(number="A001", day=START.date(), services=("x",)))
    assert store.log.counts().tickets == 3
    store.log.rebuild()
    assert store.log.counts().tickets == 3


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("UPDATE tally SET number = number + 1 WHERE kind = 'status'", ["status received"]),
        ("UPDATE tally SET amount = 'x' WHERE kind = 'fees'", ["fees 1 cash"]),
        ("DELETE FROM tally WHERE kind = 'tickets'", ["tickets"]),
        ("INSERT INTO tally VALUES (7, x'00', 1, 1)", ["7 b'\\x00'"]),
        ("INSERT INTO tally VALUES ('missing', '9', 4, 0)", ["missing 9"]),
    ],
)
def test_a_count_that_is_not_what_there_is_is_found_and_mended_by_a_rebuild(
    store: Store, statement: str, names: list[str]
) -> None:
    store.log.record(new_dossier_id(), CLERK, received(), FeeTaken(amount=8_000))
    store.log.record(new_ticket_id(), CLERK, TicketIssued(number="A001", day=START.date(), services=("x",)))
    settled(store)
    store._database.run(statement)
    assert store.log.verify() == [Finding(kind=FindingKind.COUNT_DIFFERS, name=name) for name in names]
    store.log.rebuild()
    assert store.log.verify() == []
