"""Sends orders to the post: each parcel is ordered once, and what became of it is told once (``unanswered``)."""

import random
import threading
from collections.abc import Callable
from datetime import datetime

from models.calendar.clock import Clock, micros, wall_clock
from models.events import ParcelOrderReported, ParcelOrderState
from models.ids import SubjectId
from sync.hub import words
from sync.hub.e_receipts.settings import login_headers
from sync.hub.log import reports
from sync.hub.log.stream import lock_stream
from sync.hub.national.answers import NoAnswer
from sync.hub.national.wire import NationalWire
from sync.hub.other_system import are_headers, authorities
from sync.hub.pacing import FIRST_PAUSE, LOOKS, RARELY, Pauses, Reach
from sync.hub.post_orders.carrier import CarriageRefused, CarriageTaken, CarriageUnknown, Carrier, CarrierAnswer
from sync.hub.post_orders.outbox import ParcelIncomplete, fill, order_of
from sync.hub.post_orders.rest_carrier import RestCarrier
from sync.hub.post_orders.settings import PostOrders, read
from sync.hub.settings import HubSettings, SettingsWrong
from sync.hub.store import HubStore
from sync.hub.store.post import order_rows
from sync.hub.store.post.order_rows import REFUSED, TAKEN, OrderRow
from sync.hub.store.request_queue import REASON, STUCK, UNKNOWN, WAITING
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
"""Orders looked up at a time."""

Told = tuple[dict[str, object], ParcelOrderReported | None]
"""An order's new columns, and what the office is told; None = nothing new."""


def run(settings: HubSettings, store: HubStore, stop: threading.Event) -> None:
    """Send until ``stop`` is set. Returns at once when the settings name no post to order from.

    Raises:
        SettingsWrong: this part of the settings does not do.
    """
    said = read(settings)
    if said is None or not said.url:
        return
    carrier = carrier_of(settings, said)
    sender = PostOrderSender(store, said, carrier, stopped=stop.is_set)
    try:
        run_turns(store, stop, sender.turn, name="post-orders", pause=FIRST_PAUSE)
    finally:
        carrier.close()


def carrier_of(settings: HubSettings, said: PostOrders) -> Carrier:
    """The client to the post's system that the settings describe.

    Raises:
        SettingsWrong: its password cannot be read or sent, or its authorities cannot be read.
    """
    trusted = authorities(settings, said.certificates, "post_orders.certificates")
    password = settings.password(said.password_file)
    if not are_headers(login_headers(said.login, said.user, password)):
        raise SettingsWrong(settings.key_file(said.password_file), words.header_wrong("post_orders.password_file"))
    return RestCarrier(NationalWire(said.url, said.time_out, trusted), said, password)


class PostOrderSender:
    """Works through the queue. ``turn`` does what is due and returns when to come again."""

    def __init__(
        self,
        store: HubStore,
        said: PostOrders,
        carrier: Carrier,
        *,
        clock: Clock = wall_clock,
        chance: Callable[[], float] = random.random,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store, self._said, self._carrier = store, said, carrier
        self._clock, self._stopped, self._pauses = clock, stopped, Pauses(chance)
        self._reach = Reach("post-orders", clock, self._pauses)

    def turn(self) -> float:
        """Fill the queue and ask what is due. Returns the seconds after which there may be more to do."""
        while fill(self._store, self._said, self._clock()) and not self._stopped():
            pass
        while not self._stopped() and not self._reach.is_quiet:
            with self._store.reading() as reading:
                due = order_rows.due(reading, micros(self._clock()), AT_ONCE)
            if not due:
                break
            for row in due:
                if self._stopped() or self._reach.is_quiet:
                    break
                self._work(row)
        return self._until_next()

    def _work(self, row: OrderRow) -> None:
        now = self._clock()
        try:
            with self._store.writing() as writing:
                order = order_of(writing, self._said, row)
                if not order_rows.claim(writing, row, **as_it_leaves(row, self._said, now)):
                    return
        except ParcelIncomplete:
            with self._store.writing() as writing:
                order_rows.claim(writing, row, next_at=micros(now + LOOKS))
            return
        first = row.state == WAITING
        answer = self._carrier.order(order) if first else self._carrier.query(order)
        self._take(row, answer, first=first)

    def _take(self, row: OrderRow, answer: CarrierAnswer, *, first: bool) -> None:
        """What an answer does: one transaction for the event and the order."""
        now = self._clock()
        values, event = self._meaning(row, answer, now, first=first)
        told = event is not None and event.state.value != row.told
        with self._store.writing() as writing:
            if event is not None and told:
                stream = lock_stream(writing, row.office)
                if stream is not None:
                    reports.record(stream, self._store.life(writing), SubjectId(row.subject), event, now)
                values["told"] = event.state.value
            order_rows.change(writing, row, changed_at=micros(now), **values)
        if told:
            self._store.tell(row.office)
        self._reach.heard(answer)

    def _meaning(self, row: OrderRow, answer: CarrierAnswer, now: datetime, *, first: bool) -> Told:
        match answer:
            case CarriageTaken(number=number):
                event = ParcelOrderReported(state=ParcelOrderState.TAKEN, post_number=number)
                return {"state": TAKEN, "reason": "", "absents": 0}, event
            case CarriageRefused(reason=reason) if not first or row.tries == 0:
                event = ParcelOrderReported(state=ParcelOrderState.REFUSED, reason=reason[:REASON])
                return {"state": REFUSED, "reason": reason[:REASON]}, event
            case CarriageRefused(reason=reason):
                # Refused the second time it was sent: perhaps because the first time it was taken.
                return self._stuck(row, reason[:REASON], now)
            case CarriageUnknown():
                return self._absent(row, now)
            case NoAnswer() if first and not answer.outcome_unknown:
                return did_not_leave(row, answer, self._pauses, now), None
            case NoAnswer(why=why):
                return self._pending(row, why.value, now)

    def _absent(self, row: OrderRow, now: datetime) -> Told:
        absents = row.absents + 1
        match absence(row, absents, self._said, now):
            case Absence.GOES_AGAIN:
                return goes_again(now) | {"absents": 0}, None
            case Absence.FOR_A_PERSON:
                return self._stuck(row, "absent", now)
            case Absence.ASKED_RARELY:
                return {"next_at": micros(now + RARELY)}, None
            case Absence.ASKED_LATER:
                values, event = self._pending(row, "absent", now)
                return values | {"absents": absents, "next_at": next_absence(self._said, now)}, event

    def _pending(self, row: OrderRow, reason: str, now: datetime) -> Told:
        """Not known yet: asked again; a person is told when that takes too long."""
        if row.state == STUCK:
            return {"next_at": micros(now + RARELY)}, None
        if is_overdue(row, self._said, now):
            return self._stuck(row, reason, now)
        tries = row.tries + 1
        later = self._pauses.after(tries, now)
        return {"state": UNKNOWN, "reason": reason, "absents": 0, "tries": tries, "next_at": later}, None

    def _stuck(self, row: OrderRow, reason: str, now: datetime) -> Told:
        event = ParcelOrderReported(state=ParcelOrderState.UNKNOWN, reason=reason)
        return {"state": STUCK, "reason": reason, "absents": row.absents + 1, "next_at": micros(now + RARELY)}, event

    # ---- when ----------------------------------------------------------------------------------------------

    def _until_next(self) -> float:
        with self._store.reading() as reading:
            at = order_rows.next_due(reading)
        return self._reach.until_next(at)
