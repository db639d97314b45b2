"""Shifts of a drawer: one clerk's at one machine, counted, closed with every đồng explained."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.__main__ import cli
from desk.desk import Desk
from desk.intake import intake
from desk.money import money_papers, payments, shifts
from desk.money.shifts import (
    AmountImpossible,
    CountImpossible,
    DepositKnown,
    DifferenceUnexplained,
    ForgottenShift,
    ShiftClosedAlready,
    ShiftOpenAlready,
    ShiftStillOpen,
)
from desk.opening import close_desk, open_desk
from desk.prints import print_jobs
from desk.settings import write_settings
from desk.staff import second_person
from desk.training.training import training_settings
from desk.views.open_desk import OpenDesk
from desk.words.money import day_words, takings_state
from models.clerk import Role
from models.events import PaidBy, PaymentTaken, ShiftOpened, TakingsDeposited
from models.ids import new_subject
from models.money import NOTES, Counted, MethodTotal, PaidFee, sum_of
from models.not_allowed import ReasonMissing, RoleForbids
from models.subjects.shift import Shift
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, complete
from tests.desk.money.test_payments import CLERK, LEADER, leased, pool, taken_in
from tests.desk.power_cut import written_with_its_papers
from tests.desk.staff.test_accounts import enters, make
from tests.fakes.citizens import CLERK as ELSEWHERE
from tests.fakes.citizens import Chain
from tests.printing.reading import whole_text

FLOAT = (Counted(note=50_000, pieces=2), Counted(note=2_000, pieces=10))


def opened(desk: Desk) -> Shift:
    return shifts.open_shift(desk, FLOAT)


def test_the_first_payment_opens_a_shift_whose_float_is_counted_later(desk: Desk) -> None:
    payments.take(desk, [taken_in(desk).id])
    open_ = shifts.current(desk)
    assert open_ is not None
    assert (open_.float_counted, open_.float) == (None, 0)
    assert opened(desk).id == open_.id
    assert shifts.report(desk, open_.id).expected == 120_000 + 4_000
    with pytest.raises(ShiftOpenAlready):
        opened(desk)


def test_a_report_counts_each_way_of_paying_and_only_cash_is_in_the_drawer(desk: Desk) -> None:
    desk = leased(desk, pool(desk))
    shift = opened(desk)
    for way in (PaidBy.CASH, PaidBy.CASH, PaidBy.CARD, PaidBy.TRANSFER):
        payments.take(desk, [taken_in(desk).id], way)
    shifts.move_cash(desk, -100_000, "Gửi thủ quỹ")
    at = shifts.report(desk, shift.id)
    assert [(one.paid_by, one.taken, one.payments) for one in at.totals] == [
        ("cash", 8_000, 2),
        ("transfer", 4_000, 1),
        ("card", 4_000, 1),
    ]
    assert (at.expected, at.taken) == (120_000 + 8_000 - 100_000, 16_000)
    assert [(first.number, last.number) for first, last in at.receipts] == [(1, 4)]


def test_cash_that_is_not_there_is_not_moved_out(desk: Desk) -> None:
    opened(desk)
    for amount in (0, -120_001):
        with pytest.raises(AmountImpossible):
            shifts.move_cash(desk, amount, "x")
    with pytest.raises(ReasonMissing):
        shifts.move_cash(desk, -1, " ")


def test_a_difference_asks_for_its_reason_and_the_closed_shift_keeps_all_three_figures(desk: Desk) -> None:
    shift = opened(desk)
    payments.take(desk, [taken_in(desk).id])
    with pytest.raises(DifferenceUnexplained) as no:
        shifts.close(desk, shift.id, counted=FLOAT)
    assert no.value.sentence == "Két thiếu 4.000 đồng; ghi lý do chênh lệch."
    closed = shifts.close(desk, shift.id, counted=FLOAT, reason="Quên cất tiền").closed
    assert closed is not None
    assert (closed.expected, closed.total, closed.payments) == (124_000, 120_000, 1)
    with pytest.raises(ShiftClosedAlready):
        shifts.close(desk, shift.id, total=1)
    payments.take(desk, [taken_in(desk).id])
    later = shifts.current(desk)
    assert later is not None
    assert later.id != shift.id


def test_takings_go_on_when_the_shift_is_closed_and_not_beyond_what_there_is(desk: Desk) -> None:
    shift = opened(desk)
    payments.take(desk, [taken_in(desk).id])
    with pytest.raises(ShiftStillOpen):
        shifts.hand_over(desk, shift.id, "Lê Thị Thủ Quỹ")
    shifts.close(desk, shift.id, total=124_000)
    handed = shifts.hand_over(desk, shift.id, "Lê Thị Thủ Quỹ")
    assert (handed.handed_to, handed.handed_over) == ("Lê Thị Thủ Quỹ", 4_000)
    with pytest.raises(AmountImpossible):
        shifts.deposit(desk, shift.id, 4_001, "Kho bạc")
    assert shifts.deposit(desk, shift.id, 4_000, "Kho bạc", "01").deposits[0].amount == 4_000
    with pytest.raises(AmountImpossible):
        shifts.deposit(desk, shift.id, 1, "Kho bạc")


def test_one_paying_in_slip_told_at_two_machines_is_one_and_is_not_told_again(desk: Desk) -> None:
    shift = opened(desk)
    payments.take(desk, [taken_in(desk).id])
    shifts.close(desk, shift.id, total=124_000)
    shifts.deposit(desk, shift.id, 1_500, "Kho bạc", "0017")
    with pytest.raises(DepositKnown, match="0017"):
        shifts.deposit(desk, shift.id, 1_500, "Kho bạc", "0017")
    for number, left in (("0017", 2_500), ("0018", 1_000), ("", -500)):
        elsewhere = TakingsDeposited(amount=1_500, place="Kho bạc", number=number)
        desk.store.log.record(shift.id, desk.by, elsewhere)
        assert shifts.by_id(desk, shift.id).left == left
    assert takings_state(shifts.by_id(desk, shift.id)) == ("Đã ghi nộp quá 500 đồng: hai máy cùng ghi?", "bad")
    with pytest.raises(AmountImpossible):
        shifts.hand_over(desk, shift.id, "Lê Thị Thủ Quỹ")


def test_to_the_treasurer_goes_what_was_not_paid_in_before(desk: Desk) -> None:
    shift = opened(desk)
    payments.take(desk, [taken_in(desk).id])
    shifts.close(desk, shift.id, total=124_000)
    shifts.deposit(desk, shift.id, 1_500, "Kho bạc")
    assert shifts.hand_over(desk, shift.id, "Lê Thị Thủ Quỹ").handed_over == 2_500
    paper = Path(print_jobs.deliver(money_papers.takings_job(desk, shift.id), lambda work: work(desk)).where)
    said = whole_text(paper.read_bytes())
    for line in ("Đã nộp trước: 1.500", "Số tiền bàn giao (đồng): 2.500", "Hai nghìn năm trăm đồng"):
        assert line in said
    other = opened(desk)
    payments.take(desk, [taken_in(desk).id])
    shifts.close(desk, other.id, total=124_000)
    shifts.deposit(desk, other.id, 4_000, "Kho bạc")
    with pytest.raises(AmountImpossible):
        shifts.hand_over(desk, other.id, "Lê Thị Thủ Quỹ")


def test_a_forgotten_shift_is_closed_next_morning_with_a_word_and_todays_money_is_apart(
    desk: Desk, clock: TurnedClock
) -> None:
    shift = opened(desk)
    clock.turn(days=1)
    assert [one.id for one in shifts.forgotten(desk)] == [shift.id]
    payments.take(desk, [taken_in(desk).id])
    today = shifts.current(desk)
    assert today is not None
    assert today.id != shift.id
    with pytest.raises(ForgottenShift):
        shifts.close(desk, shift.id, total=120_000)
    assert shifts.close(desk, shift.id, total=120_000, reason="Mất điện chiều qua").closed is not None
    assert shifts.forgotten(desk) == ()


@pytest.mark.parametrize("way", PaidBy)
def test_money_given_back_on_a_later_day_counts_in_the_shift_that_gave_it(
    desk: Desk, clock: TurnedClock, way: PaidBy
) -> None:
    desk = make(make(desk, CLERK), LEADER, Role.LEADER)
    dossier = taken_in(desk)
    paid = payments.take(desk, [dossier.id], PaidBy.TRANSFER)
    shifts.close(desk, paid.shift, total=0)
    for amount in (1_000, 2_000):
        clock.turn(days=1)
        tried = second_person.begin(desk, LEADER)
        payments.give_back(desk, dossier.id, amount, "Thu nhầm", way, tried, fits=True)
        today = shifts.current(desk)
        assert today is not None
        assert shifts.report(desk, today.id).totals == (MethodTotal(paid_by=way.value, taken=0, returned=amount),)
        shifts.close(desk, today.id, total=0, reason="Ứng tiền trả lại")
    told = shifts.report(desk, paid.shift)
    assert told.shift.closed is not None
    assert told.totals == told.shift.closed.totals == (MethodTotal(paid_by="transfer", taken=4_000, payments=1),)


def test_another_clerk_has_another_drawer_and_only_a_leader_closes_it_for_them(desk: Desk) -> None:
    desk = make(make(make(desk, CLERK), LEADER, Role.LEADER), "hai")
    shift = opened(desk)
    other = enters(desk, "hai")  # type: ignore[arg-type] # an id
    assert shifts.current(other) is None
    payments.take(other, [taken_in(other).id])
    assert shifts.report(desk, shift.id).payments == 0
    with pytest.raises(RoleForbids):
        shifts.close(other, shift.id, total=120_000, reason="x")
    with pytest.raises(RoleForbids):
        shifts.report(other, shift.id)
    leader = enters(desk, LEADER)
    with pytest.raises(ReasonMissing):
        shifts.close(leader, shift.id, total=120_000)
    closed = shifts.close(leader, shift.id, total=120_000, reason="Công chức nghỉ ốm")
    assert (closed.clerk, closed.closed_by) == (CLERK, LEADER)
    assert closed.closed is not None
    assert closed.closed.confirmed_by == LEADER


@pytest.mark.parametrize("counted", [Counted(note=3_000, pieces=1), Counted(note=500, pieces=-1)])
def test_notes_that_do_not_exist_are_not_counted(desk: Desk, counted: Counted) -> None:
    with pytest.raises(CountImpossible):
        shifts.open_shift(desk, [counted])


@given(st.lists(st.builds(Counted, note=st.sampled_from(NOTES), pieces=st.integers(0, 99)), max_size=12))
@settings(max_examples=50)
def test_the_sum_of_notes_is_their_value(counted: list[Counted]) -> None:
    assert sum_of(counted) == sum(one.note for one in counted for _ in range(one.pieces))


def test_a_bulk_of_payments_at_intake_stands_in_the_drawer(desk: Desk) -> None:
    shift = opened(desk)
    for _ in range(3):
        intake.take_in(desk, complete(desk, COPIES, pages=1, copies=1, paid_by=PaidBy.CASH))
    assert shifts.report(desk, shift.id).expected == 120_000 + 6_000


def test_a_closed_shift_is_listed_for_a_week_and_as_long_as_its_takings_went_nowhere(
    desk: Desk, clock: TurnedClock
) -> None:
    ids = []
    for _ in range(2):
        ids.append(opened(desk).id)
        payments.take(desk, [taken_in(desk).id])
        shifts.close(desk, ids[-1], total=124_000)
        clock.turn(minutes=1)
    assert [one.id for one in shifts.closed_lately(desk)] == [ids[1], ids[0]]
    shifts.hand_over(desk, ids[1], "Lê Thị Thủ Quỹ")
    shifts.deposit(desk, ids[0], 1_000, "Kho bạc")
    clock.turn(days=shifts.DAYS_LISTED + 1)
    assert [one.id for one in shifts.closed_lately(desk)] == [ids[0]]
    shifts.deposit(desk, ids[0], 3_000, "Kho bạc")
    assert shifts.closed_lately(desk) == ()


def test_the_report_of_a_day_has_every_drawer_of_the_clerk_at_every_machine(desk: Desk, clock: TurnedClock) -> None:
    desk = make(make(desk, ELSEWHERE), CLERK)
    assert desk.by == ELSEWHERE
    payments.take(desk, [taken_in(desk).id])
    there, shift = Chain(7), new_subject("shift/")
    fee = PaidFee(dossier=taken_in(desk).id, amount=4_000)
    desk.store.log.merge(
        [
            there.add(shift, clock(), ShiftOpened()),
            there.add(new_subject("payment/"), clock(), PaymentTaken(fees=(fee,), paid_by=PaidBy.CARD, shift=shift)),
        ]
    )
    told = shifts.day_report(desk, desk.today, desk.by)
    assert (len(told.shifts), told.machines) == (2, 2)
    assert [(one.paid_by, one.taken, one.payments) for one in told.totals] == [("cash", 4_000, 1), ("card", 4_000, 1)]
    assert day_words(2, 2, told.totals) == "Cả ngày, 2 ca ở 2 máy: tiền mặt 4.000 đồng · thẻ 4.000 đồng."
    with pytest.raises(RoleForbids):
        shifts.day_report(desk, desk.today, CLERK)


def test_the_command_tells_the_whole_day_and_each_drawer(tmp_path: Path) -> None:
    write_settings(tmp_path, training_settings())
    desk = open_desk(tmp_path, training=True)
    for _ in range(2):
        paid = payments.take(desk, [taken_in(desk).id])
        shifts.close(desk, paid.shift, total=4_000)
    close_desk(desk)
    typed = ["--data", str(tmp_path), "shift", "report", "--all"]
    told = json.loads(CliRunner().invoke(cli, [*typed, "--json"]).stdout)
    assert (told["machines"], told["totals"]["cash"]) == (1, {"taken": 8_000, "returned": 0, "payments": 2})
    assert [(one["open"], one["counted"]) for one in told["shifts"]] == [(False, 4_000)] * 2
    assert CliRunner().invoke(cli, typed).stdout.splitlines()[-1].endswith("2 ca ở 1 máy: tiền mặt 8.000 đồng.")


def test_a_shift_is_closed_and_its_takings_go_each_with_their_paper_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = opened(desk), OpenDesk(desk).shifts
    payments.take(desk, [taken_in(desk).id])
    written_with_its_papers(desk, monkeypatch, lambda: other.close(one.id, None, 124_000, ""))
    written_with_its_papers(desk, monkeypatch, lambda: other.deposit(one.id, 1_000, "Kho bạc", "GNT-1"))
    written_with_its_papers(desk, monkeypatch, lambda: other.hand_over(one.id, "Thủ quỹ Thử"))
