"""Blocks of the daily numbers in dossier codes: each machine of an office has one. Shared by settings, wire and hub."""

from models.ids import DeviceId

HIGHEST = 9_999
"""NNNN of a dossier code has four digits."""

LAST_OF_THOUSANDS = 9
"""The last machine that has a thousand of its own."""


def thousand(number: int) -> tuple[int, int]:
    """First and last NNNN of the thousand of machine ``number``: ``3 -> 3001, 3999``."""
    return number * 1_000 + 1, number * 1_000 + 999


def hundred(number: int) -> tuple[int, int]:
    """First and last NNNN of a hundred: ``0 -> 1, 99``, ``4 -> 400, 499``."""
    return max(1, number * 100), number * 100 + 99


def usual_block(number: DeviceId) -> tuple[int, int]:
    """First and last NNNN of the dossier codes of machine ``number``; no two machines up to 19 share one.

    Machine 3 has 3001 to 3999. From the tenth on each has a hundred of those that no low machine uses: 0001 to 0099,
    0100 to 0199 … 0900 to 0999. Beyond the nineteenth somebody has to say: ``(1, 9999)`` is given, which is never
    right in an office of several machines.
    """
    if 1 <= number <= LAST_OF_THOUSANDS:
        return thousand(number)
    if number <= LAST_OF_THOUSANDS + 10:
        return hundred(number - LAST_OF_THOUSANDS - 1)
    return 1, HIGHEST
