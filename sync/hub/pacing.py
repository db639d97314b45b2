"""When another system is asked again: pauses between tries, and how long one that is not reached is left alone."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from models.calendar.clock import Clock, micros
from sync.hub.logs import logger
from sync.hub.national.answers import NoAnswer, NoAnswerReason

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0
"""Seconds until it is asked again: doubled each time."""

LOOKS = timedelta(seconds=60)
"""Until it is looked again at what nobody rang for, or what has to wait for something else."""

RARELY = timedelta(hours=1)
"""Between two questions about one that waits for a person, or of which only an end is still to be heard."""

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


class Reach:
    """Whether the other system is reached: one that is not is left alone for a time, longer each time.

    Args:
        name: of its sender, in the log.
        clock: now.
        pauses: how long.
    """

    def __init__(self, name: str, clock: Clock, pauses: Pauses) -> None:
        self._name, self._clock, self._pauses = name, clock, pauses
        self._unreached = 0
        self._quiet_until: datetime | None = None

    def heard(self, answer: object) -> None:
        """What came of a question: an answer, or ``NoAnswer``."""
        if isinstance(answer, NoAnswer) and answer.why is NoAnswerReason.NOT_REACHED:
            quiet = self._pauses.seconds(self._unreached)
            self._unreached += 1
            self._quiet_until = self._clock() + timedelta(seconds=quiet)
            logger().info(f"{self._name} not reached", seconds=round(quiet))
        elif not isinstance(answer, NoAnswer):
            self._unreached = 0

    @property
    def is_quiet(self) -> bool:
        """Whether it is left alone now."""
        return self._quiet_until is not None and self._clock() < self._quiet_until

    def until_next(self, due: int | None) -> float:
        """Seconds until the next turn; ``due``: of the next request, in microseconds since 1970; None = none open."""
        now, longest = self._clock(), LOOKS.total_seconds()
        if self._quiet_until is not None and self._quiet_until > now:
            return min(longest, (self._quiet_until - now).total_seconds())
        return longest if due is None else min(longest, max(0.05, (due - micros(now)) / 1e6))
