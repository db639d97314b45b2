"""Where a script takes money: the one place to change when the office takes it another way."""

from msgspec.structs import replace

from desk.intake import intake
from desk.intake.intake import IntakeForm
from desk.money import payments
from desk.training.office import ScriptOffice
from models.events import PaidBy
from models.subjects.dossier import Dossier


def pay_at_intake(office: ScriptOffice, form: IntakeForm) -> IntakeForm:
    """The form with its fee paid, where there is one."""
    seen = intake.preview(office.reception, form)
    return replace(form, paid_by=PaidBy.CASH) if seen.fee and seen.fee.total else form


def pay_what_is_owed(office: ScriptOffice, dossier: Dossier) -> Dossier:
    """The dossier with everything paid that was still owed."""
    if not dossier.owes:
        return dossier
    paid_by = office.chance.choice(list(PaidBy))
    reference = "" if paid_by is PaidBy.CASH else f"FT{office.chance.randrange(10_000):04d}"
    payments.take(office.reception, [dossier.id], paid_by, reference=reference)
    return office.reception.store.log.dossier(dossier.id)
