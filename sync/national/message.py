"""The national message of a dossier: one item and its steps, in either generation's field names.

Who is who: ChuHoSo is the owner, else the submitter; a submitter who is somebody else, and why he may be, stands in
ThongTinKhac together with whatever else has no field of its own or not the shape its field demands. Nothing is made
up and nothing is lost in silence: a shortened text ends in "…".
"""

from collections.abc import Iterator, Sequence

from models.events import FeeDue, FileAttached, Intake, NationalState, PaperReceived, ReturnBy
from models.ids import ClerkId, EventId
from models.person import Authority, DocumentKind, Organisation, Person
from models.procedure import Channel, ProcedureTaken
from models.subjects.dossier import Dossier
from models.text import clean
from sync.national import words
from sync.national.fields import (
    Base,
    Fee,
    FileA,
    FileB,
    Identity,
    ItemA,
    ItemB,
    NationalProgress,
    PaperOnFile,
    ResultA,
    ResultB,
    Supplement,
)
from sync.national.rules import Named, NationalRules, OfficeFacts
from sync.national.shapes import (
    EMAIL,
    MOST_FILE_NAME,
    MOST_OFFICER,
    MOST_SUMMARY,
    MOST_TEXT,
    NUMBER,
    OLD_NUMBER,
    TAX_CODE,
    cut,
    phone,
    procedure,
    stamp,
)
from sync.national.steps import NationalStep, SupplementRequest, Way

PERSON, BODY = "1", "2"
"""LoaiDoiTuong of generation A (F5 A)."""

_CHANNELS = {Channel.DIRECT: "1", Channel.ONLINE: "2", Channel.POST: "3"}
"""KenhThucHien (domain.md §5.1)."""


class NothingToTell(Exception):  # noqa: N818 - a fact about a dossier
    """The dossier has no code or no state yet: nobody took it in and nobody refused it."""


def item_b(way: Way, office: OfficeFacts, rules: NationalRules, named: Named | None = None) -> ItemB:
    """The dossier as generation B wants it.

    Args:
        way: the dossier, walked.
        office: who its clerks are.
        rules: what the province sets.
        named: the procedure as the national system itself names it, when it was asked.

    Raises:
        NothingToTell: there is nothing to tell yet.
    """
    dossier, intake = way.dossier, way.dossier.intake
    if intake is None or way.state is None or not way.code or not (dossier.code or rules.refused_at_counter):
        raise NothingToTell(dossier.id)
    taken = dossier.received_at or way.refused_at
    owner = intake.owner or intake.submitter
    names = _named(intake.procedure, rules, named)
    files = tuple(_file(file, rules) for file in dossier.files if rules.download_url)
    return ItemB(
        code=way.code,
        procedure=names.code,
        procedure_name=names.name,
        field_code=names.field_code,
        field_name=names.field_name,
        owner=cut(_name(owner), MOST_TEXT),
        kind=_kind(owner, rules),
        further=cut("; ".join(_further(intake, owner)), MOST_TEXT),
        email=_email(owner) or _email(intake.submitter),
        phone=phone(owner.phone) or phone(intake.submitter.phone),
        summary=cut(_summary(intake), MOST_SUMMARY),
        received_at=stamp(taken),
        due_at=stamp(dossier.due.at if dossier.due else None),
        state=str(int(way.state)),
        handed_over_at=stamp(way.handed_over_at),
        handed_over=_handed_over(way),
        by_post="1" if intake.return_by is ReturnBy.POST else "0",
        ended_at=stamp(way.ended_at),
        unit=cut(intake.resolved_by.name, MOST_TEXT),
        note=cut(intake.note, MOST_TEXT),
        fees=tuple(_fees(dossier.fee, rules)),
        papers=tuple(_papers(intake.papers, rules)),
        supplements=tuple(_supplement(n, asked, office, rules) for n, asked in enumerate(way.asked, 1)),
        files=files,
        results=tuple(_results(dossier, rules, names.result_code)),
        channel=_CHANNELS[intake.channel],
        owner_number=_number(owner) or rules.number_when_none,
        submitted_at=stamp(taken),
        refused_at=stamp(way.refused_at),
        submitted_where=rules.submitted_at,
        has_digitised="1" if dossier.files else "0",
        identities=tuple(_identities(owner, rules)),
        bases=tuple(Base(code=code) for code in rules.databases),
    )


