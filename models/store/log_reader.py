"""Queries of the event log. Read only."""

from collections.abc import Iterator
from typing import TypeVar

from models.history import Recorded
from models.ids import (
    HIGHEST_DEVICE,
    HIGHEST_SEQ,
    NO_DIGEST,
    SEQ_BITS,
    ClerkId,
    DeviceId,
    Digest,
    DossierId,
    FileDigest,
    SubjectId,
    TicketId,
)
from models.store import outgoing, tables, tallies
from models.store.codec import place_of, recorded_of
from models.store.file.database import Database
from models.store.file.load_file import load_file_of
from models.store.named import named_files
from models.store.outgoing import Tally
from models.store.projections.all_rows import AllRows
from models.store.projections.dossier import DOSSIERS
from models.store.projections.projection import Projection
from models.store.projections.ticket import TICKETS
from models.store.verify import Finding, findings
from models.subjects.dossier import Dossier
from models.subjects.ticket import Ticket

S = TypeVar("S")

LAST_BEFORE = "SELECT place, clock, digest FROM event WHERE place < ? ORDER BY place DESC LIMIT 1"

_LOOKS_BEHIND = f"clerk = ? AND (clock, place) > (?, ?) AND {tables.IS_LOOK}"
_LOOKS = f"SELECT * FROM event WHERE {_LOOKS_BEHIND} ORDER BY clock, place LIMIT ?"  # noqa: S608  # ours
_CHAIN = "SELECT place FROM event WHERE place BETWEEN ? AND ? ORDER BY place"
_PAGE = 1_000


