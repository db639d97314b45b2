"""One dossier through every branch of its life, with the desk closed and opened again between any two of them."""

from datetime import datetime, timedelta

import pytest

from desk.desk import Desk
from desk.dossiers import clock as clocks
from desk.dossiers import four_eyes, outcome, process, results, work_lists
from desk.intake import intake
from desk.money import payments
from desk.staff import accounts, second_person
from models.calendar.clock import from_local, local
from models.clerk import Role
from models.events import Decision, PaidBy, PaperMissing, PaperReceived, StopCause
from models.ids import ClerkId
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.processing import ProcessStage
from models.subjects.work_lists import WorkList
from sync.hub.store import HubStore
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.desk.staff.test_accounts import PROOF
from tests.stories.machines import Machine, due_by_rule, hub_dossier, somebody

LODGING = "Giấy tờ chứng minh chỗ ở hợp pháp"
LEADER = ClerkId("lanhdao")


class Life:
    """A dossier at a machine that is closed and opened after everything that happens to it."""

    def __init__(self, machine: Machine, hub: HubStore) -> None:
        self.machine = machine
        self._hub = hub
        staffed = accounts.create_account(
            machine.desk, ClerkId("mot"), name="Người mot", roles=(Role.CLERK,), proof=PROOF
        )
        accounts.create_account(staffed, LEADER, name="Người lanhdao", roles=(Role.LEADER,), proof=PROOF)
        self.id = intake.take_in(self.desk("mot"), complete(machine.desk, RESIDENCE)).id
        self.same_everywhere()

    def desk(self, who: str) -> Desk:
        return somebody(self.machine.desk, who, Role.LEADER if who == LEADER else Role.CLERK)

    @property
    def dossier(self) -> Dossier:
        return self.machine.at(self.id)

    def same_everywhere(self) -> Dossier:
        """Restart; then dossier, row and clock are as before, and the hub, told of it, counts the same due date."""
        before = self.dossier
        row = self.machine.desk.store.dossiers.by_code(before.code)
        clock = clocks.clock_of(self.machine.desk, before)
        self.machine.restart()
        assert self.dossier == before
        assert self.machine.desk.store.dossiers.by_code(before.code) == row
        assert clocks.clock_of(self.machine.desk, self.dossier) == clock
        self.machine.exchange()
        heard = hub_dossier(self._hub, self.id)
        assert heard == before
        assert due_by_rule(heard, self.machine.desk.calendar) == clock.due_at
        assert before.disputes == ()
        return before

    def in_lists(self) -> set[WorkList]:
        desk = self.desk(LEADER)
        return {one for one in WorkList if self.id in {row.id for row in work_lists.listed(desk, one)}}


@pytest.fixture
def life(machines: tuple[Machine, Machine], hub_store: HubStore) -> Life:
    return Life(machines[0], hub_store)


def through_the_office(life: Life, clock: TurnedClock) -> Dossier:
    """Every branch that does not end it, up to the leader's table."""
    passed_on(life, clock)
    waited_for(life, clock)
    extended(life)
    process.submit(life.desk("hai"), [life.id])
    laid = life.same_everywhere()
    assert laid.processing.stage is ProcessStage.AT_LEADER
    assert WorkList.AT_LEADER in life.in_lists()
    return laid


def passed_on(life: Life, clock: TurnedClock) -> None:
    """Forwarded, accepted, taken over, given back."""
    id_ = [life.id]
    assert WorkList.TO_HAND_OVER in life.in_lists()
    process.forward(life.desk("mot"), id_)
    assert life.same_everywhere().processing.stage is ProcessStage.FORWARDED
    process.accept(life.desk("hai"), id_)
    accepted = life.same_everywhere().processing
    assert accepted.holder.clerk == "hai"
    clock.turn(hours=1)
    process.take_over(life.desk("ba"), id_, "đồng nghiệp nghỉ ốm")
    assert life.same_everywhere().processing.holder.clerk == "ba"
    process.give_back(life.desk("ba"), id_, "đồng nghiệp đã đi làm lại")
    back = life.same_everywhere().processing
    assert (back.holder.clerk, back.step, back.number) == ("hai", accepted.step, 1)


