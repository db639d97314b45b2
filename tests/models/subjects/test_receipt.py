"""Which receipts of a payment go when two desks did the same apart."""

from collections.abc import Sequence

import pytest

from models.events import PaidBy
from models.ids import ClerkId, DeviceId, SubjectId
from models.money import PaidFee
from models.subjects.payment import Payment, ReturnedMoney
from models.subjects.receipt import Receipt, ReceiptState, needless
from tests.fakes.events import DOSSIERS, START

ONE, OTHER = DOSSIERS[0], DOSSIERS[1]


def receipt(name: str, amounts: Sequence[int], state: str = "issued", at: int = 1, **more: object) -> Receipt:
    fees = tuple(PaidFee(dossier=one, amount=amount) for one, amount in zip((ONE, OTHER), amounts, strict=False))
    known = {key: SubjectId(f"receipt/{value}") for key, value in more.items()}
    return Receipt(
        id=SubjectId(f"receipt/{name}"),
        state=ReceiptState(state),
        fees=fees,
        device=DeviceId(at),
        **known,  # type: ignore[arg-type]  # which receipt it follows
    )


def payment(amounts: Sequence[int], *back: Sequence[int], doubled: bool = False) -> Payment:
    def fees(of: Sequence[int]) -> tuple[PaidFee, ...]:
        return tuple(PaidFee(dossier=one, amount=amount) for one, amount in zip((ONE, OTHER), of, strict=False))

    returned = tuple(
        ReturnedMoney(
            amount=sum(one),
            at=START,
            by=ClerkId("a"),
            reason="thừa",
            paid_by=PaidBy.CASH,
            confirmed_by=ClerkId("b"),
            fees=fees(one),
        )
        for one in back
    )
    return Payment(id=SubjectId("payment/1"), fees=fees(amounts), back=returned, doubled=doubled, device=DeviceId(1))


def names(found: Sequence[Receipt]) -> list[str]:
    return [one.id.removeprefix("receipt/") for one in found]


def test_of_a_payment_taken_twice_the_receipts_of_the_first_taking_stand() -> None:
    made = [receipt("a", [5]), receipt("b", [5], at=2), receipt("c", [5], at=3, replaces="b")]
    assert names(needless(payment([5], doubled=True), made)) == ["b", "c"]
    assert needless(payment([5]), made[:1]) == []


def test_of_a_receipt_replaced_twice_the_first_stands_and_what_follows_the_second_goes_with_it() -> None:
    first = Receipt(
        id=SubjectId("receipt/a"),
        state=ReceiptState.REPLACED,
        replaced_by=(SubjectId("receipt/b"), SubjectId("receipt/c")),
    )
    made = [first, receipt("b", [5], replaces="a"), receipt("c", [5], "replaced", replaces="a")]
    made.append(receipt("d", [5], replaces="c"))
    assert names(needless(payment([5]), made)) == ["d"]


@pytest.mark.parametrize(
    ("back", "gone"),
    [
        ([[2], [2]], []),
        ([[3], [3]], ["a", "b", "c"]),
        ([[3], [2]], ["a", "b", "c"]),
    ],
)
def test_where_all_was_given_back_nothing_of_it_stands(back: list[list[int]], gone: list[str]) -> None:
    lowered = [receipt("bc"[at], [-one[0]], adjusts="a") for at, one in enumerate(back)]
    assert names(needless(payment([5], *back), [receipt("a", [5], "adjusted"), *lowered])) == gone


def test_a_dossier_lowered_below_nothing_loses_what_lowered_it_last_and_another_keeps_its_own() -> None:
    made = [receipt("a", [5, 8], "adjusted"), receipt("b", [-3], adjusts="a"), receipt("c", [-3], adjusts="a")]
    assert names(needless(payment([5, 8], [3], [3]), made)) == ["c"]


def test_what_lowered_a_receipt_that_is_void_goes_with_it() -> None:
    made = [receipt("a", [5], "void"), receipt("b", [-3], adjusts="a")]
    assert names(needless(payment([5], [3], [5]), made)) == ["b"]
    assert needless(payment([5], [3], [5]), [receipt("a", [5], "void"), receipt("b", [-3], "void", adjusts="a")]) == []
