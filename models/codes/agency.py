"""The format of an agency identifier (QĐ 20/2020/QĐ-TTg, Điều 4-6; before it QCVN 102:2016)."""

import re
from enum import StrEnum

LONGEST = 35
"""QĐ 20/2020: no identifier is longer."""

_LETTERS = re.compile(r"[0-9A-Z.]*")
_TODAY = re.compile(r"[A-Y][0-9]{2}(\.[0-9A-Z]+)*")
"""Level 1 first, ``MX1X2``: H26.12.34."""
_BEFORE = re.compile(r"([0-9]{2,3}\.){1,3}[A-Y][0-9]{2}")
"""The old order, level 1 last: 000.17.22.H56. Still met."""


class AgencyFault(StrEnum):
    """What is wrong with an identifier."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    LETTERS = "letters"
    """Something else than capital letters, digits and dots."""
    SHAPE = "shape"


def agency_fault(identifier: str) -> AgencyFault | None:
    """What is wrong with this identifier of a state agency; None = it is written as one."""
    if not identifier:
        return AgencyFault.MISSING
    if len(identifier) > LONGEST:
        return AgencyFault.TOO_LONG
    if _LETTERS.fullmatch(identifier) is None:
        return AgencyFault.LETTERS
    if _TODAY.fullmatch(identifier) or _BEFORE.fullmatch(identifier):
        return None
    return AgencyFault.SHAPE
