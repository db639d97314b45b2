"""The wait after wrong PINs: none for slips of the finger, then doubled with each further one.

Counted by the seconds since the PC was started, because the clock can be set. ``desk.staff.accounts`` keeps the tries.
"""

import math

FREE_TRIES = 3
"""Slips of the finger, before any waiting."""
LEAST_WAIT = 5
MOST_WAIT = 900
"""Seconds: doubled with each further wrong try, never more, so that nobody is locked out for good."""


def seconds_after(tries: int) -> int:
    """Seconds to wait after so many wrong tries in a row."""
    if tries < FREE_TRIES:
        return 0
    return min(LEAST_WAIT << min(tries - FREE_TRIES, 16), MOST_WAIT)


def seconds_left(tries: int, tried_up: float | None, up: float) -> int:
    """Seconds still to wait.

    Args:
        tries: wrong ones in a row.
        tried_up: when the last one was, in seconds since the PC was started; None = an older version kept it.
        up: the same of now.
    """
    wait = seconds_after(tries)
    if not wait or tried_up is None:
        return 0
    return max(0, math.ceil(tried_up + wait - up))
