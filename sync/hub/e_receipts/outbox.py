"""Requests for electronic receipts and for cancelling them, read from the offices' streams behind a cursor.

The cursor moves in the same transaction as the queue is filled, and a request is named by the desk: reading twice, or
again after a restore, adds none twice.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from models.calendar.clock import local_day, micros
from models.events import (
    EReceiptCancelReported,
    EReceiptReported,
    EReceiptRequested,
    EReceiptState,
    ReceiptVoided,
)
from models.history import Recorded
from models.ids import SubjectId
from models.money import CollectingBody, ReceiptNumber
from models.subjects.receipt import Receipt, ReceiptState, fold
from models.words.money_words import change_in_words
from sync.hub.e_receipts.issuer import OrderLine, ReceiptOrder
from sync.hub.store import HubStore, Reading, Writing, event_rows, loss_rows
from sync.hub.store.office_rows import find_office
from sync.hub.store.reading_on import read_on
from sync.hub.store.receipts import cancel_rows, e_receipt_rows
from sync.hub.store.receipts.cancel_rows import CANCELLED, CancelRow
from sync.hub.store.receipts.e_receipt_rows import DELIVERED, ISSUED, REFUSED, RequestRow
from sync.hub.store.request_queue import UNKNOWN, WAITING

LONGEST_REFERENCE = 100
"""Characters; ours have 36."""


def fill(store: HubStore, now: datetime) -> int:
    """Read on in all offices' streams. Returns the number of events read; 0 = up to date."""

    def take(writing: Writing, office: str, events: Sequence[Recorded]) -> None:
        e_receipt_rows.put(writing, [row for one in events for row in _wanted(writing, office, one, now)])
        cancel_rows.put(writing, [row for one in events for row in _void(writing, office, one, now)])

    return read_on(store, e_receipt_rows.CURSOR, take)


def _wanted(writing: Writing, office: str, recorded: Recorded, now: datetime) -> list[RequestRow]:
    event = recorded.event
    if not isinstance(event, EReceiptRequested) or not 0 < len(event.reference) <= LONGEST_REFERENCE:
        return []
    if "\0" in event.reference:
        return []
    told = _told(event_rows.of_subject(writing, office, recorded.subject), event.reference)
    at, lost = micros(now), loss_rows.last_loss(writing, office)
    # A hub restored from an older copy may have asked without knowing it any more: the provider is asked first.
    doubtful = told is not None or (lost is not None and micros(recorded.at) <= lost)
    return [
        RequestRow(
            office=office,
            reference=event.reference,
            subject=recorded.subject,
            state=_as_told(told) if told or not doubtful else UNKNOWN,
            told=told.value if told else "",
            reason="",
            tries=0,
            absents=0,
            by_person=0,
            sent_at=at if doubtful else 0,
            asked_at=at,
            next_at=at,
            changed_at=at,
        )
    ]


def _void(writing: Writing, office: str, recorded: Recorded, now: datetime) -> list[CancelRow]:
    """What of a receipt that became void is to be cancelled at the provider."""
    if not isinstance(recorded.event, ReceiptVoided):
        return []
    history = event_rows.of_subject(writing, office, recorded.subject)
    at, lost = micros(now), loss_rows.last_loss(writing, office)
    doubtful = lost is not None and micros(recorded.at) <= lost
    done = {one.event.reference for one in history if isinstance(one.event, EReceiptCancelReported) and one.event.done}
    return [
        CancelRow(
            office=office,
            reference=row.reference,
            subject=row.subject,
            state=CANCELLED if row.reference in done else UNKNOWN if doubtful else WAITING,
            reason="",
            tries=0,
            by_person=0,
            sent_at=at if doubtful else 0,
            asked_at=at,
            next_at=at,
            changed_at=at,
        )
        for row in e_receipt_rows.of_subject(writing, office, recorded.subject)
    ]


def _told(history: list[Recorded], reference: str) -> EReceiptState | None:
    reported = [one for one in history if isinstance(one.event, EReceiptReported) and one.event.reference == reference]
    last = max(reported, key=lambda one: one.clock, default=None)
    return last.event.state if last is not None and isinstance(last.event, EReceiptReported) else None


def _as_told(told: EReceiptState | None) -> str:
    match told:
        case None:
            return WAITING
        case EReceiptState.ISSUED:
            return ISSUED
        case EReceiptState.DELIVERED:
            return DELIVERED
        case EReceiptState.REFUSED:
            return REFUSED
        case EReceiptState.ASKED | EReceiptState.UNKNOWN:
            return UNKNOWN


class OrderWaits(Exception):  # noqa: N818 - a fact about an order
    """The receipt that it replaces or adjusts has no number yet, or its own events have not all arrived."""


class OrderVoid(Exception):  # noqa: N818 - a fact about an order
    """The receipt is void: it was never asked for, or is issued and only still to be cancelled."""


def order_of(reading: Reading, row: RequestRow) -> ReceiptOrder:
    """What is asked of the provider.

    Raises:
        OrderWaits, OrderVoid
    """
    history = event_rows.of_subject(reading, row.office, row.subject)
    receipt = fold(SubjectId(row.subject), history)
    if receipt.state is ReceiptState.VOID and (not row.sent_at or row.state == ISSUED):
        raise OrderVoid
    if not receipt.lines:
        raise OrderWaits
    asked = [one.event for one in history if isinstance(one.event, EReceiptRequested)]
    number = next((event.number for event in asked if event.reference == row.reference), None)
    return _order(reading, row, receipt, number)


def cancellation_of(reading: Reading, row: CancelRow) -> ReceiptOrder:
    """What the provider is told of a receipt to be cancelled: its number as issued, and why.

    Raises:
        OrderWaits: its own events have not all arrived.
    """
    receipt = fold(SubjectId(row.subject), event_rows.of_subject(reading, row.office, row.subject))
    if not receipt.lines:
        raise OrderWaits
    return replace(_order(reading, row, receipt, receipt.number), reason=receipt.reason)


def _order(
    reading: Reading, row: RequestRow | CancelRow, receipt: Receipt, number: ReceiptNumber | None
) -> ReceiptOrder:
    body = receipt.body or _office(reading, row.office)
    return ReceiptOrder(
        reference=row.reference,
        number=number,
        day=local_day(receipt.at).isoformat() if receipt.at else "",
        payer=receipt.payer,
        payer_address=receipt.payer_address,
        payer_tax_code=receipt.payer_tax_code,
        body_name=body.name,
        body_tax_code=body.tax_code,
        body_address=body.address,
        amount=receipt.amount,
        amount_words=change_in_words(receipt.amount),
        lines=tuple(
            OrderLine(name=line.name, amount=line.amount, kind=line.kind.value if line.kind else "")
            for line in receipt.lines
        ),
        replaces=_number_of(reading, row.office, receipt.replaces),
        adjusts=_number_of(reading, row.office, receipt.adjusts),
    )


def _office(reading: Reading, office: str) -> CollectingBody:
    row = find_office(reading, office)
    return CollectingBody(name=row.name if row else office)


def _number_of(reading: Reading, office: str, subject: SubjectId) -> str:
    if not subject:
        return ""
    receipt = fold(subject, event_rows.of_subject(reading, office, subject))
    if receipt.number is None:
        raise OrderWaits
    return receipt.number.text
