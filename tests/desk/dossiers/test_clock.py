"""The clock of a dossier at the desk: steps that were waited in, ends, calendars that change twice."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.dossiers import clock as clocks
from desk.dossiers import outcome, process
from desk.intake import intake
from desk.views.open_desk import OpenDesk
from desk.words.pauses import supplemented_words
from desk.words.terms import moment
from models.calendar.calendar_days import DayKind, DayMark
from models.calendar.clock import from_local, local
from models.calendar.pauses import ClockRule, PauseKind, working_hours_between
from models.catalogue.processes import DatedClockRule
from models.clerk import Role
from models.events import DueDate, FeeTaken, ObligationTold, PaidBy, StopCause, SupplementAsked
from models.ids import new_dossier_id
from models.not_allowed import QuantityImpossible
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_fold import fold
from printing.forms.control_sheet import hand_overs
from printing.forms.dossier_history import DossierHistory
from tests.conftest import TurnedClock
from tests.desk.dossiers.test_process import MISSING, as_
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.models.store.test_log import received


def at(text: str) -> datetime:
    return from_local(datetime.fromisoformat(text))


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    return intake.take_in(desk, complete(desk, RESIDENCE))


def test_what_was_waited_for_is_no_time_of_the_step_and_leaves_time_to_sign(
    desk: Desk, dossier: Dossier, clock: TurnedClock
) -> None:
    (sent,) = process.forward(desk, [dossier.id]).dossiers
    before = sent.processing.step_due_at
    assert before is not None
    clocks.ask_supplement(desk, dossier.id, MISSING, "thiếu giấy tờ")
    clock.turn(days=28)
    brought = clocks.bring_supplement(desk, dossier.id)
    assert brought.processing.step_due_at is not None
    assert brought.processing.step_due_at > clock()
    assert brought.due is not None
    assert brought.due.at is not None
    (laid,) = process.give_back(desk, [dossier.id], "nhầm đơn vị").dossiers
    (again,) = process.forward(desk, [laid.id]).dossiers
    assert again.processing.step_due_at is not None
    assert again.processing.step_due_at < brought.due.at


@pytest.mark.parametrize("typed", ["12.5", "1.5.0", "-5", "1tr", "9" * 40, "²"])
def test_an_obligation_of_an_amount_that_is_none_is_refused(desk: Desk, dossier: Dossier, typed: str) -> None:
    process.forward(desk, [dossier.id])
    work = OpenDesk(desk).process
    with pytest.raises(QuantityImpossible):
        work.tell_obligation(dossier.id, "lệ phí trước bạ", typed)
    work.tell_obligation(dossier.id, "lệ phí trước bạ", "1.500.000 đ")
    work.tell_obligation(dossier.id, "tiền sử dụng đất", " ")
    events = (one.event for one in desk.store.log.history(dossier.id))
    assert [one.amount for one in events if isinstance(one, ObligationTold)] == [1_500_000, 0]


def test_two_obligations_that_overlap_take_from_the_step_once(desk: Desk, dossier: Dossier, clock: TurnedClock) -> None:
    (sent,) = process.forward(desk, [dossier.id]).dossiers
    before = sent.processing.step_due_at
    assert before is not None
    clocks.tell_obligation(desk, dossier.id, "lệ phí trước bạ")
    clocks.tell_obligation(desk, dossier.id, "tiền sử dụng đất")
    began = clock()
    clock.turn(days=7)
    first, second = (pause.id for pause in desk.store.log.dossier(dossier.id).waits)
    clocks.meet_obligation(desk, dossier.id, number=first)
    met = clocks.meet_obligation(desk, dossier.id, number=second)
    assert met.processing.step_due_at is not None
    waited = working_hours_between(began, clock(), desk.calendar)
    moved = working_hours_between(before, met.processing.step_due_at, desk.calendar)
    assert moved == pytest.approx(waited)


def test_what_ended_in_time_stays_in_time_whatever_is_heard_of_it_later(
    desk: Desk, dossier: Dossier, clock: TurnedClock
) -> None:
    outcome.stop(desk, dossier.id, StopCause.REQUEST, "công dân đề nghị")
    left = clocks.clock_of(desk, desk.store.log.dossier(dossier.id)).left_hours
    clock.turn(days=60)
    desk.store.log.record(dossier.id, desk.by, FeeTaken(amount=1, paid_by=PaidBy.CASH))
    found = clocks.clock_of(desk, desk.store.log.dossier(dossier.id))
    assert (found.overdue, found.left_hours) == (False, left)


def with_holiday(desk: Desk, due_at: datetime) -> Desk:
    """The desk with the day of this date free from now on."""
    day = local(due_at).date()
    marked = {**desk.calendar.days, day: DayMark(kind=DayKind.HOLIDAY, name="Ngày nghỉ thử")}
    return replace(desk, calendar=with_(desk.calendar, days=marked))


def test_a_calendar_that_changes_twice_moves_the_date_twice_and_later_pauses_count_from_there(
    desk: Desk, dossier: Dossier, clock: TurnedClock
) -> None:
    decided = intake.take_in(desk, complete(desk, RESIDENCE))
    outcome.decide(as_(desk, "lanhdao", Role.LEADER), [decided.id])
    dates = [dossier.due.at if dossier.due else None]
    for edition in ("một", "hai"):
        assert dates[-1] is not None
        changed = with_holiday(desk, dates[-1])
        assert clocks.recount_open(changed, desk.calendar, edition) == 1
        desk = changed
        now = desk.store.log.dossier(dossier.id).due
        assert now is not None
        dates.append(now.at)
    assert all(later > earlier for earlier, later in pairwise(dates) if later and earlier)
    assert desk.store.log.dossier(dossier.id).promised == dossier.due
    assert desk.store.log.dossier(decided.id).due == decided.due
    clocks.tell_obligation(desk, dossier.id, "lệ phí")
    while local(clock()).date() == local(dossier.received_at or clock()).date():
        clock.turn(hours=1)
    while not desk.calendar.is_working(local(clock()).date()):
        clock.turn(hours=1)
    met = clocks.meet_obligation(desk, dossier.id)
    assert met.due is not None
    assert met.due.at is not None
    assert dates[-1] is not None
    assert met.due.at > dates[-1]


def test_a_supplement_asked_for_too_late_gives_a_fresh_date_and_what_was_late_stays_told(
    desk: Desk, dossier: Dossier, clock: TurnedClock
) -> None:
    assert dossier.due is not None
    assert dossier.due.at is not None
    clock.turn(days=60)
    clocks.ask_supplement(desk, dossier.id, MISSING, "thiếu giấy tờ")
    clock.turn(days=7)
    brought = clocks.bring_supplement(desk, dossier.id)
    found = clocks.clock_of(desk, brought)
    assert found.due_at is not None
    assert found.due_at > clock()
    assert (found.promised_at, found.missed_at, found.overdue) == (dossier.due.at, dossier.due.at, False)
    assert f"Đã quá hạn từ {moment(dossier.due.at)}; ngày hẹn mới không xóa việc quá hạn." in found.why
    outcome.decide(as_(desk, "lanhdao", Role.LEADER), [dossier.id])
    outcome.check_in(desk, dossier.id, "B-12")
    history = desk.store.log.history(dossier.id)
    rows = list(hand_overs(DossierHistory(dossier=fold(dossier.id, history), history=tuple(history))))
    assert rows[-1].result == "late"


def test_a_supplement_asked_for_in_time_and_brought_late_was_never_late(
    desk: Desk, dossier: Dossier, clock: TurnedClock
) -> None:
    clocks.ask_supplement(desk, dossier.id, MISSING, "thiếu giấy tờ")
    clock.turn(days=60)
    found = clocks.clock_of(desk, clocks.bring_supplement(desk, dossier.id))
    assert (found.missed_at, found.overdue) == (None, False)


def test_an_office_may_let_a_supplement_that_comes_too_late_move_nothing(
    desk: Desk, dossier: Dossier, clock: TurnedClock
) -> None:
    rules = (
        DatedClockRule(pause=PauseKind.SUPPLEMENT, rule=ClockRule.RESTART, after_due=ClockRule.RUN),
        *(one for one in desk.processes.clocks if one.pause is not PauseKind.SUPPLEMENT),
    )
    strict = replace(desk, processes=with_(desk.processes, clocks=rules))
    assert clocks.rule_of(strict, dossier, PauseKind.SUPPLEMENT) is ClockRule.RESTART
    clock.turn(days=60)
    clocks.ask_supplement(strict, dossier.id, MISSING, "thiếu giấy tờ")
    clock.turn(days=7)
    brought = clocks.bring_supplement(strict, dossier.id)
    assert brought.due == dossier.due
    assert clocks.clock_of(strict, brought).overdue


def test_only_after_a_first_supplement_a_further_one_is_warned_of(desk: Desk, dossier: Dossier) -> None:
    assert supplemented_words(desk.store.log.history(dossier.id)) == ""
    number = clocks.ask_supplement(desk, dossier.id, MISSING, "thiếu giấy tờ").slip
    clocks.bring_supplement(desk, dossier.id)
    warned = supplemented_words(desk.store.log.history(dossier.id))
    assert warned.startswith(f"Đã yêu cầu bổ sung: phiếu {number} lúc 08:00")


def test_a_step_of_a_limit_of_years_is_counted_like_any_other(desk: Desk, clock: TurnedClock) -> None:
    id_ = new_dossier_id()
    due_at = clock() + timedelta(days=4_400)
    desk.store.log.record(id_, desk.by, with_(received(), due=DueDate(at=due_at)))
    (sent,) = process.forward(desk, [id_]).dossiers
    assert sent.processing.step_due_at is not None
    assert clock() + timedelta(days=3_300) < sent.processing.step_due_at < due_at


def test_supplements_that_two_desks_asked_for_are_brought_together_and_the_clock_goes_on(
    desk: Desk, dossier: Dossier, clock: TurnedClock
) -> None:
    clocks.ask_supplement(desk, dossier.id, MISSING, "thiếu giấy tờ")
    asked = SupplementAsked(number="máy kia", missing=MISSING, reason="thiếu ảnh", clock=ClockRule.DEDUCT)
    desk.store.log.record(dossier.id, desk.by, asked)
    clock.turn(days=2)
    brought = clocks.bring_supplement(desk, dossier.id)
    assert (brought.status, brought.waits, brought.runs) == (DossierStatus.RECEIVED, (), True)
    assert {pause.ended_at for pause in brought.paused} == {brought.changed_at}
