"""The line of a dossier's steps, from taking in to returning: what is done, who has it now, what is to come."""

from enum import StrEnum

from msgspec import Struct

from desk.desk import Desk
from desk.words.process_history import holder_words
from desk.words.terms import STATUS, moment
from models.calendar.clock import local
from models.calendar.pauses import stopped_since, working_hours_between
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from models.subjects.processing import ProcessStage


class StepState(StrEnum):
    """How far a step is."""

    DONE = "done"
    NOW = "now"
    LATE = "late"
    """It is at this step, and the step's time has passed."""
    WAITS = "waits"
    """It is at this step, and waits for somebody outside."""
    TO_COME = "to_come"


class StepSign(Struct, frozen=True, kw_only=True):
    """One step of the line: name, who and since when, how far."""

    name: str
    detail: str = ""
    state: StepState = StepState.TO_COME


def step_line(desk: Desk, dossier: Dossier) -> tuple[StepSign, ...]:
    """The steps of one dossier; none of one that was not taken in."""
    if not dossier.code or dossier.received_at is None or dossier.intake is None:
        return ()
    work = dossier.processing
    process = desk.processes.process(dossier.intake.procedure.code, local(dossier.received_at).date())
    ended = dossier.status in ENDED
    at_desk = work.stage is ProcessStage.AT_DESK
    first = StepSign(
        name="Tiếp nhận",
        detail=moment(dossier.received_at),
        state=StepState.DONE if not at_desk or ended else StepState.NOW,
    )
    signs = [first]
    decided = (
        work.stage in {ProcessStage.DECIDED, ProcessStage.READY, ProcessStage.POSTED}
        or dossier.status is DossierStatus.HANDED_OVER
    )
    for number, step in enumerate(process.steps, 1):
        if decided or (not at_desk and number < work.number):
            signs.append(StepSign(name=step.name, state=StepState.DONE))
        elif number == work.number and not at_desk and not ended:
            signs.append(StepSign(name=step.name, detail=_now(desk, dossier), state=_state(desk, dossier)))
        else:
            signs.append(StepSign(name=step.name))
    returned = dossier.status is DossierStatus.HANDED_OVER
    place = f"ngăn {work.place}" if work.place and not returned else ""
    if work.stage is ProcessStage.POSTED and not returned:
        place = "bưu điện đang giữ"
    ready = work.stage in {ProcessStage.READY, ProcessStage.POSTED} and not ended
    last = StepState.DONE if returned else StepState.NOW if ready else StepState.TO_COME
    detail = place or (moment(dossier.ended_at) if returned and dossier.ended_at else "")
    signs.append(StepSign(name="Trả kết quả", detail=detail, state=last))
    if ended and not returned:
        when = moment(dossier.ended_at) if dossier.ended_at else ""
        signs[-1] = StepSign(name=STATUS[dossier.status], detail=when, state=StepState.DONE)
    return tuple(signs)


def _now(desk: Desk, dossier: Dossier) -> str:
    work = dossier.processing
    said = [holder_words(work.holder) if work.holder.clerk else f"chờ {holder_words(work.holder)} nhận"]
    if work.held_since:
        said.append(f"từ {moment(work.held_since)}")
    if work.step_due_at and not dossier.waits:
        left = working_hours_between(desk.clock(), work.step_due_at, desk.calendar)
        said.append(f"còn {_hours(left)}" if left > 0 else f"quá hạn bước {_hours(-left)}")
    return ", ".join(said)


def _hours(hours: float) -> str:
    return f"{hours:.0f} giờ" if hours >= 1 else f"{hours * 60:.0f} phút"


def _state(desk: Desk, dossier: Dossier) -> StepState:
    due_at = dossier.due.at if dossier.due else None
    if dossier.status is DossierStatus.SUPPLEMENT or stopped_since(dossier.waits, due_at) is not None:
        return StepState.WAITS
    step_due = dossier.processing.step_due_at
    return StepState.LATE if step_due is not None and step_due < desk.clock() else StepState.NOW
