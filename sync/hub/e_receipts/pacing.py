"""When a provider of electronic receipts is asked again: pauses of both queues, what is issued and what cancelled."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from models.calendar.clock import micros

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0
"""Seconds until the provider is asked again: doubled each time."""

LOOKS = timedelta(seconds=60)
"""Until it is looked again at what nobody rang for, or what has to wait for something else."""

RARELY = timedelta(hours=1)
"""Between two questions about one that waits for a person, or is issued and not delivered."""

SPARE = timedelta(seconds=30)
"""Beyond its time-out: a request counts as one whose sender died."""


class Pauses:
    """How long to wait after so many tries. ``chance`` draws from 0 up to 1."""

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self._chance = chance

    def seconds(self, tries: int) -> float:
        """Exponential delay up to a maximum, with jitter between half and the whole."""
        whole = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(tries, 20))
        return whole * (0.5 + 0.5 * self._chance())

    def after(self, tries: int, now: datetime) -> int:
        """When the next try is, in microseconds since 1970."""
        return micros(now + timedelta(seconds=self.seconds(tries)))


def until_dead(time_out: float, now: datetime) -> int:
    """Until when a request that leaves now may be on its way, in microseconds since 1970."""
    return micros(now + timedelta(seconds=time_out) + SPARE)
