"""Taking money by keys: cash exactly, cash given and change, a transfer; the drawer counted and closed."""

from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from msgspec.structs import replace as with_
from PySide6.QtCore import Qt

from desk.citizen.citizen_view import CitizenState
from desk.intake import intake
from desk.money import payments, shifts
from desk.views.open_desk import OpenDesk
from models.events import Form, FormPrinted, TransferArrived
from models.ids import DossierId, SubjectId, new_subject
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.dossier import Dossier
from tests.desk.intake.test_intake import COPIES, complete
from tests.desk.money.test_payments import leased, pool, twice_receipted
from tests.patience import PATIENCE_MS
from tests.ui.conftest import Clerk
from tests.ui.shell.test_locking import PIN, staff
from ui.money.money_lists import MoneyTab
from ui.money.money_page import MoneyPage
from ui.money.pay_page import PayPage
from ui.shell.page import Opening

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def asks(clerk: Clerk, what: Any) -> Any:  # noqa: ANN401  # whatever the desk answers
    """Something in the worker, and its answer."""
    told: list[Any] = []
    clerk.app.jobs.ask(clerk.window, lambda work: told.append(what(work)))
    clerk.until(lambda: bool(told))
    return told[0]


def taken_in(work: OpenDesk) -> DossierId:
    return intake.take_in(work.desk, complete(work.desk, COPIES, pages=1, copies=4)).id


def printed(clerk: Clerk) -> list[tuple[Form, int]]:
    """What was written down for a printer."""
    found: list[tuple[Form, int]] = asks(
        clerk,
        lambda work: [
            (one.event.form, one.event.copy)
            for one in work.desk.store.log.events()
            if isinstance(one.event, FormPrinted)
        ],
    )
    return found


def dossier(clerk: Clerk, id_: DossierId) -> Dossier:
    found: Dossier = asks(clerk, lambda work: work.desk.store.log.dossier(id_))
    return found


@pytest.fixture
def owing(clerk: Clerk) -> DossierId:
    """A dossier of 8,000 đồng, shown on its page."""
    id_: DossierId = asks(clerk, taken_in)
    clerk.window.go("dossier", Opening(dossier=id_))
    clerk.until(clerk.window.acts["pay_cash"].isEnabled)
    return id_


def pays(clerk: Clerk) -> PayPage:
    clerk.press(Qt.Key.Key_F11, CTRL)
    clerk.until(lambda: clerk.window.front == "pay")
    page = clerk.window.page("pay")
    assert isinstance(page, PayPage)
    clerk.until(lambda: page.face is not None)
    return page


def money(clerk: Clerk) -> MoneyPage:
    clerk.press(Qt.Key.Key_T, ALT)
    clerk.until(lambda: clerk.window.front == "money")
    page = clerk.window.page("money")
    assert isinstance(page, MoneyPage)
    clerk.until(lambda: page.facts is not None)
    return page


def test_f11_takes_what_is_owed_in_cash_at_once(clerk: Clerk, owing: DossierId) -> None:
    clerk.press(Qt.Key.Key_F11)
    clerk.until(lambda: dossier(clerk, owing).owes == 0)
    assert dossier(clerk, owing).taken == 8_000
    clerk.until(lambda: any("đã in" in one.label.text().lower() for one in clerk.window.banners.shown))
    assert [form for form, _ in printed(clerk)] == [Form.PAYMENT_SLIP]  # this machine has no numbers


def test_the_sheet_tells_the_change_and_leads_back_to_the_dossier(clerk: Clerk, owing: DossierId) -> None:
    page = pays(clerk)
    assert (page.amount.text(), page.face and page.face.payer) == ("8.000 đ", "Nguyễn Văn Mẫu")
    clerk.types("5000")
    assert page.given.is_wrong
    clerk.types("0")
    assert page.change.text() == "Trả lại 42.000 đ"
    shown = page.citizen.view
    assert (shown.state, shown.amount) == (CitizenState.PAYMENT, 8_000)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: clerk.window.front == "dossier")
    assert page.citizen.view.state is CitizenState.TAKEN
    assert dossier(clerk, owing).owes == 0
    (banner, *_) = [one.label.text() for one in clerk.window.banners.shown if "Đã thu" in one.label.text()]
    assert "Trả lại khách 42.000 đồng" in banner


