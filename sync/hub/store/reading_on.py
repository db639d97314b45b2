"""Reads on in the offices' streams behind a cursor, which moves in the transaction that takes in what was read."""

from collections.abc import Callable, Sequence

from models.history import Recorded
from sync.hub.store import HubStore, Writing, event_rows
from sync.hub.store.request_queue import StreamCursor

BATCH = 500
"""Events of one transaction."""


def read_on(store: HubStore, cursor: StreamCursor, take: Callable[[Writing, str, Sequence[Recorded]], None]) -> int:
    """Read the next events of every office that has some. Returns how many were read; 0 = up to date.

    Args:
        store: the hub's.
        cursor: how far each stream was read.
        take: takes in the events of one office, in the transaction that moves the cursor behind them.
    """
    with store.reading() as reading:
        behind = cursor.behind(reading)
    return sum(_read_on(store, cursor, office, take) for office in behind)


def _read_on(
    store: HubStore, cursor: StreamCursor, office: str, take: Callable[[Writing, str, Sequence[Recorded]], None]
) -> int:
    with store.writing() as writing:
        events = event_rows.stream(writing, office, cursor.position(writing, office), BATCH)
        if events:
            take(writing, office, [one for _, one in events])
            cursor.move(writing, office, events[-1][0])
    return len(events)
