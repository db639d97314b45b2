"""The folds of payments, receipts, shifts and transfers, in whatever order their events arrive."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import (
    AnyEvent,
    CashMoved,
    EReceiptReported,
    EReceiptState,
    FeeDue,
    FeeLine,
    FeeReturned,
    FeeTaken,
    FloatCounted,
    PaidBy,
    PaymentAsked,
    PaymentGivenUp,
    PaymentReturned,
    PaymentTaken,
    PriceChanged,
    PriceChangeKind,
    ReceiptAdjusted,
    ReceiptIssued,
    ReceiptOwed,
    ReceiptReplaced,
    ReceiptVoided,
    ShiftClosed,
    ShiftOpened,
    TakingsHandedOver,
    TransferArrived,
    TransferMatched,
    TransferSetAside,
)
from models.ids import ClerkId, SubjectId
from models.money import Counted, PaidFee, ReceiptNumber
from models.subjects import dossier_fold, payment, receipt, receipt_lease, shift, transfer
from models.subjects.folding import Fold
from models.subjects.payment import PaymentState
from models.subjects.receipt import ReceiptState
from tests.fakes.citizens import Chain
from tests.fakes.events import DOSSIERS, LEASES, PAYMENTS, RECEIPTS, SHIFTS, START, TRANSFERS, any_event

FEES = (PaidFee(dossier=DOSSIERS[0], amount=8_000), PaidFee(dossier=DOSSIERS[1], amount=4_000))
LINES = (FeeLine(name="Lệ phí mẫu", amount=12_000),)
NUMBER = ReceiptNumber(form="EBL01", series="26TAB", number=7)
BOSS = ClerkId("b")


def told(fold: Fold[Any], id_: SubjectId, *events: AnyEvent) -> Any:  # noqa: ANN401  # whichever subject
    chain = Chain(1)
    return fold(id_, [chain.add(id_, START + timedelta(minutes=at), event) for at, event in enumerate(events)])


def test_a_payment_is_asked_then_taken_and_what_is_given_back_is_summed() -> None:
    asked = PaymentAsked(fees=FEES, paid_by=PaidBy.TRANSFER, reference="MCA")
    taken = PaymentTaken(fees=FEES, paid_by=PaidBy.TRANSFER, payer="Nguyễn Văn Mẫu")
    back = PaymentReturned(fees=FEES[:1], reason="nhầm", confirmed_by=BOSS)
    assert told(payment.fold, PAYMENTS[0], asked).state is PaymentState.ASKED
    whole = told(payment.fold, PAYMENTS[0], asked, taken, back, back)
    assert (whole.state, whole.amount, whole.returned, whole.reference) == (PaymentState.TAKEN, 12_000, 16_000, "MCA")
    assert whole.of(DOSSIERS[1]) == 4_000


def test_change_is_what_was_given_beyond_the_sum() -> None:
    assert told(payment.fold, PAYMENTS[0], PaymentTaken(fees=FEES, given=20_000)).change == 8_000
    assert told(payment.fold, PAYMENTS[0], PaymentTaken(fees=FEES)).change == 0


def test_a_payment_taken_at_two_desks_counts_once_and_says_so() -> None:
    other = PaymentTaken(fees=FEES, paid_by=PaidBy.CARD, payer="khác")
    twice = told(payment.fold, PAYMENTS[0], PaymentTaken(fees=FEES), other)
    assert (twice.amount, twice.paid_by, twice.doubled) == (12_000, PaidBy.CASH, True)
    assert told(payment.fold, PAYMENTS[0], PaymentTaken(fees=FEES), PaymentGivenUp(reason="muộn")).state == "taken"


def test_a_dossier_counts_a_payment_once_and_takes_off_what_was_given_back() -> None:
    fee = FeeTaken(amount=8_000, payment=PAYMENTS[0])
    old = FeeTaken(amount=1_000)
    back = FeeReturned(amount=3_000, payment=PAYMENTS[0])
    assert told(dossier_fold.fold, DOSSIERS[0], fee, fee, old, old, back).taken == 8_000 + 2_000 - 3_000


def test_a_changed_price_leaves_the_price_told_before_visible() -> None:
    first, free = FeeDue(lines=LINES), FeeDue(free=True, source="Hộ nghèo")
    told_price = PriceChanged(kind=PriceChangeKind.CORRECTED, fee=first, reason="quên")
    exempt = PriceChanged(kind=PriceChangeKind.EXEMPT, fee=free, reason="xuất trình sau", ground="Hộ nghèo")
    changed = told(dossier_fold.fold, DOSSIERS[0], told_price, exempt)
    assert (changed.fee, changed.prices) == (free, (first,))


def test_a_receipt_that_is_owed_gets_its_number_later_and_keeps_what_was_told() -> None:
    owed = ReceiptOwed(slip="PT.1", payment=PAYMENTS[0], fees=FEES, lines=LINES, payer="Nguyễn Văn Mẫu")
    waiting = told(receipt.fold, RECEIPTS[0], owed)
    assert (waiting.state, waiting.number, waiting.amount) == (ReceiptState.OWED, None, 12_000)
    issued = told(receipt.fold, RECEIPTS[0], owed, ReceiptIssued(number=NUMBER))
    assert (issued.state, issued.number, issued.late, issued.payer) == ("issued", NUMBER, True, "Nguyễn Văn Mẫu")
    assert (issued.at, issued.issued_at) == (START, START + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("then", "state", "holds"),
    [
        (ReceiptVoided(reason="sai", confirmed_by=BOSS), ReceiptState.VOID, 0),
        (ReceiptReplaced(by=RECEIPTS[1], reason="sai"), ReceiptState.REPLACED, 0),
        (ReceiptAdjusted(by=RECEIPTS[1], reason="thiếu"), ReceiptState.ADJUSTED, 1),
    ],
    ids=lambda value: getattr(value, "value", None),
)
def test_a_receipt_keeps_its_number_whatever_becomes_of_it(then: AnyEvent, state: ReceiptState, holds: int) -> None:
    issued = ReceiptIssued(number=NUMBER, payment=PAYMENTS[0], fees=FEES, lines=LINES)
    after = told(receipt.fold, RECEIPTS[0], issued, then)
    assert (after.state, after.number, after.holds) == (state, NUMBER, holds)


def test_a_second_number_is_told_and_the_first_one_holds() -> None:
    other = ReceiptNumber(form="EBL01", series="26TAB", number=8)
    twice = told(receipt.fold, RECEIPTS[0], ReceiptIssued(number=NUMBER), ReceiptIssued(number=other))
    assert (twice.number, twice.second) == (NUMBER, other)
    assert told(receipt.fold, RECEIPTS[0], ReceiptIssued(number=NUMBER), ReceiptIssued(number=NUMBER)).second is None


def test_the_word_of_the_provider_gives_the_number_and_where_to_find_it() -> None:
    owed = ReceiptOwed(slip="PT.1", payment=PAYMENTS[0], fees=FEES, lines=LINES)
    said = EReceiptReported(state=EReceiptState.ISSUED, reference="r1", number=NUMBER, lookup="K7")
    after = told(receipt.fold, RECEIPTS[0], owed, said)
    assert (after.state, after.number, after.e_state, after.lookup) == ("issued", NUMBER, EReceiptState.ISSUED, "K7")


def test_a_closed_shift_changes_no_more() -> None:
    counted = (Counted(note=50_000, pieces=4),)
    open_ = told(shift.fold, SHIFTS[0], ShiftOpened(), FloatCounted(counted=counted), CashMoved(amount=-1, reason="x"))
    assert (open_.is_open, open_.float, open_.moves) == (True, 200_000, -1)
    closed = ShiftClosed(total=200_000, expected=200_000)
    later = (FloatCounted(counted=()), CashMoved(amount=5, reason="y"), ShiftClosed(total=0, expected=0))
    after = told(
        shift.fold, SHIFTS[0], ShiftOpened(counted=counted), closed, *later, TakingsHandedOver(to="Q", amount=1)
    )
    assert (after.is_open, after.float, after.moves, after.closed, after.handed_to) == (False, 200_000, 0, closed, "Q")


def test_a_transfer_waits_until_it_is_matched_once_or_set_aside() -> None:
    arrived = TransferArrived(provider="sepay", transaction="9", amount=12_000)
    assert told(transfer.fold, TRANSFERS[0], arrived).waits
    assert not told(transfer.fold, TRANSFERS[0], arrived, TransferMatched(payment=PAYMENTS[0])).waits
    assert not told(transfer.fold, TRANSFERS[0], arrived, TransferSetAside(reason="nhầm")).waits
    twice = (TransferMatched(payment=PAYMENTS[0]), TransferMatched(payment=PAYMENTS[1]))
    assert told(transfer.fold, TRANSFERS[0], arrived, *twice).waits


@pytest.mark.parametrize(
    ("fold", "id_"),
    [
        (payment.fold, PAYMENTS[0]),
        (receipt.fold, RECEIPTS[0]),
        (shift.fold, SHIFTS[0]),
        (transfer.fold, TRANSFERS[0]),
        (receipt_lease.fold, LEASES[0]),
    ],
    ids=["payment", "receipt", "shift", "transfer", "lease"],
)
@given(st.lists(any_event, max_size=12), st.randoms())
def test_any_history_folds_alike_in_any_order_of_arrival(
    fold: Fold[Any], id_: SubjectId, events: list[AnyEvent], chance: Random
) -> None:
    chain = Chain(1)
    history = [chain.add(id_, START, event) for event in events]
    shuffled = [*history, *history[:2]]
    chance.shuffle(shuffled)
    assert fold(id_, shuffled) == fold(id_, history)
