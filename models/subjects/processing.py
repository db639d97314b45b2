"""Where a dossier stands in the office's work: stage, step, holder, what is waited for. Part of the dossier's fold."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.events.process import (
    ConsultationAnswered,
    ConsultationAsked,
    DisputeSettled,
    DossierAccepted,
    DossierForwarded,
    DossierGivenBack,
    DossierSubmitted,
    DossierTakenOver,
    ProcessEvent,
    ResultCameBack,
    ResultCheckedIn,
    ResultDecided,
    ResultPosted,
)
from models.ids import FileDigest
from models.process import Had, Holder, ProcessStep


class ProcessStage(StrEnum):
    """Where a dossier that was taken in stands."""

    AT_DESK = "at_desk"
    """At the reception desk, to be handed over to the unit."""
    FORWARDED = "forwarded"
    """Sent to a unit; nobody there has accepted it yet."""
    IN_STEP = "in_step"
    """Somebody works on it."""
    AT_LEADER = "at_leader"
    """Laid before the leader to be signed."""
    DECIDED = "decided"
    """The result is signed and on its way to the desk."""
    READY = "ready"
    """The result lies at the desk."""
    POSTED = "posted"
    """The post has the result."""


RUNNING = frozenset({ProcessStage.AT_DESK, ProcessStage.FORWARDED, ProcessStage.IN_STEP, ProcessStage.AT_LEADER})
"""The office is not done: the limit counts."""

_STAYS = frozenset({ProcessStage.AT_LEADER, ProcessStage.DECIDED, ProcessStage.READY, ProcessStage.POSTED})
"""Where another holder changes nothing of the stage."""

_HERE = frozenset({ProcessStage.READY, ProcessStage.POSTED})
"""Where a decision that is heard of late changes nothing of the stage."""

POST = "Bưu điện"
"""Who carries a result that was posted."""


class Consultation(Struct, frozen=True, kw_only=True):
    """An opinion another agency was asked for and has not given."""

    number: str
    agency: str
    due_at: datetime


LONGEST_TRAIL = 16
"""So many holders back a dossier can be given, and so many opinions are waited for; a process has a handful."""


class Processing(Struct, frozen=True, kw_only=True):
    """The office's work on a dossier.

    Attributes:
        step, number: the process step it is at, and that step's place from 1; None and 0 = at the desk.
        holder: who has it in hand; of a dossier at the desk the desk itself.
        before: who had it before.
        trail: who had it, at which step, on the way here: whom giving back goes to is the last. The youngest of it.
        held_since, step_since: instants; the second from the first entry into the step.
        step_due_at: by when the step is to be done.
        courier: who carries the papers just now.
        consultations: those unanswered.
        decided, decided_at: the decision.
        place, ready_at: of the result on the shelf.
        electronic: the electronic result, a file of the dossier; None = none has come.
        on_list: id of the hand-over list it was last forwarded with; empty = none.
        parcel: id of the parcel in which the result was last given to the post; empty = never.
    """

    stage: ProcessStage = ProcessStage.AT_DESK
    step: ProcessStep | None = None
    number: int = 0
    holder: Holder = Holder()
    before: Holder = Holder()
    trail: tuple[Had, ...] = ()
    held_since: datetime | None = None
    step_since: datetime | None = None
    step_due_at: datetime | None = None
    courier: str = ""
    consultations: tuple[Consultation, ...] = ()
    decided: ResultDecided | None = None
    decided_at: datetime | None = None
    place: str = ""
    ready_at: datetime | None = None
    electronic: FileDigest | None = None
    on_list: str = ""
    parcel: str = ""


def process(now: Processing, event: ProcessEvent, at: datetime) -> Processing:
    """The work after one more event. Never refuses: history has happened."""
    match event:
        case DossierForwarded() | DossierSubmitted():
            stage = ProcessStage.AT_LEADER if isinstance(event, DossierSubmitted) else ProcessStage.FORWARDED
            now = replace(now, on_list=event.list, trail=_trail(now))
            return _at_step(_held(now, event.to, at, stage, event.courier), event.step, event.number, at, event.due_at)
        case DossierAccepted(holder=holder) | DossierTakenOver(holder=holder):
            stage = now.stage if now.stage in _STAYS else ProcessStage.IN_STEP
            taken = _held(now, holder, at, stage)
            if isinstance(event, DossierAccepted):
                return replace(taken, before=now.before)
            return replace(taken, trail=_trail(now))
        case DossierGivenBack(to=to):
            now = replace(now, on_list="", trail=now.trail[:-1] if to.unit else ())
            return _at_step(_held(now, to, at, _given_back_to(event)), event.step, event.number, at, None)
        case ConsultationAsked():
            asked = Consultation(number=event.number, agency=event.agency, due_at=event.due_at)
            return replace(now, consultations=(*now.consultations, asked)[-LONGEST_TRAIL:])
        case ConsultationAnswered(number=number):
            return replace(now, consultations=tuple(c for c in now.consultations if c.number != number))
        case ResultDecided():
            return replace(
                now,
                stage=now.stage if now.stage in _HERE else ProcessStage.DECIDED,
                decided=event,
                decided_at=at,
                step_due_at=None,
            )
        case ResultCheckedIn(place=place, electronic=electronic):
            return replace(
                _held(now, Holder(), at, ProcessStage.READY),
                place=place,
                ready_at=now.ready_at or at,
                electronic=electronic or now.electronic,
                step_due_at=None,
            )
        case ResultPosted(parcel=parcel):
            gone = _held(now, Holder(), at, ProcessStage.POSTED, POST)
            return replace(gone, place="", ready_at=None, parcel=parcel)
        case ResultCameBack(place=place):
            return replace(_held(now, Holder(), at, ProcessStage.READY), place=place, ready_at=now.ready_at or at)
        case _:
            return now


def settled(now: Processing, event: DisputeSettled, at: datetime) -> Processing:
    """The work as a person says it stands. A stage that a newer version knows changes nothing."""
    stage = ProcessStage(event.stage) if event.stage in set(ProcessStage) else now.stage
    waits = None if event.waits is None else {pause.id for pause in event.waits}
    now = replace(
        now,
        stage=stage,
        holder=now.holder if event.holder is None else event.holder,
        held_since=now.held_since if event.holder is None else at,
        step=now.step if event.step is None else event.step,
        number=now.number if event.number is None else event.number,
        step_due_at=event.step_due_at if event.step is not None and stage in RUNNING else now.step_due_at,
        trail=now.trail if event.trail is None else event.trail,
        consultations=tuple(one for one in now.consultations if waits is None or one.number in waits),
    )
    if stage is ProcessStage.AT_DESK:
        now = replace(now, step=None, number=0, step_due_at=None, trail=())
    if stage in RUNNING:
        return replace(now, decided=None, decided_at=None, place="", ready_at=None, electronic=None)
    now = replace(now, decided=event.decided or now.decided, decided_at=event.decided_at or now.decided_at)
    if stage is ProcessStage.DECIDED:
        return replace(now, place="", ready_at=None, electronic=None)
    return replace(now, place=now.place if event.place is None else event.place, ready_at=now.ready_at or at)


def _trail(now: Processing) -> tuple[Had, ...]:
    """The way here with who has it now; the desk is the beginning of every way."""
    if now.stage is ProcessStage.AT_DESK:
        return ()
    return (*now.trail, Had(now.holder, now.step, now.number))[-LONGEST_TRAIL:]


def _given_back_to(event: DossierGivenBack) -> ProcessStage:
    if not event.to.unit:
        return ProcessStage.AT_DESK
    if event.step is not None and event.step.signs:
        return ProcessStage.AT_LEADER
    return ProcessStage.IN_STEP if event.to.clerk else ProcessStage.FORWARDED


def _held(now: Processing, holder: Holder, at: datetime, stage: ProcessStage, courier: str = "") -> Processing:
    return replace(now, stage=stage, holder=holder, before=now.holder, held_since=at, courier=courier)


def _at_step(
    now: Processing, step: ProcessStep | None, number: int, at: datetime, due_at: datetime | None
) -> Processing:
    """At a step; coming back to the one it is at keeps the first entry's time: repeating hides no delay."""
    same = step is not None and now.step is not None and step.id == now.step.id
    return replace(
        now,
        step=step,
        number=number,
        step_since=now.step_since if same else at,
        step_due_at=due_at or (now.step_due_at if same else None),
    )
