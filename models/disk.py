"""Files and folders: written whole or not at all, and what the system refuses told as trouble a person can act on."""

import errno
import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from models.trouble import DiskFailing, DiskFull, FileTrouble, FolderReadOnly

if sys.platform != "win32":
    import fcntl

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FAILING = {errno.EIO, errno.ENXIO, errno.ENODEV}


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Whatever the system refuses inside is a trouble of this path.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: full; broken; anything else, which is a place that takes no writing.
    """
    try:
        yield
    except OSError as error:
        raise trouble_of(path, error) from error


def trouble_of(path: Path, error: OSError) -> FileTrouble:
    """The trouble an error of the system stands for."""
    if error.errno in _FULL:
        return DiskFull(str(path), str(error))
    if error.errno in _FAILING:
        return DiskFailing(str(path), str(error))
    return FolderReadOnly(str(path), str(error))


PART = ".part"
"""How a file ends that is still being written: never read, and free to be removed once nobody writes it any more."""

_LEFT = re.compile(rf".+\.[0-9a-f]{{8}}{re.escape(PART)}")


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file so that its name never stands for half of it, on FAT too; on the disk when this returns.

    Args:
        path: the file; folders above it are made.
        content: all of it.
        private: only this user may read it, from its first byte on.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: what was there before, if anything, is untouched.
    """
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")
    with on_disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(fresh, _NEW, 0o600 if private else 0o666)
            with os.fdopen(handle, "wb") as file:
                _claim(file)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                if sys.platform != "win32":
                    fresh.replace(path)  # still claimed
            if sys.platform == "win32":
                fresh.replace(path)  # not while it is open
        finally:
            fresh.unlink(missing_ok=True)
        settle_folder(path.parent)


def remove_left(folder: Path) -> tuple[str, ...]:
    """Remove what writings that were cut short have left in this folder; what somebody writes just now stays.

    Returns:
        The names of what was removed.

    Raises:
        DiskFailing, FolderReadOnly
    """
    gone = []
    with on_disk(folder):
        left = [path for path in folder.iterdir() if _LEFT.fullmatch(path.name)] if folder.is_dir() else []
        for path in left:
            if _is_left(path):
                path.unlink(missing_ok=True)
                gone.append(path.name)
    return tuple(gone)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)


def _claim(file: BinaryIO) -> None:
    """Whoever cleans up sees that this file is being written, until it is closed. Windows shows that by itself."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX)


def _is_left(path: Path) -> bool:
    """Whether nobody writes this file any more."""
    try:
        with path.open("r+b") as file:
            if sys.platform != "win32":
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False  # it has its name just now
    except (BlockingIOError, PermissionError):
        return False
    return True


def settle_folder(folder: Path) -> None:
    """Names made, changed or removed in this folder are on the disk. Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
