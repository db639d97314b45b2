"""A list of people as typed, pasted from a table or read from a CSV file: each line checked, bad ones named."""

import csv
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from desk.intake import people
from models.not_allowed import FileNotReadable
from models.person import NumberKind, Person, Sex, number_typed
from models.text import clean, search_key

MOST_ROWS = 500
"""More in one list is a slip of the hand; a school brings some two hundred."""

_HEADS = {
    "name": ("ho ten", "ho va ten", "ten", "ho, ten", "ho dem va ten", "full name", "name"),
    "number": (
        "so dinh danh",
        "cccd",
        "so cccd",
        "can cuoc",
        "so giay to",
        "cmnd",
        "so cmnd",
        "dinh danh",
        "ma dinh danh",
    ),
    "born": ("ngay sinh", "ngay thang nam sinh", "nam sinh", "sinh ngay"),
    "sex": ("gioi tinh", "nam/nu", "phai"),
    "address": ("dia chi", "noi thuong tru", "thuong tru", "noi o", "cho o"),
    "phone": ("dien thoai", "so dien thoai", "sdt", "dt"),
    "email": ("email", "thu dien tu"),
    "": ("stt", "tt", "so tt"),
}
"""Heads of columns, folded."""

_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE, "male": Sex.MALE, "female": Sex.FEMALE}


class Fault(StrEnum):
    """What is wrong with a line."""

    NAME_MISSING = "name_missing"
    NUMBER_MALFORMED = "number_malformed"
    DATE_IMPOSSIBLE = "date_impossible"
    ADDRESS_MISSING = "address_missing"
    TWICE = "twice"
    """The same person stands further up."""
    TOO_MANY = "too_many"
    """Beyond ``MOST_ROWS``."""


class Row(Struct, frozen=True):
    """One person of a list, and the line of the text."""

    line: int
    person: Person


class BadRow(Struct, frozen=True):
    """A line that is taken in by nobody until it is put right."""

    line: int
    text: str
    fault: Fault


class Listed(Struct, frozen=True):
    """A list as read."""

    rows: tuple[Row, ...] = ()
    bad: tuple[BadRow, ...] = ()


def read_list(text: str, *, address: str = "") -> Listed:
    """A list as typed, pasted from a table or read from a CSV file.

    One person a line; cells apart by tab, semicolon or comma. With heads ("Họ và tên", "Số định danh", "Ngày sinh"…)
    each cell is what its head says; without, digits and days are known by their shape, the first words are the name,
    the next the address. A running number in front is passed over.

    Args:
        text: of any line ends.
        address: of everybody whose line names none.
    """
    rows: list[Row] = []
    bad: list[BadRow] = []
    heads: tuple[str, ...] | None = None
    known: set[tuple[str, ...]] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [clean(cell) for cell in _cells(line)]
        if not any(cells):
            continue
        if heads is None and not rows and not bad:
            heads = _heads(cells)
            if heads:
                continue
        fields = _by_heads(cells, heads) if heads else _by_shape(cells)
        person, fault = _person(fields, address)
        same = (
            (person.personal_number,)
            if person.personal_number
            else (person.full_name, str(person.born_on), person.address)
        )
        if fault is None and same in known:
            fault = Fault.TWICE
        if fault is None and len(rows) >= MOST_ROWS:
            fault = Fault.TOO_MANY
        if fault is None:
            known.add(same)
            rows.append(Row(number, person))
        else:
            bad.append(BadRow(number, clean(line), fault))
    return Listed(tuple(rows), tuple(bad))


def read_file(path: Path) -> str:
    """The text of a CSV file as Excel and others write it (UTF-8, or UTF-16 with its mark).

    Raises:
        FileNotReadable: not there, or in none of these.
    """
    try:
        content = path.read_bytes()
        return content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except (OSError, UnicodeError) as failure:
        raise FileNotReadable(path.name) from failure


def _cells(line: str) -> list[str]:
    mark = next((mark for mark in "\t;," if mark in line), "\t")
    return next(csv.reader([line], delimiter=mark), [])


