"""One key to anywhere: by a few letters to a page, an act, a dossier, a procedure; and back without losing a letter."""

import itertools

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desk.cards.samples import citizen
from desk.permissions import Permission
from desk.settings import LookSettings, Theme
from models.clerk import Role
from models.events import DossierRead, PeopleShown, ReadBy
from models.history import Recorded
from models.person import Person
from models.text import search_key
from tests.conftest import TurnedClock
from tests.ui.conftest import Clerk, runs_out
from tests.ui.counter.test_counter_by_keys import chooses_procedure, dossiers
from tests.ui.dossiers.test_list_page import received
from tests.ui.shell.test_locking import PIN, cover, staffed, works_as
from ui.actions import key_words
from ui.keys.keys_page import sheet_of_keys
from ui.palette.line import PaletteLine
from ui.palette.palette import _REST, Palette
from ui.program.pages import ACTIONS

__all__ = ["received", "staffed"]  # fixtures

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def opens(clerk: Clerk) -> Palette:
    clerk.press(Qt.Key.Key_K, CTRL)
    palette = clerk.app.palette
    assert palette.isVisible()
    assert clerk.focus is palette.edit
    return palette


def looks_for(clerk: Clerk, typed: str) -> Palette:
    """Open it, type, and let the desk answer."""
    palette = clerk.app.palette if clerk.app.palette.isVisible() else opens(clerk)
    palette.edit.clear()
    clerk.types(typed)
    runs_out(palette._rest, _REST)
    clerk.waits()
    return palette


def line(palette: Palette, id_: str) -> PaletteLine:
    found = [one for one in palette.lines if one.id == id_]
    assert found, (id_, [one.id for one in palette.lines])
    return found[0]


def ids(palette: Palette) -> list[str]:
    return [one.id for one in palette.lines]


# ---- where it leads --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "page"),
    [("suc", "health"), ("giay chua", "papers"), ("cc", "clerks"), ("dshs", "dossiers"), ("f1", "keys")],
)
def test_a_few_letters_lead_to_a_page(clerk: Clerk, typed: str, page: str) -> None:
    opens(clerk)
    clerk.types(typed)
    clerk.press(Qt.Key.Key_Return)
    assert clerk.window.front == page
    assert not clerk.app.palette.isVisible()


def test_an_act_is_done_as_by_its_key_which_stands_beside_it(clerk: Clerk) -> None:
    palette = opens(clerk)
    clerk.types("lay so")
    assert ids(palette)[0] == "issue"
    assert palette.lines[0].key == "F12"
    clerk.press(Qt.Key.Key_Return)
    assert clerk.counter.line.issue_part.isVisible()


def test_a_part_of_a_page_is_found_by_its_own_name(clerk: Clerk) -> None:
    opens(clerk)
    clerk.types("giao dien")
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    assert clerk.window.front == "settings"
    assert clerk.window.page("settings").head.text() == "Giao diện"  # type: ignore[attr-defined] # the settings


def test_an_act_of_another_page_is_muted_and_leads_there(clerk: Clerk) -> None:
    palette = opens(clerk)
    clerk.types("sao luu n")
    there = line(palette, "backup_now")
    assert there.off
    assert there.detail == "ở trang Sức khỏe máy"
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    assert clerk.window.front == "health"
    assert not clerk.window.page("health").copying.busy  # type: ignore[attr-defined] # the health page
    palette = opens(clerk)
    clerk.types("sao luu n")
    assert not line(palette, "backup_now").off


