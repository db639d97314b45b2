"""Which version each office is offered: rings, releases that open to a ring at a time, and one pause for all."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from models.calendar.clock import instant
from sync.hub.store.fleet.update_rows import UpdateChange

_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}", re.ASCII)


class ChangeKind(StrEnum):
    """What a change does."""

    RING = "ring"
    """An office is in this ring from now on."""
    OPEN = "open"
    """A release is offered to a ring from a time on; said again, the time is another one."""
    WITHDRAW = "withdraw"
    """A release is offered to nobody."""
    PAUSE = "pause"
    RESUME = "resume"


class UpdatePlan(Struct, frozen=True, kw_only=True):
    """What the changes come to.

    Attributes:
        paused: nobody is offered anything.
        rings: of the offices that were put into one.
        releases: by version, from when on it is offered to which ring; without any ring = withdrawn.
        last_ring: of all other offices.
    """

    paused: bool
    rings: Mapping[str, int]
    releases: Mapping[str, Mapping[int, datetime]]
    last_ring: int

    def ring(self, office: str) -> int:
        """The ring of an office; one that the settings no longer have counts as the last."""
        return min(self.rings.get(office, self.last_ring), self.last_ring)

    def version(self, ring: int, now: datetime) -> str | None:
        """The newest release open to a ring; None = none is, or updates are paused."""
        if self.paused:
            return None
        there = [version for version, opens in self.releases.items() if ring in opens and opens[ring] <= now]
        return max(there, key=version_order, default=None)


def plan_of(changes: Iterable[UpdateChange], last_ring: int) -> UpdatePlan:
    """Fold changes, oldest first; those of a kind that is not known here change nothing."""
    paused, rings = False, dict[str, int]()
    releases = dict[str, dict[int, datetime]]()
    for one in changes:
        match one.kind:
            case ChangeKind.PAUSE | ChangeKind.RESUME:
                paused = one.kind == ChangeKind.PAUSE
            case ChangeKind.RING:
                rings[one.office] = one.ring
            case ChangeKind.OPEN:
                releases.setdefault(one.version, {})[one.ring] = instant(one.opens_at)
            case ChangeKind.WITHDRAW:
                releases[one.version] = {}
    return UpdatePlan(paused=paused, rings=rings, releases=releases, last_ring=last_ring)


def is_version(text: str) -> bool:
    """Whether it is a version that can be compared: two to four numbers with points between."""
    return _VERSION.fullmatch(text) is not None


def version_order(version: str) -> tuple[int, ...]:
    """Orders versions; what is none comes before all others."""
    return tuple(map(int, version.split("."))) if is_version(version) else ()
