"""The 15:00 rule: a same-day matter taken later is ready the next working day (Luật Hộ tịch; NĐ 23/2015/NĐ-CP Đ7)."""

from datetime import datetime, time

from models.calendar.calendar_days import Calendar
from models.procedure import TimeLimit
from models.words.due_reasons import Reason, SameDay, TakenAfter15

LATEST_FOR_SAME_DAY = time(15)
"""The law says "sau 15 giờ": 15:00:00 itself is still in time."""


def same_day(limit: TimeLimit, start: datetime, calendar: Calendar) -> tuple[datetime, tuple[Reason, ...]]:
    """The naive local instant at which a same-day matter is ready, and why; ``start`` lies in working time."""
    if start.time() <= LATEST_FOR_SAME_DAY:
        return calendar.end_of(start.date()), (SameDay(source=limit.source),)
    ready = calendar.end_of(calendar.next_working(start.date()))
    return ready, (TakenAfter15(at=start, source=limit.source),)
