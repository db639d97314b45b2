"""What is wrong with an office's answers, all of it at once: asked by the first hour, the settings and ``setup``.

``desk.settings`` refuses a file that cannot be worked with; this says more, and by the name of each answer.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from desk.cards.ports import same
from desk.settings import HIGHEST, Settings, scanners_of
from models.catalogue.catalogue import Catalogue
from models.clerk import Role
from models.codes.agency import AgencyFault, agency_fault
from models.text import sort_key

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_LETTER = re.compile(r"[A-Za-z]{1,2}")
_PHONE = re.compile(r"[0-9+(). -]{3,20}")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")

FEWEST = 50
"""A block of fewer numbers than this is used up before noon."""


class Why(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    LETTERS = "letters"
    IDENTIFIER = "identifier"
    """No identifier of an agency by its shape."""
    NUMBER = "number"
    """No number, or not from ``facts[0]`` to ``facts[1]``."""
    BLOCK = "block"
    """First after last, or outside 1 to 9999."""
    BLOCK_SMALL = "block_small"
    LETTER = "letter"
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
    why: Why
    facts: tuple[str, ...] = ()


def problems_of(settings: Settings, catalogue: Catalogue | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with these settings, in their order; ``catalogue`` tells which procedures there are."""
    return (
        *_office(settings),
        *_device(settings),
        *_clerk(settings),
        *_waiting(settings),
        *_offered(settings, catalogue),
        *_backups(settings),
        *_hall(settings),
        *_rest(settings),
    )


class Account(Struct, frozen=True, kw_only=True):
    """Somebody who shall work here, as far as there can be something wrong with it."""

    id: str
    name: str
    phone: str
    roles: frozenset[Role]
    has_pin: bool


def problems_of_clerks(clerks: Sequence[Account]) -> tuple[Problem, ...]:
    """What is wrong with the list of who works here. A counter without any PIN is one person's, and that is fine."""
    found = list(_accounts(clerks))
    if any(one.has_pin for one in clerks):
        found += [
            Problem(f"clerks.{at}.pin", Why.PIN, (one.name or one.id,))
            for at, one in enumerate(clerks)
            if not one.has_pin
        ]
        if not any(Role.ADMIN in one.roles for one in clerks):
            found.append(Problem("clerks", Why.NO_ADMIN))
    return tuple(found)


def _accounts(clerks: Sequence[Account]) -> Iterator[Problem]:
    if not clerks:
        yield Problem("clerks", Why.MISSING)
    for at, one in enumerate(clerks):
        yield from _needed((f"clerks.{at}.name", one.name), (f"clerks.{at}.id", one.id))
        if one.id and _LOGIN.fullmatch(one.id) is None:
            yield Problem(f"clerks.{at}.id", Why.LOGIN, (one.id,))
        if one.phone and _PHONE.fullmatch(one.phone) is None:
            yield Problem(f"clerks.{at}.phone", Why.PHONE, (one.phone,))
        if not one.roles:
            yield Problem(f"clerks.{at}.roles", Why.MISSING)
    yield from _twice("clerks", [one.id for one in clerks if one.id])


def problem_of_identifier(key: str, identifier: str) -> Problem | None:
    """What is wrong with an identifier of an agency."""
    match agency_fault(identifier):
        case None:
            return None
        case AgencyFault.MISSING:
            return Problem(key, Why.MISSING)
        case AgencyFault.TOO_LONG:
            return Problem(key, Why.TOO_LONG, (str(len(identifier)),))
        case AgencyFault.LETTERS:
            return Problem(key, Why.LETTERS)
        case AgencyFault.SHAPE:
            return Problem(key, Why.IDENTIFIER, (identifier,))


def _needed(*answers: tuple[str, str]) -> Iterator[Problem]:
    for key, text in answers:
        if not text.strip():
            yield Problem(key, Why.MISSING)


