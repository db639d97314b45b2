"""Filling a declaration: what is known and what is asked, its paper, and the same paper again."""

import hashlib
from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from desk.declarations import kept as keeping
from desk.declarations.answers import (
    AnswerProblem,
    Answers,
    KnownAnswer,
    Subjects,
    filled,
    given_texts,
    issued_foot,
    known_answers,
    problems,
    worst_answers,
)
from desk.declarations.kept import KeptDeclaration
from desk.declarations.known_declarations import content_of, find_declaration
from desk.declarations.office_templates import SAMPLE, TemplateWrong
from desk.desk import Desk
from desk.prints import print_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, require
from desk.settings import READABLE
from models.calendar.clock import local
from models.declaration import Declaration
from models.events import DECLARATION, DeclarationFilled, Form
from models.ids import SubjectId, new_subject
from models.not_allowed import OfOneVerb
from models.person import Person
from printing.forms.declarations.filled import DeclarationUnfit
from printing.layout.sheet import PaperSize, Sheet


class AnswersWrong(OfOneVerb):
    """Answers are missing or wrong; ``problems`` names each by its key."""

    def __init__(self, found: Sequence[AnswerProblem]) -> None:
        super().__init__(len(found))
        self.problems = tuple(found)
        more = f" (và {len(found) - 1} chỗ nữa)" if len(found) > 1 else ""
        self.sentence = f"{found[0].sentence.rstrip('.')}{more}."


class CopyGone(OfOneVerb):
    """The bytes are kept some days, on the machine that printed it."""

    sentence = "Bản đã in không còn lưu ở máy này: điền lại, tờ mới sẽ mang ngày hôm nay."


class DeclarationForm(Struct, frozen=True, kw_only=True):
    """What is to be filled in.

    Attributes:
        declaration: its id, or one version of it.
        procedure: code of the procedure; empty = none.
        blank: needed answers may stay dots to write on; wrong ones never.
    """

    declaration: str
    people: Subjects = Subjects()
    procedure: str = ""
    answers: dict[str, str] = {}
    blank: bool = False


class Offered(Struct, frozen=True, kw_only=True):
    """A declaration as it is opened: what it asks, what is known, what was typed before."""

    declaration: Declaration
    known: dict[str, KnownAnswer]
    typed: dict[str, str]
    today: date


class IssuedDeclaration(Struct, frozen=True, kw_only=True):
    """A declaration that was filled in: the subject, its paper, and the job that prints it."""

    subject: SubjectId
    declaration: Declaration
    pdf: bytes
    job: PrintJob


def open_declaration(desk: Desk, wanted: str, people: Subjects, procedure: str = "") -> Offered:
    """What a declaration asks of these people, and what is known already.

    Raises:
        RoleForbids, NobodySignedIn, DeclarationUnknown, DeclarationExpired.
    """
    require(desk, Permission.TAKE_IN)
    declaration = find_declaration(desk, wanted)
    people = with_earlier(desk, people)
    return Offered(
        declaration=declaration,
        known=known_answers(declaration, people, _given(desk, people, procedure)),
        typed=keeping.load_draft(desk, declaration.version, people),
        today=desk.today,
    )


def with_earlier(desk: Desk, people: Subjects) -> Subjects:
    """The people with empty fields from their earlier dossiers; which, stands in ``found``. Reading is recorded."""
    found: set[str] = set()
    persons: dict[str, Person] = {}
    for role, person in (("submitter", people.submitter), ("owner", people.owner)):
        persons[role] = person
        if not person.personal_number or (person.phone and person.email and person.address):
            continue
        from desk.intake.known import known  # noqa: PLC0415 - scans and their libraries, where something is missing

        earlier = known(desk, person.personal_number)
        more = earlier.beyond(person) if earlier is not None else None
        if more is not None:
            persons[role] = more
            fields = ("phone", "email", "address")
            found |= {f"{role}.{field}" for field in fields if getattr(more, field) != getattr(person, field)}
    return replace(people, submitter=persons["submitter"], owner=persons["owner"], found=frozenset(found))


def fill(desk: Desk, form: DeclarationForm) -> bytes:
    """The paper as PDF, nothing recorded: for a preview.

    Raises:
        RoleForbids, NobodySignedIn, DeclarationUnknown, DeclarationExpired, TemplateDamaged, TemplateWrong,
        AnswersWrong. LibreOfficeFailed.
    """
    require(desk, Permission.TAKE_IN)
    return _paper(desk, find_declaration(desk, form.declaration), replace(form, blank=True))


