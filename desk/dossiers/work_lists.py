"""The day's lists: who sees which, what each holds now, and the act that is its own.

A leader and a clerk see the office's lists; whoever has not that right sees what they took in or hold themselves. One
row of ``OWN_ACT`` is what F9 does to the marked dossiers of a list.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from desk.access_log import record_shown
from desk.desk import Desk
from desk.dossiers import outcome, process
from desk.reach import returned_here, without_closed
from desk.recording import ManyDone
from desk.rights import Permission, may, require
from models.calendar.clock import from_local
from models.events import ReadBy
from models.ids import ClerkId, DossierId
from models.store.projections.work_lists import WorkLists
from models.subjects.dossier_row import DossierRow
from models.subjects.work_lists import WorkList, WorkQuery, WorkTimes, spans

OwnAct = Callable[[Desk, Iterable[DossierId]], ManyDone]

OWN_ACT: dict[WorkList, OwnAct] = {
    WorkList.TO_ACCEPT: process.accept,
    WorkList.AT_LEADER: outcome.decide,
    WorkList.DECIDED: outcome.check_in_many,
}
"""What is done to many of a list at once. Of those to be handed over lists are made (``hand_over_lists.make``); of any
other list its dossiers are opened."""

_ONE_DAY = timedelta(days=1)
_MOST_LEFT = timedelta(hours=2_000)
"""Time left or past beyond a year of working time is told as this."""


class WorkFilter(Struct, frozen=True, kw_only=True):
    """What a list is narrowed by.

    Attributes:
        field: field of the procedure (lĩnh vực); empty = any.
        unit: id of the unit that has it, empty = the desk itself; None = any.
        mine: only what who works here now has in hand, or has taken in while the desk itself has it.
    """

    field: str = ""
    unit: str | None = None
    mine: bool = False


def listed(
    desk: Desk,
    of: WorkList,
    narrowed: WorkFilter = WorkFilter(),  # noqa: B008 - frozen
    *,
    limit: int = 200,
    after: DossierRow | None = None,
) -> list[DossierRow]:
    """The first dossiers of a list, or those behind one; whose they are is recorded as shown.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    rows = desk.store.lists(WorkLists).page(_query(desk, of, narrowed, _times(desk)), limit=limit, after=after)
    rows = without_closed(desk, rows)
    record_shown(desk, ReadBy.SHOWN, [row.id for row in rows])
    return rows


def every(desk: Desk, of: WorkList) -> Iterator[DossierRow]:
    """All dossiers of a list, for what counts some of them and shows nobody.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    asked, lists, after = _query(desk, of, WorkFilter(), _times(desk)), desk.store.lists(WorkLists), None
    while page := lists.page(asked, after=after):
        yield from page
        after = page[-1]


def counts(
    desk: Desk,
    narrowed: WorkFilter = WorkFilter(),  # noqa: B008 - frozen
    of: Iterable[WorkList] = WorkList,
) -> dict[WorkList, int]:
    """How many dossiers ``listed`` has in all, by list.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    lists, times = desk.store.lists(WorkLists), _times(desk)
    return {one: lists.count(_query(desk, one, narrowed, times)) for one in of}


def left_hours(desk: Desk, row: DossierRow, now: datetime) -> float | None:
    """Working hours to the due date, negative once it has passed; None where it does not count now."""
    if row.due_at is None or not row.runs:
        return None
    late = row.due_at < now
    since, until = (row.due_at, now) if late else (now, row.due_at)
    hours = round(desk.calendar.work_between(since, until, _MOST_LEFT) / timedelta(hours=1), 1)
    return -hours if late else hours


def _query(desk: Desk, of: WorkList, narrowed: WorkFilter, times: WorkTimes) -> WorkQuery:
    return WorkQuery(
        spans=spans(of, times),
        field=narrowed.field,
        unit=narrowed.unit,
        holder=desk.by if narrowed.mine else ClerkId(""),
        of=ClerkId("") if may(desk, Permission.OFFICE_WORK) else desk.by,
        returned=returned_here(desk),
    )


def _times(desk: Desk) -> WorkTimes:
    today = desk.today
    return WorkTimes(
        now=desk.clock(),
        today=_begin(today),
        tomorrow=_begin(today + _ONE_DAY),
        next_ends=_begin(desk.calendar.next_working(today) + _ONE_DAY),
        uncollected_before=_begin(today - timedelta(days=desk.settings.deadlines.uncollected_days)),
    )


def _begin(day: date) -> datetime:
    return from_local(datetime.combine(day, time()))
