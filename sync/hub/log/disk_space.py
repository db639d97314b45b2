"""Whether a folder has disk space for further files."""

import os
import shutil
import sys
from pathlib import Path

from msgspec import Struct


class DiskSpace(Struct, frozen=True):
    """Free space of a folder, which need not exist yet.

    Attributes:
        free: bytes; 0 when no name is left for a further file (inodes).
        writable: files may be made there at all.
    """

    free: int
    writable: bool


def room_in(folder: Path) -> DiskSpace:
    """Free space below a folder; none if it cannot be determined."""
    try:
        while not folder.exists():
            folder = folder.parent
        free = shutil.disk_usage(folder).free
        if sys.platform != "win32":
            system = os.statvfs(folder)
            free = 0 if system.f_files and not system.f_favail else free
        return DiskSpace(free, os.access(folder, os.W_OK | os.X_OK))
    except OSError:
        return DiskSpace(0, writable=False)
