"""Files of lines beside the database, one per office: what was given out is put down before the database has it.

A database restored from an older backup has no record of what was given after it, while machines and citizens use it.
What the database lacks is taken from here.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from models.files.disk import on_disk, sync_folder
from models.office import folder_name


class LinesEnd(NamedTuple):
    """How far a file was read: which file, and how many bytes of it."""

    file: int
    size: int


NOTHING = LinesEnd(0, 0)
"""Nothing was read."""


class LineFiles:
    """Append-only files. A line cut short by a crash counts as none: nobody was told of it.

    Whoever appends holds the office's stream, so that nobody else does meanwhile.

    Args of the constructor:
        folder: where they lie; made when it is not there.
        ending: of their names.
    """

    def __init__(self, folder: Path, ending: str) -> None:
        self._folder, self._ending = folder, ending

    def lines(self, office: str) -> list[bytes]:
        """All lines of an office.

        Raises:
            FileTrouble: the disk does not let it be read.
        """
        return self.lines_after(office, NOTHING)[0]

    def lines_after(self, office: str, end: LinesEnd) -> tuple[list[bytes], LinesEnd]:
        """The lines behind a place, and where the last one ends; all of them where the file is another one by now.

        Raises:
            FileTrouble: the disk does not let it be read.
        """
        path = self._path(office)
        with on_disk(path):
            try:
                file = path.open("rb")
            except FileNotFoundError:
                return [], NOTHING
            with file:
                told = os.fstat(file.fileno())
                start = end.size if end.file == told.st_ino and end.size <= told.st_size else 0
                file.seek(start)
                content = file.read()
        return [line for line in content.splitlines() if line], LinesEnd(told.st_ino, start + len(content))

    def append(self, office: str, lines: Iterable[bytes]) -> None:
        """Put lines down; they are on the disk on return.

        Raises:
            FileTrouble: the disk does not take them.
        """
        path = self._path(office)
        with on_disk(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            is_new = not path.exists()
            with path.open("ab") as file:
                file.write(b"".join(b"\n" + line + b"\n" for line in lines))
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                sync_folder(self._folder)
                sync_folder(self._folder.parent)

    def _path(self, office: str) -> Path:
        return self._folder / f"{folder_name(office)}{self._ending}"
