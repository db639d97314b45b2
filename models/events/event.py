"""The base class of events."""

from msgspec import Struct

from models.ids import EventId

__all__ = [
    "Deciding",
    "Event",
    "UnknownEvent",
    "tag_of",
]


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """Base of all events. Stored as JSON with the class's ``tag`` under ``type``; a tag never changes."""


class Deciding(Event, frozen=True, kw_only=True):
    """Base of events that decide what becomes of a dossier.

    Attributes:
        seen: the last deciding event of this dossier that the desk had seen. Two that name the same one were decided
            without knowledge of each other, whatever their clocks say: a dispute. Empty = written before this was kept.
    """

    seen: EventId = EventId("")


class UnknownEvent(Struct, frozen=True, kw_only=True):
    """An event written by a newer version: shown as such, passed on untouched, changes nothing here.

    ``seen``: as of ``Deciding``. An unknown event that names what it had seen is a decision, and later ones name it.
    """

    type: str
    seen: EventId = EventId("")


def tag_of(kind: type[Event | UnknownEvent]) -> str:
    """What events of this class are stored under; empty = unknown."""
    return str(kind.__struct_config__.tag or "")
