"""The thread that sends to the national system; it runs in the hub's first process.

The package that does it is loaded only where the settings name a generation.
"""

import contextlib
import importlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from sync.hub.logs import bug, logger
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore, HubStoreFailing

PAUSE = 30.0
"""Seconds until the sender begins again after it failed."""


@contextlib.contextmanager
def national(settings: HubSettings, opened: Callable[[], AbstractContextManager[HubStore]]) -> Iterator[None]:
    """Runs the sender in a thread while the block lasts; does nothing if the settings name no generation.

    Args:
        settings: of the hub; their national part was read before, so that what is wrong with it was told.
        opened: the database, for as long as one try of the sender lasts.
    """
    if not settings.national.get("generation"):
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_send, args=(settings, opened, stop), name="national")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _send(settings: HubSettings, opened: Callable[[], AbstractContextManager[HubStore]], stop: threading.Event) -> None:
    sender = importlib.import_module("sync.hub.national.sender")
    while not stop.is_set():
        try:
            with opened() as store:
                sender.run(settings, store, stop)
                return
        except HubStoreFailing:
            logger().info("national waits", reason="hub_failing")
        except Exception as wrong:  # noqa: BLE001 - whatever it met, the next try begins anew; its outbox is durable
            logger().error("bug", path="national", **bug(wrong))
        stop.wait(PAUSE)
