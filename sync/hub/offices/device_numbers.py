"""Device numbers ever assigned in each office, recorded outside the database.

A database restored from an older backup has no record of machines enrolled after it. Their events exist at other desks
under their numbers; a new machine with such a number would be ignored by those desks. So each number is written to a
file beside the scanned files before it is assigned, and never assigned again.
"""

import os
from pathlib import Path

from models.files.disk import on_disk
from models.ids import DeviceId
from models.office import folder_name


class Numbers:
    """The assigned numbers, in one append-only file per office, one per line.

    Args of the constructor:
        folder: where the files lie; made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def assigned(self, office: str) -> frozenset[DeviceId]:
        """All numbers assigned in this office. A line cut short by a crash is ignored.

        Raises:
            FileTrouble: the disk does not let it be read.
        """
        path = self._path(office)
        with on_disk(path):
            lines = path.read_text("ascii", "replace").splitlines() if path.exists() else []
        return frozenset(DeviceId(int(line)) for line in lines if line.isdecimal())

    def assign(self, office: str, number: DeviceId) -> None:
        """Record a number as assigned; it is on the disk on return.

        Raises:
            FileTrouble: the disk does not take it.
        """
        path = self._path(office)
        with on_disk(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(b"\n%d\n" % number)
                file.flush()
                os.fsync(file.fileno())

    def _path(self, office: str) -> Path:
        return self._folder / f"{folder_name(office)}.numbers"
