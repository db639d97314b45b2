"""Reads a line of a list without heads: each cell is known by its shape."""

import re
from collections.abc import Sequence
from itertools import pairwise

from desk.intake.cells import (
    CellNumber,
    NumberIs,
    looks_like_name,
    looks_like_place,
    number_of,
)
from desk.intake.line_fields import PERSONAL_NUMBER, LineFields, LineWrong, blank_fields, without_label
from desk.intake.list_result import ListFault, Remark
from models.text import clean, name_key, search_key


def fields_by_shape(cells: Sequence[str]) -> LineFields:
    """A line without heads: numbers and days by their digits, the first words are the name, the next the address."""
    fields = blank_fields()
    rest = [cell for cell in cells if clean(cell)]
    if len(rest) > 1 and re.fullmatch(r"\d{1,4}[.)]?", clean(rest[0])):
        rest = rest[1:]
    words: list[str] = []
    if rest and (parts := _parted_by_blanks(clean(rest[0]))):
        rest = [*parts, *rest[1:]]
        fields.remarks.append(Remark.PARTED_BY_BLANKS.value)
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


_VALUE = re.compile(
    r"(?<![\w/.\-])(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})|\+?\d[\d. ]{7,14}\d|(?:19|20)\d\d)(?![\w/])"
)
_LABELS = re.compile(
    r"(?:sinh năm|sinh ngày|ngày sinh|năm sinh|sinh|sn|sđt|đt|điện thoại|số|cccd|cmnd|cmt|đ/c|địa chỉ|trú tại)",
    re.IGNORECASE,
)


def _parted_by_blanks(cell: str) -> list[str]:
    """The parts of a cell that holds a whole line: name, days and numbers, address; empty where it is none such.

    ``"1. Nguyễn Văn Mẫu - sn 1990 001090000001 Thôn 1"`` has four. Between the values stand only labels; the name
    before them is of two to six words of letters.
    """
    cell = re.sub(r"(?<=\d)\s(?=\d{9,12}(?!\d)|(?:19|20)\d\d(?!\d))", " ; ", cell)  # two numbers, not one in groups
    values = list(_VALUE.finditer(cell))
    if not values:
        return []
    name = _without_labels(re.sub(r"^\d{1,4}\s*[.)]?\s+", "", cell[: values[0].start()]))
    words = name.split()
    if not 2 <= len(words) <= 6 or not all(name_key(word).isalpha() for word in words):
        return []
    between = [cell[one.end() : other.start()] for one, other in pairwise(values)]
    if any(_without_labels(text) for text in between):
        return []
    address = _without_labels(cell[values[-1].end() :])
    return [part for part in (name, *(clean(one[0]) for one in values), address) if part]


def _without_labels(text: str) -> str:
    """The text without signs and labels at its ends."""
    while True:
        bare = text.strip(" ,;:.-–—|")
        bare = re.sub(rf"^{_LABELS.pattern}(?=[\s:.]|$)|(?:(?<=\s)|^){_LABELS.pattern}$", "", bare, flags=re.IGNORECASE)
        if bare == text:
            return text
        text = bare


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


def _several_phones(cell: str) -> list[CellNumber]:
    """Both phones of ``0912345678 / 0987654321``; empty where a part is none."""
    parts = [number_of(without_label(part)) for part in re.split(r"\s*[/;&]\s*|\s-\s", cell)]
    return parts if len(parts) > 1 and all(part.kind is NumberIs.PHONE for part in parts) else []


_MISTYPED = re.compile(r"(?=(?:[^0-9]*[0-9]){7})[0-9OoIl]{9,14}")
"""A number with a letter for a digit: ``001O90000001``."""


def _put_by_shape(fields: LineFields, words: list[str], raw: str, cell: str) -> None:
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
    elif phones := _several_phones(cell):
        fields.phones += phones
    elif (number := number_of(without_label(cell))).kind is not NumberIs.NONE or not any(
        sign.isalpha() for sign in cell
    ):
        is_phone = number.kind is NumberIs.PHONE
        (fields.phones if is_phone else fields.numbers).append(number)
    elif _MISTYPED.fullmatch(cell):
        raise LineWrong(ListFault.NUMBER_MALFORMED, cell)
    elif len(several := PERSONAL_NUMBER.findall(cell)) > 1:
        raise LineWrong(ListFault.SEVERAL_PEOPLE, ", ".join(several))
    elif (several or _BORN_INSIDE.search(cell)) and words:
        raise LineWrong(ListFault.UNCLEAR, cell)
    else:
        words.append(raw)


def _name_and_address(fields: LineFields, words: Sequence[str]) -> None:
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
            raise LineWrong(ListFault.SEVERAL_PEOPLE if several else ListFault.UNCLEAR, clean(cell))
    if len(fields.births) > 1 and len({clean(one) for one in fields.births}) > 1:
        raise LineWrong(ListFault.BIRTH_TWICE, ", ".join(map(clean, fields.births)))
    fields.addresses += rest
