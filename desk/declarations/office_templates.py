"""An office adds a template of its own: checked with the place of every mistake, filled in as a trial, then kept."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desk.declarations.answers import Subjects, filled, given_texts, worst_answers
from desk.declarations.known_declarations import TEMPLATES
from desk.desk import Desk
from desk.rights import Permission, require
from models.declaration import Declaration, Question
from models.files.disk import on_disk, write_whole
from models.not_allowed import OfOneVerb
from models.person import Person, Sex
from models.system.decoding import prepared
from models.text import search_key
from printing.forms.declarations.filled import FilledAnswers, TemplateFinding

OWN = "hoi_"
"""Begins names in an office's template that are asked as plain text, with the words before them as the question."""


class TemplateWrong(OfOneVerb):
    """It has mistakes; ``findings`` name each with its place."""

    def __init__(self, name: str, findings: Sequence[TemplateFinding]) -> None:
        super().__init__(name)
        self.findings = tuple(findings)
        said = "; ".join(f"{one.place}: {one.words}" for one in self.findings[:3])
        more = f" (và {len(findings) - 3} chỗ nữa)" if len(findings) > 3 else ""
        self.sentence = f"Mẫu “{name}” chưa dùng được: {said}{more}."


class TemplateKindUnknown(OfOneVerb):
    """It is neither DOCX nor PDF."""

    sentence = "Mẫu phải là tệp .docx hoặc .pdf."


class QuestionsWrong(OfOneVerb):
    """The file with its questions cannot be read."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.sentence = f"Tệp câu hỏi của mẫu không đúng: {detail}."


class TemplateThere(OfOneVerb):
    """This version was added before; what was printed from it stays what it was."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.sentence = f"Đã có mẫu {version}: thêm bản mới với ngày áp dụng khác."


class TemplateWish(Struct, frozen=True, kw_only=True):
    """What somebody wants to add.

    Attributes:
        file: DOCX or PDF.
        questions: a TOML file with the questions; None = those of its names that begin with ``OWN``.
        name: empty = the name of the file.
        id: empty = made of the name.
    """

    file: Path
    name: str = ""
    id: str = ""
    procedures: tuple[str, ...] = ()
    valid_from: date
    valid_to: date | None = None
    questions: Path | None = None


class CheckedTemplate(Struct, frozen=True, kw_only=True):
    """A template that was checked: as it would be kept, its bytes and what was found."""

    declaration: Declaration
    content: bytes
    findings: tuple[TemplateFinding, ...]

    @property
    def usable(self) -> bool:
        """Whether it can be filled in here."""
        return not self.stopping

    @property
    def stopping(self) -> tuple[TemplateFinding, ...]:
        """What stops it: mistakes, and where LibreOffice is missing all that only it could draw."""
        from printing.forms.declarations.libreoffice import installed  # noqa: PLC0415 - of templates alone

        drawn = all(not one.outside for one in self.findings) or installed() is not None
        return tuple(one for one in self.findings if one.stops or (one.outside and not drawn))


def check_template(desk: Desk, wish: TemplateWish) -> CheckedTemplate:
    """Read and check a template without keeping it.

    Raises:
        RoleForbids, NobodySignedIn, TemplateKindUnknown, QuestionsWrong. OSError: the file cannot be read.
    """
    require(desk, Permission.TEMPLATES)
    from printing.forms.declarations.templates import ENDINGS, check_declaration  # noqa: PLC0415 - reportlab, at need

    ending = wish.file.suffix.lower()
    if ending not in ENDINGS:
        raise TemplateKindUnknown
    content = wish.file.read_bytes()
    declaration = _declaration(wish, content, ending)
    return CheckedTemplate(
        declaration=declaration,
        content=content,
        findings=check_declaration(declaration, content, sample_of(desk, declaration)),
    )


