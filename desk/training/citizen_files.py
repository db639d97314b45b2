"""An invented citizen of a training desk who was here often, and stands in the books twice: under card and CMND."""

from dataclasses import replace

from msgspec.structs import replace as with_

from desk.cards.samples import citizen
from desk.desk import Desk
from desk.dossiers import attachments
from desk.intake import intake
from desk.intake.intake import IntakeForm
from models.clerk import ALL_ROLES, Clerk
from models.events import PaperReceived
from models.ids import ClerkId
from models.person import Person
from models.procedure import RequiredPaper

_SERIES = 88
"""Of invented citizens: others than those who come to the counter or are visited."""
_RESIDENCE, _COPIES, _MARITAL = "1.004222", "2.000815", "1.004873"
_OLD_NUMBER = "098765432"
_SCAN = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def frequent_citizen() -> Person:
    """Whose card practising may scan."""
    return with_(citizen(3, _SERIES), old_number=_OLD_NUMBER, phone="0900000388")


def add_citizen_files(desk: Desk) -> None:
    """Once for a training desk: three dossiers under the card, one with a scan, and one under the former number."""
    person = frequent_citizen()
    if desk.store.dossiers.by_personal_number(person.personal_number, limit=1):
        return
    at_work = replace(desk, clerk=Clerk(id=ClerkId("mau"), name="Trần Thị Thử", roles=ALL_ROLES))
    former = with_(person, personal_number="", card_issued_on=None)
    intake.take_in(at_work, _form(at_work, former, _COPIES))
    for procedure in (_MARITAL, _COPIES, _RESIDENCE):
        dossier = intake.take_in(at_work, _form(at_work, person, procedure))
        if procedure == _RESIDENCE and dossier.intake is not None:
            name = dossier.intake.papers[0].name
            attachments.attach_content(at_work, dossier.id, "giay-mau.pdf", _SCAN, paper=name)


def _form(desk: Desk, person: Person, procedure: str) -> IntakeForm:
    cases = desk.catalogue.get(procedure).cases
    papers = tuple(_handed_in(one) for one in (cases[0].papers if cases else ()) if one.required)
    return IntakeForm(submitter=person, procedure=procedure, case=cases[0].id if cases else "", papers=papers)


def _handed_in(paper: RequiredPaper) -> PaperReceived:
    return PaperReceived(name=paper.name, originals=paper.originals, copies=paper.copies, shown_only=paper.to_show)
