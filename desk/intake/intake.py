"""Intake of a dossier: the form, its problems, and its one outcome.

Exactly one of receipt, supplement slip, refusal slip (NĐ 118/2025 Đ17). Everything promised to the citizen (due date,
fee, procedure) is frozen in the event, so a later catalogue moves nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from desk import away, numbers
from desk.desk import Desk
from desk.intake import people, promise
from desk.intake.duplicates import Duplicate, duplicates
from desk.intake.intake_form import IntakeForm, Preview, form_again, tidy
from desk.intake.notices import Notice, notices
from desk.intake.reuse import reuse_problems
from desk.intake.stored import intake_of
from desk.money import payments
from desk.money.receipts import Facts, FeePaid
from desk.reach import NotApproved, check_approved, check_reach
from desk.recording import nothing, recorded
from desk.rights import Permission, require
from desk.special_days import special_days
from desk.supervised import postal_acts
from models import fees
from models.catalogue.day_rules import ORDINARY, DayChange, DayTerms
from models.events import (
    PAYMENT,
    AnyEvent,
    AppliedDayRule,
    DossierReceived,
    DossierRefused,
    DueDate,
    FeeDue,
    FeeTaken,
    InBundle,
    PaperMissing,
    PaperReceived,
    PostalActKind,
    ReturnBy,
    SupplementAsked,
    VisitTookIn,
)
from models.ids import DossierCode, DossierId, SubjectId, new_dossier_id, new_subject
from models.not_allowed import (
    AddressMissing,
    AuthorityMissing,
    CaseMissing,
    DossierUnknown,
    EntryNotUnderstood,
    ExemptionProofMissing,
    NotAllowed,
    NothingMissing,
    OfOneVerb,
    OutcomeAlready,
    PapersMissing,
    PersonIncomplete,
    ProcedureMissing,
    QuantityImpossible,
    ReasonMissing,
)
from models.person import Organisation, Person
from models.places.old_places import OldAddress, read_old
from models.procedure import Case, Exemption, Procedure, RequiredPaper
from models.subjects.dossier import Dossier, DossierStatus
from models.text import clean

__all__ = [
    "FiledByRecord",
    "IntakeForm",
    "Preview",
    "TakenIn",
    "ask_supplement",
    "checked",
    "form_again",
    "in_visit",
    "known_enough",
    "payment_facts",
    "preview",
    "refuse",
    "subject_of",
    "take_in",
    "taken_in",
    "tidy",
]


class FiledByRecord(OfOneVerb):
    """What came by post is filed when the record is signed, with its papers counted."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = (
            f"Đây là hồ sơ gửi qua bưu điện {number}: lưu lại, rồi kiểm đếm và ký biên bản giao nhận ở trang Gửi đến."
        )


def preview(desk: Desk, form: IntakeForm, counting: promise.Counting = promise.FROM_NOW) -> Preview:
    """The outcome of taking the form in now. Never raises ``NotAllowed``."""
    form = tidy(form)
    return replace(
        _preview(desk, form, counting),
        old_address=_old_address(form.submitter),
        owner_old_address=_old_address(form.owner),
        southern_words=desk.settings.money.southern_words,
        slips_out=away.slips_out(desk),
    )


def _preview(desk: Desk, form: IntakeForm, counting: promise.Counting) -> Preview:
    problems: list[NotAllowed] = [
        *_approval_problems(desk, form),
        *_form_problems(form, desk.today),
        *_slip_problems(desk, form),
        *reuse_problems(desk, form.owner or form.submitter, form.papers, form.files),
    ]
    try:
        procedure, case = _chosen(desk, form)
    except NotAllowed as reason:
        known = _procedure_or_none(desk, form.procedure)
        exemptions = fees.exemptions_of(known, desk.today, desk.fees) if known else ()
        return Preview(
            exemptions=exemptions,
            proposed=_proposed(form, exemptions, desk.today),
            procedure=known,
            day=special_days.terms_today(desk, known.code) if known else ORDINARY,
            cases=known.cases if known else (),
            problems=(*problems, reason),
            commune_code=form.submitter.commune_code,
            notices=_notices(desk, form, ()),
            duplicates=_duplicates(desk, form) if known else (),
        )
    day = special_days.terms_today(desk, procedure.code)
    checklist = _asked_for(case.papers if case else (), day)
    missing = tuple(_missing(checklist, form.papers))
    exemptions = fees.exemptions_of(procedure, desk.today, desk.fees)
    found = Preview(
        procedure=procedure,
        day=day,
        cases=procedure.cases,
        checklist=checklist,
        missing=missing,
        commune_code=form.submitter.commune_code,
        notices=_notices(desk, form, checklist),
        duplicates=_duplicates(desk, form),
        exemptions=exemptions,
        proposed=_proposed(form, exemptions, desk.today),
    )
    try:
        offer = desk.catalogue.offer(procedure, case.id if case else "", form.channel)
        fee = promise.fee(
            desk,
            procedure,
            case.id if case else "",
            offer,
            counted=_counted(form),
            claim=promise.Claim(form.exempt, form.exempt_proof),
            day=day,
        )
        found = replace(found, offer=offer, fee=fee)
        agreed = promise.Agreed(form.agreed_at, form.agreed_why) if form.agreed_at else None
        due = promise.due(
            desk, procedure, offer, resolved_by=form.resolved_by, agreed=agreed, day=day, counting=counting
        )
        found = replace(
            found,
            due=due,
            receipt_wanted=_receipt_wanted(due, day) if form.receipt_wanted is None else form.receipt_wanted,
        )
    except NotAllowed as reason:
        problems.append(reason)
    chosen = next((one.name for one in exemptions if one.id == form.exempt), "")
    if chosen and not form.exempt_proof:
        problems.append(ExemptionProofMissing(chosen))
    if missing:
        problems.append(PapersMissing(tuple(paper.name for paper in missing)))
    return replace(found, problems=tuple(problems))


