"""Checks of a person's data, the same for what is typed, scanned, read from a list or taken over.

A doubt either stands in the way (nobody can be born tomorrow) or is only to be looked at (registers hold such entries).
Nothing is changed by it.
"""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct

from models.legacy_text import legacy
from models.person import Person, Sex, number_of
from models.text import capitalised, phone_key

_PREFIXES = Path(__file__).parent / "catalogue" / "number_prefixes.toml"

OLDEST = 125
"""Years: nobody in Vietnam is known to have become older."""


CARD_AGE = 14


class Doubt(StrEnum):
    """What is doubtful."""

    BORN_AFTER_TODAY = "born_after_today"
    BORN_TOO_LONG_AGO = "born_too_long_ago"
    """More than ``OLDEST`` years ago: a slip in the year."""
    NUMBER_IMPOSSIBLE = "number_impossible"
    """All zeros, or its digits say a century that has not begun."""
    NUMBER_MISSING = "number_missing"
    """No number of any document, of somebody old enough to have one, and nothing said about why."""
    PREFIX_UNKNOWN = "prefix_unknown"
    """No province has these first three digits (birth registered abroad, perhaps)."""
    SEX_DIGIT = "sex_digit"
    """The number's 4th digit says the other sex."""
    CENTURY_DIGIT = "century_digit"
    """The number's 4th digit says another century of birth."""
    YEAR_DIGITS = "year_digits"
    """The number's 5th and 6th digits say another year of birth."""
    ISSUED_AFTER_TODAY = "issued_after_today"
    ISSUED_BEFORE_BIRTH = "issued_before_birth"
    NAME_CASE = "name_case"
    """All in capitals, or a word that begins small; ``better_name`` proposes."""
    NAME_ODD = "name_odd"
    """A digit or a sign that no name holds."""
    NAME_SHORT = "name_short"
    """One word alone."""
    OLD_ENCODING = "old_encoding"
    """Name or address is written in TCVN3 or VNI; ``models.legacy_text`` reads it."""
    PHONE_ODD = "phone_odd"
    """More or fewer digits than a number dialled here or abroad has."""


_STOPPING = {Doubt.BORN_AFTER_TODAY, Doubt.BORN_TOO_LONG_AGO, Doubt.NUMBER_IMPOSSIBLE}

_FIELDS = {
    Doubt.BORN_AFTER_TODAY: "born_on",
    Doubt.BORN_TOO_LONG_AGO: "born_on",
    Doubt.ISSUED_AFTER_TODAY: "card_issued_on",
    Doubt.ISSUED_BEFORE_BIRTH: "card_issued_on",
    Doubt.NAME_CASE: "full_name",
    Doubt.NAME_ODD: "full_name",
    Doubt.NAME_SHORT: "full_name",
    Doubt.OLD_ENCODING: "full_name",
    Doubt.PHONE_ODD: "phone",
}


class Judgement(Struct, frozen=True):
    """One doubt.

    Attributes:
        stops: it stands in the way of a receipt; else it is only to be looked at.
        field: of ``Person``, which the clerk will look at first.
    """

    doubt: Doubt
    stops: bool
    field: str


def judge(person: Person, today: date) -> tuple[Judgement, ...]:
    """Everything doubtful about a person, what stands in the way first. Nothing where nothing is entered."""
    if person == Person():
        return ()
    found = dict.fromkeys(_doubts(person, today))
    told = [Judgement(doubt, doubt in _STOPPING, _FIELDS.get(doubt, "personal_number")) for doubt in found]
    return tuple(sorted(told, key=lambda one: not one.stops))


def disagreements(number: str, born_on: date | None, born_year: int | None, sex: Sex | None) -> Iterator[Doubt]:
    """Where the 12 digits of a personal number and the other fields contradict each other (domain.md §6.4).

    The digits carry no check digit, so they only warn.
    """
    if number[:3] not in known_prefixes():
        yield Doubt.PREFIX_UNKNOWN
    if sex is not None and (sex is Sex.FEMALE) != bool(int(number[3]) % 2):
        yield Doubt.SEX_DIGIT
    year = born_on.year if born_on else born_year
    if year is not None:
        if year // 100 * 100 != century(number):
            yield Doubt.CENTURY_DIGIT
        if year % 100 != int(number[4:6]):
            yield Doubt.YEAR_DIGITS


@cache
def known_prefixes() -> frozenset[str]:
    """The three-digit prefixes that have a province; numbers already given outlive a merger of provinces."""
    import tomllib  # noqa: PLC0415 - not needed to paint a window

    return frozenset(tomllib.loads(_PREFIXES.read_text("utf-8")))


