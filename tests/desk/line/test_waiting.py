"""The waiting line, on a real store."""

from collections.abc import Callable
from dataclasses import replace as with_
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.desk import Desk
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from desk.views.open_desk import OpenDesk
from models.events import LinePlace, Priority
from models.ids import CounterId, TicketId
from models.not_allowed import (
    CounterBusy,
    NobodyWaiting,
    ServiceUnknown,
    TicketElsewhere,
    TicketNotThere,
    TicketUnknown,
)
from models.subjects.ticket import Ticket
from models.subjects.ticket_state import TicketState
from tests.conftest import TurnedClock
from tests.desk.intake.test_drafts import PulledPlugError, pull
from tests.fakes.tickets import time_in


def at_counter(desk: Desk, counter: str, *serves: str) -> Desk:
    """The same file seen from another counter of the office."""
    device = replace(desk.settings.device, counter=CounterId(counter), serves=serves)
    return with_(desk, settings=replace(desk.settings, device=device))


def draw(desk: Desk, service: str = "ho-tich", priority: Priority | None = None) -> Ticket:
    return waiting.issue(desk, [service], priority)


def call_and_serve(desk: Desk) -> Ticket:
    return waiting.serve(desk, waiting.call_next(desk).id)


def test_numbers_run_from_one_each_day(desk: Desk, clock: TurnedClock) -> None:
    assert [draw(desk).number for _ in range(3)] == ["A001", "A002", "A003"]
    clock.turn(days=1)
    assert draw(desk).number == "A001"


def test_first_come_is_first_called(desk: Desk) -> None:
    for _ in range(3):
        draw(desk)
    called = [waiting.finish(desk, call_and_serve(desk).id).number for _ in range(3)]
    assert called == ["A001", "A002", "A003"]


def test_an_empty_line_says_so(desk: Desk) -> None:
    with pytest.raises(NobodyWaiting):
        waiting.call_next(desk)


def test_calling_the_next_finishes_the_one_being_served(desk: Desk) -> None:
    first = draw(desk)
    draw(desk)
    call_and_serve(desk)
    assert waiting.call_next(desk).number == "A002"
    assert desk.store.log.ticket(first.id).state is TicketState.SERVED


def test_with_nobody_waiting_the_one_being_served_stays_so(desk: Desk) -> None:
    ticket = draw(desk)
    call_and_serve(desk)
    with pytest.raises(NobodyWaiting):
        waiting.call_next(desk)
    assert desk.store.log.ticket(ticket.id).state is TicketState.SERVING


def test_a_called_citizen_who_has_not_come_blocks_the_next_call(desk: Desk) -> None:
    draw(desk)
    draw(desk)
    waiting.call_next(desk)
    with pytest.raises(CounterBusy):
        waiting.call_next(desk)


def test_priority_goes_first_but_an_ordinary_ticket_follows_two_of_them(desk: Desk) -> None:
    for _ in range(2):
        draw(desk)
    for _ in range(4):
        draw(desk, priority=Priority.ELDERLY)
    shown = [t.number for t in waiting.line(desk).waiting]
    called = [waiting.finish(desk, call_and_serve(desk).id).number for _ in range(6)]
    assert called == ["A003", "A004", "A001", "A005", "A006", "A002"]
    assert shown == called


@given(arrivals=st.lists(st.booleans(), min_size=1, max_size=40), run=st.integers(1, 4))
def test_nobody_starves_whoever_keeps_coming(arrivals: list[bool], run: int) -> None:
    """While priority keeps arriving, an ordinary ticket waits for at most ``run`` calls per ordinary one ahead."""
    order = waiting.fair_order(
        [f"o{n}" for n, first in enumerate(arrivals) if not first],
        [f"p{n}" for n, first in enumerate(arrivals) if first],
        most=run,
        run=0,
    )
    assert sorted(order) == sorted(f"{'p' if first else 'o'}{n}" for n, first in enumerate(arrivals))
    since_ordinary = 0
    ordinary_left = sum(1 for first in arrivals if not first)
    for name in order:
        if name.startswith("o"):
            since_ordinary, ordinary_left = 0, ordinary_left - 1
        else:
            since_ordinary += 1
            assert since_ordinary <= run or not ordinary_left


