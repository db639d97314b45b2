"""The parts of codes as constrained types, shared by settings, wire and hub."""

import re

HIGHEST = 9_999
"""NNNN of a dossier code has four digits."""

LAST_OF_THOUSANDS = 9
"""The last machine that has a thousand of its own."""

LETTER = r"\A[A-Za-z]{1,2}\Z"
"""What the tickets of a machine begin with."""

is_letter = re.compile(LETTER).match
"""Whether a text is such a letter."""


def thousand(number: int) -> tuple[int, int]:
    """First and last NNNN of the thousand of machine ``number``: ``3 -> 3001, 3999``."""
    return number * 1_000 + 1, number * 1_000 + 999


def hundred(number: int) -> tuple[int, int]:
    """First and last NNNN of a hundred: ``0 -> 1, 99``, ``4 -> 400, 499``."""
    return max(1, number * 100), number * 100 + 99
