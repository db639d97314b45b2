"""The holidays that an office's newest edition brings."""

import tempfile
from pathlib import Path

import msgspec
from msgspec import Struct

from models.calendar.calendar_days import Calendar, load_calendar
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable
from sync.hub.store import Reading, edition_rows


class _Told(Struct, frozen=True):
    """The part of an edition that is read; the catalogue beside it has megabytes."""

    holidays: str = ""


_decode = msgspec.json.Decoder(prepared(_Told)).decode


def holidays_of(reading: Reading, office: str) -> Calendar:
    """The calendar of an office; without an edition, or where its table cannot be read, what the program ships with."""
    newest = edition_rows.newest_edition(reading, office)
    told = _decode(newest[0]).holidays if newest is not None else ""
    if not told:
        return load_calendar()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "holidays.toml"
        path.write_text(told, "utf-8")
        try:
            return load_calendar(path)
        except CatalogueUnreadable:
            return load_calendar()
