"""A scanner that types: whatever has the keys, its card arrives and nothing else happens; a person is left alone."""

import itertools
import random
from collections.abc import Callable, Iterable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desk.cards.keyboard.strokes import ENTER, Stroke
from desk.cards.keyboard.unikey import type_out
from desk.cards.keyboard.vietnamese_keys import Method
from desk.cards.samples import citizen, qr_text
from models.person import Person
from tests.fakes.unikey import plain
from tests.fakes.vietnamese_layout import through_layout
from tests.ui.conftest import Clerk
from ui.cards.scanning import ScannerSettings
from ui.program.pages import ACTIONS

STAMPS = itertools.count(1_000_000, 1_000)


def begun(clerk: Clerk) -> ScannerSettings:
    clerk.until(lambda: bool(clerk.app.alongside))
    return next(beside for beside in clerk.app.alongside or [] if isinstance(beside, ScannerSettings))


def press(clerk: Clerk, key: int, text: str, at: int, modifiers: Qt.KeyboardModifier) -> None:
    """A key as the system sends it to a window: first as a possible shortcut, then down, then up."""
    handle = clerk.window.windowHandle()
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, modifiers, text)
        event.setTimestamp(at)
        event.ignore()
        QApplication.sendEvent(handle, event)


def types(clerk: Clerk, strokes: Iterable[Stroke], *, apart: int = 3) -> None:
    """Each stroke so many milliseconds after the one before."""
    at = next(STAMPS)
    for stroke in strokes:
        for _ in range(stroke.delete):
            press(clerk, Qt.Key.Key_Backspace, "\b", at, Qt.KeyboardModifier.NoModifier)
        for sign in stroke.insert:
            if sign == ENTER:
                press(clerk, Qt.Key.Key_Return, "\r", at, Qt.KeyboardModifier.NoModifier)
            else:
                key = ord(sign.upper()) if sign.isascii() else 0
                press(clerk, key, sign, at, Qt.KeyboardModifier.NoModifier)
        at += apart


@pytest.fixture
def acts(clerk: Clerk) -> list[str]:
    """What was done by key or button."""
    done: list[str] = []
    for id_, qaction in clerk.window.acts.items():
        qaction.triggered.connect(lambda _checked, id_=id_: done.append(id_))
    begun(clerk)
    return done


def test_no_action_has_a_plain_sign_as_its_key() -> None:
    assert not [action.id for action in ACTIONS if len(action.key) == 1]


def test_a_card_typed_while_a_button_has_the_keys_arrives_and_presses_nothing(
    clerk: Clerk, acts: list[str], person: Person
) -> None:
    button = QPushButton("&1", clerk.window)
    pressed: list[bool] = []
    button.clicked.connect(pressed.append)
    button.show()
    button.setFocus()
    types(clerk, plain(qr_text(person, new_card=True) + "\r"))
    clerk.until(lambda: clerk.counter.intake.submitter.number.text == person.personal_number)
    clerk.waits()
    assert clerk.counter.intake.submitter.value == person
    assert not pressed
    assert not acts


@pytest.mark.parametrize(("method", "suffix"), [(Method.TELEX, "\r"), (Method.VNI, "\t"), (Method.TELEX, "")])
def test_a_card_typed_into_a_field_is_taken_out_of_it_again(
    clerk: Clerk, acts: list[str], person: Person, method: Method, suffix: str
) -> None:
    field = clerk.counter.intake.matter.search
    field.setFocus()
    field.setText("khai")
    field.setCursorPosition(2)
    types(clerk, type_out(qr_text(person, new_card=True) + suffix, method))
    clerk.until(lambda: clerk.counter.intake.submitter.number.text == person.personal_number)
    clerk.waits()
    assert clerk.counter.intake.submitter.value == person
    assert field.text() == "khai"
    assert not acts


