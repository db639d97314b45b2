"""Views of declarations: which there are, what one asks, its picture, printing it, the office's templates."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from desk.declarations import kept as keeping
from desk.declarations.answers import AnswerProblem, Origin, Subjects, asked, judge, problems
from desk.declarations.declarations import (
    DeclarationForm,
    Offered,
    fill,
    issue,
    open_declaration,
    preview_template,
    print_again,
)
from desk.declarations.kept import DeclarationDraft
from desk.declarations.known_declarations import declarations_for, known_declarations
from desk.declarations.office_templates import CheckedTemplate, TemplateWish, add_template, check_template
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, require
from desk.views.state import Views
from desk.words.terms import moment
from models.declaration import AnswerEntry, Basis, Declaration
from models.ids import SubjectId

ORIGIN = {Origin.FORM: "từ thẻ, phiếu tiếp nhận", Origin.DOSSIER: "từ hồ sơ trước", Origin.OFFICE: "điền sẵn"}
"""Where an answer that nobody typed was taken from."""

BASIS = {
    Basis.FORM: "theo danh mục ô khai của mẫu",
    Basis.PROCEDURE: "không có mẫu quốc gia, theo nội dung thủ tục",
    Basis.OFFICE: "mẫu của cơ quan",
}


class DeclarationRow(Struct, frozen=True, kw_only=True):
    """One declaration of the list; ``fits``: it is for the procedure that was chosen."""

    id: str
    name: str
    source: str
    since: str
    note: str
    fits: bool

    @property
    def key(self) -> str:
        """What it is known by."""
        return self.id


class KeptRow(Struct, frozen=True, kw_only=True):
    """One paper that can be printed again."""

    subject: SubjectId
    name: str
    whose: str
    at: str


class DeclarationList(Struct, frozen=True, kw_only=True):
    """The page's left side."""

    rows: tuple[DeclarationRow, ...]
    kept: tuple[KeptRow, ...]
    damaged: tuple[str, ...]


class PaperPicture(Struct, frozen=True, kw_only=True):
    """All pages one below the other as PNG, and how many there are."""

    png: bytes
    pages: int


class DeclarationViews(Views):
    """Declarations for the person at the counter."""

    def listed(self, procedure: str) -> DeclarationList:
        """What can be filled in today, that of the procedure first; what was printed lately here."""
        desk = self.desk
        require(desk, Permission.TAKE_IN)
        damaged = known_declarations(desk).damaged
        return DeclarationList(
            rows=tuple(_row(one, procedure) for one in declarations_for(desk, procedure)),
            kept=tuple(
                KeptRow(subject=subject, name=one.name, whose=one.whose, at=moment(one.at))
                for subject, one in keeping.kept_here(desk)
            ),
            damaged=tuple(name for name, _ in damaged),
        )

    def open(self, wanted: str, people: Subjects, procedure: str) -> Offered:
        """What a declaration asks and what is known."""
        return open_declaration(self.desk, wanted, people, procedure)

    def keep_draft(self, form: DeclarationForm) -> None:
        """Store what was typed so far."""
        require(self.desk, Permission.TAKE_IN)
        draft = DeclarationDraft(
            declaration=form.declaration,
            procedure=form.procedure,
            whose=keeping.whose(form.people),
            answers=dict(form.answers),
        )
        keeping.save_draft(self.desk, draft)

    def drop_draft(self) -> None:
        """Forget what was typed."""
        keeping.drop_draft(self.desk)

    def issue(self, form: DeclarationForm) -> PrintJob:
        """Fill it in and write its print job down."""
        return issue(self.desk, form).job

    def print_again(self, subject: SubjectId) -> PrintJob:
        """The same paper once more."""
        return print_again(self.desk, subject)

    def picture(self, form: DeclarationForm) -> PaperPicture:
        """The paper as it would come out now."""
        return _picture(fill(self.desk, form))

    def sample(self, wanted: str) -> PaperPicture:
        """The paper with invented answers."""
        return _picture(preview_template(self.desk, wanted))

    def check_template(self, file: Path) -> CheckedTemplate:
        """Check a template of the office, from today on."""
        return check_template(self.desk, TemplateWish(file=file, valid_from=self.desk.today))

    def add_template(self, file: Path, procedure: str) -> CheckedTemplate:
        """Keep a template of the office, from today on."""
        procedures = (procedure,) if procedure else ()
        return add_template(self.desk, TemplateWish(file=file, procedures=procedures, valid_from=self.desk.today))


def wrong(entry: AnswerEntry, text: str, today: date) -> str:
    """What is wrong with an answer while it is typed; empty = nothing."""
    return judge(entry, text, today) if text else ""


def standing(declaration: Declaration, answers: dict[str, str]) -> frozenset[str]:
    """Keys of what is asked with these answers."""
    return frozenset(entry.key for entry in asked(declaration, answers))


def open_problems(declaration: Declaration, answers: dict[str, str], today: date) -> Sequence[AnswerProblem]:
    """What is missing or wrong, in order."""
    return problems(declaration, answers, today)


def _row(one: Declaration, procedure: str) -> DeclarationRow:
    return DeclarationRow(
        id=one.id,
        name=one.name,
        source=" · ".join(filter(None, (one.source, BASIS[one.basis]))),
        since=f"từ {one.valid_from:%d/%m/%Y}",
        note=one.note,
        fits=bool(procedure) and procedure in one.procedures,
    )


def _picture(pdf: bytes) -> PaperPicture:
    from printing.forms.declarations.picture import pages_picture  # noqa: PLC0415 - pdfium loads with the first picture

    png, pages = pages_picture(pdf)
    return PaperPicture(png=png, pages=pages)
