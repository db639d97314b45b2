"""Validation of an office's settings, all problems at once; used by first set-up, settings and ``setup``.

``desk.settings`` refuses a file that cannot be worked with; this says more, and by the name of each answer.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from desk.cards.ports import is_same_device
from desk.settings import Settings, scanners_of
from models.catalogue.catalogue import Catalogue
from models.clerk import Role
from models.codes.agency import LONGEST, AgencyFault, agency_fault
from models.files.rules import KeyRule, rules_of, values_of
from models.text import sort_key

_PHONE = re.compile(r"[0-9+(). -]{3,20}")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")

FEWEST = 50
"""A block of fewer numbers than this is used up before noon."""


class ProblemKind(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    LETTERS = "letters"
    IDENTIFIER = "identifier"
    """No identifier of an agency by its shape."""
    NUMBER = "number"
    """No number, or not from ``facts[0]`` to ``facts[1]``."""
    BLOCK = "block"
    """First after last."""
    RANGE = "range"
    """Likewise, of another range than a block."""
    BLOCK_SMALL = "block_small"
    LETTER = "letter"
    DIGITS = "digits"
    TWICE = "twice"
    UNKNOWN = "unknown"
    """Names something there is not: ``facts[0]``."""
    TIME = "time"
    HOURS = "hours"
    PHONE = "phone"
    LOGIN = "login"
    PIN = "pin"
    """Some have a PIN and this one has none."""
    NO_ADMIN = "no_admin"
    BANK_BIN = "bank_bin"
    ACCOUNT = "account"
    SAME_SCREEN = "same_screen"
    """Two windows shall open on one screen; ``facts[0]`` is the key of the other."""
    TOLD = "told"
    """``facts[0]`` says it, without its full stop."""
    KIND = "kind"
    """Another kind of value is wanted: ``facts[0]`` names it."""
    NOT_KNOWN = "not_known"
    """There is no answer of this name; ``facts[0]`` is the nearest one, or empty."""


class Problem(Struct, frozen=True):
    """One thing that is wrong.

    Attributes:
        key: which answer, as the file of settings names it ("office.unit.id").
        facts: what the sentence needs.
    """

    key: str
    why: ProblemKind
    facts: tuple[str, ...] = ()


_WHY = {
    "device.letter": ProblemKind.LETTER,
    "backups.at": ProblemKind.TIME,
    "hall.kiosk_pin": ProblemKind.DIGITS,
    "money.bank_bin": ProblemKind.BANK_BIN,
    "money.account": ProblemKind.ACCOUNT,
}
"""Why a text breaks the rule of its type."""


def rule_of(key: str) -> KeyRule:
    """What may be answered there, and what holds where nothing is."""
    return rules_of(Settings)[key]


def problem_with(key: str, value: object) -> Problem | None:
    """What is wrong with this answer by the rule of its type alone."""
    rule = rule_of(key)
    if rule.allows(value):
        return None
    if rule.most is not None:
        return Problem(key, ProblemKind.NUMBER, rule.range)
    return Problem(key, _WHY.get(key, ProblemKind.UNKNOWN), (str(value),))


def problems_of(settings: Settings, catalogue: Catalogue | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with these settings, in their order; ``catalogue`` tells which procedures there are."""
    return (
        *_office(settings),
        *_device(settings),
        *_clerk(settings),
        *_waiting(settings),
        *_offered(settings, catalogue),
        *_by_rule(settings, "scanner", "more_scanners", "camera", "backups"),
        *_hall(settings),
        *_by_rule(settings, "sessions", "deadlines", "shelf", "laptop", "posters", "look"),
        *_money(settings),
        *_citizen(settings),
        *_days(settings),
    )


class AccountDraft(Struct, frozen=True, kw_only=True):
    """Somebody who shall work here, as far as there can be something wrong with it."""

    id: str
    name: str
    phone: str
    roles: frozenset[Role]
    has_pin: bool


def problems_of_clerks(clerks: Sequence[AccountDraft]) -> tuple[Problem, ...]:
    """What is wrong with the list of who works here. A counter without any PIN is one person's, and that is fine."""
    found = list(_accounts(clerks))
    if any(one.has_pin for one in clerks):
        found += [
            Problem(f"clerks.{at}.pin", ProblemKind.PIN, (one.name or one.id,))
            for at, one in enumerate(clerks)
            if not one.has_pin
        ]
        if not any(Role.ADMIN in one.roles for one in clerks):
            found.append(Problem("clerks", ProblemKind.NO_ADMIN))
    return tuple(found)


def _accounts(clerks: Sequence[AccountDraft]) -> Iterator[Problem]:
    if not clerks:
        yield Problem("clerks", ProblemKind.MISSING)
    for at, one in enumerate(clerks):
        yield from _needed((f"clerks.{at}.name", one.name), (f"clerks.{at}.id", one.id))
        if one.id and _LOGIN.fullmatch(one.id) is None:
            yield Problem(f"clerks.{at}.id", ProblemKind.LOGIN, (one.id,))
        if one.phone and _PHONE.fullmatch(one.phone) is None:
            yield Problem(f"clerks.{at}.phone", ProblemKind.PHONE, (one.phone,))
        if not one.roles:
            yield Problem(f"clerks.{at}.roles", ProblemKind.MISSING)
    yield from _twice("clerks", [one.id for one in clerks if one.id])


