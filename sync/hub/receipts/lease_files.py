"""Leased ranges of receipt numbers, recorded outside the database before they are leased.

A database restored from an older backup has no record of what was leased after it, and desks issue receipts from
it. So each range is written to a file beside the scanned files first; what the database lacks is taken from there.
"""

import os
from pathlib import Path

import msgspec

from models.files.disk import on_disk
from models.office import folder_name
from models.system.decoding import prepared
from sync.hub.store.receipts.receipt_rows import LeaseRow

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(prepared(LeaseRow)).decode


class LeaseFiles:
    """The leased ranges, in one append-only file per office, one JSON object a line.

    Args of the constructor:
        folder: where the files lie; made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def leased(self, office: str) -> list[LeaseRow]:
        """All ranges ever leased in this office. A line cut short by a crash was never leased.

        Raises:
            FileTrouble: the disk does not let it be read.
        """
        path = self._path(office)
        with on_disk(path):
            lines = path.read_bytes().splitlines() if path.exists() else []
        return [row for row in map(_row, lines) if row is not None]

    def record(self, rows: list[LeaseRow]) -> None:
        """Record ranges of one office; they are on the disk on return.

        Raises:
            FileTrouble: the disk does not take them.
        """
        path = self._path(rows[0].office)
        with on_disk(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(b"".join(b"\n" + _encode(row) + b"\n" for row in rows))
                file.flush()
                os.fsync(file.fileno())

    def _path(self, office: str) -> Path:
        return self._folder / f"{folder_name(office)}.receipts"


def _row(line: bytes) -> LeaseRow | None:
    try:
        return _decode(line)
    except msgspec.MsgspecError:
        return None
