"""What is due when: the spans of the lists by due date, and how near the due date of one dossier is.

Overdue is asked of the moment; nothing of it is stored.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from models.calendar.clock import from_local
from models.subjects.dossier_row import DossierRow, DueSpan

if TYPE_CHECKING:
    from desk.desk import Desk

URGENT = timedelta(hours=4)
"""Less working time than this is left: the due date is shown as pressing."""

_ONE_DAY = timedelta(days=1)


class Deadline(StrEnum):
    """A list by due date, of dossiers at work."""

    TODAY = "today"
    """Due today, whether the hour has passed or not."""
    SOON = "soon"
    """Not past due, and due by the end of the last of ``settings.deadlines.soon_days`` working days from tomorrow."""
    OVERDUE = "overdue"


class Nearness(StrEnum):
    """How near a due date is."""

    FAR = "far"
    URGENT = "urgent"
    OVERDUE = "overdue"


def span(desk: "Desk", deadline: Deadline) -> DueSpan:
    """From when to when the dossiers of a list are due, as of now."""
    now, today = desk.clock(), desk.today
    match deadline:
        case Deadline.OVERDUE:
            return DueSpan(before=now)
        case Deadline.TODAY:
            return DueSpan(since=_begin(today), before=_begin(today + _ONE_DAY))
        case Deadline.SOON:
            day = today
            for _ in range(desk.settings.deadlines.soon_days):
                day = desk.calendar.next_working(day)
            return DueSpan(since=now, before=_begin(day + _ONE_DAY))


def nearness(desk: "Desk", row: DossierRow, now: datetime) -> Nearness:
    """How near the due date is; far where it does not count."""
    if row.due_at is None or not row.runs:
        return Nearness.FAR
    if row.due_at < now:
        return Nearness.OVERDUE
    return Nearness.URGENT if desk.calendar.work_between(now, row.due_at, URGENT) < URGENT else Nearness.FAR


def _begin(day: date) -> datetime:
    return from_local(datetime.combine(day, time()))
