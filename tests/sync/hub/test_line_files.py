"""What was given out stands in a file before the database has it, and a file of years is read once."""

from pathlib import Path

import pytest

from models.trouble import FolderReadOnly
from sync.hub.line_files import NOTHING, LineFiles

OFFICE = "H99.98.01"


@pytest.fixture
def files(tmp_path: Path) -> LineFiles:
    return LineFiles(tmp_path / "a" / "b", ".lines")


def test_lines_come_back_as_they_were_put_down(files: LineFiles) -> None:
    assert files.lines(OFFICE) == []
    files.append(OFFICE, [b"one", b"two"])
    files.append(OFFICE, [b"three"])
    assert files.lines(OFFICE) == [b"one", b"two", b"three"]
    assert files.lines("H99.98.02") == []


def test_a_line_that_a_crash_cut_short_takes_no_other_with_it(files: LineFiles, tmp_path: Path) -> None:
    files.append(OFFICE, [b"one"])
    (path,) = (tmp_path / "a" / "b").iterdir()
    with path.open("ab") as file:
        file.write(b"\ntw")
    _, end = files.lines_after(OFFICE, NOTHING)
    files.append(OFFICE, [b"three"])
    assert files.lines(OFFICE) == [b"one", b"tw", b"three"]
    assert files.lines_after(OFFICE, end)[0] == [b"three"]


def test_only_what_came_since_is_read(files: LineFiles) -> None:
    files.append(OFFICE, [b"one"])
    lines, end = files.lines_after(OFFICE, NOTHING)
    assert lines == [b"one"]
    assert files.lines_after(OFFICE, end) == ([], end)
    files.append(OFFICE, [b"two"])
    assert files.lines_after(OFFICE, end)[0] == [b"two"]


@pytest.mark.parametrize("content", [b"\nother\n", b"\nother than before\n"])
def test_another_file_of_that_name_is_read_whole(files: LineFiles, tmp_path: Path, content: bytes) -> None:
    files.append(OFFICE, [b"longer"])
    _, end = files.lines_after(OFFICE, NOTHING)
    (path,) = (tmp_path / "a" / "b").iterdir()
    beside = path.with_name("beside")
    beside.write_bytes(content)
    beside.replace(path)
    assert files.lines_after(OFFICE, end)[0] == [content.strip()]


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("no folder")
    with pytest.raises(FolderReadOnly):
        LineFiles(tmp_path / "a", ".lines").append(OFFICE, [b"one"])
