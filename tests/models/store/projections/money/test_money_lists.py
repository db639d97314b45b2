"""What lists ask of payments, receipts and shifts: along an index, and alike of fresh and of settled rows."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from models.calendar.clock import local_day
from models.events import (
    AnyEvent,
    FeeLine,
    PaidBy,
    PaymentAsked,
    PaymentReturned,
    PaymentTaken,
    ReceiptIssued,
    ReceiptOwed,
    ReceiptVoided,
    ShiftOpened,
    TransferArrived,
)
from models.ids import ClerkId, DeviceId, SubjectId, new_subject
from models.money import PaidFee, ReceiptNumber
from models.store import Store
from models.store.projections.money.payment_lists import PaymentLists
from models.store.projections.money.receipt_lists import ReceiptLists
from tests.fakes.events import DOSSIERS, START
from tests.models.store.desks import count_fresh, settle
from tests.models.store.test_plans import statements_of

CLERK, DEVICE = ClerkId("mau"), DeviceId(1)
SHIFT = new_subject("shift/")
PAYMENTS = [new_subject("payment/") for _ in range(5)]
FEES = (PaidFee(dossier=DOSSIERS[0], amount=8_000),)
LINES = (FeeLine(name="Lệ phí", amount=8_000),)
FORM, SERIES = "EBL01", "26TAB"


def number(at: int) -> ReceiptNumber:
    return ReceiptNumber(form=FORM, series=SERIES, number=at)


@pytest.fixture
def taken(store: Store) -> Store:
    """A shift with three payments, one of them by card; one given back; one asked; a receipt void, one owed."""
    receipts = [new_subject("receipt/") for _ in range(3)]
    facts: list[tuple[SubjectId, AnyEvent]] = [(SHIFT, ShiftOpened(counted=()))]
    for at, way in enumerate((PaidBy.CASH, PaidBy.CARD, PaidBy.CASH)):
        facts.append((PAYMENTS[at], PaymentTaken(fees=FEES, paid_by=way, shift=SHIFT)))
    back = PaymentReturned(fees=FEES, reason="thừa", confirmed_by=ClerkId("b"), paid_by=PaidBy.CARD, shift=SHIFT)
    facts += [
        (PAYMENTS[1], back),
        (PAYMENTS[3], PaymentAsked(fees=FEES, paid_by=PaidBy.TRANSFER, reference="MC1")),
        (
            receipts[0],
            ReceiptIssued(number=number(7), payment=PAYMENTS[0], fees=FEES, lines=LINES, lease=SubjectId("lease/x")),
        ),
        (receipts[1], ReceiptIssued(number=number(9), payment=PAYMENTS[1], fees=FEES, lines=LINES)),
        (receipts[1], ReceiptVoided(reason="thừa", confirmed_by=ClerkId("b"))),
        (receipts[2], ReceiptOwed(slip="PT.H99-0003", payment=PAYMENTS[2], fees=FEES, lines=LINES)),
        (new_subject("transfer/"), TransferArrived(provider="x", transaction="1", amount=8_000, reference="MC1")),
    ]
    store.log.record_all(CLERK, facts)
    return store


def today() -> date:
    return local_day(START)


PAID: dict[str, Callable[[PaymentLists], object]] = {
    "taken in a shift": lambda lists: lists.taken_in(SHIFT),
    "returned since a day": lambda lists: [one.id for one in lists.returned_since(today())],
    "of a day": lambda lists: [one.id for one in lists.of_day(today())],
    "a page of a day": lambda lists: [one.id for one in lists.of_day(today(), limit=2, after=PAYMENTS[2])],
    "of a day and a clerk": lambda lists: [one.id for one in lists.of_day(today(), by=CLERK)],
    "of a day and another clerk": lambda lists: lists.of_day(today(), by=ClerkId("b")),
    "how many of a day": lambda lists: lists.how_many_of_day(today()),
    "asked": lambda lists: lists.asked(),
    "doubled": lambda lists: lists.doubled(),
    "open shift": lambda lists: lists.open_shift(CLERK, DEVICE),
    "waiting transfers": lambda lists: lists.waiting_transfers(),
    "transfers with a reference": lambda lists: lists.transfers_with("MC1"),
}
RECEIPTED: dict[str, Callable[[ReceiptLists], object]] = {
    "of a day": lambda lists: [one.number for one in lists.of_day(today())],
    "became void": lambda lists: [one.number for one in lists.became_void(today())],
    "owed": lambda lists: [one.slip for one in lists.owed()],
    "how many owed": lambda lists: lists.how_many_owed(),
    "of payments": lambda lists: lists.of_payments(PAYMENTS),
    "spans of a shift": lambda lists: lists.spans_of_shift(SHIFT),
    "owed of a shift": lambda lists: lists.how_many_owed_of_shift(SHIFT),
    "by number": lambda lists: [one.payment for one in lists.by_number(number(9))],
    "by slip": lambda lists: lists.by_slip("PT.H99-0003"),
    "last number": lambda lists: lists.last_number(FORM, SERIES, 1, 8),
    "leased": lambda lists: lists.how_many_leased(DEVICE, today(), today()),
    "between": lambda lists: [one.payment for one in lists.between(FORM, SERIES, 8, 10)],
    "last slip": lambda lists: lists.last_slip("PT.H99", 1, 9),
}


def of_payments(ask: Callable[[PaymentLists], object], store: Store) -> object:
    return ask(store.lists(PaymentLists))


def of_receipts(ask: Callable[[ReceiptLists], object], store: Store) -> object:
    return ask(store.lists(ReceiptLists))


ASKED: dict[str, Callable[[Store], object]] = {
    **{name: partial(of_payments, ask) for name, ask in PAID.items()},
    **{f"receipts {name}": partial(of_receipts, ask) for name, ask in RECEIPTED.items()},
}


def test_fresh_rows_and_settled_ones_give_the_same_answers(taken: Store) -> None:
    assert count_fresh(taken) == 7
    fresh = {name: ask(taken) for name, ask in ASKED.items()}
    with taken._database.transaction():
        settle(taken)
    assert {name: ask(taken) for name, ask in ASKED.items()} == fresh
    assert fresh["taken in a shift"] == [
        (PAYMENTS[0], "cash", 8_000),
        (PAYMENTS[1], "card", 8_000),
        (PAYMENTS[2], "cash", 8_000),
    ]
    assert fresh["a page of a day"] == [PAYMENTS[1], PAYMENTS[0]]
    assert (fresh["how many of a day"], fresh["of a day and another clerk"]) == (4, [])
    assert fresh["receipts spans of a shift"] == [(number(7), number(9))]
    assert [fresh[f"receipts {name}"] for name in ("owed of a shift", "last number", "leased", "last slip")] == [
        1,
        7,
        1,
        3,
    ]


def test_no_question_reads_through_the_settled_rows(taken: Store) -> None:
    for name, ask in ASKED.items():
        said = statements_of(taken, lambda ask=ask: ask(taken))  # type: ignore[misc] # bound at once
        assert said, name
        for statement in said:
            plan = [step for *_, step in taken._database.run(f"EXPLAIN QUERY PLAN {statement}").fetchall()]
            read = [step for step in plan if re.match(r"SCAN (payment|receipt|shift|transfer)\b", step)]
            assert all(" USING INDEX " in step or " USING COVERING INDEX " in step for step in read), (name, plan)
