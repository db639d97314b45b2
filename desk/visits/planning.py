"""Visits are put on days and in the order of a route, for a laptop and an officer."""

from collections.abc import Iterable, Sequence
from datetime import date

from desk.desk import Desk
from desk.rights import Permission, require
from desk.visits.hamlets import hamlet_key
from desk.visits.requests import open_visit
from desk.visits.shown import shown
from models.events import AnyEvent, VisitPlanned
from models.ids import ClerkId, DeviceId, EventId, SubjectId
from models.not_allowed import OfOneVerb
from models.store.projections.visits.visit import VISITS
from models.store.projections.visits.visit_lists import Visits
from models.subjects.visits.visit import Visit

NOBODY = ClerkId("")
"""Who goes is not said yet."""


class DayGoneBy(OfOneVerb):
    """Nobody goes on a day that has passed."""

    sentence = "Ngày đi đã qua; chọn hôm nay hoặc một ngày tới."


class NoVisitToPlan(OfOneVerb):
    """No visit was named."""

    sentence = "Chọn ít nhất một lượt tận nhà để xếp ngày đi."


def waiting(desk: Desk) -> tuple[Visit, ...]:
    """Visits without a day, hamlet by hamlet, in each the oldest request first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    found = [shown(desk, one) for one in desk.store.lists(Visits).waiting()]
    return tuple(sorted(found, key=lambda one: hamlet_key(one.hamlet)))


def route(desk: Desk, day: date, laptop: DeviceId | None = None) -> tuple[Visit, ...]:
    """The visits of a day in the order of the route, done ones too; those cancelled are none of it.

    Args:
        desk: open.
        day: which.
        laptop: only those of this machine; None = all, one machine after the other.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    return tuple(shown(desk, one) for one in _route(desk, day) if laptop is None or _laptop(one) == laptop)


def left(desk: Desk) -> tuple[Visit, ...]:
    """Visits of earlier days of which nobody has said what became of them, the oldest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    return tuple(shown(desk, one) for one in desk.store.lists(Visits).left_before(desk.today))


def plan(
    desk: Desk,
    visits: Iterable[SubjectId],
    day: date,
    *,
    laptop: DeviceId | None = None,
    officer: ClerkId = NOBODY,
) -> tuple[Visit, ...]:
    """Put visits on a day, behind those of the same hamlet that are there, else at the end of the route.

    Those that have another day, laptop or officer change it. Returned: these visits as they stand then.

    Raises:
        NoVisitToPlan, DayGoneBy, VisitUnknown, VisitEnded, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PLAN_VISITS)
    if day < desk.today:
        raise DayGoneBy
    moved = [open_visit(desk, one) for one in dict.fromkeys(visits)]
    if not moved:
        raise NoVisitToPlan
    ids = {one.id for one in moved}
    ordered = [one for one in _route(desk, day) if _laptop(one) == laptop and one.id not in ids]
    for visit in moved:
        ordered.insert(_behind_its_hamlet(ordered, visit), visit)
    facts = _placed(ordered, day, laptop, dict.fromkeys(ids, officer))
    if facts:
        desk.store.log.record_all(desk.by, facts)
    return tuple(desk.store.log.subject(VISITS, one.id) for one in moved)


def move(desk: Desk, visit_id: SubjectId, by: int) -> tuple[Visit, ...]:
    """Move a visit up (negative) or down its route; returned: the route.

    Raises:
        VisitUnknown, VisitEnded, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PLAN_VISITS)
    visit = open_visit(desk, visit_id)
    at = visit.plan
    if at is None or at.day is None:
        return ()
    ordered = [one for one in _route(desk, at.day) if _laptop(one) == at.laptop]
    place = next(number for number, one in enumerate(ordered) if one.id == visit.id)
    ordered.insert(max(0, min(place + by, len(ordered) - 1)), ordered.pop(place))
    facts = _placed(ordered, at.day, at.laptop, {})
    if facts:
        desk.store.log.record_all(desk.by, facts)
    return route(desk, at.day)


def take_off(desk: Desk, visits: Iterable[SubjectId]) -> tuple[Visit, ...]:
    """Take visits off their day; they wait for another one.

    Raises:
        NoVisitToPlan, VisitUnknown, VisitEnded, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PLAN_VISITS)
    moved = [open_visit(desk, one) for one in dict.fromkeys(visits)]
    if not moved:
        raise NoVisitToPlan
    facts = [(one.id, VisitPlanned(day=None, seen=standing(one))) for one in moved if one.plan is not None]
    if facts:
        desk.store.log.record_all(desk.by, facts)
    return tuple(desk.store.log.subject(VISITS, one.id) for one in moved)


def standing(visit: Visit) -> tuple[EventId, ...]:
    """The plans that a new one takes the place of."""
    return tuple(one.event for one in visit.open_plans)


def last_place(desk: Desk, day: date, laptop: DeviceId | None) -> int:
    """The place of the last visit of a route; 0 = there is none."""
    return max((_place(one)[1] for one in _route(desk, day) if _laptop(one) == laptop), default=0)


def _route(desk: Desk, day: date) -> list[Visit]:
    found = [one for one in desk.store.lists(Visits).of_day(day) if not one.cancelled or one.contradictory]
    return sorted(found, key=_place)


def _behind_its_hamlet(ordered: Sequence[Visit], visit: Visit) -> int:
    key = hamlet_key(visit.hamlet)
    same = [number for number, one in enumerate(ordered) if key and hamlet_key(one.hamlet) == key]
    return same[-1] + 1 if same else len(ordered)


def _placed(
    ordered: Sequence[Visit], day: date, laptop: DeviceId | None, officers: dict[SubjectId, ClerkId]
) -> list[tuple[SubjectId, AnyEvent]]:
    """What must be recorded that a route has this order: nothing of what stands there already."""
    facts: list[tuple[SubjectId, AnyEvent]] = []
    for order, visit in enumerate(ordered, start=1):
        was = visit.plan
        officer = officers.get(visit.id) or (was.officer if was is not None else NOBODY)
        stands = was is not None and (was.day, was.order, was.laptop, was.officer) == (day, order, laptop, officer)
        if not visit.is_open or (stands and not visit.planned_twice):
            continue
        event = VisitPlanned(day=day, order=order, laptop=laptop, officer=officer, seen=standing(visit))
        facts.append((visit.id, event))
    return facts


def _laptop(visit: Visit) -> DeviceId | None:
    return visit.plan.laptop if visit.plan is not None else None


def _place(visit: Visit) -> tuple[int, int, str]:
    at = visit.plan
    return (at.laptop or 0, at.order, visit.id) if at is not None else (0, 0, visit.id)
