"""``PaymentDone``: what an act of money has done, as the screen tells it."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from desk.desk import Desk
from desk.money import money_papers
from desk.words.money import given_words, write_words
from models.ids import SubjectId
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.payment import Payment

if TYPE_CHECKING:
    from desk.prints.print_jobs import PrintJob


class PaymentDone(Struct, frozen=True, kw_only=True):
    """What was done: a sentence, and the papers that go to the printer."""

    sentence: str
    amount: int
    jobs: "tuple[PrintJob, ...]" = ()


def paid(desk: Desk, take: Callable[[], Payment]) -> PaymentDone:
    """Take a payment, and write the papers of it down: all or nothing."""
    with desk.store.log.together():
        payment = take()
        jobs = money_papers.payment_jobs(desk, [payment.id])
    made = desk.store.lists(ReceiptLists).of_payment(payment.id)
    return PaymentDone(sentence=given_words(payment, made), amount=payment.amount, jobs=jobs)


def by_hand(desk: Desk, payments: Iterable[SubjectId]) -> str:
    """Which receipts of these payments the clerk now writes on the paper book, in words; empty = none."""
    made = desk.store.lists(ReceiptLists).of_payments(payments)
    found = (one for of_payment in made.values() for one in of_payment)
    return write_words([one.number for one in found if one.on_paper and one.number])