class LogReader:
    """Queries of the event log.

    Attributes:
        device: this machine.
        load_file: the mark of a visit laptop's file; None = the file has the office's whole stream.
    """

    def __init__(self, database: Database, device: DeviceId, rows: AllRows) -> None:
        self.device = device
        self._database = database
        self._rows = rows
        with database.reading():
            self.load_file = load_file_of(database)

    @property
    def base(self) -> int:
        """The number of this machine's last event that was wiped here; 0 = all are here."""
        return self.load_file.base_of(self.device) if self.load_file is not None else 0

    def history(self, subject: SubjectId) -> list[Recorded]:
        """The events of a subject, in the one order all desks agree on."""
        with self._database.reading():
            return [recorded_of(row) for row in self._database.run(tables.HISTORY, (subject,))]

    def dossier(self, id: DossierId) -> Dossier:  # noqa: A002
        """The fold of a dossier; an unknown one is empty."""
        return self.subject(DOSSIERS, id)

    def ticket(self, id: TicketId) -> Ticket:  # noqa: A002
        """The fold of a ticket; an unknown one is empty."""
        return self.subject(TICKETS, id)

    def subject(self, kind: Projection[S], name: SubjectId) -> S:
        """The fold of a subject of any kind; an unknown one is empty."""
        with self._database.reading():
            return self._rows.folds.whole(kind, name)

    def looks_of(self, clerk: ClerkId, *, after: Recorded | None = None, limit: int = 200) -> list[Recorded]:
        """A clerk's events of reading dossiers, on any device: one page, in the one order all desks agree on.

        Args:
            clerk: who.
            after: the last event of the page before; None = from the first one on.
            limit: how many at most. An event that only names such a one may be among them.
        """
        behind = (-1, 0) if after is None else (after.clock, place_of(after.device, after.seq))
        with self._database.reading():
            return [recorded_of(row) for row in self._database.run(_LOOKS, (clerk, *behind, limit))]

    def events(self) -> Iterator[Recorded]:
        """All events, device by device, for an export."""
        after = -1
        while rows := self._page(after):
            yield from map(recorded_of, rows)
            after = rows[-1][0]

    def verify(self, key: bytes | None = None) -> list[Finding]:
        """All defects found; empty = none.

        Args:
            key: of the file; with it the check uses a second thread.
        """
        with self._database.reading():
            kinds = [rows.kind for rows in self._rows.kinds]
            return findings(self._database, kinds, own=self.device, key=key)

    def files(self) -> dict[FileDigest, SubjectId]:
        """The scanned files named by this machine's dossiers and scanned here, with one dossier of each."""
        with self._database.reading():
            return named_files(self._database.run, self.device, after=self.base)

    def highest_device(self, below: DeviceId) -> DeviceId:
        """The highest device number below this one that any event bears; 0 = none."""
        with self._database.reading():
            row = self._database.run(LAST_BEFORE, (place_of(below, 0),)).fetchone()
            return DeviceId(0 if row is None else row[0] >> SEQ_BITS)

    def last_worked_under(self) -> DeviceId:
        """The device number of the newest event of all; 0 = no events."""
        newest, number, before = 0, 0, place_of(HIGHEST_DEVICE + 1, 0)
        with self._database.reading():
            while row := self._database.run(LAST_BEFORE, (before,)).fetchone():
                device = row[0] >> SEQ_BITS
                if row[1] > newest:
                    newest, number = row[1], device
                before = place_of(device, 0)
        return DeviceId(number)

    def digest_of(self, seq: int, device: DeviceId | None = None) -> Digest | None:
        """Digest of a device's (this one's) event of this number; zeros for 0, None if it is missing."""
        if seq == 0:
            return NO_DIGEST
        if self.load_file is not None and seq == self.base and device in {None, self.device}:
            return self.load_file.digest
        with self._database.reading():
            found: Digest | None = self._database.one(tables.DIGEST_AT, place_of(device or self.device, seq))
            return found

    def heads(self) -> dict[DeviceId, int]:
        """The last event number of each known device."""
        with self._database.reading():
            return dict(self._heads())

    def absent(self) -> list[tuple[DeviceId, int, int]]:
        """What has not arrived of the events before the last one known: machine, first and last number of each gap."""
        found: list[tuple[DeviceId, int, int]] = []
        with self._database.reading():
            for device in tallies.missing(self._database):
                if self.load_file is not None and device != self.device:
                    continue  # of others a load file has what was named, and nothing is missing
                last = self.base if device == self.device else 0
                chain = self._database.run(_CHAIN, (place_of(device, last + 1), place_of(device, HIGHEST_SEQ)))
                for (place,) in chain:
                    seq = place & HIGHEST_SEQ
                    if seq > last + 1:
                        found.append((device, last + 1, seq - 1))
                    last = seq
        return found

    def of_device(self, device: DeviceId, after: int, most_events: int, most_bytes: int) -> list[Recorded]:
        """Events of a device beyond a number, in order, with gaps.

        Args:
            device: whose.
            after: number of the event before the first one.
            most_events: how many at most.
            most_bytes: of all bodies together; the first event is given whatever its size.
        """
        with self._database.reading():
            rows = outgoing.rows(self._database, device, after, most_events, most_bytes)
            return [recorded_of(row) for row in rows]

    def own(self, seq: int) -> Recorded:
        """This device's event with this number.

        Raises:
            KeyError: there is none.
        """
        with self._database.reading():
            row = self._database.run("SELECT * FROM event WHERE place = ?", (place_of(self.device, seq),)).fetchone()
        if row is None:
            raise KeyError(seq)
        return recorded_of(row)

    def tally(self) -> list[Tally]:
        """Counts per device, for reconciling; of a load file those of this machine alone."""
        with self._database.reading():
            if self.load_file is not None:
                head = max(dict(self._heads()).get(self.device, 0), self.base)
                return outgoing.own_tally(self._database, self.device, head, self.load_file)
            return outgoing.tally(self._database, dict(self._heads()))

    def _heads(self) -> Iterator[tuple[DeviceId, int]]:
        """Each device and its last number, found by one look-up per device along the table."""
        before = place_of(HIGHEST_DEVICE + 1, 0)
        while row := self._database.run(LAST_BEFORE, (before,)).fetchone():
            device = DeviceId(row[0] >> SEQ_BITS)
            yield device, row[0] & HIGHEST_SEQ
            before = place_of(device, 0)

    def _page(self, after: int) -> list[tuple[int, ...]]:
        with self._database.reading():
            rows: list[tuple[int, ...]] = self._database.run(
                tables.EVENTS_AFTER, (after, place_of(HIGHEST_DEVICE + 1, 0), _PAGE)
            ).fetchall()
            return rows
