"""Paper for a dossier or ticket: written down first, printed second.

The copy is recorded before the printer is asked. A printer that is known to have taken nothing is recorded too, so
the next try is the same copy; in every doubt the next paper says "second print".
"""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from desk import waiting
from desk.desk import Desk
from desk.settings import Settings
from models.clock import local_day
from models.dossier import Status
from models.events import Form, FormPrinted, PrintingFailed
from models.ids import DossierId, SubjectId, TicketId
from models.not_allowed import DossierUnknown, PaperNotThere, TicketUnknown
from models.ticket import Ticket
from models.trouble import PrinterTrouble
from printing.forms.receipt import receipt
from printing.forms.refusal_slip import refusal_slip
from printing.forms.supplement_request import supplement_request
from printing.forms.ticket_slip import ticket_slip
from printing.forms.versions import FormsSet, forms_in_force, forms_set
from printing.printers import print_sheet, printer
from printing.sheet import Sheet

log = logging.getLogger(__name__)

PAPERS = "papers"
"""Folder of PDFs inside the data folder, used when no printer is set."""


class Printed(Struct, frozen=True, kw_only=True):
    """One paper that came out: which form and copy, and where it went (a path, or the printer's name)."""

    form: Form
    copy: int
    where: str


def print_outcome(desk: Desk, dossier_id: DossierId) -> Printed:
    """The slip of the dossier's latest outcome: receipt, supplement slip or refusal slip.

    Raises:
        DossierUnknown: it has had no outcome.
        PaperNotThere: it has had another.
        PrinterTrouble: the paper did not come out; the dossier is safe.
    """
    status = desk.store.log.dossier(dossier_id).status
    form = {Status.SUPPLEMENT: Form.SUPPLEMENT, Status.REFUSED: Form.REFUSAL}.get(status, Form.RECEIPT)
    return print_form(desk, dossier_id, form)


def print_form(desk: Desk, dossier_id: DossierId, form: Form) -> Printed:
    """One named form of a dossier, which must stand at the outcome that the form tells of; see ``print_outcome``."""
    dossier = desk.store.log.dossier(dossier_id)
    if dossier.intake is None:
        raise DossierUnknown(dossier_id)
    has = {
        Form.RECEIPT: bool(dossier.code),
        Form.SUPPLEMENT: dossier.status is Status.SUPPLEMENT,
        Form.REFUSAL: dossier.status is Status.REFUSED,
    }
    if not has.get(form, False):
        raise PaperNotThere(form.value)
    name = dossier.intake.procedure.forms or desk.settings.forms
    words = forms_set(name) if name else forms_in_force(local_day(dossier.received_at or desk.clock()))
    copy = dossier.printed(form) + 1
    make = {Form.RECEIPT: receipt, Form.SUPPLEMENT: supplement_request, Form.REFUSAL: refusal_slip}[form]

    def sheet(printed_at: datetime) -> Sheet:
        return make(
            dossier,
            desk.settings.office,
            words,
            clerk=desk.settings.clerk.name,
            printed_at=printed_at,
            copy=copy,
        )

    code = dossier.code if form is Form.RECEIPT else dossier.slip
    return _print(desk, dossier_id, form, copy, words, sheet, desk.settings.printers.papers, code)


def print_ticket(desk: Desk, ticket_id: TicketId) -> Printed:
    """The slip with the number, for the citizen's hand."""
    ticket = desk.store.log.ticket(ticket_id)
    if not ticket.number:
        raise TicketUnknown(ticket_id)
    words = forms_in_force(desk.today)
    copy = ticket.copies + 1
    services = {service.id: service.name for service in desk.settings.waiting.services}

    def sheet(printed_at: datetime) -> Sheet:
        return ticket_slip(
            ticket,
            desk.settings.office,
            words,
            services=services,
            ahead=waiting.ahead_of(desk, ticket),
            printed_at=printed_at,
            copy=copy,
        )

    where = desk.settings.printers.tickets
    return _print(desk, ticket_id, Form.TICKET, copy, words, sheet, where, ticket.number)


def print_test(settings: Settings, folder: Path, address: str, now: datetime) -> str:
    """A slip that is nobody's, to try a printer with; nothing is recorded. Says where it went.

    Raises:
        PrinterTrouble: it did not come out.
    """
    words = forms_in_force(local_day(now))
    nobody = Ticket(id=TicketId(SubjectId("ticket/test")), number=f"{settings.device.letter}000", day=local_day(now))
    made = ticket_slip(nobody, settings.office, words, services={}, ahead=0, printed_at=now, copy=1)
    return print_sheet(printer(address or f"pdf:{folder / PAPERS}"), made, name="in-thu")


def _print(
    desk: Desk,
    subject: SubjectId,
    form: Form,
    copy: int,
    words: FormsSet,
    sheet: Callable[[datetime], Sheet],
    address: str,
    code: str,
) -> Printed:
    clerk = desk.settings.clerk.id
    made = sheet(desk.clock())
    desk.store.log.record(subject, clerk, FormPrinted(form=form, version=words.version, copy=copy))
    try:
        where = print_sheet(printer(address or f"pdf:{papers_folder(desk)}"), made, name=f"{form.name.lower()}-{code}")
    except PrinterTrouble as trouble:
        if not trouble.sent:
            failed = PrintingFailed(form=form, copy=copy, why=type(trouble).__name__)
            desk.store.log.record(subject, clerk, failed)
        raise
    return Printed(form=form, copy=copy, where=where)


def papers_folder(desk: Desk) -> Path:
    """Where PDFs go when no printer is set."""
    return desk.folder / PAPERS
