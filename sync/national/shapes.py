"""Field formats of the national interface: dates, codes, numbers, phones, texts of limited length."""

import re
from datetime import date, datetime

from models.calendar.clock import instant, local, micros
from models.text import clean

MOST_OFFICER = 50
"""NguoiXuLy (domain.md §5.2 B)."""
MOST_SUMMARY = 1000
"""TrichYeuHoSo (F5 B)."""
MOST_FILE_NAME = 4000
"""TenTepDinhKem (F5 B)."""
MOST_TEXT = 4000
"""Any other text: nobody published a limit, and a longer one helps nobody."""

SHORTENED = "…"
"""What a shortened text ends in, so that everybody sees there was more. The whole text stays in the dossier."""

NUMBER = re.compile(r"[0-9]{12}")
"""Personal number (số định danh): LoaiDinhDanh 1."""
OLD_NUMBER = re.compile(r"[0-9]{9}")
"""Former number (CMND): LoaiDinhDanh 2."""
TAX_CODE = re.compile(r"[0-9]{10}(-[0-9]{3})?|[0-9]{12,13}")
"""Ten digits, with three more for a branch; a household's is the personal number since 01/07/2025."""
PROCEDURE = re.compile(r"([0-9]\.[0-9]{6})(?:\.[0-9A-Z]+)*")
"""``1.001193``, or with an agency behind it (``2.000815.000.00.00.H55``): domain.md §3.2, §3.3."""
EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+")

_PHONE = re.compile(r"0(?:[35789][0-9]{8}|2[0-9]{9})")
_CODE = re.compile(r"(?P<agency>[0-9A-Z]+(?:\.[0-9A-Z]+)*)-(?P<day>[0-9]{8}|[0-9]{6})-[0-9]{4,7}")
_MOST_AGENCY = 35


def cut(text: str, most: int) -> str:
    """The text on one line, at most so many characters; one that was longer ends in ``SHORTENED``."""
    tidy = clean(text)
    return tidy if len(tidy) <= most else tidy[: most - len(SHORTENED)].rstrip() + SHORTENED


def stamp(at: datetime | None) -> str:
    """``yyyyMMddHHmmss`` on the office wall (Asia/Ho_Chi_Minh); empty for none."""
    if at is None:
        return ""
    wall = local(instant(micros(at)))
    return f"{wall.year:04d}{wall:%m%d%H%M%S}"


def phone(text: str) -> str:
    """Digits of a Vietnamese telephone number as dialled in the country; empty when it is none."""
    digits = re.sub(r"[\s.\-()]", "", text)
    digits = re.sub(r"^(?:\+84|0084|84(?=[0-9]{9,10}$))0?", "0", digits)
    return digits if _PHONE.fullmatch(digits) else ""


def procedure(code: str) -> str:
    """The national part of a procedure's code; empty when it has no such shape."""
    found = PROCEDURE.fullmatch(code)
    return found[1] if found else ""


def is_code(code: str) -> bool:
    """Whether this is a dossier code: agency, day (a real one), number of the day (domain.md §3.1)."""
    found = _CODE.fullmatch(code)
    if found is None or len(found["agency"]) > _MOST_AGENCY:
        return False
    day = found["day"] if len(found["day"]) == 8 else "20" + found["day"]
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
