"""The day's table of receipts of an office (01/TH-BLĐT) as a message, made of its stream.

The schema of the tax office's message is not published: names and spellings are settings, and what stands here without
them is our own.
"""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
from msgspec import Struct

from models.files.disk import write_named
from models.ids import SubjectId
from models.receipt_day import TABLE, DayReceipt, DayRow, cells, day_rows, total_of
from models.subjects.receipt import Receipt, fold
from sync.hub.receipts import register
from sync.hub.receipts.settings import DailyFormat
from sync.hub.store import HubStore, event_rows
from sync.hub.store.receipts import receipt_rows

XML = ".xml"
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


class OfficeDayTable(Struct, frozen=True, kw_only=True):
    """The table of one day."""

    office: str
    day: date
    rows: tuple[DayRow, ...]


def day_table(store: HubStore, office: str, day: date) -> OfficeDayTable:
    """The day of an office, after reading its stream to the end."""
    register.read_on(store, office)
    with store.reading() as reading:

        def receipt(subject: SubjectId) -> Receipt | None:
            history = event_rows.of_subject(reading, office, subject)
            return fold(subject, history) if history else None

        found = [
            DayReceipt(
                receipt=fold(SubjectId(row.subject), event_rows.of_subject(reading, office, row.subject)),
                issued_on=date.fromisoformat(row.day),
                void_on=date.fromisoformat(row.void_day) if row.void_day else None,
            )
            for row in receipt_rows.receipts_of_day(reading, office, day.isoformat())
        ]
        rows = day_rows(found, day, receipt)
    return OfficeDayTable(office=office, day=day, rows=rows)


def message(table: OfficeDayTable, said: DailyFormat) -> dict[str, object]:
    """The table as a tree of texts and numbers, with the names of the settings."""
    name = said.names.get
    rows = [_row(at, row, said) for at, row in enumerate(table.rows, 1)]
    return {
        name("table", "table"): TABLE,
        name("office", "office"): table.office,
        name("day", "day"): table.day.strftime(said.date),
        name("count", "count"): len(rows),
        name("total", "total"): total_of(table.rows),
        name("rows", "rows"): rows,
    }


def write(table: OfficeDayTable, said: DailyFormat, path: Path) -> None:
    """Write the message: XML when the file's name ends so, else JSON.

    Raises:
        TargetUnfit, DiskFull, DiskFailing, FolderReadOnly: what lay there before is untouched.
    """
    tree = message(table, said)
    write_named(path, _xml(tree, said) if path.suffix.lower() == XML else _json(tree))


def _row(at: int, row: DayRow, said: DailyFormat) -> dict[str, object]:
    columns = cells(at, row, day=said.date, states=said.states)
    return {said.names.get(name, name): value for name, value in columns.items()}


def _json(tree: dict[str, object]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(tree), indent=2) + b"\n"


def _xml(tree: dict[str, object], said: DailyFormat) -> bytes:
    root = ET.Element(said.root)
    for name, value in tree.items():
        child = ET.SubElement(root, name)
        if not isinstance(value, list):
            child.text = _text(value)
            continue
        for row in value:
            of_row = ET.SubElement(child, said.row)
            for column, cell in row.items():
                ET.SubElement(of_row, column).text = _text(cell)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _text(value: object) -> str:
    return str(value).translate(_NOT_IN_XML)
