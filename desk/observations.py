"""What the machine has observed since the desk was opened: clock changes, integrity of the file."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta


def boot_seconds() -> float:
    """Seconds since the PC was started, by a clock that nobody sets and that goes on while it sleeps."""
    number = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; elsewhere the plain one counts sleep as well
    return time.monotonic() if number is None else time.clock_gettime(number)


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
