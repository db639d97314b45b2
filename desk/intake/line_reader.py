"""Reads one line of a list of people: by the heads of its columns, or by shape, into a person or a bad line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from desk.intake import people
from desk.intake.cells import (
    SEXES,
    Birth,
    CellNumber,
    NumberIs,
    birth_of,
    holds_several_names,
    in_unicode,
    is_scientific,
    name_of,
    number_of,
)
from desk.intake.columns import Heads, ListedColumn, Means
from desk.intake.line_by_shape import fields_by_shape
from desk.intake.line_fields import LineFields, LineWrong, blank_fields, without_label
from desk.intake.list_result import BadRow, Change, ListedPerson, ListFault, Remark
from desk.intake.table import Line
from models.person import Person, Sex
from models.person import number_of as bearer_number
from models.person_doubts import Doubt, better_name, judge, year_of
from models.text import clean, search_key


class LineReader:
    """Reads lines of one list.

    Args:
        heads: columns by their heads; None = cells are known by their shape.
        today: nobody is born after it.
        address: of everybody whose line names none.
        months_first: columns whose days have the month first; none of them is taken.
    """

    def __init__(self, heads: Heads | None, today: date, address: str, months_first: frozenset[int]) -> None:
        self._heads = heads
        self._today = today
        self._address = address
        self._months_first = months_first

    def read(self, line: Line) -> ListedPerson | BadRow:
        """The person of this line, or why it is none yet."""
        cells, old = in_unicode(line.cells)
        try:
            fields = self._by_heads(cells, self._heads) if self._heads else fields_by_shape(cells)
            person, remarks = self._person(fields)
        except LineWrong as wrong:
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
        if (title := _TITLE.match(person.full_name)) and len(fields.names) == 1:
            warnings.append(Remark.TITLE.value)
            changes = (Change(clean(fields.names[0]), better_name(person.full_name[title.end() :])),)
        return ListedPerson(line.number, person, tuple(dict.fromkeys(warnings)), () if old else changes)

    def _by_heads(self, cells: Sequence[str], heads: Heads) -> LineFields:
        columns = heads.columns
        cells = [*cells]
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            if columns and columns[-1].means is Means.ADDRESS:
                cells = [*cells[: len(columns) - 1], ", ".join(filter(None, cells[len(columns) - 1 :]))]
            else:
                raise LineWrong(ListFault.CELLS_TOO_MANY)
        fields = blank_fields()
        parts: dict[Means, str] = {}
        for column, cell in zip(columns, cells, strict=False):
            if _NOTHING.sub("", clean(cell)):
                self._put(fields, parts, column, cell)
        fields.births += _split_birth(parts)
        return fields

    def _put(self, fields: LineFields, parts: dict[Means, str], column: ListedColumn, cell: str) -> None:
        match column.means:
            case Means.NAME | Means.FAMILY | Means.GIVEN:
                fields.names.append(cell)
            case Means.NUMBER:
                cell, issued = _without_issue(cell)
                fields.issued += issued
                fields.numbers += [number_of(one, is_phone=False) for one in _numbers_in(cell)]
            case Means.BORN:
                if column.at in self._months_first:
                    raise LineWrong(ListFault.DATE_ORDER, clean(cell))
                fields.births.append(cell)
            case Means.DAY | Means.MONTH | Means.YEAR:
                parts[column.means] = clean(cell)
            case Means.YEAR_MALE | Means.YEAR_FEMALE:
                fields.births.append(cell)
                self._tick(fields, Sex.MALE if column.means is Means.YEAR_MALE else Sex.FEMALE)
            case Means.IS_MALE | Means.IS_FEMALE:
                self._put_tick(fields, Sex.MALE if column.means is Means.IS_MALE else Sex.FEMALE, clean(cell))
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

    def _put_tick(self, fields: LineFields, sex: Sex, cell: str) -> None:
        """What stands in the column of men or women: a tick, the sex again, or the birth that belongs to both."""
        plain = search_key(cell).strip(".() ")
        if plain in _NO_TICK:
            return
        if (birth := birth_of(cell, today=self._today)).on or (birth.year and len(plain) > 1):
            fields.births.append(cell)
        elif plain not in _TICKS and any(map(str.isalnum, plain)) and SEXES.get(plain) is not sex:
            raise LineWrong(ListFault.SEX_UNKNOWN, cell)
        self._tick(fields, sex)

    def _tick(self, fields: LineFields, sex: Sex) -> None:
        if fields.sex not in {None, sex}:
            raise LineWrong(ListFault.SEX_UNKNOWN, "Nam, Nữ")
        fields.sex = sex

    # ---- the person ------------------------------------------------------------------------------------------

    def _person(self, fields: LineFields) -> tuple[Person, list[str]]:
        remarks = [*fields.remarks]
        name = _name(fields.names)
        personal, old, passport = _bearer(fields.numbers)
        born = self._birth(fields.births, personal, remarks)
        phone = _phone(fields.phones, remarks)
        address = ", ".join(map(_one_line, fields.addresses))
        issued = birth_of(fields.issued[0], today=self._today) if fields.issued else Birth()
        if fields.issued and issued.on is None:
            remarks.append(Remark.ISSUED_UNREADABLE.value)
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
            raise LineWrong(ListFault.NAME_MISSING)
        if _LABEL.fullmatch(search_key(person.full_name)):
            raise LineWrong(ListFault.NAME_ODD, person.full_name)
        if _GROUP.match(person.full_name):
            raise LineWrong(ListFault.NOT_A_PERSON, person.full_name)
        if any(people.number_problems("owner", person)):
            raise LineWrong(ListFault.NUMBER_MALFORMED, bearer_number(person))
        if not person.address:
            raise LineWrong(ListFault.ADDRESS_MISSING)
        return person, remarks

    def _birth(self, births: Sequence[str], personal: str, remarks: list[str]) -> Birth:
        born_in = year_of(personal) if personal else None
        read = [birth_of(one, today=self._today, born_in=born_in) for one in births]
        for text, one in zip(births, read, strict=True):
            if " hay " in text:
                raise LineWrong(ListFault.DATE_EITHER, clean(text))
            if not one.is_certain:
                short = re.fullmatch(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}", clean(text)) is not None
                raise LineWrong(ListFault.CENTURY_OPEN if short else ListFault.DATE_IMPOSSIBLE, clean(text))
        days = {one.on for one in read if one.on}
        years = {one.year for one in read if one.year is not None} | {day.year for day in days}
        if len(days) > 1 or len(years) > 1:
            raise LineWrong(ListFault.BIRTH_TWICE, ", ".join(map(clean, births)))
        if any(one.is_serial for one in read):
            remarks.append(Remark.DATE_FROM_SERIAL.value)
        if any(re.fullmatch(r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2}", clean(text)) for text in births):
            remarks.append(Remark.YEAR_OF_TWO_DIGITS.value)
        return Birth(on=days.pop()) if days else Birth(year=years.pop() if years else None)


_NOTHING = re.compile(r"[\-–—_.…\s]+")
"""What people draw where they have nothing to write."""
_TICKS = {"x", "v", "1", "co"}
_NO_TICK = {"0", "khong", "ko", "o"}


def _is_no_name(text: str) -> bool:
    """Whether more than a slip stands in a name: signs that part things, or a number."""
    return re.search(r"[,;:/@|=]|\d.*\d|\d\s+[^\W\d]| - ", text) is not None


def _written(person: Person, field: str) -> str:
    """What a field holds, as it is shown."""
    if field == "born_on":
        return f"{person.born_on:%d/%m/%Y}" if person.born_on else str(person.born_year or "")
    value = getattr(person, field)
    return value if isinstance(value, str) else ""


_LABEL = re.compile(
    r"ho (?:va )?ten|(?:ngay|nam|ngay,? ?thang,? ?nam) sinh"
    r"|(?:so )?(?:cccd|cmnd|can cuoc|dinh danh|dien thoai|ho chieu)|gioi tinh|dia chi|dan toc|quoc tich|que quan"
    r"|noi (?:o|sinh|thuong tru|cap)|thuong tru|ngay cap|nghe nghiep|email"
)
"""Says what stands beside it: of a table that goes across, not down."""
_GROUP = re.compile(
    r"(thôn|ấp|bản|buôn|làng|khu|khóm|xóm|tổ|xã|phường|lớp|trường|nhóm|đội|chi|đối tượng)\s", re.IGNORECASE
)
"""Begins a heading among the people: "Thôn Một", "Lớp 5A"."""


_TITLE = re.compile(
    r"(?:(?:gia đình|hộ|liệt sĩ|liệt sỹ|bác sĩ|thầy|ông|bà|anh|chị|em|bé|cháu|cụ|cô|chú|bác)\s+)+(?=\S+\s+\S+)",
    re.IGNORECASE,
)
"""What one calls somebody, before a name of two words or more; "Ông" and "Cụ" may be names, so a person decides."""


_COUPLE = re.compile(r"(?:hai\s+)?vợ chồng\s", re.IGNORECASE)
_SOMEBODYS = re.compile(r"(?:con|cháu|vợ|chồng|mẹ|bố|cha)\s+(?:của\s+)?(?:ông|bà|anh|chị|cụ)\s", re.IGNORECASE)
"""Says whose child or wife somebody is, and not the name."""


def _name(cells: Sequence[str]) -> str:
    for cell in cells:
        if holds_several_names(cell) or _COUPLE.match(clean(cell)):
            raise LineWrong(ListFault.SEVERAL_PEOPLE, clean(cell))
        if _SOMEBODYS.match(clean(cell)):
            raise LineWrong(ListFault.NAME_ODD, clean(cell))
    return name_of(" ".join(cells))


def _bearer(numbers: Sequence[CellNumber]) -> tuple[str, str, str]:
    """Personal number, old number, passport; each at most once."""
    found: dict[NumberIs, set[str]] = {}
    for number in numbers:
        match number.kind:
            case NumberIs.LOST_DIGITS:
                raise LineWrong(ListFault.DIGITS_LOST, number.text)
            case NumberIs.LOST_ZEROS:
                raise LineWrong(ListFault.ZEROS_LOST, number.text, (Change(number.text, number.whole),))
            case NumberIs.EITHER:
                raise LineWrong(ListFault.NUMBER_EITHER, number.text)
            case NumberIs.NONE | NumberIs.PHONE:
                raise LineWrong(ListFault.NUMBER_MALFORMED, number.text)
            case _:
                found.setdefault(number.kind, set()).add(number.text)
    for several in found.values():
        if len(several) > 1:
            raise LineWrong(ListFault.SEVERAL_PEOPLE, ", ".join(sorted(several)))
    personal, old, passport = (
        next(iter(found.get(kind, {""}))) for kind in (NumberIs.PERSONAL, NumberIs.OLD, NumberIs.PASSPORT)
    )
    if personal and passport:
        passport = ""
    return personal, old, passport


def _phone(phones: Sequence[CellNumber], remarks: list[str]) -> str:
    for number in phones:
        if number.kind is NumberIs.LOST_DIGITS:
            raise LineWrong(ListFault.DIGITS_LOST, number.text)
    if any(number.whole for number in phones):
        remarks.append(Remark.ZERO_OF_PHONE.value)
    return ", ".join(dict.fromkeys(number.whole or number.text for number in phones))


def _sex(fields: LineFields) -> Sex | None:
    told = {SEXES.get(search_key(clean(one)).strip(".")) for one in fields.sexes}
    if None in told:
        raise LineWrong(ListFault.SEX_UNKNOWN, ", ".join(map(clean, fields.sexes)))
    if fields.sex is not None:
        told.add(fields.sex)
    if len(told) > 1:
        raise LineWrong(ListFault.SEX_UNKNOWN, ", ".join(map(clean, fields.sexes)))
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


_PARTING = re.compile(r"[/;,|\n&]|\s-\s|\(|\)")


def _numbers_in(cell: str) -> Iterator[str]:
    """``"012345678 / 001090000001"`` are two, ``"CMND: 012345678"`` is one."""
    for part in [cell] if is_scientific(cell) else _PARTING.split(cell):
        text = clean(part)
        bare = without_label(text)
        if bare:
            yield bare


_ISSUED_IN = re.compile(r"(?:^|[\s,;(\-]+)(?:cap\s*)?(?:ngay\s*)?:?\s*(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})[^\d]*$")


def _without_issue(cell: str) -> tuple[str, list[str]]:
    """A cell of a card without the day and the office that issued it, and that day: ``"001…, 01/02/2022, Cục Mẫu"``."""
    folded = search_key(cell)
    found = _ISSUED_IN.search(folded) if len(folded) == len(cell) else None
    return (cell[: found.start()], [found[1]]) if found else (cell, [])


def _phones_in(cell: str) -> Iterator[str]:
    for part in [cell] if is_scientific(cell) else re.split(r"[/;,|\n&]|\s-\s", cell):
        bare = without_label(clean(part))
        if bare:
            yield bare
