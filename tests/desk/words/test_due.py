"""What a clerk reads to the citizen who asks: why then?"""

from datetime import datetime

import pytest

from desk.words.due import agreed, appointment, due_cell, sentences, transferred
from models.calendar.clock import from_local
from models.calendar.due_dates import due, load_calendar
from models.procedure import LimitUnit, TimeLimit

CALENDAR = load_calendar()
SAME_DAY = TimeLimit(amount=1, same_day=True, source="Điều 7 NĐ 23/2015/NĐ-CP")


def told(limit: TimeLimit, received: str) -> tuple[str, ...]:
    return sentences(due(limit, from_local(datetime.fromisoformat(received)), CALENDAR))


def test_a_same_day_matter_in_time() -> None:
    assert told(SAME_DAY, "2026-11-25 09:00") == ("Giải quyết ngay trong ngày (Điều 7 NĐ 23/2015/NĐ-CP).",)


def test_a_same_day_matter_after_15_hours_before_a_holiday() -> None:
    assert told(SAME_DAY, "2026-11-23 15:01") == (
        "Nhận sau 15 giờ nên trả trong ngày làm việc tiếp theo (Điều 7 NĐ 23/2015/NĐ-CP).",
        "Không tính thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam (NQ 28/2026/QH16).",
    )


def test_working_days_over_a_weekend() -> None:
    assert told(TimeLimit(amount=3), "2026-11-26 09:00") == (
        "Không tính ngày nhận hồ sơ, thứ Năm 26/11/2026.",
        "Đếm 3 ngày làm việc, đến thứ Ba 01/12/2026.",
        "Không tính 2 ngày thứ Bảy, Chủ nhật.",
    )


def test_a_rest_day_a_make_up_day_and_a_proposed_day() -> None:
    assert told(SAME_DAY, "2026-11-24 09:00")[0] == (
        "Nhận vào ngày nghỉ, thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam (NQ 28/2026/QH16): "
        "tính như nhận lúc 07:00 thứ Tư 25/11/2026."
    )
    assert told(TimeLimit(amount=1), "2026-01-09 09:00")[-1] == (
        "Có tính thứ Bảy 10/01/2026: Làm bù cho ngày 02/01 (CV 12729/VPCP-KGVX)."
    )
    assert "đề xuất của Bộ Nội vụ 22/9/2026, dự kiến" in told(TimeLimit(amount=1), "2027-02-04 09:00")[-1]


def test_calendar_days_that_end_on_a_saturday() -> None:
    limit = TimeLimit(amount=3, unit=LimitUnit.DAYS)
    assert told(limit, "2026-11-25 09:00")[1:] == (
        "Đếm 3 ngày, kể cả ngày nghỉ, đến thứ Bảy 28/11/2026.",
        "Ngày cuối là ngày nghỉ, thứ Bảy 28/11/2026: chuyển sang thứ Hai 30/11/2026 (khoản 5 Điều 148 BLDS 2015).",
    )


def test_hours_that_run_out_in_the_evening_and_half_a_day() -> None:
    assert told(TimeLimit(amount=1, unit=LimitUnit.HOURS), "2026-11-25 16:30") == (
        "Đếm 1 giờ, từ 16:30 thứ Tư 25/11/2026.",
        "Hết hạn lúc 17:30 thứ Tư 25/11/2026, ngoài giờ làm việc: trả lúc 07:00 thứ Năm 26/11/2026.",
    )
    assert told(TimeLimit(amount=0.5), "2026-11-25 08:00") == ("Đếm 4 giờ làm việc, từ 08:00 thứ Tư 25/11/2026.",)


def test_a_dossier_after_closing_and_a_year_without_holidays() -> None:
    assert told(SAME_DAY, "2026-11-25 17:20")[0] == (
        "Nhận lúc 17:20, ngoài giờ làm việc: tính như nhận lúc 07:00 thứ Năm 26/11/2026."
    )
    assert told(TimeLimit(amount=20), "2027-12-20 08:00")[-1] == (
        "Chưa có lịch nghỉ lễ năm 2028: mới chỉ trừ thứ Bảy, Chủ nhật."
    )


