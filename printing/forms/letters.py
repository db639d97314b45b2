"""Letters to the citizen about a dossier in work: extension with an apology (Mẫu 04), stop notice (Mẫu 05)."""

from collections.abc import Mapping
from datetime import datetime

from models.events import DossierStopped, DueDateChanged, StopCause
from models.subjects.dossier import Dossier
from printing.forms.body import Given, slip
from printing.forms.dossier_history import DossierHistory
from printing.forms.facts import FormFacts, facts_of, moment
from printing.forms.versions import FormWords
from printing.layout.sheet import Block

_YES = "x"
"""Of a fact that only says that a row stands."""


def extension_letter(told: DossierHistory, given: Given) -> tuple[Block, ...]:
    """Why the result is late, and the date it is promised for now; dated the day it was signed."""
    words, extra, at = given.words, dict[str, str](), given.printed_at
    for before, recorded in told.steps():
        event = recorded.event
        if isinstance(event, DueDateChanged):
            at = recorded.at
            extra = {
                "slip_number": event.number.partition("-")[2] or event.number,
                "due_before": moment(before.due.at if before.due else None, words.facts),
                "new_due_at": moment(event.due_at, words.facts),
                "reason": event.reason,
                "leader": told.name(event.confirmed_by),
                "late_notice": _YES if event.late else "",
            }
    return _letter(words.extension_letter, told.dossier, given, extra, dated_at=at)


def stop_notice(told: DossierHistory, given: Given) -> tuple[Block, ...]:
    """That work has stopped, why, at which stage; dated that day."""
    words, extra, at = given.words, dict[str, str](), given.printed_at
    if words.stop_notice is None:
        raise KeyError(words.name)
    for before, recorded in told.steps():
        event = recorded.event
        if isinstance(event, DossierStopped):
            work, at = before.processing, recorded.at
            step = f"bước {work.step.name}" if work.step else ""
            extra = {
                "slip_number": event.number.partition("-")[2] or event.number,
                "reason": event.reason,
                "stopped_at": moment(recorded.at, words.facts),
                "stopped_on_request": _YES if event.cause is StopCause.REQUEST else "",
                "stopped_by_rule": _YES if event.cause is StopCause.RULE else "",
                "undecided": _YES if work.decided is None else "",
                "stage": ", ".join(filter(None, (words.facts.stages[work.stage.value], work.holder.unit_name, step))),
            }
    return _letter(words.stop_notice, told.dossier, given, extra, dated_at=at)


def _letter(
    form: FormWords, dossier: Dossier, given: Given, extra: Mapping[str, str], *, dated_at: datetime
) -> tuple[Block, ...]:
    facts = facts_of(
        dossier, given.office, given.words, clerk=given.clerk, clerk_phone=given.clerk_phone, dated_at=dated_at
    )
    return slip(form, dossier.code, FormFacts({**facts.single, **extra}, facts.lists), given)