@pytest.mark.parametrize("way", [through_layout, lambda text: plain(text.swapcase())])
def test_a_card_through_the_vietnamese_layout_or_caps_lock_arrives_and_is_said(
    clerk: Clerk, acts: list[str], person: Person, way: Callable[[str], list[Stroke]]
) -> None:
    field = clerk.counter.intake.submitter.number.edit
    field.setFocus()
    sent = replace(person, address="Xã Mẫu, Tỉnh Thử Nghiệm")
    types(clerk, way(qr_text(sent, new_card=True) + "\r"))
    clerk.until(lambda: clerk.counter.intake.submitter.number.text == person.personal_number)
    clerk.waits()
    assert clerk.counter.intake.submitter.value == sent
    assert not acts


def test_what_was_marked_is_marked_again(clerk: Clerk, acts: list[str], person: Person) -> None:
    field = clerk.counter.intake.matter.search
    field.setFocus()
    field.setText("khai sinh")
    field.setSelection(5, 4)
    types(clerk, plain(qr_text(person, new_card=False)))
    clerk.until(lambda: clerk.counter.intake.submitter.number.text == person.personal_number)
    assert field.text() == "khai sinh"
    assert not acts


def test_a_bent_name_stays_empty_and_the_clerk_is_told_why(clerk: Clerk, acts: list[str], person: Person) -> None:
    foreign = replace(person, full_name="Wade Waas", address="Khu A1")
    clerk.counter.intake.submitter.phone.edit.setFocus()
    types(clerk, type_out(qr_text(foreign, new_card=True) + "\r", Method.VNI))
    clerk.until(lambda: clerk.counter.intake.submitter.number.text == person.personal_number)
    clerk.waits()
    value = clerk.counter.intake.submitter.value
    assert (value.full_name, value.address, value.born_on) == ("Wade Waas", "", person.born_on)
    assert any("chế độ bàn phím" in banner.label.text() for banner in clerk.window.banners.shown)
    assert not acts


@pytest.mark.usefixtures("acts")
def test_half_a_bent_card_offers_its_number(clerk: Clerk, person: Person) -> None:
    text = qr_text(replace(person, full_name="Kass Ddoo"), new_card=True)
    types(clerk, type_out(text[:34] + "\r", Method.TELEX))
    clerk.until(lambda: any(b.button is not None and "Điền số" in b.button.text() for b in clerk.window.banners.shown))
    banner = next(b for b in clerk.window.banners.shown if b.button is not None and "Điền số" in b.button.text())
    assert banner.button is not None
    banner.button.click()
    clerk.until(lambda: clerk.counter.intake.submitter.number.text == person.personal_number)


@pytest.mark.usefixtures("acts")
def test_a_person_who_types_fast_loses_nothing(clerk: Clerk) -> None:
    field = clerk.counter.intake.matter.search
    field.setFocus()
    types(clerk, type_out("Nguyeenx Vawn Maaux Thuwr Nghieemj Daif Daif", Method.TELEX), apart=15)
    assert field.text() == "Nguyễn Văn Mẫu Thử Nghiệm Dài Dài"


@pytest.mark.usefixtures("acts")
def test_what_was_typed_too_fast_but_is_no_scan_stays_in_the_field(clerk: Clerk) -> None:
    field = clerk.counter.intake.matter.search
    field.setFocus()
    types(clerk, plain("mot doan chu rat dai duoc go qua nhanh"), apart=1)
    clerk.until(lambda: field.text() == "mot doan chu rat dai duoc go qua nhanh")
    assert field.cursorPosition() == len(field.text())


