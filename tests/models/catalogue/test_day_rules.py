"""Which rule of a day decides, and which days a rule has."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.day_rule_lines import RuleLineWrong, read_rule, rule_line
from models.catalogue.day_rules import DayChange, DayRule, coming, held, load_day_rules, terms
from models.trouble import CatalogueUnreadable

TUESDAY = date(2026, 11, 24)
FROM = date(2026, 1, 1)
BIRTH = "1.001193"


def rule(name: str = "A", **said: object) -> DayRule:
    return DayRule(**{"name": name, "valid_from": FROM, **said})  # type: ignore[arg-type]


def decided(*, own: tuple[DayRule, ...] = (), edition: tuple[DayRule, ...] = ()) -> dict[DayChange, str]:
    rules = held(own, edition, TUESDAY, working=True)
    return {change: one.name for change, one in terms(rules, BIRTH, TUESDAY).decided}


def test_each_change_is_decided_by_date_then_procedure_then_the_office_then_the_youngest() -> None:
    usual = rule("usual", weekdays=(2,), no_slip=True, paperless=True, on_the_spot=True)
    younger = rule("younger", weekdays=(2,), valid_from=date(2026, 6, 1), paperless=True)
    own = rule("own", weekdays=(2,), no_slip=False)
    of_procedure = rule("of procedure", weekdays=(2,), procedures=(BIRTH,), no_slip=True)
    of_date = rule("of date", dates=(TUESDAY,), no_slip=False)
    two = (usual, younger)
    assert decided(edition=two)[DayChange.PAPERLESS] == "younger"
    assert decided(edition=two)[DayChange.NO_SLIP] == "usual"
    assert DayChange.NO_SLIP not in decided(own=(own,), edition=two)
    assert decided(own=(own,), edition=(*two, of_procedure))[DayChange.NO_SLIP] == "of procedure"
    assert decided(own=(own, of_date), edition=(*two, of_procedure)) == {
        DayChange.ON_THE_SPOT: "usual",
        DayChange.PAPERLESS: "younger",
    }


@given(st.permutations([rule(name, weekdays=(2,), no_slip=name != "C", fee_off=10, source="QĐ") for name in "ABCDE"]))
def test_the_order_in_which_rules_are_written_decides_nothing(rules: list[DayRule]) -> None:
    assert decided(own=tuple(rules)) == {DayChange.NO_SLIP: "A", DayChange.FEE: "A"}


def test_a_weekday_does_not_hold_on_a_rest_day_and_a_named_date_does() -> None:
    weekly, dated = rule(weekdays=(2,), no_slip=True), rule(dates=(TUESDAY,), no_slip=True)
    every = rule(no_slip=True)
    assert [one.holds_on(TUESDAY, working=False) for one in (weekly, dated, every)] == [False, True, False]
    assert [one.holds_on(TUESDAY, working=True) for one in (weekly, dated, every)] == [True, True, True]
    assert not rule(weekdays=(2,), valid_to=date(2026, 11, 23), no_slip=True).holds_on(TUESDAY, working=True)
    assert list(coming(weekly, TUESDAY, 8)) == [TUESDAY, date(2026, 12, 1)]


def test_a_rule_of_other_procedures_changes_nothing() -> None:
    assert decided(own=(rule(weekdays=(2,), procedures=("2.000815",), no_slip=True),)) == {}


_rules = st.builds(
    DayRule,
    name=st.sampled_from(["Ngày không hẹn", "Thứ Sáu xanh"]),
    valid_from=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    valid_to=st.none() | st.dates(date(2027, 1, 1), date(2028, 1, 1)),
    source=st.just("QĐ 12/QĐ-UBND; sửa đổi"),
    weekdays=st.lists(st.integers(1, 7), unique=True).map(tuple),
    dates=st.lists(st.dates(date(2026, 1, 1), date(2028, 1, 1)), max_size=2, unique=True).map(tuple),
    procedures=st.just((BIRTH, "2.000815")) | st.just(()),
    no_slip=st.none() | st.booleans(),
    on_the_spot=st.none() | st.booleans(),
    no_form=st.none() | st.booleans(),
    paperless=st.none() | st.booleans(),
    fee_off=st.integers(0, 100),
)


@given(_rules)
def test_a_rule_written_as_a_line_is_read_back_as_it_was(one: DayRule) -> None:
    assert read_rule(rule_line(one)) == one


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("; thứ Ba; trả ngay; ; từ 01/12/2026", "thiếu tên"),
        ("A; thứ Chín; trả ngay; ; từ 01/12/2026", "thứ Chín"),
        ("A; thứ Ba; trả liền; ; từ 01/12/2026", "trả liền"),
        ("A; thứ Ba; ; ; từ 01/12/2026", "thiếu điều thay đổi"),
        ("A; thứ Ba; trả ngay; khai sinh; từ 01/12/2026", "khai sinh"),
        ("A; thứ Ba; trả ngay; ; ", "thiếu ngày bắt đầu"),
        ("A; thứ Ba; trả ngay; ; từ 31/02/2026", "31/02/2026"),
        ("A; thứ Ba; trả ngay; ; từ 02/12/2026 đến 01/12/2026", "ngày cuối trước"),
        ("A; thứ Ba; giảm 50%; ; từ 01/12/2026", "quyết định"),
        ("A; thứ Ba; giảm 150%; ; từ 01/12/2026", "giảm 150%"),
    ],
)
def test_a_line_that_says_no_rule_is_refused_with_what_is_wrong(line: str, named: str) -> None:
    with pytest.raises(RuleLineWrong) as wrong:
        read_rule(line)
    assert named in wrong.value.sentence


@pytest.mark.parametrize(
    "entry",
    [
        'name = "A"\nvalid_from = 2026-01-01',
        'name = "A"\nvalid_from = 2026-01-01\nweekdays = [8]\nno_slip = true',
        'name = "A"\nvalid_from = 2026-01-01\nfee_off = 50',
        'name = "A"\nvalid_from = 2026-01-01\nvalid_to = 2025-01-01\nno_slip = true',
        'name = "A"\nvalid_from = 2026-01-01\nno_slip = true\nslip = false',
    ],
)
def test_a_file_with_a_rule_that_cannot_be_is_refused(tmp_path: Path, entry: str) -> None:
    (tmp_path / "days.toml").write_text(f"[[days]]\n{entry}\n", "utf-8")
    with pytest.raises(CatalogueUnreadable):
        load_day_rules(tmp_path / "days.toml")