def item_a(way: Way, office: OfficeFacts, rules: NationalRules, named: Named | None = None) -> ItemA:
    """The dossier as generation A wants it: its fields are a part of B's, with two kinds of owners only.

    Raises:
        NothingToTell: there is nothing to tell yet.
    """
    told = item_b(way, office, rules, named)
    shared = {name: getattr(told, name) for name in ItemA.__struct_fields__}
    shared["kind"] = PERSON if told.kind == rules.kinds.person else BODY
    shared["files"] = tuple(FileA(id=file.id, name=file.name, paper=file.paper, url=file.url) for file in told.files)
    shared["results"] = tuple(ResultA(name=paper.name, id=paper.id, url=paper.url) for paper in told.results)
    return ItemA(**shared)


def progress(way: Way, step: NationalStep, office: OfficeFacts) -> NationalProgress:
    """One step as both generations want it."""
    intake = way.dossier.intake
    here = intake.received_by.name if intake else ""
    return NationalProgress(
        code=way.code,
        officer=_officer(step.officer, step.clerk, office),
        at=stamp(step.at),
        unit=cut(step.unit or here, MOST_TEXT),
        text=step.text,
        state=str(int(step.state)),
        starts_at=stamp(step.starts_at),
        due_at=stamp(step.due_at),
    )


def steps_b(way: Way) -> tuple[NationalStep, ...]:
    """The steps as generation B wants them: the first is always state 2, put before the others when it is missing."""
    if not way.steps or way.steps[0].state is NationalState.RECEIVED:
        return way.steps
    first = way.steps[0]
    source = EventId(f"{first.source}/received")
    received = NationalStep(
        source=source, state=NationalState.RECEIVED, at=first.at, text=words.RECEIVED, clerk=first.clerk
    )
    return (received, *way.steps)


def _named(taken: ProcedureTaken, rules: NationalRules, asked: Named | None) -> Named:
    """The procedure's national names: as the province set them, else as the national system said, else our own."""
    fixed, asked = rules.procedures.get(taken.code, Named()), asked or Named()
    field = clean(fixed.field_name or asked.field_name or taken.field)
    return Named(
        code=fixed.code or procedure(taken.code) or clean(taken.code),
        name=cut(fixed.name or asked.name or taken.name, MOST_TEXT),
        field_code=fixed.field_code or asked.field_code or rules.fields.get(taken.field, ""),
        field_name=field,
        result_code=fixed.result_code,
    )


def _name(who: Person | Organisation) -> str:
    return who.name if isinstance(who, Organisation) else who.full_name


def _kind(owner: Person | Organisation, rules: NationalRules) -> str:
    if isinstance(owner, Person):
        return rules.kinds.person
    return rules.kinds.body_with_tax_code if TAX_CODE.fullmatch(owner.tax_code) else rules.kinds.body


def _number(who: Person | Organisation) -> str:
    """The number a person or body is known by, when it has the shape of one."""
    if isinstance(who, Organisation):
        return who.tax_code if TAX_CODE.fullmatch(who.tax_code) else ""
    if NUMBER.fullmatch(who.personal_number):
        return who.personal_number
    if OLD_NUMBER.fullmatch(who.old_number):
        return who.old_number
    has_passport = who.document is not None and who.document.kind is DocumentKind.PASSPORT
    return who.document.number if who.document is not None and has_passport else ""


