"""The national message checked before the citizen leaves. It only names: people without a card exist."""

from desk.desk import Desk
from desk.intake.intake import IntakeForm, tidy
from desk.words.national_fields import field_words
from sync.national.check import Facts, FieldProblem
from sync.national.check import problems as problems_of


def problems(desk: Desk, form: IntakeForm) -> tuple[str, ...]:
    """What the national message would lack if the form were taken in now, as sentences; empty = nothing.

    Nothing here keeps a dossier from being taken in (``intake.preview`` does that).
    """
    return tuple(map(field_words, found(desk, form)))


def found(desk: Desk, form: IntakeForm) -> tuple[FieldProblem, ...]:
    """The same as data, for a screen that marks the fields themselves."""
    form = tidy(form)
    unit, device = desk.settings.office.unit, desk.settings.device
    facts = Facts(
        procedure=form.procedure,
        submitter=form.submitter,
        owner=form.owner,
        authority=form.authority,
        code=f"{unit.id}-{desk.today:%y%m%d}-{device.block_first:04d}",
    )
    return problems_of(facts)