def _twice(key: str, names: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Problem(key, Why.TWICE, (name,))
        seen.add(name)


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
        yield Problem("office.phone", Why.PHONE, (office.phone,))
    for at, other in enumerate(settings.other_units):
        yield from _needed((f"other_units.{at}.id", other.unit.id), (f"other_units.{at}.name", other.unit.name))


def _device(settings: Settings) -> Iterator[Problem]:
    device = settings.device
    if device.number < 1:
        yield Problem("device.number", Why.NUMBER, ("1", "9999"))
    yield from _needed(("device.counter", device.counter))
    first, last = device.block_first, device.block_last
    if not 1 <= first <= last <= HIGHEST:
        yield Problem("device.block_first", Why.BLOCK)
    elif last - first + 1 < FEWEST:
        yield Problem("device.block_first", Why.BLOCK_SMALL, (str(last - first + 1),))
    if _LETTER.fullmatch(device.letter) is None:
        yield Problem("device.letter", Why.LETTER)
    known = {service.id for service in settings.waiting.services}
    for service in device.serves:
        if service not in known:
            yield Problem("device.serves", Why.UNKNOWN, (service,))


def _clerk(settings: Settings) -> Iterator[Problem]:
    yield from _needed(("clerk.name", settings.clerk.name), ("clerk.id", settings.clerk.id))
    if settings.clerk.phone and _PHONE.fullmatch(settings.clerk.phone) is None:
        yield Problem("clerk.phone", Why.PHONE, (settings.clerk.phone,))


def _waiting(settings: Settings) -> Iterator[Problem]:
    waiting = settings.waiting
    if waiting.priority_run < 1:
        yield Problem("waiting.priority_run", Why.NUMBER, ("1", "99"))
    yield from _needed(*(("waiting.services", service.id) for service in waiting.services))
    yield from _twice("waiting.services", (service.id for service in waiting.services if service.id))
    yield from _twice("waiting.services", (sort_key(service.name) for service in waiting.services if not service.id))


def _offered(settings: Settings, catalogue: Catalogue | None) -> Iterator[Problem]:
    yield from _twice("offered", settings.offered)
    if catalogue is not None:
        known = {procedure.code for procedure in catalogue.procedures}
        for code in settings.offered:
            if code not in known:
                yield Problem("offered", Why.UNKNOWN, (code,))


def _backups(settings: Settings) -> Iterator[Problem]:
    backups = settings.backups
    if _TIME.fullmatch(backups.at) is None:
        yield Problem("backups.at", Why.TIME, (backups.at,))
    for key, number, least in (("days", backups.days, 1), ("weeks", backups.weeks, 0), ("months", backups.months, 0)):
        if not least <= number <= 99:
            yield Problem(f"backups.{key}", Why.NUMBER, (str(least), "99"))


def _hall(settings: Settings) -> Iterator[Problem]:
    hall = settings.hall
    for key, number, least, most in (
        ("volume", hall.volume, 0, 100),
        ("times", hall.times, 1, 5),
        ("screen", hall.screen, 0, 9),
    ):
        if not least <= number <= most:
            yield Problem(f"hall.{key}", Why.NUMBER, (str(least), str(most)))
    known = {service.id for service in settings.waiting.services}
    for service in hall.kiosk_services:
        if service not in known:
            yield Problem("hall.kiosk_services", Why.UNKNOWN, (service,))
    own = hall.kiosk_scanner
    if own is not None and any(same(own.port, one.port) for one in scanners_of(settings)):
        yield Problem("hall.kiosk_scanner", Why.TWICE, (own.port.path,))


def _rest(settings: Settings) -> Iterator[Problem]:
    if not 0 <= settings.sessions.idle_minutes <= 480:
        yield Problem("sessions.idle_minutes", Why.NUMBER, ("0", "480"))
    if settings.look.theme not in {"system", "light", "dark", "contrast"}:
        yield Problem("look.theme", Why.UNKNOWN, (settings.look.theme,))
    if not 1.0 <= settings.look.type_scale <= 2.0:
        yield Problem("look.type_scale", Why.NUMBER, ("1", "2"))
