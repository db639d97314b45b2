"""Events of a clerk's session at a machine. The subject is ``clerk/<id>``."""

from datetime import date
from enum import StrEnum

from models.events.dossiers import ReadBy
from models.events.event import Event
from models.ids import SubjectId

__all__ = [
    "ClerkEvent",
    "ClerkSignedIn",
    "ClerkSignedOut",
    "LossAccepted",
    "PeopleShown",
    "SessionEnd",
    "SignInFailed",
]


class SessionEnd(StrEnum):
    """How a session ended."""

    LOCKED = "locked"
    IDLE = "idle"
    CHANGED = "changed"
    CLOSED = "closed"


class ClerkSignedIn(Event, frozen=True, kw_only=True, tag="ClerkSignedIn"):
    """Proved who they are, by PIN or password, and works from now on."""


class ClerkSignedOut(Event, frozen=True, kw_only=True, tag="ClerkSignedOut"):
    """Works here no more: locked, away too long, relieved by a colleague, or the window closed."""

    how: SessionEnd


class LossAccepted(Event, frozen=True, kw_only=True, tag="LossAccepted"):
    """Work that had been acknowledged is gone from this machine, and somebody said to go on without it.

    Attributes:
        what: what was found missing, as ``models.trouble.WorkLost`` has it.
        kept: number of this machine's last event that is still there.
        known: of the last one it had recorded, as far as was remembered; 0 = not known.
    """

    what: str
    kept: int
    known: int = 0


class SignInFailed(Event, frozen=True, kw_only=True, tag="SignInFailed"):
    """Somebody gave a wrong PIN or password under this name, this many times in a row."""

    times: int


class PeopleShown(Event, frozen=True, kw_only=True, tag="PeopleShown"):
    """Numbers and phones of several people were shown or written out to this clerk, each for the first time that day.

    Attributes:
        by: how they came to be shown.
        count: of how many dossiers.
        dossiers: which; empty where there are too many to name each (a long page of a list, an export).
        digest: SHA-256 of their sorted ids, one a line, in hexadecimal, where they are not named.
        received_from, received_to: those received on these days and between, where a register of them was written out.
        people: whose file it was: the ``models.person_key.key_word`` of all keys of the person, which tells no number;
            every dossier that names one of them was to be seen.
        reason: why that file was read, in the clerk's words.
    """

    by: ReadBy
    count: int
    dossiers: tuple[SubjectId, ...] = ()
    digest: str = ""
    received_from: date | None = None
    received_to: date | None = None
    people: tuple[str, ...] = ()
    reason: str = ""


ClerkEvent = ClerkSignedIn | ClerkSignedOut | LossAccepted | SignInFailed | PeopleShown
"""What the codec reads of them."""
