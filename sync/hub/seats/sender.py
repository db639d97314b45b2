"""The hub's thread of seats: leases them as machines ask."""

import threading
import time

from models.calendar.clock import Clock, wall_clock
from models.trouble import Trouble
from sync.hub.logs import logger
from sync.hub.opening import NUMBERS
from sync.hub.seats.holds import expire
from sync.hub.seats.lease_files import SeatFiles
from sync.hub.seats.leasing import serve
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore
from sync.hub.store.seats import seat_rows
from sync.hub.turns import run_turns

LOOKS = 60.0
"""Seconds after which all offices are looked at, whatever came from them."""

SHORTEST = 1.0
"""Seconds between two looks at what came. Whoever asks after a rest is served at once."""


def seat_files(settings: HubSettings) -> SeatFiles:
    """Where seats are recorded before the database has them."""
    return SeatFiles(settings.files_folder / NUMBERS)


def run(settings: HubSettings, store: HubStore, stop: threading.Event, *, clock: Clock = wall_clock) -> None:
    """Work until ``stop`` is set."""
    leasing = Leasing(store, seat_files(settings), clock)
    run_turns(store, stop, leasing.turn, name="seats", pause=LOOKS, shortest=SHORTEST, told=leasing.told)


class Leasing:
    """Looks at the offices that have brought something, and now and then at all: a turn costs the same in any province.

    Args:
        store: of the hub.
        files: where seats are recorded.
        clock: the hub's.
    """

    def __init__(self, store: HubStore, files: SeatFiles, clock: Clock) -> None:
        self._store, self._files, self._clock = store, files, clock
        self._news: set[str] = set()
        self._all_at = float("-inf")

    def told(self, office: str) -> None:
        """An office has news; empty = any may have. Called in another thread."""
        self._news.add(office)

    def turn(self) -> float:
        """Lease what is due now; returns the seconds until all offices are looked at."""
        heard = {self._news.pop() for _ in range(len(self._news))}
        now = time.monotonic()
        everybody = "" in heard or now >= self._all_at
        if everybody:
            expire(self._store, self._files, self._clock())
        with self._store.reading() as reading:
            behind = seat_rows.offices_behind(reading, None if everybody else heard)
        for office in behind:
            try:
                serve(self._store, office, self._files, self._clock())
            except Trouble as failing:  # its disk: the others are served, this one at the next look
                logger().info("seats wait", office=office, reason=str(failing))
        if everybody:
            self._all_at = now + LOOKS
        return max(self._all_at - time.monotonic(), 0.0)
