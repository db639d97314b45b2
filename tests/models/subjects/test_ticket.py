from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import (
    AnyEvent,
    Form,
    FormPrinted,
    LinePlace,
    PrintingFailed,
    ServingStarted,
    TicketCalled,
    TicketCalledAgain,
    TicketClosedAtDayEnd,
    TicketHeld,
    TicketIssued,
    TicketLeft,
    TicketMoved,
    TicketReturnedToLine,
    TicketServed,
    TicketSkipped,
)
from models.ids import CounterId
from models.subjects.dispute import DisputeKind
from models.subjects.ticket import Ticket, fold
from models.subjects.ticket_row import ticket_row
from models.subjects.ticket_state import TicketState
from tests.fakes.citizens import Chain
from tests.fakes.events import START, TICKETS, any_event, turns
from tests.fakes.tickets import time_in

ID = TICKETS[0]
ONE, TWO = CounterId("1"), CounterId("2")
ISSUED = TicketIssued(number="A001", day=START.date(), services=("hotich", "chungthuc"))


def told(*events: tuple[int, AnyEvent]) -> Ticket:
    """The ticket after these events, each so many minutes after the issue."""
    chain = Chain(1)
    return fold(ID, [chain.add(ID, START + timedelta(minutes=minute), event) for minute, event in events])


def minutes(ticket: Ticket, state: TicketState, now: int) -> float:
    return time_in(ticket, state, START + timedelta(minutes=now)).total_seconds() / 60


def test_waiting_holding_and_serving_times_are_exact() -> None:
    ticket = told(
        (0, ISSUED),
        (10, TicketCalled(counter=ONE)),
        (12, TicketSkipped(counter=ONE)),
        (15, TicketReturnedToLine()),
        (22, TicketCalled(counter=ONE)),
        (23, ServingStarted(counter=ONE)),
        (30, TicketHeld(counter=ONE, reason="điền tờ khai")),
        (41, ServingStarted(counter=ONE)),
        (45, TicketServed(counter=ONE)),
        (52, TicketCalled(counter=TWO)),
        (53, ServingStarted(counter=TWO)),
        (60, TicketServed(counter=TWO)),
    )
    assert ticket.state is TicketState.SERVED
    assert ticket.done == ("hotich", "chungthuc")
    assert ticket.services == ()
    now = 100
    assert minutes(ticket, TicketState.WAITING, now) == 10 + 7 + 7
    assert minutes(ticket, TicketState.CALLED, now) == 2 + 1 + 1
    assert minutes(ticket, TicketState.SKIPPED, now) == 3
    assert minutes(ticket, TicketState.HELD, now) == 11
    assert minutes(ticket, TicketState.SERVING, now) == 7 + 4 + 7
    assert sum(minutes(ticket, state, now) for state in TicketState) == 60
    assert not ticket.disputes


def test_a_running_period_counts_up_to_now() -> None:
    ticket = told((0, ISSUED), (10, TicketCalled(counter=ONE)))
    assert minutes(ticket, TicketState.WAITING, 25) == 10
    assert minutes(ticket, TicketState.CALLED, 25) == 15
    assert ticket.issued_at == START


def test_a_clock_set_back_counts_as_nothing_never_less() -> None:
    ticket = told((10, ISSUED), (4, TicketCalled(counter=ONE)), (9, ServingStarted(counter=ONE)))
    assert minutes(ticket, TicketState.WAITING, 20) == 0
    assert minutes(ticket, TicketState.CALLED, 20) == 5


def test_calling_again_is_no_new_call() -> None:
    ticket = told((0, ISSUED), (1, TicketCalled(counter=ONE)), (3, TicketCalledAgain(counter=ONE)))
    assert len(ticket.calls) == 1
    assert minutes(ticket, TicketState.CALLED, 5) == 4


def test_back_to_the_line_keeps_the_turn_or_takes_a_new_one() -> None:
    start = ((0, ISSUED), (1, TicketCalled(counter=ONE)))
    assert told(*start, (2, TicketReturnedToLine())).turn == told(*start).turn == 1
    assert told(*start, (2, TicketReturnedToLine(place=LinePlace.BACK))).turn == 3


def test_a_moved_ticket_waits_for_its_new_service_in_its_old_turn() -> None:
    ticket = told((0, ISSUED), (1, TicketCalled(counter=ONE)), (2, TicketMoved(service="datdai", counter=TWO)))
    assert (ticket.state, ticket.services, ticket.kept_for, ticket.turn) == (
        TicketState.WAITING,
        ("datdai", "chungthuc"),
        TWO,
        1,
    )
    assert ticket.counter is None


def test_a_ticket_called_to_two_counters_stays_at_the_first_and_is_disputed() -> None:
    ticket = told((0, ISSUED), (1, TicketCalled(counter=ONE)), (2, TicketCalled(counter=TWO)))
    assert ticket.counter == ONE
    assert [dispute.kind for dispute in ticket.disputes] == [DisputeKind.CALLED_TWICE]


@pytest.mark.parametrize(
    "late",
    [
        TicketCalled(counter=ONE),
        TicketServed(counter=ONE),
        TicketMoved(service="datdai"),
        TicketReturnedToLine(place=LinePlace.BACK),
        TicketLeft(),
    ],
)
def test_an_ended_ticket_stays_as_it_ended_and_is_disputed(late: AnyEvent) -> None:
    ended = told((0, ISSUED), (5, TicketLeft()))
    after = told((0, ISSUED), (5, TicketLeft()), (6, late))
    assert (after.state, after.services, after.done, after.turn, after.calls, after.periods) == (
        ended.state,
        ended.services,
        ended.done,
        ended.turn,
        ended.calls,
        ended.periods,
    )
    assert [dispute.kind for dispute in after.disputes] == [DisputeKind.ACTED_AFTER_END]


def test_two_desks_may_both_close_the_day() -> None:
    closed = TicketClosedAtDayEnd()
    ticket = told((0, ISSUED), (600, closed), (601, closed))
    assert ticket.state is TicketState.CLOSED
    assert not ticket.disputes
    assert minutes(ticket, TicketState.WAITING, 700) == 600


def test_copies_of_the_slip_are_counted() -> None:
    printed = FormPrinted(form=Form.TICKET, version="1", copy=1)
    failed = PrintingFailed(form=Form.TICKET, copy=1, why="rút dây")
    assert told((0, ISSUED), (0, printed), (0, failed), (1, printed)).copies == 1


@given(st.lists(st.tuples(st.integers(1, 3), any_event, turns), max_size=25), st.randoms(use_true_random=False))
def test_folding_never_raises_and_arrival_makes_no_difference(
    happened: list[tuple[int, AnyEvent, timedelta]], chance: Random
) -> None:
    chains, at, history = {device: Chain(device) for device in (1, 2, 3)}, START, []
    for device, event, turn in happened:
        at += turn
        history.append(chains[device].add(ID, at, event))
    ticket = fold(ID, history)
    chance.shuffle(history)
    assert fold(ID, history + history[:3]) == ticket
    assert ticket_row(ticket).ticket == ticket
    assert all(time_in(ticket, state, at) >= timedelta() for state in TicketState)
    running = [period for period in ticket.periods if period.until is None]
    assert len(running) <= 1
