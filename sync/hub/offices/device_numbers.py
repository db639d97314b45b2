"""Device numbers ever assigned in each office, recorded outside the database.

A database restored from an older backup has no record of machines enrolled after it. Their events exist at other desks
under their numbers; a new machine with such a number would be ignored by those desks. So each number is written to a
file beside the scanned files before it is assigned, and never assigned again.
"""

from pathlib import Path

from models.ids import DeviceId
from sync.hub.line_files import LineFiles


class Numbers:
    """The assigned numbers, one per line of an office's file.

    Args of the constructor:
        folder: where the files lie; made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._files = LineFiles(folder, ".numbers")

    def assigned(self, office: str) -> frozenset[DeviceId]:
        """All numbers assigned in this office.

        Raises:
            FileTrouble: the disk does not let it be read.
        """
        return frozenset(DeviceId(int(line)) for line in self._files.lines(office) if line.isdigit())

    def assign(self, office: str, number: DeviceId) -> None:
        """Record a number as assigned; it is on the disk on return.

        Raises:
            FileTrouble: the disk does not take it.
        """
        self._files.append(office, [b"%d" % number])
