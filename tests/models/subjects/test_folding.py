"""A fold gone on with is the fold from scratch, in whatever slices and however late its events are told."""

from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import TicketCalled, TicketCalledAgain
from models.history import Recorded, in_order, place
from models.ids import CounterId
from models.subjects import dossier_fold as dossier
from models.subjects import folding, ticket
from models.subjects.dossier import Dossier
from models.subjects.folding import Fold, Folding
from models.subjects.ticket import Ticket
from tests.fakes.citizens import Chain
from tests.fakes.events import DOSSIERS, START, TICKETS, dossier_events, ticket_events

KINDS: dict[str, tuple[st.SearchStrategy[Any], Callable[[], Folding[Any]], Any, Any]] = {
    "dossier": (dossier_events, lambda: dossier.fold.begin(DOSSIERS[0]), dossier.step, Dossier(id=DOSSIERS[0])),
    "ticket": (ticket_events, lambda: ticket.fold.begin(TICKETS[0]), ticket.step, Ticket(id=TICKETS[0])),
}


def histories(events: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Recorded]]:
    """What two machines recorded, in an order in which it may arrive; some of it under two numbers."""

    def recorded(told: list[tuple[int, Any, int]]) -> list[Recorded]:
        chains = {1: Chain(1), 2: Chain(2)}
        return [chains[device].add(DOSSIERS[0], START, event, clock) for device, event, clock in told]

    def again(history: list[Recorded]) -> st.SearchStrategy[list[Recorded]]:
        copies = [_under_another_number(one) for one in history]
        return st.permutations([*history, *copies[::3]])

    one = st.tuples(st.sampled_from([1, 2]), events, st.integers(0, 30))
    return st.lists(one, min_size=1, max_size=24).map(recorded).flatmap(again)


def _under_another_number(recorded: Recorded) -> Recorded:
    chain = Chain(2 + recorded.device)
    chain.seq, chain.clock = recorded.seq + 100, recorded.clock
    copy = chain.add(recorded.subject, recorded.at, recorded.event)
    return Recorded(**{field: getattr(copy, field) for field in Recorded.__struct_fields__} | {"id": recorded.id})


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_told_in_slices_and_late_it_is_the_fold_from_scratch(kind: str, data: st.DataObject) -> None:
    events, begin, step, start = KINDS[kind]
    arriving: list[Recorded] = data.draw(histories(events))
    size = data.draw(st.integers(1, len(arriving)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(folding, "EACH", data.draw(st.integers(1, 5)))
        told = begin()
        known: list[Recorded] = []
        for first in range(0, len(arriving), size):
            slice_ = arriving[first : first + size]
            known = sorted([*known, *slice_], key=place)
            if told.last is not None and min(map(place, slice_)) <= told.last:
                told.go_back(min(map(place, slice_)))
            told.tell(one for one in known if told.last is None or place(one) > told.last)
            right = reduce(step, in_order(known), start)
            assert told.whole() == right
            assert told.young.events == right.events
            recent = told.recent(2)
            for growing in told._growing:
                if growing.once is None:
                    assert growing.of(recent)[-2:] == growing.of(right)[-2:]


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_fold_of_many_is_every_step_one_after_the_other(kind: str, data: st.DataObject) -> None:
    events, _, step, start = KINDS[kind]
    history: list[Recorded] = data.draw(histories(events))
    fold: Fold[Any] = dossier.fold if kind == "dossier" else ticket.fold
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(folding, "EACH", 2)
        assert fold(start.id, history) == reduce(step, in_order(history), start)


def test_what_grows_costs_a_step_nothing_more() -> None:
    """A step meets at most so many of what grows as lie between two points."""
    chain, told = Chain(1), ticket.fold.begin(TICKETS[0])
    called, again = TicketCalled(counter=CounterId("1")), TicketCalledAgain(counter=CounterId("1"))
    most = 0
    for number in range(2_000):
        told.tell([chain.add(TICKETS[0], START, called if number % 2 else again)])
        most = max(most, *(len(growing.of(told.young)) for growing in told._growing))
    assert most <= folding.EACH + 1
    assert (told.steps, len(told.whole().announced)) == (2_000, 2_000)
