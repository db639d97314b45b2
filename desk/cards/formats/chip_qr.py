"""The QR code of an ID card: seven fields and, on the card of 2024, empty ones behind them (domain.md §6.1-6.3).

``number | old number | full name | born ddMMyyyy | sex | address | issued ddMMyyyy [| | | |]``

A field is taken as it stands or left empty with a caution; none is guessed, padded, cut or moved. Where the fields
do not line up as a card's do (half a scan, two halves glued), there is no person at all.
"""

import re
from datetime import date

from msgspec import Struct

from desk.cards.formats.caps_lock import without_caps_lock
from desk.cards.formats.kinds import Caution
from desk.cards.formats.mojibake import DecodedFrame, is_plain
from desk.cards.formats.personal_number import disagreements
from models.person import Person, Sex
from models.text import clean, without_unseen

_PREFIX = r"(?:\][A-Za-z][0-9A-Za-z])?(?:\\[0-9]{6})?(?!Q[1-6][0-9]{11}\|)[A-Za-z]?"
"""What scanners put in front: AIM identifier ``]Q1``, ECI ``\\000026``, a code letter such as ``s`` or ``Q``. An
identifier that lost its bracket, before a number that lost a digit, is none: its digit would be the number's first."""

_HEAD = r"[0-9]{12}\|[0-9]{0,12}\|[^|]*\|(?:[0-9]{8}|[0-9]{4})\|"

_SIX = (
    rf"\s*{_PREFIX}(?P<number>[0-9]{{12}})\|(?P<old>[0-9]{{0,12}})\|(?P<name>[^|]*)\|(?P<born>[0-9]{{8}}|[0-9]{{4}})\|"
    r"(?P<sex>[^|0-9]{0,6})\|(?P<address>[^|]*)"
)
_CARD = re.compile(
    _SIX + r"\|\s*"
    rf"(?:(?P<issued>[0-9]{{8}})(?=[^0-9]|\Z|{_HEAD})|(?!{_PREFIX}{_HEAD})(?P<unreadable>[0-9]*))(?P<more>\s*\|)*"
)
_WITHOUT_ISSUE = re.compile(_SIX + r"(?<!\|)\Z")
"""A card whose last field and its bar were lost."""

_START = re.compile(rf"(?:(?<![0-9])|(?<=(?<![0-9])[0-9]{{8}})){_PREFIX}(?={_HEAD})")
_HALF = re.compile(r"\s*" + _PREFIX + r"[0-9]{12}\|")
_ANOTHER_NUMBER = re.compile(r"[0-9]{12}")
_MAY_HIDE_A_BAR = re.compile(r"[\u2e80-\ufffc]")
"""Chinese or Japanese signs made of bytes of Vietnamese ones: the second byte of such a sign may have been a bar."""

_DAY_UNKNOWN = re.compile(r"(?:00(?:0[0-9]|1[0-2])|(?:[0-2][0-9]|3[01])00)[0-9]{4}")
"""Zeros for a day, a month, or both that nobody knows."""

_SEXES = {"nam": Sex.MALE, "nữ": Sex.FEMALE, "nu": Sex.FEMALE}


class Card(Struct, frozen=True, kw_only=True):
    """What one card's text says, and how many characters of the text it took."""

    person: Person
    cautions: tuple[Caution, ...]
    length: int


def next_start(text: str) -> int:
    """Where, after the first character, a card's fields begin; the length of the text when nowhere."""
    found = _START.search(text, 1)
    return found.start() if found else len(text)


def is_half_card(text: str) -> bool:
    """Whether the text begins as a card does, with a personal number and a bar."""
    return _HALF.match(text) is not None


