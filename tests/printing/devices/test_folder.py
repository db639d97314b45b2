import errno
from pathlib import Path

import pytest

from models.trouble import PrinterNotReached
from printing.devices.folder import PdfFolder
from printing.devices.printer import Job, JobFormat

JOB = Job(name="01_H26.12.34-261123-0007_1", content=b"%PDF-1.4 one", language=JobFormat.PDF)


def test_a_paper_becomes_a_file_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    where = PdfFolder(tmp_path / "papers").send(JOB).where
    assert Path(where).read_bytes() == JOB.content
    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["01_H26.12.34-261123-0007_1.pdf"]


def test_a_paper_is_never_written_over_another(tmp_path: Path) -> None:
    folder = PdfFolder(tmp_path)
    names = [Path(folder.send(JOB).where).name for _ in range(3)]
    assert len(set(names)) == 3
    assert names[1] == "01_H26.12.34-261123-0007_1 (2).pdf"


def test_where_the_disk_knows_no_links_no_paper_is_lost_or_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _target: Path) -> None:
        raise PermissionError(errno.EPERM, "no links on this disk")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    for _ in range(2):
        PdfFolder(tmp_path).send(JOB)
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [JOB.content] * 2


def test_a_name_from_outside_cannot_leave_the_folder(tmp_path: Path) -> None:
    where = PdfFolder(tmp_path).send(Job(name="../../etc/x\n:y", content=b"1", language=JobFormat.PDF)).where
    assert Path(where).parent == tmp_path


def test_a_folder_that_cannot_be_made_is_a_printer_not_reached(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PrinterNotReached) as trouble:
        PdfFolder(tmp_path / "file" / "papers").send(JOB)
    assert not trouble.value.sent
