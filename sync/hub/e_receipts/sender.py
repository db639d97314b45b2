"""Sends requests to the provider of electronic receipts: each is issued once, its result told once (``unanswered``).

The result becomes an event in the office's log and the end of the request in one transaction.
"""

import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from models.calendar.clock import Clock, instant, micros, wall_clock
from models.events import EReceiptReported, EReceiptState
from models.ids import SubjectId
from sync.hub import words
from sync.hub.e_receipts.cancelling import Cancellations
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
from sync.hub.e_receipts.outbox import OrderVoid, OrderWaits, fill, order_of
from sync.hub.e_receipts.rest_issuer import RestIssuer
from sync.hub.e_receipts.settings import EReceipts, login_headers, read
from sync.hub.e_receipts.traffic import traffic_row
from sync.hub.log import reports
from sync.hub.log.stream import lock_stream
from sync.hub.national.answers import NoAnswer
from sync.hub.national.wire import NationalWire
from sync.hub.other_system import are_headers, authorities
from sync.hub.pacing import FIRST_PAUSE, LOOKS, RARELY, Pauses, Reach
from sync.hub.settings import HubSettings, SettingsWrong
from sync.hub.store import HubStore
from sync.hub.store.receipts import cancel_rows, e_receipt_rows
from sync.hub.store.receipts.e_receipt_rows import (
    ASKED,
    DELIVERED,
    DROPPED,
    ISSUED,
    REFUSED,
    RequestRow,
)
from sync.hub.store.request_queue import NEVER, REASON, SENT, STUCK, UNKNOWN, WAITING
from sync.hub.turns import run_turns
from sync.hub.unanswered import (
    Absence,
    absence,
    as_it_leaves,
    did_not_leave,
    goes_again,
    is_overdue,
    next_absence,
)

AT_ONCE = 50
"""Requests looked up at a time."""


def run(settings: HubSettings, store: HubStore, stop: threading.Event) -> None:
    """Send until ``stop`` is set. Returns at once when the settings name no provider.

    Raises:
        SettingsWrong: this part of the settings does not do.
    """
    said = read(settings)
    if said is None:
        return
    provider = issuer_of(settings, said)
    sender = EReceiptSender(store, said, provider, stopped=stop.is_set)
    try:
        run_turns(store, stop, sender.turn, name="e-receipts", pause=FIRST_PAUSE)
    finally:
        provider.close()


def issuer_of(settings: HubSettings, said: EReceipts) -> ReceiptIssuer:
    """The client to the provider that the settings describe.

    Raises:
        SettingsWrong: its password cannot be read or sent, or its authorities cannot be read.
    """
    trusted = authorities(settings, said.certificates, "e_receipts.certificates")
    password = settings.password(said.password_file)
    if not are_headers(login_headers(said.login, said.user, password)):
        raise SettingsWrong(settings.key_file(said.password_file), words.header_wrong("e_receipts.password_file"))
    return RestIssuer(NationalWire(said.url, said.time_out, trusted), said, password)


