"""What two entries have in common, and what would clash, as the clerk reads it."""

from collections.abc import Sequence
from datetime import date

from desk.citizen_file.citizen_file import CitizenFile, FileEntry, FilePaper, PaperSource
from desk.citizen_file.likeness import Likeness, Sign
from desk.citizen_file.merging import Clashes, Double
from desk.words.service.appointments import state_words as appointment_words
from desk.words.service.citizen_file import NO_NUMBER, born, named
from desk.words.visits.visit import state_words as visit_words
from models.calendar.clock import local_day
from models.person import Person
from models.person_key import personal_number_in
from models.subjects.citizen_decision import CitizenGroup

__all__ = [
    "APART_WITHDRAWN",
    "NO_NUMBER",
    "SIGN",
    "TAKEN_APART",
    "TOLD_APART",
    "clash_words",
    "count_words",
    "double_words",
    "elsewhere_words",
    "entry_words",
    "head_words",
    "likeness_words",
    "merged_words",
    "source_words",
]

TOLD_APART = "Đã ghi: không phải một người; không gợi ý nữa."
TAKEN_APART = "Đã tách lại: mỗi mục về đúng người của mình."
APART_WITHDRAWN = "Đã rút quyết định không phải một người."

SIGN = {
    Sign.NUMBER: "cùng số định danh",
    Sign.NUMBER_SLIP: "số định danh lệch một chữ số",
    Sign.NUMBER_DIFFERS: "số định danh khác nhau",
    Sign.OLD_NUMBER: "cùng số CMND",
    Sign.OLD_NUMBER_DIFFERS: "số CMND khác nhau",
    Sign.DOCUMENT: "cùng số giấy tờ",
    Sign.NAME: "cùng họ tên",
    Sign.NAME_MARKS: "cùng họ tên, một bên viết không dấu",
    Sign.NAME_SLIP: "họ tên lệch một chữ",
    Sign.NAME_DIFFERS: "họ tên khác nhau",
    Sign.BORN: "cùng ngày sinh",
    Sign.BORN_YEAR: "cùng năm sinh",
    Sign.BORN_NEAR: "ngày sinh lệch một chữ số",
    Sign.BORN_DIFFERS: "ngày sinh khác nhau",
    Sign.SEX_DIFFERS: "giới tính khác nhau",
    Sign.PHONE: "cùng điện thoại",
    Sign.ADDRESS: "cùng địa chỉ",
}


def likeness_words(likeness: Likeness) -> str:
    """``"Rất giống: cùng số CMND, cùng họ tên"``; twins are warned of."""
    head = "Rất giống" if likeness.likely else "Có thể là anh chị em sinh đôi" if likeness.twins else "Có thể trùng"
    return f"{head}: {', '.join(SIGN[sign] for sign in likeness.signs)}"


def clash_words(clashes: Clashes) -> list[str]:
    """One line for each thing that clashes."""
    lines = [f"{one.procedure}: {' và '.join(one.codes)} cùng đang giải quyết" for one in clashes.matters]
    if clashes.numbers:
        lines.append(f"Số định danh khác nhau: {' và '.join(clashes.numbers)}; phải nói rõ số nào ghi sai")
    lines += ["Đã có quyết định hai mục không phải một người; rút quyết định đó trước" for _ in clashes.apart[:1]]
    return lines


def merged_words(clashes: Clashes) -> str:
    """That two entries are one person now, and what still clashes."""
    left = "; ".join(clash_words(clashes))
    return "Đã gộp hai mục thành một người." + (f" Còn vướng: {left}." if left else "")


def head_words(person: Person, number: str) -> str:
    """``"001190000001 · sinh 03/02/1990 · ĐT 0912345678"``, as far as it is known."""
    told = (number, _born(person), f"ĐT {person.phone}" if person.phone else "")
    return " · ".join(filter(None, told))


def double_words(double: Double) -> str:
    """Who may be the same person, and how."""
    who = ", ".join(filter(None, (named(double.person.full_name, double.key), _born(double.person))))
    return f"{who}. {likeness_words(double.likeness)}"


def entry_words(entry: FileEntry, group: CitizenGroup) -> str:
    """One writing of the person as a line."""
    name = entry.person.full_name if entry.person else ""
    kept = " (mục được giữ)" if entry.key == group.kept else ""
    wrong = " – số đã ghi sai" if personal_number_in(entry.key) in group.wrong_numbers else ""
    return f"{named(name, entry.key)}: {count_words(entry.dossiers)}{kept}{wrong}"


def source_words(paper: FilePaper) -> str:
    """Where a paper comes from, and whether it lies here."""
    return ("Kết quả" if paper.source is PaperSource.RESULT else "Đã nộp") + ("" if paper.here else ", ở máy khác")


MOST_NAMED = 3
"""Of a kind, the newest so many are named with their day; of all others their number is told."""


def elsewhere_words(file: CitizenFile) -> str:
    """Where else the person stands, a line for each kind; empty = nowhere."""
    open_visits = sum(one.is_open for one in file.visits)
    ended = sorted((local_day(one.ended_at), _within(visit_words(one)[0])) for one in file.visits if one.ended_at)
    booked = [
        (one.day, f"{one.code}, {_within(appointment_words(one)[0])}")
        for one in file.appointments
        if one.day is not None
    ]
    filled = [(local_day(one.at), one.name) for one in reversed(file.declarations)]
    lines = (_now_words(file, open_visits), _named("Lịch hẹn", sorted(booked)), _named("Tận nhà đã xong", ended))
    return "\n".join(filter(None, (*lines, _named("Tờ khai điền ở máy này", filled))))


def _named(kind: str, told: Sequence[tuple[date, str]]) -> str:
    """``"Lịch hẹn (5): 02/12/2026 LH-…, đã đặt; …"``; the newest first."""
    newest = "; ".join(f"{day:%d/%m/%Y} {words}" for day, words in reversed(told[-MOST_NAMED:]))
    more = "; …" if len(told) > MOST_NAMED else ""
    return f"{kind} ({len(told)}): {newest}{more}" if told else ""


def _within(sentence: str) -> str:
    """A sentence as the part of a line."""
    return sentence[:1].lower() + sentence[1:]


def _now_words(file: CitizenFile, visits: int) -> str:
    said = (
        f"{visits} lượt tận nhà chưa xong" if visits else "",
        "có trong danh sách phục vụ tại nhà" if file.entitled else "",
        f"{len(file.consignments)} hồ sơ đang gửi đến qua bưu điện" if file.consignments else "",
        f"{len(file.online)} hồ sơ trực tuyến đang theo dõi" if file.online else "",
    )
    return "; ".join(filter(None, said))


def count_words(dossiers: int) -> str:
    """``"3 hồ sơ"``."""
    return f"{dossiers} hồ sơ"


def _born(person: Person) -> str:
    return f"sinh {born(person)}" if born(person) else ""
