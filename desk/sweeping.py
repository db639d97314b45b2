"""Removes what lies beside the database of a wiped laptop: scanned files, papers, copies."""

import shutil
from pathlib import Path

from msgspec.structs import replace

from desk.backup.backup_run import FILES
from desk.backup.database_keys import BEFORE_UPDATE
from desk.desk import Desk
from desk.dossiers.attachments import COPIES
from desk.machine_state import Wiped, recall, remember
from desk.prints.print_jobs import PDF_FOLDER
from desk.settings import DATABASE
from models.files.disk import on_disk, sync_folder
from models.store.keys.recovery import FILE as RECOVERY

FOLDERS = (FILES, PDF_FOLDER, COPIES, BEFORE_UPDATE)
"""Folders beside the database that hold citizens' data."""


def remove_recovery_file(folder: Path) -> None:
    """A sheet would open what a destroyed key was to close for good.

    Raises:
        DiskFailing, FolderReadOnly
    """
    with on_disk(folder):
        (folder / RECOVERY).unlink(missing_ok=True)
        sync_folder(folder)


def sweep(folder: Path) -> None:
    """Remove everything of citizens that lies beside the database. Idempotent.

    Raises:
        DiskFailing, FolderReadOnly: tried again at the next opening.
    """
    stem = Path(DATABASE).stem
    with on_disk(folder):
        for name in FOLDERS:
            if (folder / name).exists():
                shutil.rmtree(folder / name)
        for pattern in (f"{stem}.forked-*", f"{DATABASE}-wal.kept-*", f"{DATABASE}-journal.kept-*"):
            for left in folder.glob(pattern):
                left.unlink()
        sync_folder(folder)


def finish(desk: Desk) -> None:
    """At opening, and after a wipe: sweep, if that is still to be done.

    Raises:
        DiskFailing, FolderReadOnly, DiskFull
    """
    wiped = recall(desk.store, Wiped)
    if wiped is not None and wiped.sweep:
        sweep(desk.folder)
        remember(desk.store, replace(wiped, sweep=False))
