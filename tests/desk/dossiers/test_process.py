"""A dossier's way through the office: who holds it, and what each verb refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.dossiers import clock as clock_module
from desk.dossiers import disputes, outcome, process, results
from desk.dossiers.disputes import Settlement
from desk.dossiers.process import AcceptedAlready, AtDeskStill, DecidedAlready, HeldByAnother, NotForwarded
from desk.intake import intake
from desk.money import payments
from desk.views.open_desk import OpenDesk
from desk.words.history import tell_each
from models.calendar.clock import from_local
from models.calendar.pauses import ClockRule
from models.clerk import Clerk, Role
from models.events import DossierForwarded, DueDateChanged, PaidBy, PaperMissing, StopCause
from models.history import Recorded, write
from models.ids import NO_DIGEST, ClerkId, DeviceId, DossierId, new_event_id
from models.not_allowed import DossierEnded, ReasonMissing, RoleForbids
from models.process import Holder
from models.subjects.dispute import DisputeKind
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_fold import fold
from models.subjects.processing import ProcessStage
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.desk.power_cut import written_with_its_papers

MISSING = (PaperMissing(name="Giấy tờ chứng minh chỗ ở hợp pháp", originals=1),)


def at(text: str) -> datetime:
    return from_local(datetime.fromisoformat(text))


def as_(desk: Desk, id_: str, role: Role = Role.CLERK) -> Desk:
    """The same machine with somebody else at work."""
    return replace(desk, clerk=Clerk(id=ClerkId(id_), name=f"Người {id_}", roles=frozenset({role})))


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    return intake.take_in(desk, complete(desk, RESIDENCE))


def test_a_dossier_goes_from_the_desk_through_every_step_to_the_shelf_and_out(desk: Desk, dossier: Dossier) -> None:
    id_ = dossier.id
    assert dossier.processing.stage is ProcessStage.AT_DESK
    (sent,) = process.forward(desk, [id_]).dossiers
    assert (sent.processing.stage, sent.processing.holder.unit_name) == (ProcessStage.FORWARDED, "Công an xã")
    examiner = as_(desk, "xet")
    (held,) = process.accept(examiner, [id_]).dossiers
    assert (held.processing.stage, held.processing.holder.name) == (ProcessStage.IN_STEP, "Người xet")
    (laid,) = process.forward(examiner, [id_]).dossiers  # the next step signs
    assert (laid.processing.stage, laid.processing.holder.unit_name) == (ProcessStage.AT_LEADER, "Lãnh đạo UBND")
    leader = as_(desk, "lanhdao", Role.LEADER)
    (signed,) = outcome.decide(leader, [id_], number="12/GXN").dossiers
    assert signed.processing.stage is ProcessStage.DECIDED
    ready = outcome.check_in(desk, id_, "B-12")
    assert (ready.processing.stage, ready.processing.place) == (ProcessStage.READY, "B-12")
    payments.take(desk, [id_], PaidBy.CASH, amounts={id_: ready.owes})
    assert results.hand_over(desk, id_, "Nguyễn Văn Mẫu").status is DossierStatus.HANDED_OVER
    told = tell_each([recorded.event for recorded in desk.store.log.history(id_)])
    assert [line for line in told if "Thẩm định" in line or "ký" in line or "ngăn" in line] == [
        told[1],
        told[3],
        told[4],
        told[5],
    ]
    assert told[5] == "Kết quả về quầy, ngăn B-12."


def test_many_are_passed_on_in_one_transaction_and_one_refusal_stops_no_other(desk: Desk, dossier: Dossier) -> None:
    other = intake.take_in(desk, complete(desk, RESIDENCE))
    results.withdraw(desk, other.id, "đổi ý")
    head = desk.store.log.head().seq
    done = process.forward(desk, [dossier.id, other.id, dossier.id])
    assert [one.id for one in done.dossiers] == [dossier.id]
    assert [(one.dossier, type(one.why)) for one in done.refused] == [(other.id, DossierEnded)]
    assert desk.store.log.head().seq == head + 1


def test_who_has_it_in_hand_keeps_it_until_somebody_takes_over_with_a_reason(desk: Desk, dossier: Dossier) -> None:
    process.forward(desk, [dossier.id])
    one, other = as_(desk, "mot-nguoi"), as_(desk, "nguoi-khac")
    process.accept(one, [dossier.id])
    assert [type(no.why) for no in process.accept(other, [dossier.id]).refused] == [HeldByAnother]
    assert [type(no.why) for no in process.accept(one, [dossier.id]).refused] == [AcceptedAlready]
    assert [type(no.why) for no in process.give_back(other, [dossier.id], "nhầm").refused] == [HeldByAnother]
    with pytest.raises(ReasonMissing):
        process.take_over(other, [dossier.id], "  ")
    (taken,) = process.take_over(other, [dossier.id], "đồng nghiệp nghỉ ốm").dossiers
    assert (taken.processing.holder.clerk, taken.processing.before.clerk) == ("nguoi-khac", "mot-nguoi")
    assert taken.disputes == ()


def test_giving_back_goes_to_who_had_it_and_repeating_a_step_hides_no_delay(
    desk: Desk, dossier: Dossier, clock: TurnedClock
) -> None:
    assert [type(no.why) for no in process.give_back(desk, [dossier.id], "nhầm").refused] == [AtDeskStill]
    assert [type(no.why) for no in process.accept(desk, [dossier.id]).refused] == [NotForwarded]
    process.forward(desk, [dossier.id])
    examiner, leader = as_(desk, "xet"), as_(desk, "lanhdao", Role.LEADER)
    (held,) = process.accept(examiner, [dossier.id]).dossiers
    began = held.processing.step_since
    clock.turn(hours=3)
    process.submit(examiner, [dossier.id])
    (back,) = process.give_back(leader, [dossier.id], "thiếu ý kiến").dossiers
    assert (back.processing.stage, back.processing.holder.clerk) == (ProcessStage.IN_STEP, "xet")
    assert back.processing.step is not None
    assert back.processing.step.id == "examine"
    clock.turn(hours=1)
    (again,) = process.give_back(examiner, [dossier.id], "về quầy").dossiers
    assert again.processing.step_since != began


def test_a_supplement_after_receipt_stops_the_clock_and_restarts_it_by_the_stored_rule(
    desk: Desk, dossier: Dossier, clock: TurnedClock
) -> None:
    assert dossier.due is not None
    waiting = process_clock(desk, dossier.id)
    assert waiting.stopped_since is None
    asked = clock_module.ask_supplement(desk, dossier.id, MISSING, "thiếu giấy tờ về chỗ ở")
    assert asked.status is DossierStatus.SUPPLEMENT
    assert [pause.rule for pause in asked.waits] == [ClockRule.RESTART]
    stopped = process_clock(desk, dossier.id)
    assert stopped.stopped_since == asked.changed_at
    left = stopped.left_hours
    clock.turn(days=4)
    assert process_clock(desk, dossier.id).left_hours == left
    brought = clock_module.bring_supplement(desk, dossier.id)
    assert brought.status is DossierStatus.RECEIVED
    assert brought.due is not None
    assert brought.due.at is not None
    assert dossier.due.at is not None
    assert brought.due.at > dossier.due.at
    assert brought.promised == dossier.due
    why = process_clock(desk, dossier.id).why
    assert any(line.startswith("Dừng đếm từ ") for line in why)
    assert any("đếm lại từ đầu" in line for line in why)


def test_what_was_missing_ends_its_own_pause_although_another_desk_extended_meanwhile(
    desk: Desk, dossier: Dossier
) -> None:
    clock_module.ask_supplement(desk, dossier.id, MISSING, "thiếu giấy tờ về chỗ ở")
    letter = DueDateChanged(
        due_at=at("2026-12-30T17:00"), reason="chờ", confirmed_by=ClerkId("sep"), number="H99.99.99-261123-9001"
    )
    desk.store.log.record(dossier.id, desk.by, letter)
    brought = clock_module.bring_supplement(desk, dossier.id)
    assert (brought.status, brought.waits) == (DossierStatus.RECEIVED, ())


def test_a_refusal_after_examination_is_told_as_one(desk: Desk, dossier: Dossier) -> None:
    outcome.refuse_after_examination(desk, dossier.id, "không đủ điều kiện")
    *_, last = tell_each([one.event for one in desk.store.log.history(dossier.id)])
    assert last.startswith("Từ chối giải quyết sau khi thẩm định (phiếu ")


def test_stopping_is_allowed_only_while_nothing_is_decided(desk: Desk, dossier: Dossier) -> None:
    other = intake.take_in(desk, complete(desk, RESIDENCE))
    stopped = outcome.stop(desk, dossier.id, StopCause.REQUEST, "công dân đề nghị")
    assert stopped.status is DossierStatus.STOPPED
    outcome.decide(as_(desk, "lanhdao", Role.LEADER), [other.id])
    with pytest.raises(DecidedAlready):
        outcome.stop(desk, other.id, StopCause.REQUEST, "công dân đề nghị")
    with pytest.raises(RoleForbids):
        outcome.decide(as_(desk, "mot"), [other.id])


def test_a_result_signed_on_paper_needs_the_name_of_who_signed(desk: Desk, dossier: Dossier) -> None:
    with pytest.raises(outcome.SignerMissing):
        outcome.check_in(desk, dossier.id, "A-01")
    here = outcome.check_in(desk, dossier.id, "A-01", signed_by="Lý Thị Mẫu")
    assert here.processing.decided is not None
    assert here.processing.decided.signed_by == "Lý Thị Mẫu"
    with pytest.raises(outcome.ResultHereAlready):
        outcome.check_in(desk, dossier.id)
    assert outcome.check_in(desk, dossier.id, "A-02").processing.place == "A-02"


def test_two_desks_that_decide_without_knowing_of_each_other_are_a_dispute_whatever_the_clocks(
    desk: Desk, dossier: Dossier
) -> None:
    history = desk.store.log.history(dossier.id)
    received = history[0]
    process.forward(desk, [dossier.id], to="kt")
    mine = desk.store.log.history(dossier.id)[-1]
    assert isinstance(mine.event, DossierForwarded)
    assert mine.event.seen == received.id
    for their_clock in (mine.clock - 1, mine.clock + 50):
        theirs = replace_recorded(mine, device=9, clock=their_clock, unit="vp")
        told = fold(dossier.id, [received, mine, theirs])
        assert [one.kind for one in told.disputes] == [DisputeKind.STEPS_DIFFER]


def test_a_dispute_is_settled_by_a_person_and_nothing_is_lost(desk: Desk, dossier: Dossier) -> None:
    process.forward(desk, [dossier.id], to="kt")
    mine = desk.store.log.history(dossier.id)[-1]
    desk.store.log.merge([replace_recorded(mine, device=9, clock=mine.clock + 1, unit="vp")])
    told = desk.store.log.dossier(dossier.id)
    assert len(told.disputes) == 1
    (both,) = disputes.compared(desk, dossier.id)
    assert {both.here.processing.holder.unit, both.there.processing.holder.unit} == {"kt", "vp"}
    with pytest.raises(ReasonMissing):
        disputes.settle(desk, dossier.id, Settlement.HERE, "")
    way = Settlement.HERE if both.here.processing.holder.unit == "kt" else Settlement.THERE
    settled = disputes.settle(desk, dossier.id, way, "đã hỏi hai phòng")
    assert (settled.disputes, settled.processing.holder.unit) == ((), "kt")
    with pytest.raises(disputes.NoDispute):
        disputes.settle(desk, dossier.id, way, "lần nữa")


def process_clock(desk: Desk, id_: DossierId) -> clock_module.DossierClock:
    return clock_module.clock_of(desk, desk.store.log.dossier(id_))


def replace_recorded(like: Recorded, *, device: int, clock: int, unit: str) -> Recorded:
    """The same decision as another machine recorded it, for another unit."""
    assert isinstance(like.event, DossierForwarded)
    event = with_(like.event, to=Holder(unit=unit))
    return with_(
        like,
        id=new_event_id(),
        device=DeviceId(device),
        seq=1,
        clock=clock,
        prev=NO_DIGEST,
        event=event,
        body=write(event),
    )


@pytest.mark.parametrize("which", range(4))
def test_what_the_citizen_is_told_on_paper_is_recorded_with_it_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    first, second = (intake.take_in(desk, complete(desk, RESIDENCE)).id for _ in range(2))
    ended = intake.take_in(desk, complete(desk, RESIDENCE)).id
    outcome.stop(desk, ended, StopCause.REQUEST, "Dừng trước")
    work = OpenDesk(desk)
    acts: list[tuple[Callable[[], object], int]] = [
        (lambda: work.process.ask_supplement(first, "Giấy tờ thử", "Còn thiếu"), 1),
        (lambda: work.process.refuse(first, "Không đủ điều kiện"), 1),
        (lambda: work.process.stop(first, "Theo yêu cầu"), 1),
        (lambda: work.many.stop([first, ended, second], "Theo yêu cầu"), 2),
    ]
    act, papers = acts[which]
    written_with_its_papers(desk, monkeypatch, act, papers=papers)
    assert desk.store.log.dossier(first).status is not DossierStatus.RECEIVED
