"""The form of one intake, and what taking it in would come to."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from desk.intake import people
from desk.intake.duplicates import Duplicate
from desk.intake.notices import Notice
from models.catalogue.day_rules import ORDINARY, DayTerms
from models.events import DocumentCopied, DueDate, FeeDue, FileAttached, Intake, PaidBy, PaperReceived, ReturnBy
from models.ids import DossierId, SubjectId, TicketId
from models.not_allowed import NotAllowed
from models.person import Authority, Organisation, Person, Unit
from models.places.old_places import OldAddress
from models.procedure import Case, Channel, Exemption, Offer, Procedure, RequiredPaper
from models.text import clean


class IntakeForm(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything the clerk has entered so far; kept as a draft at every field, so it may be half filled.

    Attributes:
        papers: what was handed in or shown, by the names of the checklist (or further ones the clerk added).
        pages, copies: what the fee counts: pages of the original, copies wanted.
        resolved_by, helped_by: None = this office, nobody.
        agreed_at, agreed_why: an appointment agreed by hand (no published limit, or longer by agreement,
            NĐ 23/2015 Đ21), and its reason.
        receipt_wanted: None = as the rule says (a same-day matter needs no slip unless asked, NĐ 61/2018 Đ17.4).
        paid_by: money taken at intake, and how; None = not yet.
        continues: the dossier whose supplement this is.
        documents: several documents of which copies are wanted, each with its pages and copies.
        files: scans of earlier dossiers that hold for this one too.
        slip: number of a slip printed before the trip that the citizen is given, typed or scanned; empty = none.
        unread: names of fields in which something stands that is none of what belongs there.
        persons: how many people of a list pay, where the fee counts them.
        consignment: number of the consignment whose data this is; the record files it, not the counter.
        exempt: id of the exemption chosen (nothing or less is to be paid), or empty.
        exempt_proof: the paper or look-up by which it was shown.
        visit: the home visit in which it is filled in; empty = at the counter.
    """

    ticket: TicketId | None = None
    submitter: Person = Person()
    owner: Person | Organisation | None = None
    authority: Authority | None = None
    channel: Channel = Channel.DIRECT
    procedure: str = ""
    case: str = ""
    papers: tuple[PaperReceived, ...] = ()
    sets: int = 1
    pages: int = 1
    copies: int = 1
    resolved_by: Unit | None = None
    helped_by: Unit | None = None
    return_by: ReturnBy = ReturnBy.COUNTER
    return_to: str = ""
    agreed_at: datetime | None = None
    agreed_why: str = ""
    receipt_wanted: bool | None = None
    paid_by: PaidBy | None = None
    note: str = ""
    continues: DossierId | None = None
    documents: tuple[DocumentCopied, ...] = ()
    files: tuple[FileAttached, ...] = ()
    exempt: str = ""
    exempt_proof: str = ""
    persons: int = 1
    slip: str = ""
    unread: tuple[str, ...] = ()
    visit: SubjectId = SubjectId("")
    consignment: str = ""


class Preview(Struct, frozen=True, kw_only=True):
    """The receipt the form would give now, and what still prevents it.

    Attributes:
        checklist: papers of the case; ``missing`` those required and not there.
        problems: every reason a receipt is not possible yet, most basic first.
        due: None until the procedure, case and channel give one.
        southern_words: amounts are read as in the South.
        slips_out: how many slips printed before this machine has out.
        exemptions: whom the law or the province exempts here; ``proposed`` ids of those that a birth date speaks for.
        commune_code: of the submitter's address, when it is certain.
        notices: what to look at twice; ``duplicates`` the same matter of the same person, still at work.
        day: what rules of the day change for this procedure.
        old_address, owner_old_address: where an address names units of before July 2025.
    """

    procedure: Procedure | None = None
    cases: tuple[Case, ...] = ()
    checklist: tuple[RequiredPaper, ...] = ()
    missing: tuple[RequiredPaper, ...] = ()
    offer: Offer | None = None
    due: DueDate | None = None
    fee: FeeDue | None = None
    receipt_wanted: bool = True
    problems: tuple[NotAllowed, ...] = ()
    commune_code: str = ""
    notices: tuple[Notice, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    old_address: OldAddress | None = None
    owner_old_address: OldAddress | None = None
    exemptions: tuple[Exemption, ...] = ()
    proposed: tuple[str, ...] = ()
    southern_words: bool = False
    slips_out: int = 0
    day: DayTerms = ORDINARY


def form_again(known: Intake) -> IntakeForm:
    """The form that this was entered with, as far as it is stored."""
    return IntakeForm(
        submitter=known.submitter,
        owner=known.owner,
        authority=known.authority,
        channel=known.channel,
        procedure=known.procedure.code,
        case=known.procedure.case,
        papers=known.papers,
        sets=known.sets,
        pages=known.pages or 1,
        copies=known.copies or 1,
        documents=known.documents,
        resolved_by=None if known.resolved_by.id == known.received_by.id else known.resolved_by,
        helped_by=known.helped_by,
        return_by=known.return_by,
        return_to=known.return_to,
        note=known.note,
    )


def tidy(form: IntakeForm) -> IntakeForm:
    """The form with every text composed (NFC) and trimmed, and an untouched owner or authority taken out."""
    return replace(
        form,
        submitter=people.tidy_person(form.submitter),
        owner=people.tidy_owner(form.owner),
        authority=people.tidy_authority(form.authority),
        return_to=clean(form.return_to),
        note=clean(form.note),
        slip=clean(form.slip),
        exempt_proof=clean(form.exempt_proof),
        documents=tuple(replace(one, name=clean(one.name)) for one in form.documents),
    )