def _asked_for(papers: tuple[RequiredPaper, ...], day: DayTerms) -> tuple[RequiredPaper, ...]:
    """The checklist of the day: declarations that the clerk fills in are not asked of the citizen."""
    rule = day.by(DayChange.NO_FORM)
    if rule is None:
        return papers
    return tuple(replace(one, required=False) if one.name.startswith(rule.forms) else one for one in papers)


def _receipt_wanted(due: DueDate, day: DayTerms) -> bool:
    """Whether a slip is printed unless somebody asks otherwise (NĐ 61/2018 Đ17.4)."""
    return not (due.same_day or day.by(DayChange.NO_SLIP) or day.by(DayChange.PAPERLESS))


def _applied(day: DayTerms) -> tuple[AppliedDayRule, ...]:
    """The rules of the day as the dossier keeps them."""
    return tuple(
        AppliedDayRule(
            name=rule.name, changes=tuple(c.value for c, one in day.decided if one is rule), source=rule.source
        )
        for rule in day.rules
    )


class TakenIn(NamedTuple):
    """What is recorded of one complete form.

    Attributes:
        facts: of the dossier, in order.
        paid: what is paid of its price at intake; None = nothing.
    """

    facts: list[AnyEvent]
    paid: FeePaid | None


def checked(desk: Desk, form: IntakeForm, counting: promise.Counting = promise.FROM_NOW) -> Preview:
    """What the receipt of a complete form will say.

    Raises:
        FiledByRecord: it is a consignment's.
        NotAllowed: the first of ``preview(...).problems``.
    """
    seen = preview(desk, form, counting)
    if form.consignment:
        raise FiledByRecord(form.consignment)
    if seen.problems:
        raise seen.problems[0]
    return seen


def taken_in(
    desk: Desk, form: IntakeForm, seen: Preview, id_: DossierId, code: DossierCode, bundle: InBundle | None = None
) -> TakenIn:
    """What is recorded of a form that was ``checked``; ``bundle``: it is taken in together with others.

    Raises:
        ProcedureMissing.
    """
    if seen.procedure is None or seen.due is None or seen.fee is None:
        raise ProcedureMissing
    received = DossierReceived(
        code=code,
        intake=intake_of(desk, form, seen),
        due=seen.due,
        fee=seen.fee,
        receipt_wanted=seen.receipt_wanted,
        day_rules=_applied(seen.day),
        bundle=bundle,
    )
    return TakenIn([received, *(replace(file, reused=True) for file in form.files)], _paid(desk, form, id_, seen.fee))


def take_in(
    desk: Desk,
    form: IntakeForm,
    *,
    named: DossierId | None = None,
    also: Iterable[tuple[SubjectId, AnyEvent]] = (),
    with_it: Callable[[DossierId, DossierCode], Iterable[tuple[SubjectId, AnyEvent]]] | None = None,
    beside: Callable[[], None] = nothing,
) -> Dossier:
    """Receive a complete dossier: code, due date and fee are fixed.

    Args:
        desk: open.
        form: filled in.
        named: the id the dossier shall have, where one was given out before (a list taken in one by one).
        also: facts of other subjects that belong to it (the consignment with which it came).
        with_it: likewise, given its id and code (the declarations that were filled in for it).
        beside: what is written in the same transaction (the draft is forgotten), see ``Log.record_all``.

    Raises:
        FiledByRecord, NotAllowed: those of ``checked``, or the outcome was given already.
    """
    require(desk, Permission.TAKE_IN)
    form = tidy(form)
    seen = checked(desk, form)
    id_ = subject_of(desk, form) if named is None else named
    slip, point = away.preprinted_slip(desk, form.slip) if form.slip else None, away.point_here(desk)
    code = numbers.next_code(desk) if slip is None else numbers.code_of_slip(desk, slip)
    happened, paid = taken_in(desk, form, seen, id_, code)
    money = payment_facts(desk, form, [paid] if paid else [])
    taken = sum(event.amount for _, event in money if isinstance(event, FeeTaken))
    done = postal_acts(desk, PostalActKind.INTAKE, [(id_, taken)])
    elsewhere = [*away.used(slip, id_, code), *away.taken_in_there(point, id_), *in_visit(form, id_)]
    came = with_it(id_, code) if with_it is not None else ()
    return recorded(desk, id_, *happened, also=[*money, *done, *elsewhere, *also, *came], beside=beside)


