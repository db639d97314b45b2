"""The long part of a backup: copy, verify, write the manifest, rename. Runs in any thread, without the desk.

Each machine has a folder of its own for its backups. Each backup is a folder named after its time; the scanned files,
which never change, lie once beside all of them. The database is encrypted and stays so; settings and catalogue hold no
citizen's data. The manifest is written last, then the folder gets its final name.
"""

import importlib.metadata
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from desk.backup.manifest import (
    HALF,
    NAME,
    SCANS,
    SHELVES,
    CopiedFile,
    Manifest,
    scan_copy_path,
    scan_lines,
    sha256_of,
    whole_copies,
)
from desk.backup.retention import to_delete
from desk.province_assignment import APPROVED, BUNDLES, CATALOGUE, FEES, HOLIDAYS, OWN_BUNDLES
from desk.settings import DATABASE, FILE, Backups, Settings
from models.calendar.clock import local
from models.files.disk import PART, on_disk, remove_partial, sync_folder, write_whole
from models.files.marked import marked_json
from models.files.plain_folder import EntryKind, check_folder, kind_of
from models.files.scans import Cipher, scans_in
from models.ids import FileDigest
from models.store.file.checking import CheckedFile, check_file
from models.store.file.snapshot import Snapshot
from models.store.keys.recovery import FILE as RECOVERY
from models.store.keys.scan_keys import scan_keys_in
from models.trouble import BackupDamaged, BackupPlaceFull, BackupPlaceMissing, CutOff, DiskFull, FileDamaged
from sync.client.editions import APPLYING, IN_USE, WAITING

FILES = "files"
BESIDE = (FILE, CATALOGUE, HOLIDAYS, FEES, APPROVED, BUNDLES, OWN_BUNDLES, IN_USE, WAITING, APPLYING, RECOVERY)
"""Small files beside the database that belong to a copy, as far as they are there."""

REREAD_DAYS = 29
"""Days of copies in which what lies among them is read once: a prime, so that weekly copies come round too."""

SPARE = 64 << 20
"""Bytes that stay free where a copy goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlan:
    """A backup that has begun.

    Attributes:
        folder: the data folder.
        place: the folder of this machine's copies; what holds it must be there.
        rule: which copies stay.
        held: the database, standing still.
        key: of it.
        with_scans: whether the scanned files are copied too.
        suspects: scans that were damaged among the copies the last time: read again, whatever the day.
    """

    folder: Path
    place: Path
    made_at: datetime
    unit: str
    office: str
    rule: Backups
    held: Snapshot
    key: bytes = field(repr=False)
    with_scans: bool = True
    suspects: frozenset[FileDigest] = frozenset()


class FinishedBackup(Struct, frozen=True, kw_only=True):
    """A verified backup: its folder and contents, what was new, which older ones were removed, which scans it lacks.

    Attributes:
        missing: scanned files that this machine's dossiers name, and that lie neither here nor among the copies.
        damaged: those here that nothing opens; they were not copied.
        only_there: those that are gone from this machine, and still lie among the copies.
        mended: those that were damaged among the copies, and were copied anew.
        rotten: those that are damaged among the copies, and whole nowhere.
    """

    copy: Path
    manifest: Manifest
    size: int
    new_scans: int
    dropped: tuple[str, ...]
    seconds: float
    missing: tuple[FileDigest, ...] = ()
    damaged: tuple[FileDigest, ...] = ()
    only_there: tuple[FileDigest, ...] = ()
    mended: tuple[FileDigest, ...] = ()
    rotten: tuple[FileDigest, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Nothing that belongs in it is missing."""
        return not self.missing and not self.damaged and not self.rotten


Told = Callable[[int, int], None]
"""Told ``(bytes done, bytes in all)``, any thread."""


def plan_backup(
    folder: Path,
    settings: Settings,
    place: Path,
    now: datetime,
    held: Snapshot,
    key: bytes,
    *,
    with_scans: bool = True,
    suspects: Collection[FileDigest] = (),
) -> BackupPlan:
    """The plan for a snapshot."""
    return BackupPlan(
        folder=folder,
        place=place,
        made_at=now,
        unit=settings.office.unit.id,
        office=settings.office.unit.name,
        rule=settings.backups,
        held=held,
        key=key,
        with_scans=with_scans,
        suspects=frozenset(suspects),
    )


