"""Simulates mornings of one counter with appointments, priority by law, and walk-ins, by the line's own rule.

``python -m tests.desk.appointments.merging`` prints the table of ``docs/hen-lich.md``. One counter, four hours, each
citizen takes 3 to 9 minutes; who has booked comes from 20 minutes early to 10 minutes late. Seeds are fixed.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from desk.line.waiting import merged
from models.events import Priority
from models.ids import TicketId
from models.subjects.ticket import Ticket

OPENS = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
MORNING = 240
DAYS = 200
RUN = 2


class Crowd(NamedTuple):
    """Who comes in a morning: at a mean of so many an hour, and appointments in every slot of half an hour."""

    name: str
    walk_ins: float
    first: float
    booked: int


CROWDS = (
    Crowd("vắng", 4, 0.5, 1),
    Crowd("thường", 6, 1, 1),
    Crowd("đông", 8, 2, 2),
    Crowd("quá tải", 14, 4, 2),
)


class Waited(NamedTuple):
    """Minutes that each kind waited; of appointments beyond the beginning of their slot."""

    walk_ins: list[float]
    first: list[float]
    booked: list[float]
    most_passed: int
    """How many who came later were called before one walk-in, at most."""


def morning(crowd: Crowd, seed: int, *, run: int = RUN) -> Waited:
    """One morning; everybody is served, however long it takes."""
    chance = random.Random(seed)  # noqa: S311 - no secret, the same each run
    coming = sorted(_coming(crowd, chance), key=lambda one: one[0])
    turn, now = 0, 0.0
    waiting: list[tuple[float, Ticket]] = []
    calls: list[Ticket] = []
    waited = Waited([], [], [], 0)
    passed: dict[str, int] = {}
    most = 0
    while coming or waiting:
        while coming and coming[0][0] <= now:
            at, ticket = coming.pop(0)
            turn += 1
            waiting.append((at, replace(ticket, id=TicketId(f"ticket/{turn}"), number=f"A{turn:03d}", turn=turn)))  # type: ignore[arg-type]
        if not waiting:
            now = coming[0][0]
            continue
        order = merged([one for _, one in waiting], calls, now=OPENS + timedelta(minutes=now), most=run)
        called = order[0]
        at = next(one for one, ticket in waiting if ticket.id == called.id)
        waiting = [one for one in waiting if one[1].id != called.id]
        calls.insert(0, called)
        for _, other in waiting:
            if other.turn < called.turn:
                passed[other.id] = passed.get(other.id, 0) + 1
        if called.priority:
            waited.first.append(now - at)
        elif called.booked_for is not None:
            waited.booked.append(max(0.0, now - max(at, (called.booked_for - OPENS).total_seconds() / 60)))
        else:
            waited.walk_ins.append(now - at)
            most = max(most, passed.get(called.id, 0))
        now += chance.uniform(3, 9)
    return waited._replace(most_passed=most)


def _coming(crowd: Crowd, chance: random.Random) -> Iterator[tuple[float, Ticket]]:
    for mean, priority in ((crowd.walk_ins, None), (crowd.first, Priority.ELDERLY)):
        at = chance.expovariate(mean / 60)
        while at < MORNING:
            yield at, Ticket(id=TicketId("ticket/0"), priority=priority)  # type: ignore[arg-type]
            at += chance.expovariate(mean / 60)
    for slot in range(0, MORNING, 30):
        for _ in range(crowd.booked):
            at = max(0.0, slot + chance.uniform(-20, 10))
            begins = OPENS + timedelta(minutes=slot)
            yield at, Ticket(id=TicketId("ticket/0"), booked_for=begins)  # type: ignore[arg-type]


def table() -> Iterator[str]:
    """The rows of the page, each a crowd: means and the worst of all its mornings."""
    for crowd in CROWDS:
        found = [morning(crowd, seed) for seed in range(DAYS)]
        cells = [f"{crowd.walk_ins:g} + {crowd.first:g} + {crowd.booked * 2}"]
        for kind in ("walk_ins", "booked", "first"):
            times = sorted(one for day in found for one in getattr(day, kind))
            cells.append(f"{sum(times) / len(times):.0f} / {times[len(times) * 95 // 100]:.0f} / {times[-1]:.0f}")
        cells.append(str(max(day.most_passed for day in found)))
        yield f"| {crowd.name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    print("\n".join(table()))  # noqa: T201 - what it is for
