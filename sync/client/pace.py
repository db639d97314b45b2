"""Batch sizes, and the delay after a failure."""

import random
from collections.abc import Callable

from sync.messages import MOST_EVENTS

FIRST_WAIT = 1.0
"""Seconds, at most, before the first retry; each further one may take twice as long."""

LONGEST_WAIT = 300.0
"""Seconds: never longer, however often it failed."""

UPDATE_WAIT = 1_800.0
"""Seconds, at most, between two attempts while one end has to be updated first; half of it at least."""

_DOUBLINGS = 16


class Pace:
    """The batch size: halved when the hub finds a batch too large or the line is too slow."""

    def __init__(self, most: int = MOST_EVENTS) -> None:
        self._most = most
        self.events = most

    def shrink(self) -> bool:
        """Halve the size; whether it became smaller."""
        fewer = self.events > 1
        self.events = max(self.events // 2, 1)
        return fewer

    def grow(self) -> None:
        """Double the size, up to the maximum."""
        self.events = min(self.events * 2, self._most)


class Retry:
    """Exponential backoff with jitter, so that a thousand desks do not come back in the same second.

    Args:
        chance: gives numbers from 0 up to 1.
    """

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self._chance = chance
        self._failures = 0

    def wait(self, *, for_update: bool = False) -> float:
        """Seconds until the next attempt, after one more failure.

        Args:
            for_update: it will fail until somebody has updated one end.
        """
        if for_update:
            return UPDATE_WAIT * (1 + self._chance()) / 2
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(self._failures, _DOUBLINGS))
        self._failures += 1
        return longest * self._chance()

    def reset(self) -> None:
        """Reset after a success."""
        self._failures = 0
