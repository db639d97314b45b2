"""What becomes of a visit at the door. Intake and return are those of the counter and name their visit."""

from datetime import date

from desk.desk import Desk
from desk.rights import Permission, require
from desk.visits import planning
from desk.visits.planning import DayGoneBy
from desk.visits.requests import open_visit
from models.events import AnyEvent, VisitDone, VisitMissed, VisitPlanned
from models.ids import SubjectId
from models.store.projections.visits.visit import VISITS
from models.subjects.visits.visit import Visit
from models.text import clean


def missed(desk: Desk, visit_id: SubjectId, *, next_on: date | None = None, next_at: str = "", note: str = "") -> Visit:
    """Nobody was met. With a day for the next try the visit is planned on it, for the same laptop and officer.

    Raises:
        DayGoneBy, VisitUnknown, VisitEnded, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.VISIT)
    visit = open_visit(desk, visit_id)
    if next_on is not None and next_on < desk.today:
        raise DayGoneBy
    seen, was = planning.standing(visit), visit.plan
    facts: list[tuple[SubjectId, AnyEvent]] = [
        (visit.id, VisitMissed(next_on=next_on, next_at=clean(next_at), note=clean(note), seen=seen))
    ]
    if next_on is not None:
        laptop, officer = (was.laptop, was.officer) if was is not None else (None, desk.by)
        order = planning.last_place(desk, next_on, laptop) + 1
        again = VisitPlanned(day=next_on, order=order, laptop=laptop, officer=officer, seen=seen)
        facts.append((visit.id, again))
    desk.store.log.record_all(desk.by, facts)
    return desk.store.log.subject(VISITS, visit.id)


def done(desk: Desk, visit_id: SubjectId, note: str = "") -> Visit:
    """The visit has come to its end, whether something was taken in or not; the note says what is to be known.

    Raises:
        VisitUnknown, VisitEnded, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.VISIT)
    visit = open_visit(desk, visit_id)
    desk.store.log.record(visit.id, desk.by, VisitDone(note=clean(note)))
    return desk.store.log.subject(VISITS, visit.id)
