"""What the 12 digits of a personal number say of their bearer (domain.md §6.4).

They carry no check digit, so they only warn.
"""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

from desk.cards.formats.kinds import Caution
from models.person import Sex


@cache
def known_prefixes() -> frozenset[str]:
    """The three-digit prefixes that have a province; numbers already given outlive a merger of provinces."""
    file = resources.files("models.catalogue") / "number_prefixes.toml"
    return frozenset(tomllib.loads(file.read_text("utf-8")))


def century(number: str) -> int:
    """First year of the century of birth: ``"001299…" -> 2000``. Digits 0 and 1 mean 19xx, 2 and 3 20xx, and so on."""
    return 1900 + 100 * (int(number[3]) // 2)


def disagreements(number: str, born_on: date | None, born_year: int | None, sex: Sex | None) -> list[Caution]:
    """Where the digits and the other fields contradict each other."""
    found = [] if number[:3] in known_prefixes() else [Caution.PREFIX_UNKNOWN]
    if sex is not None and (sex is Sex.FEMALE) != bool(int(number[3]) % 2):
        found.append(Caution.SEX_DIGIT)
    year = born_on.year if born_on else born_year
    if year is not None:
        if year // 100 * 100 != century(number):
            found.append(Caution.CENTURY_DIGIT)
        if year % 100 != int(number[4:6]):
            found.append(Caution.YEAR_DIGITS)
    return found