def test_alt_p_prints_the_request_by_which_the_citizen_pays_at_home(clerk: Clerk, owing: DossierId) -> None:
    def with_account(work: OpenDesk) -> None:
        money = with_(work.desk.settings.money, bank_bin="970405", account="1500200000001")
        work.desk = replace(work.desk, settings=with_(work.desk.settings, money=money))

    asks(clerk, with_account)
    pays(clerk)
    clerk.press(Qt.Key.Key_P, ALT)
    clerk.until(lambda: (Form.PAYMENT_REQUEST, 1) in printed(clerk))
    assert (clerk.window.front, dossier(clerk, owing).owes) == ("pay", 8_000)


def test_esc_leads_back_and_takes_nothing(clerk: Clerk, owing: DossierId) -> None:
    pays(clerk)
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front == "dossier"
    assert dossier(clerk, owing).owes == 8_000


def test_a_transfer_is_waited_for_and_taken_when_it_has_arrived(clerk: Clerk, owing: DossierId) -> None:
    page = pays(clerk)
    page.way.buttons()[1].click()
    clerk.until(lambda: page.asked is not None)
    asked = page.asked
    assert asked is not None
    assert asked.reference in page.state.text()
    assert page.citizen.view.reference == asked.reference

    def arrives(work: OpenDesk) -> None:
        event = TransferArrived(provider="x", transaction="1", amount=8_000, reference=asked.reference)
        work.desk.store.log.record(new_subject("transfer/"), work.desk.by, event)

    asks(clerk, arrives)
    page._look_again()
    clerk.until(lambda: "đã về" in page.state.text())
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: dossier(clerk, owing).owes == 0)
    assert money(clerk).facts.transfers == ()  # type: ignore[union-attr] # it is there


def test_the_page_tells_the_drawer_and_closing_counts_it_note_by_note(clerk: Clerk, owing: DossierId) -> None:
    clerk.press(Qt.Key.Key_F11)
    clerk.until(lambda: dossier(clerk, owing).owes == 0)
    page = money(clerk)
    clerk.until(lambda: page.facts is not None and bool(page.facts.payments))
    assert page.facts is not None
    assert (page.facts.card.expected, page.facts.card.counted_float) == (8_000, False)
    clerk.press(Qt.Key.Key_C, ALT)
    clerk.until(page.count.isVisible)
    page.count.pieces[2_000].setFocus()
    clerk.types("3")
    assert "Thiếu 2.000 đ" in page.count.difference.text()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: any("ghi lý do chênh lệch" in one.label.text() for one in clerk.window.banners.shown))
    page.count.pieces[2_000].setFocus()
    page.count.pieces[2_000].selectAll()
    clerk.types("4")
    assert "Khớp" in page.count.difference.text()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(page.count.isHidden)
    clerk.until(lambda: page.facts is not None and page.facts.card.shift is None)


def held(clerk: Clerk) -> Event:
    """The worker is busy until it is set."""
    hold = Event()
    clerk.app.jobs.ask(clerk.window, lambda _work: hold.wait(PATIENCE_MS / 1000))
    return hold


def test_f9_before_the_transfer_is_asked_for_takes_nothing(clerk: Clerk, owing: DossierId) -> None:
    page = pays(clerk)
    hold = held(clerk)
    page.way.buttons()[1].click()
    clerk.press(Qt.Key.Key_F9)
    page.handlers()["pay_go"]()
    hold.set()
    clerk.until(lambda: page.asked is not None)
    clerk.waits()
    assert (clerk.window.front, dossier(clerk, owing).taken) == ("pay", 0)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: clerk.window.front == "dossier")
    assert dossier(clerk, owing).taken == 8_000
    assert asks(clerk, lambda work: payments.waiting_of(work.desk, [owing])) == ()


def test_what_is_answered_of_the_sheet_before_is_not_of_this_one(clerk: Clerk, owing: DossierId) -> None:
    other: DossierId = asks(clerk, taken_in)
    page = pays(clerk)
    hold = held(clerk)
    page.way.buttons()[1].click()
    clerk.press(Qt.Key.Key_Escape)
    clerk.window.go("pay", other)
    hold.set()
    clerk.until(lambda: page.face is not None and page.face.dossiers == (other,))
    clerk.waits()
    page.way.buttons()[1].click()
    clerk.until(lambda: page.asked is not None)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: dossier(clerk, other).taken == 8_000)
    assert dossier(clerk, owing).taken == 0


