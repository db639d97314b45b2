"""Restoring a backup: verified beside the current data, shown to the user, then put in its place."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock
from msgspec import Struct
from msgspec.structs import replace as with_

from desk.backup.backup_run import BESIDE, FILES
from desk.backup.manifest import (
    NAME,
    SCANS,
    Manifest,
    check_part,
    check_size,
    copy_part,
    read_manifest,
    scan_copy_path,
    scans_of,
    unreadable_copies,
    whole_copies,
)
from desk.backup.scans import lost_scans
from desk.machine_state import note_gap
from desk.prints import print_jobs
from desk.settings import DATABASE
from models.calendar.clock import Clock, local
from models.codes import recovery_digits
from models.files.disk import on_disk, sync_folder
from models.files.plain_folder import EntryKind, kind_of
from models.files.scans import scans_in
from models.ids import FileDigest
from models.not_allowed import RecoveryKeyWrong, SeveralMachines
from models.store import Finding, FindingKind, Store, open_store
from models.store.file import restoring
from models.store.file.checking import opens
from models.store.file.opening import locked
from models.store.keys import recovery
from models.store.keys.key import find_keys, make_current, store_pending
from models.store.keys.retired_keys import retire, retired_in
from models.trouble import (
    BackupDamaged,
    BackupPlaceMissing,
    FileDamaged,
    FileInUse,
    KeyMissing,
    KeyWrong,
    NoBackupThere,
    RecoveryFileMissing,
    RecoveryFileUnreadable,
)
from sync.client.membership import read_membership

MANAGED = (DATABASE, *BESIDE, FILES)
"""Everything that a copy may hold, by its name in the data folder."""

_JOURNALS = tuple(f"{DATABASE}{ending}" for ending in ("-wal", "-shm", "-journal", "-head"))


_DAMAGE = frozenset(
    {
        FindingKind.PAGE,
        FindingKind.TABLES,
        FindingKind.VALUE,
        FindingKind.ALTERED,
        FindingKind.BROKEN_CHAIN,
    }
)
"""Other findings are as they were at the desk: what has not arrived yet, what was set aside."""


class BackupContents(Struct, frozen=True, kw_only=True):
    """The contents of a verified backup, and what would be lost by restoring it.

    Attributes:
        manifest: as it was written.
        by_sheet: the recovery key opened it, not a key of this PC.
        events, dossiers: counted in the copy itself.
        findings: what the proof of the whole log found; empty = nothing.
        scans: how many scanned files came with it.
        lost: those that should be there and are not, or are damaged.
        skipped: newer copies in the same folder that cannot be read.
        hub: name of the hub this machine belongs to; empty = none.
    """

    manifest: Manifest
    by_sheet: bool
    events: int
    dossiers: int
    findings: tuple[Finding, ...]
    scans: int
    lost: tuple[Finding, ...]
    skipped: tuple[str, ...]
    hub: str

    @property
    def is_complete(self) -> bool:
        """Nothing is missing or damaged, and no newer backup was skipped, so no confirmation by name is needed."""
        return not (self.lost or self.skipped or any(finding.kind in _DAMAGE for finding in self.findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedBackup:
    """A verified backup beside the data: to be restored once, or abandoned.

    Attributes:
        key: opens it.
        use_keyring: whether keys are kept in the system's keyring.
        with_scans: scanned files came with it, which take the place of those that are there.
        alone: held meanwhile, so that no other copy comes to lie there.
    """

    folder: Path
    source: Path
    seen: BackupContents
    key: bytes = field(repr=False)
    use_keyring: bool
    with_scans: bool
    alone: FileLock = field(repr=False)


def find_copy(source: Path) -> tuple[Path, Manifest]:
    """The backup meant by a folder: itself, the newest in a machine's folder, or that of the only machine there.

    Newer ones that cannot be read are passed over, see ``unreadable_newer_copies``.

    Raises:
        BackupPlaceMissing: there is no such folder.
        SeveralMachines: copies of several lie there.
        NoBackupThere: none does.
        BackupDamaged: it cannot be read, or none of those there can.
        DiskFailing, FolderReadOnly
    """
    if not source.is_dir():
        raise BackupPlaceMissing(str(source))
    if (source / NAME).exists():
        return source, read_manifest(source)
    if not _has_copies(source):
        with on_disk(source):
            machines = sorted(
                path for path in source.glob("motcua-*") if kind_of(path) is EntryKind.FOLDER and _has_copies(path)
            )
        if len(machines) > 1:
            raise SeveralMachines(tuple(path.name for path in machines))
        if not machines:
            raise NoBackupThere(str(source))
        source = machines[0]
    copies = whole_copies(source)
    if not copies:
        return unreadable_copies(source)[-1], read_manifest(unreadable_copies(source)[-1])
    return copies[-1]


def _has_copies(machine: Path) -> bool:
    return bool(whole_copies(machine) or unreadable_copies(machine))


def unreadable_newer_copies(copy: Path, asked: Path) -> tuple[str, ...]:
    """Names of newer, unreadable backups beside this one; none where exactly this one was chosen."""
    if copy == asked:
        return ()
    return tuple(path.name for path in unreadable_copies(copy.parent) if path.name > copy.name)


def prove(
    source: Path,
    folder: Path,
    *,
    clock: Clock,
    typed: str = "",
    use_keyring: bool = True,
    with_scans: bool = True,
    completed: Callable[[Store], object] = lambda _: None,
) -> VerifiedBackup:
    """Copy a backup beside the data and verify it: hashes, key, pages, every link of every chain, scans.

    Nothing that is there is touched. Papers that waited for a printer when the copy was made may be out since: they
    are in doubt.

    Args:
        source: see ``find_copy``.
        folder: the data folder; it may be empty or not be there.
        clock: for opening.
        typed: the recovery key, for a PC that has no key that opens it.
        use_keyring: look in the system's keyring too.
        with_scans: bring the scanned files of the copy, if it has any; else those that are there stay.
        completed: told the open copy before its log is proven: what else belongs into it.

    Raises:
        BackupPlaceMissing, NoBackupThere, SeveralMachines, BackupDamaged, NotPlain: of the copy.
        KeyMissing: no key here opens it; the recovery key is needed.
        RecoveryKeyMistyped, RecoveryKeyWrong, RecoveryFileMissing, RecoveryFileUnreadable.
        FileTooNew: a newer program made it.
        FileInUse: another copy is being brought beside the same data.
        DiskFull, DiskFailing, FolderReadOnly: of the data folder.
    """
    copy, manifest = find_copy(source)
    with_scans = with_scans and manifest.with_scans
    for name, told in manifest.files.items():
        check_size(copy / name, told)
    try:
        key, others = _keys_for(copy, folder, typed, use_keyring=use_keyring)
    except Exception:
        for name, told in manifest.files.items():
            check_part(copy / name, told)  # what is damaged is said before what does not fit
        raise
    alone = restoring.alone(folder)
    try:
        part = restoring.begin(folder)
        with on_disk(part):
            for name, told in manifest.files.items():
                copy_part(copy / name, part / name, told)
            listed = _bring_scans(copy, part) if with_scans else None
        seen = _seen(part, key, others, manifest, clock, listed, completed)
        seen = with_(seen, by_sheet=bool(typed), skipped=unreadable_newer_copies(copy, source))
        (part / SCANS).unlink(missing_ok=True)
        flush(part)
    except BaseException:
        restoring.abandon(folder)
        alone.release()
        raise
    return VerifiedBackup(
        folder=folder, source=copy, seen=seen, key=key, use_keyring=use_keyring, with_scans=with_scans, alone=alone
    )


def replace(proven: VerifiedBackup, *, clock: Clock, unchanged: Callable[[], bool] = lambda: True) -> Path:
    """Put the backup in place of the data. If interrupted, the next opening finishes it.

    Args:
        proven: by ``prove``.
        clock: names the folder for what was there.
        unchanged: asked when nobody else can open the data any more: whether they are still those that were looked at.

    Returns:
        The folder in which everything that was there lies now, with the key that opens it; nothing of it is deleted.

    Raises:
        FileInUse: a window or a command has the file open, or had since.
        DiskFull, DiskFailing, FolderReadOnly: the old or the new is there, whole.
    """
    folder = proven.folder
    try:
        with locked(folder / DATABASE):
            if not unchanged():
                raise FileInUse(str(folder / DATABASE))
            aside = _free(folder, f"before-restore-{local(clock()):%Y-%m-%d_%H%M%S}")
            _keep_openable(proven, aside)
            store_pending(folder, proven.key, use_keyring=proven.use_keyring)
            managed = MANAGED if proven.with_scans else tuple(name for name in MANAGED if name != FILES)
            restoring.decide(folder, aside.name, managed, _JOURNALS)
            return restoring.finish(folder)
    finally:
        proven.alone.release()


def abandon(proven: VerifiedBackup) -> None:
    """Remove the verified copy."""
    restoring.abandon(proven.folder)
    proven.alone.release()


def _keep_openable(proven: VerifiedBackup, aside: Path) -> None:
    """Seal the key of the replaced data beside it, so that it can be opened later."""
    database = proven.folder / DATABASE
    try:
        known = find_keys(proven.folder, use_keyring=proven.use_keyring) if database.exists() else ()
    except KeyMissing:
        return  # it cannot be opened here either
    for key in known:
        try:
            fits = opens(database, key)
        except FileDamaged:
            fits = True  # its key, and a damaged beginning: whoever tries to save what can be saved needs it
        if fits:
            make_current(aside, key, use_keyring=proven.use_keyring)
            return


def _keys_for(copy: Path, folder: Path, typed: str, *, use_keyring: bool) -> tuple[bytes, tuple[bytes, ...]]:
    """The key that opens the backup, and all other known keys, for the backups under them."""
    database = copy / DATABASE
    here = _keys_here(folder, use_keyring=use_keyring)
    known = _keys_of_sheet(copy, folder, typed) if typed else here
    for key in known:
        if opens(database, key):
            return key, tuple(other for other in (*known, *here) if other != key)
    if typed:
        raise RecoveryKeyWrong
    raise KeyMissing(str(database))


def _keys_here(folder: Path, *, use_keyring: bool) -> tuple[bytes, ...]:
    """The keys stored on this PC, and the earlier keys stored in its database."""
    try:
        known = find_keys(folder, use_keyring=use_keyring)
    except KeyMissing:
        return ()
    database = folder / DATABASE
    return (*known, *(old for key in known if database.exists() for old in retired_in(database, key)))


def _keys_of_sheet(copy: Path, folder: Path, typed: str) -> tuple[bytes, ...]:
    """All keys the sheet opens: from this backup, newer ones beside it, and this PC.

    Raises:
        RecoveryKeyMistyped, RecoveryKeyWrong: it opens none of them.
        RecoveryFileMissing, RecoveryFileUnreadable: of the copy, and the sheet opens nothing else.
    """
    sheet = recovery_digits.read_key(typed)
    newer = [path for path, _ in reversed(whole_copies(copy.parent)) if path != copy]
    found: list[bytes] = []
    wrong: Exception | None = None
    for place in (copy, *newer, folder):
        try:
            found += recovery.unsealed(recovery.read_file(place), sheet)
        except (RecoveryKeyWrong, RecoveryFileMissing, RecoveryFileUnreadable) as reason:
            wrong = wrong or reason
    if not found and wrong is not None:
        raise wrong
    return tuple(dict.fromkeys(found))


def _bring_scans(copy: Path, part: Path) -> frozenset[FileDigest]:
    """Copy the scanned files that exist; returns all that the backup names."""
    listed = []
    for digest, _ in scans_of(copy):
        listed.append(digest)
        source = scan_copy_path(copy.parent, digest)
        if kind_of(source) is not EntryKind.FILE:
            continue
        to = part / FILES / digest[:2] / digest
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, to)
    return frozenset(listed)


def _seen(
    part: Path,
    key: bytes,
    others: Sequence[bytes],
    manifest: Manifest,
    clock: Clock,
    listed: frozenset[FileDigest] | None,
    completed: Callable[[Store], object],
) -> BackupContents:
    try:
        with open_store(part / DATABASE, key, device=manifest.device, clock=clock) as store:
            head = store.log.head()
            if (head.seq, head.digest.hex()) != (manifest.seq, manifest.digest):
                raise BackupDamaged(str(part / DATABASE), "head")
            completed(store)
            counts = store.log.counts()
            member = read_membership(store)
            lost = () if listed is None else tuple(lost_scans(store, part, key, listed=listed))
            findings = tuple(store.log.verify(key))
            print_jobs.doubt_all(store)
            note_gap(store, clock())
            retire(store, *others)
            return BackupContents(
                manifest=manifest,
                by_sheet=False,
                events=counts.events,
                dossiers=counts.dossiers,
                findings=findings,
                scans=len(scans_in(part / FILES)),
                lost=lost,
                skipped=(),
                hub=member.hub_name if member else "",
            )
    except (FileDamaged, KeyWrong) as damaged_file:
        raise BackupDamaged(str(part / DATABASE), damaged_file.detail) from damaged_file
    finally:
        (part / f"{DATABASE}.lock").unlink(missing_ok=True)


def flush(part: Path) -> None:
    """Make everything below durable, before the restore is committed."""
    with on_disk(part):
        for path in part.rglob("*"):
            if path.is_file():
                with path.open("r+b") as file:
                    os.fsync(file.fileno())
            else:
                sync_folder(path)
        sync_folder(part)


def _free(folder: Path, name: str) -> Path:
    """A name nobody has; a second one of the same second gets a number."""
    free, number = folder / name, 1
    while free.exists():
        number += 1
        free = folder / f"{name}-{number}"
    return free
