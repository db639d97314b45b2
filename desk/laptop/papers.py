"""The print job of what a visit laptop has or had: for the office's record."""

from desk.desk import Desk
from desk.laptop.laptop_words import NOT_ELSEWHERE, OF_CODES, laptop_state, of_receipts, papers_words, range_words
from desk.laptop.lost import what_it_had
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, require
from desk.words.visits.visit import named_laptop_words
from models.ids import DeviceId
from printing.forms.table import LAPTOP_LIST
from printing.forms.versions import forms_in_force
from printing.forms.visits.laptop_paper import AboardDossier, AboardPapers, AboardPerson, AboardRange, LaptopList


def list_job(desk: Desk, device: DeviceId) -> PrintJob:
    """The list of a laptop: people, papers, numbers, dossiers. Whose dossiers they are is recorded as shown.

    Raises:
        NobodySignedIn, RoleForbids, LaptopUnknown.
    """
    require(desk, Permission.MANAGE_LAPTOPS)
    had = what_it_had(desk, device)
    known, (first, last) = had.laptop, had.codes
    state, _ = laptop_state(known)
    told = LaptopList(
        number=f"MTN-{device}-{desk.today:%y%m%d}",
        laptop=named_laptop_words(device, known.name),
        state=state,
        people=tuple(AboardPerson(name=one.name, phone=one.phone, address=one.address) for one in had.people),
        dossiers=tuple(AboardDossier(code=one.code, owner=one.owner, procedure=one.procedure) for one in had.dossiers),
        papers=tuple(AboardPapers(code=one.code, owner=one.owner, papers=papers_words(one)) for one in had.papers),
        ranges=(
            AboardRange(of=OF_CODES, first=f"{first:04d}", last=f"{last:04d}", state=NOT_ELSEWHERE),
            *(
                AboardRange(
                    of=of_receipts(one), first=f"{one.first:07d}", last=f"{one.last:07d}", state=range_words(one)
                )
                for one in had.receipts
            ),
        ),
        others=had.others,
    )
    return form_jobs.job_of(desk, LAPTOP_LIST, told, known.id, forms_in_force(desk.today), known.list_copies)