def _identities(owner: Person | Organisation, rules: NationalRules) -> Iterator[Identity]:
    """DinhDanhCHS holds a person's cards only; a body is known by SoGiayToChuHoSo."""
    if isinstance(owner, Organisation):
        return
    if NUMBER.fullmatch(owner.personal_number):
        yield Identity(kind="1", number=owner.personal_number)
    if OLD_NUMBER.fullmatch(owner.old_number):
        yield Identity(kind="2", number=owner.old_number)
    if not _number(owner) and rules.number_when_none:
        yield Identity(kind="1" if NUMBER.fullmatch(rules.number_when_none) else "2", number=rules.number_when_none)


def _email(who: Person | Organisation) -> str:
    return who.email if EMAIL.fullmatch(who.email) else ""


def _further(intake: Intake, owner: Person | Organisation) -> Iterator[str]:
    """ThongTinKhac: who came and why, units that helped, and what was written down in no proper shape."""
    submitter = intake.submitter
    if owner != submitter:
        yield _labelled(words.SUBMITTER, ", ".join(filter(None, (submitter.full_name, _number(submitter)))))
    if intake.authority is not None:
        yield _labelled(words.AUTHORITY, _authority(intake.authority))
    if owner.address:
        yield _labelled(words.ADDRESS, owner.address)
    for who in dict.fromkeys((owner, submitter)):
        yield from _shown(who)
    if intake.documents:
        copied = (words.COPIED_ONE.format(name=d.name, pages=d.pages, copies=d.copies) for d in intake.documents)
        yield _labelled(words.COPIED, ", ".join(copied))
    if intake.received_by.id != intake.resolved_by.id:
        yield _labelled(words.RECEIVED_BY, intake.received_by.name)
    if intake.helped_by is not None:
        yield _labelled(words.HELPED_BY, intake.helped_by.name)
    for who in (owner, submitter) if owner != submitter else (owner,):
        yield from _as_written(who)


def _authority(authority: Authority) -> str:
    standing = words.STANDINGS[authority.standing.value] if authority.standing else ""
    number = f"{words.NUMBER} {authority.number}" if authority.number else ""
    day = f"{words.DAY} {authority.granted_on:%d/%m/%Y}" if authority.granted_on else ""
    paper = ", ".join(filter(None, (" ".join(filter(None, (authority.paper, number, day))), authority.certified_by)))
    whole = ": ".join(filter(None, (standing, authority.relation)))
    return f"{whole} ({paper})" if paper else whole


def _shown(who: Person | Organisation) -> Iterator[str]:
    """What has no field: documents other than cards, the nationality, the address as the card has it."""
    if isinstance(who, Organisation):
        return
    document = who.document
    foreign = f"{words.NATIONALITY} {who.nationality}" if who.nationality else ""
    if document is not None and document.kind is DocumentKind.NONE:
        yield _labelled(who.full_name, f"{words.KNOWN_BY} {document.known_by}")
    elif document is not None or foreign:
        said = f"{words.DOCUMENTS[document.kind.value]} {document.number}" if document else ""
        yield _labelled(words.SHOWN, ", ".join(filter(None, (who.full_name, said, foreign))))
    if who.address_before:
        yield _labelled(words.ADDRESS_BEFORE, who.address_before)


def _as_written(who: Person | Organisation) -> Iterator[str]:
    if who.phone and not phone(who.phone):
        yield _labelled(words.PHONE_AS_WRITTEN, who.phone)
    if who.email and not _email(who):
        yield _labelled(words.EMAIL_AS_WRITTEN, who.email)
    numbers = (who.tax_code,) if isinstance(who, Organisation) else (who.personal_number, who.old_number)
    shapes = (TAX_CODE,) if isinstance(who, Organisation) else (NUMBER, OLD_NUMBER)
    for number, shape in zip(numbers, shapes, strict=True):
        if number and not shape.fullmatch(number):
            yield _labelled(words.NUMBER_AS_WRITTEN, number)


def _labelled(label: str, text: str) -> str:
    return f"{label}: {clean(text)}".strip()