def run_backup(
    plan: BackupPlan, *, stop: Callable[[], bool] = lambda: False, on_progress: Told | None = None
) -> FinishedBackup:
    """Copy, verify, write the manifest, remove backups beyond retention.

    Cut off at any moment, what lies there is no copy, and the next attempt removes it.

    Raises:
        BackupPlaceMissing, BackupPlaceFull, DiskFailing, FolderReadOnly: of the place.
        BackupDamaged: the place does not give back what was written.
        NotPlain: the place, or something where scans lie there, is a link or the like; nothing was written through it.
        FileDamaged: the file that was copied is not whole.
        CutOff: ``stop`` said so, or the desk was closed.
    """
    since = time.monotonic()
    if not plan.place.parent.is_dir():
        raise BackupPlaceMissing(str(plan.place.parent))
    with _at(plan.place):
        plan.place.mkdir(exist_ok=True)
        _check_place(plan.place)
        _sweep(plan.place)
        scans = scans_in(plan.folder / FILES) if plan.with_scans else {}
        wanted = {digest: size for digest, size in scans.items() if _lacks(plan.place, digest, size)}
        _room_for(plan.place, plan.held.size + sum(wanted.values()))
        half = plan.place / f"{local(plan.made_at):%Y-%m-%d_%H%M%S}{HALF}"
        half.mkdir()
        total = plan.held.size + sum(wanted.values())
        progress = _Progress(total, on_progress)
        parts = {DATABASE: _copy_database(plan, half, stop, progress)}
        checked = _proven(plan, half, parts[DATABASE], stop)
        for name in BESIDE:
            part = _copy_small(plan.folder / name, half / name)
            if part is not None:
                parts[name] = part
        named = checked.files if plan.with_scans else frozenset()
        cipher = Cipher(plan.key, keys=scan_keys_in(half / DATABASE, plan.key))
        damaged = _copy_scans(plan, cipher, wanted, stop, progress)
        listed = _lying(plan.place, {*scans, *named})
        turned = _turned(plan, cipher, listed.keys() - wanted.keys() - set(damaged), stop)
        again = {digest: scans[digest] for digest in turned if digest in scans}
        spoiled_here = _copy_scans(plan, cipher, again, stop, _Progress(0, None))
        rotten = tuple(digest for digest in turned if digest not in again or digest in spoiled_here)
        listed = {digest: size for digest, size in listed.items() if digest not in rotten}
        parts[SCANS] = _write(half / SCANS, scan_lines(listed))
        manifest = Manifest(
            made_at=plan.made_at,
            unit=plan.unit,
            office=plan.office,
            device=plan.held.device,
            program=importlib.metadata.version("motcua"),
            tables=checked.version,
            seq=checked.seq,
            digest=checked.digest.hex(),
            events=checked.events,
            dossiers=checked.dossiers,
            last_at=checked.last_at,
            files=parts,
            scans=len(listed),
            scan_bytes=sum(listed.values()),
            with_scans=plan.with_scans,
        )
        write_whole(half / NAME, marked_json(msgspec.json.encode(manifest)))
        copy = _free_name(half.with_suffix(""))
        half.rename(copy)
        sync_folder(plan.place)
        dropped = _drop(plan)
    return FinishedBackup(
        copy=copy,
        manifest=manifest,
        size=plan.held.size,
        new_scans=len(wanted) - len(damaged),
        dropped=dropped,
        seconds=time.monotonic() - since,
        missing=tuple(sorted(named - scans.keys() - listed.keys() - set(rotten))),
        damaged=damaged,
        only_there=tuple(sorted((named - scans.keys()) & listed.keys())),
        mended=tuple(digest for digest in turned if digest not in rotten),
        rotten=rotten,
    )


class _Progress:
    """Bytes done so far."""

    def __init__(self, total: int, told: Told | None) -> None:
        self._total, self._told, self._before = total, told, 0

    def within(self, done: int) -> None:
        """Report so many bytes of the current file."""
        if self._told is not None:
            self._told(self._before + done, self._total)

    def after(self, size: int) -> None:
        """The current file is done."""
        self._before += size
        self.within(0)


def _copy_database(plan: BackupPlan, half: Path, stop: Callable[[], bool], progress: _Progress) -> CopiedFile:
    sha = plan.held.copy(half / DATABASE, stop=stop, on_progress=progress.within)
    progress.after(plan.held.size)
    return CopiedFile(plan.held.size, sha)


def _proven(plan: BackupPlan, half: Path, part: CopiedFile, stop: Callable[[], bool]) -> CheckedFile:
    """Open the copy with the key and check every page; tells a fault of the target drive from one of the source."""
    copied, own = half / DATABASE, plan.held
    try:
        checked = check_file(copied, plan.key, own.device, stop=stop)
    except FileDamaged as damaged:
        if sha256_of(copied) != part.sha256:
            raise BackupDamaged(str(copied), damaged.detail) from damaged
        raise FileDamaged(str(own.path), damaged.detail) from damaged
    if (checked.seq, checked.digest) != (own.seq, own.digest):
        raise BackupDamaged(str(copied), f"{checked.seq} != {own.seq}")
    if own.broken:
        raise CutOff(str(copied))
    return checked


