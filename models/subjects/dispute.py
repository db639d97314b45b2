"""Contradictions between events of a subject, found when they are folded."""

from enum import StrEnum

from msgspec import Struct

from models.ids import DeviceId, EventId


class DisputeKind(StrEnum):
    """Contradictions that only a person can settle."""

    RECEIVED_TWICE = "received_twice"
    OUTCOMES_DIFFER = "outcomes_differ"
    HANDED_OVER_TWICE = "handed_over_twice"
    ACTED_AFTER_END = "acted_after_end"
    STEPS_DIFFER = "steps_differ"
    """Two desks decided, neither knowing of the other's decision."""
    VALUES_DIFFER = "values_differ"
    """Two desks corrected the same value differently."""
    RETURNED_OVER = "returned_over"
    """Two desks gave back money of it, more than was taken, neither knowing of the other."""
    CALLED_TWICE = "called_twice"


class Dispute(Struct, frozen=True):
    """One contradiction: what kind, and which event showed it.

    Attributes:
        device, seq: the event's place in a chain, as it is told here. A machine restored from a copy may tell the same
            event under another number, so a dispute is known by ``event`` alone.
    """

    kind: DisputeKind
    device: DeviceId
    seq: int
    event: EventId