def in_visit(form: IntakeForm, id_: DossierId) -> Facts:
    """The visit in which it was taken in knows it."""
    return [(form.visit, VisitTookIn(dossier=id_))] if form.visit else []


def _paid(desk: Desk, form: IntakeForm, id_: DossierId, fee: FeeDue) -> FeePaid | None:
    """What is still due of the price, where the form says how it is paid."""
    if form.paid_by is None:
        return None
    dossier = replace(desk.store.log.dossier(id_), fee=fee)
    if not dossier.owes:
        return None
    return FeePaid(dossier=id_, lines=payments.fee_parts(dossier, dossier.owes))


def payment_facts(desk: Desk, form: IntakeForm, paid: list[FeePaid]) -> Facts:
    """One payment of everything that is paid at intake; none where nothing is."""
    if form.paid_by is None or not paid:
        return []
    payer = payments.payer_among(form.submitter, form.owner)
    return payments.taking(desk, new_subject(PAYMENT), paid, paid_by=form.paid_by, payer=payer)


def ask_supplement(
    desk: Desk,
    form: IntakeForm,
    missing: tuple[PaperMissing, ...] = (),
    reason: str = "",
    *,
    named: DossierId | None = None,
    also: Iterable[tuple[SubjectId, AnyEvent]] = (),
    beside: Callable[[], None] = nothing,
) -> Dossier:
    """Ask for a supplement: a slip names everything missing, once and in full (NĐ 118/2025 Đ11, mẫu 02).

    ``missing`` empty = what the checklist lacks; ``named``, ``also``, ``beside``: as ``take_in`` has them.

    Raises:
        NothingMissing, ReasonMissing, PersonIncomplete, ProcedureMissing, OutcomeAlready, BlockExhausted, NotApproved,
        OutOfReach.
    """
    require(desk, Permission.ASK_SUPPLEMENT)
    form = tidy(form)
    if form.consignment:
        raise FiledByRecord(form.consignment)
    seen = known_enough(desk, form)
    missing = missing or tuple(
        PaperMissing(name=paper.name, originals=paper.originals, copies=paper.copies) for paper in seen.missing
    )
    if not missing:
        raise NothingMissing
    if not clean(reason):
        raise ReasonMissing
    id_ = subject_of(desk, form) if named is None else named
    event = SupplementAsked(
        number=numbers.next_code(desk), missing=missing, reason=clean(reason), intake=intake_of(desk, form, seen)
    )
    done = postal_acts(desk, PostalActKind.SUPPLEMENT, [(id_, 0)])
    return recorded(desk, id_, event, also=[*done, *in_visit(form, id_), *also], beside=beside)


def refuse(desk: Desk, form: IntakeForm, reason: str, *, beside: Callable[[], None] = nothing) -> Dossier:
    """Refuse the dossier with a reason the citizen understands (mẫu 03). ``beside``: as ``take_in`` has it.

    Raises:
        ReasonMissing, PersonIncomplete, ProcedureMissing, OutcomeAlready, BlockExhausted.
    """
    require(desk, Permission.REFUSE)
    form = tidy(form)
    if form.consignment:
        raise FiledByRecord(form.consignment)
    seen = known_enough(desk, form)
    if not clean(reason):
        raise ReasonMissing
    id_ = subject_of(desk, form)
    event = DossierRefused(number=numbers.next_code(desk), reason=clean(reason), intake=intake_of(desk, form, seen))
    return recorded(desk, id_, event, beside=beside)


def _notices(desk: Desk, form: IntakeForm, checklist: tuple[RequiredPaper, ...]) -> tuple[Notice, ...]:
    return notices(
        submitter=form.submitter,
        owner=form.owner,
        authority=form.authority,
        checklist=checklist,
        papers=form.papers,
        today=desk.today,
        further=_on_paper(form),
    )


