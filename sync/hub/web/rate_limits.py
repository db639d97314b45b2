"""Rate limits by token bucket: so many a second, with a burst."""


class RateLimit:
    """A token bucket.

    Args:
        each_second: how many, in the long run.
        at_once: how many after a rest.
    """

    def __init__(self, each_second: float, at_once: float) -> None:
        self._each_second = each_second
        self._at_once = at_once
        self._left = at_once
        self._seen: float | None = None

    def take(self, now: float) -> bool:
        """Whether one more may happen; if so it is counted.

        Args:
            now: seconds of any clock that only goes forward.
        """
        passed = 0.0 if self._seen is None else max(0.0, now - self._seen)
        self._left, self._seen = min(self._at_once, self._left + passed * self._each_second), now
        if self._left < 1:
            return False
        self._left -= 1
        return True
