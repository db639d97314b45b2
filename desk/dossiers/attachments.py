"""Scans and files of a dossier: stored under their SHA-256, shown through a temporary decrypted copy."""

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from desk.desk import Desk
from desk.reach import check_reach
from desk.rights import Permission, require
from desk.settings import READABLE
from models.events import FileAttached
from models.files.disk import on_disk
from models.files.named_file import read_named
from models.files.scans import MOST_FILE_BYTES, media_of
from models.ids import DossierId
from models.not_allowed import DossierUnknown, FileEmpty, FileKindUnknown, FileNotReadable, FileTooLarge
from models.subjects.dossier import Dossier
from models.text import clean

COPIES = READABLE
"""Folder of the readable copies, below the data folder: so that what a crash leaves is found and removed."""

_ENDING = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif"}
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


def attach(desk: Desk, dossier_id: DossierId, path: Path, paper: str = "") -> Dossier:
    """Keep a file with a dossier, also after its end: what was handed over may be scanned late.

    The same bytes a second time on this dossier are nothing new.

    Args:
        desk: this machine.
        dossier_id: whose.
        path: the file as the scanner or the citizen's stick has it; it is read, never changed.
        paper: name of the required paper it shows; empty = none in particular.

    Raises:
        DossierUnknown, OutOfReach, FileNotReadable, FileEmpty, FileTooLarge, FileKindUnknown.
        DiskFull, DiskFailing, FolderReadOnly: nothing was attached.
    """
    require(desk, Permission.ATTACH)
    dossier = _may_have_files(desk, dossier_id)
    return _attached(desk, dossier, stored(desk, path, paper))


def attach_content(desk: Desk, dossier_id: DossierId, name: str, content: bytes, paper: str = "") -> Dossier:
    """Likewise, what is no file yet: a photograph of a paper, say, under this name.

    Raises:
        DossierUnknown, OutOfReach, FileKindUnknown.
        DiskFull, DiskFailing, FolderReadOnly: nothing was attached.
    """
    require(desk, Permission.ATTACH)
    dossier = _may_have_files(desk, dossier_id)
    return _attached(desk, dossier, _kept(desk, name, content, paper))


def stored(
    desk: Desk, path: Path, paper: str = "", check: Callable[[str, bytes], None] = lambda _name, _content: None
) -> FileAttached:
    """A file kept at this desk, as the event that attaches it says; for a verb that records it with its own.

    Args:
        desk: this machine.
        path: as of ``attach``.
        paper: likewise.
        check: given name and content before anything is kept; refuses what the verb does not take.

    Raises:
        As ``attach``, but for the dossier; and what ``check`` raises.
    """
    require(desk, Permission.ATTACH)
    content = read_file(path)
    check(path.name, content)
    return _kept(desk, path.name, content, paper)


def open_copy(desk: Desk, attached: FileAttached) -> Path:
    """A readable copy for a viewer: only this user may read it, and it goes when the desk closes or next opens.

    Raises:
        ScanNotHere: another desk scanned it and it has not come yet.
        ScanDamaged, DiskFull, DiskFailing, FolderReadOnly.
    """
    require(desk, Permission.READ)
    content = desk.files.get(attached.digest)
    folder = desk.folder / COPIES / secrets.token_hex(8)
    with on_disk(folder):
        folder.mkdir(mode=0o700, parents=True)
        copy = folder / _file_name(attached)
        handle = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    return copy


def remove_copies(desk: Desk) -> bool:
    """Remove every readable copy. False when a viewer still holds one open: it goes the next time."""
    folder = desk.folder / COPIES
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def kept_content(desk: Desk, dossier_ids: Iterable[DossierId], name: str, content: bytes, paper: str) -> FileAttached:
    """What is no file yet kept for several dossiers, as the event that attaches it says; for a verb that records it.

    Raises:
        As ``attach_content``.
    """
    require(desk, Permission.ATTACH)
    for one in dossier_ids:
        _may_have_files(desk, one)
    return _kept(desk, name, content, paper)


def _may_have_files(desk: Desk, dossier_id: DossierId) -> Dossier:
    dossier = desk.store.log.dossier(dossier_id)
    if dossier.intake is None:
        raise DossierUnknown(dossier_id)
    check_reach(desk, dossier)
    return dossier


def _kept(desk: Desk, name: str, content: bytes, paper: str) -> FileAttached:
    media = media_of(content)
    if media is None:
        raise FileKindUnknown(name)
    digest = desk.files.put(content)
    return FileAttached(digest=digest, size=len(content), media=media, name=clean(name), paper=clean(paper))


def _attached(desk: Desk, dossier: Dossier, attached: FileAttached) -> Dossier:
    if any(known.digest == attached.digest for known in dossier.files):
        return dossier
    desk.store.log.record(dossier.id, desk.by, attached)
    return desk.store.log.dossier(dossier.id)


def read_file(path: Path) -> bytes:
    """The bytes of a file that is to be attached.

    Raises:
        FileNotReadable, FileEmpty, FileTooLarge.
    """
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            raise FileTooLarge(path.name, size, MOST_FILE_BYTES)
        content = read_named(path, MOST_FILE_BYTES)
    except OSError as error:
        raise FileNotReadable(path.name) from error
    if not content:
        raise FileEmpty(path.name)
    return content


def _file_name(attached: FileAttached) -> str:
    """The clerk's name for it where every system takes it, with the ending its kind has."""
    stem = _UNSAFE.sub(" ", Path(attached.name).stem).strip(" .")[:80]
    return (stem or attached.digest[:12]) + _ENDING.get(attached.media, "")
