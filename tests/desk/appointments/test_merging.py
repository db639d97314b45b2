"""Appointments and walk-ins are merged by a rule that lets none of them wait for ever."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk.line.waiting import merged
from models.events import Priority
from models.ids import SubjectId, TicketId
from models.subjects.ticket import Ticket
from tests.desk.appointments.merging import CROWDS, OPENS, morning

RUN = 2


def ticket(turn: int, kind: str) -> Ticket:
    return Ticket(
        id=TicketId(SubjectId(f"ticket/{turn}")),
        number=f"A{turn:03d}",
        turn=turn,
        priority=Priority.ELDERLY if kind == "p" else None,
        booked_for=OPENS + timedelta(minutes=turn) if kind == "b" else None,
    )


@given(kinds=st.lists(st.sampled_from("pbw"), min_size=1, max_size=60), first=st.sampled_from("pb"))
def test_none_waits_longer_than_its_place_allows_however_many_of_the_front_come(kinds: list[str], first: str) -> None:
    later = OPENS + timedelta(days=1)
    waiting = [ticket(turn, kind) for turn, kind in enumerate(kinds, start=1)]
    place: dict[str, int] = {}
    for one in waiting:
        kind = "p" if one.priority else "b" if one.booked_for else "w"
        place[one.id] = sum(other.id in place and _kind(other) == kind for other in waiting) + 1
    calls: list[Ticket] = []
    turn, called_at = len(kinds), dict[str, int]()
    for n in range(1, 6 * len(kinds) + 6):
        turn += 1  # one more of the front comes before each call
        waiting.append(ticket(turn, first))
        called = merged(waiting, calls, now=later, most=RUN)[0]
        waiting = [one for one in waiting if one.id != called.id]
        calls.insert(0, called)
        called_at[called.id] = n
    for number, kind in enumerate(kinds, start=1):
        most = {"w": 3, "b": 5}.get(kind)
        if most is not None:
            assert called_at[f"ticket/{number}"] <= most * place[f"ticket/{number}"] + 2


def _kind(one: Ticket) -> str:
    return "p" if one.priority else "b" if one.booked_for else "w"


def test_who_has_booked_waits_less_beyond_the_hour_than_who_walks_in_and_walk_ins_are_all_served() -> None:
    usual = next(one for one in CROWDS if one.name == "thường")
    found = [morning(usual, seed) for seed in range(5)]
    mean = {
        kind: sum(sum(getattr(day, kind)) for day in found) / sum(len(getattr(day, kind)) for day in found)
        for kind in ("walk_ins", "booked")
    }
    assert mean["booked"] < mean["walk_ins"] < 60
