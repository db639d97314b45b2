"""What the system says when a file or folder cannot be read or written, as the trouble a person can act on."""

import errno
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
