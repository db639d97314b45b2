"""Views of mobile points and of slips printed before the trip."""

from collections.abc import Sequence

from msgspec import Struct

from desk.away import point_here
from desk.mobile import points, slips
from desk.mobile.points import PointPlan
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, may
from desk.views.state import Views
from desk.words.visits.mobile import (
    cancelled_words,
    closed_words,
    ended_words,
    made_words,
    opened_words,
    planned_words,
    point_state,
    results_words,
    slip_state,
)
from models.calendar.clock import local
from models.events import SlipEnd
from models.ids import SubjectId
from models.subjects.mobile.mobile_point import MobilePoint, PointState
from models.subjects.mobile.preprinted_slip import PreprintedSlip, PreprintedState


class PointLine(Struct, frozen=True, kw_only=True):
    """One point in words. ``here``: this machine works there now; ``may_open``: it could."""

    id: SubjectId
    when: str
    place: str
    results: str
    state: str
    dossiers: str
    plan: PointPlan | None
    here: bool
    may_open: bool


class SlipLine(Struct, frozen=True, kw_only=True):
    """One slip in words. ``out``: it may still be used; ``tone``: of its state."""

    id: SubjectId
    number: str
    state: str
    what: str
    tone: str
    out: bool


class MobilePageFacts(Struct, frozen=True, kw_only=True):
    """Everything of the page."""

    points: tuple[PointLine, ...]
    slips: tuple[SlipLine, ...]
    here: str


class SlipsMade(Struct, frozen=True, kw_only=True):
    """Which numbers are kept, as a sentence, with the papers."""

    sentence: str
    jobs: tuple[PrintJob, ...]


class MobileViews(Views):
    """The page of mobile points."""

    def page(self) -> MobilePageFacts:
        """Points to come and of the last days, and what became of slips."""
        desk, here = self.desk, point_here(self.desk)
        found = slips.listed(desk)
        every = (*found.out, *found.lost, *found.ended)
        return MobilePageFacts(
            points=tuple(self._point(one, here) for one in points.listed(desk)),
            slips=tuple(_slip(one) for one in every),
            here=here.place if here else "",
        )

    def plan(self, plan: PointPlan, point: SubjectId | None) -> str:
        """Plan one, or say otherwise of one; as a sentence."""
        done = points.plan(self.desk, plan, point)
        return planned_words(done)

    def open(self, point: SubjectId) -> str:
        """This machine works there from now on; as a sentence."""
        return opened_words(points.open_point(self.desk, point))

    def close(self) -> str:
        """This machine works there no more; as a sentence."""
        return closed_words(points.close_point(self.desk))

    def cancel(self, point: SubjectId, reason: str) -> str:
        """It does not take place; as a sentence."""
        return cancelled_words(points.cancel(self.desk, point, reason))

    def board(self, point: SubjectId) -> PrintJob:
        """The list for the hamlet's board."""
        return points.board_job(self.desk, point)

    def results(self, point: SubjectId) -> PrintJob:
        """The results to be taken along."""
        return points.results_job(self.desk, point)

    def make_slips(self, count: int) -> SlipsMade:
        """Keep numbers and print so many slips: all or nothing."""
        with self.desk.store.log.together():
            made = slips.make(self.desk, count)
            printable = may(self.desk, Permission.PRINT)
            jobs = tuple(slips.slip_job(self.desk, one.id) for one in made) if printable else ()
        return SlipsMade(sentence=made_words(made), jobs=jobs)

    def close_slips(self, numbers: Sequence[str], how: SlipEnd, reason: str) -> str:
        """These will not be used; as a sentence."""
        return ended_words(slips.close(self.desk, numbers, how, reason))

    def slips_out(self) -> int:
        """How many slips may still be used."""
        return len(slips.listed(self.desk).out) if may(self.desk, Permission.TAKE_IN) else 0

    def _point(self, point: MobilePoint, here: MobilePoint | None) -> PointLine:
        is_here = here is not None and here.id == point.id
        plan = None
        if point.day is not None:
            plan = PointPlan(
                place=point.place,
                day=point.day,
                begins=point.begins,
                ends=point.ends,
                address=point.address,
                results_place=point.results_place,
                results_day=point.results_day,
                results_time=point.results_time,
            )
        hours = f"{point.begins:%H:%M}–{point.ends:%H:%M}"
        return PointLine(
            id=point.id,
            when=f"{point.day:%d/%m/%Y} {hours}" if point.day else hours,
            place=point.place,
            results=results_words(point),
            state=point_state(point, here=is_here),
            dossiers=str(len(point.dossiers)) if point.dossiers else "",
            plan=plan,
            here=is_here,
            may_open=here is None and point.state is not PointState.CANCELLED,
        )


def _slip(slip: PreprintedSlip) -> SlipLine:
    at = slip.used_at or slip.closed_at or slip.made_at
    since = f"{local(at):%H:%M %d/%m}" if at else ""
    tone = (
        "bad"
        if slip.is_contradictory
        else {PreprintedState.OPEN: "", PreprintedState.LOST: "warn"}.get(slip.state, "good")
    )
    return SlipLine(
        id=slip.id,
        number=f"{slip.number:04d}",
        state=slip_state(slip),
        what=" · ".join(filter(None, (slip.code or slip.reason, since))),
        tone=tone,
        out=slip.state is PreprintedState.OPEN,
    )
