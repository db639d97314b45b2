"""Two desks do whatever comes, in any order, hearing of each other or not: all tell the same of every dossier."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.desk import Desk
from desk.dossiers import clock as clocks
from desk.dossiers import disputes, hand_over_lists, outcome, process, results, returns
from desk.dossiers.disputes import Settlement
from desk.dossiers.returns import Collection
from desk.intake import intake
from desk.money import payments
from models.clerk import Role
from models.events import Decision, PaidBy, PaperMissing, StopCause
from models.ids import DossierId
from models.not_allowed import NotAllowed
from models.subjects.dossier_fold import fold
from models.subjects.dossier_row import dossier_row
from sync.hub.offices import offices
from sync.hub.store import HubStore
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import MAU, RESIDENCE, complete
from tests.stories.machines import OFFICE, Machine, due_by_rule, hub_dossier, hub_history, somebody
from tests.sync.hub.conftest import open_store

Deed = Callable[[Desk, DossierId], object]


def _listed(desk: Desk, id_: DossierId) -> object:
    made = hand_over_lists.make(desk, dossiers=[id_])
    return made.lists and hand_over_lists.confirm(desk, made.lists[0].number)


DEEDS: dict[str, Deed] = {
    "forward": lambda desk, id_: process.forward(desk, [id_]),
    "forward elsewhere": lambda desk, id_: process.forward(desk, [id_], to="kt"),
    "list": _listed,
    "accept": lambda desk, id_: process.accept(desk, [id_]),
    "take over": lambda desk, id_: process.take_over(desk, [id_], "nghỉ ốm"),
    "give back": lambda desk, id_: process.give_back(desk, [id_], "nhầm"),
    "submit": lambda desk, id_: process.submit(desk, [id_]),
    "consult": lambda desk, id_: process.consult(desk, id_, "Công an", "hỏi", desk.clock() + timedelta(days=1)),
    "answered": lambda desk, id_: process.answered(desk, id_, "đúng"),
    "ask supplement": lambda desk, id_: clocks.ask_supplement(desk, id_, (PaperMissing(name="Giấy tờ"),), "thiếu"),
    "bring supplement": clocks.bring_supplement,
    "tell obligation": lambda desk, id_: clocks.tell_obligation(desk, id_, "thuế"),
    "meet obligation": clocks.meet_obligation,
    "decide": lambda desk, id_: outcome.decide(desk, [id_]),
    "decide against it": lambda desk, id_: outcome.decide(desk, [id_], Decision.REFUSED, reason="không đủ"),
    "check in": lambda desk, id_: outcome.check_in(desk, id_, "A-1", signed_by="Lý Thị Mẫu"),
    "hand over": lambda desk, id_: returns.hand_over(desk, [id_], Collection(collector=MAU)),
    "refuse": lambda desk, id_: outcome.refuse_after_examination(desk, id_, "không đủ"),
    "stop": lambda desk, id_: outcome.stop(desk, id_, StopCause.REQUEST, "đề nghị"),
    "withdraw": lambda desk, id_: results.withdraw(desk, id_, "rút"),
    "take fee": lambda desk, id_: payments.take(desk, [id_], PaidBy.CASH, amounts={id_: 1}),
    "settle here": lambda desk, id_: disputes.settle(desk, id_, Settlement.HERE, "đã hỏi"),
    "settle there": lambda desk, id_: disputes.settle(desk, id_, Settlement.THERE, "đã hỏi"),
    "settle as it stands": lambda desk, id_: disputes.settle(desk, id_, Settlement.AS_IT_STANDS, "đã hỏi"),
}
EXCHANGE = "exchange"
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

turns = st.tuples(st.integers(0, 1), st.sampled_from((*DEEDS, *[EXCHANGE] * 4)), st.integers(0, 30))
"""At which desk, what, and how many hours pass before."""


class Office:
    """Two machines and their hub, and what is done there."""

    def __init__(self, machines: list[Machine], hub: HubStore, clock: TurnedClock) -> None:
        self.machines = machines
        self.hub = hub
        self.clock = clock

    def taken_in(self) -> DossierId:
        """A dossier that both have heard of."""
        desk = somebody(self.machines[0].desk, "mot")
        id_ = intake.take_in(desk, complete(desk, RESIDENCE, paid_by=PaidBy.CASH)).id
        self.all_heard()
        return id_

    def do(self, at: int, what: str, id_: DossierId) -> None:
        """What the desk says no to, does not happen."""
        machine = self.machines[at]
        if what == EXCHANGE:
            machine.exchange()
            return
        with suppress(NotAllowed):
            DEEDS[what](somebody(machine.desk, ("mot", "hai")[at], Role.LEADER), id_)

    def all_heard(self) -> None:
        """Both have told everything and heard everything."""
        for machine in self.machines * 2:
            machine.exchange()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder, clock = tmp_path_factory.mktemp("any-order"), TurnedClock(MONDAY)
    with ExitStack() as stack:
        hub = open_store(f"sqlite:///{folder / 'hub.db'}")
        stack.callback(hub.close)
        offices.create_office(hub, OFFICE, "UBND xã Thử Nghiệm")
        machines = [Machine(folder / name, hub, clock) for name in ("quay", "xach-tay")]
        for machine in machines:
            stack.callback(machine.close)
        yield Office(machines, hub, clock)


@settings(max_examples=25)
@given(turns=st.lists(turns, min_size=4, max_size=24))
def test_two_desks_and_a_replay_at_the_hub_tell_the_same(office: Office, turns: list[tuple[int, str, int]]) -> None:
    id_ = office.taken_in()
    for at, what, hours in turns:
        office.clock.turn(hours=hours)
        office.do(at, what, id_)
    office.all_heard()
    here, there = (machine.at(id_) for machine in office.machines)
    assert here == there == hub_dossier(office.hub, id_)
    history = office.machines[0].desk.store.log.history(id_)
    assert {one.id for one in history} == {one.id for one in hub_history(office.hub, id_)}
    assert fold(id_, history) == here
    for machine in office.machines:
        assert machine.desk.store.dossiers.by_code(here.code) == dossier_row(here)
        clock = clocks.clock_of(machine.desk, here)
        assert clock.due_at == (here.due.at if here.due else None)
        if not here.contradictions and not here.waits:
            assert clock.due_at == due_by_rule(here, machine.desk.calendar)
