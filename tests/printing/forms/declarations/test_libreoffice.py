"""LibreOffice as it behaves: a program of its own that ends well without a file, hangs, or does what it is told."""

import sys
from pathlib import Path

import pytest

from printing.forms.declarations.libreoffice import LibreOfficeFailed, pdf_by_libreoffice
from tests.fakes.templates import pdf_form, word


def office(folder: Path, does: str) -> Path:
    """A program in its place."""
    program = folder / "soffice"
    program.write_text(
        f"#!{sys.executable}\nimport pathlib, sys, time\nout = sys.argv[sys.argv.index('--outdir') + 1]\n{does}\n"
    )
    program.chmod(0o755)
    return program


@pytest.mark.skipif(sys.platform == "win32", reason="a program of a shebang")
def test_each_run_has_its_own_profile_and_leaves_nothing_of_the_citizen_behind(tmp_path: Path) -> None:
    (tmp_path / "made.pdf").write_bytes(pdf_form([]))
    told = tmp_path / "profiles"
    program = office(
        tmp_path,
        f"open({str(told)!r}, 'a').write(sys.argv[1] + chr(10))\n"
        f"pathlib.Path(out, 'in.pdf').write_bytes(pathlib.Path({str(tmp_path / 'made.pdf')!r}).read_bytes())",
    )
    working = tmp_path / "working"
    for _ in range(2):
        assert pdf_by_libreoffice(word(["x"]), program=program, beside=working).startswith(b"%PDF")
    profiles = told.read_text().splitlines()
    assert len(set(profiles)) == 2
    assert all(one.startswith("-env:UserInstallation=file:///") for one in profiles)
    assert list(working.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a program of a shebang")
@pytest.mark.parametrize(
    ("does", "words"),
    [
        ("", "không ghi ra tệp nào"),
        ("sys.exit(81)", "mã 81"),
        ("pathlib.Path(out, 'in.pdf').write_bytes(b'%PDF-1.7 rubbish')", "không có trang nào"),
        ("time.sleep(60)", "chưa xong sau"),
    ],
)
def test_whatever_it_does_instead_is_told(tmp_path: Path, does: str, words: str) -> None:
    limit = 1.0 if "sleep" in does else 60.0
    with pytest.raises(LibreOfficeFailed, match=words):
        pdf_by_libreoffice(word(["x"]), program=office(tmp_path, does), beside=tmp_path / "w", time_limit=limit)