def card_at_start(text: str, reading: DecodedFrame, today: date, *, ended: bool = False) -> Card | None:
    """The card at the start of the text, or None.

    Args:
        text: what is left of the frame.
        reading: the frame's text and how far it can be trusted.
        today: the day on the office calendar.
        ended: the scanner said that its text ends here; then six fields are a card whose last one was lost.
    """
    if not (reading.certain or reading.sound) and _MAY_HIDE_A_BAR.search(text):
        return None
    found = _CARD.match(text) or (_WITHOUT_ISSUE.match(text) if ended else None)
    if found is None or any(_ANOTHER_NUMBER.search(found[name]) for name in ("name", "address")):
        return None
    is_cut = "issued" not in found.re.groupindex
    sex = _SEXES.get(clean(found["sex"]).casefold())
    if sex is None and clean(found["sex"])[:1] not in {"", "N", "n"}:
        return None  # no garbled "Nam" or "Nữ": the fields have slipped
    cautions: list[Caution] = []
    number = found["number"]
    words = [found["name"], found["sex"], found["address"]]
    turned = without_caps_lock("|".join(words))
    if turned is not None:
        words = turned.split("|")
        cautions.append(Caution.CAPS_LOCK)
    name, address = (_words(field, reading, cautions) for field in (words[0], words[-1]))
    if not any(c.isalpha() for c in name) or any(c.isdigit() for c in name):
        name = ""
        cautions.append(Caution.NAME_MISSING)
    if not address:
        cautions.append(Caution.ADDRESS_MISSING)
    elif is_cut:
        cautions.append(Caution.ADDRESS_MAY_BE_CUT)
    if sex is None:
        cautions.append(Caution.SEX_MISSING)
    elif clean(found["sex"]).casefold() == "nu":
        cautions.append(Caution.MARKS_LOST)
    born_on, born_year = _born(found["born"], today, cautions)
    issued, unreadable = (None, None) if is_cut else (found["issued"], found["unreadable"])
    issued_on = _issued(issued, unreadable, born_on, today, cautions)
    person = Person(
        full_name=name,
        personal_number=number,
        old_number=_old_number(found["old"], number, cautions),
        born_on=born_on,
        born_year=born_year,
        sex=sex,
        address=address,
        card_issued_on=issued_on,
    )
    cautions += disagreements(number, born_on, born_year, sex)
    return Card(person=person, cautions=tuple(dict.fromkeys(cautions)), length=found.end())


def day(ddmmyyyy: str) -> date | None:
    """``"31121999"`` as a date; None when the calendar has no such day, or no living citizen."""
    try:
        found = date(int(ddmmyyyy[4:]), int(ddmmyyyy[2:4]), int(ddmmyyyy[:2]))
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def _words(field: str, reading: DecodedFrame, cautions: list[Caution]) -> str:
    """A name or address, empty when a letter of it cannot be trusted ("?" stands where one was lost)."""
    field = without_unseen(field)
    whole = "?" not in field and is_plain(field) and field.strip().isprintable()
    if not whole or not (reading.certain or reading.sound or field.isascii()):
        cautions.append(Caution.TEXT_UNCERTAIN)
        return ""
    return clean(field)


def _old_number(old: str, number: str, cautions: list[Caution]) -> str:
    """Nine digits; citizens whose former card already bore the 12-digit number have no other one."""
    if len(old) == 9:
        return old
    if old not in {"", number}:
        cautions.append(Caution.OLD_NUMBER_UNREADABLE)
    return ""


def _born(digits: str, today: date, cautions: list[Caution]) -> tuple[date | None, int | None]:
    """The day of birth, or the year alone where the card has no more."""
    if len(digits) == 4:
        known = 1900 <= int(digits) <= today.year
        cautions.append(Caution.BIRTH_YEAR_ONLY if known else Caution.BIRTH_DATE_IMPOSSIBLE)
        return None, int(digits) if known else None
    born_on = day(digits)
    if born_on is None and _DAY_UNKNOWN.fullmatch(digits):
        return _born(digits[4:], today, cautions)
    if born_on is None:
        cautions.append(Caution.BIRTH_DATE_IMPOSSIBLE)
    elif born_on > today:
        cautions.append(Caution.BORN_AFTER_TODAY)
    return born_on, None


def _issued(
    digits: str | None, unreadable: str | None, born_on: date | None, today: date, cautions: list[Caution]
) -> date | None:
    if digits is None:
        cautions.append(Caution.ISSUE_DATE_IMPOSSIBLE if unreadable else Caution.ISSUE_DATE_MISSING)
        return None
    issued_on = day(digits)
    if issued_on is None:
        cautions.append(Caution.ISSUE_DATE_IMPOSSIBLE)
    elif issued_on > today:
        cautions.append(Caution.ISSUED_AFTER_TODAY)
    elif born_on is not None and issued_on < born_on:
        cautions.append(Caution.ISSUED_BEFORE_BIRTH)
    return issued_on
