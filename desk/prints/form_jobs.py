"""Print jobs for the forms of a dossier or ticket: recorded first, printed second.

Two steps, because a slow printer must not hold up the desk: ``…_job`` records the copy and keeps the print job,
``print_jobs.deliver`` brings it to the printer from any thread and writes down what becomes of it. In every doubt the
next one says "second print". ``print_…`` are the two in one, for a desk that has the time.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from desk.desk import Desk
from desk.line import waiting
from desk.prints import print_jobs
from desk.prints.loose_sheets import print_loose
from desk.prints.paper_signing import signed
from desk.prints.print_jobs import PDF_FOLDER, Printed, PrintJob
from desk.reach import check_loaded, check_reach
from desk.rights import Permission, require
from desk.settings import Settings
from models.calendar.clock import local_day
from models.events import Form
from models.ids import DossierId, SubjectId, TicketId
from models.not_allowed import DossierUnknown, FormNotThere, TicketUnknown
from models.store.projections.bundle import BUNDLES
from models.subjects.dossier import Dossier, DossierStatus
from printing.forms.body import Given
from printing.forms.bundle_slip import BundleSlip
from printing.forms.dossier_history import DossierHistory
from printing.forms.marking import ENDED, mark_of, marked, stamped
from printing.forms.table import (
    BUNDLE,
    DOSSIER_FORMS,
    FORMS,
    HISTORY_FORMS,
    LIST,
    RETURN_SHEET,
    TICKET,
    FormRow,
    Told,
    Tray,
)
from printing.forms.ticket_slip import InLine
from printing.forms.versions import FormsSet, forms_in_force, forms_set


def print_outcome(desk: Desk, dossier_id: DossierId) -> Printed:
    """The slip of the dossier's latest outcome, recorded, sent, and a failure recorded too.

    Raises:
        DossierUnknown, FormNotThere: see ``outcome_job``.
        PrinterTrouble: it did not come out; the dossier is safe.
    """
    return _out(desk, outcome_job(desk, dossier_id))


def print_ticket(desk: Desk, ticket_id: TicketId) -> Printed:
    """The slip with the number; see ``print_outcome``."""
    return _out(desk, ticket_job(desk, ticket_id))


def outcome_job(desk: Desk, dossier_id: DossierId) -> PrintJob:
    """The slip of the dossier's latest outcome: receipt, supplement, refusal, stop notice or papers given back.

    Raises:
        DossierUnknown: it has had no outcome.
        FormNotThere: it has had another.
    """
    status = desk.store.log.dossier(dossier_id).status
    return form_job(desk, dossier_id, _OF_OUTCOME.get(status, Form.RECEIPT))


_OF_OUTCOME = {
    DossierStatus.SUPPLEMENT: Form.SUPPLEMENT,
    DossierStatus.REFUSED: Form.REFUSAL,
    DossierStatus.STOPPED: Form.STOP,
    DossierStatus.WITHDRAWN: Form.RETURNED,
}


def form_job(desk: Desk, dossier_id: DossierId, form: Form) -> PrintJob:
    """One named form of a dossier, which must stand at the outcome that the form tells of; see ``outcome_job``.

    A print job of this form that still waits is returned instead: asking again is a further try of the same copy.
    """
    require(desk, Permission.PRINT)
    dossier = desk.store.log.dossier(dossier_id)
    if dossier.intake is None:
        raise DossierUnknown(dossier_id)
    check_reach(desk, dossier)
    row = DOSSIER_FORMS.get(form)
    if row is None or not row.stands(dossier):
        raise FormNotThere(form.value)
    circular = dossier.intake.procedure.forms or desk.settings.forms
    words = forms_set(circular) if circular else forms_in_force(local_day(dossier.received_at or desk.clock()))
    told = _with_history(desk, dossier) if form in HISTORY_FORMS else dossier
    return job_of(desk, row, told, dossier_id, words, dossier.printed(form))


def _with_history(desk: Desk, dossier: Dossier) -> DossierHistory:
    from desk.staff import colleagues  # noqa: PLC0415 - the exchange's libraries are not loaded to open a desk

    return DossierHistory(
        dossier=dossier, history=tuple(desk.store.log.history(dossier.id)), names=colleagues.names(desk)
    )


def list_job(desk: Desk, dossiers: Sequence[Dossier]) -> PrintJob:
    """One list of dossiers that were taken in together, in this order; noted on the first of them."""
    require(desk, Permission.PRINT)
    first = dossiers[0]
    words = forms_in_force(desk.today)
    return job_of(desk, LIST, dossiers, first.id, words, first.printed(Form.LIST))


def bundle_job(desk: Desk, bundle_id: SubjectId) -> PrintJob:
    """The combined slip of a bundle, of the dossiers that have arrived here; noted on the bundle.

    Raises:
        FormNotThere: none has, or the bundle is not known. OutOfReach, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    bundle = desk.store.log.subject(BUNDLES, bundle_id)
    found = [desk.store.log.dossier(part.dossier) for part in bundle.standing]
    dossiers = tuple(one for one in found if one.code)
    if not dossiers:
        raise FormNotThere(Form.BUNDLE.value)
    for one in dossiers:
        check_reach(desk, one)
    words = forms_in_force(local_day(bundle.at or desk.clock()))
    return job_of(desk, BUNDLE, BundleSlip(bundle=bundle, dossiers=dossiers), bundle_id, words, bundle.copies)


