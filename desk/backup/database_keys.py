"""Opens the database file with whichever known key fits, and backs it up before its tables are migrated."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desk.backup.backup import place_for
from desk.backup.backup_run import plan_backup, run_backup
from desk.settings import DATABASE, Settings
from models.calendar.clock import Clock
from models.files.disk import on_disk
from models.store import Store, open_store
from models.store.file import restoring
from models.store.file.database import Database
from models.store.file.opening import BeforeMigration, locked
from models.store.keys import recovery
from models.store.keys.key import destroy_current, drop_pending, find_key, find_keys, make_current, make_key
from models.store.keys.retired_keys import retired_keys
from models.trouble import (
    FileDamaged,
    FileTrouble,
    KeyMissing,
    KeyWrong,
    RecoveryFileMissing,
    RecoveryFileUnreadable,
    Trouble,
)

BEFORE_UPDATE = "before-update"
"""Folder of the copies made before the tables change, where no other place is set or can be reached."""


def bring_in(folder: Path) -> None:
    """Finish a restore that was committed and interrupted in this folder.

    Raises:
        FileInUse: another window is doing it.
        DiskFull, DiskFailing, FolderReadOnly
    """
    if restoring.is_decided(folder):
        with locked(folder / DATABASE):
            if restoring.is_decided(folder):
                restoring.finish(folder)


def open_known(
    folder: Path,
    settings: Settings,
    *,
    clock: Clock,
    use_keyring: bool,
    on_progress: Callable[[int, int], None] | None = None,
    accept_loss: bool = False,
    only: bytes | None = None,
) -> tuple[Store, bytes]:
    """The open file and the key that opened it. An interrupted key change is finished.

    With ``only``, that key is tried and no other, and nothing that is kept of keys is looked at or changed: the file is
    a copy, for a trial.

    Raises:
        KeyMissing: no key is known.
        KeyWrong: none of them opens it; FileDamaged: one of them would, were its beginning whole.
        BackupPlaceFull, DiskFull, FolderReadOnly: no copy could be made before the tables change.
        FileTrouble: see ``models.store.open_store``.
    """
    path = folder / DATABASE
    keys = (only,) if only is not None else find_keys(folder, use_keyring=use_keyring)
    for key in keys:
        try:
            store = open_store(
                path,
                key,
                device=settings.device.number,
                clock=clock,
                on_progress=on_progress,
                before_migration=_copying(folder, settings, key, clock()),
                accept_loss=accept_loss,
            )
        except KeyWrong as wrong:
            if only is not None:
                raise
            if key == keys[-1]:
                raise _told_apart(folder, keys, wrong) from wrong
            continue
        try:
            if only is None:
                _settle(folder, store, key, keys, use_keyring=use_keyring)
        except BaseException:
            store.close()
            raise
        return store, key
    raise KeyWrong(str(path))


def open_new(folder: Path, settings: Settings, *, clock: Clock, use_keyring: bool) -> tuple[Store, bytes]:
    """Create a file under a new key.

    Raises:
        FileTrouble
    """
    key = make_key(folder, use_keyring=use_keyring)
    return open_store(folder / DATABASE, key, device=settings.device.number, clock=clock, create=True), key


def _told_apart(folder: Path, keys: tuple[bytes, ...], wrong: KeyWrong) -> FileTrouble:
    """No key opens the file. If one made the recovery file's proof, the key is right and the file is damaged.

    ``KeyWrong`` itself has looked at the pages behind the first already.
    """
    try:
        file = recovery.read_file(folder)
    except (RecoveryFileMissing, RecoveryFileUnreadable):
        return wrong
    is_ours = any(recovery.is_for(file, key) for key in keys)
    return FileDamaged(wrong.path, FileDamaged.FIRST_PAGE) if is_ours else wrong


def _settle(folder: Path, store: Store, key: bytes, keys: tuple[bytes, ...], *, use_keyring: bool) -> None:
    try:
        before = find_key(folder, use_keyring=use_keyring)
    except KeyMissing:
        before = b""
    if before != key:
        _seal_again(folder, before, (*retired_keys(store), key))
        end = make_current if store.log.load_file is None else destroy_current  # a wipe was cut short here
        end(folder, key, use_keyring=use_keyring)
    elif len(keys) > 1:
        drop_pending(folder, use_keyring=use_keyring)


def _seal_again(folder: Path, before: bytes, keys: tuple[bytes, ...]) -> None:
    """Reseal the recovery file to the new key, if it was valid under the old one."""
    try:
        file = recovery.read_file(folder)
    except (RecoveryFileMissing, RecoveryFileUnreadable):
        return  # the health page says that there is none
    if recovery.is_for(file, before):
        recovery.write_file(folder, recovery.resealed(file, *keys))


def _copying(folder: Path, settings: Settings, key: bytes, now: datetime) -> BeforeMigration:
    """Makes a backup before migration, without scans, in the backup folder or else the data folder."""

    def copy(database: Database) -> None:
        held = database.take_snapshot(settings.device.number)
        try:
            if settings.backups.folder:
                try:
                    run_backup(plan_backup(folder, settings, place_for(settings, None), now, held, key))
                except Trouble:
                    pass  # the stick is not in, or full: the copy below is made in its stead
                else:
                    return
            with on_disk(folder):
                (folder / BEFORE_UPDATE).mkdir(exist_ok=True)
            here = place_for(settings, folder / BEFORE_UPDATE)
            run_backup(plan_backup(folder, settings, here, now, held, key, with_scans=False))
        finally:
            database.release_snapshot(held)

    return copy
