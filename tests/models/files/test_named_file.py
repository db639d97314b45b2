"""A file that a person named is read when it is one, and never without end."""

import errno
import os
import sys
from pathlib import Path

import pytest

from models.files.named_file import read_named


def test_a_file_is_read_to_its_last_byte_and_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_named(tmp_path / "a", 5) == b"12345"
    if sys.platform != "win32":
        (tmp_path / "b").symlink_to(tmp_path / "a")
        assert read_named(tmp_path / "b") == b"12345"


def test_more_than_it_may_have_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    with pytest.raises(OSError, match="too large") as refused:
        read_named(tmp_path / "a", 4)
    assert (refused.value.errno, refused.value.filename) == (errno.EFBIG, str(tmp_path / "a"))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices as unix has them")
def test_a_pipe_a_device_and_a_folder_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(OSError) as refused:
            read_named(path)
        assert refused.value.errno in {errno.EINVAL, errno.EISDIR}
        assert refused.value.filename is not None
