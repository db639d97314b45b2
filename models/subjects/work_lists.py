"""The day's lists: what a dossier at work waits for, and which list asks for what.

A row bears its marks; what time alone changes (overdue, due today) is asked by comparing, never stored.
"""

from datetime import datetime
from enum import IntFlag, StrEnum

from msgspec import Struct

from models.calendar.pauses import PauseKind
from models.ids import ClerkId
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from models.subjects.processing import ProcessStage


class WorkMark(IntFlag):
    """One of them. Stored as numbers: a value never changes its meaning without a new version of the projection."""

    RUNS = 1
    """Its clock runs to a due date."""
    AT_DESK = 2
    """At the desk, to be handed over to the unit."""
    FORWARDED = 4
    """Sent to a unit in which nobody has accepted it."""
    SUPPLEMENT = 8
    """The citizen is to bring papers."""
    MONEY = 16
    """Money of its price, or a financial obligation, is open."""
    CONSULTED = 32
    """Another agency was asked for its opinion."""
    AT_LEADER = 64
    """To be signed."""
    DECIDED = 128
    """The result is signed here, or the province reports it as done, and is on its way to the desk."""
    READY = 256
    """The result lies at the desk."""
    BUNDLED = 512
    """It waits for another part of its bundle, and is not to be handed over before."""


# As plain numbers: those of an enumeration are added many times slower, and this is asked of every dossier.
_RUNS, _AT_DESK, _SUPPLEMENT, _MONEY, _CONSULTED, _DECIDED, _BUNDLED = (
    mark.value
    for mark in (
        WorkMark.RUNS,
        WorkMark.AT_DESK,
        WorkMark.SUPPLEMENT,
        WorkMark.MONEY,
        WorkMark.CONSULTED,
        WorkMark.DECIDED,
        WorkMark.BUNDLED,
    )
)
_OF_STAGE = {
    ProcessStage.AT_DESK: WorkMark.AT_DESK.value,
    ProcessStage.FORWARDED: WorkMark.FORWARDED.value,
    ProcessStage.AT_LEADER: WorkMark.AT_LEADER.value,
    ProcessStage.DECIDED: WorkMark.DECIDED.value,
    ProcessStage.READY: WorkMark.READY.value,
}


def marks_of(dossier: Dossier) -> int:
    """Everything a dossier waits for now, as the sum of its marks; 0 of one that has ended."""
    if dossier.status in ENDED:
        return 0
    found = _SUPPLEMENT if dossier.status is DossierStatus.SUPPLEMENT else 0
    if not dossier.code:
        return found
    stage, due = _OF_STAGE.get(dossier.processing.stage, 0), dossier.due
    waits = dossier.waits_in_bundle is not None
    if waits:
        found |= _BUNDLED
    if dossier.status is DossierStatus.RECEIVED and not (waits and stage == _AT_DESK):
        found |= stage
    if dossier.reported_done:
        found |= _DECIDED
    if due is not None and due.at is not None and dossier.runs:
        found |= _RUNS
    if dossier.owes or any(pause.kind is PauseKind.OBLIGATION for pause in dossier.waits):
        found |= _MONEY
    if dossier.processing.consultations:
        found |= _CONSULTED
    return found


class WorkSpan(Struct, frozen=True, kw_only=True):
    """Dossiers with a mark, and in their order from an instant on (None = from the first) and before another.

    Their order is the due date, in which those whose date does not count come last; of ``READY`` it is the instant at
    which the result came, of ``CONSULTED`` the instant by which the opinion is due.
    """

    mark: WorkMark
    since: datetime | None = None
    before: datetime | None = None


class WorkQuery(Struct, frozen=True, kw_only=True):
    """A question for one list.

    Attributes:
        spans: of one order, none overlapping, the earlier one first.
        field: field of the procedure; empty = any.
        unit: id of the unit that has it, empty = the desk itself; None = any.
        holder: only what this clerk has in hand, or has taken in while the desk itself has it; empty = anybody's.
        of: only what this clerk has taken in or has in hand; empty = everybody's.
        returned: procedures of which ``of`` sees all results that come to the desk or lie there.
    """

    spans: tuple[WorkSpan, ...]
    field: str = ""
    unit: str | None = None
    holder: ClerkId = ClerkId("")
    of: ClerkId = ClerkId("")
    returned: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Whether it asks for some dossiers of the list alone."""
        return bool(self.field or self.holder or self.of) or self.unit is not None


class WorkList(StrEnum):
    """One of the day's lists. What goes by post stands on the page of parcels."""

    TODAY = "today"
    """What must be done before going home: overdue, due today, or to be handed over; each once."""
    TO_HAND_OVER = "to-hand-over"
    TO_ACCEPT = "to-accept"
    """Sent to a unit, nobody there has accepted it."""
    DUE_TODAY = "due-today"
    """Due today, whether the hour has passed or not."""
    DUE_NEXT = "due-tomorrow"
    """Due after today, up to the end of the next working day."""
    OVERDUE = "overdue"
    SUPPLEMENT = "supplement"
    MONEY = "money"
    CONSULTATION = "consultation"
    BUNDLE = "bundle"
    """It waits for another part of its bundle."""
    AT_LEADER = "at-leader"
    DECIDED = "decided"
    """The result is signed, or reported as done, and has not come to the desk."""
    READY = "ready"
    UNCOLLECTED = "uncollected"
    """Ready for more than so many days."""


class WorkTimes(Struct, frozen=True, kw_only=True):
    """Where the lists begin and end now.

    Attributes:
        now: the present instant.
        today, tomorrow: first instants of today and of tomorrow on the office wall.
        next_ends: first instant after the next working day.
        uncollected_before: a result that came before this has lain too long.
    """

    now: datetime
    today: datetime
    tomorrow: datetime
    next_ends: datetime
    uncollected_before: datetime


_MARKS = {
    WorkList.TO_HAND_OVER: WorkMark.AT_DESK,
    WorkList.TO_ACCEPT: WorkMark.FORWARDED,
    WorkList.SUPPLEMENT: WorkMark.SUPPLEMENT,
    WorkList.MONEY: WorkMark.MONEY,
    WorkList.CONSULTATION: WorkMark.CONSULTED,
    WorkList.BUNDLE: WorkMark.BUNDLED,
    WorkList.AT_LEADER: WorkMark.AT_LEADER,
    WorkList.DECIDED: WorkMark.DECIDED,
    WorkList.READY: WorkMark.READY,
}


def spans(of: WorkList, at: WorkTimes) -> tuple[WorkSpan, ...]:
    """What a list holds now."""
    runs = WorkMark.RUNS
    match of:
        case WorkList.TODAY:
            # One whose clock stands still comes after all that are due: the two share no dossier.
            rest = WorkSpan(mark=WorkMark.AT_DESK, since=at.tomorrow)
            return WorkSpan(mark=runs, before=at.tomorrow), rest
        case WorkList.DUE_TODAY:
            return (WorkSpan(mark=runs, since=at.today, before=at.tomorrow),)
        case WorkList.DUE_NEXT:
            return (WorkSpan(mark=runs, since=at.tomorrow, before=at.next_ends),)
        case WorkList.OVERDUE:
            return (WorkSpan(mark=runs, before=at.now),)
        case WorkList.UNCOLLECTED:
            return (WorkSpan(mark=WorkMark.READY, before=at.uncollected_before),)
        case _:
            return (WorkSpan(mark=_MARKS[of]),)
