"""What F9 does in each list of the page of money, and what is said of a transfer that cannot go on."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt

from desk.money import payments
from desk.views.open_desk import OpenDesk
from models.events import PaidBy, TransferArrived, TransferMatched
from models.ids import DossierId, SubjectId, new_subject
from models.subjects.dossier import Dossier
from tests.desk.money.test_payments import leased, pool
from tests.ui.conftest import Clerk
from tests.ui.money.test_money_pages import ALT, asks, dossier, listed, taken_in
from ui.money.money_lists import MoneyTab
from ui.money.money_page import MoneyPage

AMOUNT = 8_000


def arrives(clerk: Clerk, **more: object) -> SubjectId:
    """A transfer to the office's account."""

    def told(work: OpenDesk) -> SubjectId:
        id_ = new_subject("transfer/")
        given = {"provider": "x", "transaction": id_, "amount": AMOUNT, "reference": "", **more}
        work.desk.store.log.record(id_, work.desk.by, TransferArrived(**given))  # type: ignore[arg-type]
        return id_

    found: SubjectId = asks(clerk, told)
    return found


def owing(clerk: Clerk, times: int = 1) -> list[Dossier]:
    """Dossiers of 8,000 đồng of which nothing is paid."""
    ids: list[DossierId] = [asks(clerk, taken_in) for _ in range(times)]
    return [dossier(clerk, one) for one in ids]


def said(clerk: Clerk) -> Sequence[str]:
    return [one.label.text() for one in clerk.window.banners.shown]


def gone(clerk: Clerk, page: MoneyPage) -> None:
    """No transfer waits any more."""
    clerk.until(lambda: page.facts is not None and page.facts.transfers == ())
    clerk.waits()


def test_a_transfer_that_says_what_it_is_for_is_taken_by_one_key(clerk: Clerk) -> None:
    (one,) = owing(clerk)
    asked = asks(clerk, lambda work: payments.ask(work.desk, [one.id]))
    arrives(clerk, reference=asked.reference)
    page = listed(clerk, MoneyTab.TRANSFERS)
    assert page.lists.chosen.payment == asked.id
    clerk.press(Qt.Key.Key_F9)
    gone(clerk, page)
    paid = asks(clerk, lambda work: payments.by_id(work.desk, asked.id))
    assert (paid.state, paid.paid_by, dossier(clerk, one.id).owes) == ("taken", PaidBy.TRANSFER, 0)


def test_what_was_paid_on_the_portal_is_taken_without_typing_the_code(clerk: Clerk) -> None:
    (one,) = owing(clerk)
    arrives(clerk, dossier=one.code)
    page = listed(clerk, MoneyTab.TRANSFERS)
    clerk.press(Qt.Key.Key_F9)
    gone(clerk, page)
    assert dossier(clerk, one.id).owes == 0


def test_a_transfer_that_says_nothing_wants_the_codes_of_what_it_pays(clerk: Clerk) -> None:
    one, other = owing(clerk, 2)
    arrives(clerk, amount=2 * AMOUNT)
    page = listed(clerk, MoneyTab.TRANSFERS)
    clerk.press(Qt.Key.Key_F9)
    assert any("Nhập mã hồ sơ" in words for words in said(clerk))
    assert clerk.focus is page.codes.edit
    clerk.types(one.code)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: any("16.000" in words for words in said(clerk)))
    assert dossier(clerk, one.id).owes == AMOUNT
    clerk.types(f", {other.code}")
    clerk.press(Qt.Key.Key_F9)
    gone(clerk, page)
    assert [dossier(clerk, each.id).owes for each in (one, other)] == [0, 0]
    assert page.codes.text == ""


def test_a_transfer_of_nothing_here_is_set_aside_with_a_reason(clerk: Clerk) -> None:
    arrives(clerk)
    page = listed(clerk, MoneyTab.TRANSFERS)
    clerk.press(Qt.Key.Key_R, ALT)
    clerk.until(lambda: any("lý do" in words.lower() for words in said(clerk)))
    page.reason.put("chuyển nhầm cơ quan")
    clerk.press(Qt.Key.Key_R, ALT)
    gone(clerk, page)
    assert page.reason.text == ""


def test_a_transfer_matched_with_two_payments_names_both_and_ends_set_aside(clerk: Clerk) -> None:
    one, other = owing(clerk, 2)
    told = arrives(clerk)
    for each in (one, other):
        paid = asks(clerk, lambda work, each=each: payments.take(work.desk, [each.id], PaidBy.TRANSFER))
        match = TransferMatched(payment=paid.id)
        asks(clerk, lambda work, match=match: work.desk.store.log.record(told, work.desk.by, match))
    page = listed(clerk, MoneyTab.TRANSFERS)
    assert one.code in page.lists.chosen.said
    assert other.code in page.lists.chosen.said
    page.codes.put(one.code)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: any("đã ghép với một khoản thu khác" in words for words in said(clerk)))
    page.reason.put("đã hoàn khoản ghép nhầm")
    clerk.press(Qt.Key.Key_R, ALT)
    gone(clerk, page)


def test_f9_on_what_was_taken_opens_its_dossier(clerk: Clerk) -> None:
    (one,) = owing(clerk)
    asks(clerk, lambda work: payments.take(work.desk, [one.id]))
    listed(clerk, MoneyTab.TAKEN)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: clerk.window.front == "dossier")


@pytest.mark.parametrize("has_numbers", [True, False])
def test_f9_on_receipts_that_must_follow_gives_them_numbers_where_there_are_any(
    clerk: Clerk, *, has_numbers: bool
) -> None:
    (one,) = owing(clerk)
    asks(clerk, lambda work: payments.take(work.desk, [one.id]))

    def gets_numbers(work: OpenDesk) -> None:
        work.desk = leased(work.desk, pool(work.desk))

    if has_numbers:
        asks(clerk, gets_numbers)
    page = listed(clerk, MoneyTab.OWED)
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    clerk.until(lambda: page.facts is not None and bool(page.facts.owed) is not has_numbers)
    assert said(clerk)
