"""The due date of a dossier, and of the step it is at, once something that was waited for has come."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from desk.desk import Desk
from desk.words.pauses import move_sentence
from models.calendar.pauses import ClockRule, Pause, due_after, moves
from models.events import DueDate
from models.procedure import LimitUnit, TimeLimit
from models.subjects.dossier import Dossier


def resumed(desk: Desk, dossier: Dossier, *numbers: str, ended_at: datetime | None = None) -> DueDate | None:
    """The due date once what is waited for under these numbers has come, now or at an instant; None = it stays."""
    now = ended_at or desk.clock()
    pauses = [
        *dossier.paused,
        *(replace(pause, ended_at=now) if pause.id in numbers else pause for pause in dossier.waits),
    ]
    return _counted(desk, dossier, pauses)


def step_resumed(desk: Desk, dossier: Dossier, *numbers: str, ended_at: datetime | None = None) -> datetime | None:
    """By when the step it is at is to be done once this has come now: what was waited for is no time of it.

    None = it stays, or the step has no limit.
    """
    step_due_at, now = dossier.processing.step_due_at, ended_at or desk.clock()
    if step_due_at is None:
        return None
    ended = [pause.ended_at for pause in dossier.paused if pause.rule is not ClockRule.RUN and pause.ended_at]
    counted = max(ended, default=None)  # what an earlier pause has taken from the step already
    stopped = [
        Pause(
            id=pause.id,
            kind=pause.kind,
            rule=ClockRule.DEDUCT,
            began_at=pause.began_at if counted is None else max(pause.began_at, counted),
            ended_at=now,
        )
        for pause in dossier.waits
        if pause.id in numbers and pause.rule is not ClockRule.RUN
    ]
    found = due_after(step_due_at, TimeLimit(amount=0, unit=LimitUnit.WORKING_HOURS), stopped, desk.calendar)
    return None if found == step_due_at else found


def _counted(desk: Desk, dossier: Dossier, pauses: Iterable[Pause]) -> DueDate | None:
    promised = dossier.promised
    if promised is None:
        return None
    found = moves(dossier.counted_at or promised.at, promised.limit, pauses, desk.calendar, dossier.extended)
    if not found or (dossier.due is not None and found[-1].to == dossier.due.at):
        return None
    why = (*promised.why, *(move_sentence(move) for move in found))
    return DueDate(at=found[-1].to, limit=promised.limit, why=why)
