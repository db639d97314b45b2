"""The sheet of keys, put onto paper; nothing of it is recorded."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from desk.prints.receipts import PAPERS
from desk.settings import Settings
from printing.devices.printers import print_sheet, printer
from printing.forms.key_sheet import Keys, key_sheet


def print_keys(settings: Settings, folder: Path, now: datetime, groups: Sequence[Keys]) -> str:
    """Print it where papers are printed; says where it went.

    Args:
        settings: name the office and the printer.
        folder: the data folder; without a printer the sheet is a PDF in it.
        now: stands on the sheet.
        groups: where keys hold, and of each its key and what it does.

    Raises:
        PrinterTrouble: it did not come out.
    """
    to = printer(settings.printers.papers or f"pdf:{folder / PAPERS}")
    return print_sheet(to, key_sheet(settings.office, groups, printed_at=now), name="bang-phim")
