"""What offices took and gave back, by day on the office calendar and way of paying."""

from datetime import date, timedelta

from models.events import FeeReturned, FeeTaken, PaidBy
from models.ids import SubjectId, new_dossier_id
from sync.hub.log.intake import take_in
from sync.hub.log.takings import DayTotal, day_totals
from sync.hub.payments.payment_words import PAID_BY, takings_lines
from sync.hub.store import HubStore
from tests.sync.hub.conftest import NOW, OFFICE, Enrol

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


def test_each_day_ends_at_midnight_in_vietnam_and_money_back_stands_apart(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    second, other, _ = enrolled()
    back = FeeReturned(amount=3_000, payment=SubjectId("payment/1"))
    desk.record(new_dossier_id(), FeeTaken(amount=8_000), FeeTaken(amount=1_000, paid_by=PaidBy.CARD), back)
    desk.now = NOW + timedelta(hours=16) - timedelta(microseconds=1)
    desk.record(new_dossier_id(), FeeTaken(amount=500))
    desk.now = NOW + timedelta(hours=16)
    desk.record(new_dossier_id(), back, FeeTaken(amount=-5))
    other.record(new_dossier_id(), FeeTaken(amount=2_000))
    take_in(hub_store, device, desk.up(), NOW)
    take_in(hub_store, second, other.up(), NOW)
    today = [
        DayTotal(office=OFFICE, day=TODAY, paid_by="card", taken=1_000, fees=1),
        DayTotal(office=OFFICE, day=TODAY, paid_by="cash", taken=10_500, fees=3, returned=3_000, returns=1),
    ]
    tomorrow = DayTotal(office=OFFICE, day=TOMORROW, paid_by="cash", returned=3_000, returns=1)
    assert day_totals(hub_store, TODAY, TODAY) == today
    assert day_totals(hub_store, TODAY, TOMORROW, OFFICE) == [*today, tomorrow]
    assert day_totals(hub_store, date.min, date.max, OFFICE) == [*today, tomorrow]
    assert day_totals(hub_store, TOMORROW, TODAY) == day_totals(hub_store, TODAY, TODAY, "H11") == []
    assert takings_lines([*today, tomorrow], TODAY, TOMORROW) == [
        "đơn vị     ngày                     cách trả  khoản  đã thu  lần hoàn  đã hoàn  còn lại",
        "H99.99.99  23/11/2026               thẻ           1   1.000         0        0    1.000",
        "H99.99.99  23/11/2026               tiền mặt      3  10.500         1    3.000    7.500",
        "H99.99.99  24/11/2026               tiền mặt      0       0         1    3.000   -3.000",
        "cộng       23/11/2026 – 24/11/2026  thẻ           1   1.000         0        0    1.000",
        "cộng       23/11/2026 – 24/11/2026  tiền mặt      3  10.500         2    6.000    4.500",
    ]


def test_every_way_of_paying_has_its_words() -> None:
    assert set(PAID_BY) == set(PaidBy)
