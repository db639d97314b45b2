"""Invented facts for trial prints of these papers."""

from datetime import time, timedelta

from models.calendar.clock import local_day
from models.ids import SubjectId
from models.subjects.mobile.mobile_point import MobilePoint
from models.subjects.mobile.preprinted_slip import PreprintedSlip
from printing.forms import trial
from printing.forms.body import Given
from printing.forms.mobile.point_papers import PointPaper


def blank(given: Given, _letter: str) -> PreprintedSlip:
    """A slip whose number no dossier has."""
    return PreprintedSlip(id=SubjectId("slip/thu"), number=0, agency=given.office.unit.id, made_at=given.printed_at)


def at_point(given: Given, letter: str) -> PointPaper:
    """A morning at a culture house."""
    day = local_day(given.printed_at)
    point = MobilePoint(
        id=SubjectId("point/thu"),
        place="Nhà văn hóa thôn Mẫu Thượng",
        day=day,
        begins=time(8),
        ends=time(11),
        results_place="Nhà văn hóa thôn Mẫu Thượng",
        results_day=day + timedelta(days=7),
        results_time=time(8, 30),
    )
    return PointPaper(point=point, dossiers=trial.several_received(given, letter))
