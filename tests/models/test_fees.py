"""Prices: the ladder of certified copies, the province's own rules, and what is not free."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import FeeDue
from models.fees import ProvinceFees, exemption, load_province_fees, price, rule_for
from models.not_allowed import ExemptionUnknown, QuantityImpossible
from models.procedure import Channel, Exemption, FeeKind, FeeRule, Offer, Procedure
from models.trouble import CatalogueUnreadable

COPIES = FeeRule(kind=FeeKind.COPY_PAGES, name="Phí chứng thực bản sao", source="TT 226/2016/TT-BTC")
BY_PROVINCE = FeeRule(kind=FeeKind.SET_BY_PROVINCE, source="HĐND cấp tỉnh quy định")
DEATH = Procedure(code="1.000656", name="Đăng ký khai tử", field="Hộ tịch")
DIRECT = Offer(channel=Channel.DIRECT, fee=BY_PROVINCE)
ONLINE = Offer(channel=Channel.ONLINE, fee=BY_PROVINCE)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("pages", "copies", "total"),
    [
        (1, 1, 2_000),
        (2, 1, 4_000),
        (3, 1, 5_000),
        (3, 4, 20_000),
        (197, 1, 199_000),
        (198, 1, 200_000),
        (199, 1, 200_000),
        (100_000, 1, 200_000),
        (500, 3, 600_000),
    ],
)
def test_a_certified_copy_costs_by_the_page_up_to_a_most(pages: int, copies: int, total: int) -> None:
    told = price(COPIES, pages=pages, copies=copies)
    assert told.total == total
    assert [line.name for line in told.lines] == ["Phí chứng thực bản sao"]


@given(pages=st.integers(1, 999), copies=st.integers(1, 999))
def test_more_pages_or_copies_never_cost_less(pages: int, copies: int) -> None:
    here = price(COPIES, pages=pages, copies=copies).total
    assert here <= price(COPIES, pages=pages + 1, copies=copies).total
    assert here < price(COPIES, pages=pages, copies=copies + 1).total


@pytest.mark.parametrize(("pages", "copies"), [(0, 1), (1, 0), (-3, 1), (100_001, 1), (1, 100_001)])
def test_impossible_quantities_are_refused(pages: int, copies: int) -> None:
    with pytest.raises(QuantityImpossible):
        price(COPIES, pages=pages, copies=copies)


def test_an_amount_is_asked_once_and_a_price_per_copy_for_each() -> None:
    assert price(FeeRule(kind=FeeKind.AMOUNT, amount=50_000), pages=9, copies=3).total == 50_000
    assert price(FeeRule(kind=FeeKind.PER_COPY, amount=8_000), pages=9, copies=3).total == 24_000


def test_free_and_set_by_the_province_and_unknown_are_three_things() -> None:
    assert price(FeeRule(kind=FeeKind.FREE)) == FeeDue(free=True)
    assert price(FeeRule(kind=FeeKind.SET_BY_PROVINCE)) == FeeDue(set_by_province=True)
    assert price(FeeRule(kind=FeeKind.NO_INFORMATION)) == FeeDue()


POOR = Exemption(id="ho-ngheo", name="Hộ nghèo", source="Điều 4", valid_from=date(2025, 7, 1))


def test_an_exemption_makes_a_known_price_nothing_and_leaves_an_unknown_one_unknown() -> None:
    free = FeeDue(free=True, source="Hộ nghèo: Điều 4")
    assert price(FeeRule(kind=FeeKind.AMOUNT, amount=20_000), exempt=POOR) == free
    assert price(FeeRule(kind=FeeKind.SET_BY_PROVINCE), exempt=POOR) == free
    assert price(FeeRule(kind=FeeKind.NO_INFORMATION), exempt=POOR) == FeeDue()


def test_an_exemption_holds_from_its_day_on_and_only_where_it_is_named() -> None:
    known = Procedure(code="1.004222", name="Thường trú", field="Cư trú", exemptions=(POOR,))
    assert exemption(known, "", TODAY) is None
    assert exemption(known, "hộ nghèo", TODAY) == POOR
    for procedure, id_, day in (
        (known, "ho-ngheo", date(2025, 6, 30)),
        (known, "giau", TODAY),
        (DEATH, "ho-ngheo", TODAY),
    ):
        with pytest.raises(ExemptionUnknown):
            exemption(procedure, id_, day)


def test_a_rule_out_of_its_time_says_nothing() -> None:
    rule = FeeRule(kind=FeeKind.FREE, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    assert price(rule, on=date(2026, 12, 31)).free
    assert not price(rule, on=date(2027, 1, 1)).free
    assert not price(rule, on=date(2025, 12, 31)).free


def office_file(folder: Path, text: str) -> Path:
    path = folder / "fees.toml"
    path.write_text(text, encoding="utf-8")
    return path


RESOLUTION = """
[[fee]]
procedure = "1.000656"
kind = "amount"
name = "Lệ phí hộ tịch"
amount = 8000
source = "NQ 01/2025/NQ-HĐND"
valid_to = 2026-06-30

[[fee]]
procedure = "1.000656"
kind = "amount"
name = "Lệ phí hộ tịch"
amount = 10000
source = "NQ 07/2026/NQ-HĐND"
valid_from = 2026-07-01

[[fee]]
procedure = "1.000656"
channel = "online"
kind = "free"
source = "NQ 07/2026/NQ-HĐND"
valid_from = 2026-07-01

[[fee]]
procedure = "1.000656"
case = "late"
kind = "amount"
amount = 5000
source = "NQ 07/2026/NQ-HĐND"
"""


def test_the_province_wins_over_the_catalogue_by_case_channel_and_day(tmp_path: Path) -> None:
    fees = load_province_fees(office_file(tmp_path, RESOLUTION))
    assert rule_for(DEATH, "", DIRECT, TODAY, fees).amount == 10_000
    assert rule_for(DEATH, "", DIRECT, date(2026, 6, 30), fees).amount == 8_000
    assert rule_for(DEATH, "", ONLINE, TODAY, fees).kind is FeeKind.FREE
    assert rule_for(DEATH, "late", ONLINE, TODAY, fees).amount == 5_000


def test_without_a_resolution_the_catalogue_speaks() -> None:
    assert rule_for(DEATH, "", DIRECT, TODAY) == BY_PROVINCE
    assert rule_for(DEATH, "", DIRECT, TODAY, ProvinceFees()) == BY_PROVINCE


@pytest.mark.parametrize(
    "text",
    [
        "[[fee]\n",
        '[[fee]]\nprocedure = "1"\nkind = "gift"\nsource = "x"\n',
        '[[fee]]\nprocedure = "1"\nkind = "amount"\namount = -1\nsource = "x"\n',
        '[[fee]]\nprocedure = "1"\nkind = "amount"\n',
        '[[fees]]\nprocedure = "1"\n',
    ],
)
def test_a_file_that_is_no_fee_file_says_where(tmp_path: Path, text: str) -> None:
    with pytest.raises(CatalogueUnreadable) as told:
        load_province_fees(office_file(tmp_path, text))
    assert told.value.detail


def test_a_fee_file_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(CatalogueUnreadable):
        load_province_fees(tmp_path / "fees.toml")
