"""Writes tables as .xlsx: the only module that uses XlsxWriter.

Rows go to a temporary file beside the target as they come, so the memory taken does not grow with their number. Every
text is written as text: what begins with = + - @ is no formula.
"""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from msgspec import Struct
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | datetime
"""A moment has no zone: it is the time on the office wall."""

MOST_ROWS = 1_048_576
"""Rows of one sheet in every program that opens these files."""

_UNITS = 2.2
"""Width of a column in letters, for each unit of its weight."""


class SheetColumn(Struct, frozen=True):
    """Head and relative width of a column."""

    title: str
    weight: float


class SheetTable(Struct, frozen=True, kw_only=True):
    """One sheet of the file.

    Attributes:
        name: on its tab, at most 31 letters, without brackets, colon, asterisk, question mark and slashes.
        title, notes: above the table, a line each.
        columns: its heads; they stay in sight.
        rows: cells; a line break inside one is kept.
    """

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    rows: Iterable[tuple[Cell, ...]]


def write_spreadsheet(file: BinaryIO, sheets: Iterable[SheetTable], *, beside: Path, made_at: datetime) -> int:
    """Write a file of sheets, each before the next is taken. Gives the number of rows.

    Args:
        file: to write to.
        sheets: at least one.
        beside: the folder in which the temporary files may lie: where the file itself goes.
        made_at: when it was made, without a zone.
    """
    count = 0
    with tempfile.TemporaryDirectory(dir=beside, prefix=".motcua-") as folder:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        try:
            book.set_properties({"author": "motcua", "created": made_at})
            looks = _Looks(book)
            for sheet in sheets:
                count += _write(book.add_worksheet(sheet.name), sheet, looks)
        except BaseException:
            for worksheet in book.worksheets():
                worksheet.row_data_fh.close()  # what was begun goes with its folder
            raise
        book.close()
    return count


class _Looks:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.title: Format = book.add_format({"bold": True, "font_size": 14})
        self.note: Format = book.add_format({"italic": True})
        self.head: Format = book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
        )
        self.text: Format = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        self.moment: Format = book.add_format(
            {"border": 1, "valign": "top", "align": "center", "num_format": "hh:mm dd/mm/yyyy", "text_wrap": True}
        )


def _write(worksheet: Worksheet, sheet: SheetTable, looks: _Looks) -> int:
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, column.weight * _UNITS)
    worksheet.write_string(0, 0, sheet.title, looks.title)
    for number, note in enumerate(sheet.notes, start=1):
        worksheet.write_string(number, 0, note, looks.note)
    head = len(sheet.notes) + 2
    worksheet.freeze_panes(head + 1, 0)
    worksheet.repeat_rows(head)
    for place, column in enumerate(sheet.columns):
        worksheet.write_string(head, place, column.title, looks.head)
    number = head
    for number, row in enumerate(sheet.rows, start=head + 1):
        for place, cell in enumerate(row):
            if isinstance(cell, datetime):
                worksheet.write_datetime(number, place, cell, looks.moment)
            elif isinstance(cell, int):
                worksheet.write_number(number, place, cell, looks.text)
            elif cell:
                worksheet.write_string(number, place, cell, looks.text)
            else:
                worksheet.write_blank(number, place, None, looks.text)
    worksheet.autofilter(head, 0, number, len(sheet.columns) - 1)
    return number - head
