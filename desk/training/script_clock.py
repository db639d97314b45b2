"""The office clock of a script: it moves only when the script moves it, so that days pass within seconds."""

from datetime import datetime, timedelta

LONGEST_DAY = 8 * 3600.0
"""Seconds within which everyone must have been served, however many there are."""
PER_CITIZEN = 220.0
"""Seconds the script takes for one citizen, generously."""


class ScriptClock:
    """Tells the instant that the script has reached.

    ``pace`` below 1 lets many citizens fit into one day: at midnight the numbers of the day are closed.
    """

    def __init__(self, start: datetime, pace: float = 1.0) -> None:
        self.now = start
        self.pace = pace

    def __call__(self) -> datetime:
        """The instant the script has reached."""
        return self.now

    def pass_(self, seconds: float) -> None:
        """Let time go by."""
        self.now += timedelta(seconds=seconds * self.pace)

    def go_to(self, at: datetime) -> None:
        """Let time go by until an instant; nothing when it has passed."""
        self.now = max(self.now, at)


def pace_of(citizens: int, seconds: float = LONGEST_DAY) -> float:
    """The pace at which so many citizens are served within so many seconds; at most 1."""
    return min(1.0, seconds / (max(1, citizens) * PER_CITIZEN))
