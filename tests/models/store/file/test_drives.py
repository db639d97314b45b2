import ctypes
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from models.store.file import drives
from models.store.file.drives import file_system_of, is_on_network, shared_by

SHARED = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "virtiofs", "prl_fs"} | {
    "vboxsf",
    "fuse.vmhgfs-fuse",
    "afs",
    "ceph",
    "fuse",
    "some_new_fs",
}

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:40 / /mnt/office rw,relatime shared:2 - cifs //server/share rw
41 40 8:2 / /mnt/office/local rw,relatime shared:3 - xfs /dev/sdb1 rw
42 22 0:42 / /mnt/two\\040words rw - nfs4 server:/x rw
43 22 8:3 / /mnt/over rw - ext4 /dev/sdc1 rw
44 22 0:44 / /mnt/over rw - fuse.sshfs host: rw
not a mount line
"""


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/mau/motcua.db", "ext4"),
        ("/mnt/office/motcua.db", "cifs"),
        ("/mnt/office/deep/down/motcua.db", "cifs"),
        ("/mnt/office/local/motcua.db", "xfs"),
        ("/mnt/officeX/motcua.db", "ext4"),
        ("/mnt/two words/motcua.db", "nfs4"),
        ("/mnt/over/motcua.db", "fuse.sshfs"),
    ],
)
def test_the_innermost_mount_over_a_path_tells_its_file_system(path: str, kind: str) -> None:
    assert file_system_of(Path(path), MOUNTS) == kind


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux")
@pytest.mark.parametrize(
    "kind",
    sorted(SHARED),
)
def test_whatever_is_not_known_to_be_local_is_told_by_its_name(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 8:1 / / rw - {kind} x rw\n", "utf-8")
    monkeypatch.setattr(drives, "MOUNTS", mounts)
    assert is_on_network(tmp_path / "motcua.db")
    assert shared_by(tmp_path / "motcua.db") == kind


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux")
@pytest.mark.parametrize(
    "kind", ["ext4", "xfs", "btrfs", "tmpfs", "overlay", "fuseblk", "vfat", "exfat", "ntfs3", "f2fs", "zfs"]
)
def test_drives_of_a_pc_are_local(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 8:1 / / rw - {kind} x rw\n", "utf-8")
    monkeypatch.setattr(drives, "MOUNTS", mounts)
    assert not is_on_network(tmp_path / "motcua.db")


class Kernel:
    """Answers as Windows' kernel32 does."""

    def __init__(self, drive: int, system: str) -> None:
        self.drive, self.system = drive, system

    def GetDriveTypeW(self, anchor: str) -> int:  # noqa: N802  # as Windows names it
        assert isinstance(anchor, str)
        return self.drive

    def GetVolumeInformationW(self, *asked: Any) -> int:  # noqa: ANN401, N802  # likewise
        asked[6].value = self.system
        return int(bool(self.system))


@pytest.mark.parametrize(
    ("drive", "system", "shared"),
    [
        (3, "NTFS", False),
        (2, "exFAT", False),
        (6, "FAT32", False),
        (4, "NTFS", True),
        (5, "CDFS", True),
        (1, "", True),
        (3, "FUSE-rclone", True),
        (3, "VBoxSharedFolderFS", True),
        (3, "PrlSF", True),
        (3, "", True),
    ],
)
def test_windows_is_asked_for_the_drive_and_for_its_file_system(
    drive: int, system: str, *, shared: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=Kernel(drive, system)), raising=False)
    assert bool(drives._shared_on_windows(tmp_path)) is shared


@pytest.mark.skipif(sys.platform == "win32", reason="device numbers are a thing of POSIX")
@pytest.mark.parametrize(("major", "told"), [(254, ""), (8, ""), (0, "?")])
def test_where_no_mount_is_listed_the_device_says_whether_there_is_a_disk(
    major: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mountinfo").write_text("42 27 0:21 / /proc rw - proc proc rw\n")
    monkeypatch.setattr(drives, "MOUNTS", tmp_path / "mountinfo")
    monkeypatch.setattr(os, "major", lambda _: major)
    assert drives.shared_by(tmp_path / "not there yet" / "motcua.db") == told


def test_a_folder_of_this_pc_is_local(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path / "motcua.db")
