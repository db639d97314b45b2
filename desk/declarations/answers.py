"""Answers of a declaration: what is known already, what is wrong with what was typed, what a template is filled with.

Everything here is a function of one citizen's answers; nothing is kept between two calls.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from desk.words.terms import DOCUMENT
from models.declaration import SOURCES, AnswerEntry, AnswerKind, Declaration, Question
from models.office import Office
from models.person import Document, DocumentKind, Person, Sex
from models.text import clean
from models.words.money_words import in_figures, in_words
from printing.forms.declarations.filled import FilledAnswers

Answers = Mapping[str, str]

MOST_LETTERS = 600
MOST_ROWS = 40
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_YEAR = re.compile(r"\d{4}")
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:(?P<parted>[. ])[0-9]{3}(?:(?P=parted)[0-9]{3})*)")
_MOST_DIGITS = 15
_SEX = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}


class Origin(StrEnum):
    """Where an answer was taken from."""

    FORM = "form"
    """The card that was read, or the intake form."""
    DOSSIER = "dossier"
    """An earlier dossier of the same person."""
    OFFICE = "office"
    """The office's settings, the procedure, the day; or the question's own default."""


class KnownAnswer(Struct, frozen=True):
    """An answer that is offered: the citizen need not say it again, and may put it right."""

    text: str
    origin: Origin


class Subjects(Struct, frozen=True, kw_only=True):
    """Whose facts may be taken over.

    Attributes:
        submitter, owner: as the intake form has them; the owner is the submitter where nobody else is named.
        found: names of fields of each (``"submitter.phone"``) that come from an earlier dossier.
        relation: of the submitter to the owner, in words.
    """

    submitter: Person = Person()
    owner: Person = Person()
    found: frozenset[str] = frozenset()
    relation: str = ""


class AnswerProblem(Struct, frozen=True):
    """What is wrong with one answer; ``missing``: nothing was said, and it is needed."""

    key: str
    sentence: str
    missing: bool = False


def known_answers(declaration: Declaration, people: Subjects, given: Answers) -> dict[str, KnownAnswer]:
    """What need not be asked, by key. ``given``: see ``given_texts``."""
    found: dict[str, KnownAnswer] = {}
    persons = {"nguoi_nop": _parts(people.submitter), "chu_ho_so": _parts(people.owner)}
    roles = {"nguoi_nop": "submitter", "chu_ho_so": "owner"}
    for entry in declaration.entries():
        who, _, part = entry.source.partition(".")
        text, origin = "", Origin.OFFICE
        if who in SOURCES:
            text = persons[who].get(part, "") if _fits(entry.question, who, people) else ""
            field = _FIELDS.get(part, "")
            origin = Origin.DOSSIER if f"{roles[who]}.{field}" in people.found else Origin.FORM
        elif entry.source in found:
            text, origin = found[entry.source].text, found[entry.source].origin
        elif entry.source:
            text = given.get(entry.source, "")
        text = text or (entry.question.default if entry.kind is not AnswerKind.PERSON else "")
        if text:
            found[entry.key] = KnownAnswer(text, origin)
    return found


def _fits(question: Question, who: str, people: Subjects) -> bool:
    """Whether this person may be the one who is asked for."""
    person = people.submitter if who == "nguoi_nop" else people.owner
    if question.other and who == "chu_ho_so" and people.owner == people.submitter:
        return False
    return not question.sex or (person.sex is not None and _SEX[person.sex] == question.sex)


_FIELDS = {"dien_thoai": "phone", "email": "email", "noi_cu_tru": "address"}
"""Parts of a person that an earlier dossier may have given: their field of ``Person``."""


def given_texts(office: Office, *, procedure: str, name: str, relation: str, today: date) -> dict[str, str]:
    """What every template may name without a question, see ``models.declaration.GIVEN``."""
    return {
        "co_quan.ten": office.name,
        "co_quan.cap_tren": office.parent,
        "co_quan.dia_danh": office.place,
        "co_quan.dien_thoai": office.phone,
        "thu_tuc.ma": procedure,
        "thu_tuc.ten": name,
        "quan_he": relation,
        "hom_nay": f"{office.place}, ngày {today:%d} tháng {today:%m} năm {today:%Y}",
        "hom_nay.ngay": f"{today:%d}",
        "hom_nay.thang": f"{today:%m}",
        "hom_nay.nam": f"{today:%Y}",
    }


def asked(declaration: Declaration, answers: Answers) -> Iterator[AnswerEntry]:
    """What is asked with these answers: conditions that do not hold leave their questions out."""
    out: set[str] = set()
    for entry in declaration.entries():
        when = entry.question.when
        if when is not None and (when.question in out or not when.holds(answers)):
            out.add(entry.key)
            continue
        yield entry


def problems(declaration: Declaration, answers: Answers, today: date) -> list[AnswerProblem]:
    """Everything that is missing or wrong, in the order of the questions."""
    found = []
    for entry in asked(declaration, answers):
        text = answers.get(entry.key, "").strip()
        if not text:
            if entry.required:
                found.append(AnswerProblem(entry.key, f"{said(entry)}: còn thiếu.", missing=True))
        elif wrong := judge(entry, text, today):
            found.append(AnswerProblem(entry.key, f"{said(entry)}: {wrong}"))
    return found


def said(entry: AnswerEntry) -> str:
    """What an entry is called outside its group: ``"Mẹ, nơi cư trú"``."""
    if entry.question.kind is not AnswerKind.PERSON:
        return entry.label
    return f"{entry.question.label}, {entry.label[0].lower()}{entry.label[1:]}"


def judge(entry: AnswerEntry, text: str, today: date) -> str:
    """What is wrong with an answer, as a sentence; empty = nothing."""
    if len(text) > MOST_LETTERS * (MOST_ROWS if entry.kind is AnswerKind.ROWS else 1):
        return f"dài quá {MOST_LETTERS} chữ."
    match entry.kind:
        case AnswerKind.DATE:
            return _wrong_day(entry, text, today)
        case AnswerKind.NUMBER:
            number = _whole(text)
            if number is None:
                return "nhập số nguyên, ví dụ 25 hoặc 1.500."
            return "" if number <= entry.question.most else f"nhiều nhất {in_figures(entry.question.most)}."
        case AnswerKind.CHOICE:
            return "" if text in entry.options else f"chọn một trong: {', '.join(entry.options)}."
        case AnswerKind.ROWS:
            return _wrong_rows(entry.question, text)
    match entry.key.rpartition(".")[2]:
        case "so_dinh_danh" | "chu_ho_so_dinh_danh":
            return "" if re.fullmatch(r"\d{12}", text, re.ASCII) else "số định danh cá nhân có 12 chữ số."
        case "dien_thoai":
            digits = re.sub(r"[ .+\-]", "", text)
            return (
                "" if digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 15 else "số điện thoại không đúng."
            )
        case "email":
            return "" if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) else "thư điện tử cần có dạng ten@noi.vn."
    return ""


def day_of(text: str) -> date | None:
    """The day that a text names; None = none."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def rows_of(question: Question, text: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table as typed: a line each, cells parted by semicolons; missing cells are empty."""
    made = []
    for line in text.splitlines():
        cells = [clean(cell) for cell in line.split(";")]
        if any(cells):
            cells += [""] * (len(question.columns) - len(cells))
            made.append(tuple(cells[: len(question.columns)]))
    return tuple(made)


