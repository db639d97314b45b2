"""What a rule of the day changes at intake, what the hall says of it, and how it is counted."""

from dataclasses import replace as with_
from datetime import date, timedelta
from types import SimpleNamespace

from msgspec.structs import replace

from desk.desk import Desk
from desk.hall import hall_displays
from desk.intake import intake
from desk.settings import DayRuleSettings
from desk.setup.setting_problems import problems_of
from desk.setup.setting_words import problem_words
from desk.special_days import special_days
from desk.views.open_desk import OpenDesk
from desk.views.setup import SetupViews
from models.calendar.clock import local
from models.catalogue.day_rules import DayRule
from models.events import AppliedDayRule
from models.subjects.on_the_spot import is_on_the_spot
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, RESIDENCE, complete

MONDAY = "thứ Hai"
FROM = "từ 01/01/2026"
SOURCE = "QĐ 12/QĐ-UBND"


def ruled(desk: Desk, *lines: str) -> Desk:
    return with_(desk, settings=replace(desk.settings, days=DayRuleSettings(rules=lines)))


def test_on_a_day_without_appointments_no_slip_is_printed_unless_it_is_asked_for(desk: Desk) -> None:
    desk = ruled(desk, f"Ngày không hẹn; {MONDAY}; không giấy hẹn; ; {FROM}")
    form = complete(desk, RESIDENCE)
    assert intake.preview(desk, form).receipt_wanted is False
    assert intake.preview(desk, replace(form, receipt_wanted=True)).receipt_wanted is True
    taken = intake.take_in(desk, form)
    assert taken.receipt_wanted is False
    assert taken.day_rules == (AppliedDayRule(name="Ngày không hẹn", changes=("no_slip",)),)


def test_what_is_done_on_the_spot_is_due_today_and_goes_in_one_flow(desk: Desk) -> None:
    usual = intake.preview(desk, complete(desk, RESIDENCE)).due
    desk = ruled(desk, f"Ngày không hẹn; {MONDAY}; trả ngay; {RESIDENCE}; {FROM}; {SOURCE}")
    taken = intake.take_in(desk, complete(desk, RESIDENCE))
    assert usual is not None
    assert usual.at is not None
    assert taken.due is not None
    assert taken.due.at is not None
    assert local(taken.due.at).date() == desk.today < local(usual.at).date()
    assert taken.due.why[0] == f"Theo quy định của Ngày không hẹn ({SOURCE}): giải quyết ngay."
    assert not taken.receipt_wanted
    assert is_on_the_spot(desk.processes, taken)
    assert OpenDesk(desk).intake.preview(complete(desk, RESIDENCE)).on_the_spot
    other = intake.take_in(desk, complete(desk, "1.004194"))
    assert not is_on_the_spot(desk.processes, other)


def test_on_a_day_without_writing_declarations_are_not_asked_of_the_citizen(desk: Desk) -> None:
    form = replace(complete(desk, RESIDENCE), papers=())
    usual = {paper.name for paper in intake.preview(desk, form).missing}
    desk = ruled(desk, f"Thứ Hai không viết; {MONDAY}; không viết; ; {FROM}")
    seen = intake.preview(desk, form)
    left = {paper.name for paper in seen.missing}
    assert {name.split()[0] for name in usual - left} == {"Tờ"}
    assert usual - left <= {paper.name for paper in seen.checklist}


def test_a_reduction_stands_as_the_ground_of_the_price_and_the_lesser_of_two_holds(desk: Desk) -> None:
    half = ruled(desk, f"Ngày vì dân; {MONDAY}; giảm 50%; ; {FROM}; {SOURCE}")
    form = complete(desk, COPIES, pages=2, copies=3)
    fee = intake.preview(half, form).fee
    assert fee is not None
    assert fee.ground is not None
    assert (fee.total, fee.ground.let_off, fee.ground.name, fee.ground.source) == (6_000, 6_000, "Ngày vì dân", SOURCE)
    moving = complete(desk, RESIDENCE)
    offered = intake.preview(half, moving).exemptions
    exempt = replace(moving, exempt=next(one.id for one in offered if one.percent == 100), exempt_proof="Thẻ")
    free = intake.preview(half, exempt).fee
    assert free is not None
    assert free.ground is not None
    assert (free.free, free.ground.proof) == (True, "Thẻ")
    nothing = intake.take_in(ruled(desk, f"Ngày vì dân; {MONDAY}; miễn phí; ; {FROM}; {SOURCE}"), form)
    assert (nothing.owes, nothing.fee and nothing.fee.free) == (0, True)


