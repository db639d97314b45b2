"""Print jobs of home visits: the route sheet of a day, and the card left at the door."""

from datetime import date

from desk.desk import Desk
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.reach import check_loaded
from desk.rights import Permission, require
from desk.staff import colleagues
from desk.visits import bringing, planning
from desk.visits.requests import VisitUnknown
from desk.words.visits.visit import GROUND, laptop_words, note_words
from models.calendar.clock import local
from models.ids import DeviceId, SubjectId
from models.not_allowed import OfOneVerb
from models.store.projections.visits.visit import VISITS
from models.subjects.visits.visit import Visit
from printing.forms.table import DOOR_CARD, ROUTE_SHEET
from printing.forms.versions import forms_in_force
from printing.forms.visits.visit_papers import DoorCard, RouteSheet, Stop, StopProcedure, StopResult

_SHORT = 8
"""So many last characters of its name does a card bear; they are random."""


class NobodyToVisit(OfOneVerb):
    """No visit is planned."""

    sentence = "Ngày này chưa xếp lượt tận nhà nào còn phải đi."


class NotMissed(OfOneVerb):
    """Nobody has said that nobody was met."""

    sentence = "Lượt này chưa ghi là không gặp; ghi không gặp rồi in thẻ."


def route_job(desk: Desk, day: date, laptop: DeviceId | None = None) -> PrintJob:
    """The route sheet of a day: the visits that are still to be done; noted on the first of them.

    Args:
        desk: open.
        day: which.
        laptop: the route of this machine alone; None = of all, one after the other.

    Raises:
        NobodyToVisit, ContactTooOld, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    visits = [one for one in planning.route(desk, day, laptop) if one.is_open]
    if not visits:
        raise NobodyToVisit
    check_loaded(desk, (one.id for one in visits))
    first, names = visits[0], colleagues.names(desk)
    plans = [one.plan for one in visits if one.plan is not None]
    officers = dict.fromkeys(names.get(one.officer, one.officer) for one in plans if one.officer)
    laptops = dict.fromkeys(laptop_words(one.laptop) for one in plans if one.laptop is not None)
    told = RouteSheet(
        number=f"TN-{day:%y%m%d}" + (f"-{laptop}" if laptop is not None else ""),
        day=day,
        stops=tuple(_stop(desk, one) for one in visits),
        officer=", ".join(officers),
        laptop=", ".join(laptops),
    )
    return form_jobs.job_of(desk, ROUTE_SHEET, told, first.id, forms_in_force(desk.today), first.route_copies)


def card_job(desk: Desk, visit_id: SubjectId) -> PrintJob:
    """The card left at the door of somebody who was not met the last time.

    Raises:
        VisitUnknown, NotMissed, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    visit = desk.store.log.subject(VISITS, visit_id)
    if visit.requested_at is None:
        raise VisitUnknown(visit_id)
    if not visit.tries:
        raise NotMissed
    last = visit.tries[-1]
    told = DoorCard(
        number=f"KG-{visit.id[-_SHORT:]}",
        name=visit.person.full_name,
        tried=f"{local(last.at):%H:%M, ngày %d/%m/%Y}",
        next_on=last.next_on,
        next_at=last.next_at,
        officer=colleagues.names(desk).get(last.by, ""),
        phone=desk.settings.office.phone,
    )
    return form_jobs.job_of(desk, DOOR_CARD, told, visit.id, forms_in_force(desk.today), visit.card_copies)


def _stop(desk: Desk, visit: Visit) -> Stop:
    person = visit.person
    return Stop(
        name=person.full_name,
        phone=person.phone,
        address=person.address,
        hamlet=visit.hamlet,
        ground=GROUND[visit.ground] if visit.ground else "",
        procedures=tuple(
            StopProcedure(name=one.name, papers=one.papers, several=one.several)
            for one in bringing.wanted(desk, visit.procedures)
        ),
        results=tuple(
            StopResult(code=one.code, procedure=one.procedure, place=one.place, owes=one.owes)
            for one in bringing.results(desk, visit)
            if not one.ended
        ),
        note=note_words(visit),
    )