def test_money_taken_of_the_sheet_before_leaves_this_one_open(clerk: Clerk, owing: DossierId) -> None:
    other: DossierId = asks(clerk, taken_in)
    page = pays(clerk)
    hold = held(clerk)
    clerk.press(Qt.Key.Key_F9)
    clerk.press(Qt.Key.Key_Escape)
    clerk.window.go("pay", other)
    hold.set()
    clerk.until(lambda: page.face is not None and page.face.dossiers == (other,))
    clerk.waits()
    assert (clerk.window.front, dossier(clerk, owing).taken, dossier(clerk, other).taken) == ("pay", 8_000, 0)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: dossier(clerk, other).taken == 8_000)


def test_what_is_not_paid_is_listed_and_f9_opens_the_sheet(clerk: Clerk, owing: DossierId) -> None:
    page = money(clerk)
    page.lists.choose(MoneyTab.UNPAID)
    clerk.until(lambda: page.lists.chosen is not None)
    assert (page.lists.chosen.row.id, page.lists.chosen.owes) == (owing, 8_000)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: clerk.window.front == "pay")


# ---- at intake, and on a paper book ----------------------------------------------------------------------


@pytest.fixture
def typed(clerk: Clerk) -> None:
    """The form of a matter of 8,000 đồng, complete."""
    form = asks(clerk, lambda work: complete(work.desk, COPIES, pages=1, copies=4))
    clerk.counter.intake.put(form)
    clerk.waits()
    clerk.until(clerk.window.acts["intake_cash"].isEnabled)


@pytest.mark.usefixtures("typed")
def test_f11_at_intake_marks_cash_and_f9_takes_it_with_the_dossier(clerk: Clerk) -> None:
    for _ in range(3):
        clerk.press(Qt.Key.Key_F11)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: clerk.counter._done is not None)
    found = dossier(clerk, clerk.counter._done)  # type: ignore[arg-type] # it is there
    assert (found.taken, found.owes, clerk.window.front) == (8_000, 0, "counter")


@pytest.mark.usefixtures("typed")
def test_ctrl_f11_at_intake_takes_in_and_leads_to_the_sheet_and_back(clerk: Clerk) -> None:
    page = pays(clerk)
    assert page.face is not None
    (id_,) = page.face.dossiers
    assert (dossier(clerk, id_).owes, page.amount.text()) == (8_000, "8.000 đ")
    clerk.types("10000")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: clerk.window.front == "counter")
    assert dossier(clerk, id_).owes == 0


def test_the_sheet_says_which_paper_to_write_and_alt_s_goes_on_to_the_next(clerk: Clerk, owing: DossierId) -> None:
    def with_book(work: OpenDesk) -> None:
        book = {"paper_form": "01BLP2-001", "paper_series": "AA-26P", "paper_first": 11, "paper_last": 20}
        money = with_(work.desk.settings.money, **book)
        work.desk = replace(work.desk, settings=with_(work.desk.settings, money=money))

    asks(clerk, with_book)
    page = pays(clerk)
    assert page.paper.text() == "Viết biên lai giấy số AA-26P-00000011."
    clerk.press(Qt.Key.Key_W, ALT)
    clerk.until(lambda: page.paper.text() == "Viết biên lai giấy số AA-26P-00000012.")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: any("AA-26P-00000012" in one.label.text() for one in clerk.window.banners.shown))
    assert dossier(clerk, owing).owes == 0
    assert printed(clerk) == []


# ---- receipts, and where the takings go --------------------------------------------------------------------


@pytest.fixture
def receipted(clerk: Clerk) -> SubjectId:
    """A payment with a receipt, taken by a clerk beside whom there is a leader."""
    staff(clerk)

    def pays(work: OpenDesk) -> SubjectId:
        work.desk = leased(work.desk, pool(work.desk))
        return payments.take(work.desk, [taken_in(work)]).id

    paid: SubjectId = asks(clerk, pays)
    return paid


def receipts_of(clerk: Clerk, payment: SubjectId) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = asks(
        clerk,
        lambda work: [(one.state.value, one.payer) for one in work.desk.store.lists(ReceiptLists).of_payment(payment)],
    )
    return found


