"""Contradictions between events of a subject, found when they are folded."""

from enum import StrEnum

from msgspec import Struct

from models.ids import DeviceId


class DisputeKind(StrEnum):
    """Contradictions that only a person can settle."""

    RECEIVED_TWICE = "received_twice"
    OUTCOMES_DIFFER = "outcomes_differ"
    HANDED_OVER_TWICE = "handed_over_twice"
    ACTED_AFTER_END = "acted_after_end"
    STEPS_DIFFER = "steps_differ"
    """Two desks decided, neither knowing of the other's decision."""
    CALLED_TWICE = "called_twice"


class Dispute(Struct, frozen=True):
    """One contradiction: what kind, and which desk's event showed it."""

    kind: DisputeKind
    device: DeviceId
    seq: int
