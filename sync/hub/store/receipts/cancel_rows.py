"""Rows of the queue of requests to cancel electronic receipts that are void."""

from msgspec import Struct

from sync.hub.store.receipts.e_receipt_rows import DROPPED, REFUSED
from sync.hub.store.receipts.e_receipt_tables import cancel
from sync.hub.store.request_queue import STUCK, RequestQueue

CANCELLED = "cancelled"

CLOSED = (CANCELLED, DROPPED)


class CancelRow(Struct, frozen=True):
    """A request to cancel; column for column as the table has it."""

    office: str
    reference: str
    subject: str
    state: str
    reason: str
    tries: int
    by_person: int
    sent_at: int
    asked_at: int
    next_at: int
    changed_at: int


_queue: RequestQueue[CancelRow] = RequestQueue(cancel, CancelRow, CLOSED, (REFUSED, STUCK))
put, find, of_reference = _queue.put, _queue.find, _queue.of_reference
due, next_due, claim, change = _queue.due, _queue.next_due, _queue.claim, _queue.change
counts, open_counts, troubled = _queue.counts, _queue.open_counts, _queue.troubled