def _copy_small(source: Path, to: Path) -> CopiedFile | None:
    try:
        content = source.read_bytes()
    except FileNotFoundError:
        return None
    return _write(to, content)


def _write(to: Path, content: bytes) -> CopiedFile:
    write_whole(to, content)
    return CopiedFile(len(content), sha256_of(to))


def _turned(
    plan: BackupPlan, cipher: Cipher, lying: Collection[FileDigest], stop: Callable[[], bool]
) -> tuple[FileDigest, ...]:
    """Scans of earlier backups that no longer open. A different part is read each day: all within a month."""
    turned, today = [], local(plan.made_at).toordinal() % REREAD_DAYS
    for digest in sorted(lying):
        if digest not in plan.suspects and int(digest[:2], 16) % REREAD_DAYS != today:
            continue
        if stop():
            raise CutOff(str(plan.place))
        if not _opens(cipher, scan_copy_path(plan.place, digest), digest):
            turned.append(digest)
    return tuple(turned)


def _opens(cipher: Cipher, path: Path, digest: FileDigest) -> bool:
    """Whether the file is unchanged; False if the drive cannot read it."""
    try:
        with path.open("rb") as locked:
            return cipher.proves(locked, digest) is not None
    except OSError:
        return False


def _copy_scans(
    plan: BackupPlan, cipher: Cipher, wanted: dict[FileDigest, int], stop: Callable[[], bool], progress: _Progress
) -> tuple[FileDigest, ...]:
    """Copy these scans, each decrypted first and renamed when complete; damaged ones are reported, not copied."""
    damaged = []
    for digest, size in wanted.items():
        if stop():
            raise CutOff(str(plan.place))
        to = scan_copy_path(plan.place, digest)
        locked = _here(plan.folder, digest).read_bytes()
        if cipher.decrypt(locked, digest) is None:
            damaged.append(digest)
        else:
            write_whole(to, locked)
            if to.read_bytes() != locked:
                raise BackupDamaged(str(to))
        progress.after(size)
    return tuple(damaged)


def _here(folder: Path, digest: FileDigest) -> Path:
    """The path of a scanned file in the data folder."""
    return folder / FILES / digest[:2] / digest


def _lying(place: Path, digests: Iterable[FileDigest]) -> dict[FileDigest, int]:
    """Which of them are among the backups, and their size there."""
    there = {digest: scan_copy_path(place, digest) for digest in digests}
    return {digest: path.lstat().st_size for digest, path in there.items() if kind_of(path) is EntryKind.FILE}


def _lacks(place: Path, digest: FileDigest, size: int) -> bool:
    path = scan_copy_path(place, digest)
    return kind_of(path) is not EntryKind.FILE or path.lstat().st_size != size


def _check_place(place: Path) -> None:
    """Check the target folder: the drive that was meant, without links, since others may have handled it."""
    for folder in (place, place / SHELVES, *(place / SHELVES).glob("[0-9a-f][0-9a-f]")):
        check_folder(folder)


def _room_for(place: Path, size: int) -> None:
    free = shutil.disk_usage(place).free
    if free < size + SPARE:
        raise BackupPlaceFull(str(place.parent), f"{free} < {size + SPARE}")


def _free_name(copy: Path) -> Path:
    """The name of the moment; a second copy of one second gets a number."""
    name, number = copy.name, 1
    while copy.exists():
        number += 1
        copy = copy.with_name(f"{name}-{number}")
    return copy


def _sweep(place: Path) -> None:
    """Remove leftovers of an interrupted backup or removal."""
    for half in place.glob(f"*{HALF}"):
        if kind_of(half) is EntryKind.FOLDER:
            shutil.rmtree(half)
    for shelf_ in (place / SHELVES).glob("[0-9a-f][0-9a-f]"):
        remove_partial(shelf_)
        for left in shelf_.glob(f"*{PART}"):  # as earlier versions named them
            if kind_of(left) is EntryKind.FILE:
                left.unlink()


def _drop(plan: BackupPlan) -> tuple[str, ...]:
    """Remove backups beyond retention; the new one always stays."""
    copies = {manifest.made_at: copy for copy, manifest in whole_copies(plan.place)}
    rule = plan.rule
    gone = to_delete(copies, days=rule.days, weeks=rule.weeks, months=rule.months) - {plan.made_at}
    for at in gone:
        half = copies[at].with_name(copies[at].name + HALF)
        copies[at].rename(half)
        shutil.rmtree(half)
    return tuple(sorted(copies[at].name for at in gone))


@contextmanager
def _at(place: Path) -> Iterator[None]:
    """Converts file errors of the backup folder into trouble of their own."""
    try:
        with on_disk(place):
            yield
    except DiskFull as full:
        raise BackupPlaceFull(str(place.parent), full.detail) from full
