"""Draws a filled DOCX by LibreOffice, where it is installed: each run with a profile of its own, and a time limit.

LibreOffice ends with 0 without having written anything, waits for another copy of itself that has the same profile, and
now and then for ever: so the file and its pages are checked, and the process and all its children are ended.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from models.trouble import Trouble

TIME_LIMIT = 90.0
"""Seconds; the first run on a PC makes its profile."""

_WINDOWS = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


class LibreOfficeFailed(Trouble):
    """It is not installed, took too long, or wrote no page; ``detail`` says which."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def installed() -> Path | None:
    """Where LibreOffice is; None = it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return Path(found)
    return next((Path(path) for path in _WINDOWS if sys.platform == "win32" and Path(path).exists()), None)


def pdf_by_libreoffice(content: bytes, *, program: Path, beside: Path, time_limit: float = TIME_LIMIT) -> bytes:
    """The document as PDF.

    Args:
        content: a DOCX file.
        program: LibreOffice.
        beside: folder for the working files, which hold what the citizen said and are gone when this returns.
        time_limit: seconds.

    Raises:
        LibreOfficeFailed: nothing usable came of it.
    """
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=beside, prefix="drawing-") as name:
        folder = Path(name)
        (folder / "in.docx").write_bytes(content)
        _run(
            [
                str(program),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder),
                str(folder / "in.docx"),
            ],
            time_limit,
        )
        out = folder / "in.pdf"
        if not out.exists():
            raise LibreOfficeFailed("không ghi ra tệp nào")
        made = out.read_bytes()
    from printing.forms.declarations.pdf_form import page_count  # noqa: PLC0415 - pypdf loads with the first PDF

    if page_count(made) < 1:
        raise LibreOfficeFailed("tệp ghi ra không có trang nào")
    return made


def _run(command: list[str], time_limit: float) -> None:
    own_group = sys.platform != "win32"
    process = subprocess.Popen(  # noqa: S603 - a fixed program and our own arguments
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=own_group,
    )
    try:
        process.wait(time_limit)
    except subprocess.TimeoutExpired as late:
        _end(process)
        raise LibreOfficeFailed(f"chưa xong sau {time_limit:g} giây") from late
    except BaseException:
        _end(process)
        raise
    if process.returncode:
        raise LibreOfficeFailed(f"kết thúc với mã {process.returncode}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it and what it started."""
    if sys.platform == "win32":
        taskkill = [shutil.which("taskkill") or "taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(taskkill, check=False, capture_output=True)  # noqa: S603 - likewise
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