def test_an_act_that_cannot_be_done_now_says_so_and_does_nothing(clerk: Clerk) -> None:
    palette = opens(clerk)
    clerk.types("goi so")
    assert line(palette, "call_next").off
    clerk.press(Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette._hint.text() == "Gọi số tiếp: chưa làm được lúc này."


def test_a_dossier_is_found_by_name_and_by_its_last_digits_and_that_is_recorded(
    received: Clerk, clock: TurnedClock
) -> None:
    taken = dossiers(received)[0]
    assert taken.intake is not None
    name = search_key(taken.intake.submitter.full_name)
    for typed in (name, taken.code[-4:]):
        palette = looks_for(received, typed)
        found = line(palette, taken.id)
        assert found.words == taken.intake.submitter.full_name
        assert taken.intake.submitter.personal_number not in found.spoken
    assert ids(palette) == [taken.id]
    received.press(Qt.Key.Key_Return)
    received.waits()
    assert received.window.front == "dossier"
    reads = [one.event for one in history(received, taken.id) if isinstance(one.event, DossierRead)]
    assert reads == []  # the own one, just taken in
    clock.turn(minutes=20)
    received.page("counter")
    looks_for(received, name)
    received.press(Qt.Key.Key_Return)
    received.waits()
    reads = [one.event for one in history(received, taken.id) if isinstance(one.event, DossierRead)]
    assert reads == [DossierRead(by=ReadBy.SEARCH, words=name)]
    shown = [one.event for one in history(received, "clerk/" + _me(received)) if isinstance(one.event, PeopleShown)]
    assert shown == [PeopleShown(by=ReadBy.SHOWN, count=1, dossiers=(taken.id,))]


def test_enter_before_the_answer_takes_the_best_of_it(received: Clerk) -> None:
    taken = dossiers(received)[0]
    opens(received)
    received.types(taken.code[-4:])
    received.press(Qt.Key.Key_Return)
    received.until(lambda: received.window.front == "dossier")


def test_enter_takes_no_line_that_answers_older_letters(received: Clerk) -> None:
    works_in_another(received)
    first, second = dossiers(received)
    palette = looks_for(received, "h00")
    assert ids(palette) == [first.id, second.id]
    palette.edit.setText("h00")
    received.types(f" {second.code[-4:]}")
    assert ids(palette) == [first.id, second.id]  # until the answer comes
    received.press(Qt.Key.Key_Return)
    assert palette.isVisible()
    received.until(lambda: received.window.front == "dossier")
    received.waits()
    assert received.window.page("dossier").view.dossier.id == second.id  # type: ignore[attr-defined] # a dossier


def test_a_procedure_goes_into_the_form_and_the_one_before_can_be_had_back(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    first = clerk.counter.intake.matter.code
    clerk.page("dossiers")
    palette = looks_for(clerk, "ket hon")
    assert palette.lines[0].icon == "paper"
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    assert clerk.window.front == "counter"
    assert clerk.counter.intake.matter.code not in {"", first}
    assert clerk.counter.intake.submitter.value.full_name == person.full_name
    banner = clerk.window.banners.shown[-1]
    assert banner.button is not None
    banner.button.click()
    clerk.waits()
    assert clerk.counter.intake.matter.code == first


# ---- who may ---------------------------------------------------------------------------------------------


def test_only_what_ones_role_may_is_shown(clerk: Clerk) -> None:
    works_as(clerk, Role.CLERK)
    state = clerk.window.locking.state
    assert state is not None
    palette = opens(clerk)
    for typed in ("", "?", "d"):
        palette.edit.setText(typed)
        for one in palette.lines:
            qaction = clerk.window.acts.get(one.id)
            verb = qaction.action.permission if qaction is not None else None
            assert verb is None or verb in state.permissions
    assert Permission.KEEP not in state.permissions
    palette.edit.setText("doi khoa du lieu")
    assert palette.lines == ()


def test_an_administrator_finds_neither_dossiers_nor_procedures(received: Clerk) -> None:
    name = search_key(citizen_of(received))
    works_as(received, Role.ADMIN)
    for typed in (name, "khai sinh"):
        palette = looks_for(received, typed)
        assert palette.lines == ()


def test_it_does_not_open_over_a_covered_window_nor_in_the_first_hour(staffed: Clerk) -> None:
    staffed.press(Qt.Key.Key_F10)
    staffed.waits()
    staffed.press(Qt.Key.Key_K, CTRL)
    assert "palette" not in staffed.app.__dict__
    staffed.types(PIN)
    staffed.press(Qt.Key.Key_Return)
    staffed.until(lambda: not staffed.window.locking.is_covered)
    staffed.window.go("setup")
    staffed.press(Qt.Key.Key_K, CTRL)
    assert "palette" not in staffed.app.__dict__


def test_locking_closes_it_and_the_field_before_has_the_keys_after_the_pin(staffed: Clerk) -> None:
    phone = staffed.counter.intake.submitter.phone.edit
    phone.setFocus()
    staffed.types("0900")
    palette = opens(staffed)
    staffed.types("bui")
    staffed.press(Qt.Key.Key_F10)  # the key works here too
    assert staffed.window.locking.is_covered
    assert not palette.isVisible()
    cover(staffed).secret.edit.setFocus()
    staffed.types(PIN)
    staffed.press(Qt.Key.Key_Return)
    staffed.until(lambda: not staffed.window.locking.is_covered)
    staffed.waits()
    assert staffed.focus is phone
    assert phone.text() == "0900"
    assert opens(staffed).edit.text() == ""
    staffed.press(Qt.Key.Key_Z, CTRL)
    assert staffed.app.palette.edit.text() == ""


# ---- keys ------------------------------------------------------------------------------------------------


def test_esc_gives_the_keys_back_with_every_letter_blank_and_mark(clerk: Clerk) -> None:
    name = clerk.counter.intake.submitter.full_name.edit
    name.setFocus()
    clerk.types_vietnamese("Lý Thị ")
    for close in (Qt.Key.Key_Escape, Qt.Key.Key_K):
        opens(clerk)
        clerk.types("xyz")
        clerk.press(close, CTRL if close is Qt.Key.Key_K else Qt.KeyboardModifier.NoModifier)
        assert clerk.focus is name
        assert name.text() == "Lý Thị "
        assert name.cursorPosition() == len("Lý Thị ")
    name.setSelection(0, 2)
    opens(clerk)
    clerk.press(Qt.Key.Key_Escape)
    assert name.selectedText() == "Lý"


def test_letters_of_an_input_method_find_while_they_are_composed(clerk: Clerk) -> None:
    palette = opens(clerk)
    event = QInputMethodEvent("sức", [])
    QApplication.sendEvent(palette.edit, event)
    assert ids(palette)[0] == "page_health"
    done = QInputMethodEvent()
    done.setCommitString("sức ")
    QApplication.sendEvent(palette.edit, done)
    assert palette.edit.text() == "sức "
    assert ids(palette)[0] == "page_health"
    palette.edit.clear()
    clerk.types_vietnamese("gửi về")
    assert ids(palette)[0] == "page_province"


def test_arrows_and_pages_move_and_come_round(clerk: Clerk) -> None:
    palette = opens(clerk)
    last = len(palette.lines) - 1
    assert last > 10

    def at() -> int:
        return palette.list.currentIndex().row()

    clerk.press(Qt.Key.Key_Down)
    assert at() == 1
    clerk.press(Qt.Key.Key_PageDown)
    assert 5 < at() < last
    for _ in range(5):
        clerk.press(Qt.Key.Key_PageDown)
    assert at() == last
    clerk.press(Qt.Key.Key_Down)
    assert at() == 0
    clerk.press(Qt.Key.Key_Up)
    assert at() == last
    clerk.press(Qt.Key.Key_PageUp)
    assert at() < last
    clerk.press(Qt.Key.Key_Tab)
    assert clerk.focus is palette.edit


def test_a_key_seen_and_pressed_does_what_it_says_but_keys_of_a_field_do_nothing_behind(clerk: Clerk) -> None:
    palette = opens(clerk)
    clerk.press(Qt.Key.Key_F12)
    assert not palette.isVisible()
    assert clerk.counter.line.issue_part.isVisible()
    clerk.page("papers")
    palette = opens(clerk)
    clerk.types("bo")
    clerk.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    assert palette.isVisible()
    assert clerk.window.banners.shown == () or "lý do" not in clerk.window.banners.shown[-1].label.text()


def test_what_was_chosen_last_goes_first_among_equals(clerk: Clerk) -> None:
    palette = opens(clerk)
    clerk.types("in")
    assert ids(palette)[:2] == ["print_waiting", "print_spare"]
    clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Return)
    assert clerk.window.front == "papers"  # none waits
    clerk.page("counter")
    opens(clerk)
    assert ids(palette)[0] == "print_spare"
    clerk.types("in")
    assert ids(palette)[:2] == ["print_spare", "print_waiting"]
    clerk.types(" cac")
    assert ids(palette)[0] == "print_waiting"


def test_a_card_laid_on_meanwhile_fills_the_form_and_closes_it(clerk: Clerk, person: Person) -> None:
    palette = opens(clerk)
    clerk.scans(person)
    assert not palette.isVisible()
    assert clerk.focus is clerk.counter.intake.matter.search


def test_a_click_beside_it_closes_and_one_on_a_line_takes_it(clerk: Clerk) -> None:
    palette = opens(clerk)
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomRight())
    assert not palette.isVisible()
    opens(clerk)
    where = palette.list.visualRect(palette.model.index(1)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert clerk.window.front == "dossiers"


# ---- one table -------------------------------------------------------------------------------------------


def test_palette_sheet_and_keys_say_the_same(clerk: Clerk) -> None:
    of_sheet = set(itertools.chain.from_iterable(keys for _, keys in sheet_of_keys(ACTIONS)))
    for page in ("counter", "dossiers", "province", "papers", "health", "settings", "clerks", "keys"):
        clerk.page(page)
        palette = opens(clerk)
        palette.edit.setText("?")  # fits all, what is off too
        told = [one for one in palette.lines if one.id in clerk.window.acts]
        assert len(told) > 30
        for one in told:
            qaction = clerk.window.acts[one.id]
            assert one.key == key_words(qaction.shortcut().toString(QKeySequence.SequenceFormat.PortableText))
            assert (one.key, one.words) in of_sheet
            assert one.off is not qaction.isEnabled()
        palette.close_and_return()


# ---- looks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(1366, 728), (1000, 640)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_lies_within_the_window_at_every_size(clerk: Clerk, width: int, height: int, scale: float) -> None:
    clerk.app.signals.look_chosen.emit(LookSettings(theme=Theme.DARK, type_scale=scale))
    clerk.window.resize(width, height)
    palette = opens(clerk)
    assert clerk.window.rect().contains(palette._card.geometry())
    assert palette.list.height() >= 3 * palette.list.sizeHintForRow(0)
    clerk.window.resize(1366, 728)
    assert palette.geometry() == clerk.window.rect()
    assert clerk.window.rect().contains(palette._card.geometry())
    clerk.types("zzzz")
    assert palette._nothing.isVisible()
    assert clerk.window.rect().contains(palette._card.geometry())


def test_it_is_loaded_when_first_opened(clerk: Clerk) -> None:
    assert "palette" not in clerk.app.__dict__
    edits = len(clerk.window.findChildren(QLineEdit))
    opens(clerk)
    assert len(clerk.window.findChildren(QLineEdit)) == edits + 1


def works_in_another(clerk: Clerk) -> None:
    """A second dossier is received."""
    clerk.scans(citizen(9))
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()


def citizen_of(clerk: Clerk) -> str:
    intake = dossiers(clerk)[0].intake
    assert intake is not None
    return intake.submitter.full_name


def _me(clerk: Clerk) -> str:
    state = clerk.window.locking.state
    assert state is not None
    return state.clerk


def history(clerk: Clerk, subject: str) -> list[Recorded]:
    found: list[Recorded] = []

    class Asker(QObject):
        def take(self, told: list[Recorded]) -> None:
            found.extend(told)

    asker = Asker()
    clerk.app.jobs.ask(asker, lambda work: work.desk.store.log.history(subject), asker.take)  # type: ignore[arg-type]
    clerk.waits()
    return found
