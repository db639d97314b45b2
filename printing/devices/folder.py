"""A folder as printer: each print job becomes a PDF file with a name of its own."""

import contextlib
import os
import tempfile
from itertools import count
from pathlib import Path

from msgspec import Struct

from models.files.disk import sync_folder
from models.trouble import PrinterNotReached
from printing.devices.dialects import Dialect
from printing.devices.printer import Job, TakenJob
from printing.devices.status import PrinterState

_UNSAFE = frozenset('<>:"/\\|?*')


class PdfFolder(Struct, frozen=True):
    """Writes each file atomically and never over another."""

    path: Path
    dots: int | None = None
    dialect: Dialect | None = None

    @property
    def name(self) -> str:
        """The name used in sentences."""
        return str(self.path)

    def state(self) -> PrinterState | None:
        """None: a folder reports nothing before it is written to."""
        return None

    def send(self, job: Job) -> TakenJob:
        """Write the file; where the name is taken, " (2)", " (3)"… is added. Gives its path."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor, partial = tempfile.mkstemp(suffix=".part", dir=self.path)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(job.content)
                    file.flush()
                    os.fsync(file.fileno())
                made = _named(Path(partial), self.path, _safe(job.name), ".bin" if self.dots else ".pdf")
                sync_folder(self.path)
                return TakenJob(where=str(made), certain=True)
            finally:
                Path(partial).unlink(missing_ok=True)
        except OSError as error:
            raise PrinterNotReached(str(self.path), error.strerror or str(error)) from error


def _named(partial: Path, folder: Path, name: str, ending: str) -> Path:
    """Give the finished file the first free name, in one step that fails where the name is taken."""
    for number in count(1):
        path = folder / (f"{name}{ending}" if number == 1 else f"{name} ({number}){ending}")
        with contextlib.suppress(FileExistsError):
            _claim(partial, path)
            return path
    raise AssertionError


def _claim(partial: Path, path: Path) -> None:
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:
        # No links on this file system (a USB stick): hold the name with an empty file, then fill it in one step.
        path.touch(exist_ok=False)
        partial.replace(path)


def _safe(name: str) -> str:
    kept = "".join("-" if c in _UNSAFE or not c.isprintable() else c for c in name).strip(" .")
    return kept[:120] or "giay"
