"""Seats that the hub has given, recorded outside the database before anybody is told.

A database restored from an older backup has no record of what was given after it, while machines and citizens use it.
So each lease and each seat booked online is written to a file beside the scanned files first; what the database lacks
is taken from there.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

from models.events import Seat
from models.system.decoding import prepared
from sync.hub.line_files import NOTHING, LineFiles, LinesEnd
from sync.hub.store import Writing
from sync.hub.store.seats import seat_rows
from sync.hub.store.seats.seat_rows import SeatLeaseRow


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
    """The given seats, one JSON object per line of an office's file.

    Args of the constructor:
        folder: where the files lie; made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._files = LineFiles(folder, ".seats")
        self._had: dict[str, tuple[LinesEnd, str]] = {}

    def given(self, office: str) -> list[GivenSeats]:
        """All that was given in this office.

        Raises:
            FileTrouble: the disk does not let it be read.
        """
        return _read(self._files.lines(office))

    def restore(self, writing: Writing, office: str) -> None:
        """Put back what the database lacks; whoever asks holds the office's stream.

        Raises:
            FileTrouble: the disk does not let it be read.
        """
        end, last = self._had.get(office, (NOTHING, ""))
        # A database that has the last lease has all before it, as each is put down behind the one before.
        had = bool(last) and seat_rows.find_lease(writing, office, last) is not None
        lines, end = self._files.lines_after(office, end if had else NOTHING)
        given = _read(lines)
        there = seat_rows.leases_among(writing, office, [one.id for one in given])
        lacking = [one for one in given if one.id not in there]
        for one in lacking:
            if seat_rows.put_lease(writing, SeatLeaseRow(office, one.id, one.device, one.installation, one.at)):
                online = "" if one.device else one.id
                seat_rows.take(writing, office, one.seats, lease_id=one.id, appointment=online)
        if given and not lacking:
            self._had[office] = end, given[-1].id

    def record(self, office: str, given: GivenSeats) -> None:
        """Record what is about to be told; it is on the disk on return.

        Raises:
            FileTrouble: the disk does not take it.
        """
        self._files.append(office, [_encode(given)])


def _read(lines: list[bytes]) -> list[GivenSeats]:
    return [given for given in map(_row, lines) if given is not None]


def _row(line: bytes) -> GivenSeats | None:
    try:
        return _decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
