"""The recovery sheet: made, printed, confirmed by typing one group of it, and used on another PC."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desk.desk import Desk
from desk.rights import Permission, require
from desk.settings import DATABASE, Settings
from desk.visit_laptop import NoCopiesHere
from models.codes import recovery_digits
from models.files.disk import on_disk, write_named
from models.not_allowed import RecoveryKeyWrong, RecoverySheetNotRead, RecoverySheetOnDisk
from models.store.file.checking import opens
from models.store.file.opening import locked
from models.store.keys import recovery
from models.store.keys.key import find_key, make_current, make_key
from models.store.keys.retired_keys import retired_keys
from models.trouble import FileMissing, RecoveryFileMissing, RecoveryFileUnreadable
from printing.devices.printers import PdfFolder, job_for, print_sheet, printer
from printing.forms.recovery_sheet import recovery_sheet
from printing.layout.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSheet:
    """A recovery sheet not yet in force: it replaces the last one when typing proves that it is on paper.

    Attributes:
        key: never written anywhere but on the sheet.
        folder: the data folder, in which the sheet never lies.
        asked: which group a person types from the paper, counted from 1.
    """

    key: bytes = field(repr=False)
    sheet: Sheet = field(repr=False)
    made_at: datetime
    whose: str
    folder: Path
    asked: int


def propose(desk: Desk) -> ProposedSheet:
    """Create a recovery key and its sheet.

    Raises:
        NobodySignedIn, RoleForbids.
    """
    require(desk, Permission.KEEP)
    return propose_for(desk.settings, desk.folder, desk.clock())


def propose_for(settings: Settings, folder: Path, now: datetime) -> ProposedSheet:
    """As ``propose``, during set-up, when there are no accounts to check permissions."""
    key = recovery_digits.make_key()
    office, device = settings.office, settings.device
    return ProposedSheet(
        key=key,
        sheet=recovery_sheet(
            recovery_digits.groups_of(key),
            recovery_digits.qr_text(key),
            office,
            device=device.number,
            folder=folder,
            at=now,
        ),
        made_at=now,
        folder=folder,
        whose=f"{office.unit.name}, {device.number}",
        asked=secrets.randbelow(recovery_digits.GROUPS) + 1,
    )


def print_proposed(proposed: ProposedSheet, address: str) -> str:
    """Print the sheet; any thread, no desk needed. Returns the printer's name.

    Args:
        proposed: the sheet.
        address: of the printer of papers.

    Raises:
        RecoverySheetOnDisk: that is no printer but a folder.
        PrinterTrouble: it did not come out.
    """
    if not address or address.startswith("pdf:"):
        raise RecoverySheetOnDisk
    # Its name stands in the queue of the system: the machine's, not the key's.
    return print_sheet(printer(address), proposed.sheet)


def save_proposed(proposed: ProposedSheet, path: Path) -> None:
    """Write the sheet as PDF to a path the user chose: the only way it ever gets onto a disk.

    Raises:
        TargetUnfit: a device, a link or a folder lies there, or it is in the data folder.
        PrinterTrouble: a library that draws does not load on this machine.
        DiskFull, DiskFailing, FolderReadOnly
    """
    write_named(path, job_for(PdfFolder(path.parent), proposed.sheet).content, apart_from=proposed.folder)


def adopt_proposed(desk: Desk, proposed: ProposedSheet, typed: str) -> None:
    """Put the sheet in force in place of the last one (which still opens earlier backups).

    Args:
        desk: this machine.
        proposed: the sheet.
        typed: the group that was asked for, as it is read from the paper.

    Raises:
        NobodySignedIn, RoleForbids.
        RecoverySheetNotRead: what was typed is not what was printed.
        DiskFull, DiskFailing, FolderReadOnly: the sheet before still counts.
    """
    require(desk, Permission.KEEP)
    if desk.is_visit_laptop:
        raise NoCopiesHere
    _prove(proposed, typed)
    key = find_key(desk.folder, use_keyring=not desk.training)
    _seal(desk.folder, proposed, *retired_keys(desk.store), key)


def adopt_at_set_up(folder: Path, proposed: ProposedSheet, typed: str, *, use_keyring: bool = True) -> None:
    """As ``adopt_proposed``, during set-up; creates the database's key if there is none.

    Raises:
        RecoverySheetNotRead: what was typed is not what was printed.
        DiskFull, DiskFailing, FolderReadOnly: nothing counts yet.
    """
    _prove(proposed, typed)
    _seal(folder, proposed, make_key(folder, use_keyring=use_keyring))


def group_to_type(proposed: ProposedSheet) -> str:
    """The group to type, for unattended set-up, where nobody reads the paper."""
    return recovery_digits.groups_of(proposed.key)[proposed.asked - 1]


def _prove(proposed: ProposedSheet, typed: str) -> None:
    if "".join(filter(str.isdigit, typed)) != group_to_type(proposed):
        raise RecoverySheetNotRead(proposed.asked)


def _seal(folder: Path, proposed: ProposedSheet, *keys: bytes) -> None:
    file = recovery.sealed_to(proposed.key, *keys, made_at=proposed.made_at, whose=proposed.whose)
    recovery.write_file(folder, file)


def sheet_made_at(desk: Desk) -> datetime | None:
    """When the sheet in force was made; None = there is none, or it is of another key."""
    try:
        file = recovery.read_file(desk.folder)
    except (RecoveryFileMissing, RecoveryFileUnreadable):
        return None
    key = find_key(desk.folder, use_keyring=not desk.training)
    return file.made_at if recovery.is_for(file, key) else None


def recover(folder: Path, text: str, *, use_keyring: bool = True) -> None:
    """Open this folder's file with the recovery key, and store its key on this PC. The desk is closed.

    Args:
        folder: data folder with the database and ``motcua.recovery``, from another PC perhaps.
        text: the digits, or the QR code.
        use_keyring: keep the key in the system's keyring.

    Raises:
        RecoveryKeyMistyped: with the groups to look at again.
        RecoveryKeyWrong: of another machine, or an older sheet.
        FileMissing, RecoveryFileMissing, RecoveryFileUnreadable, FileInUse, FileDamaged, FolderReadOnly.
    """
    path = folder / DATABASE
    with on_disk(path):
        if not path.exists():
            raise FileMissing(str(path))
    with locked(path):
        key = recovery_digits.read_key(text)
        for known in recovery.unsealed(recovery.read_file(folder), key):
            if opens(path, known):
                make_current(folder, known, use_keyring=use_keyring)
                return
    raise RecoveryKeyWrong
