"""Splits text (typed, pasted) or a file (CSV, Excel) into lines of cells, without interpreting them.

Nothing is dropped here: each line that holds anything is a ``Line``. Cells keep line breaks inside them.
"""

import csv
import datetime as dt
import io
import math
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from models.files.named_file import read_named
from models.legacy_text import legacy, odd_words
from models.not_allowed import FileNotReadable, SheetUnknown
from models.text import clean

MOST_LINES = 3_000
"""Of one file; ``list_result.MOST_ROWS`` people of them are taken at once."""
_MOST_BYTES = 20_000_000
_MOST_UNPACKED = 200_000_000
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin: those of today are packed, older ones are a file system of their own."""
_NO_TABLES = (b"%PDF", b"{\\rtf", b"<", b"\x89PNG", b"\xff\xd8\xff")
"""How files begin that people take for lists: PDF, RTF, a page of the web, pictures."""
_MARKS = "\t;|,"
_SAMPLE = 20_000
"""Signs of a file by which its encoding is told."""
_ENDS = re.compile("\r\n|[\r\n\u2029]")
"""Of a line. What Word puts for a break inside a cell (U+000B, U+2028) ends none."""
_SEPARATOR = re.compile(r"sep=(.)", re.IGNORECASE)
_MOST_BREAKS = 6
"""Line breaks inside a quoted cell: a quote that closes further down was none."""


class Line(Struct, frozen=True):
    """One line that holds something.

    Attributes:
        number: where it begins, from 1: line of a text, row of a sheet.
        text: as it stands there, for showing.
    """

    number: int
    cells: tuple[str, ...]
    text: str


class PeopleTable(Struct, frozen=True):
    """A text or file as lines of cells.

    Attributes:
        sheets: names of the sheets of a workbook, the one that was read first; empty for a text.
        encoding: of the file, where it was none of Unicode's.
    """

    lines: tuple[Line, ...] = ()
    sheets: tuple[str, ...] = ()
    encoding: str = ""


# ---- a text --------------------------------------------------------------------------------------------------


def table_of(text: str) -> PeopleTable:
    """The table in a text: cells apart by tab, semicolon, bar or comma, as most lines have it; quoted as Excel does."""
    whole = "\n".join(_ENDS.split(text))
    mark, first = "", 1
    named = _SEPARATOR.fullmatch(whole.partition("\n")[0].strip())
    if named:
        mark, first = named[1], 2
        whole = whole.partition("\n")[2]
    return PeopleTable(tuple(_lines(whole, mark or _mark_of(whole), first, fixed=bool(mark))))


def table_text(lines: Sequence[Line]) -> str:
    """The lines as a text that ``table_of`` reads the same: cells apart by tabs, quoted where they hold a break.

    They keep their numbers, as far as none before them holds a break.
    """
    told = io.StringIO()
    writer = csv.writer(told, delimiter="\t", lineterminator="\n")
    at = 1
    for line in lines:
        told.write("\n" * max(0, line.number - at))
        writer.writerow(line.cells)
        at = max(at, line.number) + 1
    return told.getvalue()


def replace_cells(lines: Sequence[Line], number: int, changes: Mapping[str, str]) -> tuple[Line, ...]:
    """The lines with cells of one of them replaced; ``changes``: new text by old text."""
    return tuple(
        Line(line.number, tuple(changes.get(clean(cell), cell) for cell in line.cells), line.text)
        if line.number == number
        else line
        for line in lines
    )


def _mark_of(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    counted = Counter({mark: sum(mark in line for line in lines) for mark in _MARKS})
    often = [mark for mark in _MARKS if counted[mark] * 5 >= len(lines) * 2 and counted[mark]]
    return often[0] if often else max(_MARKS, key=lambda mark: counted[mark])


def _lines(text: str, mark: str, first: int, *, fixed: bool) -> Iterator[Line]:
    at, number = 0, first
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        own = mark if fixed or mark in text[at:end] else next((one for one in "\t;|" if one in text[at:end]), mark)
        cells, after = _cells(text, at, own)
        raw = text[at:after]
        kept = tuple(map(_bare, cells))
        if any(kept):
            yield Line(number, kept, clean(" · ".join(filter(None, kept)) if own == "\t" else raw))
        number += raw.count("\n") + 1
        at = after + 1


def _cells(text: str, at: int, mark: str) -> tuple[list[str], int]:
    """The cells of the line that begins here, and where it ends."""
    quoted = re.compile(rf'[ ]*"((?:[^"]|"")*)"[ ]*(?={re.escape(mark)}|\n|\Z)')
    cells: list[str] = []
    while True:
        found = quoted.match(text, at)
        if found and found[1].count("\n") <= _MOST_BREAKS:
            cells.append(found[1].replace('""', '"'))
            at = found.end()
        else:
            end = text.find("\n", at)
            stop = len(text) if end < 0 else end
            next_mark = text.find(mark, at, stop)
            upto = stop if next_mark < 0 else next_mark
            cells.append(text[at:upto])
            at = upto
        if at >= len(text) or text[at] == "\n":
            return cells, at
        at += 1


_FORMULA = re.compile(r'="?(.*?)"?', re.DOTALL)


def _bare(cell: str) -> str:
    """Without what Excel puts around a text that looks like a number: ``'001``, ``="001"``."""
    text = cell.strip()
    if text.startswith("="):
        found = _FORMULA.fullmatch(text)
        text = found[1] if found else text
    if text[:1] in {"'", "’", "`"} and text[1:2].isdigit():
        text = text[1:]
    return text.strip()


