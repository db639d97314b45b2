"""Days with a rule of their own, without a screen."""

from datetime import date, datetime
from typing import Any

import click

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json
from desk.commands.period import DAY, days_asked, of_period
from desk.special_days import special_days
from desk.special_days.day_words import change_words, day_words
from desk.special_days.special_days import DayFigures, DayRuleState
from models.catalogue.day_rule_lines import changes_of, days_of
from models.catalogue.day_rules import DayRule, terms


@click.group("days", cls=DeskGroup)
def days() -> None:
    """Ngày theo quy định riêng: ngày không hẹn, thứ Sáu xanh."""


@days.command("list")
@as_clerk
@as_json
@click.pass_context
def listed(context: click.Context, *, as_json: bool) -> None:
    """Các quy định còn hiệu lực, của cơ quan và của tỉnh, và ngày gần nhất áp dụng."""
    with signed_desk(context) as desk:
        found = special_days.states(desk)
    answer([_said(one) for one in found], as_json=as_json, lines=lambda: [_line(one) for one in found] or [_NONE])


@days.command("on")
@click.argument("day", type=DAY, metavar="NGÀY", required=False)
@click.option("--procedure", default="", metavar="MÃ", help="Chỉ những gì áp dụng cho thủ tục này.")
@as_clerk
@as_json
@click.pass_context
def on(context: click.Context, *, day: datetime | None, procedure: str, as_json: bool) -> None:
    """Điều áp dụng trong một ngày; mặc định hôm nay."""
    with signed_desk(context) as desk:
        asked = day.date() if day else desk.today
        rules = special_days.rules_on(desk, asked)
        if procedure:
            held = terms(rules, desk.catalogue.get(procedure).code, asked)
            lines = change_words(held)
            told = [{"change": change.value, "rule": rule.name, "source": rule.source} for change, rule in held.decided]
        else:
            lines = day_words(rules, f"{asked:%d/%m/%Y}")
            told = [_rule(rule) for rule in rules]
    answer(told, as_json=as_json, lines=lambda: lines or [f"{asked:%d/%m/%Y}: như mọi ngày."])


@days.command("figures")
@of_period
@as_clerk
@as_json
@click.pass_context
def figures(context: click.Context, *, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """Số hồ sơ đã nhận theo từng quy định, từng ngày."""
    with signed_desk(context) as desk:
        found = special_days.figures(desk, *days_asked(desk, first, last))
    told = [
        {"day": day.isoformat(), "rule": rule, "dossiers": number}
        for (day, rule), number in sorted(found.dossiers.items())
    ]
    answer(told, as_json=as_json, lines=lambda: _figure_lines(found))


_NONE = "Không có ngày theo quy định riêng."


def _rule(rule: DayRule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "days": days_of(rule),
        "changes": {change.value: rule.says(change) for change in rule.changes},
        "fee_off": rule.fee_off,
        "procedures": list(rule.procedures),
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": _iso(rule.valid_to),
        "source": rule.source,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _said(one: DayRuleState) -> dict[str, Any]:
    return {**_rule(one.rule), "own": one.own, "next_on": _iso(one.next_on)}


def _line(one: DayRuleState) -> str:
    rule = one.rule
    of = "của cơ quan" if one.own else "của tỉnh"
    some = f"; thủ tục {', '.join(rule.procedures)}" if rule.procedures else ""
    near = f"gần nhất {one.next_on:%d/%m/%Y}" if one.next_on else "không còn ngày nào trong một năm tới"
    return f"{rule.name} ({of}): {days_of(rule)}; {changes_of(rule)}{some}; {near}."


def _figure_lines(found: DayFigures) -> list[str]:
    lines = [f"{day:%d/%m/%Y}  {rule}: {number} hồ sơ" for (day, rule), number in sorted(found.dossiers.items())]
    sums = "; ".join(f"{rule}: {number}" for rule, number in sorted(found.by_rule().items()))
    period = f"Từ {found.first:%d/%m/%Y} đến {found.last:%d/%m/%Y}"
    return [*lines, f"{period}: {sums}." if sums else f"{period}: không có hồ sơ nào theo quy định riêng."]
