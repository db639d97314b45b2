"""Files and folders: written whole or not at all, and what the system refuses told as trouble a person can act on."""

import errno
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.trouble import DiskFailing, DiskFull, FileTrouble, FolderReadOnly

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
"""How a file ends that is still being written: never read, and free to be removed."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that its name never stands for half of it, on FAT too; on the disk when this returns.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: what was there before, if anything, is untouched.
    """
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")
    with on_disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with fresh.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        settle_folder(path.parent)


def settle_folder(folder: Path) -> None:
    """Names made, changed or removed in this folder are on the disk. Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
