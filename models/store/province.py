"""Local state of the exchange with the province and other peers: values by name, arrival of events."""

from datetime import datetime

from msgspec import Struct

from models.calendar.clock import instant, micros
from models.ids import PROVINCE, PeerName
from models.store import tables
from models.store.file.database import Database
from models.store.log import Log


class Arrival(Struct, frozen=True):
    """When events arrived at the province, by its clock, and the office's last number ("số") there."""

    at: datetime
    position: int


_LAST = "SELECT at, position FROM arrival ORDER BY seq DESC LIMIT 1"


class PeerRecord:
    """Local state of the exchange with one peer: values by name, each replaced whole, and acknowledgements.

    Values of another peer than the province have its name before theirs.
    """

    def __init__(self, database: Database, log: Log, peer: PeerName) -> None:
        self._database = database
        self._log = log
        self._peer = peer
        self._before = "" if peer == PROVINCE else f"{peer}/"

    def get(self, name: str) -> bytes | None:
        """The value of this name, or None."""
        with self._database.reading():
            value: bytes | None = self._database.one("SELECT value FROM province WHERE name = ?", self._before + name)
            return value

    def put(self, name: str, value: bytes) -> None:
        """Store a value in place of the last one; durable on return."""
        with self._database.transaction():
            self._database.run(
                "INSERT OR REPLACE INTO province (name, value) VALUES (?, ?)", (self._before + name, value)
            )

    def drop(self, *names: str) -> None:
        """Remove values; missing ones are ignored."""
        with self._database.transaction():
            self._database.run_many("DELETE FROM province WHERE name = ?", [(self._before + name,) for name in names])

    def arrived(self, seq: int, at: datetime, position: int) -> None:  # noqa: ARG002 - of the province
        """Record that the peer has this device's events up to ``seq``.

        Args:
            seq: highest number without a gap.
            at: by the peer's clock.
            position: the office's last position there at that moment.
        """
        self._log.acknowledge(seq, self._peer)

    def last_arrival(self) -> Arrival | None:
        """When anything of this device arrived last; None = never, or not recorded for such a peer."""
        return None


class ProvinceRecord(PeerRecord):
    """The state of the exchange with the province, with arrival times."""

    def __init__(self, database: Database, log: Log) -> None:
        super().__init__(database, log, PROVINCE)

    def arrived(self, seq: int, at: datetime, position: int) -> None:
        """Record an acknowledgement, with its arrival time."""
        self._log.acknowledge(seq, arrival=(micros(at), position))

    def arrival_of(self, seq: int) -> Arrival | None:
        """When this device's event of this number arrived; None = not yet, as far as is known."""
        return self._arrival(tables.ARRIVAL_FROM, seq)

    def last_arrival(self) -> Arrival | None:
        """When anything of this device arrived last; None = nothing yet."""
        return self._arrival(_LAST)

    def _arrival(self, statement: str, *values: int) -> Arrival | None:
        with self._database.reading():
            row = self._database.run(statement, values).fetchone()
            return None if row is None else Arrival(instant(row[0]), row[1])