def add_template(desk: Desk, wish: TemplateWish) -> CheckedTemplate:
    """Check a template and keep it.

    Raises:
        TemplateWrong: it has mistakes. TemplateThere: this version is there already. As ``check_template``.
    """
    require(desk, Permission.TEMPLATES)
    checked = check_template(desk, wish)
    declaration = checked.declaration
    if not checked.usable:
        raise TemplateWrong(declaration.name, checked.stopping)
    folder = desk.folder / TEMPLATES
    stem = f"{declaration.id}.{declaration.valid_from.isoformat()}"
    if (folder / f"{stem}.toml").exists():
        raise TemplateThere(declaration.version)
    with on_disk(folder):
        folder.mkdir(exist_ok=True)
        write_whole(folder / declaration.file, checked.content)
        write_whole(folder / f"{stem}.toml", _toml(declaration))
    return checked


def sample_of(desk: Desk, declaration: Declaration) -> FilledAnswers:
    """Invented answers as awkward as real ones, of this office."""
    given = given_texts(
        desk.settings.office, procedure="0.000000", name="Thủ tục thử", relation="con đẻ", today=desk.today
    )
    return filled(declaration, worst_answers(declaration), SAMPLE, given)


_SAMPLE = Person(
    full_name="Nguyễn Phước Tôn Nữ Hoàng Phương Quỳnh Như Ý",
    personal_number="001196012345",
    born_on=date(1996, 2, 28),
    sex=Sex.FEMALE,
    address="Số nhà 1234/56/7B, ngõ 89 đường Nguyễn Thị Minh Khai nối dài, thôn A & B, xã Quảng Nghĩa Đông Hưng",
    phone="0912 345 678",
    email="mau.thu@thudientu.example.vn",
    card_issued_on=date(2024, 2, 28),
)
SAMPLE = Subjects(submitter=_SAMPLE, owner=_SAMPLE, relation="con đẻ")
"""Invented people of a trial."""


def _declaration(wish: TemplateWish, content: bytes, ending: str) -> Declaration:
    name = wish.name.strip() or wish.file.stem
    id_ = wish.id or re.sub(r"[^a-z0-9]+", "-", search_key(name)).strip("-")[:60] or "mau"
    made = Declaration(
        id=id_,
        name=name,
        valid_from=wish.valid_from,
        valid_to=wish.valid_to,
        procedures=wish.procedures,
        file=f"{id_}.{wish.valid_from.isoformat()}{ending}",
        digest=hashlib.sha256(content).hexdigest(),
    )
    questions = _asked(wish.questions) if wish.questions else ()
    made = replace(made, questions=questions)
    if not questions:
        made = replace(made, questions=_own_questions(content, ending))
    try:
        made = msgspec.convert(
            msgspec.to_builtins(made), prepared(Declaration)
        )  # the patterns of its fields are checked
    except msgspec.ValidationError as error:
        raise QuestionsWrong(str(error)) from error
    if problem := made.problem():
        raise QuestionsWrong(problem)
    return made


def _asked(path: Path) -> tuple[Question, ...]:
    class Asked(Struct, forbid_unknown_fields=True):
        questions: tuple[Question, ...]

    try:
        return msgspec.toml.decode(path.read_bytes(), type=prepared(Asked)).questions
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise QuestionsWrong(str(error)) from error


def _own_questions(content: bytes, ending: str) -> tuple[Question, ...]:
    from printing.forms.declarations.templates import labelled_names  # noqa: PLC0415 - likewise

    found: dict[str, Question] = {}
    for name, words in labelled_names(content, ending):
        if name.startswith(OWN) and re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
            usual = name.removeprefix(OWN).replace("_", " ").capitalize()
            found.setdefault(name, Question(id=name, label=words or usual))
    return tuple(found.values())


def _toml(declaration: Declaration) -> bytes:
    import tomli_w  # noqa: PLC0415 - with the first template

    return tomli_w.dumps(_without_none(msgspec.to_builtins(declaration, builtin_types=(date,)))).encode()


def _without_none(value: object) -> dict[str, object]:
    """TOML has no null."""
    return {key: _plain(one) for key, one in value.items() if one is not None} if isinstance(value, dict) else {}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return _without_none(value)
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