def _summary(intake: Intake) -> str:
    name = intake.procedure.name or intake.procedure.code
    return f"{name} ({intake.procedure.case_name})" if intake.procedure.case_name else name


def _handed_over(way: Way) -> str:
    if way.handed_over is None:
        return ""
    return cut("; ".join(filter(None, (way.handed_over.to, way.handed_over.note))), MOST_TEXT)


def _fees(fee: FeeDue | None, rules: NationalRules) -> Iterator[Fee]:
    for line in fee.lines if fee else ():
        yield Fee(
            name=cut(line.name, MOST_TEXT) or words.FEE,
            code=rules.fee_code,
            collected=rules.fee_collected,
            price=str(line.amount),
            kind=rules.fee_kinds.get(line.kind, rules.fee_kind) if line.kind else rules.fee_kind,
        )


def _papers(papers: Sequence[PaperReceived], rules: NationalRules) -> Iterator[PaperOnFile]:
    """What was handed in on paper or as a file; what was only shown went home again."""
    for paper in papers:
        counts = ((paper.originals, rules.papers.original), (paper.copies, rules.papers.copy))
        for count, kind in (*counts, (paper.electronic, rules.papers.electronic)):
            if count > 0 and not paper.shown_only:
                yield PaperOnFile(name=cut(paper.name, MOST_TEXT) or words.PAPER, count=str(count), kind=kind)


def _file(file: FileAttached, rules: NationalRules) -> FileB:
    name = cut(file.name, MOST_FILE_NAME) or cut(file.paper, MOST_FILE_NAME) or words.PAPER
    reused = "1" if file.reused else "0"
    return FileB(id=file.digest, name=name, url=rules.download_url + file.digest, reused=reused)


def _results(dossier: Dossier, rules: NationalRules, code: str) -> Iterator[ResultB]:
    """Electronic results as the desk recorded them, and scans that the province's settings name as results."""
    own = {dossier.processing.electronic, dossier.returned.electronic if dossier.returned else None}
    for file in dossier.files:
        if rules.download_url and (file.digest in own or (file.paper and file.paper in rules.result_files)):
            name = cut(file.name, MOST_FILE_NAME) or cut(file.paper, MOST_FILE_NAME)
            yield ResultB(name=name, id=file.digest, url=rules.download_url + file.digest, code=code)


def _supplement(number: int, asked: SupplementRequest, office: OfficeFacts, rules: NationalRules) -> Supplement:
    missing = asked.event.missing
    names = ", ".join(paper.name for paper in missing if paper.name)
    text = "; ".join(filter(None, (asked.event.reason, f"{words.MISSING}: {names}" if names else "")))
    return Supplement(
        id=str(number),
        asked_by=_officer("", asked.clerk, office),
        text=cut(text, MOST_TEXT) or words.SUPPLEMENT,
        at=stamp(asked.at),
        received_by=_officer("", asked.answered_by, office) if asked.answered_at else "",
        received_text=words.RECEIVED if asked.answered_at else "",
        received_at=stamp(asked.answered_at),
        done="1" if asked.answered_at else "0",
        papers=tuple(_missing(asked, rules)),
        due_before=stamp(asked.due_before),
        due_after=stamp(asked.due_after),
    )


def _missing(asked: SupplementRequest, rules: NationalRules) -> Iterator[PaperOnFile]:
    kinds = rules.papers
    for paper in asked.event.missing:
        counts = (paper.originals, kinds.original), (paper.certified + paper.copies, kinds.copy)
        for count, kind in counts:
            if count > 0:
                yield PaperOnFile(name=cut(paper.name, MOST_TEXT) or words.PAPER, count=str(count), kind=kind)


def _officer(told: str, clerk: ClerkId, office: OfficeFacts) -> str:
    """NguoiXuLy may not be empty."""
    return cut(told or office.clerks.get(clerk, ""), MOST_OFFICER) or words.CLERK