@pytest.mark.usefixtures("acts")
def test_keys_outside_a_field_reach_what_they_were_meant_for(clerk: Clerk) -> None:
    got: list[str] = []

    class Listener(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
            got.append(event.text())

    listener = Listener(clerk.window)
    listener.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    listener.show()
    listener.setFocus()
    types(clerk, plain("ab"), apart=5)
    clerk.until(lambda: got == ["a", "b"])
    types(clerk, plain("\r"))
    assert got == ["a", "b", "\r"]


def test_a_short_code_with_enter_presses_no_button(clerk: Clerk, acts: list[str]) -> None:
    button = QPushButton("x", clerk.window)
    pressed: list[bool] = []
    button.clicked.connect(pressed.append)
    button.show()
    button.setFocus()
    types(clerk, plain("A012\r"), apart=2)
    clerk.until(lambda: any("Không hiểu" in banner.label.text() for banner in clerk.window.banners.shown))
    assert not pressed
    assert not acts


@pytest.mark.usefixtures("acts")
def test_letters_of_an_input_method_that_come_at_once_are_understood_too(clerk: Clerk, person: Person) -> None:
    scanning = begun(clerk)
    scanning.wedge._ticks = itertools.count(10_000_000, 2).__next__
    field = clerk.counter.intake.submitter.phone.edit
    field.setFocus()
    for sign in qr_text(person, new_card=True):
        event = QInputMethodEvent()
        event.setCommitString(sign)
        QApplication.sendEvent(field, event)
    clerk.until(lambda: clerk.counter.intake.submitter.number.text == person.personal_number)
    clerk.waits()
    assert field.text() == ""


def test_switched_off_a_burst_is_typing(opened: Callable[[], Clerk], person: Person) -> None:
    clerk = opened()
    begun(clerk)
    assert clerk.app.settings is not None
    clerk.app.settings = replace(clerk.app.settings, keyboard_scanner=False)
    field = clerk.counter.intake.matter.search
    field.setFocus()
    types(clerk, plain(qr_text(person, new_card=True)))
    assert field.text() == qr_text(person, new_card=True)


@pytest.mark.usefixtures("acts")
def test_two_cards_typed_one_after_the_other_are_two(clerk: Clerk) -> None:
    button = QPushButton("x", clerk.window)
    button.show()
    button.setFocus()
    types(clerk, plain(qr_text(citizen(1), new_card=True) + "\r"))
    types(clerk, plain(qr_text(citizen(2), new_card=True) + "\r"))
    clerk.until(lambda: clerk.counter.intake.submitter.number.text == citizen(2).personal_number)


def test_random_bursts_with_keys_of_every_kind_do_nothing(clerk: Clerk, acts: list[str]) -> None:
    chance = random.Random(3)  # noqa: S311  no secret
    button = QPushButton("&1", clerk.window)
    pressed: list[bool] = []
    button.clicked.connect(pressed.append)
    button.show()
    button.setFocus()
    control, shift, none = (
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.NoModifier,
    )
    others = [(Qt.Key.Key_F2, "", none), (Qt.Key.Key_Return, "\r", none), (Qt.Key.Key_Space, " ", none)]
    others += [(Qt.Key.Key_1, "", control), (Qt.Key.Key_M, "\r", control), (Qt.Key.Key_F2, "", shift)]
    for _ in range(60):
        at = next(STAMPS)
        for n in range(chance.randint(20, 60)):
            if n > 3 and chance.random() < 0.1:
                key, text, modifier = chance.choice(others)
                press(clerk, key, text, at, modifier)
            else:
                sign = chance.choice("0123456789|aAwsfrxjd[]")
                press(clerk, ord(sign.upper()), sign, at, none)
            at += chance.randint(0, 5)
        begun(clerk).wedge._out()
    clerk.waits()
    assert not pressed
    assert not acts
    assert clerk.window.front == "counter"


@pytest.mark.parametrize("page", ["dossiers", "province", "keys"])
def test_a_card_typed_on_another_page_brings_the_counter_to_the_front(clerk: Clerk, person: Person, page: str) -> None:
    begun(clerk)
    clerk.page(page)
    types(clerk, plain(qr_text(person, new_card=True) + "\r"))
    clerk.until(lambda: clerk.window.front == "counter")
    clerk.until(lambda: clerk.counter.intake.submitter.number.text == person.personal_number)


def test_a_card_typed_while_the_desk_is_locked_fills_nothing(clerk: Clerk, person: Person) -> None:
    begun(clerk)
    clerk.window.locking._cover(changing=False)
    clerk.until(lambda: clerk.window.locking.is_covered)
    types(clerk, plain(qr_text(person, new_card=True) + "\r"))
    clerk.until(lambda: not begun(clerk).wedge._watch.is_waiting)
    clerk.waits()
    assert not clerk.counter.intake.begun
    assert not clerk.window.banners.shown or all("Điền số" not in b.label.text() for b in clerk.window.banners.shown)
