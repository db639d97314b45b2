"""Seats that the hub has given, recorded outside the database before anybody is told.

A database restored from an older backup has no record of what was given after it, while machines and citizens use it.
So each lease and each seat booked online is written to a file beside the scanned files first; what the database lacks
is taken from there.
"""

import os
from pathlib import Path

import msgspec
from msgspec import Struct

from models.events import Seat
from models.files.disk import on_disk
from models.office import folder_name
from models.system.decoding import prepared


class GivenSeats(Struct, frozen=True):
    """What the hub gave at once. ``id``: the lease, or the appointment that was booked online."""

    id: str
    device: int
    installation: str
    at: int
    seats: tuple[Seat, ...]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(prepared(GivenSeats)).decode


class SeatFiles:
    """The given seats, in one append-only file per office, one JSON object a line.

    Args of the constructor:
        folder: where the files lie; made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def given(self, office: str) -> list[GivenSeats]:
        """All that was given in this office. A line cut short by a crash was never told.

        Raises:
            FileTrouble: the disk does not let it be read.
        """
        path = self._path(office)
        with on_disk(path):
            lines = path.read_bytes().splitlines() if path.exists() else []
        return [row for row in map(_row, lines) if row is not None]

    def record(self, office: str, given: GivenSeats) -> None:
        """Record what is about to be told; it is on the disk on return.

        Raises:
            FileTrouble: the disk does not take it.
        """
        path = self._path(office)
        with on_disk(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(b"\n" + _encode(given) + b"\n")
                file.flush()
                os.fsync(file.fileno())

    def forget_before(self, office: str, oldest: int) -> None:
        """Leave out what was given before: its days are over.

        Raises:
            FileTrouble: the disk does not take it; what was there stays.
        """
        path, all_ = self._path(office), self.given(office)
        left = [row for row in all_ if row.at >= oldest]
        if len(left) < len(all_):
            with on_disk(path):
                fresh = path.with_suffix(".part")
                with fresh.open("wb") as file:
                    file.write(b"".join(_encode(row) + b"\n" for row in left))
                    file.flush()
                    os.fsync(file.fileno())
                fresh.replace(path)

    def _path(self, office: str) -> Path:
        return self._folder / f"{folder_name(office)}.seats"


def _row(line: bytes) -> GivenSeats | None:
    try:
        return _decode(line)
    except msgspec.MsgspecError:
        return None
