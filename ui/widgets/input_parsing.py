"""Parses what a clerk types: days, years, amounts. Nothing is padded, cut or guessed."""

import re
from datetime import date, datetime, time

from models.calendar.clock import from_local

_DAY = re.compile(r"(\d{1,2})(?:\s*[/.\-]\s*|\s)(\d{1,2})(?:\s*[/.\-]\s*|\s)(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[\s/.\-]\d{1,2}[\s/.\-]\d{2}|\d{6}|\d{2}", re.ASCII)
_EIGHT = re.compile(r"\d{8}", re.ASCII)
_MOMENT = re.compile(r"(.+?)(?:\s+(\d{1,2})[:hg](\d{2})?)?")


def day(text: str) -> date:
    """``"1/2/1990"``, ``"01.02.1990"`` or ``"01021990"``.

    Raises:
        ValueError: not a day of the calendar, written day first.
    """
    bare = text.strip()
    found = _DAY.fullmatch(bare)
    if found:
        return date(int(found[3]), int(found[2]), int(found[1]))
    if len(bare) == 8 and bare.isascii() and bare.isdigit():
        return date(int(bare[4:]), int(bare[2:4]), int(bare[:2]))
    raise ValueError(text)


def born(text: str) -> tuple[date | None, int | None]:
    """A birthday, or a year alone (elderly people often have no more): ``(day, None)`` or ``(None, year)``.

    Raises:
        ValueError: neither.
    """
    bare = text.strip()
    if not bare:
        return None, None
    if len(bare) == 4 and bare.isascii() and bare.isdigit():
        return None, int(bare)
    return day(bare), None


def no_day_words(text: str) -> str:
    """Why what was typed is no day: a year that is not there in full, another order, or no day of the calendar."""
    bare = text.strip()
    if _SHORT_YEAR.fullmatch(bare) or _NO_YEAR.fullmatch(bare):
        return "Ghi năm đủ bốn chữ số, ví dụ 15/3/1990."
    if _DAY.fullmatch(bare) or _EIGHT.fullmatch(bare):
        return "Không có ngày này."
    return "Ghi ngày, tháng, năm như 15/3/1990."


def no_birth_words(text: str) -> str:
    """Why what was typed is no birthday: as of a day; where no day is known (00/00/1990, 3/1990) the year is asked."""
    *others, year = re.findall(r"\d+", text.strip(), re.ASCII) or [""]
    is_year = len(year) == 4 and text.strip().endswith(year) and year[:2] in {"19", "20"}
    if is_year and (len(others) < 2 or not all(map(int, others))):
        return f"Không rõ ngày, tháng thì chỉ ghi năm: {year}."
    return no_day_words(text)


_NO_YEAR = re.compile(r"\d{1,2}[\s/.\-]\d{1,2}", re.ASCII)


def no_moment_words(text: str) -> str:
    """Why what was typed is no appointment: a year that is not there in full, no such hour, no such day."""
    bare = text.strip()
    found = _MOMENT.fullmatch(bare)
    of_day = found[1] if found else bare
    if _SHORT_YEAR.fullmatch(of_day) or _NO_YEAR.fullmatch(of_day):
        return "Ghi năm đủ bốn chữ số, ví dụ 25/11/2026 hoặc 25/11/2026 10:30."
    try:
        day(of_day)
    except ValueError:
        words = re.match(r"\S+", bare)
        try:
            day(words[0] if words else "")
        except ValueError:
            return "Không có ngày này; ghi như 25/11/2026 hoặc 25/11/2026 10:30."
    return "Không có giờ này; ghi như 25/11/2026 10:30."


def moment(text: str) -> datetime:
    """``"25/11/2026"`` (end of the working day, 17:00) or ``"25/11/2026 10:30"``, as an instant.

    Raises:
        ValueError: neither.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    at = time(int(found[2]), int(found[3] or 0)) if found[2] else time(17, 0)
    return from_local(datetime.combine(day(found[1]), at))


def count(text: str, *, least: int = 1) -> int:
    """A whole number, of one at least unless another least is given.

    Raises:
        ValueError: anything else.
    """
    bare = text.strip()
    if not (bare.isascii() and bare.isdigit()) or int(bare) < least:
        raise ValueError(text)
    return int(bare)


def day_words(on: date | None, year: int | None = None) -> str:
    """A day as it is typed and printed, or the year, or nothing."""
    return f"{on:%d/%m/%Y}" if on else str(year or "")
