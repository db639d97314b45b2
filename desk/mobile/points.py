"""Mobile points (điểm lưu động): the office for some hours at a culture house, one laptop, paper numbers, no network.

While this machine works at one, what it takes in knows the place (``desk.away``), and its results are given out where
and when the point says, unless the citizen wants them by post.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta

from msgspec import Struct

from desk.away import point_here
from desk.desk import Desk
from desk.dossiers import work_lists
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, require
from models.events import (
    MOBILE_POINT,
    MobilePointCancelled,
    MobilePointClosed,
    MobilePointOpened,
    MobilePointPlanned,
    ReturnBy,
)
from models.ids import SubjectId, new_subject
from models.not_allowed import OfOneVerb, ReasonMissing
from models.store.projections.mobile.mobile_point import MOBILE_POINTS, MobilePoints
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.mobile.mobile_point import MobilePoint, PointState
from models.subjects.work_lists import WorkList
from models.text import clean
from printing.forms.mobile.point_papers import PointPaper
from printing.forms.table import POINT_BOARD, POINT_RESULTS
from printing.forms.versions import forms_in_force

_LISTED_DAYS = 30
"""So long a point that is over is listed: its results are given out meanwhile."""


class PointUnknown(OfOneVerb):
    """No mobile point has this name here."""

    sentence = "Không có điểm lưu động này ở máy này."


class PlaceMissing(OfOneVerb):
    """A place must be named."""

    sentence = "Ghi nơi đặt điểm lưu động."


class HoursImpossible(OfOneVerb):
    """It ends before it begins."""

    sentence = "Giờ kết thúc phải sau giờ bắt đầu."


class ResultsDayImpossible(OfOneVerb):
    """Results are given out before anything is taken in."""

    sentence = "Ngày trả kết quả không thể trước ngày tiếp nhận."


class PointOver(OfOneVerb):
    """It is cancelled, or this machine is elsewhere already."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NothingThere(OfOneVerb):
    """Nothing was taken in there, or no result lies at the desk for it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class PointPlan(Struct, frozen=True, kw_only=True):
    """Where and when; see ``MobilePointPlanned``."""

    place: str
    day: date
    begins: time
    ends: time
    address: str = ""
    results_place: str = ""
    results_day: date | None = None
    results_time: time | None = None


def plan(desk: Desk, wanted: PointPlan, point: SubjectId | None = None) -> MobilePoint:
    """Plan a point, or say otherwise of one; what was taken in there keeps what was promised.

    Raises:
        PlaceMissing, HoursImpossible, ResultsDayImpossible, PointUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_IN)
    if not clean(wanted.place):
        raise PlaceMissing
    if wanted.ends <= wanted.begins:
        raise HoursImpossible
    if wanted.results_day is not None and wanted.results_day < wanted.day:
        raise ResultsDayImpossible
    id_ = new_subject(MOBILE_POINT) if point is None else _known(desk, point).id
    event = MobilePointPlanned(
        place=clean(wanted.place),
        day=wanted.day,
        begins=wanted.begins,
        ends=wanted.ends,
        address=clean(wanted.address),
        results_place=clean(wanted.results_place),
        results_day=wanted.results_day,
        results_time=wanted.results_time,
    )
    desk.store.log.record(id_, desk.by, event)
    return desk.store.log.subject(MOBILE_POINTS, id_)


def open_point(desk: Desk, point: SubjectId) -> MobilePoint:
    """This machine works there from now on. Opened already: nothing new.

    Raises:
        PointUnknown. PointOver: it was cancelled, or this machine works at another one. RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_IN)
    known, here = _known(desk, point), point_here(desk)
    if here is not None and here.id != point:
        raise PointOver(f"Máy này đang làm ở {here.place}; đóng điểm đó trước.")
    if known.state is PointState.CANCELLED:
        raise PointOver("Điểm này đã hủy; lập điểm mới.")
    if here is None:
        desk.store.log.record(point, desk.by, MobilePointOpened())
    return desk.store.log.subject(MOBILE_POINTS, point)


def close_point(desk: Desk) -> MobilePoint:
    """This machine works at the office again, or on the way.

    Raises:
        PointOver: it works at no mobile point. RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_IN)
    here = point_here(desk)
    if here is None:
        raise PointOver("Máy này không làm ở điểm lưu động nào.")
    desk.store.log.record(here.id, desk.by, MobilePointClosed())
    return desk.store.log.subject(MOBILE_POINTS, here.id)


def cancel(desk: Desk, point: SubjectId, reason: str) -> MobilePoint:
    """It does not take place.

    Raises:
        PointUnknown, ReasonMissing. PointOver: somebody has worked there. RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_IN)
    known = _known(desk, point)
    if known.state is not PointState.PLANNED:
        raise PointOver("Điểm này đã làm, không hủy được nữa.")
    if not clean(reason):
        raise ReasonMissing
    desk.store.log.record(point, desk.by, MobilePointCancelled(reason=clean(reason)))
    return desk.store.log.subject(MOBILE_POINTS, point)


def listed(desk: Desk) -> tuple[MobilePoint, ...]:
    """Those to come and those of the last days, in the order of their days.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    return tuple(desk.store.lists(MobilePoints).since(desk.today - timedelta(days=_LISTED_DAYS)))


def results(desk: Desk, point: SubjectId) -> tuple[Dossier, ...]:
    """Results at the desk that are given out where this point says; whose they are is recorded as shown.

    Raises:
        PointUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    known = _known(desk, point)
    there = set(known.dossiers)
    found: list[Dossier] = []
    after = None
    while page := work_lists.listed(desk, WorkList.READY, after=after):
        after = page[-1]
        found += [
            desk.store.log.dossier(row.id) for row in page if row.id in there and row.return_by == ReturnBy.COUNTER
        ]
    order = {one: place for place, one in enumerate(known.dossiers)}
    return tuple(sorted(found, key=lambda one: order[one.id]))


def board_job(desk: Desk, point: SubjectId) -> PrintJob:
    """What was taken in there, for the hamlet's board: no numbers of people, names shortened.

    Raises:
        PointUnknown, NothingThere, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    known = _known(desk, point)
    dossiers = _told(desk, known.dossiers)
    if not dossiers:
        raise NothingThere("Chưa tiếp nhận hồ sơ nào ở điểm này.")
    told = PointPaper(point=known, dossiers=dossiers)
    return form_jobs.job_of(desk, POINT_BOARD, told, point, forms_in_force(desk.today), known.board_copies)


def results_job(desk: Desk, point: SubjectId) -> PrintJob:
    """The results to be taken along, with room for whoever receives each to sign.

    Raises:
        PointUnknown, NothingThere, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    known, dossiers = _known(desk, point), results(desk, point)
    if not dossiers:
        raise NothingThere("Chưa có kết quả nào ở quầy để mang ra điểm này.")
    told = PointPaper(point=known, dossiers=dossiers)
    return form_jobs.job_of(desk, POINT_RESULTS, told, point, forms_in_force(desk.today), known.results_copies)


def _known(desk: Desk, point: SubjectId) -> MobilePoint:
    known = desk.store.log.subject(MOBILE_POINTS, point) if point.startswith(MOBILE_POINT) else None
    if known is None or not known.place:
        raise PointUnknown
    return known


def _told(desk: Desk, dossiers: Iterable[SubjectId]) -> tuple[Dossier, ...]:
    """Those that were taken in and not voided since."""
    found = [desk.store.log.dossier(one) for one in dossiers]  # type: ignore[arg-type]  # names of dossiers
    return tuple(one for one in found if one.code and one.status is not DossierStatus.VOIDED)
