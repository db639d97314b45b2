from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from models.calendar.clock import from_local
from models.events import FeeDue, FeeLine
from models.procedure import LimitUnit, TimeLimit
from printing.forms.facts import dated, day_in_words, fee, moment, time_limit
from printing.forms.versions import forms_in_force

TELL = forms_in_force(date(2026, 11, 23)).facts
ONE = (FeeLine(name="Phí chứng thực", amount=15000),)
TWO = (FeeLine(name="Phí chứng thực", amount=15000), FeeLine(name="Lệ phí hộ tịch", amount=8000))


@pytest.mark.parametrize(
    ("due", "taken", "told"),
    [
        (None, 0, ""),
        (FeeDue(), 0, "Không có thông tin"),
        (FeeDue(free=True), 0, "Miễn phí"),
        (FeeDue(set_by_province=True), 0, "Theo quy định của HĐND tỉnh"),
        (
            FeeDue(set_by_province=True),
            50000,
            "Theo quy định của HĐND tỉnh. Đã thu 50.000 đồng (Năm mươi nghìn đồng)",
        ),
        (FeeDue(), 8000, "Không có thông tin. Đã thu 8.000 đồng (Tám nghìn đồng)"),
        (FeeDue(lines=ONE), 0, "15.000 đồng (Mười lăm nghìn đồng). Chưa thanh toán"),
        (FeeDue(lines=ONE), 15000, "Đã thu 15.000 đồng (Mười lăm nghìn đồng)"),
        (
            FeeDue(lines=ONE),
            5000,
            "15.000 đồng (Mười lăm nghìn đồng). Đã thu 5.000 đồng, còn phải nộp 10.000 đồng",
        ),
        (
            FeeDue(lines=TWO),
            23000,
            "Đã thu 23.000 đồng (Hai mươi ba nghìn đồng) – Phí chứng thực: 15.000 đồng; Lệ phí hộ tịch: 8.000 đồng",
        ),
    ],
)
def test_only_what_is_known_to_be_free_is_told_as_free(due: FeeDue | None, taken: int, told: str) -> None:
    assert fee(due, taken, TELL) == told


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 15), "ngày 15 tháng 3 năm 2026"),
        (date(2026, 11, 9), "ngày 09 tháng 11 năm 2026"),
        (date(2027, 1, 31), "ngày 31 tháng 01 năm 2027"),
    ],
)
def test_days_below_ten_and_months_below_three_take_a_leading_zero(day: date, told: str) -> None:
    assert day_in_words(day, TELL) == told


def test_moments_are_told_by_the_clock_on_the_office_wall() -> None:
    assert moment(datetime(2026, 11, 22, 18, 5, tzinfo=UTC), TELL) == "01 giờ 05 phút, ngày 23 tháng 11 năm 2026"
    assert moment(None, TELL) == ""
    midnight = from_local(datetime(2026, 11, 23, 0, 0))  # noqa: DTZ001  from_local takes the wall's naive time
    assert dated(midnight, "Mẫu Sơn", TELL) == "Mẫu Sơn, ngày 23 tháng 11 năm 2026"
    assert dated(midnight, "", TELL) == "ngày 23 tháng 11 năm 2026"


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (None, ""),
        (TimeLimit(amount=5), "05 ngày làm việc"),
        (TimeLimit(amount=20), "20 ngày làm việc"),
        (TimeLimit(amount=0.5), "0,5 ngày làm việc"),
        (TimeLimit(amount=40, unit=LimitUnit.DAYS), "40 ngày"),
        (TimeLimit(amount=8, unit=LimitUnit.WORKING_HOURS), "08 giờ làm việc"),
        (TimeLimit(amount=1, unit=LimitUnit.HOURS), "01 giờ"),
        (TimeLimit(amount=1, same_day=True), "trong ngày làm việc"),
    ],
)
def test_a_time_limit_is_told_in_its_own_unit(limit: TimeLimit | None, told: str) -> None:
    assert time_limit(limit, TELL) == told


def test_an_office_of_the_south_reads_amounts_its_own_way() -> None:
    due = FeeDue(lines=(FeeLine(name="Phí", amount=104_000),))
    assert "Một trăm lẻ bốn ngàn đồng" in fee(due, 0, replace(TELL, southern=True))