def test_a_skipped_number_keeps_its_old_turn_or_goes_to_the_back(desk: Desk) -> None:
    for _ in range(3):
        draw(desk)
    first = waiting.skip(desk, waiting.call_next(desk).id)
    assert waiting.line(desk).skipped[0].number == "A001"
    waiting.return_to_line(desk, first.id)
    assert [t.number for t in waiting.line(desk).waiting] == ["A001", "A002", "A003"]
    waiting.skip(desk, waiting.call_next(desk).id)
    waiting.return_to_line(desk, first.id, LinePlace.BACK)
    assert [t.number for t in waiting.line(desk).waiting] == ["A002", "A003", "A001"]


def test_a_held_number_can_be_called_again_by_its_number_however_it_is_typed(desk: Desk) -> None:
    draw(desk)
    held = waiting.hold(desk, call_and_serve(desk).id, "chờ bản sao")
    assert waiting.line(desk).held == (held,)
    assert waiting.call_one(desk, "a1").number == "A001"


def test_several_services_on_one_ticket_are_served_one_after_the_other(desk: Desk) -> None:
    ticket = waiting.issue(desk, ["ho-tich", "chung-thuc"])
    draw(desk)
    after_first = waiting.finish(desk, call_and_serve(desk).id)
    assert (after_first.state, after_first.service, after_first.done) == (
        TicketState.WAITING,
        "chung-thuc",
        ("ho-tich",),
    )
    done = waiting.finish(desk, call_and_serve(desk).id)
    assert (done.id, done.state, done.services) == (ticket.id, TicketState.SERVED, ())


def test_moved_to_a_counter_only_that_counter_calls_it(desk: Desk) -> None:
    draw(desk)
    moved = waiting.move(desk, call_and_serve(desk).id, counter=CounterId("2"))
    assert moved.state is TicketState.WAITING
    with pytest.raises(NobodyWaiting):
        waiting.call_next(desk)
    assert waiting.call_next(at_counter(desk, "2")).number == "A001"


def test_moved_to_a_service_only_counters_of_that_service_call_it(desk: Desk) -> None:
    draw(desk)
    waiting.move(desk, call_and_serve(desk).id, service="chung-thuc")
    with pytest.raises(NobodyWaiting):
        waiting.call_next(at_counter(desk, "2", "ho-tich"))
    assert waiting.call_next(at_counter(desk, "2", "chung-thuc")).service == "chung-thuc"


def test_two_counters_of_one_desk_never_get_the_same_number(desk: Desk) -> None:
    for _ in range(2):
        draw(desk)
    assert waiting.call_next(desk).number != waiting.call_next(at_counter(desk, "2")).number


@pytest.mark.parametrize(
    "verb",
    [
        waiting.call_again,
        waiting.serve,
        waiting.skip,
        waiting.hold,
        waiting.finish,
        waiting.return_to_line,
        waiting.left,
        waiting.move,
    ],
)
def test_a_number_at_another_counter_is_not_ours_to_move(desk: Desk, verb: Callable[[Desk, TicketId], Ticket]) -> None:
    ticket = draw(desk)
    other = at_counter(desk, "2")
    waiting.call_next(other)
    if verb is waiting.finish:
        waiting.serve(other, ticket.id)
    before = desk.store.log.counts()
    with pytest.raises(TicketElsewhere) as refused:
        verb(desk, ticket.id)
    assert (refused.value.number, refused.value.counter) == ("A001", "2")
    assert desk.store.log.counts() == before


def test_calls_at_another_counter_do_not_begin_the_run_of_priority_anew(desk: Desk) -> None:
    """Certifications have no priority ticket; civil status gets one after the other and one ordinary."""
    ours, theirs = at_counter(desk, "1", "ho-tich"), at_counter(desk, "2", "chung-thuc")
    ordinary = draw(desk)
    called = []
    for _ in range(4):
        draw(desk, priority=Priority.ELDERLY)
        draw(desk, "chung-thuc")
        called.append(call_and_serve(ours).id)
        call_and_serve(theirs)
    assert called.index(ordinary.id) == 2


def test_a_number_kept_for_a_counter_that_is_closed_stays_in_sight_and_can_be_called(desk: Desk) -> None:
    ticket = draw(desk)
    waiting.move(desk, ticket.id, counter=CounterId("77"))
    view = waiting.line(desk)
    assert (view.waiting, [t.id for t in view.not_for_here]) == ((), [ticket.id])
    assert waiting.call_one(desk, "A1").id == ticket.id


