"""Verification of everything this desk has: the file page by page, the log, the scans, and the files beside them.

Nothing is recorded meanwhile, and damaged data is left as it is.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from desk.backup import database_keys
from desk.backup.scans import Told, lost_scans
from desk.file_changes import changed_outside
from desk.opening import calendar_of, catalogue_of, fees_of
from desk.settings import DATABASE, Settings, read_settings
from models.calendar.clock import Clock
from models.files.disk import on_disk
from models.store import Finding, FindingKind
from models.store.keys import recovery
from models.trouble import (
    CatalogueUnreadable,
    DiskFailing,
    FileDamaged,
    FileMissing,
    FileTrouble,
    KeyMissing,
    KeyWrong,
    RecoveryFileMissing,
    RecoveryFileUnreadable,
    SettingsUnreadable,
    Trouble,
    WorkLost,
)

DAMAGE = (KeyMissing, KeyWrong, FileDamaged, WorkLost, DiskFailing, SettingsUnreadable, CatalogueUnreadable)
"""What stands in the way of opening and is itself what was asked for; anything else is no answer."""

Found = Finding | Trouble
"""What is wrong: found by reading, or in the way of reading."""


def verify(
    folder: Path, *, clock: Clock, use_keyring: bool = True, on_progress: Told | None = None
) -> tuple[Found, ...]:
    """All defects found; empty = none. Takes as long as reading all data from the disk.

    Raises:
        NotSetUp, FileMissing: there is nothing yet.
        FileInUse: a window or a command works with it.
        FileTooNew, FileOnNetwork, SQLiteTooOld, DiskFull, FolderReadOnly: it could not be asked.
    """
    found: list[Found] = []
    try:
        database_keys.bring_in(folder)
        found += [Finding(kind=FindingKind.CHANGED_OUTSIDE, name=name) for name in changed_outside(folder)]
        settings = read_settings(folder)
        with on_disk(folder):
            if not (folder / DATABASE).exists():
                raise FileMissing(str(folder / DATABASE))
        found += _unreadable(folder, settings)
        found += _recovery(folder)
        store, key = database_keys.open_known(folder, settings, clock=clock, use_keyring=use_keyring)
    except DAMAGE as damage:
        return (*found, damage)
    with store:
        by_hand = set(changed_outside(folder, store)).difference(changed_outside(folder))
        found += [Finding(kind=FindingKind.CHANGED_OUTSIDE, name=name) for name in sorted(by_hand)]
        found += store.log.verify(key)
        if not recovery_fits(folder, key):
            found.append(Finding(kind=FindingKind.RECOVERY_DIFFERS, name=recovery.FILE))
        if all(isinstance(one, Finding) and one.kind is not FindingKind.PAGE for one in found):
            found += lost_scans(store, folder, key, on_progress=on_progress)
    return tuple(found)


def recovery_fits(folder: Path, key: bytes) -> bool:
    """Whether the recovery file, if there is a readable one, belongs to this key."""
    try:
        return recovery.is_for(recovery.read_file(folder), key)
    except (RecoveryFileMissing, RecoveryFileUnreadable):
        return True  # told apart from this


def _unreadable(folder: Path, settings: Settings) -> Iterator[Trouble]:
    """Which small files cannot be read, by the readers used at opening."""
    readers: tuple[Callable[[], object], ...] = (
        lambda: catalogue_of(folder),
        lambda: calendar_of(folder, settings.hours),
        lambda: fees_of(folder),
    )
    for read in readers:
        try:
            read()
        except CatalogueUnreadable as damage:
            yield damage


def _recovery(folder: Path) -> Iterator[FileTrouble]:
    try:
        recovery.read_file(folder)
    except RecoveryFileMissing:
        return  # no sheet was made; the health page says so
    except RecoveryFileUnreadable as damage:
        yield damage
