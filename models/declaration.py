"""A declaration (tờ khai) as data: what it asks, where each answer comes from, how it is checked and laid out.

Answers are texts by key. The key of a plain question is its id, of a part of a person ``"<id>.<part>"``; templates name
them by the same keys, in our own layouts and in those of an office alike.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


class AnswerKind(StrEnum):
    """What belongs into an answer."""

    TEXT = "text"
    ADDRESS = "address"
    DATE = "date"
    """A day, ``dd/mm/yyyy``; of a birth also a year alone."""
    NUMBER = "number"
    """A whole number from zero."""
    CHOICE = "choice"
    PERSON = "person"
    """Asked part by part, see ``PERSON_PARTS``."""
    ROWS = "rows"
    """Lines of a table, its cells parted by semicolons."""


class AskedPart(Struct, frozen=True):
    """One thing that is asked of a person."""

    label: str
    kind: AnswerKind = AnswerKind.TEXT
    options: tuple[str, ...] = ()


SEXES = ("Nam", "Nữ")

PERSON_PARTS: dict[str, AskedPart] = {
    "ho_ten": AskedPart("Họ, chữ đệm, tên"),
    "ngay_sinh": AskedPart("Ngày, tháng, năm sinh", AnswerKind.DATE),
    "gioi_tinh": AskedPart("Giới tính", AnswerKind.CHOICE, SEXES),
    "dan_toc": AskedPart("Dân tộc"),
    "quoc_tich": AskedPart("Quốc tịch"),
    "so_dinh_danh": AskedPart("Số định danh cá nhân"),
    "giay_to": AskedPart("Giấy tờ tùy thân"),
    "ngay_cap": AskedPart("Ngày cấp", AnswerKind.DATE),
    "noi_cap": AskedPart("Nơi cấp"),
    "noi_sinh": AskedPart("Nơi sinh", AnswerKind.ADDRESS),
    "que_quan": AskedPart("Quê quán", AnswerKind.ADDRESS),
    "noi_cu_tru": AskedPart("Nơi cư trú", AnswerKind.ADDRESS),
    "dien_thoai": AskedPart("Số điện thoại"),
    "email": AskedPart("Thư điện tử"),
}
"""What can be asked of a person, by name."""

SOURCES = {
    "nguoi_nop": "người nộp hồ sơ",
    "chu_ho_so": "chủ hồ sơ",
}
"""People whose facts the desk has: from the card, the intake form, earlier dossiers."""

GIVEN = {
    "co_quan.ten": "tên cơ quan",
    "co_quan.cap_tren": "cơ quan cấp trên",
    "co_quan.dia_danh": "địa danh",
    "co_quan.dien_thoai": "điện thoại cơ quan",
    "thu_tuc.ten": "tên thủ tục",
    "thu_tuc.ma": "mã thủ tục",
    "quan_he": "quan hệ với chủ hồ sơ",
    "hom_nay": "ngày in",
    "hom_nay.ngay": "ngày",
    "hom_nay.thang": "tháng",
    "hom_nay.nam": "năm",
}
"""What every template may name without a question: the office's settings, the procedure, the day."""


_UPPER, _WORDS = "_hoa", "_chu"

ENDINGS: dict[AnswerKind, tuple[str, ...]] = {
    AnswerKind.TEXT: (_UPPER,),
    AnswerKind.ADDRESS: (_UPPER,),
    AnswerKind.CHOICE: (_UPPER,),
    AnswerKind.DATE: (_WORDS,),
    AnswerKind.NUMBER: (_WORDS,),
}
"""What may follow a key in a template: ``_hoa``, the answer in capitals; ``_chu``, a day or number in words."""


