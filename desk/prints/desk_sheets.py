"""Sheets for the desk itself: the list of keys, the set-up codes of a card scanner. Not recorded."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from desk.prints.loose_sheets import print_loose
from desk.prints.print_jobs import PDF_FOLDER, Ask
from desk.settings import Settings
from printing.forms.key_sheet import Keys, key_sheet
from printing.forms.scanners.families import scanner_families
from printing.forms.scanners.scanner_sheet import scanner_sheet


def print_keys(
    settings: Settings, folder: Path, now: datetime, groups: Sequence[Keys], ask: Ask[object] | None = None
) -> str:
    """The sheet of keys, printed where papers are; says where it went.

    Args:
        settings: name the office and the printer.
        folder: the data folder; without a printer the sheet is a PDF in it.
        now: stands on the sheet.
        groups: where keys hold, and of each its key and what it does.
        ask: reaches the desk, see ``print_loose``.

    Raises:
        PrinterTrouble: it did not come out.
    """
    sheet = key_sheet(settings.office, groups, printed_at=now)
    return print_loose(sheet, _address(settings, folder), name="bang-phim", ask=ask)


def _address(settings: Settings, folder: Path) -> str:
    return settings.printers.papers or f"pdf:{folder / PDF_FOLDER}"


class ScannerFamily(Struct, frozen=True):
    """Scanner models configured alike; ``has_codes`` is false where only the page of the manual is known."""

    id: str
    name: str
    has_codes: bool


def families() -> tuple[ScannerFamily, ...]:
    """All known families."""
    return tuple(ScannerFamily(one.id, one.name, bool(one.codes)) for one in scanner_families().families)


def print_codes(
    settings: Settings, folder: Path, now: datetime, wanted: Iterable[str] = (), ask: Ask[object] | None = None
) -> tuple[str, ...]:
    """The codes that set a scanner: one sheet for each family of ``wanted`` (none named = all); says where each went.

    Raises:
        PrinterTrouble: one did not come out; those before it did.
    """
    to = _address(settings, folder)
    sheets = scanner_sheet(settings.office, scanner_families(), printed_at=now, families=wanted)
    return tuple(print_loose(sheet, to, name=f"ma-dau-doc-{sheet.code}", ask=ask) for sheet in sheets)