def return_sheet_job(desk: Desk, dossiers: Sequence[Dossier]) -> PrintJob:
    """The sheet to be signed by who collected these results; noted on the first of them."""
    require(desk, Permission.PRINT)
    first = dossiers[0]
    words = forms_in_force(desk.today)
    return job_of(desk, RETURN_SHEET, dossiers, first.id, words, first.printed(Form.RETURN_SHEET))


def ticket_job(desk: Desk, ticket_id: TicketId) -> PrintJob:
    """Print job of the slip with the ticket's number."""
    ticket = desk.store.log.ticket(ticket_id)
    if not ticket.number:
        raise TicketUnknown(ticket_id)
    services = {service.id: service.name for service in desk.settings.waiting.services}
    one = InLine(ticket=ticket, ahead=waiting.ahead_of(desk, ticket), services=services)
    words = forms_in_force(desk.today)
    return job_of(desk, TICKET, one, ticket_id, words, ticket.copies)


def print_test(
    settings: Settings,
    folder: Path,
    address: str,
    now: datetime,
    form: Form = Form.TICKET,
    ask: print_jobs.Ask[object] | None = None,
) -> str:
    """A form with invented facts, marked as a trial, to try a printer with. Says where it went; see ``print_loose``.

    Raises:
        PrinterTrouble: it did not come out.
    """
    words = forms_set(settings.forms) if settings.forms else forms_in_force(local_day(now))
    given = Given(office=settings.office, words=_read_here(words, settings), printed_at=now, clerk=settings.clerk.name)
    sheet = FORMS[form].trial(given, settings.device.letter)
    if FORMS[form].printer is not Tray.TICKETS:
        sheet = replace(sheet, typeface=settings.printers.typeface)
    return print_loose(sheet, address or f"pdf:{folder / PDF_FOLDER}", name=f"in-thu-{form.name.lower()}", ask=ask)


def _read_here(words: FormsSet, settings: Settings) -> FormsSet:
    """The wording with amounts read as this office reads them."""
    if not settings.money.southern_words:
        return words
    return replace(words, facts=replace(words.facts, southern=True))


def job_of(desk: Desk, row: FormRow[Told], told: Told, subject: SubjectId, words: FormsSet, before: int) -> PrintJob:
    """The print job of this form that waits already, else the next copy after those ``before`` it, written down.

    Raises:
        ContactTooOld: the subject was loaded onto this visit laptop, which has had no contact for too long.
    """
    check_loaded(desk, (subject,))
    number = row.number(told)
    waits = print_jobs.waiting_job(desk, subject, row.form, number)
    if waits is not None:
        return waits
    copy, clerk, words = before + 1, desk.clerk, row.set_for(words)
    given = Given(
        office=desk.settings.office,
        words=_read_here(words, desk.settings),
        printed_at=desk.clock(),
        copy=copy,
        clerk=clerk.name if clerk else "",
        clerk_phone=clerk.phone if clerk else "",
    )
    sheet = row.sheet(told, given)
    dossier = told.dossier if isinstance(told, DossierHistory) else told if isinstance(told, Dossier) else None
    if dossier is not None and not row.outlasts and dossier.status in ENDED:
        sheet = stamped(marked(sheet, mark_of(given.copy_mark, dossier.status), copy=copy), dossier.status)
    if row.printer is not Tray.TICKETS:
        sheet = replace(sheet, typeface=desk.settings.printers.typeface)
        sheet = signed(desk, sheet, dossier, ended=not row.outlasts)
    name = f"{row.form.name.lower()}-{number}"
    return print_jobs.store_job(desk, subject, row.form, copy, words.version, sheet, name=name, code=number)


def _out(desk: Desk, job: PrintJob) -> Printed:
    return print_jobs.deliver(job, lambda work: work(desk))
