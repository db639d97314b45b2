"""Fees in the national list: an amount field, and free text.

Texts come folded (``search_key``): without marks, in small letters.
"""

import re
from contextlib import suppress
from datetime import date

from models.text import clean, search_key

LEAST = 1_000
"""đồng; nothing costs less, so a smaller number in the field has lost its thousands."""

_FIELD = re.compile(r"([\d.,]+) (viet nam dong|dong|vnd)")
_NAMED = re.compile(r"(?<![\d.,])([1-9]\d{0,2}(?:[.,]\d{3})+|[1-9]\d{3,8}) ?(?:d|dong|vnd)\b")
_ANY = re.compile(r"\d[\d.]*[.,]?000 ?(?:d|dong|vnd)\b")
_UNTIL = re.compile(
    r"ap dung den het ngay (\d{1,2})/(\d{1,2})/(\d{4})|den het ngay (\d{1,2})/(\d{1,2})/(\d{4}) ap dung"
)


def parted(key: str) -> tuple[str, str]:
    """The field of the amount, which a text may repeat at its beginning, and the text's own words; "" = no field."""
    found = _FIELD.match(key)
    return (found[0], key[found.end() :]) if found else ("", key)


def amount_of(text: object) -> int | None:
    """``"400,000 Việt Nam Đồng" -> 400000``; None = not one whole amount above nothing."""
    found = _FIELD.fullmatch(search_key(clean(str(text))))
    if found is None or not re.fullmatch(r"\d{1,3}([.,]\d{3})*|[1-9]\d{3,8}", found[1]):
        return None
    return _digits(found[1]) or None


def amount_by_words(amount: int, words: str) -> int | None:
    """The amount of a field beside its own words; None where the two contradict each other.

    A field below ``LEAST`` gives way to the one amount its words name, if that is at most a thousandfold.
    """
    inside = {_digits(found[1]) for found in _NAMED.finditer(words)}
    if amount >= LEAST:
        return amount if not inside or amount in inside else None
    return inside.pop() if len(inside) == 1 and max(inside) <= amount * 1000 else None


def names_an_amount(key: str) -> bool:
    """Whether the text speaks of money at all."""
    return _ANY.search(key) is not None


def until(key: str) -> date | None:
    """The last day of a price that is said to be applied up to a day; None where nothing, or no day, is said."""
    found = _UNTIL.search(key)
    if found is None:
        return None
    day, month, year = (int(found[n] or found[n + 3]) for n in (1, 2, 3))
    with suppress(ValueError):
        return date(year, month, day)
    return None


def _digits(text: str) -> int:
    return int("".join(c for c in text if c.isdigit()))
