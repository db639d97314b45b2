"""Prices: the ladder of certified copies, the province's own rules, and what is not free."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.events import DocumentCopied, FeeDue, FeeGround
from models.fees import (
    ProvinceFee,
    ProvinceFees,
    Quantities,
    exemption,
    fits_age,
    load_province_fees,
    price,
    province_fees_text,
    rule_for,
)
from models.money import CollectingBody, FeeLineKind
from models.not_allowed import ExemptionUnknown, QuantityImpossible
from models.procedure import Channel, Exemption, FeeKind, FeeRule, Offer, Procedure
from models.trouble import CatalogueUnreadable
from models.words.money_words import line_kind_of

COPIES = FeeRule(kind=FeeKind.COPY_PAGES, name="Phí chứng thực bản sao", source="TT 226/2016/TT-BTC")
BY_PROVINCE = FeeRule(kind=FeeKind.SET_BY_PROVINCE, source="HĐND cấp tỉnh quy định")
DEATH = Procedure(code="1.000656", name="Đăng ký khai tử", field="Hộ tịch")
DIRECT = Offer(channel=Channel.DIRECT, fee=BY_PROVINCE)
ONLINE = Offer(channel=Channel.ONLINE, fee=BY_PROVINCE)
TODAY = date(2026, 11, 23)
POOR = Exemption(id="ho-ngheo", name="Hộ nghèo", source="Điều 4", valid_from=date(2025, 7, 1))


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
    told = price(COPIES, Quantities(pages=pages, copies=copies))
    assert told.total == total
    assert [line.name for line in told.lines] == ["Phí chứng thực bản sao"]


AMOUNTS = st.integers(1, 2_000_000)
COUNTED_KINDS = st.sampled_from([FeeKind.AMOUNT, FeeKind.PER_COPY, FeeKind.PER_PERSON, FeeKind.COPY_PAGES])
QUANTITIES = st.builds(Quantities, pages=st.integers(1, 999), copies=st.integers(1, 999), persons=st.integers(1, 999))


@st.composite
def rules(draw: st.DrawFn, *, further: bool = True) -> FeeRule:
    """Any rule that names a price, with lines beside it."""
    return FeeRule(
        kind=draw(COUNTED_KINDS),
        name=draw(st.sampled_from(["Phí thử", "Lệ phí thử", "Thuế thử", "Tiền thử"])),
        amount=draw(AMOUNTS),
        most=draw(st.one_of(st.just(0), AMOUNTS)),
        further=tuple(draw(st.lists(rules(further=False), max_size=2))) if further else (),
    )


EXEMPTIONS = st.one_of(
    st.none(),
    st.builds(Exemption, id=st.just("a"), name=st.just("A"), source=st.just("Đ1"), percent=st.integers(1, 100)),
)


@given(rule=rules(), counted=QUANTITIES, more=st.sampled_from(["pages", "copies", "persons"]), exempt=EXEMPTIONS)
def test_a_price_never_falls_with_a_quantity_and_is_never_negative(
    rule: FeeRule, counted: Quantities, more: str, exempt: Exemption | None
) -> None:
    told = price(rule, counted, exempt=exempt)
    assert told.total <= price(rule, replace(counted, **{more: getattr(counted, more) + 1}), exempt=exempt).total
    assert all(line.amount > 0 for line in told.lines)
    assert bool(told.lines) is not told.free
    for line in told.lines:
        most = max(one.most for one in (rule, *rule.further) if one.name == line.name)
        unbounded = any(one.most == 0 for one in (rule, *rule.further) if one.name == line.name)
        assert unbounded or line.amount <= most


@given(rule=rules(), counted=QUANTITIES, percent=st.integers(1, 100))
def test_what_is_let_off_and_what_is_left_are_the_price(rule: FeeRule, counted: Quantities, percent: int) -> None:
    whole = price(rule, counted)
    left = price(rule, counted, exempt=replace(POOR, percent=percent))
    assert left.ground is not None
    assert left.total + left.ground.let_off == whole.total
    taxes = [line for line in whole.lines if line.kind is FeeLineKind.TAX]
    assert [line for line in left.lines if line.kind is FeeLineKind.TAX] == taxes


DOCUMENTS = st.lists(
    st.builds(DocumentCopied, name=st.just("x"), pages=st.integers(1, 400), copies=st.integers(1, 9)),
    min_size=1,
    max_size=6,
)


@given(documents=DOCUMENTS, most=st.integers(1, 500_000))
def test_a_bound_holds_for_several_documents_together(documents: list[DocumentCopied], most: int) -> None:
    counted = Quantities(documents=tuple(documents))
    free_of_bound = price(COPIES, counted).total
    assert price(replace(COPIES, most=most), counted).total == min(free_of_bound, most)


@pytest.mark.parametrize(("pages", "copies"), [(0, 1), (1, 0), (-3, 1), (100_001, 1), (1, 100_001)])
def test_impossible_quantities_are_refused(pages: int, copies: int) -> None:
    with pytest.raises(QuantityImpossible):
        price(COPIES, Quantities(pages=pages, copies=copies))


def test_an_amount_is_asked_once_and_a_price_per_copy_for_each() -> None:
    counted = Quantities(pages=9, copies=3, persons=5)
    assert price(FeeRule(kind=FeeKind.AMOUNT, amount=50_000), counted).total == 50_000
    assert price(FeeRule(kind=FeeKind.PER_COPY, amount=8_000), counted).total == 24_000
    assert price(FeeRule(kind=FeeKind.PER_PERSON, amount=10_000), counted).total == 50_000


def test_each_line_says_what_it_is_by_law_and_whose_money() -> None:
    treasury = CollectingBody(name="Thuế cơ sở 3")
    rule = FeeRule(
        kind=FeeKind.AMOUNT,
        name="Phí thẩm định",
        amount=300_000,
        foreign="10 USD",
        further=(
            FeeRule(
                kind=FeeKind.AMOUNT, name="Lệ phí trước bạ", amount=200_000, line_kind=FeeLineKind.TAX, body=treasury
            ),
        ),
    )
    told = price(rule)
    assert [(line.kind, line.body) for line in told.lines] == [(FeeLineKind.CHARGE, None), (FeeLineKind.TAX, treasury)]
    assert (told.total, told.foreign) == (500_000, ("10 USD",))
    assert line_kind_of("Lệ phí hộ tịch") is FeeLineKind.FEE
    assert line_kind_of("Phí") is FeeLineKind.CHARGE
    assert line_kind_of("Phívẽ") is None


def test_free_and_set_by_the_province_and_unknown_are_three_things() -> None:
    assert price(FeeRule(kind=FeeKind.FREE)) == FeeDue(free=True)
    assert price(FeeRule(kind=FeeKind.SET_BY_PROVINCE)) == FeeDue(set_by_province=True)
    assert price(FeeRule(kind=FeeKind.NO_INFORMATION)) == FeeDue()


def test_an_exemption_makes_a_known_price_nothing_and_leaves_an_unknown_one_unknown() -> None:
    ground = FeeGround(name="Hộ nghèo", proof="Sổ", source="Điều 4")
    free = FeeDue(free=True, source="Hộ nghèo: Điều 4", ground=ground)
    told = price(FeeRule(kind=FeeKind.AMOUNT, amount=20_000), exempt=POOR, proof="Sổ")
    assert told == replace(free, ground=replace(ground, let_off=20_000))
    assert price(FeeRule(kind=FeeKind.SET_BY_PROVINCE), exempt=POOR, proof="Sổ") == free
    half = replace(POOR, percent=50)
    assert price(FeeRule(kind=FeeKind.SET_BY_PROVINCE), exempt=half) == FeeDue(set_by_province=True)
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


PROVINCE_RULES = st.lists(
    st.builds(
        ProvinceFee,
        procedure=st.just(DEATH.code),
        kind=st.just(FeeKind.AMOUNT),
        source=st.just("NQ"),
        amount=AMOUNTS,
        case=st.sampled_from(["", "late", "other"]),
        channel=st.sampled_from([None, Channel.DIRECT, Channel.ONLINE]),
        group=st.sampled_from(["", "ho-ngheo", "khac"]),
        valid_from=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 12, 31))),
        valid_to=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 12, 31))),
    ),
    max_size=8,
)


@given(fees=PROVINCE_RULES, day=st.dates(date(2025, 12, 31), date(2027, 1, 1)), exempt=st.sampled_from([None, POOR]))
def test_the_closest_fit_wins_then_the_newest(fees: list[ProvinceFee], day: date, exempt: Exemption | None) -> None:
    chosen = rule_for(DEATH, "late", DIRECT, day, ProvinceFees(fee=tuple(fees)), exempt)
    fitting = [
        one
        for one in fees
        if one.case != "other"
        and one.channel is not Channel.ONLINE
        and one.group in ({"", "ho-ngheo"} if exempt else {""})
        and (one.valid_from or date.min) <= day <= (one.valid_to or date.max)
    ]
    if not fitting:
        assert chosen == BY_PROVINCE
        return
    winner = next(one for one in fitting if replace(one.rule, name=DEATH.name) == chosen)
    for other in fitting:  # nothing fits closer, and nothing as close is newer
        closeness = [(bool(one.group), bool(one.case), one.channel is not None) for one in (winner, other)]
        assert closeness[0] >= closeness[1]
        if closeness[0] == closeness[1]:
            assert (winner.valid_from or date.min) >= (other.valid_from or date.min)


@pytest.mark.parametrize(
    ("day", "amount"),
    [(date(2026, 6, 30), 8_000), (date(2026, 7, 1), 10_000), (date(2026, 12, 31), 10_000)],
)
def test_the_first_and_the_last_day_of_a_rule_count(tmp_path: Path, day: date, amount: int) -> None:
    fees = load_province_fees(office_file(tmp_path, RESOLUTION))
    assert rule_for(DEATH, "", DIRECT, day, fees).amount == amount


def test_a_resolution_names_its_groups_lines_and_bounds_and_comes_back_from_the_file(tmp_path: Path) -> None:
    fees = load_province_fees(office_file(tmp_path, GROUPS))
    assert load_province_fees(office_file(tmp_path, province_fees_text(fees))) == fees
    poor = exemption(DEATH, "Hộ nghèo", TODAY, fees)
    old = exemption(DEATH, "nguoi-cao-tuoi", TODAY, fees)
    assert price(rule_for(DEATH, "", DIRECT, TODAY, fees, poor), exempt=poor).total == 6_000
    told = price(rule_for(DEATH, "", DIRECT, TODAY, fees, old), exempt=old)
    assert [line.amount for line in told.lines] == [5_000, 1_500]


GROUPS = """
[[fee]]
procedure = "1.000656"
kind = "amount"
name = "Lệ phí hộ tịch"
amount = 10000
source = "NQ 07/2026/NQ-HĐND"
valid_from = 2026-07-01