class EReceiptSender:
    """Works through the queue. ``turn`` does what is due and returns when to come again."""

    def __init__(
        self,
        store: HubStore,
        said: EReceipts,
        provider: ReceiptIssuer,
        *,
        clock: Clock = wall_clock,
        chance: Callable[[], float] = random.random,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store, self._said, self._provider = store, said, provider
        self._clock, self._stopped, self._pauses = clock, stopped, Pauses(chance)
        self._reach = Reach("e-receipts", clock, self._pauses)
        self._cancellations = Cancellations(store, said, provider, clock, self._pauses)

    def turn(self) -> float:
        """Fill the queue and ask what is due. Returns the seconds after which there may be more to do."""
        while fill(self._store, self._clock()) and not self._stopped():
            pass
        while not self._stopped() and not self._reach.is_quiet:
            with self._store.reading() as reading:
                due = e_receipt_rows.due(reading, micros(self._clock()), AT_ONCE)
                void = cancel_rows.due(reading, micros(self._clock()), AT_ONCE)
            if not due and not void:
                break
            for row in due:
                if self._stopped() or self._reach.is_quiet:
                    break
                self._work(row)
            for one in void:
                if self._stopped() or self._reach.is_quiet:
                    break
                if (exchange := self._cancellations.work(one)) is not None:
                    self._reach.heard(exchange.answer)
        self._forget_traffic()
        return self._until_next()

    # ---- one request ---------------------------------------------------------------------------------------

    def _work(self, row: RequestRow) -> None:
        now = self._clock()
        try:
            with self._store.writing() as writing:
                order = order_of(writing, row)
                if not e_receipt_rows.claim(writing, row, **as_it_leaves(row, self._said, now)):
                    return
        except OrderWaits:
            with self._store.writing() as writing:
                e_receipt_rows.claim(writing, row, next_at=micros(self._clock() + LOOKS))
            return
        except OrderVoid:
            ended = {"next_at": NEVER} if row.state == ISSUED else {"state": DROPPED}
            with self._store.writing() as writing:
                e_receipt_rows.claim(writing, row, **ended, changed_at=micros(now))
            return
        first = row.state == WAITING
        exchange = self._provider.issue(order) if first else self._provider.query(order)
        self._take(row, order, exchange, asked="issue" if first else "query")

    def _take(self, row: RequestRow, order: ReceiptOrder, exchange: ProviderExchange, *, asked: str) -> None:
        """What an answer does: one transaction for the event, the request and the traffic."""
        now = self._clock()
        values, event = self._meaning(row, exchange, asked, now)
        told = event is not None and event.state.value != row.told
        with self._store.writing() as writing:
            if event is not None and told:
                stream = lock_stream(writing, row.office)
                if stream is not None:
                    reports.record(stream, self._store.life(writing), SubjectId(row.subject), event, now)
                values["told"] = event.state.value
            e_receipt_rows.change(writing, row, changed_at=micros(now), **values)
            if self._said.keep_days:
                e_receipt_rows.put_traffic(writing, traffic_row(row.office, order, exchange, asked, now))
        if told:
            self._store.tell(row.office)
        self._reach.heard(exchange.answer)

    def _meaning(
        self, row: RequestRow, exchange: ProviderExchange, asked: str, now: datetime
    ) -> tuple[dict[str, object], EReceiptReported | None]:
        """The request's new columns, and what the office is told; None = nothing new."""
        match exchange.answer:
            case OrderIssued() as issued:
                return self._issued(row, issued, now)
            case OrderCancelled() if row.state == ISSUED:
                return {"next_at": NEVER}, None
            case OrderCancelled():
                return self._stuck(row, "cancelled", now)
            case OrderRefused(reason=reason) if asked == "query" or row.tries == 0:
                state = EReceiptState.REFUSED
                event = EReceiptReported(state=state, reference=row.reference, reason=reason[:REASON])
                return {"state": REFUSED, "reason": reason[:REASON]}, event
            case OrderRefused(reason=reason):
                # Refused the second time it was sent: perhaps because the first time it was issued.
                return self._stuck(row, reason[:REASON], now)
            case OrderAbsent():
                return self._absent(row, now)
            case OrderInWork():
                return self._pending(row, ASKED, "", now)
            case NoAnswer() as lost if row.state == WAITING and not lost.outcome_unknown:
                return did_not_leave(row, lost, self._pauses, now), None
            case NoAnswer(why=why):
                return self._pending(row, ASKED if row.state == ASKED else UNKNOWN, why.value, now)

    def _issued(
        self, row: RequestRow, issued: OrderIssued, now: datetime
    ) -> tuple[dict[str, object], EReceiptReported | None]:
        days = timedelta(days=self._said.delivery_days)
        waits = not issued.delivered and now - instant(row.asked_at) < days
        state = EReceiptState.DELIVERED if issued.delivered else EReceiptState.ISSUED
        event = EReceiptReported(
            state=state,
            reference=row.reference,
            number=issued.number,
            lookup=issued.lookup,
            lookup_at=issued.lookup_at,
        )
        again = micros(now + RARELY) if waits else NEVER
        state_now = DELIVERED if issued.delivered else ISSUED
        return {"state": state_now, "reason": "", "absents": 0, "next_at": again}, event

    def _absent(self, row: RequestRow, now: datetime) -> tuple[dict[str, object], EReceiptReported | None]:
        if row.state in {ISSUED, ASKED}:
            return {"next_at": self._pauses.after(row.tries, now)}, None  # it had it before: its trouble, not ours
        absents = row.absents + 1
        match absence(row, absents, self._said, now):
            case Absence.GOES_AGAIN:
                return goes_again(now) | {"absents": 0}, None
            case Absence.FOR_A_PERSON:
                return self._stuck(row, "absent", now)
            case Absence.ASKED_RARELY:
                return {"next_at": micros(now + RARELY)}, None
            case Absence.ASKED_LATER:
                values, event = self._pending(row, row.state, "absent", now)
                return values | {"absents": absents, "next_at": next_absence(self._said, now)}, event

    def _pending(
        self, row: RequestRow, state: str, reason: str, now: datetime
    ) -> tuple[dict[str, object], EReceiptReported | None]:
        """Not known yet: asked again; a person is told when that takes too long."""
        if row.state in {ISSUED, STUCK}:
            return {"next_at": micros(now + RARELY)}, None
        if is_overdue(row, self._said, now):
            return self._stuck(row, reason, now)
        state = UNKNOWN if state in {SENT, WAITING} else state
        tries = row.tries + 1
        values = {
            "state": state,
            "reason": reason,
            "absents": 0,
            "tries": tries,
            "next_at": self._pauses.after(tries, now),
        }
        return values, EReceiptReported(state=EReceiptState.ASKED, reference=row.reference)

    def _stuck(self, row: RequestRow, reason: str, now: datetime) -> tuple[dict[str, object], EReceiptReported | None]:
        event = EReceiptReported(state=EReceiptState.UNKNOWN, reference=row.reference, reason=reason)
        rarely = micros(now + RARELY)
        return {"state": STUCK, "reason": reason, "absents": row.absents + 1, "next_at": rarely}, event

    # ---- when ----------------------------------------------------------------------------------------------

    def _forget_traffic(self) -> None:
        with self._store.writing() as writing:
            e_receipt_rows.forget_traffic(writing, micros(self._clock() - timedelta(days=self._said.keep_days)))

    def _until_next(self) -> float:
        with self._store.reading() as reading:
            at = min(filter(None, (e_receipt_rows.next_due(reading), cancel_rows.next_due(reading))), default=None)
        return self._reach.until_next(at)
