"""What of an intake form is stored with its dossier."""

from desk import away
from desk.desk import Desk
from desk.intake.intake_form import IntakeForm, Preview
from models.events import Intake, ReturnBy
from models.not_allowed import ProcedureMissing
from models.procedure import Case, Procedure, ProcedureTaken
from models.subjects.mobile.mobile_point import MobilePoint


def procedure_snapshot(desk: Desk, procedure: Procedure, case: Case | None) -> ProcedureTaken:
    """The part of a procedure that is stored with a dossier."""
    return ProcedureTaken(
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        catalogue=desk.catalogue.version,
        case=case.id if case else "",
        case_name=case.name if case else "",
        forms=procedure.forms or desk.settings.forms,
    )


def intake_of(desk: Desk, form: IntakeForm, seen: Preview) -> Intake:
    """What of the form is stored.

    Raises:
        ProcedureMissing.
    """
    if seen.procedure is None:
        raise ProcedureMissing
    case = next((c for c in seen.cases if c.id == form.case or len(seen.cases) == 1), None)
    here = desk.settings.office.unit
    counted = seen.fee is not None and bool(seen.fee.lines)
    point = away.point_here(desk)
    return Intake(
        procedure=procedure_snapshot(desk, seen.procedure, case),
        submitter=form.submitter,
        owner=form.owner,
        authority=form.authority,
        received_by=here,
        resolved_by=form.resolved_by or here,
        helped_by=form.helped_by,
        channel=form.channel,
        papers=form.papers,
        sets=form.sets,
        pages=(sum(one.pages for one in form.documents) or form.pages) if counted else 0,
        copies=(sum(one.copies for one in form.documents) or form.copies) if counted else 0,
        return_by=form.return_by,
        return_to=form.return_to or _place_of_return(form, point),
        ticket=form.ticket,
        note=form.note,
        documents=form.documents if counted else (),
        persons=form.persons if counted and form.persons > 1 else 0,
        taken_at=point.place if point else "",
    )


def _place_of_return(form: IntakeForm, point: MobilePoint | None) -> str:
    """Where the result is given out, where nobody has said it: at home by post, or where a mobile point's are."""
    if form.return_by is ReturnBy.POST:
        return form.submitter.address
    return away.results_at(point) if point is not None and form.return_by is ReturnBy.COUNTER else ""
