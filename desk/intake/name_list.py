"""A list of people typed, pasted or read from a file, as understood; nothing is recorded.

Each line is a person, or a bad line that stays until somebody settles it, or one that holds no person (title, heads,
sum): all three are told. A column is known by its head, or named by a person; without heads each cell is known by its
shape. What Excel took from a number is proposed, and put in only by a person.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from desk.intake import people
from desk.intake.cells import (
    SEXES,
    Birth,
    CellNumber,
    NumberIs,
    birth_of,
    holds_several_names,
    is_scientific,
    looks_like_name,
    looks_like_place,
    name_of,
    number_of,
)
from desk.intake.columns import Heads, ListedColumn, Means, find_heads
from desk.intake.table import Line, PeopleTable
from models.legacy_text import Encoding, legacy
from models.person import Person, Sex
from models.person import number_of as bearer_number
from models.person_doubts import Doubt, better_name, judge, year_of
from models.text import clean, name_key, same_name, search_key

MOST_ROWS = 500
"""More in one list is a slip of the hand; a school brings some two hundred."""


class ListFault(StrEnum):
    """What is wrong with a line."""

    NAME_MISSING = "name_missing"
    NAME_ODD = "name_odd"
    """What stands where the name should is none: digits, signs."""
    NOT_A_PERSON = "not_a_person"
    """Only a name, where the others have more: a signature, a heading."""
    SEVERAL_PEOPLE = "several_people"
    NUMBER_MALFORMED = "number_malformed"
    ZEROS_LOST = "zeros_lost"
    DIGITS_LOST = "digits_lost"
    NUMBER_EITHER = "number_either"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_ORDER = "date_order"
    """A column in which days can only be read with the month first."""
    CENTURY_OPEN = "century_open"
    BIRTH_TWICE = "birth_twice"
    """Two days of birth in one line that differ."""
    SEX_UNKNOWN = "sex_unknown"
    ADDRESS_MISSING = "address_missing"
    UNCLEAR = "unclear"
    """A cell that may be one thing or another."""
    CELLS_TOO_MANY = "cells_too_many"
    """More cells than there are columns: what belongs where cannot be told."""
    ABOVE_HEADS = "above_heads"
    TWICE = "twice"
    """The same person stands further up."""
    NUMBER_TWICE = "number_twice"
    """Another person further up has this number."""
    JUDGED = "judged"
    """What cannot be of any person: see ``doubt``."""
    TOO_MANY = "too_many"
    """Beyond ``MOST_ROWS``."""


class Remark(StrEnum):
    """What was understood in another way than it is written; the doubts of ``models.person_doubts`` stand beside."""

    ZERO_OF_PHONE = "zero_of_phone"
    """A phone that Excel took the zero from has it again."""
    TCVN3 = "tcvn3"
    VNI = "vni"
    DATE_FROM_SERIAL = "date_from_serial"
    YEAR_OF_TWO_DIGITS = "year_of_two_digits"
    NAME_JOINED = "name_joined"
    """Of two cells that no head names."""


class Change(Struct, frozen=True):
    """A proposal for a cell: put in by a person, never by itself."""

    old: str
    new: str


class ListedPerson(Struct, frozen=True):
    """One person of a list, and the line of the text.

    Attributes:
        warnings: to be looked at: values of ``Remark`` and ``Doubt``.
        changes: better spellings, proposed.
    """

    line: int
    person: Person
    warnings: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class BadRow(Struct, frozen=True):
    """A line that is taken in by nobody until it is put right.

    Attributes:
        about: the text it is about.
        further: the line further up, where it is about one.
    """

    line: int
    text: str
    fault: ListFault
    about: str = ""
    further: int = 0
    doubt: Doubt | None = None
    changes: tuple[Change, ...] = ()


class Passed(Struct, frozen=True):
    """A line that holds no person: title, heads, sum, signature."""

    line: int
    text: str
    is_head: bool = False


class Listed(Struct, frozen=True):
    """A list as understood.

    Attributes:
        columns: by their heads; empty where cells are known by their shape.
        width: how many cells the longest line has.
        sheets, encoding: of the file, see ``PeopleTable``.
    """

    rows: tuple[ListedPerson, ...] = ()
    bad: tuple[BadRow, ...] = ()
    passed: tuple[Passed, ...] = ()
    columns: tuple[ListedColumn, ...] = ()
    width: int = 0
    sheets: tuple[str, ...] = ()
    encoding: str = ""

    @property
    def changes(self) -> dict[int, tuple[Change, ...]]:
        """Everything that is proposed, by line."""
        of_people = {row.line: row.changes for row in self.rows if row.changes}
        return of_people | {row.line: row.changes for row in self.bad if row.changes}


class _Wrong(Exception):  # noqa: N818 - a line is wrong, nothing failed
    def __init__(self, fault: ListFault, about: str = "", changes: tuple[Change, ...] = ()) -> None:
        super().__init__(fault)
        self.fault, self.about, self.changes = fault, about, changes


class _Fields(Struct):
    """What a line says of a person, still as it is written there."""

    names: list[str]
    numbers: list[CellNumber]
    births: list[str]
    sexes: list[str]
    phones: list[CellNumber]
    addresses: list[str]
    emails: list[str]
    issued: list[str]
    sex: Sex | None = None
    remarks: list[str] = []


def read_list(
    table: PeopleTable, *, today: date, address: str = "", chosen: Mapping[int, Means] | None = None
) -> Listed:
    """Who stands in a table.

    Args:
        table: of a text or a file.
        today: nobody is born after it.
        address: of everybody whose line names none.
        chosen: what a person said of columns, by their place from 0.
    """
    heads = find_heads(table.lines, chosen)
    if heads is None and chosen:
        heads = _named_columns(table, chosen)
    lines, passed, bad = _people_lines(table.lines, heads)
    reader = _Reader(heads, today, clean(address), _has_months_first(lines, heads, today))
    rows: list[ListedPerson] = []
    for line in lines:
        found = reader.read(line)
        if isinstance(found, ListedPerson) and len(rows) >= MOST_ROWS:
            found = BadRow(line.number, line.text, ListFault.TOO_MANY)
        if isinstance(found, ListedPerson):
            rows.append(found)
        else:
            bad.append(found)
    rows, lonely = _without_lonely(rows, lines)
    rows, twice = _without_twins(rows, lines)
    return Listed(
        tuple(rows),
        tuple(sorted([*bad, *lonely, *twice], key=lambda one: one.line)),
        tuple(passed),
        heads.columns if heads else (),
        max((len(line.cells) for line in table.lines), default=0),
        table.sheets,
        table.encoding,
    )


# ---- which lines are of people -------------------------------------------------------------------------------

_CLOSING = re.compile(
    r"(tổng cộng|tổng số|cộng\s*[:.]|danh sách (này )?(gồm|có)|ấn định|người lập|lập biểu|lập bảng|xác nhận"
    r"|hiệu trưởng|thủ trưởng|chủ tịch|ký tên|ký, ?ghi rõ|\(ký|trưởng (thôn|ấp|bản|khu)|giáo viên chủ nhiệm|gvcn"
    r"|kế toán|t/?m\.? ?ubnd|trang\s*\d)",
    re.IGNORECASE,
)
_DATED = re.compile(r".*\bngày\b.*\btháng\b.*\bnăm\b.*", re.IGNORECASE)
_TITLE = re.compile(
    r"(danh sách|cộng h[oò][aà] xã hội|độc lập|ubnd|ủy ban|uỷ ban|trường |lớp |biểu |phụ lục|\(?kèm theo|đơn vị"
    r"|kính gửi)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"(?<!\d)\d{12}(?!\d)")
_BORN = re.compile(r"(?<!\d)\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d)")


def _people_lines(lines: Sequence[Line], heads: Heads | None) -> tuple[list[Line], list[Passed], list[BadRow]]:
    """Lines of people; those of nobody; and those above the heads that may be of somebody."""
    found: list[Line] = []
    passed: list[Passed] = []
    bad: list[BadRow] = []
    first = heads.lines[0] if heads and heads.lines else 0
    again = [tuple(map(clean, line.cells)) for line in lines if heads is not None and line.number in heads.lines]
    for line in lines:
        if tuple(map(clean, line.cells)) in again:  # the heads, and where a page begins, once more
            passed.append(Passed(line.number, line.text, is_head=True))
        elif line.number < first:
            if _PERSONAL.search(line.text) or (len(list(filter(None, line.cells))) > 2 and _BORN.search(line.text)):
                bad.append(BadRow(line.number, line.text, ListFault.ABOVE_HEADS))
            else:
                passed.append(Passed(line.number, line.text))
        elif _is_of_nobody(line, title_too=not found):
            passed.append(Passed(line.number, line.text))
        else:
            found.append(line)
    return found, passed, bad


def _is_of_nobody(line: Line, *, title_too: bool) -> bool:
    """A sum, a signature, the day below a list; and before the first person, a title."""
    cells = [clean(cell) for cell in line.cells if clean(cell)]
    if any(_PERSONAL.search(cell) for cell in cells) or len(cells) > 3:
        return False
    is_closing = any(_CLOSING.match(cell) for cell in cells) or all(_DATED.fullmatch(cell) for cell in cells)
    return is_closing or (title_too and any(_TITLE.match(cell) for cell in cells)) or not any(map(_says, cells))


def _says(cell: str) -> bool:
    """Whether a cell holds a letter or a digit: a line of dashes holds nothing."""
    return any(sign.isalnum() for sign in cell)


def _named_columns(table: PeopleTable, chosen: Mapping[int, Means]) -> Heads:
    """Columns that have no heads, as a person named them."""
    width = max((len(line.cells) for line in table.lines), default=0)
    return Heads(tuple(ListedColumn(at, "", chosen.get(at, Means.UNKNOWN)) for at in range(width)), ())


# ---- one line ------------------------------------------------------------------------------------------------


class _Reader:
    """Reads lines of one list."""

    def __init__(self, heads: Heads | None, today: date, address: str, months_first: frozenset[int]) -> None:
        self._heads = heads
        self._today = today
        self._address = address
        self._months_first = months_first

    def read(self, line: Line) -> ListedPerson | BadRow:
        cells, old = _in_unicode(line.cells)
        try:
            fields = self._by_heads(cells, self._heads) if self._heads else _by_shape(cells)
            person, remarks = self._person(fields)
        except _Wrong as wrong:
            return BadRow(line.number, line.text, wrong.fault, wrong.about, changes=wrong.changes)
        doubts = judge(person, self._today)
        for one in doubts:
            if one.stops or (one.doubt is Doubt.NAME_ODD and _is_no_name(person.full_name)):
                fault = ListFault.JUDGED if one.stops else ListFault.NAME_ODD
                return BadRow(line.number, line.text, fault, _written(person, one.field), doubt=one.doubt)
        warnings = [*([old.value.lower()] if old else []), *remarks, *(one.doubt.value for one in doubts)]
        is_odd = any(one.doubt is Doubt.NAME_CASE for one in doubts)
        changes = tuple(
            Change(name, better_name(name)) for name in map(clean, fields.names) if is_odd and better_name(name) != name
        )
        return ListedPerson(line.number, person, tuple(dict.fromkeys(warnings)), () if old else changes)

    def _by_heads(self, cells: Sequence[str], heads: Heads) -> _Fields:
        columns = heads.columns
        cells = [*cells]
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            if columns and columns[-1].means is Means.ADDRESS:
                cells = [*cells[: len(columns) - 1], ", ".join(filter(None, cells[len(columns) - 1 :]))]
            else:
                raise _Wrong(ListFault.CELLS_TOO_MANY)
        fields = _fields()
        parts: dict[Means, str] = {}
        for column, cell in zip(columns, cells, strict=False):
            if clean(cell):
                self._put(fields, parts, column, cell)
        fields.births += _split_birth(parts)
        return fields

    def _put(self, fields: _Fields, parts: dict[Means, str], column: ListedColumn, cell: str) -> None:
        match column.means:
            case Means.NAME | Means.FAMILY | Means.GIVEN:
                fields.names.append(cell)
            case Means.NUMBER:
                fields.numbers += [number_of(one, is_phone=False) for one in _numbers_in(cell)]
            case Means.BORN:
                if column.at in self._months_first:
                    raise _Wrong(ListFault.DATE_ORDER, clean(cell))
                fields.births.append(cell)
            case Means.DAY | Means.MONTH | Means.YEAR:
                parts[column.means] = clean(cell)
            case Means.YEAR_MALE | Means.YEAR_FEMALE:
                fields.births.append(cell)
                self._tick(fields, Sex.MALE if column.means is Means.YEAR_MALE else Sex.FEMALE)
            case Means.IS_MALE | Means.IS_FEMALE:
                self._tick(fields, Sex.MALE if column.means is Means.IS_MALE else Sex.FEMALE)
            case Means.SEX:
                fields.sexes.append(cell)
            case Means.PHONE:
                fields.phones += [number_of(one, is_phone=True) for one in _phones_in(cell)]
            case Means.EMAIL:
                fields.emails.append(clean(cell))
            case Means.ADDRESS:
                fields.addresses.append(_with_part(column.part, cell))
            case Means.ISSUED:
                fields.issued.append(cell)
            case _:
                pass

    def _tick(self, fields: _Fields, sex: Sex) -> None:
        if fields.sex not in {None, sex}:
            raise _Wrong(ListFault.SEX_UNKNOWN)
        fields.sex = sex

    # ---- the person ------------------------------------------------------------------------------------------

    def _person(self, fields: _Fields) -> tuple[Person, list[str]]:
        remarks = [*fields.remarks]
        name = _name(fields.names)
        personal, old, passport = _bearer(fields.numbers)
        born = self._birth(fields.births, personal, remarks)
        phone = _phone(fields.phones, remarks)
        address = ", ".join(map(_one_line, fields.addresses))
        issued = birth_of(fields.issued[0], today=self._today) if fields.issued else Birth()
        person = people.tidy_person(
            Person(
                full_name=name,
                personal_number=personal or passport,
                old_number=old,
                born_on=born.on,
                born_year=born.year,
                sex=_sex(fields),
                address=address or self._address,
                phone=phone,
                email=", ".join(fields.emails),
                card_issued_on=issued.on,
            )
        )
        if not person.full_name:
            raise _Wrong(ListFault.NAME_MISSING)
        if _GROUP.match(person.full_name):
            raise _Wrong(ListFault.NOT_A_PERSON, person.full_name)
        if any(people.number_problems("owner", person)):
            raise _Wrong(ListFault.NUMBER_MALFORMED, bearer_number(person))
        if not person.address:
            raise _Wrong(ListFault.ADDRESS_MISSING)
        return person, remarks

    def _birth(self, births: Sequence[str], personal: str, remarks: list[str]) -> Birth:
        born_in = year_of(personal) if personal else None
        read = [birth_of(one, today=self._today, born_in=born_in) for one in births]
        for text, one in zip(births, read, strict=True):
            if not one.is_certain:
                short = re.fullmatch(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}", clean(text)) is not None
                raise _Wrong(ListFault.CENTURY_OPEN if short else ListFault.DATE_IMPOSSIBLE, clean(text))
        days = {one.on for one in read if one.on}
        years = {one.year for one in read if one.year is not None} | {day.year for day in days}
        if len(days) > 1 or len(years) > 1:
            raise _Wrong(ListFault.BIRTH_TWICE, ", ".join(map(clean, births)))
        if any(one.is_serial for one in read):
            remarks.append(Remark.DATE_FROM_SERIAL.value)
        if any(re.search(r"[/.\-]\d{2}$", clean(text)) for text in births):
            remarks.append(Remark.YEAR_OF_TWO_DIGITS.value)
        return Birth(on=days.pop()) if days else Birth(year=years.pop() if years else None)


def _is_no_name(text: str) -> bool:
    """Whether more than a slip stands in a name: signs that part things, or a number."""
    return re.search(r"[,;:/@|=]|\d.*\d.*\d| - ", text) is not None


def _written(person: Person, field: str) -> str:
    """What a field holds, as it is shown."""
    if field == "born_on":
        return f"{person.born_on:%d/%m/%Y}" if person.born_on else str(person.born_year or "")
    value = getattr(person, field)
    return value if isinstance(value, str) else ""


_GROUP = re.compile(
    r"(thôn|ấp|bản|buôn|làng|khu|khóm|xóm|tổ|xã|phường|lớp|trường|nhóm|đội|chi|đối tượng)\s", re.IGNORECASE
)
"""Begins a heading among the people: "Thôn Một", "Lớp 5A"."""


def _fields() -> _Fields:
    return _Fields([], [], [], [], [], [], [], [], remarks=[])


def _in_unicode(cells: Sequence[str]) -> tuple[list[str], Encoding | None]:
    """The cells read in Unicode, and the encoding of before they were written in."""
    whole = legacy(" ; ".join(cells))
    found = [legacy(cell) for cell in cells]
    encoding = whole.encoding if whole else next((one.encoding for one in found if one), None)
    if encoding is None:
        return [*cells], None
    return [
        one.text if one is not None and one.encoding is encoding else cell
        for cell, one in zip(cells, found, strict=True)
    ], encoding


def _name(cells: Sequence[str]) -> str:
    for cell in cells:
        if holds_several_names(cell):
            raise _Wrong(ListFault.SEVERAL_PEOPLE, clean(cell))
    return name_of(" ".join(cells))


def _bearer(numbers: Sequence[CellNumber]) -> tuple[str, str, str]:
    """Personal number, old number, passport; each at most once."""
    found: dict[NumberIs, set[str]] = {}
    for number in numbers:
        match number.kind:
            case NumberIs.LOST_DIGITS:
                raise _Wrong(ListFault.DIGITS_LOST, number.text)
            case NumberIs.LOST_ZEROS:
                raise _Wrong(ListFault.ZEROS_LOST, number.text, (Change(number.text, number.whole),))
            case NumberIs.EITHER:
                raise _Wrong(ListFault.NUMBER_EITHER, number.text)
            case NumberIs.NONE | NumberIs.PHONE:
                raise _Wrong(ListFault.NUMBER_MALFORMED, number.text)
            case _:
                found.setdefault(number.kind, set()).add(number.text)
    for several in found.values():
        if len(several) > 1:
            raise _Wrong(ListFault.SEVERAL_PEOPLE, ", ".join(sorted(several)))
    personal, old, passport = (
        next(iter(found.get(kind, {""}))) for kind in (NumberIs.PERSONAL, NumberIs.OLD, NumberIs.PASSPORT)
    )
    if personal and passport:
        passport = ""
    return personal, old, passport


def _phone(phones: Sequence[CellNumber], remarks: list[str]) -> str:
    for number in phones:
        if number.kind is NumberIs.LOST_DIGITS:
            raise _Wrong(ListFault.DIGITS_LOST, number.text)
    if any(number.whole for number in phones):
        remarks.append(Remark.ZERO_OF_PHONE.value)
    return ", ".join(dict.fromkeys(number.whole or number.text for number in phones))


def _sex(fields: _Fields) -> Sex | None:
    told = {SEXES.get(search_key(clean(one)).strip(".")) for one in fields.sexes}
    if None in told:
        raise _Wrong(ListFault.SEX_UNKNOWN, ", ".join(map(clean, fields.sexes)))
    if fields.sex is not None:
        told.add(fields.sex)
    if len(told) > 1:
        raise _Wrong(ListFault.SEX_UNKNOWN, ", ".join(map(clean, fields.sexes)))
    return told.pop() if told else None


def _split_birth(parts: Mapping[Means, str]) -> list[str]:
    """Day, month and year of their three columns as one; a year alone stays alone."""
    day, month, year = (parts.get(one, "") for one in (Means.DAY, Means.MONTH, Means.YEAR))
    if not year:
        return [f"{day}/{month}/?"] if day or month else []
    if not day.strip("0") and not month.strip("0"):
        return [year]
    return [f"{day}/{month}/{year}"] if day else [f"{month}/{year}"]


def _with_part(part: str, cell: str) -> str:
    """``"Thôn" | "1" -> "Thôn 1"``; a cell that says its unit stays."""
    text = _one_line(cell)
    return text if not part or _names_unit(text) else f"{part} {text}"


def _names_unit(text: str) -> bool:
    first = search_key(text).split(" ")[0].rstrip(".")
    units = "thon ap ban buon lang khu khom xom to xa phuong thi quan huyen tinh thanh tp tt p q x h so kp dac"
    return first in units.split()


def _one_line(cell: str) -> str:
    """A cell of several lines as one: its lines apart by commas."""
    return ", ".join(part for line in cell.split("\n") if (part := clean(line).strip(" ,;")))


_LABEL = re.compile(r"\b(?:so|cccd|cmnd|cmt|dinh danh|ho chieu|sdt|dt|dien thoai|tel|moi|cu)\b[\s.:]*", re.IGNORECASE)
_PARTING = re.compile(r"[/;,|\n&]|\s-\s|\(|\)")


def _numbers_in(cell: str) -> Iterator[str]:
    """``"012345678 / 001090000001"`` are two, ``"CMND: 012345678"`` is one."""
    for part in [cell] if is_scientific(cell) else _PARTING.split(cell):
        text = clean(part)
        bare = _without_label(text)
        if bare:
            yield bare


def _phones_in(cell: str) -> Iterator[str]:
    for part in [cell] if is_scientific(cell) else re.split(r"[/;,|\n&]|\s-\s", cell):
        bare = _without_label(clean(part))
        if bare:
            yield bare


def _without_label(text: str) -> str:
    folded = search_key(text)
    if len(folded) != len(text):
        return text
    found = _LABEL.match(folded)
    while found and found.end():
        text, folded = text[found.end() :], folded[found.end() :]
        found = _LABEL.match(folded)
    return text.strip()


# ---- by shape ------------------------------------------------------------------------------------------------


def _by_shape(cells: Sequence[str]) -> _Fields:
    """A line without heads: numbers and days by their digits, the first words are the name, the next the address."""
    fields = _fields()
    rest = [cell for cell in cells if clean(cell)]
    if len(rest) > 1 and re.fullmatch(r"\d{1,4}[.)]?", clean(rest[0])):
        rest = rest[1:]
    words: list[str] = []
    at = 0
    while at < len(rest):
        cell = clean(rest[at])
        following = [clean(one) for one in rest[at + 1 : at + 3]]
        if _are_day_month_year(cell, following):
            fields.births.append("/".join([cell, *following]))
            at += 3
            continue
        _put_by_shape(fields, words, rest[at], cell)
        at += 1
    _name_and_address(fields, words)
    return fields


def _are_day_month_year(cell: str, following: Sequence[str]) -> bool:
    digits = [cell, *following]
    return (
        len(digits) == 3
        and all(one.isascii() and one.isdigit() for one in digits)
        and len(cell) <= 2 >= len(following[0])
        and len(following[1]) == 4
    )


_BORN_INSIDE = re.compile(r"\bsinh\b.*\d{4}|\d{1,2}/\d{1,2}/\d{4}", re.IGNORECASE)
_BORN_LABEL = re.compile(r"(?:sinh(?: năm| ngày)?|năm sinh|ngày sinh|sn)\s*[:.]?\s*(?=[\d_])", re.IGNORECASE)
_ADDRESS_LABEL = re.compile(
    r"(?:trú tại|trú|địa chỉ|đ/c|nơi ở|ở tại|thường trú tại|thường trú|nơi thường trú)\s*[:.]?\s+", re.IGNORECASE
)


def _put_by_shape(fields: _Fields, words: list[str], raw: str, cell: str) -> None:
    if found := _BORN_LABEL.match(cell):
        fields.births.append(cell[found.end() :])
    elif found := _ADDRESS_LABEL.match(cell):
        words.append(cell[found.end() :])
    elif search_key(cell) in {"nam", "nu", "male", "female"}:
        fields.sexes.append(cell)
    elif re.fullmatch(r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}|\d{4}-\d{1,2}-\d{1,2}.*|(?:1[89]|20)\d\d", cell):
        fields.births.append(cell)
    elif "@" in cell:
        fields.emails.append(cell)
    elif (number := number_of(_without_label(cell))).kind is not NumberIs.NONE or not any(
        sign.isalpha() for sign in cell
    ):
        is_phone = number.kind is NumberIs.PHONE
        (fields.phones if is_phone else fields.numbers).append(number)
    elif len(several := _PERSONAL.findall(cell)) > 1:
        raise _Wrong(ListFault.SEVERAL_PEOPLE, ", ".join(several))
    elif (several or _BORN_INSIDE.search(cell)) and words:
        raise _Wrong(ListFault.UNCLEAR, cell)
    else:
        words.append(raw)


def _name_and_address(fields: _Fields, words: Sequence[str]) -> None:
    if not words:
        return
    first, *rest = words
    if rest and len(clean(rest[0]).split()) == 1 and not looks_like_place(rest[0]) and len(clean(first).split()) < 5:
        fields.names += [first, rest[0]]
        fields.remarks.append(Remark.NAME_JOINED.value)
        rest = rest[1:]
    else:
        fields.names.append(first)
    for cell in rest:
        if looks_like_name(cell):
            several = len(fields.births) > 1 or len(fields.numbers) > 1
            raise _Wrong(ListFault.SEVERAL_PEOPLE if several else ListFault.UNCLEAR, clean(cell))
    if len(fields.births) > 1 and len({clean(one) for one in fields.births}) > 1:
        raise _Wrong(ListFault.BIRTH_TWICE, ", ".join(map(clean, fields.births)))
    fields.addresses += rest


# ---- the list as a whole -------------------------------------------------------------------------------------


def _has_months_first(lines: Sequence[Line], heads: Heads | None, today: date) -> frozenset[int]:
    """Columns of births in which some day can only be read with the month first, so that none can be trusted."""
    found: set[int] = set()
    for column in heads.all_of(Means.BORN) if heads else ():
        read = [birth_of(line.cells[column.at], today=today) for line in lines if column.at < len(line.cells)]
        written = [clean(line.cells[column.at]) for line in lines if column.at < len(line.cells)]
        day_first = any(
            one.on and one.on.day > 12 and not text[:4].isdigit() for one, text in zip(read, written, strict=True)
        )
        if any(one.month_first for one in read) and not day_first:
            found.add(column.at)
    return frozenset(found)


def _without_lonely(rows: Sequence[ListedPerson], lines: Sequence[Line]) -> tuple[list[ListedPerson], list[BadRow]]:
    """A name and nothing else, where most have more, may be a signature or a heading: that is asked."""
    texts = {line.number: line.text for line in lines}
    lonely = [row for row in rows if _is_lonely(row, texts[row.line])]
    if not lonely or len(lonely) * 2 >= len(rows):
        return [*rows], []
    bad = [BadRow(row.line, texts[row.line], ListFault.NOT_A_PERSON, row.person.full_name) for row in lonely]
    return [row for row in rows if row not in lonely], bad


def _is_lonely(row: ListedPerson, text: str) -> bool:
    person = row.person
    has_more = person.born_on or person.born_year or bearer_number(person) or person.phone or person.sex
    return not has_more and name_key(name_of(text)) == name_key(person.full_name)


def _without_twins(rows: Sequence[ListedPerson], lines: Sequence[Line]) -> tuple[list[ListedPerson], list[BadRow]]:
    """Who stands there twice: the same number, or where one of the two has none the same name and birth."""
    texts = {line.number: line.text for line in lines}
    by_number: dict[str, ListedPerson] = {}
    by_name: dict[str, list[ListedPerson]] = {}
    kept: list[ListedPerson] = []
    bad: list[BadRow] = []
    for row in rows:
        number, key = bearer_number(row.person), name_key(row.person.full_name)
        other = by_number.get(number) if number else None
        if other is not None:
            same = name_key(other.person.full_name) == key
            fault = ListFault.TWICE if same else ListFault.NUMBER_TWICE
            bad.append(BadRow(row.line, texts[row.line], fault, number, further=other.line))
            continue
        twin = next((one for one in by_name.get(key, ()) if _are_twins(one.person, row.person)), None)
        if twin is not None:
            bad.append(BadRow(row.line, texts[row.line], ListFault.TWICE, row.person.full_name, further=twin.line))
            continue
        kept.append(row)
        by_name.setdefault(key, []).append(row)
        if number:
            by_number[number] = row
    return kept, bad


def _are_twins(one: Person, other: Person) -> bool:
    """Of names alike: the same person, as far as letters, birth, number and address go."""
    if bearer_number(one) and bearer_number(other):
        return False
    births = [(who.born_on, who.born_on.year if who.born_on else who.born_year) for who in (one, other)]
    (day, year), (other_day, other_year) = births
    if day and other_day:
        return day == other_day
    if not same_name(one.full_name, other.full_name):
        return False  # Hoa and Hoà of one year are two
    if year and other_year:
        return year == other_year
    return name_key(one.address) == name_key(other.address)
