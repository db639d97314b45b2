"""The machine-readable zone of an invented card."""

from datetime import date

from desk.cards.formats.mrz import check_digit
from models.person import Person, Sex
from models.text import search_key


def mrz_lines(person: Person, expires_on: date) -> str:
    """The machine-readable zone of the person's card: three lines of 30 characters, parted by line feeds.

    Raises:
        ValueError: a person without a 12-digit number or a whole date of birth has no such card.
    """
    if len(person.personal_number) != 12 or person.born_on is None:
        raise ValueError("no card without a number and a date of birth")
    number = person.personal_number
    optional = number + "<<"
    one = f"IDVNM{number[3:]}{check_digit(number[3:])}{optional}{check_digit(optional)}"
    born, expires = f"{person.born_on:%y%m%d}", f"{expires_on:%y%m%d}"
    sex = {Sex.MALE: "M", Sex.FEMALE: "F", None: "<"}[person.sex]
    two = f"{born}{check_digit(born)}{sex}{expires}{check_digit(expires)}VNM{'<' * 11}"
    two += check_digit(one[5:30] + two[0:7] + two[8:15] + two[18:29])
    family, *given = search_key(person.full_name).upper().split()
    three = f"{family}<<{'<'.join(given)}".ljust(30, "<")[:30]
    return f"{one}\n{two}\n{three}"
