"""Receipts on a paper book: low to high without gaps, spoilt ones void, until the day that ends them by law."""

from dataclasses import replace as with_
from datetime import datetime

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.money import money_papers, paper_receipts, payments, receipts
from desk.money.day_table import day_table
from desk.money.money_papers import WrittenByHand
from desk.money.paper_receipts import NoPaperReceipt, OtherPaperNext, PaperReceiptsEnded
from models.calendar.clock import from_local
from models.not_allowed import ReasonMissing
from tests.conftest import TurnedClock
from tests.desk.money.test_payments import leased, pool, receipts_of, taken_in
from tests.desk.money.test_receipt_numbers import number_of


@pytest.fixture
def with_book(desk: Desk) -> Desk:
    """Three papers are left of the book, 11 to 13; the province has leased electronic numbers too."""
    money = replace(desk.settings.money, paper_form="01BLP2-001", paper_series="AA-26P", paper_first=11, paper_last=13)
    return leased(with_(desk, settings=replace(desk.settings, money=money)), pool(desk))


def test_the_book_is_written_first_a_spoilt_paper_is_void_and_then_leased_numbers_go_on(with_book: Desk) -> None:
    assert number_of(with_book) == "AA-26P-00000011"
    with pytest.raises(ReasonMissing):
        paper_receipts.spoil(with_book, " ")
    spoilt = paper_receipts.spoil(with_book, "viết hỏng")
    assert (spoilt.shown_number, spoilt.state, spoilt.on_paper, spoilt.amount) == ("AA-26P-00000012", "void", True, 0)
    assert paper_receipts.how_many_left(with_book) == 1
    assert [number_of(with_book) for _ in range(2)] == ["AA-26P-00000013", "26TAB-00000001"]
    with pytest.raises(NoPaperReceipt):
        paper_receipts.spoil(with_book, "viết hỏng")


def test_a_receipt_on_paper_is_neither_printed_nor_in_the_table_of_electronic_ones(with_book: Desk) -> None:
    paid = payments.take(with_book, [taken_in(with_book).id])
    paper_receipts.spoil(with_book, "viết hỏng")
    assert money_papers.payment_jobs(with_book, [paid.id]) == ()
    with pytest.raises(WrittenByHand):
        money_papers.payment_jobs_again(with_book, paid.id)
    assert day_table(with_book, with_book.today).rows == ()


def test_another_paper_than_the_clerk_has_in_front_takes_no_money(with_book: Desk) -> None:
    first, second = taken_in(with_book), taken_in(with_book)
    shown = paper_receipts.next_number(with_book)
    payments.take(with_book, [first.id], on_paper=shown)
    head = with_book.store.log.head()
    with pytest.raises(OtherPaperNext) as moved:
        payments.take(with_book, [second.id], on_paper=shown)
    assert "AA-26P-00000012" in moved.value.sentence
    assert with_book.store.log.head() == head


def test_from_new_year_on_no_paper_is_written_and_an_electronic_number_is_taken(
    with_book: Desk, clock: TurnedClock
) -> None:
    desk = leased(with_book, pool(with_book, series="27TAB"))
    clock.now = from_local(datetime.fromisoformat("2026-12-31T23:59"))
    dossier, shown = taken_in(desk), paper_receipts.next_number(desk)
    clock.turn(minutes=2)
    with pytest.raises(PaperReceiptsEnded) as ended:
        payments.take(desk, [dossier.id], on_paper=shown)
    assert ended.value.sentence.startswith("Từ 01/01/2027 không dùng biên lai giấy in sẵn nữa")
    with pytest.raises(PaperReceiptsEnded):
        paper_receipts.spoil(desk, "viết hỏng")
    (receipt,) = receipts_of(desk, payments.take(desk, [dossier.id]))
    assert (receipt.shown_number, receipt.on_paper) == ("27TAB-00000001", False)


def test_a_paper_is_replaced_by_a_paper_and_an_electronic_receipt_by_an_electronic_one(with_book: Desk) -> None:
    without = with_(
        with_book, settings=replace(with_book.settings, money=replace(with_book.settings.money, paper_last=0))
    )
    (electronic,) = receipts_of(without, payments.take(without, [taken_in(without).id]))
    (paper,) = receipts_of(with_book, payments.take(with_book, [taken_in(with_book).id]))
    payer = receipts.Payer(name="Công ty Mẫu", tax_code="0100000000")
    made = [receipts.replace_receipt(with_book, one.id, payer, "sai tên") for one in (electronic, paper)]
    assert [one.shown_number for one in made] == ["26TAB-00000002", "AA-26P-00000012"]
    assert {one.payer_tax_code for one in made} == {"0100000000"}
