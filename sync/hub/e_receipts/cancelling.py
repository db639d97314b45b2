"""Has the provider cancel electronic receipts that became void: asked before it is told again, and told to the office.

That the provider took a request is no proof (``unanswered``): a receipt is cancelled when the provider says so of it.
What is still standing in calm, some time after it was sent, is asked for again.
"""

from datetime import datetime

from models.calendar.clock import Clock, micros
from models.events import EReceiptCancelReported
from models.ids import SubjectId
from sync.hub.e_receipts.issuer import (
    OrderAbsent,
    OrderCancelled,
    OrderInWork,
    OrderIssued,
    OrderRefused,
    ProviderExchange,
    ReceiptIssuer,
    ReceiptOrder,
)
from sync.hub.e_receipts.outbox import OrderWaits, cancellation_of
from sync.hub.e_receipts.settings import EReceipts
from sync.hub.e_receipts.traffic import traffic_row
from sync.hub.log import reports
from sync.hub.log.stream import lock_stream
from sync.hub.national.answers import NoAnswer
from sync.hub.pacing import LOOKS, RARELY, Pauses
from sync.hub.store import HubStore, Writing
from sync.hub.store.receipts import cancel_rows, e_receipt_rows
from sync.hub.store.receipts.cancel_rows import CANCELLED, CancelRow
from sync.hub.store.receipts.e_receipt_rows import ASKED, DELIVERED, DROPPED, ISSUED, REFUSED
from sync.hub.store.request_queue import NEVER, REASON, STUCK, UNKNOWN, WAITING
from sync.hub.unanswered import as_it_leaves, did_not_leave, goes_again, is_calm, is_overdue

BY_HAND = "by_hand"
"""The settings name no way to cancel: a person does so at the provider."""


class Cancellations:
    """Works through the queue of what is to be cancelled.

    Args:
        store, said, provider, clock: as the sender has them.
        pauses: likewise.
    """

    def __init__(
        self,
        store: HubStore,
        said: EReceipts,
        provider: ReceiptIssuer,
        clock: Clock,
        pauses: Pauses,
    ) -> None:
        self._store, self._said, self._provider, self._clock, self._pauses = store, said, provider, clock, pauses

    def work(self, row: CancelRow) -> ProviderExchange | None:
        """Ask for one, or what became of it, and store the answer; None = the provider was not asked."""
        now = self._clock()
        with self._store.writing() as writing:
            order = self._begin(writing, row, now)
        if order is None:
            self._store.tell(row.office)
            return None
        first = row.state == WAITING
        exchange = self._provider.cancel(order) if first else self._provider.query(order)
        self._take(row, order, exchange, first=first)
        return exchange

    def _begin(self, writing: Writing, row: CancelRow, now: datetime) -> ReceiptOrder | None:
        """Claim it, and commit that it leaves; None = there is nothing to ask now."""
        issued = e_receipt_rows.find(writing, row.office, row.reference)
        if issued is None or issued.state in {REFUSED, DROPPED}:
            cancel_rows.claim(writing, row, state=DROPPED, changed_at=micros(now))
            return None
        if issued.state not in {ISSUED, DELIVERED}:
            cancel_rows.claim(writing, row, next_at=micros(now + LOOKS))
            return None
        if not self._said.cancel and row.state != STUCK:
            if cancel_rows.claim(writing, row, **self._for_a_person(BY_HAND, now), changed_at=micros(now)):
                self._tell(writing, row, done=False, reason="", now=now)
            return None
        try:
            order = cancellation_of(writing, row)
        except OrderWaits:
            cancel_rows.claim(writing, row, next_at=micros(now + LOOKS))
            return None
        return order if cancel_rows.claim(writing, row, **as_it_leaves(row, self._said, now)) else None

    def _take(self, row: CancelRow, order: ReceiptOrder, exchange: ProviderExchange, *, first: bool) -> None:
        now = self._clock()
        values = self._meaning(row, exchange, now, first=first)
        state = values.get("state", row.state)
        ended = state != row.state and state in {CANCELLED, REFUSED, STUCK}
        with self._store.writing() as writing:
            cancel_rows.change(writing, row, changed_at=micros(now), **values)
            if ended:
                reason = str(values.get("reason", ""))
                self._tell(writing, row, done=state == CANCELLED, reason=reason, now=now)
            if self._said.keep_days:
                kept = traffic_row(row.office, order, exchange, "cancel" if first else "query", now)
                e_receipt_rows.put_traffic(writing, kept)
        if ended:
            self._store.tell(row.office)

    def _tell(self, writing: Writing, row: CancelRow, *, done: bool, reason: str, now: datetime) -> None:
        stream = lock_stream(writing, row.office)
        if stream is not None:
            event = EReceiptCancelReported(reference=row.reference, done=done, reason=reason)
            reports.record(stream, self._store.life(writing), SubjectId(row.subject), event, now)

    def _meaning(self, row: CancelRow, exchange: ProviderExchange, now: datetime, *, first: bool) -> dict[str, object]:
        """The request's new columns."""
        match exchange.answer:
            case OrderCancelled():
                return {"state": CANCELLED, "reason": "", "by_person": 0}
            case OrderRefused(reason=reason) if first:
                return {"state": REFUSED, "reason": reason[:REASON], "next_at": NEVER}
            case OrderRefused(reason=reason):
                return self._for_a_person(reason[:REASON], now)
            case OrderIssued() | OrderInWork() if first:
                return {"state": ASKED, "reason": "", "next_at": self._pauses.after(0, now)}
            case OrderIssued():
                return self._standing(row, now)
            case OrderInWork() | OrderAbsent():
                return self._pending(row, row.state, "", now)
            case NoAnswer() as lost if first and not lost.outcome_unknown:
                return did_not_leave(row, lost, self._pauses, now)
            case NoAnswer(why=why):
                return self._pending(row, row.state, why.value, now)

    def _standing(self, row: CancelRow, now: datetime) -> dict[str, object]:
        """The provider says that the receipt stands: it goes again in calm, by contract or by a person's word."""
        calm = is_calm(row, self._said, now)
        if row.by_person or (calm and self._said.repeat_is_safe and row.state != STUCK):
            return goes_again(now)
        if calm and row.state != STUCK:
            return self._for_a_person("standing", now)
        return self._pending(row, row.state, "standing", now)

    def _pending(self, row: CancelRow, state: str, reason: str, now: datetime) -> dict[str, object]:
        if state == STUCK:
            return {"next_at": micros(now + RARELY)}
        if is_overdue(row, self._said, now):
            return self._for_a_person(reason, now)
        tries = row.tries + 1
        state = ASKED if state == ASKED else UNKNOWN
        return {"state": state, "reason": reason, "tries": tries, "next_at": self._pauses.after(tries, now)}

    @staticmethod
    def _for_a_person(reason: str, now: datetime) -> dict[str, object]:
        return {"state": STUCK, "reason": reason, "next_at": micros(now + RARELY)}