def issue(desk: Desk, form: DeclarationForm) -> IssuedDeclaration:
    """Fill a declaration in, record it, keep its bytes for some days, and write its print job down: all or nothing.

    Raises:
        AnswersWrong: an answer is wrong, or needed and missing (unless it may stay blank).
        RoleForbids, NobodySignedIn, DeclarationUnknown, DeclarationExpired, TemplateDamaged, TemplateWrong.
        LibreOfficeFailed.
    """
    require(desk, Permission.TAKE_IN)
    require(desk, Permission.PRINT)
    declaration = find_declaration(desk, form.declaration)
    pdf = _paper(desk, declaration, form)
    subject = new_subject(DECLARATION)
    missing = any(one.missing for one in problems(declaration, form.answers, desk.today))
    happened = DeclarationFilled(
        declaration=declaration.id,
        valid_from=declaration.valid_from,
        digest=hashlib.sha256(pdf).hexdigest(),
        procedure=form.procedure,
        blank=missing,
    )
    kept = KeptDeclaration(
        declaration=declaration.version,
        name=declaration.name,
        procedure=form.procedure,
        whose=form.people.submitter.full_name or form.people.owner.full_name,
        at=desk.clock(),
        pdf=pdf,
        people=keeping.people_of(form.people),
    )
    with desk.store.log.together():
        desk.store.log.record(subject, desk.by, happened, beside=lambda: keeping.keep(desk, subject, kept))
        keeping.drop_draft(desk)
        job = _job(desk, subject, kept, copy=1)
    return IssuedDeclaration(subject=subject, declaration=declaration, pdf=pdf, job=job)


def print_again(desk: Desk, subject: SubjectId) -> PrintJob:
    """The same bytes once more.

    Raises:
        CopyGone: they are not here any more. RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    kept = dict(keeping.kept_here(desk)).get(subject)
    if kept is None:
        raise CopyGone
    waits = print_jobs.waiting_job(desk, subject, Form.DECLARATION, _code(subject, kept))
    return waits or _job(desk, subject, kept, copy=print_jobs.copies_of(desk, subject, Form.DECLARATION) + 1)


def preview_template(desk: Desk, wanted: str) -> bytes:
    """A declaration filled in with invented answers, marked as a trial.

    Raises:
        RoleForbids, NobodySignedIn, DeclarationUnknown, DeclarationExpired, TemplateDamaged, TemplateWrong.
        LibreOfficeFailed.
    """
    require(desk, Permission.READ)
    declaration = find_declaration(desk, wanted)
    return _drawn(desk, declaration, worst_answers(declaration), SAMPLE, procedure="", mark="BẢN IN THỬ")


def _paper(desk: Desk, declaration: Declaration, form: DeclarationForm) -> bytes:
    wrong = [one for one in problems(declaration, form.answers, desk.today) if not (form.blank and one.missing)]
    if wrong:
        raise AnswersWrong(wrong)
    mark = "ĐÀO TẠO, KHÔNG CÓ GIÁ TRỊ" if desk.training else ""
    return _drawn(desk, declaration, form.answers, form.people, procedure=form.procedure, mark=mark)


def _drawn(
    desk: Desk, declaration: Declaration, answers: Answers, people: Subjects, *, procedure: str, mark: str
) -> bytes:
    from printing.forms.declarations.templates import fill_declaration  # noqa: PLC0415 - reportlab, at the first paper

    foot = issued_foot(declaration, local(desk.clock()))
    working = desk.folder / READABLE if desk.is_visit_laptop else desk.folder
    try:
        return fill_declaration(
            declaration,
            content_of(desk, declaration),
            filled(declaration, answers, people, _given(desk, people, procedure)),
            foot=f"{mark} · {foot}" if mark else foot,
            working=working,
        )
    except DeclarationUnfit as unfit:
        raise TemplateWrong(declaration.name, unfit.findings) from unfit


def _given(desk: Desk, people: Subjects, procedure: str) -> dict[str, str]:
    name = next((one.name for one in desk.catalogue.procedures if one.code == procedure), "")
    return given_texts(desk.settings.office, procedure=procedure, name=name, relation=people.relation, today=desk.today)


def _code(subject: SubjectId, kept: KeptDeclaration) -> str:
    return f"{kept.declaration.partition('/')[0]}-{subject[-6:]}"


def _job(desk: Desk, subject: SubjectId, kept: KeptDeclaration, *, copy: int) -> PrintJob:
    code = _code(subject, kept)
    sheet = Sheet(
        paper=PaperSize.A4,
        form=Form.DECLARATION.value,
        code=code,
        version=kept.declaration,
        blocks=(),
        copy=copy,
        made=kept.pdf,
    )
    return print_jobs.store_job(
        desk, subject, Form.DECLARATION, copy, kept.declaration, sheet, name=f"to-khai-{code}", code=code
    )
