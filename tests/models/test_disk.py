"""What the system refuses is told as something a person can act on."""

import errno
from pathlib import Path

import pytest

from models.disk import on_disk, trouble_of
from models.trouble import DiskFailing, DiskFull, FileTrouble, FolderReadOnly


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EIO, DiskFailing),
        (errno.EACCES, FolderReadOnly),
        (errno.EROFS, FolderReadOnly),
        (errno.ENOTDIR, FolderReadOnly),
    ],
)
def test_each_refusal_of_the_system_is_a_trouble_of_its_own(number: int, kind: type[FileTrouble]) -> None:
    assert type(trouble_of(Path("/x"), OSError(number, "refused"))) is kind


def test_a_file_where_a_folder_should_be_takes_no_writing(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(FolderReadOnly) as refused, on_disk(file / "below"):
        (file / "below").mkdir()
    assert refused.value.path == str(file / "below")


def test_what_is_no_error_of_the_disk_passes_through() -> None:
    with pytest.raises(ZeroDivisionError), on_disk(Path("/x")):
        raise ZeroDivisionError
