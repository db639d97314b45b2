"""What the machine has observed since the desk was opened: clock changes, integrity of the file."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta


def boot_seconds() -> float:
    """Seconds since the PC was started, by a clock that nobody sets and that goes on while it sleeps."""
    number = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; elsewhere the plain one counts sleep as well
    return time.monotonic() if number is None else time.clock_gettime(number)


class FloorClock:
    """The clock of a visit laptop: it never tells an earlier time than what is known to be over.

    After an empty battery a PC may begin in the year 2000. Away from the office nobody sets it right, and a citizen
    waits: the time goes on from the last event, or from what the hub has told, until the PC's own clock has passed it.

    Args:
        wall: the PC's clock.
        steady: seconds that pass, by a clock that nobody sets; None = time stands still while the PC's is behind.
    """

    def __init__(self, wall: Callable[[], datetime], steady: Callable[[], float] | None) -> None:
        self.wall = wall
        self._steady = steady or (lambda: 0.0)
        self._floor: tuple[datetime, float] | None = None

    def __call__(self) -> datetime:
        """The time."""
        floor = self._now_at_least()
        return self.wall() if floor is None else max(self.wall(), floor)

    def raise_to(self, at: datetime | None) -> None:
        """It is this late at least."""
        if at is not None and at > self():
            self._floor = at, self._steady()

    @property
    def behind(self) -> timedelta:
        """How far the PC's clock is behind; 0 = it is not."""
        floor = self._now_at_least()
        return max(floor - self.wall(), timedelta(0)) if floor is not None else timedelta(0)

    def _now_at_least(self) -> datetime | None:
        if self._floor is None:
            return None
        at, since = self._floor
        return at + timedelta(seconds=max(0.0, self._steady() - since))


class Observations:
    """Facts of this opening, for ``desk.limits``. Touched by the desk's thread alone.

    Attributes:
        file_damaged: the last reading of the whole file found damage.
        ahead: how far the clock was ahead of the last event at opening, where that is too far to be believed; else 0.
        province_off: how far the province's clock is before this PC's, as last told; None = it was not asked.
        up: seconds since the PC was started; nobody sets it.
        shown: on which day each dossier was shown in a list to each clerk, so that it is recorded once a day.
        warned: which early warnings were given, so that each is given once.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] | None = None,
        steady: Callable[[], float] | None = None,
        *,
        file_damaged: bool = False,
        up: Callable[[], float] = boot_seconds,
        ahead: timedelta = timedelta(0),
    ) -> None:
        self._clock = clock
        self._steady = steady
        self._from: tuple[datetime, float] | None = None
        self.file_damaged = file_damaged
        self.up = up
        self.shown: dict[tuple[str, str], date] = {}
        self.province_off: timedelta | None = None
        self.warned: set[str] = set()
        self.trust()
        self.ahead = ahead

    def trust(self) -> None:
        """The clock is right now: jumps are counted from here."""
        self.ahead = timedelta(0)
        if self._clock is not None and self._steady is not None:
            self._from = (self._clock(), self._steady())

    def jumped(self, now: datetime) -> timedelta:
        """How far the clock was set forward (back: negative) since the opening, or since it was last trusted."""
        if self._from is None or self._steady is None:
            return timedelta(0)
        wall, steady = self._from
        return now - wall - timedelta(seconds=self._steady() - steady)