def waited_for(life: Life, clock: TurnedClock) -> None:
    """Supplement, financial obligation, and a consultation that is overdue and answered."""
    clock.turn(hours=2)
    missing = (PaperMissing(name=LODGING, originals=1),)
    clocks.ask_supplement(life.desk("hai"), life.id, missing, "thiếu giấy tờ về chỗ ở")
    assert life.same_everywhere().status is DossierStatus.SUPPLEMENT
    assert life.in_lists() == {WorkList.SUPPLEMENT, WorkList.MONEY}  # the fee is open too
    clock.turn(days=2)
    clocks.bring_supplement(life.desk("mot"), life.id, (PaperReceived(name=LODGING, originals=1),))
    brought = life.same_everywhere()
    assert (brought.status, brought.processing.holder.clerk) == (DossierStatus.RECEIVED, "hai")

    clocks.tell_obligation(life.desk("hai"), life.id, "thuế trước bạ", 150_000)
    life.same_everywhere()
    clock.turn(days=1)
    clocks.meet_obligation(life.desk("hai"), life.id, "BL 12")
    life.same_everywhere()

    process.consult(life.desk("hai"), life.id, "Công an tỉnh", "xác minh nơi cư trú", clock() + timedelta(days=1))
    life.same_everywhere()
    assert WorkList.CONSULTATION in life.in_lists()
    clock.turn(days=3)  # overdue, and answered all the same
    (asked,) = life.dossier.processing.consultations
    assert asked.due_at < clock()
    process.answered(life.desk("hai"), life.id, "đồng ý")
    assert life.same_everywhere().processing.consultations == ()


def extended(life: Life) -> None:
    """A later appointment, confirmed by a leader; the first promise stays."""
    due, promised = life.dossier.due, life.dossier.promised
    assert due is not None
    assert due.at is not None
    wall = local(due.at)
    later = from_local(datetime.combine(life.machine.desk.calendar.next_working(wall.date()), wall.time()))
    second = second_person.begin(life.desk("mot"), LEADER)
    four_eyes.postpone(life.desk("mot"), life.id, later, "chờ kết quả xác minh", second, fits=True)
    after = life.same_everywhere()
    assert after.due is not None
    assert (after.due.at, after.promised) == (later, promised)


def test_decided_it_comes_back_to_the_shelf_and_is_given_out(life: Life, clock: TurnedClock) -> None:
    through_the_office(life, clock)
    outcome.decide(life.desk(LEADER), [life.id], Decision.GRANTED, number="12/GXN")
    assert life.same_everywhere().processing.stage is ProcessStage.DECIDED
    outcome.check_in(life.desk("mot"), life.id, "B-12")
    assert life.same_everywhere().processing.place == "B-12"
    assert life.in_lists() >= {WorkList.READY}
    payments.take(life.desk("mot"), [life.id], PaidBy.CASH, amounts={life.id: life.dossier.owes})
    results.hand_over(life.desk("mot"), life.id, "Nguyễn Văn Mẫu")
    ended = life.same_everywhere()
    assert ended.status is DossierStatus.HANDED_OVER
    assert life.in_lists() == set()


def test_laid_before_the_leader_it_is_stopped_on_request(life: Life, clock: TurnedClock) -> None:
    through_the_office(life, clock)
    outcome.stop(life.desk(LEADER), life.id, StopCause.REQUEST, "công dân đề nghị")
    assert life.same_everywhere().status is DossierStatus.STOPPED
    assert life.in_lists() == set()


def test_given_back_by_the_leader_it_is_refused_after_examination(life: Life, clock: TurnedClock) -> None:
    through_the_office(life, clock)
    process.give_back(life.desk(LEADER), [life.id], "không đủ điều kiện")
    assert life.same_everywhere().processing.holder.clerk == "hai"
    outcome.refuse_after_examination(life.desk("hai"), life.id, "không đủ điều kiện về chỗ ở")
    assert life.same_everywhere().status is DossierStatus.REFUSED
    assert life.in_lists() == set()
