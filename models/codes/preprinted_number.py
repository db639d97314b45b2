"""Numbers of slips printed before the trip: ``PIS.<agency id>-NNNN``, the last digits of a dossier code to come."""

import re

PREPRINTED_PREFIX = "PIS."

_DIGITS = re.compile(r"[0-9]{1,4}")


def preprinted_number(agency: str, digits: int) -> str:
    """What the slip's code says."""
    return f"{PREPRINTED_PREFIX}{agency}-{digits:04d}"


def preprinted_digits(typed: str) -> int | None:
    """The four digits that were typed, or stand in a scanned code; None = these are none."""
    before, found, number = typed.strip().upper().partition(PREPRINTED_PREFIX)
    if found and len(before) > 1:
        return None
    digits = number.rpartition("-")[2] if found else before
    return int(digits) if _DIGITS.fullmatch(digits) and int(digits) else None