# ---- a file --------------------------------------------------------------------------------------------------


def read_file(path: Path, sheet: str = "") -> PeopleTable:
    """The table of a file: CSV or text in UTF-8, UTF-16, windows-1258 or TCVN3, or a workbook of Excel.

    Args:
        path: of the file.
        sheet: of a workbook, by its name; empty = the first that holds anything.

    Raises:
        FileNotReadable: not there, or none of these.
        SheetUnknown: the workbook has no such sheet that holds anything.
    """
    try:
        content = read_named(path, _MOST_BYTES)
    except OSError as failure:
        raise FileNotReadable(path.name) from failure
    if content.startswith(_BOOKS):  # whatever its name says: programs call a text .xls too
        return _book(content, path.name, sheet)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_NO_TABLES):
        raise FileNotReadable(path.name)
    text, encoding = _decoded(content, path.name)
    if "\0" in text:
        raise FileNotReadable(path.name)
    return PeopleTable(table_of(text).lines[:MOST_LINES], encoding=encoding)


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text, and the encoding where it was none of Unicode's."""
    try:
        if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            return content.decode("utf-16"), ""
        if content[:400].count(0) * 3 > len(content[:400]):
            return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be"), ""
        return content.decode("utf-8-sig"), ""
    except UnicodeError:
        if b"\0" in content:
            raise FileNotReadable(name) from None
    old = content.decode("latin-1")
    try:
        windows = content.decode("cp1258")
    except UnicodeError:
        return old, ""
    sample, read = clean(windows[:_SAMPLE]), old[:_SAMPLE].split("\n")
    read_anew = [found.text if (found := legacy(line)) else clean(line) for line in read]
    if odd_words(" ".join(read_anew)) < odd_words(sample):
        return old, ""  # TCVN3 or VNI: said of each line that is written so
    return windows, "windows-1258"


def _book(content: bytes, name: str, sheet: str) -> PeopleTable:
    """One sheet; the others are named."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415 - lists are rare

    if not _is_small(content):
        raise FileNotReadable(name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        sheets = {one: book.get_sheet_by_name(one) for one in shown}
        filled = {one: sheet for one, sheet in sheets.items() if sheet.height}
        if not filled:
            return PeopleTable(sheets=tuple(shown))
        first = sheet or next(iter(filled))
        if first not in filled:
            raise SheetUnknown(sheet, tuple(filled))  # noqa: TRY301 - no failure of reading
        rows = filled[first].to_python(skip_empty_area=False, nrows=MOST_LINES)
        merged = filled[first].merged_cell_ranges or []
    except (CalamineError, OSError, ValueError) as failure:
        raise FileNotReadable(name) from failure
    except BaseException as failure:
        if type(failure).__name__ == "PanicException":  # how a library written in Rust meets a file it did not expect
            raise FileNotReadable(name) from failure
        raise
    turned = _columns_turned(rows)
    cells = [[_cell(value, may_be_turned=at in turned) for at, value in enumerate(row)] for row in rows]
    _fill_down(cells, merged)
    lines = (
        Line(at, tuple(row), clean(" · ".join(cell for cell in row if cell)))
        for at, row in enumerate(cells, start=1)
        if any(row)
    )
    return PeopleTable(tuple(lines), sheets=(first, *(one for one in filled if one != first)))


def _is_small(content: bytes) -> bool:
    """Whether the unpacked size of the workbook is small enough for an office PC."""
    if content[:2] != b"PK":
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sum(one.file_size for one in packed.infolist()) <= _MOST_UNPACKED
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


_DAY_FIRST = re.compile(r"(1[3-9]|2\d|3[01])[/\-](0?[1-9]|1[0-2])[/\-](\d{4}|\d{2})")


def _columns_turned(rows: Sequence[Sequence[object]]) -> set[int]:
    """Columns whose days Excel read with the month first.

    Typed ``04/03/1990`` in an Excel that is set to the United States is the third of April, while ``15/03/1990`` is no
    day there and stays a text. So a column has been turned where texts whose day is above twelve stand beside days of
    which none is.
    """
    turned: set[int] = set()
    for at in range(max(map(len, rows), default=0)):
        column = [row[at] for row in rows if at < len(row)]
        days = [one.day for one in column if isinstance(one, dt.date)]
        texts = any(isinstance(one, str) and _DAY_FIRST.fullmatch(one.strip()) for one in column)
        if days and texts and max(days) <= 12:
            turned.add(at)
    return turned


def _cell(value: object, *, may_be_turned: bool = False) -> str:
    """The cell as a person would type it; a number with all its digits.

    Of a day that may be turned both readings, for a person to choose.
    """
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f") if math.isfinite(value) else ""
    if isinstance(value, dt.datetime | dt.date):
        is_either = may_be_turned and value.day != value.month
        return f"{value:%d/%m/%Y} hay {value:%m/%d/%Y}" if is_either else f"{value:%d/%m/%Y}"
    return _bare(str(value))


def _fill_down(cells: list[list[str]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """A cell merged over several rows (one address for brothers and sisters) holds for each of them."""
    for (top, left), (bottom, right) in merged:
        if left != right:
            continue  # a title, or a head over several columns
        for at in range(top + 1, min(bottom, len(cells) - 1) + 1):
            if left < len(cells[at]) and left < len(cells[top]) and any(cells[at]):
                cells[at][left] = cells[at][left] or cells[top][left]
