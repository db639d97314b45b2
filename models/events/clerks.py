"""What happens to a clerk's session at a machine. The subject is ``clerk/<id>``."""

from enum import StrEnum

from models.events.event import Event


class SessionEnd(StrEnum):
    """How a session ended."""

    LOCKED = "locked"
    IDLE = "idle"
    CHANGED = "changed"
    CLOSED = "closed"


class ClerkSignedIn(Event, frozen=True, kw_only=True):
    """Proved who they are, by PIN or password, and works from now on."""


class ClerkSignedOut(Event, frozen=True, kw_only=True):
    """Works here no more: locked, away too long, relieved by a colleague, or the window closed."""

    how: SessionEnd


class LossAccepted(Event, frozen=True, kw_only=True):
    """Work that had been acknowledged is gone from this machine, and somebody said to go on without it.

    Attributes:
        what: what was found missing, as ``models.trouble.WorkLost`` has it.
        kept: number of this machine's last event that is still there.
        known: of the last one it had recorded, as far as was remembered; 0 = not known.
    """

    what: str
    kept: int
    known: int = 0


class SignInFailed(Event, frozen=True, kw_only=True):
    """Somebody gave a wrong PIN or password under this name, this many times in a row."""

    times: int