def filled(declaration: Declaration, answers: Answers, people: Subjects, given: Answers) -> FilledAnswers:
    """What the template is filled with. Answers to what is not asked any more are left out."""
    texts = dict.fromkeys(declaration.names(), "")
    texts.update({key: _drawable(text) for key, text in given.items()})
    for source, person in (("nguoi_nop", people.submitter), ("chu_ho_so", people.owner)):
        for part, text in _parts(person).items():
            _put(texts, f"{source}.{part}", AnswerKind.DATE if part.startswith("ngay") else AnswerKind.TEXT, text)
    rows, heads = {}, {key: question.columns for key, question in declaration.rows().items()}
    for entry in asked(declaration, answers):
        text = answers.get(entry.key, "")
        if entry.kind is AnswerKind.ROWS:
            rows[entry.key] = tuple(tuple(map(_drawable, row)) for row in rows_of(entry.question, text))
        else:
            _put(texts, entry.key, entry.kind, text)
    return FilledAnswers(texts=texts, rows=rows, heads=heads)


def _whole(text: str) -> int | None:
    """A whole number of at most 15 digits, thousands parted or not; None = it is none: 12.5 is not 125."""
    digits = re.sub("[ .]", "", text) if _WHOLE.fullmatch(text) else ""
    return int(digits) if 0 < len(digits) <= _MOST_DIGITS else None


def _put(texts: dict[str, str], key: str, kind: AnswerKind, text: str) -> None:
    text = _drawable(text)
    day = day_of(text) if kind is AnswerKind.DATE else None
    if day is not None:
        text = f"{day:%d/%m/%Y}"
        texts[f"{key}_chu"] = day_in_words(day)
    if kind is AnswerKind.NUMBER and (number := _whole(text)) is not None:
        text = in_figures(number)
        texts[f"{key}_chu"] = number_in_words(number)
    texts[key] = text
    if f"{key}_hoa" in texts:
        texts[f"{key}_hoa"] = text.upper()


def _drawable(text: str) -> str:
    """Composed, one line, no control characters."""
    return clean("".join(letter if letter.isprintable() else " " for letter in text))


def number_in_words(number: int) -> str:
    """``12 -> "Mười hai"``."""
    return in_words(number).removesuffix(" đồng")


def day_in_words(day: date) -> str:
    """``"Ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu"``."""
    words = [number_in_words(number).lower() for number in (day.day, day.month, day.year)]
    month = "tư" if day.month == 4 else words[1]
    return f"Ngày {words[0]} tháng {month} năm {words[2]}"


