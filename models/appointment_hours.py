"""Hours of appointments as people type them: ``07:30-11:30, 13:30-17:00``, and weekdays: ``2-6``, ``7``, ``CN``."""

from collections.abc import Iterator

from models.calendar.calendar_days import parse_sessions
from models.events import MinuteRange, WeeklyRange

SUNDAY = "CN"
_NAMES = {"2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5, SUNDAY: 6}
"""Weekdays as Vietnamese counts them: the second is Monday."""


def hours_typed(text: str) -> tuple[MinuteRange, ...]:
    """Stretches of a day.

    Raises:
        ValueError: of another shape, out of order, overlapping.
    """
    found = parse_sessions(text.replace(";", ",").replace("h", ":"))
    return tuple(
        MinuteRange(one.opens.hour * 60 + one.opens.minute, one.closes.hour * 60 + one.closes.minute) for one in found
    )


def weekly_typed(weekdays: str, hours: str) -> tuple[WeeklyRange, ...]:
    """The same stretches on each of these weekdays.

    Raises:
        ValueError: no such weekday, or of the hours.
    """
    stretches = hours_typed(hours)
    return tuple(
        WeeklyRange(day, one.since, one.until) for day in sorted(set(_weekdays(weekdays))) for one in stretches
    )


def minute_typed(text: str) -> int:
    """``"7:30"`` as minutes after midnight.

    Raises:
        ValueError: no time of day.
    """
    hour, _, minute = text.strip().lower().replace("h", ":").partition(":")
    found = int(hour) * 60 + int(minute or "0")
    if not (hour.isdecimal() and 0 <= int(minute or "0") < 60 and 0 <= found < 24 * 60):
        raise ValueError(text)
    return found


def _weekdays(text: str) -> Iterator[int]:
    for part in filter(None, (one.strip().upper() for one in text.split(","))):
        first, dash, last = (one.strip() for one in part.partition("-"))
        if first not in _NAMES or (dash and last not in _NAMES):
            raise ValueError(part)
        yield from range(_NAMES[first], _NAMES[last or first] + 1)
