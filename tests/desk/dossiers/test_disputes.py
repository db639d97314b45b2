"""What two desks decided differently, and how a dossier stands after a person has settled it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.dossiers import clock as clocks
from desk.dossiers import disputes, outcome, process, results
from desk.dossiers.disputes import Settlement
from desk.intake import intake
from desk.money import payments
from models.calendar.pauses import ClockRule
from models.clerk import Role
from models.events import (
    AnyEvent,
    DisputeSettled,
    DossierAccepted,
    DossierForwarded,
    DossierWithdrawn,
    DueDateChanged,
    PaidBy,
    ResultCheckedIn,
    ResultDecided,
    SettledDispute,
    SupplementAsked,
    SupplementBrought,
    UnknownEvent,
)
from models.history import Recorded, digest, read, write
from models.ids import NO_DIGEST, ClerkId, DeviceId, EventId, new_event_id
from models.process import Holder, ProcessStep
from models.subjects.branches import branches
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_fold import fold
from models.subjects.processing import ProcessStage
from tests.conftest import TurnedClock
from tests.desk.dossiers.test_process import MISSING, as_
from tests.desk.intake.test_intake import RESIDENCE, complete

EXAMINE = ProcessStep(id="examine", name="Thẩm định", share=0.8)


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    return intake.take_in(desk, complete(desk, RESIDENCE))


def elsewhere(like: Recorded, event: AnyEvent, *, ahead: int = 1, device: int = 9) -> Recorded:
    """What another machine recorded, ``ahead`` of this decision on the common clock."""
    return with_(
        like,
        id=new_event_id(),
        device=DeviceId(device),
        seq=1,
        clock=like.clock + ahead,
        prev=NO_DIGEST,
        event=event,
        body=write(event),
    )


def forwarded(seen: EventId, unit: str = "vp") -> DossierForwarded:
    return DossierForwarded(seen=seen, to=Holder(unit=unit), step=EXAMINE, number=1)


def test_a_dossier_brought_back_from_its_end_is_as_if_it_had_never_ended(
    desk: Desk, dossier: Dossier, clock: TurnedClock
) -> None:
    received = desk.store.log.history(dossier.id)[-1]
    payments.take(desk, [dossier.id], PaidBy.CASH, amounts={dossier.id: dossier.owes})
    leader = as_(desk, "lanhdao", Role.LEADER)
    outcome.decide(leader, [dossier.id])
    outcome.check_in(desk, dossier.id, "B-12")
    results.hand_over(desk, dossier.id, "Nguyễn Văn Mẫu")
    desk.store.log.merge([elsewhere(received, forwarded(received.id), ahead=50)])
    (both,) = disputes.compared(desk, dossier.id)
    assert (both.here.status, both.here.processing.stage) == (DossierStatus.RECEIVED, ProcessStage.FORWARDED)
    settled = disputes.settle(desk, dossier.id, Settlement.HERE, "trả nhầm hồ sơ khác")
    work = settled.processing
    assert (settled.status, settled.ended_at, settled.returned) == (DossierStatus.RECEIVED, None, None)
    assert (work.decided, work.decided_at, work.place, work.ready_at) == (None, None, "", None)
    assert settled.runs
    clock.turn(days=90)
    assert clocks.clock_of(desk, settled).overdue
    with pytest.raises(outcome.SignerMissing):
        outcome.check_in(desk, dossier.id, "B-13")
    (back,) = process.give_back(desk, [dossier.id], "về quầy").dossiers
    assert back.processing.stage is ProcessStage.AT_DESK


def test_a_settled_dossier_waits_for_nothing_that_does_not_hold(desk: Desk, dossier: Dossier) -> None:
    received = desk.store.log.history(dossier.id)[-1]
    asked = SupplementAsked(seen=received.id, number="X", missing=MISSING, reason="thiếu", clock=ClockRule.RESTART)
    desk.store.log.merge([elsewhere(received, asked)])
    desk.store.log.merge([elsewhere(received, forwarded(received.id), ahead=2, device=10)])
    settled = disputes.settle(desk, dossier.id, Settlement.HERE, "giấy tờ đủ")
    assert (settled.status, settled.waits, settled.runs) == (DossierStatus.RECEIVED, (), True)


def test_a_pause_that_ended_on_the_way_not_taken_is_no_pause_of_it(desk: Desk, dossier: Dossier) -> None:
    received = desk.store.log.history(dossier.id)[-1]
    asked = elsewhere(
        received,
        SupplementAsked(seen=received.id, number="X", missing=MISSING, reason="thiếu", clock=ClockRule.RESTART),
    )
    brought = with_(
        elsewhere(received, SupplementBrought(seen=asked.id, number="X"), ahead=2),
        seq=2,
        prev=digest(asked),
        at=received.at + timedelta(days=1),
    )
    desk.store.log.merge([asked, brought])
    desk.store.log.merge([elsewhere(received, forwarded(received.id), ahead=5, device=10)])
    assert [pause.id for pause in desk.store.log.dossier(dossier.id).paused] == ["X"]
    settled = disputes.settle(desk, dossier.id, Settlement.HERE, "giấy tờ đủ")
    assert (settled.pauses, settled.due) == ((), dossier.due)
    with_x = fold(dossier.id, [*desk.store.log.history(dossier.id)[:-1]])
    assert [pause.id for pause in with_x.paused] == ["X"]  # the history keeps it


def test_what_is_settled_stays_so_when_the_event_that_showed_it_comes_under_another_number(
    desk: Desk, dossier: Dossier
) -> None:
    received = desk.store.log.history(dossier.id)[-1]
    process.forward(desk, [dossier.id], to="kt")
    shown = elsewhere(received, forwarded(received.id), ahead=2)
    desk.store.log.merge([shown])
    disputes.settle(desk, dossier.id, Settlement.HERE, "đã hỏi")
    told = [one for one in desk.store.log.history(dossier.id) if one.id != shown.id]
    again = with_(shown, device=DeviceId(12), seq=40)  # its machine was restored, and goes on under another number
    assert len(fold(dossier.id, [one for one in told if one.seq != told[-1].seq] + [again]).disputes) == 1
    assert fold(dossier.id, [*told, again]).disputes == ()


def test_a_settlement_of_before_ids_were_kept_still_settles(desk: Desk, dossier: Dossier) -> None:
    received = desk.store.log.history(dossier.id)[-1]
    process.forward(desk, [dossier.id], to="kt")
    shown = elsewhere(received, forwarded(received.id), ahead=2)
    old = DisputeSettled(seen=shown.id, settled=(SettledDispute(shown.device, shown.seq),), reason="đã hỏi")
    told = [*desk.store.log.history(dossier.id), shown, elsewhere(received, old, ahead=9, device=10)]
    assert fold(dossier.id, told).disputes == ()


def test_a_settled_date_is_what_later_pauses_count_from(desk: Desk, dossier: Dossier, clock: TurnedClock) -> None:
    received = desk.store.log.history(dossier.id)[-1]
    assert dossier.due is not None
    assert dossier.due.at is not None
    extended = DueDateChanged(
        seen=received.id, due_at=dossier.due.at + timedelta(days=56), reason="", confirmed_by=ClerkId("x")
    )
    desk.store.log.merge([elsewhere(received, extended)])
    desk.store.log.merge([elsewhere(received, forwarded(received.id), ahead=2, device=10)])
    settled = disputes.settle(desk, dossier.id, Settlement.HERE, "không gia hạn")
    assert (settled.due, settled.postponed) == (dossier.due, 0)
    clocks.tell_obligation(desk, dossier.id, "lệ phí")
    clock.turn(days=1)
    met = clocks.meet_obligation(desk, dossier.id)
    assert met.due is not None
    assert met.due.at is not None
    assert met.due.at < extended.due_at


def test_which_of_two_ends_holds_keeps_its_own_time(desk: Desk, dossier: Dossier) -> None:
    received = desk.store.log.history(dossier.id)[-1]
    withdrawn = elsewhere(received, DossierWithdrawn(seen=received.id, reason="đổi ý"))
    desk.store.log.merge([with_(withdrawn, at=received.at + timedelta(minutes=5))])
    desk.store.log.merge([elsewhere(received, forwarded(received.id), ahead=2, device=10)])
    settled = disputes.settle(desk, dossier.id, Settlement.THERE, "công dân đã rút")
    assert (settled.status, settled.ended_at) == (DossierStatus.WITHDRAWN, received.at + timedelta(minutes=5))


def test_what_was_recorded_together_is_one_way(desk: Desk, dossier: Dossier) -> None:
    received = desk.store.log.history(dossier.id)[-1]
    desk.store.log.merge([elsewhere(received, forwarded(received.id))])
    mine = received.clock + 2
    decided = with_(elsewhere(received, ResultDecided(seen=received.id), device=8), clock=mine)
    shelved = with_(elsewhere(received, ResultCheckedIn(place="C-1"), device=8), seq=2, clock=mine + 1)
    told = [received, *desk.store.log.history(dossier.id)[1:], decided, shelved]
    (both,) = branches(dossier.id, told)
    assert (both.here.processing.stage, both.here.processing.place) == (ProcessStage.READY, "C-1")
    assert (both.there.processing.stage, both.there.processing.decided) == (ProcessStage.FORWARDED, None)
    assert [one.event for one in both.against] == [told[1].event]


def test_a_decision_whose_forerunner_is_missing_keeps_what_was_taken_in(desk: Desk, dossier: Dossier) -> None:
    received = desk.store.log.history(dossier.id)[-1]
    after = elsewhere(received, DossierAccepted(seen=new_event_id(), holder=Holder(unit="vp", clerk=ClerkId("x"))))
    for both in branches(dossier.id, [received, after]):
        assert (both.here.code, both.there.code) == (dossier.code, dossier.code)
    assert fold(dossier.id, [received, after]).code == dossier.code


def test_a_decision_of_a_newer_version_is_seen_by_the_next_one_and_is_no_dispute(desk: Desk, dossier: Dossier) -> None:
    received = desk.store.log.history(dossier.id)[-1]
    body = b'{"type":"DossierSung","seen":"%s"}' % received.id.encode()
    newer = with_(elsewhere(received, forwarded(received.id)), body=body, event=read(body))
    assert isinstance(newer.event, UnknownEvent)
    then = elsewhere(received, DossierAccepted(seen=newer.id, holder=Holder(unit="vp")), ahead=2, device=10)
    assert fold(dossier.id, [received, newer, then]).disputes == ()
    unaware = elsewhere(received, DossierAccepted(seen=received.id, holder=Holder(unit="vp")), ahead=2, device=10)
    assert len(fold(dossier.id, [received, newer, unaware]).disputes) == 1
