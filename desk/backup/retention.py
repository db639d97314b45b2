"""Retention of backups: the last of so many days, weeks and months, and always the newest complete one."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta

from models.calendar.clock import local


def to_delete(made: Iterable[datetime], *, days: int, weeks: int, months: int) -> set[datetime]:
    """Which complete backups to remove. The newest is never among them.

    A day, week (Monday to Sunday) or month counts only if there is a copy of it, so that after a long closing the
    older ones are still there.

    Args:
        made: when each was made.
        days: how many days keep their last copy.
        weeks: how many weeks.
        months: how many months.
    """
    newest_first = sorted(set(made), reverse=True)
    kept = set(newest_first[:1])
    for most, period in ((days, _day), (weeks, _week), (months, _month)):
        kept |= _last_of_each(newest_first, most, period)
    return set(newest_first) - kept


def is_due(at: str, last: datetime | None, now: datetime) -> bool:
    """Whether a backup is due: its time of day has passed since the last one.

    A PC that was off at that time makes it when it is on again.

    Args:
        at: wall time of each day, ``"16:45"``.
        last: when the last whole copy was made; None = never.
        now: the present.
    """
    if last is None:
        return True
    hour, minute = map(int, at.split(":"))
    today = local(now).replace(hour=hour, minute=minute, second=0, microsecond=0)
    latest = today if today <= local(now) else today - timedelta(days=1)
    return last < latest


def _last_of_each(newest_first: list[datetime], most: int, period: Callable[[datetime], Hashable]) -> set[datetime]:
    seen: dict[Hashable, datetime] = {}
    for one in newest_first:
        if period(one) not in seen:
            if len(seen) >= most:
                break
            seen[period(one)] = one
    return set(seen.values())


def _day(at: datetime) -> Hashable:
    return local(at).date()


def _week(at: datetime) -> Hashable:
    return local(at).isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return local(at).year, local(at).month
