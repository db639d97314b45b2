"""The rules of days in force at this desk: those of the edition and the office's own."""

from collections import Counter
from datetime import date

from msgspec import Struct

from desk.desk import Desk
from desk.rights import Permission, require
from models.catalogue.day_rules import ORDINARY, DayRule, DayTerms, coming, held, terms
from models.store.projections.day_rule_counts import DayRuleCounts


def own_rules(desk: Desk) -> tuple[DayRule, ...]:
    """The office's own; the settings are refused while a line of theirs says none."""
    lines = desk.settings.days.rules
    if not lines:
        return ()
    from models.catalogue.day_rule_lines import read_rules  # noqa: PLC0415 - only where an office has some

    return read_rules(lines)


def rules_on(desk: Desk, day: date) -> list[DayRule]:
    """The rules that hold on a day, those first that decide."""
    own = own_rules(desk)
    if not own and not desk.day_rules:
        return []
    return held(own, desk.day_rules, day, working=desk.calendar.is_working(day))


def terms_today(desk: Desk, procedure: str) -> DayTerms:
    """What holds for a procedure that is taken in today."""
    rules = rules_on(desk, desk.today)
    return terms(rules, procedure, desk.today) if rules else ORDINARY


def day_lines(desk: Desk) -> tuple[str, ...]:
    """What is told of today in the hall and at the counter; nothing on a day like any other."""
    rules = rules_on(desk, desk.today)
    if not rules:
        return ()
    from desk.special_days.day_words import day_words  # noqa: PLC0415 - on such a day only

    return tuple(day_words(rules))


class DayRuleState(Struct, frozen=True, kw_only=True):
    """A rule and its days.

    Attributes:
        own: the office's own, not the edition's.
        next_on: the next day on which it holds, today among them; None = none within a year.
        dossiers: how many were taken in by it in the days asked for.
    """

    rule: DayRule
    own: bool
    next_on: date | None
    dossiers: int = 0


class DayFigures(Struct, frozen=True, kw_only=True):
    """Dossiers taken in by rules of days between two days, both included.

    Attributes:
        dossiers: by day and name of the rule; one to which two rules applied counts for each.
    """

    first: date
    last: date
    dossiers: dict[tuple[date, str], int]

    def by_rule(self) -> Counter[str]:
        """How many by each rule."""
        found: Counter[str] = Counter()
        for (_, name), number in self.dossiers.items():
            found[name] += number
        return found


_YEAR = 366


def figures(desk: Desk, first: date, last: date) -> DayFigures:
    """How many dossiers were taken in by rules of days.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    counted = desk.store.lists(DayRuleCounts).received(first, last)
    return DayFigures(first=first, last=last, dossiers=counted)


def states(desk: Desk, counted: DayFigures | None = None) -> list[DayRuleState]:
    """All rules that have not ended, the office's own first, each with its next day and its dossiers."""
    numbers = counted.by_rule() if counted else Counter[str]()
    found = []
    for own, rules in ((True, own_rules(desk)), (False, desk.day_rules)):
        for rule in rules:
            if (rule.valid_to or desk.today) >= desk.today:
                days = coming(rule, max(desk.today, rule.valid_from), _YEAR)
                held_on = (day for day in days if rule.holds_on(day, working=desk.calendar.is_working(day)))
                found.append(DayRuleState(rule=rule, own=own, next_on=next(held_on, None), dossiers=numbers[rule.name]))
    return found
