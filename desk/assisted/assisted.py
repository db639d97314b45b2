"""Help with matters that citizens file online: guided step by step, filed under the portal's code, then followed.

Nobody here takes a dossier in: the citizen files with their own account, another system keeps the dossier. This desk
records who helped (nơi hỗ trợ), with what, under which code, and how far it got as the clerk or the province says.
"""

from collections import Counter
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import people
from desk.intake.stored import procedure_snapshot
from desk.reach import check_approved
from desk.rights import Permission, may, require
from models.catalogue.online_guides import SHIPPED_GUIDES, OnlineGuide, is_online, load_guides
from models.events import (
    ASSISTED,
    AnyEvent,
    DossierRead,
    NationalState,
    OnlineFiling,
    OnlineFilingAssisted,
    OnlineFilingNotDone,
    OnlineFilingTold,
    OnlineFilingVoided,
    ReadBy,
)
from models.files.disk import on_disk
from models.ids import ClerkId, SubjectId, TicketId, new_subject
from models.not_allowed import NotAllowed, OfOneVerb, PersonIncomplete, ReasonMissing
from models.person import Person
from models.store.projections.online_filing import ONLINE_FILINGS, OnlineFilings
from models.subjects.service.online_filing import AssistedFiling, FilingEnd, filing_id, tidy_code
from models.text import clean
from sync.national.shapes import is_code

GUIDES = "online_guides.toml"
"""The office's own guides, in the data folder."""

MOST_LISTED = 2_000


class PortalCodeMalformed(OfOneVerb):
    """It is no dossier code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.sentence = (
            f"“{code}” không có dạng mã hồ sơ, như H26.12.34-261130-0001; chép lại từ Cổng."
            if code
            else "Ghi mã hồ sơ mà Cổng đã cấp; chưa nộp được thì ghi lý do."
        )


class FiledAlready(OfOneVerb):
    """The matter of this code is followed already."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.sentence = f"Mã {code} đã được ghi; mở danh sách hỗ trợ trực tuyến để theo dõi."


class NotFiledOnline(OfOneVerb):
    """The procedure is not offered online."""

    def __init__(self, procedure: str) -> None:
        super().__init__(procedure)
        self.sentence = f"“{procedure}” không nộp trực tuyến được theo danh mục; tiếp nhận tại quầy."


class StepsLeft(OfOneVerb):
    """A step without which nothing can be filed is not done."""

    def __init__(self, steps: tuple[str, ...]) -> None:
        super().__init__(steps)
        self.sentence = f"Chưa đánh dấu bước: {'; '.join(steps)}."


class FilingUnknown(OfOneVerb):
    """No such matter is followed here."""

    sentence = "Không có hồ sơ hỗ trợ trực tuyến này ở máy này."


class FilingOver(OfOneVerb):
    """It is not followed any more."""

    sentence = "Việc này đã ghi là nhập nhầm hoặc chưa nộp, không theo dõi nữa."


