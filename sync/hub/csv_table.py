"""Tables for spreadsheets as CSV; no cell of them is calculated."""

import csv
import io
from collections.abc import Iterable
from unicodedata import normalize

_CALCULATED = frozenset("=+-@")


def csv_table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A table with the mark by which spreadsheets know UTF-8.

    A text that a spreadsheet would calculate has an apostrophe before it. What is before the sign does not keep every
    spreadsheet from that (a break, a tab, a blank), nor do the wide forms of the signs.

    Args:
        head: names of the columns.
        rows: their cells.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(head)
    table.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    return f"'{value}" if normalize("NFKC", value.lstrip()[:1]) in _CALCULATED else value
