"""What the system refuses is told as something a person can act on."""

import errno
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.files.disk import is_inside, on_disk, trouble_of, write_named, writing_named
from models.trouble import DiskFailing, DiskFull, FileTrouble, FolderReadOnly, TargetUnfit


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


unix = pytest.mark.skipif(sys.platform == "win32", reason="such files are things of unix")


def link(path: Path) -> None:
    (path.parent / "elsewhere").write_bytes(b"precious")
    path.symlink_to(path.parent / "elsewhere")


TAKEN: dict[str, Callable[[Path], None]] = {
    "link": link,
    "link to nothing": lambda path: path.symlink_to(path.parent / "nothing"),
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "socket": lambda path: socket.socket(socket.AF_UNIX).bind(str(path)),
}


@unix
@pytest.mark.parametrize("kind", TAKEN)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_nothing_but_a_plain_file_is_replaced_by_one_that_a_person_names(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    path = Path("out")
    TAKEN[kind](path)
    before = path.lstat()
    with pytest.raises(TargetUnfit):
        write_named(path, b"new")
    after = path.lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert sorted(tmp_path.rglob("*.part")) == []
    assert kind != "link" or (tmp_path / "elsewhere").read_bytes() == b"precious"


@unix
def test_a_device_is_not_replaced() -> None:
    with pytest.raises(TargetUnfit):
        write_named(Path(os.devnull), b"new")


def test_what_a_person_names_is_theirs_alone_and_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")
    path.chmod(0o644)
    with pytest.raises(ZeroDivisionError), writing_named(path) as file:
        file.write(b"half" * (1 // 0))
    assert path.read_bytes() == b"old"
    write_named(path, b"new")
    assert path.read_bytes() == b"new"
    assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o600
    assert sorted(tmp_path.iterdir()) == [path]


def test_nothing_is_put_into_the_folder_that_is_kept_apart(tmp_path: Path) -> None:
    for path in (tmp_path / "motcua.db", tmp_path / "files" / "x", tmp_path / "files" / ".." / "settings.toml"):
        (tmp_path / "files").mkdir(exist_ok=True)
        with pytest.raises(TargetUnfit):
            write_named(path, b"new", apart_from=tmp_path)
    assert not (tmp_path / "motcua.db").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links as unix has them")
def test_inside_a_folder_is_what_leads_there_whatever_its_links(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "way").symlink_to(tmp_path / "data")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert is_inside(tmp_path / "way" / "x", tmp_path / "data")
    assert is_inside(tmp_path / "data", tmp_path / "way")
    assert not is_inside(tmp_path / "database", tmp_path / "data")
    assert not is_inside(tmp_path / "loop" / "x", tmp_path / "data")
    with pytest.raises(FolderReadOnly):
        write_named(tmp_path / "loop" / "x", b"", apart_from=tmp_path / "data")
