"""Counts kept beside what they count, each changed in the transaction that changes it: no question counts rows.

What is counted: settled dossiers by status and by day and procedure of receipt, tickets, and of the log the payments of
each device and the numbers that are missing in its chain. A device's own recording leaves none out, so an intake writes
no count at all: the fresh rows are few and are counted when somebody asks, the others when they settle.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from models.calendar.clock import instant, local_day
from models.events import FeeTaken, PaidBy
from models.history import Recorded, read
from models.ids import DeviceId
from models.store.codec import MAX_SEQ, SEQ_BITS
from models.store.file.database import Database

STATUS, RECEIVED, TICKETS, MISSING, FEES = "status", "received", "tickets", "missing", "fees"
"""What is counted. Names under these: a status; ``2026-11-23 1.001193``; none; a device; ``2 cash``."""

MOST_MONEY = 1 << 40
"""A payment beyond this many đồng (the province refuses a tenth of it) counts as none: sums stay what SQLite adds."""

Key = tuple[str, str]

_ADD = (
    "INSERT INTO tally (kind, name, number, amount) VALUES (?, ?, ?, ?) ON CONFLICT (kind, name) "
    "DO UPDATE SET number = number + excluded.number, amount = amount + excluded.amount"
)
_OF_KIND = "SELECT name, number FROM tally WHERE kind = ? AND number != 0"
_OF_DAYS = "SELECT name, number FROM tally WHERE kind = ? AND name >= ? AND name < ? AND number != 0"
_FEES = "SELECT name, number, amount FROM tally WHERE kind = ? AND number != 0"
_ALL = "SELECT kind, name, number, amount FROM tally WHERE number != 0"
_LOG = "SELECT place, CASE WHEN instr(body, ?) THEN body END FROM event ORDER BY place"
_FEE_TAKEN = b'"FeeTaken"'
_PROCEDURE, _STATUS, _RECEIVED = 8, 10, 11
"""Where these stand in a row of a dossier."""


class Tallies:
    """Changes of counts, gathered and then written at once."""

    def __init__(self) -> None:
        self._numbers: Counter[Key] = Counter()
        self._amounts: Counter[Key] = Counter()
        self._here: Counter[int] = Counter()
        self._last: Counter[int] = Counter()

    def dossier(self, values: Sequence[Any], times: int = 1) -> None:
        """A settled row comes (1) or goes (-1)."""
        for key in keys_of(values):
            self._numbers[key] += times

    def ticket(self, _values: Sequence[Any] = ()) -> None:
        """A ticket more."""
        self._numbers[TICKETS, ""] += 1

    def event(self, device: int, event: object) -> None:
        """An event more in the log."""
        if isinstance(event, FeeTaken) and abs(event.amount) <= MOST_MONEY:
            key = FEES, f"{device} {event.paid_by.value}"
            self._numbers[key] += 1
            self._amounts[key] += event.amount

    def log(self, events: Iterable[Recorded]) -> None:
        """Events of the whole log, in any order; ``write`` tells what is missing between them."""
        for recorded in events:
            self.event(recorded.device, recorded.event)
            self._here[recorded.device] += 1
            self._last[recorded.device] = max(self._last[recorded.device], recorded.seq)

    def missing(self, device: int, number: int) -> None:
        """So many numbers more (or fewer) are missing in the chain of a device."""
        self._numbers[MISSING, str(device)] += number

    def told(self) -> dict[Key, tuple[int, int]]:
        """Number and amount of whatever changed."""
        for device, last in self._last.items():
            self.missing(device, last - self._here[device])
        self._here.clear()
        self._last.clear()
        return {
            key: (number, self._amounts[key]) for key, number in self._numbers.items() if number or self._amounts[key]
        }

    def write(self, database: Database) -> None:
        """Add them to what is counted already. Inside a transaction of the caller."""
        changed = [(*key, *counted) for key, counted in self.told().items()]
        if changed:
            database.run_many(_ADD, changed)


def keys_of(values: Sequence[Any]) -> tuple[Key, ...]:
    """What a dossier's row counts for."""
    status, received_at = (STATUS, values[_STATUS]), values[_RECEIVED]
    if received_at is None:
        return (status,)
    return status, (RECEIVED, f"{local_day(instant(received_at)).isoformat()} {values[_PROCEDURE]}")


def by_status(database: Database) -> Counter[str]:
    """All dossiers by their status."""
    found = Counter(dict(database.run(_OF_KIND, (STATUS,)).fetchall()))
    found.update(status for (status,) in database.run("SELECT status FROM fresh"))
    return found


def by_procedure(database: Database, first: date, last: date) -> Counter[str]:
    """Dossiers received from one day of the office calendar to another, both included, by procedure."""
    days = first.isoformat(), (last + timedelta(days=1)).isoformat()
    found: Counter[str] = Counter()
    for name, number in database.run(_OF_DAYS, (RECEIVED, *days)):
        found[name.partition(" ")[2]] += number
    for row in database.run("SELECT * FROM fresh"):
        for kind, name in keys_of(row):
            if kind == RECEIVED and days[0] <= name < days[1]:
                found[name.partition(" ")[2]] += 1
    return found


def tickets(database: Database) -> int:
    """How many tickets there are."""
    return int(database.one(_OF_KIND.replace("name, number", "number"), TICKETS) or 0)


def missing(database: Database) -> dict[DeviceId, int]:
    """How many numbers are missing between those that are here of each device; devices without gaps are left out."""
    return {DeviceId(int(name)): number for name, number in database.run(_OF_KIND, (MISSING,))}


def fees(database: Database) -> Iterator[tuple[DeviceId, PaidBy, int, int]]:
    """``(device, way of paying, đồng, payments)``."""
    for name, number, amount in database.run(_FEES, (FEES,)):
        device, _, paid_by = name.partition(" ")
        yield DeviceId(int(device)), PaidBy(paid_by), amount, number


def of_log(database: Database, to: Tallies) -> None:
    """Count the whole log: payments and gaps."""
    last_device = last_seq = 0
    for place, body in database.run(_LOG, (_FEE_TAKEN,)):
        device, seq = place >> SEQ_BITS, place & MAX_SEQ
        if device != last_device:
            last_device, last_seq = device, 0
        if seq != last_seq + 1:
            to.missing(device, seq - last_seq - 1)
        last_seq = seq
        if body is not None:
            to.event(device, read(body))


def recounted(database: Database) -> Mapping[Key, tuple[int, int]]:
    """What the counts should be, by reading everything that is counted."""
    found = Tallies()
    of_log(database, found)
    for row in database.run("SELECT * FROM dossier"):
        found.dossier(row)
    for _ in range(database.one("SELECT count(*) FROM ticket")):
        found.ticket()
    return found.told()


def kept(database: Database) -> Mapping[Key, tuple[int, int]]:
    """What the counts are."""
    return {(kind, name): (number, amount) for kind, name, number, amount in database.run(_ALL)}


def arrived(before: Mapping[DeviceId, int], new: Iterable[Recorded], to: Tallies) -> None:
    """Count events that were merged in.

    Args:
        before: the last number of each of their devices before they came.
        new: the events, in the order in which they were written down.
        to: where they are counted.
    """
    last = dict(before)
    for recorded in new:
        device, seq = recorded.device, recorded.seq
        to.event(device, recorded.event)
        to.missing(device, seq - last[device] - 1 if seq > last[device] else -1)
        last[device] = max(last[device], seq)
