"""Asks providers for what happened since they were asked last: what webhooks gave up on is heard of all the same.

Each question reaches back beyond the last one, and a few times a day by days: banks book transfers of a night or of
holidays later. What is known already is counted once, so that a question costs nothing but itself.
"""

import random
import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta

from msgspec.structs import replace

from models.calendar.clock import Clock, from_local, instant, micros, wall_clock
from sync.hub.logs import logger
from sync.hub.payments.arrivals import TransferOutcome
from sync.hub.payments.provider import ProviderAnswer, ProviderTrouble, ProviderUnanswered
from sync.hub.payments.settings import read
from sync.hub.payments.sources import Source, sources_of
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore, HubStoreFailing, transfer_rows
from sync.hub.store.transfer_rows import POLL, SourceRow

OVERLAP = timedelta(hours=2)
"""By which each question reaches back beyond the last one."""

LOOKS_BACK = timedelta(hours=6)
"""After this time, at the start and after trouble a question reaches back by ``look_back_days``."""

AHEAD = timedelta(hours=1)
"""A provider's clock may be fast."""

FIRST_PAUSE, LONGEST_PAUSE = 15.0, 900.0
"""Seconds until a provider in trouble is asked again: doubled each time, up to a quarter of an hour."""


def run(settings: HubSettings, store: HubStore, stop: threading.Event) -> None:
    """Ask until ``stop`` is set.

    Raises:
        SettingsWrong: the payments part of the settings does not do.
    """
    payments = read(settings)
    if payments is None:
        return
    sources = sources_of(settings, store, ask=True, pause=stop.wait)
    since = from_local(datetime.combine(payments.since, time()))
    pollers = [Poller(store, source, since) for source in sources.values()]
    try:
        while not stop.is_set():
            try:
                wait = min((poller.turn() for poller in pollers), default=LONGEST_PAUSE)
            except HubStoreFailing as failing:
                logger().info("payments wait", reason=failing.why.value)
                wait = FIRST_PAUSE
            stop.wait(wait)
    finally:
        for source in sources.values():
            source.provider.close()


class Poller:
    """Asks one provider. ``turn`` does what is due and returns when to come again.

    Args:
        store: of the hub.
        source: whom to ask.
        since: nothing from before is asked for.
        clock: the hub's.
        chance: draws from 0 up to 1, for the pauses.
    """

    def __init__(
        self,
        store: HubStore,
        source: Source,
        since: datetime,
        *,
        clock: Clock = wall_clock,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._source = source
        self._since = since
        self._clock = clock
        self._chance = chance
        self._looked_back_at: datetime | None = None
        self._next_at: datetime | None = None
        self._tries = 0

    def turn(self) -> float:
        """Ask if it is time. Returns the seconds after which it is time again."""
        now = self._clock()
        if self._next_at is not None and now < self._next_at <= now + timedelta(seconds=LONGEST_PAUSE * 4):
            return (self._next_at - now).total_seconds()
        back = self._looked_back_at is None or not timedelta(0) <= now - self._looked_back_at < LOOKS_BACK
        if back:
            self._source.arrivals.settle(now)
        pause = self._ask(now, back=back) if self._source.provider.can_ask else self._source.said.every
        if back and not self._tries:
            self._looked_back_at = now
        self._next_at = now + timedelta(seconds=pause)
        return pause

    def _ask(self, now: datetime, *, back: bool) -> float:
        name = self._source.said.called
        with self._store.reading() as reading:
            row = transfer_rows.find_source(reading, name)
        reached = min(instant(row.asked_upto), now)
        overlap = timedelta(days=self._source.said.look_back_days) if back else OVERLAP
        first = max(self._since, reached - overlap)
        try:
            answer = self._source.provider.ask(first, now + AHEAD)
        except ProviderUnanswered as trouble:
            return self._troubled(now, trouble)
        outcomes = self._source.arrivals.take(answer.transactions, self._clock(), heard_by=POLL)
        fresh = sum(outcome in (TransferOutcome.ARRIVED, TransferOutcome.NOBODY) for outcome in outcomes)
        if fresh or answer.unreadable:
            logger().info("payments asked", source=name, fresh=fresh, unreadable=answer.unreadable)
        self._answered(row, now, answer)
        self._tries = 0
        return self._source.said.every

    def _answered(self, row: SourceRow, now: datetime, answer: ProviderAnswer) -> None:
        """Write how far it was asked. What cannot be read is asked for again, and keeps no other from its office."""
        fresh = SourceRow(row.source, micros(now))
        if answer.unreadable:
            earliest = now - timedelta(days=self._source.said.look_back_days)
            since = row.failing_since if row.failing_since is not None else micros(now)
            fresh = SourceRow(
                row.source, max(row.asked_upto, micros(earliest)), since, ProviderTrouble.UNREADABLE.value
            )
        with self._store.writing() as writing:
            transfer_rows.put_source(writing, fresh)

    def _troubled(self, now: datetime, trouble: ProviderUnanswered) -> float:
        name = self._source.said.called
        with self._store.writing() as writing:
            row = transfer_rows.find_source(writing, name)
            since = row.failing_since if row.failing_since is not None else micros(now)
            transfer_rows.put_source(writing, replace(row, failing_since=since, failing_why=trouble.why.value))
        whole = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self._tries, 20))
        pause = max(trouble.retry, whole * (0.5 + 0.5 * self._chance()))
        self._tries += 1
        self._looked_back_at = None
        logger().info("payments not asked", source=name, reason=trouble.why.value, seconds=round(pause))
        return pause
