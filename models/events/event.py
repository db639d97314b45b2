"""What every event is."""

from msgspec import Struct


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag=True):
    """Base of all events. Stored as JSON with the class name under ``type``."""


class UnknownEvent(Struct, frozen=True, kw_only=True):
    """An event written by a newer version: shown as such, passed on untouched, changes nothing here."""

    type: str
