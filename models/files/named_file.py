"""Reads a file that a person has named: a plain one, and no larger than what it may hold."""

import errno
import os
import stat
from pathlib import Path

MOST_BYTES = 16_000_000
"""Of a text that somebody writes by hand: settings, answers, lists of decisions."""

_HOW = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""Without O_NONBLOCK, opening a pipe that nobody writes to never returns."""


def read_named(path: Path, most: int = MOST_BYTES) -> bytes:
    """All bytes of the file; links are followed.

    Args:
        path: of the file.
        most: bytes it may have.

    Raises:
        OSError: it cannot be read, is no plain file but a device, a pipe, a folder (EINVAL), or has more (EFBIG).
    """
    handle = os.open(path, _HOW)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no plain file", str(path))
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, "too large", str(path))
    return content
