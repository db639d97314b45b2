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


class SignInFailed(Event, frozen=True, kw_only=True):
    """Somebody gave a wrong PIN or password under this name, this many times in a row."""

    times: int
