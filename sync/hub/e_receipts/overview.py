"""State of the requests to the provider of electronic receipts, and what a person can do with a stuck one."""

from datetime import datetime

from msgspec import Struct

from models.calendar.clock import instant, micros
from sync.hub.store import HubStore
from sync.hub.store.receipts import cancel_rows, e_receipt_rows
from sync.hub.store.receipts.cancel_rows import CancelRow
from sync.hub.store.receipts.e_receipt_rows import REFUSED, RequestRow, TrafficRow
from sync.hub.store.request_queue import STUCK, UNKNOWN, WAITING

SHOWN = 200


class StuckRequest(Struct, frozen=True, kw_only=True):
    """A request that was refused, is stuck or keeps failing. ``reason``: the provider's words, or a kind of trouble."""

    office: str
    reference: str
    receipt: str
    state: str
    reason: str
    tries: int
    since: datetime


class EReceiptStatus(Struct, frozen=True, kw_only=True):
    """Number of requests by state, and the failing ones, latest first (200 at most).

    Attributes:
        cancels, cancels_troubled: likewise of the requests to cancel receipts that are void.
    """

    counts: dict[str, int]
    troubled: tuple[StuckRequest, ...]
    cancels: dict[str, int] = {}
    cancels_troubled: tuple[StuckRequest, ...] = ()


def status(store: HubStore, office: str | None = None) -> EReceiptStatus:
    """The requests of an office now, or of all."""
    with store.reading() as reading:
        counts = e_receipt_rows.counts(reading, office)
        rows = e_receipt_rows.troubled(reading, office, SHOWN)
        cancels, void = cancel_rows.counts(reading, office), cancel_rows.troubled(reading, office, SHOWN)
    return EReceiptStatus(
        counts=counts,
        troubled=tuple(map(_stuck, rows)),
        cancels=cancels,
        cancels_troubled=tuple(map(_stuck, void)),
    )


def _stuck(row: RequestRow | CancelRow) -> StuckRequest:
    return StuckRequest(
        office=row.office,
        reference=row.reference,
        receipt=row.subject,
        state=row.state,
        reason=row.reason,
        tries=row.tries,
        since=instant(row.asked_at),
    )


def send_again(store: HubStore, reference: str, now: datetime) -> int:
    """A person has looked: a refused request goes again; of a stuck one the provider is asked first.

    Returns how many requests go because of it; 0 = there is none of this reference that is refused or stuck.
    """
    at, offices = micros(now), []
    with store.writing() as writing:
        for row in e_receipt_rows.of_reference(writing, reference):
            if row.state not in {REFUSED, STUCK}:
                continue
            refused = row.state == REFUSED
            fresh = {"state": WAITING if refused else UNKNOWN, "by_person": 0 if refused else 1, "reason": ""}
            e_receipt_rows.change(writing, row, **fresh, tries=0, absents=0, asked_at=at, next_at=at, changed_at=at)
            offices.append(row.office)
        for one in cancel_rows.of_reference(writing, reference):
            if one.state in {REFUSED, STUCK}:
                # What was refused did nothing; of what is stuck the provider is asked first.
                state, by_person = (WAITING, 0) if one.state == REFUSED or not one.sent_at else (UNKNOWN, 1)
                again = {"state": state, "by_person": by_person, "reason": "", "tries": 0}
                cancel_rows.change(writing, one, **again, asked_at=at, next_at=at, changed_at=at)
                offices.append(one.office)
    for office in offices:
        store.tell(office)
    return len(offices)


def traffic(store: HubStore, reference: str) -> list[TrafficRow]:
    """What went to and fro about a request, masked, oldest first."""
    with store.reading() as reading:
        return e_receipt_rows.traffic_of(reading, reference)
