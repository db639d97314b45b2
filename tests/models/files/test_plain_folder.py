"""Folders of somebody else: what is no plain file or folder is refused, and nothing is reached through a link."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.files.plain_folder import EntryKind, PlainFolder, check_file, check_folder, kind_of, opened
from models.trouble import FolderReadOnly, NotPlain

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")

Makes = Callable[[Path], object]


def _link(path: Path) -> None:
    there = path.parent.parent / "elsewhere"
    there.mkdir(exist_ok=True)
    path.symlink_to(there, target_is_directory=True)


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent.parent / "nowhere")


STRANGE: dict[str, Makes] = {"link": _link, "link to nothing": _dangling, "pipe": os.mkfifo}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@contextmanager
def there(path: Path) -> Iterator[PlainFolder]:
    """A folder that is there."""
    with opened(path) as found:
        assert found is not None
        yield found


@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_neither_file_nor_folder_is_told_and_left_as_it_is(folder: Path, kind: str) -> None:
    path = folder / "x"
    STRANGE[kind](path)
    before = path.lstat()

    def below(found: PlainFolder) -> None:
        with found.below("x", make=True):
            raise AssertionError

    uses: list[Callable[[PlainFolder], object]] = [
        below,
        lambda found: found.read("x", 10),
        lambda found: found.write_whole("x", b"new"),
        lambda found: found.remove("x"),
    ]
    for use in uses:
        with pytest.raises(NotPlain) as strange, there(folder) as found:
            use(found)
        assert strange.value.path == str(path)
    for check in (check_folder, check_file):
        with pytest.raises(NotPlain):
            check(path)
    with pytest.raises(NotPlain), opened(path):
        raise AssertionError
    after = path.lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert kind_of(path) is EntryKind.OTHER
    assert [path.name for path in folder.iterdir()] == ["x"]


def test_a_file_is_no_folder_and_a_folder_no_file(folder: Path) -> None:
    (folder / "file").write_bytes(b"content")
    (folder / "folder").mkdir()
    with there(folder) as found:
        assert (found.kind("file"), found.kind("folder"), found.kind("x")) == (
            EntryKind.FILE,
            EntryKind.FOLDER,
            EntryKind.NOTHING,
        )
        with pytest.raises(NotPlain):
            found.read("folder", 10)
        with pytest.raises(NotPlain):
            found.remove("folder")
        with pytest.raises(NotPlain), found.below("file"):
            raise AssertionError
    with pytest.raises(NotPlain):
        check_folder(folder / "file")
    with pytest.raises(NotPlain):
        check_file(folder / "folder")
    check_folder(folder / "x")
    check_file(folder / "file")


def test_what_is_not_there_is_none_or_made(folder: Path) -> None:
    with opened(folder / "x") as nothing:
        assert nothing is None
    with there(folder) as found:
        with found.below("y") as nothing:
            assert nothing is None
        with found.below("y", make=True) as made:
            assert made is not None
            made.write_whole("file", b"content")
        found.remove("x")
        with pytest.raises(FolderReadOnly):
            found.read("x", 10)
    assert (folder / "y" / "file").read_bytes() == b"content"


def test_a_file_is_read_up_to_its_bound(folder: Path) -> None:
    (folder / "file").write_bytes(b"0123456789")
    with there(folder) as found:
        assert found.read("file", 10) == b"0123456789"
        assert found.read("file", 9) is None


def test_a_folder_that_is_held_stays_the_one_it_was_whatever_takes_its_name(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "old").write_bytes(b"precious")
    (folder / "pocket").mkdir()
    (folder / "pocket" / "old").write_bytes(b"letter")
    with there(folder) as found, found.below("pocket") as pocket:
        assert pocket is not None
        (folder / "pocket").rename(folder / "moved")
        (folder / "pocket").symlink_to(elsewhere, target_is_directory=True)
        pocket.write_whole("new", b"answer")
        assert pocket.read("old", 10) == b"letter"
        pocket.remove("old")
    assert sorted(path.name for path in (folder / "moved").iterdir()) == ["new"]
    assert [(path.name, path.read_bytes()) for path in elsewhere.iterdir()] == [("old", b"precious")]


def test_a_second_name_of_another_file_is_replaced_and_removed_without_touching_that_file(
    folder: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    for name in ("a", "b"):
        (folder / name).hardlink_to(precious)
    with there(folder) as found:
        found.write_whole("a", b"answer")
        found.remove("b")
    assert (precious.read_bytes(), precious.stat().st_nlink) == (b"precious", 1)
    assert (folder / "a").read_bytes() == b"answer"
