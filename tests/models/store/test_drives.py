import sys
from pathlib import Path

import pytest

from models.store.drives import NETWORK_TYPES, file_system_of, is_on_network

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


def test_shares_of_windows_and_of_unix_count_as_network() -> None:
    assert {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs"} <= NETWORK_TYPES
    assert not {"ext4", "xfs", "btrfs", "tmpfs", "overlay", "fuseblk"} & NETWORK_TYPES


def test_a_folder_of_this_pc_is_local(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path / "motcua.db")
