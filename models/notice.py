"""A notice to a citizen, as hub and desk name it: what it tells, by which channel, and what became of it."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """What a citizen is told."""

    READY = "ready"
    SUPPLEMENT = "supplement"
    POSTPONED = "postponed"
    RECOMPUTED = "recomputed"
    """The date was counted anew by a changed calendar."""
    REFUSED = "refused"
    """Refused after examination."""
    STOPPED = "stopped"
    APPOINTMENT = "appointment"
    """A reminder, the day before."""
    APPOINTMENT_MOVED = "appointment_moved"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    """The office cannot keep it."""
    NEAR = "near"
    """Few wait before a drawn number."""


class NoticeChannel(StrEnum):
    """How a citizen is told, in the order in which they are preferred."""

    SMS = "sms"
    ZALO = "zalo"
    EMAIL = "email"


class NoticeOutcome(StrEnum):
    """What became of a notice, once nothing more happens to it by itself."""

    SENT = "sent"
    UNKNOWN = "unknown"
    """It left, and nobody can say whether the gateway took it."""
    REFUSED = "refused"
    """The gateway takes no message to this address."""
    FAILED = "failed"
    """Tried for days in vain."""
    NO_ADDRESS = "no_address"
    """The citizen gave no address that any gateway of the province reaches."""