def century(number: str) -> int:
    """First year of the century of birth: ``"001299…" -> 2000``. Digits 0 and 1 mean 19xx, 2 and 3 20xx, and so on."""
    return 1900 + 100 * (int(number[3]) // 2)


def year_of(number: str) -> int:
    """The year of birth that a personal number tells."""
    return century(number) + int(number[4:6])


def better_name(name: str) -> str:
    """The name with each word begun by a capital: ``"nguyễn thị thuý kiều" -> "Nguyễn Thị Thuý Kiều"``.

    The same where it is written so already. Behind an apostrophe and a hyphen a word begins too (H'Hen, Y-Wang).
    """
    if _is_shouted(name):
        return capitalised(name)
    return _WORDS.sub(lambda found: found[0].capitalize() if _is_odd_word(found[0]) else found[0], name)


def is_odd_case(name: str) -> bool:
    """Whether a name is all in capitals, or a word of it begins small or has a capital where none belongs."""
    return _is_shouted(name) or any(map(_is_odd_word, _WORDS.findall(name)))


def _is_shouted(name: str) -> bool:
    letters = [sign for sign in name if sign.isupper() or sign.islower()]
    return len(letters) > 3 and all(sign.isupper() for sign in letters)


def _is_odd_word(word: str) -> bool:
    if word[0].islower():
        return word not in _SMALL
    if word.isupper():
        return len(word) > 2 and _NUMERAL.fullmatch(word) is None
    return (word[:2].isupper() and len(word) > 2) or word[-1].isupper()


_WORDS = re.compile(r"[^\W\d_ʹʻʼʽˈ]+(?:[̀-ͯ]+[^\W\d_ʹʻʼʽˈ]*)*")
_NUMERAL = re.compile("[IVX]+")
"""Of the second and third of a name, in other countries."""
_SMALL = {"bin", "binti", "da", "de", "del", "der", "di", "dos", "du", "el", "la", "van", "von"}
"""What stands small in names of other countries."""

_ODD_SIGNS = re.compile(r"[^\w\s.'`´‘’‛ʹʻʼʽˈ′＇̀-ͯ\-]|[\d_]")
_PHONE_DIGITS = range(8, 16)
_FROM_HERE, _OF_A_HOUSE = 10, 11
"""Digits of a number dialled in Vietnam, its zero with it."""


def _doubts(person: Person, today: date) -> Iterator[Doubt]:
    yield from _of_birth(person, today)
    number = person.personal_number
    if len(number) == 12 and number.isascii() and number.isdigit():
        if not int(number) or century(number) > today.year:
            yield Doubt.NUMBER_IMPOSSIBLE
        else:
            yield from disagreements(number, person.born_on, person.born_year, person.sex)
    elif person.full_name and not number_of(person) and person.document is None and not _is_child(person, today):
        yield Doubt.NUMBER_MISSING
    if person.card_issued_on is not None:
        if person.card_issued_on > today:
            yield Doubt.ISSUED_AFTER_TODAY
        elif person.born_on is not None and person.card_issued_on < person.born_on:
            yield Doubt.ISSUED_BEFORE_BIRTH
    yield from _of_name(person)
    if person.phone and not can_be_dialled(person.phone):
        yield Doubt.PHONE_ODD


def can_be_dialled(phones: str) -> bool:
    """Whether each of these phones has as many digits as one dials."""
    return all(map(_may_be_dialled, filter(str.strip, re.split(r"[,;/]|\s-\s", phones))))


def _may_be_dialled(phone: str) -> bool:
    """Whether one phone has as many digits as one dials: from here ten behind a zero, of a house eleven.

    What stands beside it, an extension, whose it is, is not counted.
    """
    numbers = [phone_key(found) for found in re.findall(r"\+?[\d\s.()\-]+", phone)]
    key = max(numbers, key=len, default="")
    if key.startswith("0") and not key.startswith("00"):
        return len(key) == _FROM_HERE or (len(key) == _OF_A_HOUSE and key.startswith("02"))
    return len(key) in _PHONE_DIGITS and not (len(key) == _FROM_HERE - 1 and key[0] in "35789")


def _is_child(person: Person, today: date) -> bool:
    """Whether a person is below the age at which everybody has a card (Luật Căn cước 2023 Đ19)."""
    year = person.born_on.year if person.born_on else person.born_year
    return year is not None and today.year - year < CARD_AGE


def _of_birth(person: Person, today: date) -> Iterator[Doubt]:
    year = person.born_on.year if person.born_on else person.born_year
    if year is None:
        return
    if (person.born_on is not None and person.born_on > today) or year > today.year:
        yield Doubt.BORN_AFTER_TODAY
    elif year < today.year - OLDEST:
        yield Doubt.BORN_TOO_LONG_AGO


def _of_name(person: Person) -> Iterator[Doubt]:
    name = person.full_name
    if legacy(name) is not None or legacy(person.address) is not None:
        yield Doubt.OLD_ENCODING
    elif name and _ODD_SIGNS.search(name):
        yield Doubt.NAME_ODD
    elif is_odd_case(name) and not (_is_shouted(name) and person.document is not None):  # as passports write it
        yield Doubt.NAME_CASE
    elif name and len(name.split()) == 1:
        yield Doubt.NAME_SHORT
