"""The machine-readable zone on the back of an ID card: TD1 of ICAO Doc 9303-5, three lines of 30 characters.

On Vietnamese cards line 1 holds the last nine digits of the number and, as optional data with its own check digit,
all twelve (domain.md §6.5). Every check digit must be right, else nothing is used.
"""

import re
from datetime import date

from msgspec import Struct

from desk.cards.formats.kinds import Caution
from desk.cards.formats.personal_number import disagreements
from models.person import Person, Sex
from models.person_doubts import century
from models.text import clean

AROUND = r"[\x00-\x20\x7f]*"
"""What scanners put around a line: STX, ETX, FS, line ends, blanks."""

_IDENTIFIER = rf"{AROUND}(?:\][A-Za-z][0-9A-Za-z])?(?:\\[0-9]{{6}})?"
IN_FRONT = rf"{_IDENTIFIER}[A-Za-z]??"
"""And before it: AIM identifier ``]o1``, ECI, a code letter."""

_ONE, _TWO, _THREE = r"(?P<one>I[A-Z0-9<]VNM[A-Z0-9<]{25})", r"(?P<two>[0-9][A-Z0-9<]{29})", r"(?P<three>[A-Z0-9<]{30})"
_LETTER = r"(?P=letter)"
_ZONES = (
    re.compile(rf"{_IDENTIFIER}(?P<letter>[A-Z]){_ONE}{_IDENTIFIER}{_LETTER}{_TWO}{_IDENTIFIER}{_LETTER}{_THREE}"),
    re.compile(rf"{IN_FRONT}{_ONE}{_IDENTIFIER}{_TWO}{_IDENTIFIER}{_THREE}"),
)
"""With a code letter before each line, which the second shows for it begins with a digit; with one at most in front."""
_LONGEST = 512
"""Characters from the start of a zone to its end: 90 are its own, the rest is what scanners put around its lines."""

_NAME = re.compile(r"(?:<<)?[A-Z]+(?:<<?[A-Z]+)*<*")
UNKNOWN = frozenset({"00", "<<"})
SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}


class Zone(Struct, frozen=True, kw_only=True):
    """What the three lines say. ``person`` is None when a check digit is wrong."""

    person: Person | None
    expires_on: date | None
    cautions: tuple[Caution, ...]
    length: int


def check_digit(field: str) -> str:
    """ICAO 9303-3: weights 7, 3, 1; 0-9 as they are, A-Z as 10-35, ``<`` as 0; modulo 10."""
    return str(sum((0 if c == "<" else int(c, 36)) * (7, 3, 1)[place % 3] for place, c in enumerate(field)) % 10)


def zone_at_start(text: str, today: date) -> Zone | None:
    """The zone at the start of the text, or None when it does not begin with one of a Vietnamese card."""
    found = next(filter(None, (zone.match(as_printed(text)) for zone in _ZONES)), None)
    if found is None:
        return None
    one, two, three = found["one"], found["two"], found["three"]
    person, expires_on, cautions = None, None, [Caution.CHECK_DIGIT_WRONG]
    if _adds_up(one, two):
        person, expires_on, cautions = _read(one, two, three, today)
    return Zone(person=person, expires_on=expires_on, cautions=tuple(cautions), length=found.end())


def as_printed(text: str) -> str:
    """The start of the text, as a zone is printed: a keyboard with Caps Lock on makes all its letters small.

    Every place in it is the same place in the text. No more of it than a zone takes, so that a long frame of many
    scans is not copied whole for each of them.
    """
    return re.sub("[a-z]+", lambda found: found[0].upper(), text[:_LONGEST])


def name_of(line: str) -> str:
    """Family and given names of a zone's line, or the one name of who has no other; empty when it is no name.

    The line has no check digit: letters only, one or two fillers between names. Where more fillers stand between
    letters, one of them was misread.
    """
    return clean(line.replace("<", " ")) if _NAME.fullmatch(line) else ""


def _adds_up(one: str, two: str) -> bool:
    composite = one[5:30] + two[0:7] + two[8:15] + two[18:29]
    return (
        check_digit(one[5:14]) == one[14]
        and check_digit(one[15:29]) == one[29]
        and check_digit(two[0:6]) == two[6]
        and check_digit(two[8:14]) == two[14]
        and check_digit(composite) == two[29]
        and re.fullmatch(r"[0-9]{12}<<", one[15:29]) is not None
        and one[18:27] == one[5:14]
    )


def _read(one: str, two: str, three: str, today: date) -> tuple[Person, date | None, list[Caution]]:
    number, sex = one[15:27], SEXES.get(two[7])
    born_on, born_year, cautions = _born(two[0:6], number, today)
    if sex is None:
        cautions.append(Caution.SEX_MISSING)
    name = name_of(three)
    cautions.append(Caution.NAME_WITHOUT_MARKS if name else Caution.NAME_MISSING)
    if name and not three.endswith("<"):
        cautions.append(Caution.NAME_MAY_BE_CUT)
    expires_on = date_of(2000, two[8:14])
    if expires_on is not None and expires_on < today:
        cautions.append(Caution.CARD_EXPIRED)
    cautions += disagreements(number, born_on, born_year, sex)
    person = Person(full_name=name, personal_number=number, born_on=born_on, born_year=born_year, sex=sex)
    return person, expires_on, cautions


def _born(digits: str, number: str, today: date) -> tuple[date | None, int | None, list[Caution]]:
    """The day of birth. The zone writes two digits of the year; the century is the one the number says.

    When the number's own year digits differ, the century would be a guess: no date then.
    """
    if digits[:2] != number[4:6]:
        return None, None, [Caution.YEAR_DIGITS]
    if is_year_alone(digits):
        return None, century(number) + int(digits[:2]), [Caution.BIRTH_YEAR_ONLY]
    born_on = date_of(century(number), digits)
    if born_on is None:
        return None, None, [Caution.BIRTH_DATE_IMPOSSIBLE]
    return born_on, None, [Caution.BORN_AFTER_TODAY] if born_on > today else []


def is_year_alone(yymmdd: str) -> bool:
    """Whether the day or the month of a birthday is unknown: fillers (ICAO 9303-3) or, as many states write, zeros."""
    day_unknown = yymmdd[4:] in UNKNOWN and re.fullmatch(r"0[1-9]|1[0-2]|00|<<", yymmdd[2:4])
    month_unknown = yymmdd[2:4] in UNKNOWN and re.fullmatch(r"0[1-9]|[12][0-9]|3[01]|00|<<", yymmdd[4:])
    return yymmdd[:2].isdigit() and bool(day_unknown or month_unknown)


def date_of(hundreds: int, yymmdd: str) -> date | None:
    """The day that six digits name in the century beginning with ``hundreds``; None = there is no such day."""
    if not (yymmdd.isascii() and yymmdd.isdigit()):
        return None
    try:
        return date(hundreds + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:]))
    except ValueError:
        return None
