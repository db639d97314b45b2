"""What a correction changed, old and new: told in the history, and shown in the form before it is made."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from desk.words.terms import DOCUMENT, RETURN_BY, SEX, STANDING
from models.events import AnyEvent, DossierCorrected, Intake, PaperReceived, ReturnBy, UnknownEvent
from models.person import Authority, Document, Organisation, Sex, Standing
from models.procedure import ProcedureTaken
from models.subjects.corrections import CORRECTED, CrossedValue, corrected

NOTHING = "trống"

PERSON = {
    "full_name": "họ và tên",
    "personal_number": "số định danh",
    "old_number": "số CMND cũ",
    "born_on": "ngày sinh",
    "born_year": "năm sinh",
    "sex": "giới tính",
    "nationality": "quốc tịch",
    "document": "giấy tờ",
    "address": "địa chỉ",
    "phone": "số điện thoại",
    "email": "thư điện tử",
}
BODY = {
    "name": "tên",
    "tax_code": "mã số thuế",
    "address": "địa chỉ",
    "phone": "số điện thoại",
    "email": "thư điện tử",
}
AUTHORITY = {
    "standing": "tư cách",
    "relation": "quan hệ",
    "paper": "giấy tờ ủy quyền",
    "number": "số giấy ủy quyền",
    "granted_on": "ngày ủy quyền",
    "certified_by": "nơi chứng thực",
}
WHOSE = {"submitter": "người nộp", "owner": "chủ hồ sơ"}
PLAIN = {"return_by": "cách nhận kết quả", "return_to": "nơi nhận kết quả", "note": "ghi chú"}


def changes(before: Intake | None, event: DossierCorrected) -> tuple[str, ...]:
    """``"số điện thoại người nộp: “0912…” → “0913…”"`` for each value that is another; ``before``: as it stood."""
    if before is None:
        return ()
    after = corrected(before, event)[0]  # what another machine changed meanwhile is none of this correction
    named = {name: getattr(after, name) for name in CORRECTED if getattr(event, name) is not None}
    return tuple(_changes(before, replace(event, **named)))


def intakes(events: Iterable[AnyEvent | UnknownEvent]) -> Iterator[Intake | None]:
    """As the intake of a dossier stood before each of its events."""
    intake: Intake | None = None
    for event in events:
        yield intake
        if isinstance(event, DossierCorrected):
            intake = corrected(intake, event)[0] if intake is not None else None
        else:
            intake = getattr(event, "intake", intake)


def crossed_words(one: CrossedValue) -> tuple[str, str, str]:
    """What a crossed value is called, as the correction that holds has it, and as the other has it."""
    if one.field == "papers":
        here, there = (paper if isinstance(paper, PaperReceived) else None for paper in (one.here, one.there))
        return one.part, _amount(here), _amount(there)
    whose = WHOSE.get(one.field, "")
    parts = {**PERSON, **BODY, **(AUTHORITY if one.field == "authority" else {})}
    called = f"{parts[one.part]} {whose}".strip() if one.part in parts else PLAIN.get(one.field, whose or "thủ tục")
    return called, _value(_shown(one.here)), _value(_shown(one.there))


def _shown(value: object) -> object:
    """A person or body as its name."""
    return getattr(value, "full_name", None) or getattr(value, "name", None) or value


def _changes(before: Intake, event: DossierCorrected) -> Iterator[str]:
    if event.procedure is not None:
        yield _one("thủ tục", before.procedure, event.procedure)
    for name, whose in WHOSE.items():
        yield from _of(getattr(before, name), getattr(event, name), whose)
    yield from _of(before.authority, event.authority, "")
    if event.papers is not None:
        yield from _papers(before.papers, event.papers)
    for name, words in PLAIN.items():
        now = getattr(event, name)
        if now is not None and now != getattr(before, name):
            yield _one(words, getattr(before, name), now)


def _of(before: Struct | None, now: Struct | None, whose: str) -> Iterator[str]:
    """Field by field; another kind of owner (a body in place of a person) as all that it says."""
    if now is None:
        return
    words = _fields(now)
    same = type(before) is type(now)
    for name, called in words.items():
        old, new = (getattr(before, name) if same else None), getattr(now, name)
        if (old or None) != (new or None):
            yield _one(f"{called} {whose}".strip(), old, new)


def _fields(of: Struct) -> Mapping[str, str]:
    return AUTHORITY if isinstance(of, Authority) else BODY if isinstance(of, Organisation) else PERSON


def _papers(before: tuple[PaperReceived, ...], now: tuple[PaperReceived, ...]) -> Iterator[str]:
    old, new = {one.name: one for one in before}, {one.name: one for one in now}
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield f"{name}: {_amount(old.get(name))} → {_amount(new.get(name))}"


def _amount(paper: PaperReceived | None) -> str:
    if paper is None:
        return "không có"
    if paper.shown_only:
        return "xuất trình"
    counted = ((paper.originals, "bản chính"), (paper.copies, "bản sao"), (paper.electronic, "bản điện tử"))
    return ", ".join(f"{count} {words}" for count, words in counted if count) or "đã nhận"


def _one(called: str, old: object, new: object) -> str:
    return f"{called}: {_value(old)} → {_value(new)}"


def _value(value: object) -> str:
    match value:
        case None | "":
            return NOTHING
        case Sex():
            words = SEX[value]
        case Standing():
            words = STANDING[value]
        case Document():
            words = " ".join(part for part in (DOCUMENT[value.kind], value.number, value.known_by) if part)
        case ProcedureTaken():
            words = value.name
        case date():
            words = f"{value:%d/%m/%Y}"
        case _:
            words = RETURN_BY[value] if isinstance(value, ReturnBy) else str(value)
    return f"“{words}”"
