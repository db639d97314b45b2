"""Counters kept in the transaction that changes what they count, so that no query counts rows.

What is counted: rows, as each kind of subject says (``Projection.counted``), and of the log the fees each device took
and gave back and the numbers missing in its chain. A device's own recording leaves none out, so an intake writes no
count at all: the fresh rows are few and are counted when somebody asks, the others when they settle.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from models.events import FeeReturned, FeeTaken, PaidBy
from models.history import Recorded, read
from models.ids import HIGHEST_SEQ, SEQ_BITS, DeviceId
from models.store.file.database import Database

MISSING, FEES, RETURNED = "missing", "fees", "returned"
"""What is counted of the log. Names under these: a device; ``2 cash``."""

MOST_MONEY = 1 << 40
"""A payment beyond this many đồng (the province refuses a tenth of it) counts as none: sums stay what SQLite adds."""

Key = tuple[str, str]
"""What is counted, and a name under it."""

Collected = tuple[dict[Key, int], dict[Key, int], dict[int, int], dict[int, int]]
"""What ``Tallies`` hold, as plain values: by key numbers and amounts, by device its events and the last one."""

_ADD = (
    "INSERT INTO tally (kind, name, number, amount) VALUES (?, ?, ?, ?) ON CONFLICT (kind, name) "
    "DO UPDATE SET number = number + excluded.number, amount = amount + excluded.amount"
)
_OF_KIND = "SELECT name, number FROM tally WHERE kind = ? AND number != 0"
_BETWEEN = "SELECT name, number FROM tally WHERE kind = ? AND name >= ? AND name < ? AND number != 0"
_MONEY = "SELECT name, number, amount FROM tally WHERE kind = ? AND number != 0"
_ALL = "SELECT kind, name, number, amount FROM tally WHERE number != 0"
_FEE, _OF_MONEY = b'"Fee', (b'"FeeTaken"', b'"FeeReturned"')
_MONEY_EVENTS = frozenset({FeeTaken, FeeReturned})


class Tallies:
    """Counter changes, collected and written at once."""

    def __init__(self) -> None:
        self._numbers: Counter[Key] = Counter()
        self._amounts: Counter[Key] = Counter()
        self._here: Counter[int] = Counter()
        self._last: Counter[int] = Counter()

    def add(self, keys: Iterable[Key], times: int = 1) -> None:
        """Add (1) or remove (-1) a row in these counters."""
        for key in keys:
            self._numbers[key] += times

    def event(self, device: int, event: object) -> None:
        """Count one event of the log."""
        if isinstance(event, FeeTaken | FeeReturned) and abs(event.amount) <= MOST_MONEY:
            kind = FEES if isinstance(event, FeeTaken) else RETURNED
            key = kind, f"{device} {event.paid_by.value}"
            self._numbers[key] += 1
            self._amounts[key] += event.amount

    def log(self, events: Iterable[Recorded]) -> None:
        """Count all events of the log, in any order; ``write`` computes the gaps."""
        here: dict[int, int] = {}
        last: dict[int, int] = {}
        for recorded in events:
            device, seq = recorded.device, recorded.seq
            if type(recorded.event) in _MONEY_EVENTS:
                self.event(device, recorded.event)
            here[device] = here.get(device, 0) + 1
            if seq > last.get(device, 0):
                last[device] = seq
        self.add_collected(({}, {}, here, last))

    def collected(self) -> Collected:
        """Everything, for ``add_collected`` of others."""
        return dict(self._numbers), dict(self._amounts), dict(self._here), dict(self._last)

    def add_collected(self, others: Collected) -> None:
        """Add what others hold."""
        numbers, amounts, here, last = others
        self._numbers.update(numbers)
        self._amounts.update(amounts)
        self._here.update(here)
        for device, seq in last.items():
            self._last[device] = max(self._last[device], seq)

    def missing(self, device: int, number: int) -> None:
        """Change the number of gaps in a device's chain."""
        self._numbers[MISSING, str(device)] += number

    def told(self) -> dict[Key, tuple[int, int]]:
        """Name and change of each changed counter."""
        for device, last in self._last.items():
            self.missing(device, last - self._here[device])
        self._here.clear()
        self._last.clear()
        return {
            key: (number, self._amounts[key]) for key, number in self._numbers.items() if number or self._amounts[key]
        }

    def write(self, database: Database) -> None:
        """Add them to the stored counters. Within the caller's transaction."""
        changed = [(*key, *counted) for key, counted in self.told().items()]
        if changed:
            database.run_many(_ADD, changed)


def of_kind(database: Database, kind: str) -> Counter[str]:
    """Counters of one kind, by name."""
    return Counter(dict(database.run(_OF_KIND, (kind,)).fetchall()))


def between(database: Database, kind: str, first: str, behind: str) -> Counter[str]:
    """Counters with names from one on and before another."""
    return Counter(dict(database.run(_BETWEEN, (kind, first, behind)).fetchall()))


def missing(database: Database) -> dict[DeviceId, int]:
    """Missing event numbers per device; devices without gaps are left out."""
    return {DeviceId(int(name)): number for name, number in database.run(_OF_KIND, (MISSING,))}


def money(database: Database, kind: str) -> Iterator[tuple[DeviceId, PaidBy, int, int]]:
    """``(device, way of paying, đồng, events)`` of the fees taken (``FEES``) or given back (``RETURNED``)."""
    for name, number, amount in database.run(_MONEY, (kind,)):
        device, _, paid_by = name.partition(" ")
        yield DeviceId(int(device)), PaidBy(paid_by), amount, number


def forget_others(database: Database, known: Iterable[str]) -> None:
    """Delete counters but those of the log and these kinds. Within the caller's transaction."""
    there = {kind for (kind,) in database.run("SELECT DISTINCT kind FROM tally")}
    database.run_many(
        "DELETE FROM tally WHERE kind = ?", [(kind,) for kind in there - {MISSING, FEES, RETURNED, *known}]
    )


class WholeLog:
    """Counts the whole log, event by event in the order of the table: money and gaps.

    Attributes:
        to: where they are counted.
    """

    def __init__(self, to: Tallies) -> None:
        self.to = to
        self._device = self._seq = 0

    def add(self, place: int, body: bytes) -> None:
        """Count the next event."""
        device, seq = place >> SEQ_BITS, place & HIGHEST_SEQ
        if device != self._device:
            self._device, self._seq = device, 0
        if seq != self._seq + 1:
            self.to.missing(device, seq - self._seq - 1)
        self._seq = seq
        if _FEE in body and any(name in body for name in _OF_MONEY):
            self.to.event(device, read(body))


def kept(database: Database) -> Mapping[Key, tuple[int, int]]:
    """The stored counters."""
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