def test_one_service_named_twice_is_served_once(desk: Desk) -> None:
    assert waiting.issue(desk, ["ho-tich", "ho-tich", "cu-tru"]).services == ("ho-tich", "cu-tru")
    two = waiting.issue(desk, ["ho-tich", "cu-tru"])
    assert waiting.move(desk, two.id, service="cu-tru").services == ("cu-tru",)
    assert waiting.move(desk, two.id, service="cu-tru").services == ("cu-tru",)


def test_a_clock_set_back_gives_no_number_twice_and_no_time_below_zero(desk: Desk, clock: TurnedClock) -> None:
    first = draw(desk)
    clock.turn(hours=-1)
    second = draw(desk)
    call_and_serve(desk)
    clock.turn(days=-1)
    yesterday = draw(desk)
    clock.turn(days=1)
    done = waiting.finish(desk, first.id)
    assert [t.number for t in (first, second, yesterday)] == ["A001", "A002", "A001"]
    assert all(p.length(clock()) >= timedelta() for p in done.periods)
    assert [t.id for t in waiting.line(desk).waiting] == [second.id]
    assert [t.id for t in waiting.roll_over(desk)] == [yesterday.id]


def test_who_has_left_cannot_be_called(desk: Desk) -> None:
    ticket = draw(desk)
    waiting.left(desk, ticket.id)
    with pytest.raises(TicketNotThere):
        waiting.call_one(desk, "A001")


def test_unknown_services_and_numbers_are_named(desk: Desk) -> None:
    with pytest.raises(ServiceUnknown) as refused:
        waiting.issue(desk, ["xin-visa"])
    assert refused.value.service == "xin-visa"
    with pytest.raises(TicketUnknown):
        waiting.call_one(desk, "B777")


def test_waiting_hold_and_service_times_are_exact(desk: Desk, clock: TurnedClock) -> None:
    ticket = draw(desk)
    clock.turn(minutes=12)
    waiting.call_next(desk)
    clock.turn(seconds=40)
    waiting.serve(desk, ticket.id)
    clock.turn(minutes=3)
    waiting.hold(desk, ticket.id)
    clock.turn(minutes=10)
    waiting.return_to_line(desk, ticket.id)
    clock.turn(minutes=2)
    call_and_serve(desk)
    clock.turn(minutes=4, seconds=5)
    done = waiting.finish(desk, ticket.id)
    times = {
        state: time_in(done, state, clock()) for state in (TicketState.WAITING, TicketState.HELD, TicketState.SERVING)
    }
    assert times == {
        TicketState.WAITING: timedelta(minutes=14),
        TicketState.HELD: timedelta(minutes=10),
        TicketState.SERVING: timedelta(minutes=7, seconds=5),
    }


def test_midnight_closes_what_was_left_open(desk: Desk, clock: TurnedClock) -> None:
    waiting_one, served = draw(desk), draw(desk)
    waiting.finish(desk, waiting.serve(desk, waiting.call_one(desk, served.number).id).id)
    assert waiting.roll_over(desk) == ()
    clock.turn(days=1)
    assert [t.id for t in waiting.roll_over(desk)] == [waiting_one.id]
    assert desk.store.log.ticket(waiting_one.id).state is TicketState.CLOSED
    assert waiting.line(desk).waiting == ()


def test_a_restart_on_another_day_closes_yesterdays_numbers(tmp_path: Path, clock: TurnedClock) -> None:
    first = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    ticket = draw(first)
    waiting.call_next(first)
    close_desk(first)
    clock.turn(days=3)
    again = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    state = again.store.log.ticket(ticket.id).state
    close_desk(again)
    assert state is TicketState.CLOSED


def test_a_restart_on_the_same_day_finds_the_line_as_it_was(tmp_path: Path, clock: TurnedClock) -> None:
    first = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    for _ in range(3):
        draw(first)
    called = waiting.call_next(first)
    before = waiting.line(first)
    close_desk(first)
    again = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    after = waiting.line(again)
    close_desk(again)
    assert after == before
    assert after.here == called


def test_a_number_is_drawn_with_its_slip_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    line = OpenDesk(desk).line
    with monkeypatch.context() as cut:
        cut.setattr(desk.store.print_jobs, "put", pull)
        with pytest.raises(PulledPlugError):
            line.issue(("ho-tich",), None, "")
    assert line.waiting() == 0
    assert line.issue(("ho-tich",), None, "").ticket.number == "A001"
    assert line.waiting() == 1