def test_a_paperless_day_prints_no_slip_and_tells_the_counter_why(desk: Desk) -> None:
    desk = ruled(desk, f"Thứ Hai xanh; {MONDAY}; không bản giấy; ; {FROM}")
    checked = OpenDesk(desk).intake.preview(complete(desk, RESIDENCE))
    assert not checked.preview.receipt_wanted
    assert checked.day == ("Thứ Hai xanh: không in giấy; giấy tờ xuất trình, quét rồi trả lại",)


def test_kiosk_board_and_counter_say_what_day_it_is_on_that_day_only(desk: Desk, clock: TurnedClock) -> None:
    desk = ruled(desk, f"Ngày không hẹn; {MONDAY}; không giấy hẹn, trả ngay; {COPIES}; {FROM}")
    said = ("Hôm nay là Ngày không hẹn: không in giấy hẹn; trả kết quả ngay trong ngày (1 thủ tục, xin hỏi quầy).",)
    assert hall_displays.kiosk_offer(desk).today == said
    assert hall_displays.board(desk).notices[:1] == said
    assert OpenDesk(desk).intake.preview(OpenDesk(desk).intake.blank()).day == said
    clock.turn(days=1)
    assert hall_displays.kiosk_offer(desk).today == hall_displays.board(desk).notices == ()


def test_dossiers_are_counted_by_day_and_rule_and_what_was_known_then_stays(desk: Desk, clock: TurnedClock) -> None:
    first = desk.today
    ruled_ = ruled(desk, f"A; {MONDAY}; không giấy hẹn; ; {FROM}", f"B; {MONDAY}; trả ngay; {RESIDENCE}; {FROM}")
    for procedure in (RESIDENCE, RESIDENCE, COPIES):
        intake.take_in(ruled_, complete(desk, procedure))
    clock.turn(days=7)
    intake.take_in(ruled_, complete(desk, COPIES))
    desk.store.log.rebuild()
    found = special_days.figures(ruled(desk), first, desk.today)
    assert found.dossiers == {(first, "A"): 3, (first, "B"): 2, (first + timedelta(days=7), "A"): 1}
    assert special_days.figures(desk, first, first).by_rule() == {"A": 3, "B": 2}
    on_screen = SetupViews(SimpleNamespace(desk=ruled_)).day_figures()  # type: ignore[arg-type] # as much as is asked
    assert on_screen[0].startswith(f"A: {4 if first.month == desk.today.month else 1} hồ sơ tháng này; ngày tới ")


def test_the_edition_s_rule_gives_way_to_the_office_s_own(desk: Desk) -> None:
    of_province = DayRule(name="Của tỉnh", valid_from=date(2026, 1, 1), weekdays=(1,), no_slip=True, paperless=True)
    desk = with_(ruled(desk, f"Của xã; {MONDAY}; có giấy hẹn, có bản giấy; ; {FROM}"), day_rules=(of_province,))
    assert intake.preview(desk, complete(desk, RESIDENCE)).receipt_wanted
    assert [(one.rule.name, one.own, one.next_on) for one in special_days.states(desk)] == [
        ("Của xã", True, desk.today),
        ("Của tỉnh", False, desk.today),
    ]


def test_a_wrong_line_is_named_by_the_settings(desk: Desk) -> None:
    wrong = replace(desk.settings, days=DayRuleSettings(rules=("Ngày lạ; thứ Chín; trả ngay; ; từ 01/12/2026",)))
    told = [problem_words(one) for one in problems_of(wrong)]
    assert any("dòng “Ngày lạ”: “thứ Chín” không phải ngày" in one for one in told)


def test_after_three_the_result_of_the_spot_is_promised_for_the_next_working_day(
    desk: Desk, clock: TurnedClock
) -> None:
    desk = ruled(desk, f"Ngày không hẹn; {MONDAY}; trả ngay; ; {FROM}")
    clock.turn(hours=8)
    due = intake.preview(desk, complete(desk, RESIDENCE)).due
    assert due is not None
    assert due.at is not None
    assert local(due.at).date() == desk.calendar.next_working(desk.today)