def _heads(cells: Sequence[str]) -> tuple[str, ...] | None:
    """What each column is; None when no cell is the head of names."""
    found = tuple(next((field for field, words in _HEADS.items() if search_key(cell) in words), "") for cell in cells)
    return found if "name" in found else None


def _by_heads(cells: Sequence[str], heads: Sequence[str]) -> dict[str, str]:
    return {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell}


def _by_shape(cells: Sequence[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    rest = [cell for cell in cells if cell]
    if len(rest) > 1 and rest[0].rstrip(".").isdigit() and len(rest[0]) <= 4:
        rest = rest[1:]
    for cell in rest:
        fields.setdefault(_shape(cell, fields), cell)
    return fields


def _shape(cell: str, known: dict[str, str]) -> str:
    if search_key(cell) in _SEXES:
        return "sex"
    digits = cell.replace(" ", "").replace(".", "").removeprefix("+")
    if digits.isdigit():
        is_phone = len(digits) in {10, 11} and digits.startswith(("0", "84"))
        return "phone" if is_phone else "born" if len(digits) == 4 else "number"
    if cell[0].isdigit() and sum(mark in "/-." for mark in cell) == 2:
        return "born"
    if "@" in cell:
        return "email"
    if "name" not in known:
        return "name"
    return "number" if number_typed(cell)[0] is NumberKind.PASSPORT else "address"


def _person(fields: dict[str, str], address: str) -> tuple[Person, Fault | None]:
    born = fields.get("born", "")
    born_on, born_year = _born(born)
    person = people.tidy_person(
        Person(
            full_name=_without_number(fields.get("name", "")),
            personal_number=fields.get("number", ""),
            born_on=born_on,
            born_year=born_year,
            sex=_SEXES.get(search_key(fields.get("sex", ""))),
            address=fields.get("address", "") or clean(address),
            phone=fields.get("phone", ""),
            email=fields.get("email", ""),
        )
    )
    if not person.full_name:
        return person, Fault.NAME_MISSING
    if any(people.number_problems("owner", person)):
        return person, Fault.NUMBER_MALFORMED
    if born and born_on is None and born_year is None:
        return person, Fault.DATE_IMPOSSIBLE
    return person, None if person.address else Fault.ADDRESS_MISSING


def _without_number(name: str) -> str:
    """``"12. Nguyễn Văn Mẫu" -> "Nguyễn Văn Mẫu"``."""
    front, mark, rest = name.replace(")", ".", 1).partition(".")
    return rest.strip() if mark and front.strip().isdigit() else name


def _born(text: str) -> tuple[date | None, int | None]:
    parts = text.replace("-", "/").replace(".", "/").split("/")
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None, None
    if len(parts) == 1:
        return None, int(text) if len(text) == 4 else None
    try:
        day, month, year = (int(part) for part in (parts if len(parts[0]) < 4 else reversed(parts)))
        return (date(year, month, day), None) if year > 999 else (None, None)
    except ValueError:
        return None, None


_FAULT = {
    Fault.NAME_MISSING: "không thấy họ tên",
    Fault.NUMBER_MALFORMED: "số giấy tờ không đúng (12 số, 9 số cũ, hoặc hộ chiếu)",
    Fault.DATE_IMPOSSIBLE: "không có ngày sinh này",
    Fault.ADDRESS_MISSING: "thiếu địa chỉ; ghi vào dòng hoặc vào ô địa chỉ chung",
    Fault.TWICE: "trùng với một dòng ở trên",
    Fault.TOO_MANY: "quá số dòng nhận một lần",
}


def bad_row_words(row: BadRow) -> str:
    """``"Dòng 3: thiếu địa chỉ… (Nguyễn Văn Mẫu)"``."""
    text = row.text if len(row.text) <= 40 else row.text[:39] + "…"
    return f"Dòng {row.line}: {_FAULT[row.fault]} ({text})."
