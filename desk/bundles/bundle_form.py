"""The form of several matters taken in together: people and papers once, the matters one below the other."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from desk.assisted.assisted import bundle_code_problem
from desk.bundles import definitions
from desk.desk import Desk
from desk.intake import promise
from desk.intake.intake import IntakeForm, Preview, preview
from desk.rights import Permission, require
from desk.words.terms import moment
from models.catalogue.bundles import MOST_PARTS, BundleDefinition, BundlePartDefinition
from models.events import DocumentCopied, FileAttached, PaperReceived
from models.not_allowed import NotAllowed, OfOneVerb, ProcedureUnknown
from models.person import Unit
from models.procedure import Channel, RequiredPaper, TimeLimit
from models.text import search_key


class TooFewMatters(OfOneVerb):
    """One matter alone is an ordinary intake."""

    sentence = "Cần ít nhất hai việc; một việc thì tiếp nhận như thường."


class TooManyMatters(OfOneVerb):
    """More than one slip can name."""

    sentence = f"Một lần nhận nhiều nhất {MOST_PARTS} việc; số còn lại nhận thành lần khác."


class OneOfThemOnly(OfOneVerb):
    """Of these parts a citizen has one."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(*names)
        self.sentence = f"Chỉ chọn một trong các việc: {'; '.join(names)}."


class PortalCodeMissing(OfOneVerb):
    """An electronic bundle is filed on the portal first."""

    sentence = "Nhóm này nộp trên Cổng dịch vụ công quốc gia: nộp giúp người dân trên Cổng rồi nhập mã hồ sơ Cổng cấp."


class SlipForOne(OfOneVerb):
    """A slip printed before bears one number."""

    sentence = "Phiếu in sẵn chỉ có một số, dùng cho một hồ sơ; bỏ số phiếu, hoặc nhận từng việc."


