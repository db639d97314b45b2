"""Limits scan transfer to half the measured bandwidth.

The bandwidth is unknown until something is sent, and several desks share it. So each piece is timed: the next one is as
large as the line carries in half a second, and while the counter needs the line, each piece is followed by a pause as
long as the piece took.
"""

from collections.abc import Callable
from time import monotonic

from models.trouble import ProvinceNotReached

LEAST_PIECE, MOST_PIECE = 8 << 10, 64 << 10
"""Bytes of one piece. On 256 kbit/s the smallest holds the line for a quarter of a second."""

PIECE_SECONDS = 0.5
"""How long one piece may hold the line: what a person waiting for another answer hardly notices."""

SHARE = 0.5
"""Of the line, for files, while the counter needs it."""


class TransferStopped(ProvinceNotReached):
    """The desk is closing: what was sent stays sent, the rest is resumed the next time."""


class TransferRate:
    """The rate limit shared by all transfers on one line.

    Args of the constructor:
        wait: waits so many seconds, or less when the sending shall stop: then it returns True (``Event.wait``).
        needed: whether the counter needs the line now.
        now: seconds on a clock that only goes forward.
    """

    def __init__(
        self,
        wait: Callable[[float], bool],
        *,
        needed: Callable[[], bool] = lambda: True,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._wait = wait
        self._needed = needed
        self._now = now
        self._speed = 0.0

    @property
    def piece(self) -> int:
        """The size of the next piece, in bytes."""
        return min(max(int(self._speed * PIECE_SECONDS), LEAST_PIECE), MOST_PIECE)

    def now(self) -> float:
        """The monotonic time, in seconds."""
        return self._now()

    def sent(self, size: int, since: float) -> None:
        """Report that a piece was sent since then; returns when the next one may be sent.

        Raises:
            Stopped: it may not.
        """
        took = max(self._now() - since, 1e-6)
        speed = size / took
        # One slow piece is the weather; half of it counts.
        self._speed = (self._speed + speed) / 2 if self._speed else speed
        if self._wait(took * (1 / SHARE - 1) if self._needed() else 0.0):
            raise TransferStopped("", "closing")
