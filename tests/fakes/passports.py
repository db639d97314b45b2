"""Passports of invented people: the two lines of their machine-readable zone (TD3 of ICAO 9303-4)."""

import unicodedata
from datetime import date

from desk.cards.formats.mrz import check_digit
from models.person import Sex

SPECIMEN = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
"""The specimen of ICAO Doc 9303-4, appendix B."""


def passport_lines(  # noqa: PLR0913 - one for each field of the zone
    *,
    family: str,
    given: str = "",
    number: str = "C1234567",
    state: str = "UTO",
    nationality: str | None = None,
    born: str | date = date(1990, 5, 17),
    sex: Sex | None = Sex.FEMALE,
    expires: str | date = date(2031, 1, 31),
    optional: str = "",
) -> tuple[str, str]:
    """Two lines of 44 with all check digits right. Dates may be six characters as they stand ("<<<<<<")."""
    one = f"P<{state:<3}{_name(family)}<<{_name(given)}".replace(" ", "<")[:44].ljust(44, "<")
    body = _checked(f"{number:<9}") + f"{nationality or state:<3}" + _checked(_six(born))
    body += {Sex.MALE: "M", Sex.FEMALE: "F", None: "<"}[sex] + _checked(_six(expires)) + _checked(f"{optional:<14}")
    two = body.replace(" ", "<")
    return one, two + check_digit(two[0:10] + two[13:20] + two[21:43])


def _checked(field: str) -> str:
    bare = field.replace(" ", "<")
    return bare + check_digit(bare)


def _six(day: str | date) -> str:
    return day if isinstance(day, str) else f"{day:%y%m%d}"


def _name(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in bare.upper() if c.isascii()).replace("-", "<").replace("'", "")
