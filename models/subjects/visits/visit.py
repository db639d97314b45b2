"""A visit to somebody's home (lượt tận nhà) as the fold of its events.

A day may be planned at the counter while the laptop is under way: what was done at the door always counts, and of plans
made without knowledge of each other all are kept until a person names one.
"""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    Form,
    FormPrinted,
    PaperGivenUp,
    PrintingFailed,
    VisitAskedBy,
    VisitCancelled,
    VisitChanged,
    VisitDelivered,
    VisitDone,
    VisitGround,
    VisitMissed,
    VisitPlanned,
    VisitProcedure,
    VisitRequested,
    VisitSheetSigned,
    VisitTookIn,
)
from models.history import Recorded
from models.ids import ClerkId, DeviceId, DossierId, EventId, SubjectId
from models.person import Person
from models.subjects.folding import MOST, Fold


class VisitState(StrEnum):
    """Where a visit stands."""

    NEW = "new"
    """Only its later life has arrived."""
    REQUESTED = "requested"
    PLANNED = "planned"
    MISSED = "missed"
    """Nobody was met, and no day is named for the next try."""
    DONE = "done"
    CANCELLED = "cancelled"


class VisitPlan(Struct, frozen=True, kw_only=True):
    """One plan, by the event that made it; ``day`` None = it was taken off its day."""

    event: EventId
    day: date | None
    order: int
    laptop: DeviceId | None
    officer: ClerkId
    seen: tuple[EventId, ...]


class VisitTry(Struct, frozen=True, kw_only=True):
    """One time nobody was met."""

    at: datetime
    by: ClerkId
    next_on: date | None
    next_at: str
    note: str


class Visit(Struct, frozen=True, kw_only=True):
    """The present state of a visit.

    Attributes:
        signed: of those delivered, the ones whose signed sheet is kept as a picture.
        taken, delivered: dossiers taken in, dossiers whose results were given at the door, in the order of doing.
        plans: all that were made; tried: those under which nobody was met.
        tries: the times nobody was met.
        done, cancelled: both, where two machines said so: ``contradictory``.
        route_copies, card_copies: how often the route sheet was printed that is noted here, and the card.
    """

    id: SubjectId
    person: Person = Person()
    hamlet: str = ""
    ground: VisitGround | None = None
    entitled: SubjectId = SubjectId("")
    asked_by: VisitAskedBy = VisitAskedBy.TELEPHONE
    asker: str = ""
    procedures: tuple[VisitProcedure, ...] = ()
    results: tuple[DossierId, ...] = ()
    note: str = ""
    wished: str = ""
    requested_at: datetime | None = None
    requested_by: ClerkId = ClerkId("")
    plans: tuple[VisitPlan, ...] = ()
    tried: tuple[EventId, ...] = ()
    tries: tuple[VisitTry, ...] = ()
    taken: tuple[DossierId, ...] = ()
    delivered: tuple[DossierId, ...] = ()
    signed: tuple[DossierId, ...] = ()
    done: bool = False
    done_note: str = ""
    cancelled: bool = False
    reason: str = ""
    ended_at: datetime | None = None
    ended_by: ClerkId = ClerkId("")
    route_copies: int = 0
    card_copies: int = 0
    events: int = 0

    @property
    def open_plans(self) -> tuple[VisitPlan, ...]:
        """Those that no later plan took the place of and nothing came of yet; several: a person must choose."""
        replaced = {one for plan in self.plans for one in plan.seen} | set(self.tried)
        return tuple(one for one in self.plans if one.event not in replaced)

    @property
    def plan(self) -> VisitPlan | None:
        """The one that holds: the last, where several stand; None = it has no day."""
        standing = self.open_plans
        return standing[-1] if standing and standing[-1].day is not None else None

    @property
    def planned_twice(self) -> bool:
        """Whether two machines planned it differently, neither knowing of the other's plan."""
        plans = {(one.day, one.laptop, one.officer) for one in self.open_plans}
        return len(plans) > 1 and self.state in {VisitState.PLANNED, VisitState.REQUESTED, VisitState.MISSED}

    @property
    def state(self) -> VisitState:
        """Where it stands. What was done stays done, whatever was said of it elsewhere."""
        if self.done:
            return VisitState.DONE
        if self.cancelled:
            return VisitState.CANCELLED
        if self.requested_at is None:
            return VisitState.NEW
        if self.plan is not None:
            return VisitState.PLANNED
        return VisitState.MISSED if self.tries else VisitState.REQUESTED

    @property
    def contradictory(self) -> bool:
        """Whether it was cancelled, and somebody was there all the same."""
        return self.cancelled and (self.done or bool(self.taken or self.delivered))

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in {VisitState.REQUESTED, VisitState.PLANNED, VisitState.MISSED}

    @property
    def unsigned(self) -> tuple[DossierId, ...]:
        """Dossiers whose results were given, and nothing shows yet that it was signed for."""
        return tuple(one for one in self.delivered if one not in self.signed)

    @property
    def to_bring(self) -> tuple[DossierId, ...]:
        """Dossiers whose results are still to be brought."""
        return tuple(one for one in self.results if one not in self.delivered)


