"""How much two entries look like one person: several fields weighed together, never a name alone.

Nothing is merged by it. It puts what a person should look at in order, and says for each field what speaks for and
against. Twins share birth date, address and all but one word of the name; siblings are born near each other; half a
commune bears one of three family names. So a name counts only whole, and what differs counts against.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct

from models.person import Person
from models.text import name_key, name_letters, phone_key, search_words

LIKELY, POSSIBLE = 80, 50
"""From so many points on two entries are likely, or possibly, one person; below they are not proposed."""


class Sign(StrEnum):
    """One field that was compared, and what came of it."""

    NUMBER = "number"
    NUMBER_SLIP = "number_slip"
    """Personal numbers that differ in one digit, or in two neighbours that changed places."""
    NUMBER_DIFFERS = "number_differs"
    OLD_NUMBER = "old_number"
    OLD_NUMBER_DIFFERS = "old_number_differs"
    DOCUMENT = "document"
    NAME = "name"
    NAME_MARKS = "name_marks"
    """The same name but for its marks, which one of the two lacks."""
    NAME_SLIP = "name_slip"
    """One letter more, less or other; or marks that differ."""
    NAME_DIFFERS = "name_differs"
    BORN = "born"
    BORN_YEAR = "born_year"
    """The same year, and more is not known of one."""
    BORN_NEAR = "born_near"
    """Day and month changed places, or one digit differs."""
    BORN_DIFFERS = "born_differs"
    SEX_DIFFERS = "sex_differs"
    PHONE = "phone"
    ADDRESS = "address"


POINTS = {
    Sign.NUMBER: 100,
    Sign.NUMBER_SLIP: -5,
    Sign.NUMBER_DIFFERS: -80,
    Sign.OLD_NUMBER: 55,
    Sign.OLD_NUMBER_DIFFERS: -25,
    Sign.DOCUMENT: 45,
    Sign.NAME: 25,
    Sign.NAME_MARKS: 20,
    Sign.NAME_SLIP: 8,
    Sign.NAME_DIFFERS: -45,
    Sign.BORN: 30,
    Sign.BORN_YEAR: 10,
    Sign.BORN_NEAR: 10,
    Sign.BORN_DIFFERS: -40,
    Sign.SEX_DIFFERS: -40,
    Sign.PHONE: 15,
    Sign.ADDRESS: 15,
}
"""What each is worth. A whole name and birthday make it possible, not likely; with an address still not (twins)."""


class Likeness(Struct, frozen=True, kw_only=True):
    """What came of comparing two entries.

    Attributes:
        signs: what was compared, the weightiest first.
        points: their sum.
        twins: born on one day at one address with names that differ: they may well be twins.
    """

    signs: tuple[Sign, ...]
    points: int
    twins: bool = False

    @property
    def likely(self) -> bool:
        """Whether they are likely one person."""
        return self.points >= LIKELY and not self.twins

    @property
    def possible(self) -> bool:
        """Whether they are to be looked at at all."""
        return self.points >= POSSIBLE


def likeness(one: Person, other: Person) -> Likeness:
    """Compare two entries field by field; what one of them lacks says nothing."""
    signs = (*_numbers(one, other), *_names(one, other), *_births(one, other), *_others(one, other))
    found = tuple(sorted(signs, key=lambda sign: -abs(POINTS[sign])))
    together = {Sign.BORN, Sign.ADDRESS} <= {*found}
    twins = together and bool({Sign.NAME_SLIP, Sign.NAME_DIFFERS} & {*found}) and Sign.NUMBER not in found
    return Likeness(signs=found, points=sum(POINTS[sign] for sign in found), twins=twins)


def _numbers(one: Person, other: Person) -> Iterator[Sign]:
    if one.personal_number and other.personal_number:
        if one.personal_number == other.personal_number:
            yield Sign.NUMBER
        else:
            slip = differs_by_a_slip(one.personal_number, other.personal_number)
            yield Sign.NUMBER_SLIP if slip else Sign.NUMBER_DIFFERS
    if one.old_number and other.old_number:
        yield Sign.OLD_NUMBER if one.old_number == other.old_number else Sign.OLD_NUMBER_DIFFERS
    papers = one.document, other.document
    if papers[0] and papers[1] and papers[0].number and papers[0].kind is papers[1].kind:
        same = "".join(papers[0].number.upper().split()) == "".join(papers[1].number.upper().split())
        if same:
            yield Sign.DOCUMENT


def _names(one: Person, other: Person) -> Iterator[Sign]:
    if not one.full_name or not other.full_name:
        return
    keys = name_key(one.full_name), name_key(other.full_name)
    if name_letters(one.full_name) == name_letters(other.full_name):
        yield Sign.NAME
    elif keys[0] == keys[1]:
        bare = any(not _has_marks(name) for name in (one.full_name, other.full_name))
        yield Sign.NAME_MARKS if bare else Sign.NAME_SLIP
    else:
        yield Sign.NAME_SLIP if _one_letter_off(*keys) else Sign.NAME_DIFFERS


def _has_marks(name: str) -> bool:
    return not name.isascii()


def _births(one: Person, other: Person) -> Iterator[Sign]:
    if one.born_on and other.born_on:
        if one.born_on == other.born_on:
            yield Sign.BORN
        else:
            yield Sign.BORN_NEAR if _is_near(one.born_on, other.born_on) else Sign.BORN_DIFFERS
        return
    years = _year(one), _year(other)
    if years[0] and years[1]:
        yield Sign.BORN_YEAR if years[0] == years[1] else Sign.BORN_DIFFERS


def _year(person: Person) -> int | None:
    return person.born_on.year if person.born_on else person.born_year


def _is_near(one: date, other: date) -> bool:
    """A slip of the pen: one digit, or day and month changed places."""
    swapped = (one.day, one.month, one.year) == (other.month, other.day, other.year)
    digits = sum(a != b for a, b in zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True))
    return swapped or digits == 1


def _others(one: Person, other: Person) -> Iterator[Sign]:
    if one.sex and other.sex and one.sex is not other.sex:
        yield Sign.SEX_DIFFERS
    phones = [{phone_key(part) for part in person.phone.split(",")} - {""} for person in (one, other)]
    if phones[0] & phones[1]:
        yield Sign.PHONE
    if one.address and search_words(one.address) == search_words(other.address):
        yield Sign.ADDRESS


def differs_by_a_slip(one: str, other: str) -> bool:
    """One digit other, or two neighbours that changed places."""
    if len(one) != len(other):
        return False
    places = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 1:
        return True
    swapped = len(places) == 2 and places[1] == places[0] + 1
    return swapped and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]


def _one_letter_off(one: str, other: str) -> bool:
    """Whether one letter more, less or other in the whole name makes one of the other (Levenshtein distance 1)."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :] or (len(short) == len(long) and short[at + 1 :] == long[at + 1 :])
