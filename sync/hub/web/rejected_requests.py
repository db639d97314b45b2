"""Counters of refused requests, by day and reason, for metrics and ``motcua-hub status``.

Hundreds may be refused each second. They are counted in memory and added to the database every few seconds.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request

from models.calendar.clock import Clock, day_number, micros
from sync.hub.store import HubStore, HubStoreFailing, rejected_rows
from sync.hub.store.rejected_rows import RejectedRow, RejectReason
from sync.hub.web.addresses import Addresses

EVERY = 5.0
"""Seconds between two writings."""

KEPT = 90
"""Days that sums are kept."""


class RejectedRequests:
    """Counters of one worker. ``note`` runs in its event loop.

    Args:
        store: where the sums go.
        clock: the hub's.
        addresses: know whose a request bears.
        figure: one more for the figures.
    """

    def __init__(self, store: HubStore, clock: Clock, addresses: Addresses, figure: Callable[[str], None]) -> None:
        self._store = store
        self._clock = clock
        self._addresses = addresses
        self._figure = figure
        self._counts: Counter[RejectReason] = Counter()
        self._last: dict[RejectReason, str] = {}

    def note(self, why: RejectReason, request: Request) -> None:
        """Count one request refused by the application."""
        self.note_at(why, self._addresses.client(request))

    def note_at(self, why: RejectReason, address: str) -> None:
        """Count one refusal by client address."""
        self._counts[why] += 1
        if address and not self._addresses.is_proxy(address):
            self._last[why] = address
        self._figure(why.value)

    async def keep_writing(self, aside: Callable[[Callable[[], None]], Awaitable[None]]) -> None:
        """Write periodically until cancelled. On a database failure the sums are kept for the next time.

        Args:
            aside: has it done in a thread.
        """
        while True:
            await asyncio.sleep(EVERY)
            counts, last = self.flush()
            if not counts:
                continue
            try:
                await aside(partial(self.write, counts, last))
            except HubStoreFailing:
                self._counts.update(counts)

    def flush(self) -> tuple["Counter[RejectReason]", dict[RejectReason, str]]:
        """Take the sums since the last call, and the address of the last of each."""
        counts, self._counts = self._counts, Counter()
        return counts, dict(self._last)

    def write(self, counts: Counter[RejectReason], last: dict[RejectReason, str]) -> None:
        """Add sums to today's."""
        now = self._clock()
        with self._store.non_durable() as writing:
            for why, count in counts.items():
                rejected_rows.add(
                    writing, RejectedRow(day_number(now), why.value, count, micros(now), last.get(why, ""))
                )
            rejected_rows.forget(writing, day_number(now) - KEPT)
