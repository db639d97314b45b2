"""What is done while the citizen waits, by keys: from taking in to returning, on one ticket, with leader or courier."""

import pytest
from PySide6.QtCore import Qt

from models.clerk import Role
from models.person import Person
from models.subjects.dossier import DossierStatus
from models.subjects.processing import ProcessStage
from models.subjects.ticket_state import TicketState
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure, dossiers, issues
from tests.ui.dossiers.sheets import put_in
from tests.ui.dossiers.test_acts import press
from tests.ui.shell.test_locking import LEADER, _offered, takes_over, works_as
from ui.dossiers.dossier_page import DossierPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def taken(clerk: Clerk, person: Person) -> Clerk:
    """A clerk has taken in a copy to be certified from who stands at the counter, paid."""
    works_as(clerk, Role.CLERK)
    issues(clerk)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F4):
        clerk.press(key)
        clerk.waits()
    clerk.scans(person)
    chooses_procedure(clerk, "2.000815")
    assert clerk.counter.intake.matter.code == "2.000815"
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    paid = clerk.counter.intake.promise.paid
    paid.choose("cash")
    paid.chosen.emit("cash")
    clerk.waits()
    assert not clerk.counter.intake.promise.slip.isChecked()
    said = clerk.counter.intake.promise.on_the_spot
    assert said.isVisible()
    assert said.text() == "Làm tại chỗ, không hẹn: F9 tiếp nhận, rồi Ctrl+Enter trình ký và trả ngay."
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    return clerk


def goes_on(clerk: Clerk) -> DossierPage:
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.until(lambda: clerk.window.front == "dossier")
    clerk.waits()
    page = clerk.window.page("dossier")
    assert isinstance(page, DossierPage)
    return page


def do_it(clerk: Clerk, times: int = 1) -> None:
    for _ in range(times):
        press(clerk, "F9")
        clerk.waits()


def served(clerk: Clerk) -> TicketState | None:
    here = clerk.counter.line.here
    return here.state if here is not None else None


def test_by_courier_f9_leads_from_the_counter_to_the_citizen_on_one_ticket(taken: Clerk) -> None:
    offered = [one.button.text() for one in taken.window.banners.shown if one.button is not None]
    assert "Làm tại chỗ · Ctrl+Enter" in offered
    page = goes_on(taken)
    assert "chờ trình ký" in page.on_the_spot.text()
    do_it(taken)
    put_in(page, "submit", "Người mang hồ sơ đi", "Lý Văn Tư")
    do_it(taken)
    assert dossiers(taken)[0].processing.stage is ProcessStage.AT_LEADER
    assert "(Lý Văn Tư mang đi)" in page.on_the_spot.text()
    do_it(taken)  # the signed paper is here
    put_in(page, "check_in", "Người ký", "Phạm Thị Mẫu")
    do_it(taken)
    assert dossiers(taken)[0].processing.stage is ProcessStage.READY
    do_it(taken, 2)
    assert dossiers(taken)[0].status is DossierStatus.HANDED_OVER
    assert page.on_the_spot.isVisible()
    assert "trả " in page.on_the_spot.text()
    assert served(taken) is TicketState.SERVING
    (back,) = [one for one in taken.window.banners.shown if one.button and one.button.text() == "Về quầy"]
    assert back.button is not None
    back.button.click()
    taken.until(lambda: taken.window.front == "counter")
    taken.press(Qt.Key.Key_F5)
    taken.waits()
    assert served(taken) is None


def test_a_leader_at_the_same_machine_signs_after_a_change_of_clerk(taken: Clerk) -> None:
    goes_on(taken)
    do_it(taken, 2)
    takes_over(taken, [one.id for one in _offered(taken)].index(LEADER) + 1)
    taken.window.do("page_signing")
    taken.waits()
    do_it(taken)
    (signed,) = dossiers(taken)
    assert signed.processing.stage is ProcessStage.DECIDED
    assert signed.processing.decided is not None
    assert signed.processing.decided.signed_by == "Phạm Thị Mẫu"


def test_what_is_not_done_on_the_spot_offers_nothing_of_it(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    assert not clerk.counter.intake.promise.on_the_spot.isVisible()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    assert not clerk.window.acts["on_the_spot"].isEnabled()
    clerk.page("dossiers")
    clerk.open_first_dossier()
    clerk.waits()
    page = clerk.window.page("dossier")
    assert isinstance(page, DossierPage)
    assert not page.on_the_spot.isVisible()
