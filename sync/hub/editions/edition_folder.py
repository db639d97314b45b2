"""Reads an edition from the folder an administrator prepares, with the same files as the desk's.

``edition.toml`` holds name, first day, working hours, staff and number blocks; ranges of receipt numbers are leased by
the hub itself (``sync.hub.receipts``). Beside it, each optional:
``procedures/*.toml`` or ``catalogue.json``, ``holidays.toml``, ``fees.toml``, ``processes.toml``, ``approved.toml``,
``days.toml``, ``bundles.toml``, ``declarations.toml``.
What is left out stays as the program ships it, or as the office has it (``desk.province_assignment``). Every file is
read by the desk's own reader: what is accepted here is understood there.
"""

from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path

import msgspec
from msgspec import Struct

from models.calendar.calendar_days import WorkingHours, load_calendar, working_hours
from models.catalogue.approved_list import load_approved_list
from models.catalogue.bundles import load_bundles
from models.catalogue.catalogue import Catalogue, read_catalogue
from models.catalogue.catalogue_build import build
from models.catalogue.day_rules import load_day_rules
from models.catalogue.declaration_set import load_declarations
from models.catalogue.processes import load_processes
from models.fees import load_province_fees
from models.files.named_file import read_named
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable
from sync.hub import words
from sync.messages import Block, Edition, LaptopDays, Staff, block_is_possible

FILE = "edition.toml"
PROCEDURES = "procedures"
CATALOGUE = "catalogue.json"
HOLIDAYS = "holidays.toml"
FEES = "fees.toml"
PROCESSES = "processes.toml"
APPROVED = "approved.toml"
DAYS = "days.toml"
BUNDLES = "bundles.toml"
DECLARATIONS = "declarations.toml"

_READERS: dict[str, Callable[[Path], object]] = {
    HOLIDAYS: load_calendar,
    FEES: load_province_fees,
    PROCESSES: load_processes,
    APPROVED: load_approved_list,
    DAYS: load_day_rules,
    BUNDLES: load_bundles,
    DECLARATIONS: load_declarations,
}


class EditionWrong(Exception):  # noqa: N818 - a fact about a folder
    """Something in the folder is wrong; ``sentences`` says what, one for each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class _Hours(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    weekdays: str
    saturday: str = ""
    sunday: str = ""


class _Sheet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    valid_from: date
    version: int = 0
    laptop: LaptopDays | None = None
    forms: str = ""
    hours: _Hours | None = None
    staff: tuple[Staff, ...] = ()
    blocks: tuple[Block, ...] = ()


def read_edition(folder: Path, office: str, newest: int) -> Edition:
    """Read the edition in a folder.

    Args:
        folder: as the module says.
        office: whom it is for.
        newest: version of the newest published edition; a version that is left out is the next one.

    Raises:
        EditionWrong: a file is missing, unreadable or contradicts itself; all that was found, at once.
    """
    wrong: list[str] = []
    sheet = _sheet(folder, wrong)
    catalogue = _catalogue(folder, wrong)
    holidays = _text(folder / HOLIDAYS, wrong)
    fees = _text(folder / FEES, wrong)
    processes = _text(folder / PROCESSES, wrong)
    approved = _text(folder / APPROVED, wrong)
    days = _text(folder / DAYS, wrong)
    bundles = _text(folder / BUNDLES, wrong)
    declarations = _text(folder / DECLARATIONS, wrong)
    hours = _hours(sheet.hours, wrong) if sheet else None
    if sheet:
        wrong += _contradictions(sheet, newest)
    if wrong or sheet is None:
        raise EditionWrong(*wrong)
    return Edition(
        version=sheet.version or newest + 1,
        name=sheet.name,
        valid_from=sheet.valid_from,
        office=office,
        catalogue=catalogue,
        holidays=holidays,
        fees=fees,
        processes=processes,
        approved=approved,
        days=days,
        bundles=bundles,
        declarations=declarations,
        hours=hours,
        forms=sheet.forms,
        laptop=sheet.laptop,
        staff=sheet.staff,
        blocks=sheet.blocks,
    )


def _sheet(folder: Path, wrong: list[str]) -> _Sheet | None:
    try:
        return msgspec.toml.decode(read_named(folder / FILE), type=prepared(_Sheet))
    except FileNotFoundError:
        wrong.append(words.edition_missing(FILE))
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        wrong.append(words.edition_wrong(FILE, str(error)))
    return None


def _catalogue(folder: Path, wrong: list[str]) -> Catalogue | None:
    try:
        if (folder / PROCEDURES).is_dir():
            return build(folder / PROCEDURES)
        if (folder / CATALOGUE).exists():
            return read_catalogue(folder / CATALOGUE)
    except CatalogueUnreadable as error:
        wrong.append(words.edition_wrong(CATALOGUE, error.detail))
    except (OSError, msgspec.MsgspecError, RecursionError) as error:
        wrong.append(words.edition_wrong(PROCEDURES, str(error)))
    except ValueError as error:
        wrong.append(words.edition_contradicts(PROCEDURES, str(error)))
    return None


def _text(path: Path, wrong: list[str]) -> str:
    if not path.exists():
        return ""
    try:
        _READERS[path.name](path)
    except CatalogueUnreadable as error:
        wrong.append(words.edition_wrong(path.name, error.detail))
        return ""
    return read_named(path).decode()


def _hours(said: _Hours | None, wrong: list[str]) -> WorkingHours | None:
    if said is None:
        return None
    try:
        return working_hours(said.weekdays, said.saturday, said.sunday)
    except ValueError as error:
        wrong.append(words.edition_contradicts(FILE, f"[hours] {error}"))
        return None


def _contradictions(sheet: _Sheet, newest: int) -> list[str]:
    """Problems in the numbers: older versions, ranges and letters that no desk takes, overlapping ranges."""
    found = []
    if sheet.version and sheet.version <= newest:
        found.append(words.edition_older(sheet.version, newest))
    found += [words.range_wrong(one.device) for one in sheet.blocks if not block_is_possible(one)]
    found += [
        words.blocks_overlap(a.device, b.device)
        for a, b in combinations(sheet.blocks, 2)
        if a.first <= b.last and b.first <= a.last
    ]
    return found
