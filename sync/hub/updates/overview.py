"""What the administrator reads of updates: releases, rings, and who changed what."""

from collections import Counter
from datetime import datetime

from msgspec import Struct

from sync.hub.store import HubStore
from sync.hub.store.fleet import update_rows
from sync.hub.store.fleet.update_rows import UpdateChange
from sync.hub.store.office_rows import all_offices
from sync.hub.updates.plan import UpdatePlan, plan_of


class RingSummary(Struct, frozen=True, kw_only=True):
    """A ring: how many offices are in it, and what they are offered now."""

    ring: int
    offices: int
    version: str | None


class UpdateOverview(Struct, frozen=True, kw_only=True):
    """All of it; the changes are in the order in which they were made."""

    plan: UpdatePlan
    rings: tuple[RingSummary, ...]
    changes: tuple[UpdateChange, ...]


def overview(store: HubStore, last_ring: int, now: datetime) -> UpdateOverview:
    """How it stands now.

    Args:
        store: of the hub.
        last_ring: how many rings the settings have.
        now: the hub's clock.
    """
    with store.reading() as reading:
        changes = update_rows.changes(reading)
        offices = [one.id for one in all_offices(reading)]
    plan = plan_of(changes, last_ring)
    many = Counter(map(plan.ring, offices))
    rings = tuple(
        RingSummary(ring=ring, offices=many[ring], version=plan.version(ring, now)) for ring in range(1, last_ring + 1)
    )
    return UpdateOverview(plan=plan, rings=rings, changes=tuple(changes))
