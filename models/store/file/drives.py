"""Whether a folder lies on a local or a network drive. SQLite's locks hold only on a local one."""

import ctypes
import os
import sys
from pathlib import Path

LOCAL_TYPES = frozenset(
    {
        "bcachefs",
        "btrfs",
        "exfat",
        "ext2",
        "ext3",
        "ext4",
        "f2fs",
        "fuseblk",
        "hfs",
        "hfsplus",
        "jfs",
        "msdos",
        "nilfs2",
    }
    | {
        "ntfs",
        "ntfs3",
        "overlay",
        "ramfs",
        "reiserfs",
        "tmpfs",
        "ubifs",
        "udf",
        "ufs",
        "vfat",
        "xfs",
        "zfs",
        "ecryptfs",
    }
    | {"fuse.gocryptfs", "fuse.cryfs", "fuse.ntfs-3g", "fuse.exfat", "fuse.zfs"}
)
"""File systems on a drive of this PC, as Linux names them. Those of a network, of a virtual machine's host and of the
programs that show a cloud as a folder are far more, and new ones come: what is not here is not known to be local."""

LOCAL_ON_WINDOWS = frozenset({"NTFS", "REFS", "FAT", "FAT32", "EXFAT", "CSVFS_NTFS"})
"""The same as Windows names them. Shared folders of virtual machines and clouds may call themselves fixed drives, and
give their own name here."""

DRIVES_OF_A_PC = frozenset({2, 3, 6})
"""What Windows' GetDriveType answers: removable, fixed, in memory. 4 is remote; 0, 1 and 5 hold no data folder."""

MOUNTS = Path("/proc/self/mountinfo")


def is_on_network(path: Path) -> bool:
    """Whether the folder of this file may be shared: by a network, a cloud, a virtual machine's host."""
    return shared_by(path) != ""


def shared_by(path: Path) -> str:
    """The name of the file system that may be shared, or empty where the folder lies on a drive of this PC."""
    if sys.platform == "win32":
        return _shared_on_windows(path)
    if not MOUNTS.exists():
        return ""  # no Linux: nothing is known of its drives
    kind = file_system_of(path, MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
    if not kind and _on_block_device(path):
        return ""
    return "" if kind in LOCAL_TYPES else kind or "?"


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


def _on_block_device(path: Path) -> bool:
    """Whether a path lies on a disk, by its device number, where no mount is listed (in a ``chroot``).

    File systems without a disk of their own (NFS, FUSE, 9p) have devices of major number 0.
    """
    whole = path.resolve()
    there = next(one for one in (whole, *whole.parents) if one.exists())
    return os.major(there.stat().st_dev) != 0


def _shared_on_windows(path: Path) -> str:
    anchor = str(path.resolve().anchor)
    if anchor.startswith("\\\\"):
        return anchor
    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return ""
    if windows.kernel32.GetDriveTypeW(anchor) not in DRIVES_OF_A_PC:
        return anchor
    name = ctypes.create_unicode_buffer(64)
    if not windows.kernel32.GetVolumeInformationW(anchor, None, 0, None, None, None, name, len(name)):
        return anchor
    return "" if name.value.upper() in LOCAL_ON_WINDOWS else name.value
