"""The data after a version that did not start: opened again by the version before, with all that was recorded since.

A version that changes the tables makes a copy first (``desk.backup.database_keys``). When it then does not start, the
version before cannot open the file any more. The copy takes its place, and every event that the file has more is
carried into it, byte for byte; the file is kept beside it. What cannot be carried whole is not carried: everything
stays as it is, and the clerk is told what to do.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import MsgspecError, Struct

from desk.backup.backup import place_for
from desk.backup.database_keys import BEFORE_UPDATE
from desk.backup.manifest import Manifest, whole_copies
from desk.health import restore
from desk.health.restore import VerifiedBackup
from desk.opening import close_desk, open_desk
from desk.settings import DATABASE, FILE, Settings, read_settings
from desk.updates.trial import FOLDER
from desk.updates.versions import NOT_STARTED, OwnProgram, state_of
from models.calendar.clock import Clock
from models.files.disk import on_disk, write_whole
from models.ids import DeviceId
from models.not_allowed import NotAllowed
from models.store import Store
from models.store.carrying import carry
from models.store.file.checking import LogEnd, opens, recorded_in
from models.store.file.head import HeadFile
from models.store.file.journal import journal_of
from models.store.file.opening import locked
from models.store.file.restoring import PART
from models.store.keys.key import find_keys
from models.store.migrations import STEPS
from models.trouble import (
    BackupDamaged,
    FileDamaged,
    FileTooNew,
    FileTrouble,
    KeyMissing,
    SettingsUnreadable,
    Trouble,
)
from sync.client.membership import MEMBERSHIP

SETTINGS_BEFORE = "settings.before-update.toml"
"""The settings as they were when a version was switched to, beside those in use."""

SETTINGS_NEWER = "settings.newer.toml"
"""Those that a newer version has written, and this one could not read."""


class PutBack(Struct, frozen=True, kw_only=True):
    """What was put back.

    Attributes:
        copy: of before the migration.
        aside: where the newer file lies now.
        carried: how many events were recorded since, and carried.
    """

    copy: Path
    aside: Path
    carried: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _NewerFile:
    """A copy of the file that the newer version has written."""

    path: Path
    key: bytes = field(repr=False)
    recorded: LogEnd
    stamps: tuple[object, ...]


def put_back(
    program: OwnProgram, folder: Path, settings: Settings, clock: Clock, *, use_keyring: bool
) -> PutBack | None:
    """Put the copy of before the migration back, with all that was recorded since; None = the file stays as it is.

    Args:
        program: what runs here.
        folder: the data folder, with a file that a newer program has written.
        settings: of it.
        clock: for the restore.
        use_keyring: where keys are.

    Raises:
        FileInUse: a window has it open.
        DiskFull, DiskFailing, FolderReadOnly: nothing was changed.
    """
    if state_of(program.home).bad.why not in NOT_STARTED:
        return None
    with _newer_file(folder, settings.device.number, use_keyring=use_keyring) as newer:
        if newer is None:
            return None
        for copy, manifest in _copies(folder, settings):
            if manifest.tables > len(STEPS):
                continue
            try:
                proven, carried = _completed(copy, newer, folder, clock, use_keyring=use_keyring)
            except (FileTooNew, FileDamaged, BackupDamaged, KeyMissing):
                continue  # it does not continue this copy, or is kept in a way that is not known here
            if not _opens_here(proven, clock):
                restore.abandon(proven)
                continue
            aside = restore.replace(proven, clock=clock, unchanged=lambda: _stamps(folder) == newer.stamps)
            return PutBack(copy=copy, aside=aside, carried=carried)
    return None


def keep_settings(folder: Path) -> None:
    """Keep the settings as they are, for the case that the version that is switched to does not start.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly
    """
    with on_disk(folder):
        content = (folder / FILE).read_bytes() if (folder / FILE).exists() else b""
    if content:
        write_whole(folder / SETTINGS_BEFORE, content)


def settings_put_back(program: OwnProgram, folder: Path) -> Settings | None:
    """The settings of before a version that did not start and left some that cannot be read; None = there are none.

    Raises:
        SettingsUnreadable: those cannot be read either; nothing was changed.
        DiskFull, DiskFailing, FolderReadOnly
    """
    before = folder / SETTINGS_BEFORE
    if state_of(program.home).bad.why not in NOT_STARTED or not before.exists():
        return None
    with on_disk(folder):
        content, newer = before.read_bytes(), (folder / FILE).read_bytes()
    write_whole(folder / SETTINGS_NEWER, newer)
    write_whole(folder / FILE, content)
    try:
        return read_settings(folder)
    except SettingsUnreadable:
        write_whole(folder / FILE, newer)
        raise


@contextmanager
def _newer_file(folder: Path, device: DeviceId, *, use_keyring: bool) -> Iterator[_NewerFile | None]:
    """The newer file as a copy with its journal; None = it cannot be told what is in it."""
    scratch = folder / FOLDER
    try:
        yield _copied(folder, scratch, device, use_keyring=use_keyring)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _copied(folder: Path, scratch: Path, device: DeviceId, *, use_keyring: bool) -> _NewerFile | None:
    database, copy = folder / DATABASE, scratch / DATABASE
    try:
        with locked(database), on_disk(scratch):
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(mode=0o700)
            stamps = _stamps(folder)
            for file in (database, journal_of(database)):
                if file.exists():
                    shutil.copyfile(file, scratch / file.name)
            for key in find_keys(folder, use_keyring=use_keyring):
                if not opens(copy, key):
                    continue
                known = HeadFile(database, key).known
                found = recorded_in(copy, key, device)
                if known is not None and known.seq > found.seq:
                    return None  # it has lost work: the loss is told of first
                return _NewerFile(path=copy, key=key, recorded=found, stamps=stamps)
    except (KeyMissing, FileDamaged):
        return None
    return None


def _stamps(folder: Path) -> tuple[object, ...]:
    """Size and time of database and journal."""
    files = (folder / DATABASE, journal_of(folder / DATABASE))
    stats = (file.stat() for file in files if file.exists())
    return tuple((one.st_size, one.st_mtime_ns) for one in stats)


def _completed(
    copy: Path, newer: _NewerFile, folder: Path, clock: Clock, *, use_keyring: bool
) -> tuple[VerifiedBackup, int]:
    """The proven copy with all that was recorded since, and how many events that were."""
    carried = 0

    def carried_into(store: Store) -> None:
        nonlocal carried
        carried = carry(newer.path, newer.key, store, same=(MEMBERSHIP,))

    proven = restore.prove(copy, folder, clock=clock, use_keyring=use_keyring, with_scans=False, completed=carried_into)
    return proven, carried


def _opens_here(proven: VerifiedBackup, clock: Clock) -> bool:
    """Whether this version opens what is to take the place of the data."""
    part = proven.folder / PART
    try:
        close_desk(open_desk(part, clock=clock, training=not proven.use_keyring, create=False, key=proven.key))
    except (NotAllowed, Trouble, MsgspecError):
        return False
    (part / f"{DATABASE}.lock").unlink(missing_ok=True)
    restore.flush(part)
    return True


def _copies(folder: Path, settings: Settings) -> Iterator[tuple[Path, Manifest]]:
    """The copies of this machine, newest first: beside the data, and where backups go, if that is there."""
    for place in (place_for(settings, folder / BEFORE_UPDATE), _usual(settings)):
        if place is None:
            continue
        try:
            if not place.is_dir():
                continue
            found = whole_copies(place)
        except FileTrouble:
            continue  # a stick that is not in, or not readable
        yield from ((copy, told) for copy, told in reversed(found) if told.device == settings.device.number)


def _usual(settings: Settings) -> Path | None:
    return place_for(settings, None) if settings.backups.folder else None