class PartForm(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One matter.

    Attributes:
        id: of the part in its bundle; of a matter that was added, any word of its own.
        name: as the bundle calls it; empty = as the procedure is called.
        after: ids of parts whose result it waits for, as far as they are chosen.
        chosen: it is taken in.
        limit: stands for the published limit.
        days: working days agreed with the citizen where nobody published a limit; 0 = none.
        pages, copies, persons, documents, exempt, exempt_proof, resolved_by, files: as ``IntakeForm`` has them.
    """

    id: str
    procedure: str
    case: str = ""
    name: str = ""
    agency: str = ""
    after: tuple[str, ...] = ()
    one_of: str = ""
    chosen: bool = True
    limit: TimeLimit | None = None
    days: int = 0
    pages: int = 1
    copies: int = 1
    persons: int = 1
    documents: tuple[DocumentCopied, ...] = ()
    exempt: str = ""
    exempt_proof: str = ""
    resolved_by: Unit | None = None
    files: tuple[FileAttached, ...] = ()


class BundleForm(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything entered so far.

    Attributes:
        people: who is here, for whom, the number of the line, how results come back, how it is paid.
        definition: code of the bundle; empty = matters that have nothing to do with each other.
        papers: what was handed in, by the one name that each has in this bundle.
        portal_code: of an electronic bundle.
        one_slip: one combined slip instead of a receipt for each.
    """

    people: IntakeForm
    parts: tuple[PartForm, ...] = ()
    definition: str = ""
    papers: tuple[PaperReceived, ...] = ()
    portal_code: str = ""
    one_slip: bool = True


class BundlePaper(Struct, frozen=True, kw_only=True):
    """A paper of the common checklist; ``asked_by``: names of the matters that ask for it, ``given``: it is there."""

    paper: RequiredPaper
    asked_by: tuple[str, ...]
    given: bool


class PartSeen(Struct, frozen=True, kw_only=True):
    """A matter that is chosen, as it would be taken in.

    Attributes:
        form: of an intake of its own.
        seen: what that intake would come to.
        counting: from when its limit counts.
        after: the parts that it waits for.
    """

    part: PartForm
    name: str
    form: IntakeForm
    seen: Preview
    counting: promise.Counting
    after: tuple[str, ...]

    @property
    def due_at(self) -> datetime | None:
        """When it is promised."""
        return self.seen.due.at if self.seen.due else None


class BundlePreview(Struct, frozen=True, kw_only=True):
    """What taking all in now would come to, and what still prevents it, most basic first.

    Attributes:
        problems: each with the id of the part it is about; empty = all of them.
        fee: of all together, in đồng.
    """

    parts: tuple[PartSeen, ...]
    papers: tuple[BundlePaper, ...]
    problems: tuple[tuple[str, NotAllowed], ...]
    fee: int
    definition: BundleDefinition | None


def begin_bundle(desk: Desk, code: str, people: IntakeForm) -> BundleForm:
    """The form of a bundle, its parts as its definition has them.

    Raises:
        BundleNotKnown, CatalogueUnreadable, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_IN)
    known = definitions.definition(desk, code)
    parts = tuple(_part(desk, one) for one in known.parts)
    return BundleForm(people=people, parts=parts, definition=known.code)


def with_matter(form: BundleForm, matter: IntakeForm) -> BundleForm:
    """The form with one more matter, as it stands in a form of its own; its papers are among the common ones."""
    names = {one.id for one in form.parts}
    id_ = next(name for at in range(len(names) + 1) if (name := f"viec-{at + 1}") not in names)
    part = PartForm(
        id=id_,
        procedure=matter.procedure,
        case=matter.case,
        pages=matter.pages,
        copies=matter.copies,
        persons=matter.persons,
        documents=matter.documents,
        exempt=matter.exempt,
        exempt_proof=matter.exempt_proof,
        resolved_by=matter.resolved_by,
        files=matter.files,
    )
    there = {one.name for one in form.papers}
    papers = (*form.papers, *(one for one in matter.papers if one.name not in there))
    return replace(form, parts=(*form.parts, part), papers=papers)


def bundle_preview(desk: Desk, form: BundleForm) -> BundlePreview:
    """What taking all in now would come to. A part that waits is promised from the dates of what it waits for."""
    require(desk, Permission.TAKE_IN)
    known = definitions.definition(desk, form.definition) if form.definition else None
    chosen = {part.id: part for part in form.parts if part.chosen}
    seen: dict[str, PartSeen] = {}
    for part in chosen.values():
        seen[part.id] = _seen(desk, form, part, known, tuple(seen[one] for one in part.after if one in seen))
    problems = [("", one) for one in _problems(desk, form, tuple(chosen.values()), known)]
    problems += [(one.part.id, problem) for one in seen.values() for problem in one.seen.problems]
    # What is said of the people is the same for each part: once is enough.
    told: dict[str, tuple[str, NotAllowed]] = {}
    for id_, problem in problems:
        told.setdefault(repr(problem), (id_, problem))
    return BundlePreview(
        parts=tuple(seen.values()),
        papers=tuple(_checklist(form, seen.values(), known)),
        problems=tuple(told.values()),
        fee=sum(one.seen.fee.total for one in seen.values() if one.seen.fee),
        definition=known,
    )


def _part(desk: Desk, one: BundlePartDefinition) -> PartForm:
    return PartForm(
        id=one.id,
        procedure=one.procedure,
        case=one.case,
        name=one.name,
        agency=one.agency,
        after=one.after,
        one_of=one.one_of,
        chosen=one.preset,
        limit=one.time_limit,
        resolved_by=_unit(desk, one.agency),
    )


def _unit(desk: Desk, agency: str) -> Unit | None:
    """The other unit of the settings that is an agency of this kind; None = this office, until somebody chooses."""
    kind = search_key(agency).removesuffix(" cap xa").removesuffix(" xa").strip()
    if not kind or kind.startswith("uy ban nhan dan"):
        return None
    return next((one.unit for one in desk.settings.other_units if kind in search_key(one.unit.name)), None)


def _seen(
    desk: Desk, form: BundleForm, part: PartForm, known: BundleDefinition | None, before: tuple[PartSeen, ...]
) -> PartSeen:
    agreed = TimeLimit(amount=part.days, source="Thỏa thuận với người dân") if part.days else None
    dates = [one.due_at for one in before if one.due_at is not None]
    why = tuple(f"Chờ kết quả “{one.name}”, dự kiến {moment(one.due_at)}." for one in before if one.due_at)
    counting = promise.Counting(after=max(dates, default=None), limit=part.limit or agreed, why=why)
    own = _form(desk, form, part, known)
    own = replace(own, papers=tuple(_handed_in(form, _asked(desk, part), known)))
    seen = preview(desk, own, counting)
    name = part.name or (seen.procedure.name if seen.procedure else part.procedure)
    return PartSeen(
        part=part, name=name, form=own, seen=seen, counting=counting, after=tuple(one.part.id for one in before)
    )


def _form(desk: Desk, form: BundleForm, part: PartForm, known: BundleDefinition | None) -> IntakeForm:
    electronic = known is not None and known.electronic
    return replace(
        form.people,
        procedure=part.procedure,
        case=part.case,
        pages=part.pages,
        copies=part.copies,
        persons=part.persons,
        documents=part.documents,
        exempt=part.exempt,
        exempt_proof=part.exempt_proof,
        resolved_by=part.resolved_by,
        files=part.files,
        papers=(),
        continues=None,
        slip="",
        agreed_at=None,
        agreed_why="",
        receipt_wanted=False if form.one_slip else form.people.receipt_wanted,
        channel=Channel.ONLINE if electronic else form.people.channel,
        helped_by=form.people.helped_by or (desk.settings.office.unit if electronic else None),
    )


def _asked(desk: Desk, part: PartForm) -> tuple[RequiredPaper, ...]:
    """The papers of a matter's case; none while the case is not chosen."""
    try:
        procedure = desk.catalogue.get(part.procedure)
        return desk.catalogue.case(procedure, part.case).papers if procedure.cases else ()
    except NotAllowed:
        return ()


def _handed_in(
    form: BundleForm, checklist: Iterable[RequiredPaper], known: BundleDefinition | None
) -> Iterator[PaperReceived]:
    """The papers of one matter, by the names that its own checklist has."""
    there = {one.name: one for one in form.papers}
    for paper in checklist:
        given = there.get(known.paper(paper.name) if known else paper.name)
        if given is not None:
            yield replace(given, name=paper.name)


def _checklist(form: BundleForm, parts: Iterable[PartSeen], known: BundleDefinition | None) -> Iterator[BundlePaper]:
    """Each paper once, whoever asks for it, in the order of the matters; what was handed in beyond them at the end."""
    asked: dict[str, tuple[RequiredPaper, list[str]]] = {}
    for one in parts:
        for paper in one.seen.checklist:
            name = known.paper(paper.name) if known else paper.name
            had, by = asked.get(name, (None, []))
            again = paper if had is None else had
            required = paper.required or again.required
            shown = paper.to_show and again.to_show
            asked[name] = replace(again, name=name, required=required, to_show=shown), [*by, one.name]
    there = {one.name for one in form.papers}
    for name, (paper, by) in asked.items():
        yield BundlePaper(paper=paper, asked_by=tuple(dict.fromkeys(by)), given=name in there)
    for given in form.papers:
        if given.name not in asked:
            further = RequiredPaper(name=given.name, required=False)
            yield BundlePaper(paper=further, asked_by=(), given=True)


def _problems(
    desk: Desk, form: BundleForm, chosen: tuple[PartForm, ...], known: BundleDefinition | None
) -> Iterator[NotAllowed]:
    if form.people.slip:
        yield SlipForOne()
    if len(chosen) < 2:
        yield TooFewMatters()
    if len(chosen) > MOST_PARTS:
        yield TooManyMatters()
    for group in dict.fromkeys(one.one_of for one in chosen if one.one_of):
        names = tuple(one.name or one.procedure for one in chosen if one.one_of == group)
        if len(names) > 1:
            yield OneOfThemOnly(names)
    if known is not None and known.electronic:
        wrong = bundle_code_problem(desk, form.portal_code) if form.portal_code.strip() else PortalCodeMissing()
        if wrong is not None:
            yield wrong
    if any(not one.procedure for one in chosen):
        yield ProcedureUnknown("")
