"""Backfill after a hub restore: events of other desks that a desk had read."""

from msgspec import Struct

from sync.messages.chains import Chain


class Backfill(Struct, frozen=True, array_like=True):
    """Events of other devices of the office, as delivered to this desk. One batch, as large as one of ``Up``."""

    chains: tuple[Chain, ...]


class BackfillAnswer(Struct, frozen=True, array_like=True):
    """The answer after commit. ``taken``: how many of them the hub had lost."""

    taken: int
