"""Replaces the data in a folder by a verified backup, atomically even across a power cut.

The backup is copied to ``restore.part``. Renaming that to ``restore.ready`` commits the restore; what follows is moves
alone, each repeatable, so the next opening of the folder finishes them.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout
from msgspec import Struct

from models.files.disk import on_disk, sync_folder, write_whole
from models.system.decoding import prepared
from models.trouble import FileInUse, FolderReadOnly

PART, READY = "restore.part", "restore.ready"
_LOCK = "motcua.coming.lock"
_DONE = "restore.done.part"
_PLAN = "swap.json"
LEFT = (PART, _DONE)
"""Folders that an attempt that was cut short may leave; nothing in them counts."""


class _Swap(Struct, frozen=True, kw_only=True):
    """What the swap moves.

    Attributes:
        aside: folder into which goes what was there.
        gone: what only goes; journals first, since they belong to the file that goes.
        come: what takes the place of its namesake.
    """

    aside: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


def alone(folder: Path) -> FileLock:
    """Take the folder's restore lock, until released or the process ends.

    Raises:
        FileInUse: somebody does.
        FolderReadOnly
    """
    lock = FileLock(folder / _LOCK, timeout=0, thread_local=False)
    with on_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        lock.acquire()
    except Timeout as taken:
        raise FileInUse(str(folder / PART)) from taken
    except OSError as error:
        raise FolderReadOnly(str(folder), str(error)) from error
    return lock


def begin(folder: Path) -> Path:
    """An empty folder for the backup's files. Leftovers of an interrupted attempt are removed."""
    part = folder / PART
    with on_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in (part, folder / _DONE):
            if leftover.exists():
                shutil.rmtree(leftover)
        part.mkdir()
    return part


def abandon(folder: Path) -> None:
    """Remove the files."""
    with on_disk(folder):
        shutil.rmtree(folder / PART, ignore_errors=True)


def decide(folder: Path, aside: str, managed: Sequence[str], journals: Sequence[str]) -> None:
    """Commit to the restore; ``finish`` must follow, here or at the next opening.

    Args:
        folder: the data folder, with the whole copy in ``restore.part``.
        aside: name of the folder for what was there.
        managed: every name that a copy may hold.
        journals: what belongs to the old database alone.
    """
    part = folder / PART
    with on_disk(folder):
        come = tuple(name for name in managed if (part / name).exists())
        gone = (*journals, *(name for name in managed if name not in come))
        write_whole(part / _PLAN, msgspec.json.encode(_Swap(aside=aside, gone=gone, come=come)))
        part.rename(folder / READY)
        sync_folder(folder)


def is_decided(folder: Path) -> bool:
    """Whether a committed restore is unfinished."""
    return (folder / READY / _PLAN).exists()


def finish(folder: Path) -> Path:
    """Move the old files aside and the new in, with the database closed. Idempotent after a power cut.

    Returns:
        The folder into which the old was moved.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: may be called again.
    """
    ready = folder / READY
    with on_disk(folder):
        swap = msgspec.json.decode((ready / _PLAN).read_bytes(), type=prepared(_Swap))
        aside = folder / swap.aside
        aside.mkdir(exist_ok=True)
        for name in swap.gone:
            _move_aside(folder / name, aside / name)
        sync_folder(folder)
        for name in swap.come:
            if (ready / name).exists():
                _move_aside(folder / name, aside / name)
                (ready / name).rename(folder / name)
        sync_folder(folder)
        ready.rename(folder / _DONE)
        sync_folder(folder)
        shutil.rmtree(folder / _DONE, ignore_errors=True)
    return aside


def _move_aside(what: Path, to: Path) -> None:
    if what.exists() and not to.exists():
        what.rename(to)
