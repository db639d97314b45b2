"""Reads a list of people typed, pasted or read from a file; nothing is recorded.

Each line is a person, or a bad line that stays until somebody settles it, or one that holds no person (title, heads,
sum): all three are told. A column is known by its head, or named by a person; without heads each cell is known by its
shape. What Excel took from a number is proposed, and put in only by a person.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from desk.intake.cells import (
    birth_of,
    name_of,
)
from desk.intake.columns import Heads, ListedColumn, Means, find_heads
from desk.intake.line_fields import PERSONAL_NUMBER
from desk.intake.line_reader import LineReader
from desk.intake.list_result import MOST_ROWS, BadRow, Listed, ListedPerson, ListFault, Passed
from desk.intake.table import Line, PeopleTable
from models.person import Person
from models.person import number_of as bearer_number
from models.text import clean, name_key, same_name


def read_list(
    table: PeopleTable, *, today: date, address: str = "", chosen: Mapping[int, Means] | None = None
) -> Listed:
    """Read the people of a table.

    Args:
        table: of a text or a file.
        today: nobody is born after it.
        address: of everybody whose line names none.
        chosen: meanings the user gave to columns, by place from 0.
    """
    heads = find_heads(table.lines, chosen)
    if heads is None and chosen:
        heads = _named_columns(table, chosen)
    lines, passed, bad = _people_lines(table.lines, heads)
    reader = LineReader(heads, today, clean(address), _has_months_first(lines, heads, today))
    rows: list[ListedPerson] = []
    for line in lines:
        found = reader.read(line)
        if isinstance(found, ListedPerson) and len(rows) >= MOST_ROWS:
            found = BadRow(line.number, line.text, ListFault.TOO_MANY)
        if isinstance(found, ListedPerson):
            rows.append(found)
        else:
            bad.append(found)
    rows, lonely = _without_lonely(rows, lines, passed)
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


_CLOSING = re.compile(
    r"(tổng cộng|tổng số|tổng\s*:|\(?đã ký|cộng\s*[:.]|danh sách (này )?(gồm|có)|ấn định|người lập|lập biểu|lập bảng"
    r"|xác nhận"
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

_BORN = re.compile(r"(?<!\d)\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d)")


def _people_lines(lines: Sequence[Line], heads: Heads | None) -> tuple[list[Line], list[Passed], list[BadRow]]:
    """Lines of people, lines without a person, and lines above the heads that may hold one."""
    found: list[Line] = []
    passed: list[Passed] = []
    bad: list[BadRow] = []
    first = heads.lines[0] if heads and heads.lines else 0
    again = [_folded(line) for line in lines if heads is not None and line.number in heads.lines]
    for line in lines:
        if _folded(line) in again:  # the heads, and where a page begins, once more
            passed.append(Passed(line.number, line.text, is_head=True))
        elif line.number < first:
            if PERSONAL_NUMBER.search(line.text) or (
                len(list(filter(None, line.cells))) > 2 and _BORN.search(line.text)
            ):
                bad.append(BadRow(line.number, line.text, ListFault.ABOVE_HEADS))
            else:
                passed.append(Passed(line.number, line.text))
        elif _is_of_nobody(line, title_too=not found):
            passed.append(Passed(line.number, line.text))
        else:
            found.append(line)
    return found, passed, bad


def _folded(line: Line) -> tuple[str, ...]:
    return tuple(clean(cell).casefold() for cell in line.cells)


def _is_of_nobody(line: Line, *, title_too: bool) -> bool:
    """A sum, a signature, the day below a list; and before the first person, a title."""
    cells = [clean(cell) for cell in line.cells if clean(cell)]
    if any(PERSONAL_NUMBER.search(cell) for cell in cells) or len(cells) > 3:
        return False
    is_closing = any(_CLOSING.match(cell) for cell in cells) or all(_DATED.fullmatch(cell) for cell in cells)
    return is_closing or (title_too and any(_TITLE.match(cell) for cell in cells)) or not any(map(_says, cells))


def _closes(text: str) -> bool:
    """Whether a line says that the list has ended."""
    return any(
        _CLOSING.match(part) or _DATED.fullmatch(part) for part in map(clean, re.split(r"[·;,\t]", text)) if part
    )


def _says(cell: str) -> bool:
    """Whether a cell holds a letter or a digit: a line of dashes holds nothing."""
    return any(sign.isalnum() for sign in cell)


def _named_columns(table: PeopleTable, chosen: Mapping[int, Means]) -> Heads:
    """Columns that have no heads, as a person named them."""
    width = max((len(line.cells) for line in table.lines), default=0)
    return Heads(tuple(ListedColumn(at, "", chosen.get(at, Means.UNKNOWN)) for at in range(width)), ())


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


def _without_lonely(
    rows: Sequence[ListedPerson], lines: Sequence[Line], passed: Sequence[Passed]
) -> tuple[list[ListedPerson], list[BadRow]]:
    """Set aside lines with a name alone where most have more, or below the end of the list: they may be signatures."""
    texts = {line.number: line.text for line in lines}
    alone = [row for row in rows if _is_lonely(row, texts[row.line])]
    closed = max((one.line for one in passed if not one.is_head and _closes(one.text)), default=0)
    lonely = [row for row in alone if closed and row.line > closed] if len(alone) * 2 >= len(rows) else alone
    if not lonely:
        return [*rows], []
    bad = [BadRow(row.line, texts[row.line], ListFault.NOT_A_PERSON, row.person.full_name) for row in lonely]
    return [row for row in rows if row not in lonely], bad


def _is_lonely(row: ListedPerson, text: str) -> bool:
    person = row.person
    has_more = person.born_on or person.born_year or bearer_number(person) or person.phone or person.sex
    return not has_more and name_key(name_of(text)) == name_key(person.full_name)


def _without_twins(rows: Sequence[ListedPerson], lines: Sequence[Line]) -> tuple[list[ListedPerson], list[BadRow]]:
    """Set aside people listed twice: same number, or same name and birth where one of the two has no number."""
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
    """Whether two people with similar names are the same one, judged by letters, birth, number and address."""
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
