"""A visit's fold: planned at the office and done at the door by two machines, in whatever order it arrives."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from models.events import (
    VISIT,
    AnyEvent,
    VisitCancelled,
    VisitChanged,
    VisitDelivered,
    VisitDone,
    VisitMissed,
    VisitPlanned,
    VisitRequested,
    VisitTookIn,
)
from models.history import Recorded
from models.ids import DeviceId, DossierId, SubjectId
from models.person import Person
from models.subjects.visits.visit import Visit, VisitState, fold
from tests.fakes.citizens import Chain

AT = datetime(2026, 11, 30, 1, tzinfo=UTC)
ID = SubjectId(f"{VISIT}0193a000-0001-7000-8000-000000000001")
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
LAPTOP = DeviceId(7)
DOSSIERS = [DossierId(SubjectId(f"dossier/{n}")) for n in range(3)]

acts = st.sampled_from(
    [
        "plan monday",
        "plan tuesday",
        "off",
        "missed",
        "missed again tuesday",
        "done",
        "cancel",
        "phone",
        "address",
        *(f"take {n}" for n in range(3)),
        *(f"give {n}" for n in range(3)),
    ]
)


class Machine:
    """One machine that sees what it did itself and what both did before they parted."""

    def __init__(self, device: int, before: list[Recorded]) -> None:
        self.chain = Chain(device)
        self.seen = list(before)

    def do(self, act: str) -> None:
        self.add(*self._events(act))

    def add(self, *events: AnyEvent) -> None:
        for event in events:
            known = max((one.clock for one in self.seen), default=0)
            self.seen.append(self.chain.add(ID, AT + timedelta(minutes=len(self.seen)), event, known))

    def _events(self, act: str) -> tuple[AnyEvent, ...]:
        seen = tuple(one.event for one in self.visit.open_plans)
        kind, _, more = act.partition(" ")
        match kind:
            case "plan":
                return (VisitPlanned(day=MONDAY if more == "monday" else TUESDAY, laptop=LAPTOP, seen=seen),)
            case "off":
                return (VisitPlanned(day=None, seen=seen),)
            case "missed":
                again = VisitPlanned(day=TUESDAY, laptop=LAPTOP, seen=seen)
                return (VisitMissed(seen=seen), *([again] if more else []))
            case "take":
                return (VisitTookIn(dossier=DOSSIERS[int(more)]),)
            case "give":
                return (VisitDelivered(dossier=DOSSIERS[int(more)]),)
            case "done":
                return (VisitDone(),)
            case "cancel":
                return (VisitCancelled(reason="tự đến"),)
            case _:
                value = f"mới của {self.chain.device}"
                return (VisitChanged(phone=value) if kind == "phone" else VisitChanged(address=value),)

    @property
    def visit(self) -> Visit:
        return fold(ID, self.seen)


def parted() -> tuple[Machine, Machine]:
    office = Machine(1, [])
    office.add(VisitRequested(person=Person(full_name="Lý Thị Ví Dụ", phone="1", address="a")))
    office.do("plan monday")
    return office, Machine(7, office.seen)


def merged(*machines: Machine) -> list[Recorded]:
    return list({one.id: one for machine in machines for one in machine.seen}.values())


@given(st.lists(acts, max_size=5), st.lists(acts, max_size=5), st.randoms(use_true_random=False))
def test_what_two_machines_did_comes_to_one_visit_in_any_order_and_nothing_of_it_is_lost(
    at_office: list[str], at_door: list[str], chance: Random
) -> None:
    office, laptop = parted()
    for machine, done in ((office, at_office), (laptop, at_door)):
        for act in done:
            machine.do(act)
    events = merged(office, laptop)
    visit = fold(ID, events)
    chance.shuffle(events)
    assert fold(ID, [*events, *events]) == visit
    did = {*at_office, *at_door}
    assert {f"take {DOSSIERS.index(one)}" for one in visit.taken} == {one for one in did if one.startswith("take")}
    assert {f"give {DOSSIERS.index(one)}" for one in visit.delivered} == {one for one in did if one.startswith("give")}
    assert len(visit.tries) == sum(one.startswith("missed") for one in [*at_office, *at_door])
    assert (visit.person.phone != "1") == ("phone" in did)
    assert (visit.person.address != "a") == ("address" in did)
    assert (visit.state is VisitState.DONE) == ("done" in did)
    assert visit.contradictory == ("cancel" in did and any(one[:4] in {"take", "give", "done"} for one in did))


def test_plans_made_without_knowledge_of_each_other_stand_both_until_somebody_who_saw_both_chooses() -> None:
    office, laptop = parted()
    office.do("plan tuesday")
    laptop.do("plan monday")
    assert fold(ID, merged(office, laptop)).planned_twice
    either = Machine(2, merged(office, laptop))
    either.do("plan tuesday")
    visit = either.visit
    assert not visit.planned_twice
    assert visit.plan is not None
    assert visit.plan.day == TUESDAY


def test_a_next_try_named_at_the_door_is_a_plan_and_a_miss_without_one_waits() -> None:
    _, laptop = parted()
    laptop.do("missed")
    waits = laptop.visit
    assert waits.state is VisitState.MISSED
    laptop.do("missed again tuesday")
    again = laptop.visit
    assert again.state is VisitState.PLANNED
    assert [plan.day for plan in again.open_plans] == [TUESDAY]