def _on_paper(form: IntakeForm) -> Iterator[str]:
    """Texts of a form that its paper shows, besides people and papers."""
    yield from (form.note, form.return_to, form.exempt_proof, *(one.name for one in form.documents))
    for unit in (form.helped_by, form.resolved_by):
        if unit is not None:
            yield from (unit.name, unit.address)


def _old_address(who: Person | Organisation | None) -> OldAddress | None:
    if who is None or not who.address:
        return None
    return read_old(who.address, written_on=who.card_issued_on if isinstance(who, Person) else None)


def _duplicates(desk: Desk, form: IntakeForm) -> tuple[Duplicate, ...]:
    return duplicates(desk, form.owner or form.submitter, form.procedure, besides=form.continues)


def _approval_problems(desk: Desk, form: IntakeForm) -> Iterator[NotAllowed]:
    """First of all, so that nobody fills in a form that another counter takes."""
    procedure = _procedure_or_none(desk, form.procedure)
    if procedure is not None:
        try:
            check_approved(desk, procedure.code, procedure.name)
        except NotApproved as no:
            yield no


def _slip_problems(desk: Desk, form: IntakeForm) -> Iterator[NotAllowed]:
    """Of the slip that the citizen is given: it must be one that is out."""
    if form.slip:
        try:
            away.preprinted_slip(desk, form.slip)
        except NotAllowed as no:
            yield no


def _form_problems(form: IntakeForm, today: date) -> Iterator[NotAllowed]:
    yield from map(EntryNotUnderstood, form.unread)
    yield from people.problems("submitter", form.submitter, today)
    if form.owner is not None:
        yield from people.problems("owner", form.owner, today)
    if form.owner is not None and form.authority is None:
        yield AuthorityMissing()
    if form.return_by is ReturnBy.POST and not (form.return_to or form.submitter.address):
        yield AddressMissing()
    counted = [("sets", form.sets), ("pages", form.pages), ("copies", form.copies), ("persons", form.persons)]
    counted += [pair for one in form.documents for pair in (("pages", one.pages), ("copies", one.copies))]
    for what, amount in counted:
        if not 1 <= amount <= 9999:
            yield QuantityImpossible(what, amount)


def _counted(form: IntakeForm) -> fees.Quantities:
    return fees.Quantities(pages=form.pages, copies=form.copies, persons=form.persons, documents=form.documents)


def _proposed(form: IntakeForm, exemptions: tuple[Exemption, ...], today: date) -> tuple[str, ...]:
    """What the birth date of whose matter it is speaks for."""
    who = form.owner or form.submitter
    return promise.proposed(exemptions, who, today, own=form.owner is None) if isinstance(who, Person) else ()


def _chosen(desk: Desk, form: IntakeForm) -> tuple[Procedure, Case | None]:
    if not form.procedure:
        raise ProcedureMissing
    procedure = desk.catalogue.get(form.procedure)
    if not procedure.cases:
        return procedure, None
    if not form.case and len(procedure.cases) > 1:
        raise CaseMissing(procedure.code, tuple(case.id for case in procedure.cases))
    return procedure, desk.catalogue.case(procedure, form.case)


def _procedure_or_none(desk: Desk, code: str) -> Procedure | None:
    try:
        return desk.catalogue.get(code) if code else None
    except NotAllowed:
        return None


def _missing(checklist: tuple[RequiredPaper, ...], papers: tuple[PaperReceived, ...]) -> Iterator[RequiredPaper]:
    there = {paper.name for paper in papers}
    for paper in checklist:
        if paper.required and paper.name not in there:
            yield paper


def known_enough(desk: Desk, form: IntakeForm) -> Preview:
    """Check what supplement and refusal slips need: person and procedure, both valid."""
    if not form.submitter.full_name:
        raise PersonIncomplete("submitter", ("full_name",))
    for problem in (
        *map(EntryNotUnderstood, form.unread),
        *people.number_problems("submitter", form.submitter),
        *people.impossible("submitter", form.submitter, desk.today),
    ):
        raise problem
    if not form.procedure:
        raise ProcedureMissing
    procedure = desk.catalogue.get(form.procedure)
    check_approved(desk, procedure.code, procedure.name)
    return preview(desk, form)


def subject_of(desk: Desk, form: IntakeForm) -> DossierId:
    """The dossier this outcome belongs to: a new one, or the one that waited for its supplement."""
    if form.continues is None:
        return new_dossier_id()
    dossier = desk.store.log.dossier(form.continues)
    if dossier.intake is None:
        raise DossierUnknown(form.continues)
    check_reach(desk, dossier)
    if dossier.status is not DossierStatus.SUPPLEMENT or dossier.code:
        raise OutcomeAlready(dossier.status.value)
    return form.continues
