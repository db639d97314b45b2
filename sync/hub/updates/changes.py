"""Changing what offices are offered. Every change is kept, with who made it and when."""

import getpass
import os
from datetime import datetime

from msgspec import Struct

from models.calendar.clock import micros
from sync.hub.store import HubStore, Reading
from sync.hub.store.fleet import update_rows
from sync.hub.store.fleet.update_rows import UpdateChange
from sync.hub.updates.plan import ChangeKind, UpdatePlan, plan_of
from sync.messages import UpdateOffer

MOST_NOTE = 200
"""Characters of a reason, and of a name, that are kept."""


class ChangeAuthor(Struct, frozen=True):
    """Who changes something, why, and when."""

    name: str
    now: datetime
    note: str = ""


def read_plan(reading: Reading, last_ring: int) -> UpdatePlan:
    """What all offices are offered."""
    return plan_of(update_rows.changes(reading), last_ring)


def offer(reading: Reading, office: str, last_ring: int, now: datetime) -> UpdateOffer:
    """What one office is offered now."""
    plan = plan_of(update_rows.changes_for(reading, office), last_ring)
    return UpdateOffer(version=plan.version(plan.ring(office), now), paused=plan.paused)


def put_in_ring(store: HubStore, author: ChangeAuthor, office: str, ring: int) -> None:
    """An office is in this ring from now on."""
    _record(store, author, ChangeKind.RING, office=office, ring=ring)


def open_release(store: HubStore, author: ChangeAuthor, version: str, opens: dict[int, datetime]) -> None:
    """A release is offered to these rings from these times on; other rings stay as they are."""
    made = [_change(author, ChangeKind.OPEN, version=version, ring=r, opens_at=micros(at)) for r, at in opens.items()]
    with store.writing() as writing:
        for one in made:
            update_rows.put_change(writing, one)


def withdraw(store: HubStore, author: ChangeAuthor, version: str) -> None:
    """A release is offered to nobody any more; who has it keeps it."""
    _record(store, author, ChangeKind.WITHDRAW, version=version)


def pause(store: HubStore, author: ChangeAuthor) -> None:
    """Nobody is offered anything until ``resume``."""
    _record(store, author, ChangeKind.PAUSE)


def resume(store: HubStore, author: ChangeAuthor) -> None:
    """Updates go on as the releases say."""
    _record(store, author, ChangeKind.RESUME)


def account() -> str:
    """Who runs this command, as the system has it: who became another user is named by his own account."""
    return os.environ.get("SUDO_USER", "") or getpass.getuser()


def _record(
    store: HubStore, author: ChangeAuthor, kind: ChangeKind, *, office: str = "", version: str = "", ring: int = 0
) -> None:
    with store.writing() as writing:
        update_rows.put_change(writing, _change(author, kind, office=office, version=version, ring=ring))


def _change(
    author: ChangeAuthor,
    kind: ChangeKind,
    *,
    office: str = "",
    version: str = "",
    ring: int = 0,
    opens_at: int = 0,
) -> UpdateChange:
    return UpdateChange(
        at=micros(author.now),
        made_by=author.name.strip()[:MOST_NOTE],
        kind=kind.value,
        office=office,
        version=version,
        ring=ring,
        opens_at=opens_at,
        note=author.note.strip()[:MOST_NOTE],
    )