_PERSON = ("full_name", "phone", "address")
_CHANGED = ("hamlet", "ground", "procedures", "results", "note", "wished")


def step(visit: Visit, recorded: Recorded) -> Visit:
    """The visit after one more event."""
    visit = replace(visit, events=visit.events + 1)
    match recorded.event:
        case VisitRequested() as asked if visit.requested_at is None:
            return replace(
                visit,
                person=asked.person,
                hamlet=asked.hamlet,
                ground=asked.ground,
                entitled=asked.entitled,
                asked_by=asked.asked_by,
                asker=asked.asker,
                procedures=asked.procedures,
                results=asked.results,
                note=asked.note,
                wished=asked.wished,
                requested_at=recorded.at,
                requested_by=recorded.clerk,
            )
        case VisitChanged() as changed:
            person = {name: value for name in _PERSON if (value := getattr(changed, name)) is not None}
            others = {name: value for name in _CHANGED if (value := getattr(changed, name)) is not None}
            visit = replace(visit, person=replace(visit.person, **person), **others)
            return replace(visit, ground=None) if changed.no_ground else visit
        case VisitPlanned() as planned:
            plan = VisitPlan(
                event=recorded.id,
                day=planned.day,
                order=planned.order,
                laptop=planned.laptop,
                officer=planned.officer,
                seen=planned.seen,
            )
            return replace(visit, plans=(*visit.plans, plan)[-MOST:])
        case VisitMissed() as missed:
            again = VisitTry(
                at=recorded.at, by=recorded.clerk, next_on=missed.next_on, next_at=missed.next_at, note=missed.note
            )
            return replace(visit, tries=(*visit.tries, again)[-MOST:], tried=(*visit.tried, *missed.seen)[-MOST:])
        case VisitTookIn(dossier=dossier) if dossier not in visit.taken:
            return replace(visit, taken=(*visit.taken, dossier)[-MOST:])
        case VisitDelivered(dossier=dossier) if dossier not in visit.delivered:
            return replace(visit, delivered=(*visit.delivered, dossier)[-MOST:])
        case VisitSheetSigned(dossiers=dossiers):
            return replace(visit, signed=tuple(dict.fromkeys((*visit.signed, *dossiers)))[-MOST:])
        case VisitDone(note=note) if not visit.done:
            return replace(visit, done=True, done_note=note, ended_at=recorded.at, ended_by=recorded.clerk)
        case VisitCancelled(reason=reason) if not visit.cancelled:
            visit = replace(visit, cancelled=True, reason=reason)
            return visit if visit.done else replace(visit, ended_at=recorded.at, ended_by=recorded.clerk)
        case _:
            return _printed(visit, recorded)


def _printed(visit: Visit, recorded: Recorded) -> Visit:
    match recorded.event:
        case FormPrinted(form=Form.ROUTE_SHEET):
            return replace(visit, route_copies=visit.route_copies + 1)
        case FormPrinted(form=Form.DOOR_CARD):
            return replace(visit, card_copies=visit.card_copies + 1)
        case PrintingFailed(form=Form.ROUTE_SHEET) | PaperGivenUp(form=Form.ROUTE_SHEET, begun=False):
            return replace(visit, route_copies=max(0, visit.route_copies - 1))
        case PrintingFailed(form=Form.DOOR_CARD) | PaperGivenUp(form=Form.DOOR_CARD, begun=False):
            return replace(visit, card_copies=max(0, visit.card_copies - 1))
        case _:
            return visit


fold = Fold(lambda name: Visit(id=SubjectId(name)), step)
"""The visit that a history tells."""
