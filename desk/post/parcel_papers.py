"""The papers of what goes out by post: a slip for each parcel, and the list with which parcels go."""

from desk.desk import Desk
from desk.post.parcels import ParcelUnknown
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, require
from models.calendar.clock import local_day
from models.ids import SubjectId
from models.store.projections.post.parcel import PARCELS
from models.store.projections.post.parcel_lists import Parcels
from printing.forms.post.parcel_papers import PostList
from printing.forms.table import PARCEL as PARCEL_FORM
from printing.forms.table import POST_LIST
from printing.forms.versions import forms_in_force


def parcel_job(desk: Desk, parcel_id: SubjectId) -> PrintJob:
    """The print job of a parcel's slip.

    Raises:
        ParcelUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    parcel = desk.store.log.subject(PARCELS, parcel_id)
    if not parcel.number:
        raise ParcelUnknown(parcel_id)
    words = forms_in_force(local_day(parcel.handed_at or desk.clock()))
    return form_jobs.job_of(desk, PARCEL_FORM, parcel, parcel_id, words, parcel.copies)


def list_job(desk: Desk, list_number: str) -> PrintJob:
    """The print job of the list with which parcels went to the post; noted on the first of them.

    Raises:
        ParcelUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    parcels = tuple(desk.store.lists(Parcels).of_list(list_number))
    if not parcels:
        raise ParcelUnknown(list_number)
    first = parcels[0]
    words = forms_in_force(local_day(first.handed_at or desk.clock()))
    told = PostList(number=list_number, parcels=parcels)
    return form_jobs.job_of(desk, POST_LIST, told, first.id, words, first.list_copies)
