"""State of the orders to the post, and what a person can do with a stuck one."""

from datetime import datetime

from msgspec import Struct

from models.calendar.clock import instant, micros
from sync.hub.store import HubStore
from sync.hub.store.post import order_rows
from sync.hub.store.post.order_rows import REFUSED
from sync.hub.store.request_queue import STUCK, UNKNOWN, WAITING

SHOWN = 200


class StuckOrder(Struct, frozen=True, kw_only=True):
    """An order that was refused, is stuck or keeps failing. ``reason``: the post's words, or a kind of trouble."""

    office: str
    reference: str
    state: str
    reason: str
    tries: int
    since: datetime


class PostOrderStatus(Struct, frozen=True, kw_only=True):
    """Number of orders by state, the failing ones, latest first, and states of the post that nobody has explained."""

    counts: dict[str, int]
    troubled: tuple[StuckOrder, ...]
    unexplained: tuple[tuple[str, int], ...] = ()


def status(store: HubStore, office: str | None = None) -> PostOrderStatus:
    """The orders of an office now, or of all."""
    with store.reading() as reading:
        counts = order_rows.counts(reading, office)
        rows = order_rows.troubled(reading, office, SHOWN)
        unexplained = order_rows.unknown_codes(reading, SHOWN)
    return PostOrderStatus(
        counts=counts,
        troubled=tuple(
            StuckOrder(
                office=row.office,
                reference=row.reference,
                state=row.state,
                reason=row.reason,
                tries=row.tries,
                since=instant(row.asked_at),
            )
            for row in rows
        ),
        unexplained=tuple(unexplained),
    )


def send_again(store: HubStore, reference: str, now: datetime) -> int:
    """A person has looked: a refused order goes again; of a stuck one the post is asked first. Returns how many go."""
    at, offices = micros(now), []
    with store.writing() as writing:
        for row in order_rows.of_reference(writing, reference):
            if row.state not in {REFUSED, STUCK}:
                continue
            refused = row.state == REFUSED
            fresh = {"state": WAITING if refused else UNKNOWN, "by_person": 0 if refused else 1, "reason": ""}
            order_rows.change(writing, row, **fresh, tries=0, absents=0, asked_at=at, next_at=at, changed_at=at)
            offices.append(row.office)
    for office in offices:
        store.tell(office)
    return len(offices)
