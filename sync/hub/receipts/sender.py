"""The hub's thread of receipts: leases ranges of numbers as desks use them up."""

import threading
import time

from models.calendar.clock import Clock, wall_clock
from models.trouble import Trouble
from sync.hub.logs import logger
from sync.hub.opening import NUMBERS
from sync.hub.receipts.lease_files import LeaseFiles
from sync.hub.receipts.leases import lease_due
from sync.hub.receipts.settings import read
from sync.hub.settings import HubSettings, read_keys
from sync.hub.store import HubStore, HubStoreFailing
from sync.hub.store.receipts import receipt_rows

LOOKS = 60.0
"""Seconds after which all offices are looked at, whatever came from them."""

SHORTEST = 5.0
"""Seconds between two looks at what came."""


def lease_files(settings: HubSettings) -> LeaseFiles:
    """Where leases are recorded before the database has them."""
    return LeaseFiles(settings.files_folder / NUMBERS)


def run(settings: HubSettings, store: HubStore, stop: threading.Event, *, clock: Clock = wall_clock) -> None:
    """Work until ``stop`` is set.

    Raises:
        SettingsWrong: the receipts part of the settings does not do.
    """
    leasing = _Leasing(settings, store, clock)
    unlisten = store.listen(leasing.told)
    try:
        while not stop.is_set():
            try:
                leasing.turn()
            except (HubStoreFailing, Trouble) as failing:
                logger().info("receipts wait", reason=str(failing))
            stop.wait(SHORTEST)
    finally:
        unlisten()


class _Leasing:
    """Looks at the offices that have brought something, and now and then at all."""

    def __init__(self, settings: HubSettings, store: HubStore, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._rules, self._files = read(settings).leases, lease_files(settings)
        self._key = read_keys(settings).sign
        self._news: set[str] = set()
        self._all_at = 0.0

    def told(self, office: str) -> None:
        """An office has news; empty = any may have. Called in another thread."""
        self._news.add(office)

    def turn(self) -> None:
        """Lease what is due now."""
        heard = {self._news.pop() for _ in range(len(self._news))}
        now = time.monotonic()
        everybody = "" in heard or now >= self._all_at
        if not heard and not everybody:
            return
        if everybody:
            self._all_at = now + LOOKS
        with self._store.reading() as reading:
            offices = receipt_rows.offices_with_series(reading)
        for office in offices:
            if everybody or office in heard:
                lease_due(self._store, office, self._rules, self._files, self._key, self._clock())
