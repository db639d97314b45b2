"""Codes that our own papers bear: the dossier's of a receipt, the recovery sheet's.

A dossier's is ``<agency id>-yyMMdd-NNNN`` (domain.md §3.1), also with more digits at the end and, from the ministries'
system of 2026, with the year in full. Procedures run centrally for the whole country have ``AAXXXX`` there: two digits
of the system's owner, then the number of the day, four digits or more (TT 03/2025/TT-VPCP Đ13.3, added by TT 04/2025).
The recovery sheet's is told apart from everything else, so that its digits reach nothing but their page.
"""

import re
from datetime import date

from desk.cards.formats.mrz import as_printed
from models.codes.recovery_digits import PREFIX
from models.codes.signed_paper import LEAST_DIGITS, MOST_DIGITS

_AGENCY = r"[0-9A-Z]+(?:\.[0-9A-Z]+)*"
_LEVEL_ONE = r"(?:[A-Y][0-9]{2}|[0-9]{3})[.\-]"
"""How an agency's identifier begins in practice: ``H26.`` or, written the old way round, ``000.``."""

_SCANNERS_LETTER = rf"(?:\][A-Za-z][0-9A-Za-z])?(?:\\[0-9]{{6}})?(?:[a-z](?![0-9]{{2}}[.\-])|[A-Z](?={_LEVEL_ONE}))?"
_NEXT = rf"(?={_LEVEL_ONE}(?:[0-9A-Z.]*-)?[0-9]{{6,8}}-)"
_CODE = re.compile(
    rf"{_SCANNERS_LETTER}(?P<code>(?P<agency>{_AGENCY})-(?P<day>[0-9]{{8}}|[0-9]{{6}})-[0-9]{{4,12}}?)"
    rf"\s*(?:\Z|{_SCANNERS_LETTER}{_NEXT})"
)


def dossier_code(text: str) -> tuple[str, int] | None:
    """The code at the start of the text and the characters it took; None unless only codes follow.

    In small letters, as a keyboard with Caps Lock on types it, it is the same code.
    """
    found = _CODE.match(text) or _CODE.match(as_printed(text))
    if found is None or len(found["agency"]) > 35 or not _exists(found["day"]):
        return None
    return found["code"], found.end()


_PAPER = re.compile(
    rf"(?P<lead>\s*(?:\][A-Za-z][0-9A-Za-z])?(?:\\[0-9]{{6}})?)(?P<code>\S{{4,80}}?)"
    rf"-(?P<digits>[0-9]{{{LEAST_DIGITS},{MOST_DIGITS}}}?)\s*(?:\Z|{_SCANNERS_LETTER}{_NEXT})"
)


def signed_paper(text: str) -> tuple[str, str, int] | None:
    """The signed paper that the text begins with: its code as the bars have it, its digits, the characters it took.

    Whose code it is, and whether the signature is right, is not looked at.
    """
    found = _PAPER.match(text)
    return None if found is None else (found["lead"] + found["code"], found["digits"], found.end())


def _exists(digits: str) -> bool:
    century = "" if len(digits) == 8 else "20"
    try:
        date.fromisoformat(century + digits)
    except ValueError:
        return False
    return True


_SHEET = re.compile(
    r"\s*(?:\][A-Za-z][0-9A-Za-z])?(?:\\[0-9]{6})?\s*" + re.escape(PREFIX) + r"([0-9 \-]{1,80})", re.IGNORECASE
)


def recovery_digits(text: str) -> tuple[str, int] | None:
    """The digits and groups of the recovery sheet the text begins with, and how long it all is; None = with others."""
    found = _SHEET.match(text)
    return None if found is None else (found[1].strip(), found.end())
