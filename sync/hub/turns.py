"""The loop of a sender: a turn at once, another when an office has news or when it said so, until it is stopped."""

import threading
from collections.abc import Callable

from sync.hub.logs import logger
from sync.hub.store import HubStore, HubStoreFailing


def run_turns(
    store: HubStore,
    stop: threading.Event,
    turn: Callable[[], float],
    *,
    name: str,
    pause: float,
    shortest: float = 0.0,
    told: Callable[[str], None] | None = None,
) -> None:
    """Take turns until ``stop`` is set.

    Args:
        store: whose news ring.
        stop: ends it.
        turn: does what is due; returns the seconds after which there may be more to do.
        name: in the log.
        pause: seconds until the next turn where the database failed.
        shortest: seconds between two turns at least, so that the news of one moment are one turn's.
        told: called, in another thread, with each office that has news before the turn it rings for; "" = any may.
    """
    bell = threading.Event()

    def ring(office: str) -> None:
        if told is not None:
            told(office)
        bell.set()

    unlisten = store.listen(ring)
    threading.Thread(target=_ring_on_stop, args=(stop, bell), name=f"{name}-stop", daemon=True).start()
    try:
        while not stop.is_set():
            bell.clear()
            try:
                wait = turn()
            except HubStoreFailing as failing:
                logger().info(f"{name} wait", reason=str(failing))
                wait = pause
            if not stop.wait(shortest):
                bell.wait(wait - shortest)
    finally:
        unlisten()


def _ring_on_stop(stop: threading.Event, bell: threading.Event) -> None:
    stop.wait()
    bell.set()
