"""The load of a visit laptop: whole histories of the subjects that its newest ``LaptopLoaded`` names."""

from typing import Annotated

from msgspec import Meta, Struct

from models.ids import EventId
from sync.messages.chains import Chain
from sync.messages.packing import MOST_EVENTS, MOST_ITEMS, Moment, Whole
from sync.messages.turns import Cursor


class LoadAsked(Struct, frozen=True, array_like=True):
    """A laptop's request for its load, or for what is new of it.

    Attributes:
        load: the event of the load that the cursor belongs to; empty = none yet.
        cursor: as far as it has read; of another load, or another life of the stream, it counts as the beginning.
        head: the laptop's own last seq; more at the hub comes back first.
        most: events wanted at most.
    """

    load: EventId
    cursor: Cursor
    head: int
    most: int = MOST_EVENTS


class Load(Struct, frozen=True, array_like=True):
    """A page of a load. One load takes as many as there are; the last has ``remaining`` 0.

    Attributes:
        load: the event of the newest load; empty = nothing is to be aboard.
        cursor: to be asked with next.
        chains: events of the subjects and of the laptop itself; the same ones again do no harm.
        remaining: how many are left; may be rounded.
        head: what the hub has of this laptop.
        edition: version of the office's newest edition; 0 = none.
        clock: the highest Lamport clock in the office's stream.
        at: when it was told, microseconds by the clock of who tells it.
    """

    load: EventId
    cursor: Cursor
    chains: Annotated[tuple[Chain, ...], Meta(max_length=MOST_ITEMS)]
    remaining: Whole
    head: Whole
    edition: Whole = 0
    clock: Whole = 0
    at: Moment = 0
