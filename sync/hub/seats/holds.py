"""Seats kept for citizens of the portal who have not confirmed yet: free again when their time is over.

A hold promises nothing beyond its time, so no file remembers it. In a database that was set back, a hold may stand
whose appointment is long made: its lease says so, and its seat stays.
"""

from datetime import datetime
from itertools import groupby

from models.calendar.clock import micros
from sync.hub.log.stream import lock_stream
from sync.hub.seats.lease_files import SeatFiles
from sync.hub.store import HubStore, Writing
from sync.hub.store.seats import seat_rows


def expire(store: HubStore, files: SeatFiles, now: datetime) -> int:
    """Free the seats of holds whose time is over, of all offices.

    Returns:
        How many holds ended.

    Raises:
        FileTrouble: of ``files``; nothing of that office was freed.
    """
    with store.reading() as reading:
        over = seat_rows.holds_until(reading, micros(now))
    ended = 0
    for office, holds in groupby(over, key=lambda row: row.office):
        with store.writing() as writing:
            if lock_stream(writing, office) is None:
                continue
            files.restore(writing, office)
            ended += sum(let_go(writing, office, row.id) for row in holds)
    return ended


def let_go(writing: Writing, office: str, id_: str) -> bool:
    """End a hold and free its seat, unless it became an appointment. Whoever asks holds the office's stream."""
    held = seat_rows.find_hold(writing, office, id_)
    if held is None:
        return False
    seat_rows.drop_hold(writing, office, id_)
    taken = seat_rows.find(writing, office, held.seat)
    if taken is not None and taken.appointment == id_ and seat_rows.find_lease(writing, office, id_) is None:
        seat_rows.free(writing, office, held.seat)
    return True
