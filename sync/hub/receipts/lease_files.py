"""Leased ranges of receipt numbers, recorded outside the database before they are leased.

A database restored from an older backup has no record of what was leased after it, and desks issue receipts from
it. So each range is written to a file beside the scanned files first; what the database lacks is taken from there.
"""

from pathlib import Path

import msgspec

from models.system.decoding import prepared
from sync.hub.line_files import NOTHING, LineFiles, LinesEnd
from sync.hub.store import Writing
from sync.hub.store.receipts import receipt_rows
from sync.hub.store.receipts.receipt_rows import LeaseRow

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(prepared(LeaseRow)).decode


_Range = tuple[str, str, int]
"""Form, series and first number of a range."""


class LeaseFiles:
    """The leased ranges, one JSON object per line of an office's file.

    Args of the constructor:
        folder: where the files lie; made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._files = LineFiles(folder, ".receipts")
        self._had: dict[str, tuple[LinesEnd, _Range]] = {}

    def restore(self, writing: Writing, office: str) -> list[LeaseRow]:
        """Put back what the database lacks; whoever asks holds the office's stream.

        Returns:
            All ranges ever leased in this office, as ``receipt_rows.leases_of`` gives them.

        Raises:
            FileTrouble: the disk does not let it be read.
        """
        rows = receipt_rows.leases_of(writing, office)
        there = set(map(_range, rows))
        end, last = self._had.get(office, (NOTHING, None))
        # A database that has the last range has all before it, as each is put down behind the one before.
        lines, end = self._files.lines_after(office, end if last in there else NOTHING)
        told = [row for row in map(_row, lines) if row is not None]
        lacking = [row for row in told if _range(row) not in there]
        if lacking:
            receipt_rows.put_leases(writing, lacking)
            return receipt_rows.leases_of(writing, office)
        if told:
            self._had[office] = end, _range(told[-1])
        return rows

    def record(self, rows: list[LeaseRow]) -> None:
        """Record ranges of one office; they are on the disk on return.

        Raises:
            FileTrouble: the disk does not take them.
        """
        self._files.append(rows[0].office, map(_encode, rows))


def _range(row: LeaseRow) -> _Range:
    return row.form, row.series, row.first


def _row(line: bytes) -> LeaseRow | None:
    try:
        return _decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