class When(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Asked only where another answer is one of these; without any, where there is one at all."""

    question: str
    any_of: tuple[str, ...] = ()

    def holds(self, answers: Mapping[str, str]) -> bool:
        """Whether it is to be asked."""
        given = answers.get(self.question, "")
        return given in self.any_of if self.any_of else bool(given)


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question of a declaration.

    Attributes:
        parts: of a person, names of ``PERSON_PARTS``; ``needed``: those without which it is not complete.
        options: of a choice.
        columns: heads of a table of rows.
        source: where the answer is taken from where it is known: a person of ``SOURCES``, a part of one
            (``"nguoi_nop.dien_thoai"``), one of ``GIVEN``, or a part of an earlier answer (``"con.ho_ten"``).
        sex: of a person: taken over only from somebody of this sex (``"Nữ"``).
        other: of a person: never the one who hands in.
        past: of a day: not after today.
    """

    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: str
    kind: AnswerKind = AnswerKind.TEXT
    parts: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    source: str = ""
    default: str = ""
    required: bool = False
    when: When | None = None
    sex: str = ""
    other: bool = False
    past: bool = False
    most: int = 1_000_000
    hint: str = ""


class AnswerEntry(Struct, frozen=True, kw_only=True):
    """One thing to be typed: a question, or one part of a person."""

    key: str
    label: str
    kind: AnswerKind
    question: Question
    options: tuple[str, ...] = ()
    required: bool = False
    source: str = ""


class Basis(StrEnum):
    """What the questions were written from."""

    FORM = "form"
    """The list of fields of the form that the source names."""
    PROCEDURE = "procedure"
    """No national form, or its list of fields was not to be had: from the text of the procedure."""
    OFFICE = "office"
    """The office's own template."""


class Declaration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of a declaration.

    Attributes:
        id: the same in all versions.
        procedures: codes of the procedures it is for; none = any.
        source: what it follows; ``basis``, ``note``: how surely.
        valid_from, valid_to: days on which it may be filled in.
        layout: our own layout (``printing.forms.declarations.own_layout``); empty = ``file`` has it.
        file, digest: of an office's template: its name beside this, and the SHA-256 of its bytes.
    """

    id: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    valid_from: date
    valid_to: date | None = None
    procedures: tuple[str, ...] = ()
    source: str = ""
    basis: Basis = Basis.OFFICE
    note: str = ""
    questions: tuple[Question, ...] = ()
    layout: str = ""
    file: str = ""
    digest: str = ""

    @property
    def version(self) -> str:
        """``"khai-sinh/2024-06-06"``."""
        return f"{self.id}/{self.valid_from.isoformat()}"

    def holds_on(self, day: date) -> bool:
        """Whether it may be filled in on this day."""
        return self.valid_from <= day <= (self.valid_to or day)

    def entries(self) -> Iterator[AnswerEntry]:
        """Everything that is typed, in order."""
        for one in self.questions:
            if one.kind is not AnswerKind.PERSON:
                yield AnswerEntry(
                    key=one.id,
                    label=one.label,
                    kind=one.kind,
                    question=one,
                    options=one.options,
                    required=one.required,
                    source=one.source,
                )
                continue
            for name in one.parts:
                part = PERSON_PARTS[name]
                yield AnswerEntry(
                    key=f"{one.id}.{name}",
                    label=part.label,
                    kind=part.kind,
                    question=one,
                    options=part.options,
                    required=name in one.needed,
                    source=f"{one.source}.{name}" if one.source else "",
                )

    def names(self) -> frozenset[str]:
        """What its template may name."""
        found = set(GIVEN)
        for source in SOURCES:
            found |= {f"{source}.{name}" for name in PERSON_PARTS}
        found |= {f"{source}.ngay_sinh_chu" for source in SOURCES} | {f"{source}.ho_ten_hoa" for source in SOURCES}
        for entry in self.entries():
            found |= {entry.key, *(f"{entry.key}{ending}" for ending in ENDINGS.get(entry.kind, ()))}
        return frozenset(found)

    def rows(self) -> dict[str, Question]:
        """Its tables, by key."""
        return {one.id: one for one in self.questions if one.kind is AnswerKind.ROWS}

    def problem(self) -> str:
        """What is wrong with the data itself; empty = nothing."""
        ids = [one.id for one in self.questions]
        taken = {*SOURCES, "co_quan", "thu_tuc", "hom_nay"}
        keys = {entry.key for entry in self.entries() if all(name in PERSON_PARTS for name in entry.question.parts)}
        if len(set(ids)) != len(ids) or taken & set(ids):
            return "two questions have one id, or the id of something that is given"
        if bool(self.layout) == bool(self.file):
            return "either a layout or a file"
        if self.valid_to is not None and self.valid_to < self.valid_from:
            return "ends before it begins"
        for one in self.questions:
            if wrong := _wrong_question(one, keys):
                return f"{one.id}: {wrong}"
        return ""


def _wrong_question(one: Question, keys: set[str]) -> str:
    unknown = [name for name in (*one.parts, *one.needed) if name not in PERSON_PARTS]
    if unknown or (one.kind is AnswerKind.PERSON) != bool(one.parts) or not set(one.needed) <= set(one.parts):
        return f"parts of a person: {unknown or one.needed}"
    if (one.kind is AnswerKind.CHOICE) != bool(one.options) or (one.kind is AnswerKind.ROWS) != bool(one.columns):
        return "options belong to a choice and columns to rows"
    if one.when is not None and one.when.question not in keys:
        return f"asked only with {one.when.question!r}, which nobody asks"
    if one.default and one.options and one.default not in one.options:
        return "its default is none of its options"
    return ""