def problem_of_identifier(key: str, identifier: str) -> Problem | None:
    """What is wrong with an identifier of an agency."""
    match agency_fault(identifier):
        case None:
            return None
        case AgencyFault.MISSING:
            return Problem(key, ProblemKind.MISSING)
        case AgencyFault.TOO_LONG:
            return Problem(key, ProblemKind.TOO_LONG, (str(len(identifier)), str(LONGEST)))
        case AgencyFault.LETTERS:
            return Problem(key, ProblemKind.LETTERS)
        case AgencyFault.SHAPE:
            return Problem(key, ProblemKind.IDENTIFIER, (identifier,))


def _needed(*answers: tuple[str, str]) -> Iterator[Problem]:
    for key, text in answers:
        if not text.strip():
            yield Problem(key, ProblemKind.MISSING)


def _twice(key: str, names: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Problem(key, ProblemKind.TWICE, (name,))
        seen.add(name)


def _by_rule(settings: Settings, *subjects: str) -> Iterator[Problem]:
    """What is against the rule of its own type, in these subjects."""
    for key in rules_of(Settings):
        if key.partition(".")[0] in subjects:
            found = (problem_with(key, value) for value in values_of(settings, key))
            yield from (one for one in found if one is not None)


def _office(settings: Settings) -> Iterator[Problem]:
    office = settings.office
    wrong = problem_of_identifier("office.unit.id", office.unit.id)
    if wrong is not None:
        yield wrong
    yield from _needed(
        ("office.unit.name", office.unit.name),
        ("office.parent", office.parent),
        ("office.name", office.name),
        ("office.place", office.place),
    )
    if office.phone and _PHONE.fullmatch(office.phone) is None:
        yield Problem("office.phone", ProblemKind.PHONE, (office.phone,))
    for at, other in enumerate(settings.other_units):
        yield from _needed((f"other_units.{at}.id", other.unit.id), (f"other_units.{at}.name", other.unit.name))


def _device(settings: Settings) -> Iterator[Problem]:
    device = settings.device
    yield from _by_rule(settings, "device")
    yield from _needed(("device.counter", device.counter))
    first, last = device.block_first, device.block_last
    if first > last:
        yield Problem("device.block_first", ProblemKind.BLOCK)
    elif last - first + 1 < FEWEST:
        yield Problem("device.block_first", ProblemKind.BLOCK_SMALL, (str(last - first + 1),))
    known = {service.id for service in settings.waiting.services}
    for service in device.serves:
        if service not in known:
            yield Problem("device.serves", ProblemKind.UNKNOWN, (service,))


def _clerk(settings: Settings) -> Iterator[Problem]:
    yield from _needed(("clerk.name", settings.clerk.name), ("clerk.id", settings.clerk.id))
    if settings.clerk.phone and _PHONE.fullmatch(settings.clerk.phone) is None:
        yield Problem("clerk.phone", ProblemKind.PHONE, (settings.clerk.phone,))


def _waiting(settings: Settings) -> Iterator[Problem]:
    waiting = settings.waiting
    yield from _by_rule(settings, "waiting")
    yield from _needed(*(("waiting.services", service.id) for service in waiting.services))
    yield from _twice("waiting.services", (service.id for service in waiting.services if service.id))
    yield from _twice("waiting.services", (sort_key(service.name) for service in waiting.services if not service.id))


def _offered(settings: Settings, catalogue: Catalogue | None) -> Iterator[Problem]:
    yield from _twice("offered", settings.offered)
    if catalogue is not None:
        known = {procedure.code for procedure in catalogue.procedures}
        for code in settings.offered:
            if code not in known:
                yield Problem("offered", ProblemKind.UNKNOWN, (code,))


def _hall(settings: Settings) -> Iterator[Problem]:
    hall = settings.hall
    yield from _by_rule(settings, "hall")
    known = {service.id for service in settings.waiting.services}
    for service in hall.kiosk_services:
        if service not in known:
            yield Problem("hall.kiosk_services", ProblemKind.UNKNOWN, (service,))
    own = hall.kiosk_scanner
    if own is not None and any(is_same_device(own.port, one.port) for one in scanners_of(settings)):
        yield Problem("hall.kiosk_scanner", ProblemKind.TWICE, (own.port.path,))


def _money(settings: Settings) -> Iterator[Problem]:
    """What is against a rule first; an account is whole, or there is none, and so is a stock of paper receipts."""
    money = settings.money
    wrong = tuple(_by_rule(settings, "money"))
    yield from wrong
    if wrong:
        return
    if money.bank_bin or money.account:
        yield from _needed(
            ("money.bank_bin", money.bank_bin),
            ("money.bank_name", money.bank_name),
            ("money.account", money.account),
            ("money.account_holder", money.account_holder),
        )
    if money.paper_first or money.paper_last:
        yield from _needed(("money.paper_form", money.paper_form), ("money.paper_series", money.paper_series))
        if money.paper_book is None:
            yield Problem("money.paper_first", ProblemKind.RANGE)


def _days(settings: Settings) -> Iterator[Problem]:
    """Each line of a rule that says none."""
    if not settings.days.rules:
        return
    from models.catalogue.day_rule_lines import RuleLineWrong, read_rule  # noqa: PLC0415 - where there are some

    for line in filter(None, map(str.strip, settings.days.rules)):
        try:
            read_rule(line)
        except RuleLineWrong as wrong:
            yield Problem("days.rules", ProblemKind.TOLD, (wrong.sentence,))


def _citizen(settings: Settings) -> Iterator[Problem]:
    yield from _by_rule(settings, "citizen")
    if settings.citizen.screen and settings.citizen.screen == settings.hall.screen:
        yield Problem("citizen.screen", ProblemKind.SAME_SCREEN, ("hall.screen",))
