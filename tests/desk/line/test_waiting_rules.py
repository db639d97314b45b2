"""Whatever three counters do to the line, in any order: nobody is lost, nobody is at two counters."""

import tempfile
from collections.abc import Callable
from dataclasses import replace as with_
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from desk.desk import Desk
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from models.events import LinePlace, Priority
from models.ids import CounterId, TicketId
from models.not_allowed import NotAllowed
from models.subjects.ticket import AT_COUNTER, OPEN, Ticket
from models.subjects.ticket_state import TicketState
from tests.conftest import TurnedClock
from tests.fakes.tickets import time_in

COUNTERS = {"1": (), "2": ("ho-tich",), "3": ("ho-tich", "chung-thuc")}
SERVICES = ("ho-tich", "chung-thuc", "cu-tru")
ONE_TICKET: dict[str, Callable[[Desk, TicketId], Ticket]] = {
    "call again": waiting.call_again,
    "serve": waiting.serve,
    "skip": waiting.skip,
    "hold": waiting.hold,
    "finish": waiting.finish,
    "left": waiting.left,
    "return": waiting.return_to_line,
    "to the back": lambda desk, ticket: waiting.return_to_line(desk, ticket, LinePlace.BACK),
}

counters = st.sampled_from(sorted(COUNTERS))
picks = st.integers(0, 30)


class Line(RuleBasedStateMachine):
    """One file, three counters, a clock that mostly goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = TurnedClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
        chosen = training_settings()
        desk = open_desk(Path(self.folder.name), settings=chosen, clock=self.clock, training=True)
        self.desks = {
            name: with_(
                desk,
                settings=replace(chosen, device=replace(chosen.device, counter=CounterId(name), serves=serves)),
            )
            for name, serves in COUNTERS.items()
        }
        self.desk = desk
        self.drawn: list[TicketId] = []
        self.drawn_at: dict[TicketId, datetime] = {}

    def teardown(self) -> None:
        close_desk(self.desk)
        self.folder.cleanup()

    def try_(self, verb: Callable[[], object]) -> None:
        """Do it, or be refused without a trace."""
        before = self.desk.store.log.counts()
        try:
            verb()
        except NotAllowed:
            assert self.desk.store.log.counts() == before

    @rule(services=st.lists(st.sampled_from(SERVICES), max_size=3), priority=st.sampled_from([None, *Priority]))
    def issue(self, services: list[str], priority: Priority | None) -> None:
        def draw() -> None:
            ticket = waiting.issue(self.desk, services, priority)
            self.drawn.append(ticket.id)
            self.drawn_at[ticket.id] = self.clock()

        self.try_(draw)

    @rule(counter=counters)
    def call_next(self, counter: str) -> None:
        self.try_(lambda: waiting.call_next(self.desks[counter]))

    @rule(counter=counters, pick=picks)
    def call_one(self, counter: str, pick: int) -> None:
        self.try_(lambda: waiting.call_one(self.desks[counter], f"a{pick + 1}"))

    @rule(counter=counters, verb=st.sampled_from(sorted(ONE_TICKET)), pick=picks)
    def one_ticket(self, counter: str, verb: str, pick: int) -> None:
        if self.drawn:
            ticket = self.drawn[pick % len(self.drawn)]
            self.try_(lambda: ONE_TICKET[verb](self.desks[counter], ticket))

    @rule(counter=counters, verb=st.sampled_from(["serve", "finish", "hold", "skip"]))
    def here(self, counter: str, verb: str) -> None:
        here = waiting.line(self.desks[counter]).here
        if here is not None:
            self.try_(lambda: ONE_TICKET[verb](self.desks[counter], here.id))

    @rule(
        counter=counters,
        pick=picks,
        service=st.sampled_from(["", *SERVICES]),
        to=st.sampled_from([None, "1", "2", "77"]),
    )
    def move(self, counter: str, pick: int, service: str, to: str | None) -> None:
        if self.drawn:
            ticket = self.drawn[pick % len(self.drawn)]
            kept = CounterId(to) if to else None
            self.try_(lambda: waiting.move(self.desks[counter], ticket, service, kept))

    @rule(seconds=st.integers(1, 900))
    def time_passes(self, seconds: int) -> None:
        self.clock.turn(seconds=seconds)

    @invariant()
    def nobody_is_lost_or_in_two_places(self) -> None:
        tickets = [self.desk.store.log.ticket(id_) for id_ in self.drawn]
        is_open = sorted(t.id for t in tickets if t.state in OPEN)
        for desk in self.desks.values():
            view = waiting.line(desk)
            lists = (view.waiting, view.not_for_here, view.held, view.skipped, view.elsewhere)
            seen = [t.id for tickets_ in lists for t in tickets_] + ([view.here.id] if view.here else [])
            assert sorted(seen) == is_open
        at = [t.counter for t in tickets if t.state in AT_COUNTER]
        assert None not in at
        assert len(set(at)) == len(at)
        assert not any(t.disputes for t in tickets)

    @invariant()
    def every_minute_is_accounted_for(self) -> None:
        for id_ in self.drawn:
            ticket = self.desk.store.log.ticket(id_)
            end = self.clock() if ticket.state in OPEN else ticket.periods[-1].since
            told = sum((time_in(ticket, state, self.clock()) for state in TicketState), timedelta())
            assert told == end - self.drawn_at[id_]


TestLine = Line.TestCase
TestLine.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
