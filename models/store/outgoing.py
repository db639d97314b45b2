"""Raw log rows for sending, and counts per device for reconciling."""

from collections.abc import Mapping

from msgspec import Struct

from models.events import PaidBy
from models.ids import HIGHEST_SEQ, NO_DIGEST, ClerkId, DeviceId, Digest, EventId, SubjectId
from models.store import tables, tallies
from models.store.codec import EventValues, place_of
from models.store.file.database import Database
from models.store.file.load_file import LoadFile, own_money

_SINCE = "SELECT count(*) FROM event WHERE place > ? AND place <= ?"


class EventRun(Struct, frozen=True):
    """Consecutive events of this device as raw tuples, for sending without decoding.

    Attributes:
        first: number of the first event (of the next one, when there are none).
        prev: digest of the event before it.
        events: ``(id, subject, clock, at in microseconds, clerk, body)`` of each.
        last: digest of the last event; equals ``prev`` when there are none.
    """

    device: DeviceId
    first: int
    prev: Digest
    events: tuple[tuple[EventId, SubjectId, int, int, ClerkId, bytes], ...]
    last: Digest


class Tally(Struct, frozen=True):
    """Counts of one device's events here.

    Attributes:
        events: how many.
        head, digest: number and digest of its last one.
        money, returned: by way of paying, ``(đồng, events)`` of its ``FeeTaken`` and of its ``FeeReturned``.
    """

    device: DeviceId
    events: int
    head: int
    digest: Digest
    money: dict[PaidBy, tuple[int, int]]
    returned: dict[PaidBy, tuple[int, int]]


def run(
    database: Database, device: DeviceId, after: int, most_events: int, most_bytes: int, *, base: LoadFile | None = None
) -> EventRun:
    """Raw rows of the log: nothing is decoded, no digest is computed. ``base``: of a load file."""
    if base is not None and after <= base.base_of(device):
        after, prev = base.base_of(device), base.digest if base.base_of(device) else NO_DIGEST
    else:
        prev = NO_DIGEST if after == 0 else Digest(database.one(tables.DIGEST_AT, place_of(device, after)) or NO_DIGEST)
    found = rows(database, device, after, most_events, most_bytes)
    last = Digest(found[-1][7]) if found else prev
    events = tuple((id_, subject, clock, at, clerk, body) for _, id_, subject, clock, at, clerk, _, _, body in found)
    return EventRun(device, after + 1, prev, events, last)


def rows(database: Database, device: DeviceId, after: int, most_events: int, most_bytes: int) -> list[EventValues]:
    """A device's events beyond a number, in order; at least one, if there is one."""
    found: list[EventValues] = []
    size = 0
    for row in database.run(tables.EVENTS_AFTER, (place_of(device, after), place_of(device, HIGHEST_SEQ), most_events)):
        size += len(row[8])
        if found and size > most_bytes:
            break
        found.append(row)
    return found


def tally(database: Database, heads: Mapping[DeviceId, int]) -> list[Tally]:
    """Counts of each device's events here.

    Args:
        database: the open file.
        heads: the last number of each.
    """
    missing = tallies.missing(database)
    taken, returned = _money(database, tallies.FEES), _money(database, tallies.RETURNED)
    return [
        Tally(
            device,
            last - missing.get(device, 0),
            last,
            Digest(database.one(tables.DIGEST_AT, place_of(device, last))),
            taken.get(device, {}),
            returned.get(device, {}),
        )
        for device, last in sorted(heads.items())
    ]


def own_tally(database: Database, device: DeviceId, head: int, load: LoadFile) -> list[Tally]:
    """Counts of this machine's events in a load file, those that were wiped after their acknowledgement included."""
    base = load.base_of(device)
    if head == base:
        last = load.digest if base else NO_DIGEST
    else:
        last = Digest(database.one(tables.DIGEST_AT, place_of(device, head)))
    here = database.one(_SINCE, place_of(device, base), place_of(device, head))
    money, returned = own_money(database, load, device)
    return [Tally(device, base + here, head, last, money, returned)] if head else []


def _money(database: Database, kind: str) -> dict[DeviceId, dict[PaidBy, tuple[int, int]]]:
    found: dict[DeviceId, dict[PaidBy, tuple[int, int]]] = {}
    for device, paid_by, amount, events in tallies.money(database, kind):
        found.setdefault(device, {})[paid_by] = amount, events
    return found
