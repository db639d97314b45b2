"""Two machines decide differently about one dossier: both and the hub see it, and one person settles it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.dossiers import clock as clocks
from desk.dossiers import disputes, lookup, outcome, process, results
from desk.dossiers.disputes import Settlement
from desk.dossiers.paper_check import PaperDoubt, PaperVerdict, check_paper
from desk.dossiers.paper_words import sentence
from desk.intake import intake
from desk.money import payments
from desk.prints import form_jobs
from models.clerk import Role
from models.events import Form, PaidBy, PaperMissing, StopCause
from models.ids import DossierId
from models.subjects.dispute import DisputeKind
from models.subjects.dossier import Dossier, DossierStatus
from printing.layout.sheet import CodeBlock
from sync.hub.store import HubStore
from sync.national.steps import way as national_way
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.stories.machines import Machine, due_by_rule, hub_dossier, hub_history, somebody

Both = tuple[Machine, Machine]
Deed = Callable[[Desk, DossierId], object]


def clerk(machine: Machine) -> Desk:
    return somebody(machine.desk, "mot")


def leader(machine: Machine) -> Desk:
    return somebody(machine.desk, "lanhdao", Role.LEADER)


def known_to_both(machines: Both) -> Dossier:
    """A dossier of the first machine that the second one has heard of."""
    here, there = machines
    dossier = intake.take_in(clerk(here), complete(here.desk, RESIDENCE))
    payments.take(clerk(here), [dossier.id], PaidBy.CASH, amounts={dossier.id: dossier.owes})
    exchange(here, there)
    return there.at(dossier.id)


def exchange(*machines: Machine) -> None:
    """Until each has heard of what each has told."""
    for machine in machines * 2:
        machine.exchange()


def same_everywhere(machines: Both, hub: HubStore, id_: DossierId) -> Dossier:
    """One history and one dossier at both machines and the hub."""
    here, there = machines
    told = [event.id for event in here.desk.store.log.history(id_)]
    assert [event.id for event in there.desk.store.log.history(id_)] == told
    assert {event.id for event in hub_history(hub, id_)} == set(told)
    assert here.at(id_) == there.at(id_) == hub_dossier(hub, id_)
    return here.at(id_)


def settled_by_one(machines: Both, hub: HubStore, id_: DossierId, wanted: Callable[[Dossier], bool]) -> Dossier:
    """A leader at the second machine picks the way that is wanted; then it is settled everywhere, nothing lost."""
    before = {event.id for event in hub_history(hub, id_)}
    desk = leader(machines[1])
    both = disputes.compared(desk, id_)[-1]
    (way,) = [way for way, one in ((Settlement.HERE, both.here), (Settlement.THERE, both.there)) if wanted(one)]
    disputes.settle(desk, id_, way, "đã hỏi cả hai nơi")
    exchange(*machines)
    settled = same_everywhere(machines, hub, id_)
    assert settled.disputes == ()
    assert before < {event.id for event in hub_history(hub, id_)}
    for machine in machines:
        machine.restart()
        assert machine.at(id_) == settled
        row = machine.desk.store.dossiers.by_code(settled.code)
        assert row is not None
        assert (row.status, row.holder_clerk) == (settled.status, settled.processing.holder.clerk)
    return settled


def forwards(unit: str) -> Deed:
    return lambda desk, id_: process.forward(desk, [id_], to=unit)


def returns(to: str) -> Deed:
    return lambda desk, id_: results.hand_over(desk, id_, "Nguyễn Văn Mẫu", to, signed_by="Lý Thị Mẫu")


def supplements(desk: Desk, id_: DossierId) -> object:
    return clocks.ask_supplement(desk, id_, (PaperMissing(name="Giấy tờ chỗ ở", originals=1),), "thiếu giấy tờ")


def decides(desk: Desk, id_: DossierId) -> object:
    return outcome.decide(desk, [id_], number="12/GXN")


def stops(desk: Desk, id_: DossierId) -> object:
    return outcome.stop(desk, id_, StopCause.REQUEST, "công dân đề nghị")


DISAGREE: dict[str, tuple[Deed, Deed, DisputeKind | None, Callable[[Dossier], bool]]] = {
    "forwarded differently": (
        forwards("kt"),
        forwards("vp"),
        DisputeKind.STEPS_DIFFER,
        lambda one: one.processing.holder.unit == "vp",
    ),
    "returned at both": (
        returns("ở quầy 1"),
        returns("ở nhà văn hóa"),
        DisputeKind.HANDED_OVER_TWICE,
        lambda one: one.returned is not None and one.returned.note == "ở quầy 1",
    ),
    "supplemented at one, stopped at the other": (
        supplements,
        stops,
        None,  # by the order of the clocks it is a step after the end, or steps that differ
        lambda one: one.status is DossierStatus.SUPPLEMENT,
    ),
    "stopped at one, supplemented at the other": (
        stops,
        supplements,
        None,
        lambda one: one.status is DossierStatus.STOPPED,
    ),
    "passed on at one, supplemented at the other, and passed on it is": (
        forwards("kt"),
        supplements,
        DisputeKind.STEPS_DIFFER,
        lambda one: one.status is DossierStatus.RECEIVED,
    ),
    "passed on at one, supplemented at the other, and waited for it is": (
        forwards("kt"),
        supplements,
        DisputeKind.STEPS_DIFFER,
        lambda one: one.status is DossierStatus.SUPPLEMENT,
    ),
    "decided at one, stopped at the other, and decided it is": (
        decides,
        stops,
        None,
        lambda one: one.processing.decided is not None,
    ),
    "stopped at one, decided at the other, and decided it is": (
        stops,
        decides,
        None,
        lambda one: one.processing.decided is not None,
    ),
    "decided at one, passed on at the other, and passed on it is": (
        decides,
        forwards("kt"),
        DisputeKind.STEPS_DIFFER,
        lambda one: one.processing.decided is None,
    ),
}


@pytest.mark.parametrize("case", DISAGREE)
def test_what_two_machines_decided_differently_is_seen_and_settled_everywhere(
    case: str, machines: Both, hub_store: HubStore, clock: TurnedClock
) -> None:
    at_one, at_other, kind, wanted = DISAGREE[case]
    here, there = machines
    id_ = known_to_both(machines).id
    at_one(leader(here), id_)
    at_other(leader(there), id_)
    assert here.at(id_).disputes == there.at(id_).disputes == ()  # neither knows yet
    exchange(here, there)
    seen = same_everywhere(machines, hub_store, id_).disputes
    assert seen
    assert kind in {None, *(dispute.kind for dispute in seen)}
    settled = settled_by_one(machines, hub_store, id_, wanted)
    assert wanted(settled)
    if settled.status is DossierStatus.SUPPLEMENT:
        clock.turn(days=1)
        clocks.bring_supplement(clerk(here), id_)
    if settled.status is DossierStatus.RECEIVED or settled.status is DossierStatus.SUPPLEMENT:
        goes_on(here, id_)
        exchange(here, there)
        assert same_everywhere(machines, hub_store, id_).disputes == ()


def goes_on(machine: Machine, id_: DossierId) -> None:
    """Nothing of the way not taken stands in its way: the clock runs, and it comes to its end."""
    dossier = machine.at(id_)
    if dossier.processing.decided is None:
        assert dossier.runs
        assert clocks.clock_of(machine.desk, dossier).due_at == due_by_rule(dossier, machine.desk.calendar)
        process.submit(leader(machine), [id_])
        outcome.decide(leader(machine), [id_])
    outcome.check_in(clerk(machine), id_, "A-01")
    results.hand_over(clerk(machine), id_, "Nguyễn Văn Mẫu")
    assert machine.at(id_).status is DossierStatus.HANDED_OVER


@pytest.mark.parametrize("way", [Settlement.HERE, Settlement.THERE])
def test_of_two_receipts_the_chosen_one_holds_everywhere_and_the_other_is_found_and_said_to_be_no_more(
    way: Settlement, machines: Both, hub_store: HubStore
) -> None:
    here, there = machines
    form = complete(here.desk, RESIDENCE)
    id_ = intake.ask_supplement(clerk(here), form, (PaperMissing(name="Giấy tờ chỗ ở", originals=1),), "thiếu").id
    exchange(here, there)
    codes = []
    for machine in machines:
        received = intake.take_in(clerk(machine), with_(form, continues=id_))
        papers = form_jobs.form_job(clerk(machine), id_, Form.RECEIPT)
        (signed,) = (block.signed for block in papers.sheet.blocks if isinstance(block, CodeBlock))
        codes.append((received.code, signed))
    exchange(here, there)
    (dispute,) = same_everywhere(machines, hub_store, id_).disputes
    assert dispute.kind is DisputeKind.RECEIVED_TWICE
    assert PaperDoubt.RECEIVED_TWICE in check_paper(clerk(here), codes[0][1]).doubts
    (both,) = disputes.compared(leader(here), id_)
    held = (both.here if way is Settlement.HERE else both.there).code
    disputes.settle(leader(here), id_, way, "người dân giữ giấy này")
    exchange(here, there)
    settled = same_everywhere(machines, hub_store, id_)
    assert (settled.code, settled.disputes) == (held, ())
    assert national_way(id_, hub_history(hub_store, id_)).code == held
    for machine in machines:
        machine.restart()
        (row,) = machine.desk.store.dossiers.page()
        assert row.code == held
        for code, paper in codes:
            assert lookup.by_code(clerk(machine), code).id == id_
            assert [one.code for one in lookup.find(clerk(machine), code[-4:])] == [held]
            checked = check_paper(clerk(machine), paper)
            assert (checked.verdict is PaperVerdict.OTHER_CODE) is (code != held)
            if code != held:
                assert held in sentence(checked)
    receiving = here if codes[0][0] == held else there
    assert (settled.received_on, settled.promised) == (receiving.desk.store.log.device, settled.due)


def test_supplements_asked_for_at_both_are_brought_at_once_and_the_clock_goes_on(
    machines: Both, hub_store: HubStore, clock: TurnedClock
) -> None:
    here, there = machines
    id_ = known_to_both(machines).id
    supplements(clerk(here), id_)
    supplements(clerk(there), id_)
    exchange(here, there)
    assert len(here.at(id_).waits) == 2
    disputes.settle(leader(here), id_, Settlement.AS_IT_STANDS, "cùng một yêu cầu")
    clock.turn(days=2)
    clocks.bring_supplement(clerk(here), id_)
    assert (here.at(id_).status, here.at(id_).waits) == (DossierStatus.RECEIVED, ())
    goes_on(here, id_)
    exchange(here, there)
    assert same_everywhere(machines, hub_store, id_).disputes == ()


def test_what_both_tell_the_citizen_to_pay_bears_two_numbers_and_is_met_one_by_one(
    machines: Both, hub_store: HubStore
) -> None:
    here, there = machines
    id_ = known_to_both(machines).id
    for machine in machines:
        clocks.tell_obligation(clerk(machine), id_, "lệ phí trước bạ")
        process.consult(clerk(machine), id_, "Công an tỉnh", "?", machine.desk.clock() + timedelta(days=3))
    exchange(here, there)
    first, second = (pause for pause in same_everywhere(machines, hub_store, id_).waits if pause.id.startswith("TC"))
    assert first.id != second.id
    assert len({one.number for one in here.at(id_).processing.consultations}) == 2
    met = clocks.meet_obligation(clerk(there), id_, "BL 1", first.id)
    assert [pause.id for pause in met.waits if pause.id.startswith("TC")] == [second.id]


def test_the_low_clock_of_a_laptop_hides_nothing_that_was_decided_meanwhile(
    machines: Both, hub_store: HubStore, clock: TurnedClock
) -> None:
    desk, laptop = machines
    id_ = known_to_both(machines).id
    for _ in range(30):  # a whole day that the laptop does not hear of
        intake.take_in(clerk(desk), complete(desk.desk, RESIDENCE))
    process.forward(clerk(desk), [id_], to="kt")
    clock.turn(days=1)
    process.forward(clerk(laptop), [id_], to="vp")
    late, low = (machine.desk.store.log.history(id_)[-1] for machine in machines)
    assert (late.at < low.at, late.clock > low.clock) == (True, True)
    exchange(*machines)
    (dispute,) = same_everywhere(machines, hub_store, id_).disputes
    assert dispute.kind is DisputeKind.STEPS_DIFFER
    settled = settled_by_one(machines, hub_store, id_, lambda one: one.processing.holder.unit == "vp")
    assert settled.processing.holder.unit == "vp"
    process.accept(clerk(desk), [id_])  # and work goes on from there
    exchange(*machines)
    assert same_everywhere(machines, hub_store, id_).disputes == ()


def test_two_people_who_settle_it_at_once_have_a_new_dispute_and_one_of_them_settles_that(
    machines: Both, hub_store: HubStore
) -> None:
    here, there = machines
    id_ = known_to_both(machines).id
    forwards("kt")(clerk(here), id_)
    forwards("vp")(clerk(there), id_)
    exchange(here, there)
    disputes.settle(leader(here), id_, Settlement.HERE, "theo phòng này")
    disputes.settle(leader(there), id_, Settlement.THERE, "theo phòng kia")
    exchange(here, there)
    assert len(same_everywhere(machines, hub_store, id_).disputes) == 1
    disputes.settle(leader(here), id_, Settlement.AS_IT_STANDS, "đã thống nhất")
    exchange(here, there)
    assert same_everywhere(machines, hub_store, id_).disputes == ()