def _wrong_day(entry: AnswerEntry, text: str, today: date) -> str:
    day = day_of(text)
    year_alone = entry.key.endswith("ngay_sinh") and _YEAR.fullmatch(text)
    if day is None and not year_alone:
        return "nhập ngày như 20/11/2026" + (", hoặc chỉ năm." if entry.key.endswith("ngay_sinh") else ".")
    is_past = entry.question.past or entry.key.endswith("ngay_sinh")
    if is_past and ((day is not None and day > today) or (day is None and int(text) > today.year)):
        return "ngày này chưa đến."
    if (day.year if day else int(text)) < 1800:
        return "năm này quá xa."
    return ""


def _wrong_rows(question: Question, text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_ROWS:
        return f"nhiều nhất {MOST_ROWS} dòng."
    for number, line in enumerate(lines, start=1):
        if len(line.split(";")) > len(question.columns):
            return f"dòng {number} có nhiều hơn {len(question.columns)} ô ({'; '.join(question.columns)})."
    return ""


def _parts(person: Person) -> dict[str, str]:
    """What is known of a person, as texts."""
    return {
        "ho_ten": person.full_name,
        "ngay_sinh": f"{person.born_on:%d/%m/%Y}" if person.born_on else str(person.born_year or ""),
        "gioi_tinh": _SEX[person.sex] if person.sex else "",
        "quoc_tich": _nationality(person),
        "so_dinh_danh": person.personal_number,
        "giay_to": _paper(person),
        "ngay_cap": f"{person.card_issued_on:%d/%m/%Y}" if person.card_issued_on else "",
        "noi_cu_tru": person.address,
        "dien_thoai": person.phone,
        "email": person.email,
    }


def _nationality(person: Person) -> str:
    """A personal number is given to Vietnamese citizens only (Luật Căn cước 2023 Đ12)."""
    if not person.nationality:
        return "Việt Nam" if person.personal_number else ""
    from models.places.nationality import nationality_name  # noqa: PLC0415 - names of countries, of foreigners alone

    return nationality_name(person.nationality)


def _paper(person: Person) -> str:
    if person.personal_number:
        issued = f", cấp ngày {person.card_issued_on:%d/%m/%Y}" if person.card_issued_on else ""
        return f"Căn cước số {person.personal_number}{issued}"
    if person.document is not None and person.document.kind is not DocumentKind.NONE:
        return _document(person.document)
    return f"Chứng minh nhân dân số {person.old_number}" if person.old_number else ""


def _document(document: Document) -> str:
    issued = f", cấp ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    by = f", {document.issued_by}" if document.issued_by else ""
    number = f" số {document.number}" if document.number else ""
    return f"{DOCUMENT[document.kind]}{number}{issued}{by}"


def worst_answers(declaration: Declaration) -> dict[str, str]:
    """Invented answers, as long and awkward as real ones get: for the check of a template and its preview."""
    return {entry.key: _worst(entry) for entry in declaration.entries()}


def _worst(entry: AnswerEntry) -> str:
    match entry.kind:
        case AnswerKind.DATE:
            return "28/02/1996"
        case AnswerKind.NUMBER:
            return str(min(entry.question.most, 987_654_321))
        case AnswerKind.CHOICE:
            return max(entry.options, key=len)
        case AnswerKind.ADDRESS:
            return _LONG_ADDRESS
        case AnswerKind.ROWS:
            row = "; ".join(f"{head} & <ví dụ> {number}" for number, head in enumerate(entry.question.columns, start=1))
            return "\n".join([row] * 3)
    known = _WORST_PARTS.get(entry.key.rpartition(".")[2])
    return known or f"Nội dung ví dụ của “{entry.label}”: A & B <C>, dài như người dân thường khai khi kể rõ sự việc"


_LONG_ADDRESS = (
    "Số nhà 1234/56/7B, ngõ 89 đường Nguyễn Thị Minh Khai nối dài, tổ dân phố số 15, thôn Phước Lộc Thượng, "
    "xã Quảng Nghĩa Đông Hưng, tỉnh Bà Rịa Vĩnh Phúc"
)
_WORST_PARTS = {
    "ho_ten": "Nguyễn Phước Tôn Nữ Hoàng Phương Quỳnh Như Ý",
    "nguoi_ky": "Nguyễn Phước Tôn Nữ Hoàng Phương Quỳnh Như Ý",
    "chu_ho": "Nguyễn Phước Tôn Nữ Hoàng Phương Quỳnh Như Ý",
    "so_dinh_danh": "001096012345",
    "chu_ho_so_dinh_danh": "001096012345",
    "giay_to": "Căn cước số 001096012345, cấp ngày 28/02/2024, Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    "dan_toc": "Bru - Vân Kiều",
    "quoc_tich": "Việt Nam",
    "noi_cap": "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    "dien_thoai": "+84 912 345 678",
    "email": "nguyen.phuoc.ton.nu.hoang.phuong@thudientu.example.vn",
}


def issued_foot(declaration: Declaration, at: datetime) -> str:
    """What stands at the foot of each page: which version, filled in when."""
    day = declaration.valid_from
    return f"Mẫu {declaration.id}, áp dụng từ {day:%d/%m/%Y} · điền {at:%d/%m/%Y %H:%M}"
