"""The hub's thread of seats: leases them as machines ask."""

import threading

from models.calendar.clock import Clock, wall_clock
from models.trouble import Trouble
from sync.hub.logs import logger
from sync.hub.opening import NUMBERS
from sync.hub.seats.holds import expire
from sync.hub.seats.lease_files import SeatFiles
from sync.hub.seats.leasing import serve
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore
from sync.hub.store.office_rows import all_offices
from sync.hub.store.seats import seat_rows
from sync.hub.turns import run_turns

LOOKS = 60.0
"""Seconds after which all offices are looked at, whatever came from them."""


def seat_files(settings: HubSettings) -> SeatFiles:
    """Where seats are recorded before the database has them."""
    return SeatFiles(settings.files_folder / NUMBERS)


def run(settings: HubSettings, store: HubStore, stop: threading.Event, *, clock: Clock = wall_clock) -> None:
    """Work until ``stop`` is set."""
    files = seat_files(settings)

    def turn() -> float:
        expire(store, files, clock())
        with store.reading() as reading:
            behind = [
                one.id
                for one in all_offices(reading)
                if seat_rows.position(reading, one.id) < one.position and seat_rows.offers(reading, one.id)
            ]
        for office in behind:
            try:
                serve(store, office, files, clock())
            except Trouble as failing:  # its disk: the others are served, this one at the next look
                logger().info("seats wait", office=office, reason=str(failing))
        return LOOKS

    run_turns(store, stop, turn, name="seats", pause=LOOKS)
