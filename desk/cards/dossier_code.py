"""Dossier codes as receipts bear them: ``<agency id>-yyMMdd-NNNN`` (domain.md §3.1).

Also with more digits at the end and, from the ministries' system of 2026, with the year in full.
"""

import re
from datetime import date

_AGENCY = r"[0-9A-Z]+(?:\.[0-9A-Z]+)*"
_LEVEL_ONE = r"(?:[A-Y][0-9]{2}|[0-9]{3})[.\-]"
"""How an agency's identifier begins in practice: ``H26.`` or, written the old way round, ``000.``."""

_SCANNERS_LETTER = rf"(?:\][A-Za-z][0-9A-Za-z])?(?:\\[0-9]{{6}})?(?:[a-z](?![0-9]{{2}}[.\-])|[A-Z](?={_LEVEL_ONE}))?"
_NEXT = rf"(?={_LEVEL_ONE}(?:[0-9A-Z.]*-)?[0-9]{{6,8}}-)"
_CODE = re.compile(
    rf"{_SCANNERS_LETTER}(?P<code>(?P<agency>{_AGENCY})-(?P<day>[0-9]{{8}}|[0-9]{{6}})-[0-9]{{4,7}}?)"
    rf"\s*(?:\Z|{_SCANNERS_LETTER}{_NEXT})"
)


def first(text: str) -> tuple[str, int] | None:
    """The code at the start of the text and the characters it took; None unless only codes follow."""
    found = _CODE.match(text)
    if found is None or len(found["agency"]) > 35 or not _exists(found["day"]):
        return None
    return found["code"], found.end()


def _exists(digits: str) -> bool:
    century = "" if len(digits) == 8 else "20"
    try:
        date.fromisoformat(century + digits)
    except ValueError:
        return False
    return True
