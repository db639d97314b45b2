"""What becomes of a visit at the door. Intake and return are those of the counter and name their visit."""

from datetime import date

from desk.desk import Desk
from desk.dossiers import attachments
from desk.dossiers.returns import SIGNED_SHEET
from desk.rights import Permission, require
from desk.visits import planning
from desk.visits.planning import DayGoneBy
from desk.visits.requests import VisitUnknown, open_visit
from models.events import AnyEvent, VisitDone, VisitMissed, VisitPlanned, VisitSheetSigned
from models.ids import SubjectId
from models.not_allowed import OfOneVerb
from models.store.projections.visits.visit import VISITS
from models.subjects.visits.visit import Visit
from models.text import clean


class NothingToSign(OfOneVerb):
    """No result was given in this visit."""

    sentence = "Lượt này chưa trả kết quả nào nên không có phiếu để ký."


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


def signed(desk: Desk, visit_id: SubjectId, name: str, jpeg: bytes) -> Visit:
    """Keep the picture of the sheet that was signed for what was given in this visit, with each of these dossiers.

    Raises:
        NothingToSign, VisitUnknown, RoleForbids, NobodySignedIn, FileKindUnknown.
        DiskFull, DiskFailing, FolderReadOnly: nothing was kept.
    """
    require(desk, Permission.VISIT)
    visit = desk.store.log.subject(VISITS, visit_id)
    if visit.requested_at is None:
        raise VisitUnknown(visit_id)
    given = visit.unsigned or visit.delivered
    if not given:
        raise NothingToSign
    file = attachments.kept_content(desk, given, name, jpeg, SIGNED_SHEET)
    facts: list[tuple[SubjectId, AnyEvent]] = [(visit.id, VisitSheetSigned(dossiers=given, file=file.digest))]
    desk.store.log.record_all(desk.by, [*((one, file) for one in given), *facts])
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
