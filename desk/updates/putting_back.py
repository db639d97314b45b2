"""The database after a version that did not start: the copy of before its migration, if nothing was recorded since.

A version that changes the tables makes a copy first (``desk.backup.database_keys``). When it then does not start, the
version before cannot open the file any more. Where the file has not one event more than that copy, the copy takes its
place, and the file is kept beside it; where it has, everything stays as it is and the clerk is told to update.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from desk.backup.backup import place_for
from desk.backup.database_keys import BEFORE_UPDATE
from desk.backup.manifest import Manifest, whole_copies
from desk.health import restore
from desk.settings import DATABASE, Settings
from desk.updates.trial import FOLDER
from desk.updates.versions import NOT_STARTED, OwnProgram, state_of
from models.calendar.clock import Clock
from models.files.disk import on_disk
from models.ids import DeviceId
from models.store.file.checking import LogEnd, opens, recorded_in
from models.store.file.head import HeadFile
from models.store.file.journal import journal_of
from models.store.file.opening import locked
from models.store.keys.key import find_keys
from models.store.migrations import STEPS
from models.trouble import FileDamaged, FileTrouble, KeyMissing


class PutBack(Struct, frozen=True, kw_only=True):
    """What was put back: the copy, and where the newer file lies now."""

    copy: Path
    aside: Path


def put_back(
    program: OwnProgram, folder: Path, settings: Settings, clock: Clock, *, use_keyring: bool
) -> PutBack | None:
    """Put the copy of before the migration back; None = the file stays as it is.

    Args:
        program: what runs here.
        folder: the data folder, with a file that a newer program has written.
        settings: of it.
        clock: for the restore.
        use_keyring: where keys are.

    Raises:
        FileInUse: a window has it open.
        BackupDamaged, DiskFull, DiskFailing, FolderReadOnly: nothing was changed.
    """
    if state_of(program.home).bad.why not in NOT_STARTED:
        return None
    found = _recorded(folder, settings.device.number, use_keyring=use_keyring)
    if found is None:
        return None
    for copy, manifest in _copies(folder, settings):
        if manifest.tables <= len(STEPS) and found == LogEnd(
            manifest.seq, bytes.fromhex(manifest.digest), manifest.events
        ):
            proven = restore.prove(copy, folder, clock=clock, use_keyring=use_keyring)
            return PutBack(copy=copy, aside=restore.replace(proven, clock=clock))
    return None


def _recorded(folder: Path, device: DeviceId, *, use_keyring: bool) -> LogEnd | None:
    """What is recorded in the newer file, read from a copy of it with its journal; None = that cannot be told."""
    database, scratch = folder / DATABASE, folder / FOLDER
    try:
        with locked(database), on_disk(scratch):
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(mode=0o700)
            for file in (database, journal_of(database)):
                if file.exists():
                    shutil.copyfile(file, scratch / file.name)
            for key in find_keys(folder, use_keyring=use_keyring):
                if not opens(scratch / DATABASE, key):
                    continue
                known = HeadFile(database, key).known
                found = recorded_in(scratch / DATABASE, key, device)
                return found if known is None or known.seq <= found.seq else None
    except (KeyMissing, FileDamaged):
        return None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return None


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
