"""An office enters its province's resolution, and sees which procedures are still without an amount."""

from datetime import date

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.file_changes import changed_outside
from desk.intake import intake
from desk.money.province_fees import (
    ChannelPrice,
    ProvincePrices,
    Resolution,
    ResolutionAmountWrong,
    ResolutionDaysWrong,
    ResolutionUnnamed,
    enter_resolution,
    province_prices,
)
from desk.opening import fees_of
from models.not_allowed import NotAllowed
from models.procedure import Channel
from tests.desk.intake.test_intake import complete

DEATH, BIRTH = "1.000656", "1.001193"
PASSED = Resolution(number="07/2026/NQ-HĐND", passed_on=date(2026, 6, 15), valid_from=date(2026, 7, 1))


def entered(desk: Desk, code: str, group: str = "") -> ProvincePrices:
    return next(one for one in province_prices(desk) if one.code == code and one.prices[0].group == group)


def of(code: str, amount: int, group: str = "") -> ChannelPrice:
    return ChannelPrice(procedure=code, channel=Channel.DIRECT, amount=amount, group=group)


def test_a_resolution_is_written_to_the_offices_file_and_holds_at_once(desk: Desk) -> None:
    assert entered(desk, DEATH).is_open
    before = sum(one.is_open for one in province_prices(desk))
    told = intake.take_in(desk, complete(desk, DEATH))
    online = ChannelPrice(procedure=DEATH, channel=Channel.ONLINE, amount=0)
    post = ChannelPrice(procedure=DEATH, channel=Channel.POST, amount=5_000)
    after = enter_resolution(desk, PASSED, [of(DEATH, 8_000), online, post])
    assert fees_of(desk.folder) == after.fees
    assert changed_outside(desk.folder, desk.store) == ()
    assert [one.amount for one in entered(after, DEATH).prices] == [8_000, 0, 5_000]
    assert sum(one.is_open for one in province_prices(after)) == before - 1
    fee = intake.preview(after, complete(after, DEATH)).fee
    assert fee is not None
    assert (fee.total, fee.source) == (8_000, "07/2026/NQ-HĐND ngày 15/06/2026")
    assert after.store.log.dossier(told.id).fee == told.fee
    assert told.fee is not None
    assert told.fee.set_by_province


def test_a_later_resolution_stands_beside_the_earlier_one_and_wins_from_its_day(desk: Desk) -> None:
    first = enter_resolution(desk, PASSED, [of(DEATH, 8_000)])
    later = replace(PASSED, number="12/2026/NQ-HĐND", passed_on=date(2026, 11, 1), valid_from=date(2026, 12, 1))
    both = enter_resolution(first, later, [of(DEATH, 10_000)])
    assert [one.amount for one in both.fees.fee] == [8_000, 10_000]
    assert entered(both, DEATH).prices[0].amount == 8_000  # today is before its day
    mended = enter_resolution(both, later, [of(DEATH, 9_000)])
    assert [one.amount for one in mended.fees.fee] == [8_000, 9_000]


def test_a_case_may_have_an_amount_of_its_own_and_the_others_pay_what_is_entered_for_all(desk: Desk) -> None:
    long_ago = replace(of(DEATH, 20_000), case="chet-da-lau")
    after = enter_resolution(desk, PASSED, [of(DEATH, 8_000), long_ago])
    form = complete(after, DEATH)
    told = {case: intake.preview(after, replace(form, case=case)).fee for case in ("co-giay-bao-tu", "chet-da-lau")}
    assert [fee and fee.total for fee in told.values()] == [8_000, 20_000]
    rows = {one.case: one for one in province_prices(after) if one.code == DEATH}
    assert [rows[case].prices[0].amount for case in ("", "co-giay-bao-tu", "chet-da-lau")] == [8_000, None, 20_000]
    assert rows["chet-da-lau"].name.endswith("Chết đã lâu, không có giấy báo tử")


def test_each_case_with_an_amount_leaves_nothing_open(desk: Desk) -> None:
    ways = [one.channel for one in entered(desk, DEATH).prices]
    prices = [
        ChannelPrice(procedure=DEATH, channel=way, amount=8_000, case=case)
        for way in ways
        for case in ("co-giay-bao-tu", "chet-da-lau")
    ]
    assert entered(enter_resolution(desk, PASSED, prices[1:]), DEATH).is_open
    assert not entered(enter_resolution(desk, PASSED, prices), DEATH).is_open


def test_a_birth_registered_late_has_its_own_amount_and_one_on_time_stays_free(desk: Desk) -> None:
    after = enter_resolution(desk, PASSED, [of(BIRTH, 8_000, "qua-han")])
    form = complete(after, BIRTH)
    on_time = intake.preview(after, form).fee
    late = intake.preview(after, replace(form, exempt="qua-han", exempt_proof="Giấy chứng sinh")).fee
    assert on_time is not None
    assert late is not None
    assert (on_time.free, late.total) == (True, 8_000)
    assert entered(after, BIRTH, "qua-han").prices[0].amount == 8_000


@pytest.mark.parametrize(
    ("resolution", "prices", "refusal"),
    [
        (replace(PASSED, number=" "), [of(DEATH, 1)], ResolutionUnnamed),
        (replace(PASSED, passed_on=None), [of(DEATH, 1)], ResolutionUnnamed),
        (replace(PASSED, valid_from=date(2026, 6, 14)), [of(DEATH, 1)], ResolutionDaysWrong),
        (replace(PASSED, valid_to=date(2026, 6, 30)), [of(DEATH, 1)], ResolutionDaysWrong),
        (PASSED, [of(DEATH, -1)], ResolutionAmountWrong),
        (PASSED, [of(DEATH, 10**12)], ResolutionAmountWrong),
        (PASSED, [of("9.999999", 1)], ResolutionAmountWrong),
    ],
)
def test_a_resolution_that_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, resolution: Resolution, prices: list[ChannelPrice], refusal: type[NotAllowed]
) -> None:
    with pytest.raises(refusal):
        enter_resolution(desk, resolution, prices)
    assert not (desk.folder / "fees.toml").exists()
