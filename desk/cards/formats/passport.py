"""The machine-readable zone of a passport: TD3 of ICAO Doc 9303-4, two lines of 44 characters.

Every check digit must be right, else nothing is used. The zone has no letters with marks and two digits of each year.
"""

import re
from datetime import date

from desk.cards.formats.kinds import Caution
from desk.cards.formats.mrz import IN_FRONT, SEXES, Zone, as_printed, check_digit, date_of, is_year_alone, name_of
from desk.cards.formats.personal_number import disagreements
from models.person import Document, DocumentKind, Person
from models.person_doubts import century
from models.places.nationality import VIETNAM, nationality_code

_ZONE = re.compile(rf"{IN_FRONT}(?P<one>P[A-Z<]{{4}}[A-Z0-9<]{{39}}){IN_FRONT}(?P<two>[A-Z0-9<]{{44}})(?![A-Z0-9<])")


def zone_at_start(text: str, today: date) -> Zone | None:
    """The zone at the start of the text, or None when it does not begin with one of a passport."""
    found = _ZONE.match(as_printed(text))
    if found is None:
        return None
    one, two = found["one"], found["two"]
    if not _adds_up(two):
        return Zone(person=None, expires_on=None, cautions=(Caution.CHECK_DIGIT_WRONG,), length=found.end())
    person, expires_on, cautions = _read(one, two, today)
    return Zone(person=person, expires_on=expires_on, cautions=tuple(cautions), length=found.end())


def _adds_up(two: str) -> bool:
    """All five check digits. That of empty optional data may be written as a filler, that of an unknown date too."""
    composite = two[0:10] + two[13:20] + two[21:43]
    return (
        check_digit(two[0:9]) == two[9]
        and _fits(two[13:19], two[19])
        and _fits(two[21:27], two[27])
        and _fits(two[28:42], two[42])
        and check_digit(composite) == two[43]
    )


def _fits(field: str, digit: str) -> bool:
    return check_digit(field) == digit or (digit == "<" and not field.strip("<"))


def _read(one: str, two: str, today: date) -> tuple[Person, date | None, list[Caution]]:
    cautions: list[Caution] = []
    name = name_of(one[5:])
    nationality = nationality_code(two[10:13])
    if not name:
        cautions.append(Caution.NAME_MISSING)
    elif nationality == VIETNAM:
        cautions.append(Caution.NAME_WITHOUT_MARKS)
    if name and not one.endswith("<"):
        cautions.append(Caution.NAME_MAY_BE_CUT)
    if not nationality:
        cautions.append(Caution.NATIONALITY_UNKNOWN)
    personal, old = _own_number(two[28:42], nationality)
    born_on, born_year = _born(two[13:19], personal, today, cautions)
    sex = SEXES.get(two[20])
    if sex is None:
        cautions.append(Caution.SEX_MISSING)
    expires_on = date_of(2000, two[21:27])
    if expires_on is not None and expires_on < today:
        cautions.append(Caution.PASSPORT_EXPIRED)
    if personal:
        cautions += disagreements(personal, born_on, born_year, sex)
    passport = Document(
        kind=DocumentKind.PASSPORT,
        number=two[0:9].replace("<", ""),
        issued_by=nationality_code(one[2:5]),
        expires_on=expires_on,
    )
    person = Person(
        full_name=name,
        personal_number=personal,
        old_number=old,
        born_on=born_on,
        born_year=born_year,
        sex=sex,
        nationality=nationality,
        document=passport,
    )
    return person, expires_on, cautions


def _own_number(optional: str, nationality: str) -> tuple[str, str]:
    """Vietnamese passports carry the personal number, older ones the former number; others' optional data is theirs."""
    bare = optional.rstrip("<")
    if nationality == VIETNAM and re.fullmatch(r"[0-9]{12}", bare):
        return bare, ""
    return ("", bare) if nationality == VIETNAM and re.fullmatch(r"[0-9]{9}", bare) else ("", "")


def _born(digits: str, personal: str, today: date, cautions: list[Caution]) -> tuple[date | None, int | None]:
    """The day of birth, or the year where the day is unknown.

    The zone writes two digits of the year. The century is the one a personal number with the same digits says; without
    such a number the year is the latest that is not to come.
    """
    year = digits[:2]
    if not year.isdigit():
        cautions.append(Caution.BIRTH_DATE_IMPOSSIBLE)
        return None, None
    centuries = (century(personal),) if personal and personal[4:6] == year else (2000, 1900)
    if is_year_alone(digits):
        cautions.append(Caution.BIRTH_YEAR_ONLY)
        return None, next((hundreds + int(year) for hundreds in centuries if hundreds + int(year) <= today.year), None)
    for hundreds in centuries:
        born_on = date_of(hundreds, digits)
        if born_on is not None and born_on <= today:
            return born_on, None
    cautions.append(Caution.BIRTH_DATE_IMPOSSIBLE)
    return None, None
