"""The manifest of a backup: its contents and digests, written last. A folder without one is no backup."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from models.files.disk import on_disk
from models.files.marked import Mark, mark_of
from models.files.plain_folder import EntryKind, check_file, kind_of
from models.ids import DeviceId, FileDigest
from models.system.decoding import prepared
from models.trouble import BackupDamaged, NoBackupThere, NotPlain

NAME = "manifest.json"
SCANS = "scans.txt"
"""Names the scanned files of a copy, one a line: digest and bytes. They lie once, beside all copies of a machine."""

SHELVES = "scans"
HALF = ".part"
"""How a folder ends whose copy is not whole, or being removed."""

FORMAT = 1
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d_\d{6}(-\d+)?")
"""How the folder of a copy is named."""
_SCAN_LINE = re.compile(rb"([0-9a-f]{64}) ([0-9]{1,15})")
_PIECE = 1 << 20
_PLAIN = re.compile(r"[a-z][a-z0-9.-]*")
"""Names that lead to no other folder, whatever the system."""


class CopiedFile(Struct, frozen=True):
    """A file of the backup."""

    size: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """The contents of a backup.

    Attributes:
        made_at: the moment whose state it is.
        unit, office, device: whose.
        program: version that made it.
        tables: version of the database's tables.
        seq, digest: last link of the machine's own chain.
        events, dossiers: how many.
        last_at: the machine's latest event.
        files: every file of the copy by name.
        scans: how many scanned files it names.
        scan_bytes: of all of them.
        with_scans: whether scanned files belong to it; else those of the machine stay when it is brought back.
    """

    made_at: datetime
    unit: str
    office: str
    device: DeviceId
    program: str
    tables: int
    seq: int
    digest: str
    events: int
    dossiers: int
    last_at: datetime | None
    files: dict[str, CopiedFile]
    scans: int
    scan_bytes: int
    with_scans: bool = True
    format: int = FORMAT


def read_manifest(copy: Path) -> Manifest:
    """Read a backup's manifest.

    Raises:
        NoBackupThere: there is no copy, or only half of one.
        BackupDamaged: the manifest itself cannot be read, or is of a later format.
        NotPlain: a link or the like has its name.
        DiskFailing, FolderReadOnly
    """
    path = copy / NAME
    check_file(path)
    with on_disk(path):
        try:
            content = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError) as missing:
            raise NoBackupThere(str(copy)) from missing
    try:
        told = msgspec.json.decode(content, type=prepared(Manifest))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise BackupDamaged(str(path), str(wrong)) from wrong
    if mark_of(content) is Mark.DIFFERS:
        raise BackupDamaged(str(path), "mark")
    if told.format > FORMAT:
        raise BackupDamaged(str(path), f"format {told.format}")
    strange = [name for name in told.files if not _PLAIN.fullmatch(name)]
    if strange:
        raise BackupDamaged(str(path), strange[0])
    return told


def whole_copies(machine: Path) -> list[tuple[Path, Manifest]]:
    """The complete backups in a machine's folder, oldest first."""
    found = []
    with on_disk(machine):
        folders = [path for path in machine.iterdir() if _is_folder(path) and not path.name.endswith(HALF)]
    for copy in folders:
        try:
            found.append((copy, read_manifest(copy)))
        except (NoBackupThere, BackupDamaged, NotPlain):
            continue
    return sorted(found, key=lambda one: one[1].made_at)


def unreadable_copies(machine: Path) -> list[Path]:
    """Backups in a machine's folder whose manifest is damaged or missing, oldest first."""
    found = []
    with on_disk(machine):
        folders = sorted(path for path in machine.iterdir() if _is_folder(path) and _MOMENT.fullmatch(path.name))
    for copy in folders:
        try:
            read_manifest(copy)
        except (NoBackupThere, BackupDamaged, NotPlain):
            found.append(copy)
    return found


def _is_folder(path: Path) -> bool:
    """Whether it is a real folder; a link is no backup, and is neither read nor removed."""
    return kind_of(path) is EntryKind.FOLDER


def check_size(path: Path, part: CopiedFile) -> None:
    """Check that a file may be opened (a pipe never ends, a device may not) and is as long as the manifest says.

    Raises:
        BackupDamaged: it is missing or cut.
        NotPlain: a link or the like has its name.
        DiskFailing
    """
    check_file(path)
    with on_disk(path):
        if not path.is_file() or path.stat().st_size != part.size:
            raise BackupDamaged(str(path))


def check_part(path: Path, part: CopiedFile) -> None:
    """Check a file against the manifest.

    Raises:
        BackupDamaged: it is missing, cut or altered.
        NotPlain: a link or the like has its name.
        DiskFailing
    """
    check_size(path, part)
    with on_disk(path):
        if sha256_of(path) != part.sha256:
            raise BackupDamaged(str(path))


def copy_part(source: Path, to: Path, part: CopiedFile) -> None:
    """Copy a file of a backup, reading it once: it is checked against the manifest on the way, its copy afterwards.

    Raises:
        BackupDamaged: it is missing, cut or altered, or its copy is.
        NotPlain: a link or the like has its name.
        DiskFull, DiskFailing, FolderReadOnly
    """
    check_size(source, part)
    sha = hashlib.sha256()
    with on_disk(to), source.open("rb") as read, to.open("wb") as written:
        while piece := read.read(_PIECE):
            sha.update(piece)
            written.write(piece)
    if sha.hexdigest() != part.sha256:
        raise BackupDamaged(str(source))
    check_part(to, part)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, as hexadecimal."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            sha.update(piece)
    return sha.hexdigest()


def scan_lines(scans: dict[FileDigest, int]) -> bytes:
    """The list of scanned files in its stored form."""
    return "".join(f"{digest} {size}\n" for digest, size in sorted(scans.items())).encode()


def scans_of(copy: Path) -> Iterator[tuple[FileDigest, int]]:
    """The scanned files of this backup, with their sizes on the disk.

    Raises:
        BackupDamaged: a line names none.
        NotPlain: a link or the like has the list's name.
        DiskFailing, FolderReadOnly
    """
    path = copy / SCANS
    check_file(path)
    with on_disk(path):
        lines = path.read_bytes().splitlines()
    for line in lines:
        named = _SCAN_LINE.fullmatch(line)
        if named is None:
            raise BackupDamaged(str(path), ascii(line))
        yield FileDigest(named[1].decode("ascii")), int(named[2])


def scan_copy_path(machine: Path, digest: FileDigest) -> Path:
    """The path of a scanned file's copy."""
    return machine / SHELVES / digest[:2] / digest