def listed(clerk: Clerk, tab: MoneyTab) -> MoneyPage:
    page = money(clerk)
    page.page_shown(tab)
    clerk.until(lambda: page.lists.chosen is not None)
    clerk.waits()
    return page


def test_a_receipt_that_names_the_payer_wrongly_is_replaced_by_keys_and_printed(
    clerk: Clerk, receipted: SubjectId
) -> None:
    page = listed(clerk, MoneyTab.TAKEN)
    clerk.press(Qt.Key.Key_B, ALT)
    clerk.until(page.receipt.isVisible)
    clerk.focus.selectAll()  # type: ignore[attr-defined] # the payer's line edit
    clerk.types("Tran Thi Mau")
    clerk.press(Qt.Key.Key_F9)
    assert clerk.focus is page.receipt.reason.edit
    clerk.types("ghi sai")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(page.receipt.isHidden)
    assert receipts_of(clerk, receipted) == [("replaced", "Nguyễn Văn Mẫu"), ("issued", "Tran Thi Mau")]
    clerk.until(lambda: printed(clerk) == [(Form.FEE_RECEIPT, 1)])
    clerk.until(lambda: asks(clerk, lambda work: not work.desk.store.print_jobs.keys()))  # else it is the same copy
    clerk.until(clerk.window.acts["money_again"].isEnabled)
    clerk.press(Qt.Key.Key_P, CTRL)
    clerk.until(lambda: printed(clerk) == [(Form.FEE_RECEIPT, 1), (Form.FEE_RECEIPT, 2)])


def test_a_receipt_is_void_once_a_second_person_confirms_at_the_same_screen(clerk: Clerk, receipted: SubjectId) -> None:
    page = listed(clerk, MoneyTab.TAKEN)
    clerk.press(Qt.Key.Key_B, ALT)
    clerk.until(page.receipt.isVisible)
    page.receipt.what.buttons()[1].click()
    clerk.until(lambda: page.receipt.second.person is not None)
    page.receipt.reason.edit.setPlainText("lập nhầm")
    for pin, state in (("111111", "issued"), (PIN, "void")):
        page.receipt.second.secret.edit.setText(pin)
        clerk.press(Qt.Key.Key_F9)
        clerk.until(lambda: page.receipt.isHidden() or "đang kiểm tra" not in page.receipt.note.text().lower())
        assert receipts_of(clerk, receipted) == [(state, "Nguyễn Văn Mẫu")]
    clerk.until(lambda: page.facts is not None and page.facts.payments[0].state == "Biên lai đã hủy")


def test_alt_h_makes_void_what_two_desks_receipted_twice(clerk: Clerk) -> None:
    paid: SubjectId = asks(clerk, lambda work: twice_receipted(work.desk).id)
    page = money(clerk)
    clerk.until(clerk.window.acts["receipts_twice"].isEnabled)
    assert page.facts is not None
    assert len(page.facts.doubled) == 1
    clerk.press(Qt.Key.Key_H, ALT)
    clerk.until(lambda: page.facts is not None and page.facts.doubled == ())
    assert sorted(state for state, _ in receipts_of(clerk, paid)) == ["owed", "void"]
    assert not clerk.window.acts["receipts_twice"].isEnabled()


def test_takings_of_a_closed_shift_go_to_the_treasurer_and_then_to_the_treasury(
    clerk: Clerk, receipted: SubjectId
) -> None:
    asks(clerk, lambda work: shifts.close(work.desk, payments.by_id(work.desk, receipted).shift, total=8_000))
    page = listed(clerk, MoneyTab.SHIFTS)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(page.takings.isVisible)
    clerk.types("Le Thi Thu Quy")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.takings.isHidden() and page.lists.chosen is not None and page.lists.chosen.handed)
    assert page.lists.chosen.state == "Đã giao Le Thi Thu Quy"
    clerk.press(Qt.Key.Key_F9)
    clerk.until(page.takings.isVisible)
    page.takings.place.put("Kho bạc Nhà nước thử")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.takings.isHidden() and page.lists.chosen is not None and page.lists.chosen.left == 0)
    clerk.until(lambda: [form for form, _ in printed(clerk)] == [Form.TAKINGS_NOTE, Form.DEPOSIT_NOTE])
