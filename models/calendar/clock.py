"""The clock: the only module that reads the PC's time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Vietnam has one zone and no summer time, so no zone database is needed."""

Clock = Callable[[], datetime]
"""Gives the present instant, in UTC. Tests hand in their own."""


def wall_clock() -> datetime:
    """What this PC's clock says, in UTC."""
    return datetime.now(UTC)


def local(at: datetime) -> datetime:
    """An instant as the clock on the office wall shows it."""
    return at.astimezone(VIETNAM)


def local_day(at: datetime) -> date:
    """The day on the office calendar at this instant."""
    return local(at).date()


def from_local(wall: datetime) -> datetime:
    """An instant in UTC from the naive time on the office wall (an aware one is only converted).

    Raises:
        ValueError: in UTC it is before the year 1 or after 9999. Some systems write 0001-01-01 for no time.
    """
    try:
        return (wall if wall.tzinfo else wall.replace(tzinfo=VIETNAM)).astimezone(UTC)
    except OverflowError as wrong:
        raise ValueError("no instant of a year from 1 to 9999") from wrong


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EXACT = (1 << 32) * 1_000_000
"""Before the year 2106 a float holds the seconds to a quarter of a microsecond, so that rounding gives the very one, in
a third of the time that adding takes: half of reading an event."""
_LATEST = (datetime(9999, 12, 30, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_EARLIEST = (datetime(1, 1, 2, tzinfo=UTC) - _EPOCH) // _MICROSECOND


def micros(at: datetime) -> int:
    """Microseconds since 1970. A time without a zone is the office wall's; the calendar's ends are drawn in."""
    passed = (at if at.tzinfo else at.replace(tzinfo=VIETNAM)) - _EPOCH
    value = (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
    return value if _EARLIEST <= value <= _LATEST else min(max(value, _EARLIEST), _LATEST)


def day_number(at: datetime) -> int:
    """Days since 1970, UTC."""
    return (at - _EPOCH) // timedelta(days=1)


def instant(value: int) -> datetime:
    """The instant that many microseconds after 1970, in UTC.

    Raises:
        OverflowError: no calendar knows it.
    """
    if 0 <= value < _EXACT:
        return datetime.fromtimestamp(value / 1_000_000, UTC)
    return _EPOCH + timedelta(microseconds=value)
