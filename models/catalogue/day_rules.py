"""Days on which an office works by a rule of its own ("Ngày không hẹn", "Thứ Sáu xanh"). Dated data.

A rule says on which days it holds, for which procedures, and what it changes; what it does not name stays as it is.
Rules come with the province's edition (``days.toml``) and from the office's own settings. Where several hold each
change is decided by itself: by the rule that names the date, then by the one that names the procedure, then by the
office's own, then by the youngest. A rule may say that a change does *not* hold, and so take back what another says.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from models.files.named_file import read_named
from models.files.toml import NotToml, read_toml
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable

WHOLE = 100
"""Percent that leave nothing to pay."""


class DayChange(StrEnum):
    """What a rule changes."""

    NO_SLIP = "no_slip"
    """No slip with an appointment is printed or asked for."""
    ON_THE_SPOT = "on_the_spot"
    """The result is given on the day, while the citizen waits."""
    NO_FORM = "no_form"
    """The citizen writes no declaration: the clerk fills it in."""
    PAPERLESS = "paperless"
    """Nothing is printed for the citizen unless they ask for it; papers are shown, scanned and given back."""
    FEE = "fee"
    """A part of the price is let off."""


class DayRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule.

    Attributes:
        name: as citizens read it.
        valid_from, valid_to: first and last day; ``valid_to`` None = until it is changed.
        source: the decision that set it.
        weekdays: 1 = Monday to 7 = Sunday; on rest days a weekday does not hold.
        dates: named days, rest days among them. Without weekdays and dates it holds on each working day.
        procedures: their codes; none = all.
        no_slip, on_the_spot, no_form, paperless: True = it is so, False = it is not so, None = not said.
        forms: how the names of papers begin that count as declarations, for ``no_form``.
        fee_off: percent of the price that is let off; 0 = the usual price, None = not said.
    """

    name: str
    valid_from: date
    valid_to: date | None = None
    source: str = ""
    weekdays: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    procedures: tuple[str, ...] = ()
    no_slip: bool | None = None
    on_the_spot: bool | None = None
    no_form: bool | None = None
    paperless: bool | None = None
    forms: tuple[str, ...] = ("Tờ khai", "Đơn", "Giấy đề nghị", "Đề nghị")
    fee_off: int | None = None

    def holds_on(self, day: date, *, working: bool) -> bool:
        """Whether it holds on this day; ``working``: the office works then by its calendar."""
        if not self.valid_from <= day <= (self.valid_to or day):
            return False
        if day in self.dates:
            return True
        return working and (day.isoweekday() in self.weekdays or not (self.weekdays or self.dates))

    def says(self, change: DayChange) -> bool | None:
        """Whether it brings this change; None = it does not say."""
        match change:
            case DayChange.NO_SLIP:
                return self.no_slip
            case DayChange.ON_THE_SPOT:
                return self.on_the_spot
            case DayChange.NO_FORM:
                return self.no_form
            case DayChange.PAPERLESS:
                return self.paperless
            case DayChange.FEE:
                return None if self.fee_off is None else self.fee_off > 0

    @property
    def changes(self) -> tuple[DayChange, ...]:
        """What it brings, if no other rule says otherwise."""
        return tuple(change for change in DayChange if self.says(change))

    @property
    def problem(self) -> str:
        """What is wrong with it, in English; empty = nothing."""
        if not self.name.strip():
            return "a rule has a name"
        if not (all(1 <= one <= 7 for one in self.weekdays) and 0 <= (self.fee_off or 0) <= WHOLE):
            return "weekdays are 1 to 7, fee_off is 0 to 100"
        if self.valid_to is not None and self.valid_to < self.valid_from:
            return "it ends before it begins"
        if all(self.says(change) is None for change in DayChange):
            return "it changes nothing"
        return "" if self.source.strip() or not self.fee_off else "a reduction names its decision (source)"


class DayRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of a file."""

    days: tuple[DayRule, ...] = ()


class DayTerms(Struct, frozen=True, kw_only=True):
    """What holds for one procedure on one day: each change by the rule that decided it."""

    decided: tuple[tuple[DayChange, DayRule], ...] = ()

    def by(self, change: DayChange) -> DayRule | None:
        """The rule that brings this change; None = it does not hold."""
        return next((rule for one, rule in self.decided if one is change), None)

    @property
    def rules(self) -> tuple[DayRule, ...]:
        """Every rule that decided something, each once."""
        return tuple({id(rule): rule for _, rule in self.decided}.values())


ORDINARY = DayTerms()
"""Of a day like any other."""


def held(own: Iterable[DayRule], edition: Iterable[DayRule], day: date, *, working: bool) -> list[DayRule]:
    """The rules that hold on a day, those first that decide: by date, the office's own, the youngest, by name."""
    found = [(rule, mine) for mine, rules in ((True, own), (False, edition)) for rule in rules]
    there = [pair for pair in found if pair[0].holds_on(day, working=working)]
    there.sort(key=lambda pair: pair[0].name)
    there.sort(key=lambda pair: (day in pair[0].dates, pair[1], pair[0].valid_from), reverse=True)
    return [rule for rule, _ in there]


def terms(rules: Sequence[DayRule], procedure: str, day: date) -> DayTerms:
    """What holds for a procedure.

    Args:
        rules: what ``held`` gave for the day.
        procedure: its code.
        day: the same day.
    """
    fitting = [rule for rule in rules if not rule.procedures or procedure in rule.procedures]
    fitting.sort(key=lambda rule: (day in rule.dates, bool(rule.procedures)), reverse=True)
    decided = []
    for change in DayChange:
        first = next((rule for rule in fitting if rule.says(change) is not None), None)
        if first is not None and first.says(change):
            decided.append((change, first))
    return DayTerms(decided=tuple(decided))


def coming(rule: DayRule, since: date, most: int) -> Iterator[date]:
    """Days from ``since`` on, at most so many looked at, on which it may hold; rest days are not looked up."""
    for n in range(most):
        if rule.holds_on(since + timedelta(days=n), working=True):
            yield since + timedelta(days=n)


def load_day_rules(path: Path) -> tuple[DayRule, ...]:
    """The rules in a file.

    Raises:
        CatalogueUnreadable: no such file, not TOML, or a wrong entry; the detail says which.
    """
    try:
        found = msgspec.convert(read_toml(read_named(path).decode("utf-8")), prepared(DayRules))
    except (OSError, NotToml, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    for rule in found.days:
        if rule.problem:
            raise CatalogueUnreadable(str(path), f"{rule.name}: {rule.problem}")
    return found.days