class OnlineHelp(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the clerk has entered of one citizen who is helped.

    Attributes:
        code: of the portal; empty = not filed.
        case: of the procedure; empty = it has none, or it does not matter.
        steps: names of the steps done.
        resolver: who resolves it, as the portal says.
        belongs_to: a subject it is part of.
    """

    procedure: str
    person: Person = Person()
    code: str = ""
    case: str = ""
    steps: tuple[str, ...] = ()
    resolver: str = ""
    due_at: datetime | None = None
    ticket: TicketId | None = None
    note: str = ""
    belongs_to: SubjectId = SubjectId("")


def guide(desk: Desk, procedure: str) -> OnlineGuide | None:
    """How this procedure is filed today, by the office's guides, else those of the program.

    Raises:
        CatalogueUnreadable: the office's file cannot be used.
    """
    own = desk.folder / GUIDES
    with on_disk(desk.folder):
        path = own if own.exists() else SHIPPED_GUIDES
    return load_guides(path).of(procedure, desk.today)


def filed(desk: Desk, helped: OnlineHelp) -> AssistedFiling:
    """Record that it was filed with help, and follow it.

    Raises:
        RoleForbids, NobodySignedIn, NotApproved. ProcedureUnknown, CaseUnknown, NotFiledOnline, PersonIncomplete.
        StepsLeft, PortalCodeMalformed, FiledAlready.
    """
    require(desk, Permission.TAKE_IN)
    subject, event = filing(desk, helped)
    desk.store.log.record(subject, desk.by, event)
    return desk.store.log.subject(ONLINE_FILINGS, subject)


def filing(desk: Desk, helped: OnlineHelp) -> tuple[SubjectId, AnyEvent]:
    """The subject and event of ``filed``, for who records it in one transaction with other facts.

    Raises:
        As ``filed``, but for the rights.
    """
    told = _told(desk, helped)
    found = guide(desk, helped.procedure)
    left = tuple(one.name for one in found.steps if one.needed and one.name not in helped.steps) if found else ()
    if left:
        raise StepsLeft(left)
    code = tidy_code(helped.code)
    if not is_code(code):
        raise PortalCodeMalformed(code)
    subject = filing_id(code)
    known = desk.store.log.subject(ONLINE_FILINGS, subject)
    if known.filing is not None and not known.voided:
        raise FiledAlready(code)
    return subject, OnlineFilingAssisted(portal_code=code, filing=told, due_at=helped.due_at)


def bundle_code_problem(desk: Desk, code: str) -> NotAllowed | None:
    """Why a bundle cannot be followed under this portal code; None = it can, also where help with it is recorded."""
    tidied = tidy_code(code)
    if not is_code(tidied):
        return PortalCodeMalformed(tidied)
    known = desk.store.log.subject(ONLINE_FILINGS, filing_id(tidied))
    taken = known.filing is not None and known.filing.belongs_to and not known.voided
    return FiledAlready(tidied) if taken else None


def bundle_filing(code: str, filing: OnlineFiling) -> tuple[SubjectId, AnyEvent]:
    """What follows a bundle on the portal: the one record of its code, which now says what it belongs to.

    For who records it with the bundle, after ``bundle_code_problem``. The steps of the guide are not asked: the papers
    of a bundle are looked at one by one.
    """
    tidied = tidy_code(code)
    told = replace(filing, person=people.tidy_person(filing.person))
    return filing_id(tidied), OnlineFilingAssisted(portal_code=tidied, filing=told)


def not_done(desk: Desk, helped: OnlineHelp, reason: str) -> AssistedFiling:
    """Record help that came to no filing, and why.

    Raises:
        RoleForbids, NobodySignedIn, NotApproved, ProcedureUnknown, CaseUnknown, NotFiledOnline, PersonIncomplete.
        ReasonMissing.
    """
    require(desk, Permission.TAKE_IN)
    told = _told(desk, helped)
    if not clean(reason):
        raise ReasonMissing
    subject = new_subject(ASSISTED)
    desk.store.log.record(subject, desk.by, OnlineFilingNotDone(filing=told, reason=clean(reason)))
    return desk.store.log.subject(ONLINE_FILINGS, subject)


def tell(
    desk: Desk, subject: SubjectId, state: NationalState, note: str = "", due_at: datetime | None = None
) -> AssistedFiling:
    """Record how far it got, as the portal shows it or the citizen was told.

    Raises:
        RoleForbids, NobodySignedIn, FilingUnknown, FilingOver.
    """
    require(desk, Permission.TAKE_IN)
    known = _known(desk, subject)
    if known.end in {FilingEnd.VOIDED, FilingEnd.NOT_DONE}:
        raise FilingOver
    desk.store.log.record(subject, desk.by, OnlineFilingTold(state=state, note=clean(note), due_at=due_at))
    return desk.store.log.subject(ONLINE_FILINGS, subject)


def void(desk: Desk, subject: SubjectId, reason: str) -> AssistedFiling:
    """Record that it was entered by mistake.

    Raises:
        RoleForbids, NobodySignedIn, FilingUnknown, FilingOver, ReasonMissing.
    """
    require(desk, Permission.TAKE_IN)
    if _known(desk, subject).voided:
        raise FilingOver
    if not clean(reason):
        raise ReasonMissing
    desk.store.log.record(subject, desk.by, OnlineFilingVoided(reason=clean(reason)))
    return desk.store.log.subject(ONLINE_FILINGS, subject)


def followed(desk: Desk) -> list[AssistedFiling]:
    """What is followed, the oldest first; names and no numbers. Of postal staff only their own.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    return _reached(desk, desk.store.lists(OnlineFilings).open())


def how_many(desk: Desk) -> int:
    """How many are followed; of postal staff only their own.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    if not may(desk, Permission.READ_ALL):
        return len(followed(desk))
    return desk.store.lists(OnlineFilings).how_many_open()


def between(desk: Desk, first: date, last: date) -> list[AssistedFiling]:
    """All help of these days, both included, the newest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    return _reached(desk, desk.store.lists(OnlineFilings).between(first, last, MOST_LISTED))


def opened(desk: Desk, subject: SubjectId) -> AssistedFiling:
    """One matter with number and telephone of its person: recorded as read.

    Raises:
        RoleForbids, NobodySignedIn, FilingUnknown.
    """
    require(desk, Permission.READ)
    known = _known(desk, subject)
    if known.helper != desk.by:
        desk.store.log.record(subject, desk.by, DossierRead(by=ReadBy.LIST))
    return known


def of_code(desk: Desk, code: str) -> SubjectId:
    """The matter of this portal code.

    Raises:
        FilingUnknown.
    """
    subject = filing_id(tidy_code(code))
    return _known(desk, subject).id


class HelpFigures(Struct, frozen=True, kw_only=True):
    """Help with online filing between two days, both included ("hỗ trợ nộp trực tuyến"); what is void counts nowhere.

    Attributes:
        filed, not_done: how many citizens were helped, by the clerk who helped.
        procedures: how many were filed, by code of the procedure.
    """

    first: date
    last: date
    filed: Counter[ClerkId]
    not_done: Counter[ClerkId]
    procedures: Counter[str]


def figures(desk: Desk, first: date, last: date) -> HelpFigures:
    """The office's figures, and each person's.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    found = HelpFigures(first=first, last=last, filed=Counter(), not_done=Counter(), procedures=Counter())
    for (helper, procedure, end), number in desk.store.lists(OnlineFilings).counted(first, last).items():
        if end is FilingEnd.VOIDED or (helper != desk.by and not may(desk, Permission.READ_ALL)):
            continue
        if end is FilingEnd.NOT_DONE:
            found.not_done[ClerkId(helper)] += number
        else:
            found.filed[ClerkId(helper)] += number
            found.procedures[procedure] += number
    return found


def _told(desk: Desk, helped: OnlineHelp) -> OnlineFiling:
    procedure = desk.catalogue.get(helped.procedure)
    check_approved(desk, procedure.code, procedure.name)
    if not is_online(procedure):
        raise NotFiledOnline(procedure.name)
    person = people.tidy_person(helped.person)
    if not person.full_name:
        raise PersonIncomplete("submitter", ("full_name",))
    for problem in (*people.number_problems("submitter", person), *people.impossible("submitter", person, desk.today)):
        raise problem
    case = desk.catalogue.case(procedure, helped.case) if helped.case else None
    return OnlineFiling(
        procedure=procedure_snapshot(desk, procedure, case),
        person=person,
        helped_by=desk.settings.office.unit,
        steps=helped.steps,
        resolver=clean(helped.resolver),
        ticket=helped.ticket,
        note=clean(helped.note),
        belongs_to=helped.belongs_to,
    )


def _known(desk: Desk, subject: SubjectId) -> AssistedFiling:
    known = desk.store.log.subject(ONLINE_FILINGS, subject) if subject.startswith(ASSISTED) else None
    if known is None or known.filing is None or (known.helper != desk.by and not may(desk, Permission.READ_ALL)):
        raise FilingUnknown
    return known


def _reached(desk: Desk, filings: list[AssistedFiling]) -> list[AssistedFiling]:
    return filings if may(desk, Permission.READ_ALL) else [one for one in filings if one.helper == desk.by]