@pytest.mark.parametrize("unit", list(LimitUnit))
@pytest.mark.parametrize("received", ["2026-02-13 16:30", "2026-02-15 10:00", "2026-08-28 18:00", "2027-12-31 09:00"])
@pytest.mark.parametrize("amount", [0, 0.5, 1, 7])
def test_every_reason_is_a_whole_sentence(unit: LimitUnit, received: str, amount: float) -> None:
    for sentence in told(TimeLimit(amount=amount, unit=unit), received):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "  " not in sentence


def test_a_day_agreed_by_hand_and_a_way_to_another_unit() -> None:
    assert agreed("công dân đề nghị") == ("Ngày hẹn do công chức tiếp nhận ghi: công dân đề nghị.",)
    assert agreed("") == ("Ngày hẹn do công chức tiếp nhận ghi.",)
    moved = due(TimeLimit(amount=1), from_local(datetime.fromisoformat("2026-11-25 09:00")), CALENDAR)
    assert transferred("UBND xã Mẫu", moved) == (
        "Hồ sơ chuyển đến UBND xã Mẫu, đến nơi chậm nhất 17:00 thứ Năm 26/11/2026; thời hạn tính từ lúc đó.",
    )


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-25 09:00", "Hẹn 17:00 thứ Sáu 27/11 · còn 2 ngày"),
        ("2026-11-26 23:59", "Hẹn 17:00 thứ Sáu 27/11 · còn 1 ngày"),
        ("2026-11-27 08:30", "Hẹn 17:00 thứ Sáu 27/11 · còn 6 giờ làm việc"),
        ("2026-11-27 16:35", "Hẹn 17:00 thứ Sáu 27/11 · còn 25 phút"),
        ("2026-11-27 17:00", "Hẹn 17:00 thứ Sáu 27/11 · còn 0 phút"),
        ("2026-11-27 17:01", "Hẹn 17:00 thứ Sáu 27/11 · quá giờ hẹn"),
        ("2026-11-27 11:00", "Hẹn 17:00 thứ Sáu 27/11 · còn 4 giờ làm việc"),
        ("2026-11-28 00:01", "Hẹn 17:00 thứ Sáu 27/11 · quá hẹn 1 ngày"),
        ("2026-11-30 08:20", "Hẹn 17:00 thứ Sáu 27/11 · quá hẹn 1 giờ làm việc"),
        ("2026-11-30 17:00", "Hẹn 17:00 thứ Sáu 27/11 · quá hẹn 3 ngày"),
        ("2027-01-04 08:00", "Hẹn 17:00 thứ Sáu 27/11/2026 · quá hẹn 38 ngày"),
    ],
)
def test_an_appointment_tells_what_is_left_of_it(now: str, words: str) -> None:
    at, then = (from_local(datetime.fromisoformat(one)) for one in ("2026-11-27 17:00", now))
    assert appointment(at, then, CALENDAR) == words
    assert appointment(at, then, None) == words.partition(" · ")[0]
    in_a_list = words.replace("Hẹn ", "", 1).replace("thứ Sáu ", "")
    in_a_list = in_a_list.replace("quá hẹn", "quá").replace("giờ làm việc", "giờ làm")
    assert due_cell(at, then, CALENDAR) == in_a_list
    assert due_cell(at, then, None) == in_a_list.partition(" · ")[0]


def test_on_a_rest_day_what_is_left_is_told_in_days() -> None:
    at = from_local(datetime.fromisoformat("2026-11-30 07:00"))
    sunday = from_local(datetime.fromisoformat("2026-11-29 10:00"))
    assert due_cell(at, sunday, CALENDAR) == "07:00 30/11 · còn 1 ngày"
    friday = from_local(datetime.fromisoformat("2026-11-27 15:30"))
    assert due_cell(at, friday, CALENDAR) == "07:00 30/11 · còn 1 giờ làm"


def test_where_none_is_promised_it_says_so_while_in_work() -> None:
    now = from_local(datetime.fromisoformat("2026-11-25 09:00"))
    assert appointment(None, now, CALENDAR) == "Chưa có ngày hẹn trả"
    assert appointment(None, now, None) == due_cell(None, now, None) == ""
    assert due_cell(None, now, CALENDAR) == "chưa có ngày hẹn"
