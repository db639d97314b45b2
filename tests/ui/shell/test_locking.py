"""Clerks in turn at one window: locked, opened, relieved; nobody sees another's citizen."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMenu

from desk.cards.samples import citizen, qr_text
from desk.staff import accounts, pins
from desk.training import training_clerks
from desk.views.open_desk import OpenDesk
from models.clerk import Role
from models.events import DossierReceived, SessionEnd
from models.history import Recorded
from models.ids import ClerkId, SubjectId
from models.person import Person
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure
from tests.ui.intake.test_people_by_keys import complete, list_of
from ui.shell.lock import LockCover

PIN = training_clerks.PIN
ONE, TWO, LEADER = (ClerkId(one[0]) for one in training_clerks.CLERKS)
KEPT = training_clerks._PROOF


def test_the_pin_that_is_told_is_the_one_that_opens() -> None:
    assert pins.fits(KEPT, PIN)


@pytest.fixture
def staffed(clerk: Clerk) -> Clerk:
    """A window at which three clerks have accounts, the first of them at work."""
    staff(clerk)
    return clerk


def cover(clerk: Clerk) -> LockCover:
    found = clerk.window.locking.cover
    assert found is not None
    return found


def who(clerk: Clerk) -> str:
    state = clerk.window.locking.state
    assert state is not None
    return state.clerk


def presses(clerk: Clerk, keys: str) -> int:
    """Each letter one key; gives how many."""
    for key in keys:
        QTest.keyClicks(clerk.focus, key)
    return len(keys)


def takes_over(clerk: Clerk, number: int) -> int:
    """By keys alone; gives how many."""
    clerk.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ControlModifier)
    clerk.waits()
    keys = 1 + presses(clerk, str(number)) + presses(clerk, PIN)
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: not clerk.window.locking.is_covered)
    clerk.waits()
    return keys + 1


def staff(clerk: Clerk) -> None:
    """Three clerks have accounts, the first of them at work."""
    clerk.app.jobs.ask(clerk.window, lambda work: work.training.add_clerks())
    clerk.waits()
    clerk.window.locking.refresh()
    clerk.waits()


def works_as(clerk: Clerk, *roles: Role) -> None:
    """A colleague with these roles takes over."""
    staff(clerk)
    clerk.app.jobs.ask(
        clerk.window, lambda work: accounts.change(work.desk, TWO, name="Lê Văn Tập", phone="", roles=roles)
    )
    takes_over(clerk, [one.id for one in _offered(clerk)].index(TWO) + 1)


def shown_words(clerk: Clerk) -> str:
    """Everything that can be read in the window now."""
    labels = [one.text() for one in clerk.window.findChildren(QLabel) if one.isVisible()]
    fields = [one.displayText() for one in clerk.window.findChildren(QLineEdit) if one.isVisible()]
    return "\n".join([*labels, *fields])


def test_without_accounts_there_is_nobody_to_lock_for(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_F10)
    assert not clerk.window.locking.is_covered
    assert any("chưa có tài khoản" in banner.label.text() for banner in clerk.window.banners.shown)


def test_one_key_hides_every_citizen_and_the_pin_brings_the_same_field_back(staffed: Clerk, person: Person) -> None:
    staffed.scans(person)
    phone = staffed.counter.intake.submitter.phone.edit
    phone.setFocus()
    staffed.types("0900")
    staffed.press(Qt.Key.Key_F10)
    assert person.full_name not in shown_words(staffed)
    assert person.personal_number not in shown_words(staffed)
    staffed.waits()
    assert "Máy đang khóa" in shown_words(staffed)
    staffed.types(PIN)
    staffed.press(Qt.Key.Key_Return)
    staffed.until(lambda: not staffed.window.locking.is_covered)
    staffed.waits()
    assert phone.hasFocus()
    assert phone.text() == "0900"
    assert staffed.counter.intake.submitter.full_name.text == person.full_name


def test_a_colleague_takes_over_with_ten_keys_at_most_and_sees_nothing_of_the_other(
    staffed: Clerk, person: Person
) -> None:
    staffed.scans(person)
    chooses_procedure(staffed, "kh s")
    intake = staffed.counter.intake
    intake.submitter.phone.edit.setFocus()
    staffed.types("0900000123")
    staffed.waits()
    before = intake.form
    people = [one.id for one in _offered(staffed)]
    keys = takes_over(staffed, people.index(TWO) + 1)
    assert keys <= 10
    assert who(staffed) == TWO
    assert not intake.begun
    assert person.full_name not in shown_words(staffed)
    staffed.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    staffed.waits()
    assert not intake.begun
    for edit in intake.findChildren(QLineEdit):
        assert not edit.isUndoAvailable()
    staffed.scans(citizen(8))
    takes_over(staffed, people.index(ONE) + 1)
    assert intake.form == before
    assert intake.submitter.phone.edit.hasFocus()
    takes_over(staffed, people.index(TWO) + 1)
    assert intake.submitter.full_name.text == citizen(8).full_name


def _offered(clerk: Clerk) -> list[accounts.Account]:
    found: list[list[accounts.Account]] = []
    clerk.app.jobs.ask(clerk.window, lambda work: found.append(accounts.all_accounts(work.desk.store)))
    clerk.waits()
    return [one for one in found[0] if one.opens]


def test_a_scan_while_locked_is_told_and_not_shown(staffed: Clerk, person: Person) -> None:
    staffed.press(Qt.Key.Key_F10)
    staffed.waits()
    staffed.app.bridge.simulate(qr_text(person, new_card=True).encode())
    staffed.until(lambda: "Máy đang khóa" in cover(staffed).note.text())
    assert person.full_name not in shown_words(staffed)
    staffed.types(PIN)
    staffed.press(Qt.Key.Key_Return)
    staffed.until(lambda: not staffed.window.locking.is_covered)
    assert not staffed.counter.intake.begun


def test_wrong_pins_cost_time_which_is_told_and_counted_down(staffed: Clerk) -> None:
    staffed.press(Qt.Key.Key_F10)
    staffed.waits()
    for _ in range(3):
        staffed.types("111222")
        staffed.press(Qt.Key.Key_Return)
        staffed.until(lambda: cover(staffed).ok.isEnabled() and not staffed.app.jobs.busy)
    assert "5 giây" in cover(staffed).note.text()
    staffed.types(PIN)
    staffed.press(Qt.Key.Key_Return)
    staffed.waits()
    assert staffed.window.locking.is_covered
    assert "giây" in cover(staffed).note.text()


def test_esc_while_changing_goes_back_to_work(staffed: Clerk, person: Person) -> None:
    staffed.scans(person)
    staffed.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ControlModifier)
    staffed.waits()
    assert person.full_name not in shown_words(staffed)
    staffed.press(Qt.Key.Key_Escape)
    assert not staffed.window.locking.is_covered
    assert who(staffed) == ONE
    assert staffed.counter.intake.submitter.full_name.text == person.full_name


def test_a_desk_with_accounts_opens_locked(opened: Callable[[], Clerk], person: Person) -> None:
    first = opened()
    first.app.jobs.ask(first.window, lambda work: work.training.add_clerks())
    first.waits()
    first.window.locking.refresh()
    first.scans(person)
    first.window.close()
    again = opened()
    assert again.window.locking.is_covered
    assert person.full_name not in shown_words(again)
    again.waits()
    again.window.locking.cover.names.choose(ONE) if again.window.locking.cover else None
    cover(again).secret.edit.setFocus()
    again.types(PIN)
    again.press(Qt.Key.Key_Return)
    again.until(lambda: not again.window.locking.is_covered)
    again.waits()
    assert again.counter.intake.submitter.full_name.text == person.full_name


def test_at_the_start_the_pin_is_typed_at_once_by_who_worked_here_last(opened: Callable[[], Clerk]) -> None:
    first = opened()
    first.app.jobs.ask(first.window, lambda work: work.training.add_clerks())
    first.waits()
    first.window.close()
    again = opened()
    again.waits()
    assert len(cover(again).names.people) > 1
    assert QApplication.focusWidget() is cover(again).secret.edit
    again.types(PIN)
    assert cover(again).secret.secret == PIN
    again.press(Qt.Key.Key_Return)
    again.until(lambda: not again.window.locking.is_covered)
    assert who(again) == ONE


def test_digits_that_are_nobodys_number_are_the_beginning_of_the_pin(staffed: Clerk) -> None:
    staffed.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ControlModifier)
    staffed.waits()
    assert QApplication.focusWidget() is cover(staffed).names
    marked = cover(staffed).names.chosen
    for digit in "739164":  # there are three people: 7 is nobody
        staffed.types(digit)
    assert (cover(staffed).names.chosen, cover(staffed).secret.secret) == (marked, "739164")


def test_the_one_time_pin_is_not_taken_as_ones_own(staffed: Clerk) -> None:
    proof = pins.hashed("40718293")
    staffed.app.jobs.ask(
        staffed.window,
        lambda work: accounts.create_account(
            work.desk, "moi", name="Ngô Thị Mới", roles=[Role.CLERK], proof=proof, one_time=True
        ),
    )
    staffed.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ControlModifier)
    staffed.waits()
    cover(staffed).names.choose(ClerkId("moi"))
    staffed.press(Qt.Key.Key_Return)
    staffed.types("40718293")
    staffed.press(Qt.Key.Key_Return)
    staffed.until(cover(staffed).fresh.isVisible)
    for _ in range(2):
        staffed.types("40718293")
        staffed.press(Qt.Key.Key_Return)
    staffed.until(lambda: "phải khác" in cover(staffed).note.text())
    assert staffed.window.locking.is_covered
    assert QApplication.focusWidget() is cover(staffed).fresh.edit


def test_what_the_machine_has_to_say_waits_for_somebody_and_outlives_a_change_of_clerk(
    opened: Callable[[], Clerk],
) -> None:
    first = opened()
    first.app.jobs.ask(first.window, lambda work: work.training.add_clerks())
    first.app.jobs.ask(first.window, lambda work: work.line.issue(("ho-tich",), None, ""))
    first.waits()
    first.window.close()
    again = opened()
    again.until(lambda: again.app.alongside is not None)
    again.waits()
    assert again.window.locking.is_covered
    assert not any("A001" in banner.label.text() for banner in again.window.banners.shown)
    cover(again).names.choose(ONE)
    cover(again).secret.edit.setFocus()
    again.types(PIN)
    again.press(Qt.Key.Key_Return)
    again.until(lambda: not again.window.locking.is_covered)
    again.waits()
    assert "Phiếu số thứ tự A001" in shown_words(again)
    takes_over(again, [one.id for one in _offered(again)].index(TWO) + 1)
    assert "Phiếu số thứ tự A001" in shown_words(again)


def test_a_one_time_pin_opens_only_the_choice_of_another(staffed: Clerk) -> None:
    proof = pins.hashed("40718293")
    staffed.app.jobs.ask(
        staffed.window,
        lambda work: accounts.create_account(
            work.desk, "moi", name="Ngô Thị Mới", roles=[Role.CLERK], proof=proof, one_time=True
        ),
    )
    staffed.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ControlModifier)
    staffed.waits()
    cover(staffed).names.choose(ClerkId("moi"))
    staffed.press(Qt.Key.Key_Return)
    staffed.types("40718293")
    staffed.press(Qt.Key.Key_Return)
    staffed.until(cover(staffed).fresh.isVisible)
    assert QApplication.focusWidget() is cover(staffed).fresh.edit
    for secret in ("123456", "918273"):
        staffed.types(secret)
        staffed.press(Qt.Key.Key_Return)
        staffed.types(secret)
        staffed.press(Qt.Key.Key_Return)
        staffed.until(lambda: not staffed.app.jobs.busy)
        staffed.waits()
    staffed.until(lambda: not staffed.window.locking.is_covered)
    assert who(staffed) == "moi"


def test_what_the_role_may_not_do_is_off_and_says_who_may(staffed: Clerk) -> None:
    people = [one.id for one in _offered(staffed)]
    staffed.app.jobs.ask(
        staffed.window,
        lambda work: accounts.change(work.desk, TWO, name="Lê Văn Tập", phone="", roles=[Role.POSTAL]),
    )
    takes_over(staffed, people.index(TWO) + 1)
    staffed.scans(citizen(5))
    qaction = staffed.window.acts["refuse"]
    assert not qaction.isEnabled()
    assert qaction.statusTip() == "Việc này dành cho: công chức tiếp nhận, lãnh đạo."
    assert staffed.window.acts["supplement"].isEnabled()


def test_printing_sending_and_the_line_go_on_while_locked(staffed: Clerk) -> None:
    staffed.press(Qt.Key.Key_F12)
    staffed.counter.line.refresh()
    staffed.app.jobs.ask(staffed.window, lambda work: work.line.issue(("ho-tich",), None, ""))
    staffed.press(Qt.Key.Key_F10)
    staffed.waits()
    staffed.counter.line.refresh()
    staffed.waits()
    staffed.window.locking._show_hall()
    assert cover(staffed).hall.text() == "1 người đang chờ."
    assert not staffed.window.banners.shown or all("khóa" not in b.label.text() for b in staffed.window.banners.shown)


def test_news_while_locked_is_shown_after_it_and_asked_of_nobody_meanwhile(staffed: Clerk) -> None:
    staffed.page("dossiers")
    staffed.press(Qt.Key.Key_F10)
    staffed.waits()
    refused: list[object] = []
    staffed.app.jobs.refused.connect(refused.append)
    staffed.window.events_merged(frozenset({SubjectId("dossier/x")}))
    staffed.waits()
    assert refused == []
    staffed.types(PIN)
    staffed.press(Qt.Key.Key_Return)
    staffed.until(lambda: not staffed.window.locking.is_covered)
    assert staffed.window.front == "dossiers"


def test_another_clerk_finds_no_page_of_the_last_one(staffed: Clerk, person: Person) -> None:
    people = [one.id for one in _offered(staffed)]
    staffed.page("dossiers").search.setText(person.full_name)  # type: ignore[attr-defined]
    takes_over(staffed, people.index(TWO) + 1)
    assert staffed.window.front == "counter"
    assert staffed.page("dossiers").search.text() == ""  # type: ignore[attr-defined]


def test_an_administrator_alone_sees_no_form_to_type_into(staffed: Clerk) -> None:
    people = [one.id for one in _offered(staffed)]
    staffed.app.jobs.ask(
        staffed.window,
        lambda work: accounts.change(work.desk, TWO, name="Lê Văn Tập", phone="", roles=[Role.ADMIN]),
    )
    takes_over(staffed, people.index(TWO) + 1)
    assert not staffed.counter.intake.isEnabled()
    assert not staffed.window.acts["page_dossiers"].isEnabled()
    assert staffed.window.acts["page_settings"].isEnabled()


def test_a_clerk_switched_off_elsewhere_is_locked_out_at_once(staffed: Clerk) -> None:
    def switched(work: OpenDesk) -> None:
        work.desk = accounts.create_account(
            work.desk, "hai", name="Hai", roles=[Role.ADMIN], proof=training_clerks._PROOF
        )
        work.desk = accounts.switch_off(work.desk, ONE)

    staffed.app.jobs.ask(staffed.window, switched)
    staffed.waits()
    staffed.window.locking.refresh()
    staffed.until(lambda: staffed.window.locking.is_covered)


@pytest.mark.qt_log_ignore("propagateSizeHints", "support raise", "support grabbing", extend=True)
def test_no_dialog_and_no_menu_stays_open_over_what_covers_the_window(staffed: Clerk) -> None:
    dialog = QFileDialog(staffed.window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    menu = QMenu(staffed.window)
    menu.addAction("Lưu số")
    menu.popup(staffed.window.pos())
    assert QApplication.activePopupWidget() is menu
    staffed.window.locking.lock(SessionEnd.IDLE)
    assert not dialog.isVisible()
    assert not menu.isVisible()
    staffed.waits()
    assert staffed.window.locking.is_covered


def test_a_list_of_names_is_its_clerks_too(staffed: Clerk) -> None:
    people = [one.id for one in _offered(staffed)]
    counter = staffed.counter
    staffed.window.do("bulk")
    counter.intake.bulk.part.put_text("Nguyễn Văn Một Mẫu")
    staffed.waits()
    takes_over(staffed, people.index(TWO) + 1)
    assert not counter.intake.bulk_is_open
    assert counter.intake.bulk.part.text == ""
    takes_over(staffed, people.index(ONE) + 1)
    staffed.until(lambda: counter.intake.bulk_is_open)
    assert counter.intake.bulk.part.text == "Nguyễn Văn Một Mẫu"


def test_a_list_under_way_waits_for_its_clerk_and_is_never_taken_in_under_anothers_name(staffed: Clerk) -> None:
    people = [one.id for one in _offered(staffed)]
    intake = staffed.counter.intake
    complete(staffed)
    staffed.window.do("bulk")
    part = intake.bulk.part
    part.put_text(list_of(12))
    staffed.until(lambda: not intake.bulk.is_resting and part.ok.isEnabled())
    staffed.press(Qt.Key.Key_F9)
    staffed.until(lambda: part.is_begun)
    takes_over(staffed, people.index(TWO) + 1)
    assert not intake.bulk_is_open
    assert part.text == ""
    found: list[Recorded] = []
    staffed.app.jobs.ask(staffed.window, lambda work: found.extend(work.desk.store.log.events()))
    staffed.waits()
    received = [one for one in found if isinstance(one.event, DossierReceived)]
    assert {one.clerk for one in received} <= {ONE}
    assert len(received) < 12
    takes_over(staffed, people.index(ONE) + 1)
    staffed.until(lambda: intake.bulk_is_open and part.is_begun)
    staffed.press(Qt.Key.Key_F9)
    staffed.until(lambda: part.is_done)