[[fee.further]]
kind = "amount"
name = "Phí tra cứu"
amount = 3000

[[fee]]
procedure = "1.000656"
group = "ho-ngheo"
kind = "amount"
name = "Lệ phí hộ tịch"
amount = 6000
source = "NQ 07/2026/NQ-HĐND"

[[exemption]]
id = "ho-ngheo"
name = "Hộ nghèo"
source = "NQ 07/2026/NQ-HĐND"

[[exemption]]
id = "nguoi-cao-tuoi"
name = "Người cao tuổi"
source = "NQ 07/2026/NQ-HĐND"
percent = 50
"""


def test_an_age_speaks_only_for_a_group_that_has_one() -> None:
    child = replace(POOR, age_below=16)
    old = replace(POOR, age_from=60)
    assert [fits_age(child, age) for age in (0, 15, 16)] == [True, True, False]
    assert [fits_age(old, age) for age in (59, 60, 99)] == [False, True, True]
    assert not fits_age(POOR, 15)


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
        '[[fee]]\nprocedure = "1"\nkind = "free"\nsource = " "\n',
        '[[fee]]\nprocedure = "1"\nkind = "amount"\namount = 2000000000\nsource = "x"\n',
        '[[exemption]]\nid = "x"\nname = "x"\nsource = "x"\npercent = 0\n',
    ],
)
def test_a_file_that_is_no_fee_file_says_where(tmp_path: Path, text: str) -> None:
    with pytest.raises(CatalogueUnreadable) as told:
        load_province_fees(office_file(tmp_path, text))
    assert told.value.detail


def test_a_fee_file_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(CatalogueUnreadable):
        load_province_fees(tmp_path / "fees.toml")
