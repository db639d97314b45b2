"""The papers of what comes in by post: its slip, the label over the seal, the record that both sides sign."""

from desk.desk import Desk
from desk.post.consignments import ConsignmentUnknown
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, require
from models.calendar.clock import local_day
from models.ids import SubjectId
from models.store.projections.post.consignment import CONSIGNMENTS
from models.store.projections.post.consignment_lists import Consignments
from models.subjects.post.consignment import Consignment
from printing.forms.post.consignment_papers import DeliveryRecord
from printing.forms.table import CONSIGNMENT as SLIP_FORM
from printing.forms.table import CONSIGNMENT_LABEL, DELIVERY_RECORD
from printing.forms.versions import FormsSet, forms_in_force


def slip_job(desk: Desk, consignment: SubjectId) -> PrintJob:
    """The print job of a consignment's slip, with the sender's copy.

    Raises:
        ConsignmentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    one = _known(desk, consignment)
    return form_jobs.job_of(desk, SLIP_FORM, one, one.id, _words(desk, one), one.copies)


def label_job(desk: Desk, consignment: SubjectId) -> PrintJob:
    """The print job of the label over the seal.

    Raises:
        ConsignmentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    one = _known(desk, consignment)
    return form_jobs.job_of(desk, CONSIGNMENT_LABEL, one, one.id, _words(desk, one), one.label_copies)


def record_job(desk: Desk, record: str) -> PrintJob:
    """The print job of a record; noted on the first consignment of it.

    Raises:
        ConsignmentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    found = desk.store.lists(Consignments).of_record(record)
    if not found:
        raise ConsignmentUnknown(record)
    first = found[0]
    dossiers = tuple(desk.store.log.dossier(one.dossier) for one in found)
    told = DeliveryRecord(number=record, consignments=tuple(found), dossiers=dossiers)
    return form_jobs.job_of(desk, DELIVERY_RECORD, told, first.id, _words(desk, first), first.record_copies)


def _known(desk: Desk, consignment: SubjectId) -> Consignment:
    one = desk.store.log.subject(CONSIGNMENTS, consignment)
    if not one.number:
        raise ConsignmentUnknown(consignment)
    return one


def _words(desk: Desk, one: Consignment) -> FormsSet:
    return forms_in_force(local_day(one.made_at or desk.clock()))
