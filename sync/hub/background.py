"""Threads of the hub's first process: they send to others, ask providers of payments, and lease receipt numbers.

The package that sends is loaded only where its part of the settings is not empty; ranges of numbers are leased as soon
as the administrator tells of a series, seats of appointments as soon as an office offers hours.
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
"""Seconds until a sender begins again after it failed."""

Opened = Callable[[], AbstractContextManager[HubStore]]
"""Opens the database, for as long as one try of a sender lasts."""


@contextlib.contextmanager
def senders(settings: HubSettings, opened: Opened) -> Iterator[None]:
    """Runs those that the settings name while the block lasts, each in a thread.

    Args:
        settings: of the hub; the senders' parts were read before, so that what is wrong with them was told.
        opened: see ``Opened``.
    """
    wanted = {
        "national.sender": settings.national.get("generation"),
        "notices.sender": settings.notices,
        "payments.poller": settings.payments,
        "e_receipts.sender": settings.e_receipts,
        "post_orders.sender": settings.post_orders,
        "receipts.sender": True,
        "seats.sender": True,
    }
    stop = threading.Event()
    threads = [
        threading.Thread(target=_send, args=(name, settings, opened, stop), name=name)
        for name, is_wanted in wanted.items()
        if is_wanted
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _send(name: str, settings: HubSettings, opened: Opened, stop: threading.Event) -> None:
    sender = importlib.import_module(f"sync.hub.{name}")
    while not stop.is_set():
        try:
            with opened() as store:
                sender.run(settings, store, stop)
                return
        except HubStoreFailing:
            logger().info(f"{name} waits", reason="hub_failing")
        except Exception as wrong:  # noqa: BLE001 - whatever it met, the next try begins anew; its outbox is durable
            logger().error("bug", path=name, **bug(wrong))
        stop.wait(PAUSE)
