"""The codes that set a card scanner, put onto paper; nothing of it is recorded."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from desk.prints.receipts import PAPERS
from desk.settings import Settings
from printing.devices.printers import print_sheet, printer
from printing.forms.scanner_sheet import scanner_sheet
from printing.forms.scanners import scanner_families


class ScannerFamily(Struct, frozen=True):
    """Scanners that are set alike; ``has_codes`` is false where only the page of the maker's book is known."""

    id: str
    name: str
    has_codes: bool


def families() -> tuple[ScannerFamily, ...]:
    """All that something is known of."""
    return tuple(ScannerFamily(one.id, one.name, bool(one.codes)) for one in scanner_families().families)


def print_codes(settings: Settings, folder: Path, now: datetime, wanted: Iterable[str] = ()) -> tuple[str, ...]:
    """One sheet for each family of ``wanted`` (none named = all); says where each went.

    Raises:
        PrinterTrouble: one did not come out; those before it did.
    """
    to = printer(settings.printers.papers or f"pdf:{folder / PAPERS}")
    sheets = scanner_sheet(settings.office, scanner_families(), printed_at=now, families=wanted)
    return tuple(print_sheet(to, sheet, name=f"ma-dau-doc-{sheet.code}") for sheet in sheets)
