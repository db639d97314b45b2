"""The list of the province's machines as a spreadsheet, with heads and times as an administrator reads them."""

import io
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from models.calendar.clock import local
from models.files.spreadsheet import Cell, SheetColumn, SheetTable, write_spreadsheet
from sync.hub.fleet import fleet_words
from sync.hub.fleet.overview import FleetMachine


def as_xlsx(machines: Sequence[FleetMachine], made_at: datetime) -> bytes:
    """The list as one sheet.

    Args:
        machines: of the list.
        made_at: when it was asked for.
    """
    file = io.BytesIO()
    sheet = SheetTable(
        name=fleet_words.TITLE,
        title=fleet_words.TITLE,
        notes=(fleet_words.made(made_at, len(machines)),),
        columns=tuple(SheetColumn(title, weight) for title, weight, _ in fleet_words.COLUMNS),
        rows=(tuple(_cell(told(one)) for _, _, told in fleet_words.COLUMNS) for one in machines),
    )
    beside = Path(tempfile.gettempdir())
    write_spreadsheet(file, [sheet], beside=beside, made_at=local(made_at).replace(tzinfo=None))
    return file.getvalue()


def _cell(value: Cell | datetime | None) -> Cell:
    if isinstance(value, datetime):
        return local(value).replace(tzinfo=None)
    return "" if value is None else value
