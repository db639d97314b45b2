"""Does a folder lie on this PC, or on a drive that other PCs share? SQLite's locks hold only on the first."""

import ctypes
import sys
from pathlib import Path

NETWORK_TYPES = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "lustre",
    }
    | {"ncpfs", "nfs", "nfs4", "ocfs2", "smb2", "smb3", "smbfs", "vboxsf"}
)
"""File systems whose files another machine may change at the same time."""

DRIVE_REMOTE = 4
"""What Windows' GetDriveType answers for a network drive."""

MOUNTS = Path("/proc/self/mountinfo")


def is_on_network(path: Path) -> bool:
    """Whether the folder of this file is shared by a network. Unknown kinds count as local."""
    if sys.platform == "win32":
        return _is_remote_on_windows(path)
    if not MOUNTS.exists():
        return False
    return file_system_of(path, MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")) in NETWORK_TYPES


def file_system_of(path: Path, mounts: str) -> str:
    """The file system type of the innermost mount over this path.

    Args:
        path: any path; it need not exist.
        mounts: what ``/proc/self/mountinfo`` says: mount point in the fifth field, type after " - ".
    """
    whole = path.resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        point = Path(fields[4].encode().decode("unicode_escape"))
        # A later line covers an earlier one at the same place.
        if whole.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), right.split(" ")[0]
    return kind


def _is_remote_on_windows(path: Path) -> bool:
    anchor = str(path.resolve().anchor)
    if anchor.startswith("\\\\"):
        return True
    windows = getattr(ctypes, "windll", None)
    return windows is not None and windows.kernel32.GetDriveTypeW(anchor) == DRIVE_REMOTE
